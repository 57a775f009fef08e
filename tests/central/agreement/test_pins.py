"""PINs at the centre: who may replace one, what is written down of it, what a person is shown."""

import json
from typing import Any
from uuid import UUID

import pytest

from central import pins
from central.agreement import Agreement
from central.happened import PIN_SET, Happened
from central.pins import AHEAD_MS
from central.reviews import WORDS
from regulars.agreement.pins import CHANGED, REFUSED, Ruling, mark_of
from regulars.agreement.till import TillSide
from regulars.ids import spell, unspell
from sync import signing
from sync.wire import INSTANT_MAX
from sync.wire_pins import Pin, PinsAnswer, PinsRequest
from sync.wire_problem import Problem, ProblemKind
from tests.central.agreement import spelling
from tests.central.agreement.mirror import VAULT
from tests.central.agreement.shop import NOBODY, Shop
from tests.simulation.world import named

ADA, BO, OWNER = named("Ada"), named("Bo"), named("Owner")
FIRST = "$argon2id$v=19$m=8,t=1,p=1$bWFkZSB1cA$bWFkZSB1cA"
SECOND, THIRD = FIRST.replace("t=1", "t=2"), FIRST.replace("t=1", "t=3")


def hand_up(
    shop: Shop, till: TillSide, verifier: str, seen_ms: int = 0, staff: str = ADA
) -> PinsAnswer | Problem:
    """Hand a verifier up, as set now if no time is said."""
    pin = Pin(unspell(staff), verifier, seen_ms or shop.now_ms)
    said = PinsRequest(unspell(till.device), till.epoch, shop_feed(shop), (pin,))
    return shop.agreement.pins(shop.caller(till), said)


def shop_feed(shop: Shop) -> int:
    """Give which life of the feed the shop is in."""
    ((feed,),) = shop.rows("select feed_epoch from tenant")
    return int(feed)


def says(
    shop: Shop,
    till: TillSide,
    verifier: str,
    staff: str = ADA,
    by: str = OWNER,
    *,
    push: bool = True,
) -> None:
    """Let somebody set a PIN at a till: the log says so, and the centre hears of that."""
    shop.now_ms += 1_000
    shop.write(till, "pin.set", {"staff": staff, "mark": mark_of(verifier), "by": by})
    if push:
        shop.push(till)


def sets(shop: Shop, till: TillSide, verifier: str, staff: str = ADA, by: str = OWNER) -> None:
    """Let somebody set a PIN at a till, and the centre hear all of it."""
    says(shop, till, verifier, staff, by)
    hand_up(shop, till, verifier, staff=staff)


def pin_of(shop: Shop, till: TillSide, staff: str = ADA) -> Any:
    """Give what a till is told of somebody's PIN."""
    rows = [row for row in shop.pull(till).rows.get("pin", ()) if row["id"] == staff]
    return rows[-1]["verifier"] if rows else None


def reviews(shop: Shop) -> list[tuple[str, list[str]]]:
    """Give what wants a person: its code, and which ids it is about."""
    return [
        (kind, about.split())
        for kind, about in shop.rows("select kind, detail ->> 'about' from review order by kind")
    ]


def work(shop: Shop) -> tuple[TillSide, TillSide]:
    """Give two tills of a shop with an owner, a cashier with a PIN and one without."""
    one, other = shop.till("one"), shop.till("other")
    for staff, role in ((OWNER, "owner"), (ADA, "cashier"), (BO, "cashier")):
        data = {"staff": staff, "role": role, "active": True}
        shop.write(one, "staff", data, name=role)
    shop.push(one)
    sets(shop, one, FIRST)
    shop.pull(other)
    return one, other


# What is written down, and what is shown


def test_a_pin_that_an_owner_sets_is_told_to_every_till(shop: Shop) -> None:
    one, other = work(shop)
    assert pin_of(shop, other) == FIRST
    sets(shop, one, SECOND)
    assert pin_of(shop, other) == SECOND
    assert not reviews(shop), "set where it was set before"


def test_a_pin_set_at_another_till_is_shown_to_a_person_with_who_did_it(shop: Shop) -> None:
    one, other = work(shop)
    sets(shop, other, SECOND)
    assert pin_of(shop, one) == SECOND
    ((code, about),) = reviews(shop)
    assert (code, about[:2]) == (CHANGED, [ADA, OWNER])
    (row,) = shop.pull(one).rows["review"]
    assert row["devices"] == [other.device, one.device], "tills of both stores are told"
    sets(shop, other, THIRD)
    assert len(reviews(shop)) == 1, "set where it was set before"
    sets(shop, one, FIRST)
    assert len(reviews(shop)) == 2, "each time it moves"


def test_where_nobody_noted_where_a_pin_was_set_no_change_of_it_is_shown(shop: Shop) -> None:
    one, other = work(shop)
    shop.change("update staff set pin_device = null")  # as an older centre left it
    sets(shop, other, SECOND)
    assert pin_of(shop, one) == SECOND
    assert reviews(shop) == []
    sets(shop, one, THIRD)
    assert [code for code, _ in reviews(shop)] == [CHANGED], "from now on it is known"


def test_a_replaced_pin_is_in_the_centre_s_folder_before_it_counts(shop: Shop) -> None:
    _, other = work(shop)
    says(shop, other, SECOND)
    said: list[tuple[Happened, object]] = []

    def note(happened: Happened) -> None:
        said.append((happened, shop.rows("select pin from staff where pin <> ''")[0][0]))

    pin = PinsRequest(unspell(other.device), 1, 1, (Pin(unspell(ADA), SECOND, shop.now_ms),))
    centre = Agreement(
        shop.database,
        lambda: shop.now_ms,
        lambda _, words: signing.sign(spelling.KEY, words),
        vault=VAULT,
        note=note,
    )
    centre.pins(shop.caller(other), pin)
    ((happened, before),) = said
    tenant = spell(shop.tenant)
    assert before == FIRST
    assert happened == Happened(PIN_SET, tenant, other.device, 1, shop.now_ms, staff=ADA, by=OWNER)
    assert Happened.read(json.loads(json.dumps({**_as_line(happened)}))) == happened


def _as_line(one: Happened) -> dict[str, object]:
    return {name: getattr(one, name) for name in Happened.__slots__}


# What nobody may


def test_a_till_cannot_replace_a_pin_without_saying_who_did_it(shop: Shop) -> None:
    one, other = work(shop)
    hand_up(shop, other, SECOND, shop.now_ms + 60_000)
    assert pin_of(shop, one) == FIRST
    ((code, about),) = reviews(shop)
    assert (code, about[:2]) == (REFUSED, [ADA, NOBODY])


def test_control_a_centre_that_asks_for_no_operation_lets_any_till_replace_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pins, "rule", lambda *_: (Ruling.TAKEN, None))
    one, other = work(shop)
    hand_up(shop, other, SECOND, shop.now_ms + 60_000)
    with pytest.raises(AssertionError):
        assert pin_of(shop, one) == FIRST


def test_what_was_not_taken_is_told_with_a_later_date_so_that_the_till_comes_back(
    shop: Shop,
) -> None:
    _, other = work(shop)
    ahead = shop.now_ms + 60_000
    hand_up(shop, other, SECOND, ahead)
    row = shop.pull(other).rows["pin"][-1]
    assert (row["verifier"], row["seen"]) == (FIRST, ahead)


def test_an_owner_s_pin_is_replaced_by_an_owner_only(shop: Shop) -> None:
    one, other = work(shop)
    sets(shop, one, FIRST, OWNER)
    sets(shop, other, SECOND, OWNER, by=BO)
    assert pin_of(shop, one, OWNER) == FIRST
    assert [(code, about[:2]) for code, about in reviews(shop)] == [(REFUSED, [OWNER, BO])]
    sets(shop, one, THIRD, OWNER)
    assert pin_of(shop, other, OWNER) == THIRD, "what was refused stands in nobody's way"
    sets(shop, one, SECOND, ADA, by=BO)
    assert pin_of(shop, other, ADA) == SECOND, "a cashier's is nobody's but the shop's"


def test_an_owner_who_was_let_go_sets_no_owner_s_pin(shop: Shop) -> None:
    one, other = work(shop)
    data = {"staff": BO, "role": "owner", "active": True}
    shop.write(one, "staff", data, name="Bo")
    shop.write(one, "staff", data | {"active": False})
    shop.push(one, 5)
    sets(shop, one, FIRST, OWNER)
    sets(shop, other, SECOND, OWNER, by=BO)
    assert pin_of(shop, one, OWNER) == FIRST


def test_an_old_verifier_comes_back_with_nobody_s_help(shop: Shop) -> None:
    one, other = work(shop)
    sets(shop, one, SECOND)
    hand_up(shop, other, FIRST, shop.now_ms + 60_000)
    assert pin_of(shop, one) == SECOND
    assert not reviews(shop), "a till that was put back from a backup does no harm"


def test_of_two_pins_the_one_set_later_counts_in_whatever_order_they_come(shop: Shop) -> None:
    one, other = work(shop)
    says(shop, one, SECOND, push=False)
    earlier = shop.now_ms
    sets(shop, other, THIRD)
    shop.push(one)
    hand_up(shop, one, SECOND, earlier)
    assert pin_of(shop, one) == THIRD


def test_an_old_pin_does_not_come_back_once_who_replaced_it_owns_the_shop_no_more(
    shop: Shop,
) -> None:
    one, other = work(shop)
    data = {"staff": BO, "role": "owner", "active": True}
    shop.write(one, "staff", data, name="Bo")
    shop.push(one)
    sets(shop, one, FIRST, OWNER)
    sets(shop, one, SECOND, OWNER, by=BO)
    shop.write(one, "staff", data | {"active": False})
    shop.push(one)
    hand_up(shop, one, FIRST, shop.now_ms + 60_000, OWNER)
    assert pin_of(shop, other, OWNER) == SECOND


@pytest.mark.parametrize("order", ["", " order by place", " order by place desc"])
def test_of_two_pins_of_a_clock_that_is_ahead_the_one_set_last_counts(
    shop: Shop, order: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pins, "_SAID", f"{pins._SAID}{order}")
    one, other = work(shop)
    now = shop.now_ms
    shop.now_ms += 400 * 86_400_000
    for verifier in (SECOND, THIRD):
        says(shop, one, verifier, push=False)
    shop.now_ms = now
    shop.push(one)
    hand_up(shop, one, THIRD)
    assert pin_of(shop, other) == THIRD
    hand_up(shop, one, SECOND, shop.now_ms + 60_000)
    assert pin_of(shop, other) == THIRD


def test_a_first_pin_needs_no_operation_as_from_a_shop_that_ran_alone(shop: Shop) -> None:
    _, other = work(shop)
    hand_up(shop, other, SECOND, staff=BO)
    assert pin_of(shop, other, BO) == SECOND
    assert not reviews(shop)


def test_who_was_given_a_pin_by_an_operation_gets_no_other_first(shop: Shop) -> None:
    one, other = work(shop)
    says(shop, one, SECOND, BO)
    hand_up(shop, other, THIRD, staff=BO)
    assert pin_of(shop, one, BO) is None
    assert "pin" not in shop.pull(one).gone, "whoever set one keeps it"
    hand_up(shop, one, SECOND, staff=BO)
    assert pin_of(shop, other, BO) == SECOND


def test_a_centre_that_heals_asks_for_a_replaced_pin_again(shop: Shop) -> None:
    _, other = work(shop)
    says(shop, other, SECOND)
    feed = shop_feed(shop) + 1
    shop.agreement.restore(shop.tenant, feed, [])
    answer = hand_up(shop, other, SECOND)
    assert isinstance(answer, PinsAnswer)
    assert answer.unknown == (unspell(ADA),)
    assert not reviews(shop)


def test_a_centre_that_heals_takes_no_first_pin_of_which_a_log_may_say_more(shop: Shop) -> None:
    _, other = work(shop)
    shop.agreement.restore(shop.tenant, shop_feed(shop) + 1, [])
    answer = hand_up(shop, other, SECOND, staff=BO)
    assert isinstance(answer, PinsAnswer)
    assert answer.unknown == (unspell(BO),)
    assert not shop.rows("select staff from staff where pin = %(pin)s", pin=SECOND)


def test_what_a_person_is_shown_has_words_on_the_command_line() -> None:
    assert {CHANGED, REFUSED} <= WORDS.keys()


# As before


def test_a_pin_of_the_end_of_time_can_be_replaced(shop: Shop) -> None:
    one, other = work(shop)
    says(shop, one, SECOND)
    hand_up(shop, one, SECOND, INSTANT_MAX)
    assert shop.pull(other).rows["pin"][-1]["seen"] == shop.now_ms + AHEAD_MS
    sets(shop, one, THIRD)
    assert pin_of(shop, other) == THIRD


def test_a_pin_of_somebody_unknown_is_asked_for_again(shop: Shop) -> None:
    one, _ = work(shop)
    answer = hand_up(shop, one, FIRST, staff=named("nobody yet"))
    assert isinstance(answer, PinsAnswer)
    assert answer.unknown == (unspell(named("nobody yet")),)


def test_what_is_no_verifier_is_told_to_nobody(shop: Shop) -> None:
    one, other = work(shop)
    hand_up(shop, one, "1234", staff=BO)
    assert pin_of(shop, other, BO) is None


def test_a_till_that_is_not_trusted_hands_up_no_pin_and_is_told_none(shop: Shop) -> None:
    _, other = work(shop)
    shop.sell(other, 10)
    shop.push(other)
    assert pin_of(shop, other) is not None
    shop.agreement.retire(shop.tenant, unspell(other.device), 1)
    page = shop.pull(other)
    assert "pin" not in page.rows
    assert "pin" not in page.gone
    answer = hand_up(shop, other, SECOND)
    assert isinstance(answer, Problem)
    assert answer.kind is ProblemKind.FORBIDDEN


def test_no_log_has_a_verifier(shop: Shop) -> None:
    work(shop)
    bodies = [bytes(body) for (body,) in shop.rows("select body from operation")]
    bodies += [bytes(body) for (body,) in shop.rows("select bytes from private")]
    assert bodies
    assert not [body for body in bodies if b"argon2" in body]


def test_what_is_not_there_any_more_is_gone_with_its_place(shop: Shop) -> None:
    _, other = work(shop)
    place = shop.pull(other).rows["pin"][-1]["seq"]
    shop.change("update staff set pin = '' where staff = %(staff)s", staff=UUID(hex=ADA))
    assert shop.pull(other).gone == {"pin": ((ADA, place),)}
