"""What a person looks at from a till: who is told what, and what is left out."""

import re
from dataclasses import replace
from uuid import UUID

import pytest

from central.callers import Caller
from central.database import Database, uuid
from central.looking import Looking
from regulars.agreement.till import TillSide
from regulars.ids import Id, unspell
from sync.enrolment import Role, Standing
from sync.wire_look import (
    TIMELINE_MAX,
    RetireAnswer,
    RetireRequest,
    TillLine,
    TillsAnswer,
    TillsRequest,
    TimelineAnswer,
    TimelineRequest,
)
from sync.wire_problem import Problem, ProblemKind
from sync.wire_rights import RightsAnswer
from tests.central.agreement.shop import MEMBER, OTHER, OTHER_WALLET, WALLET, Shop
from tests.central.house import hire
from tests.simulation.world import named

EAST, WEST = Id(b"\xea" * 16), Id(b"\x3e" * 16)
BOSS, CASHIER, GONE = (Id(bytes([byte]) * 16) for byte in (0xB0, 0xB1, 0xB2))


@pytest.fixture
def shop(database: Database) -> Shop:
    """A shop with two stores, an owner, a cashier, and an owner who left."""
    made = Shop(database).open()
    database.write(made.tenant, lambda one: hire(one, made.tenant, BOSS))
    database.write(made.tenant, lambda one: hire(one, made.tenant, CASHIER, "cashier"))
    database.write(made.tenant, lambda one: hire(one, made.tenant, GONE, is_active=False))
    for store, name in ((EAST, "East Street"), (WEST, "West Street")):
        made.change(
            "insert into store (tenant, store, name) values (%(t)s, %(s)s, %(n)s)",
            t=uuid(made.tenant), s=uuid(store), n=name,
        )  # fmt: skip
    return made


def till_in(shop: Shop, store: Id, name: str) -> TillSide:
    """Enrol a till in a store."""
    till = shop.till(name)
    for statement in (
        "update device set store = %(s)s, name = %(n)s where device = %(d)s",
        "update device_epoch set store = %(s)s, role = 'counter' where device = %(d)s",
    ):
        shop.change(statement, s=uuid(store), n=name, d=UUID(hex=till.device))
    return till


def caller(shop: Shop, till: TillSide, store: Id, role: Role = Role.COUNTER) -> Caller:
    return replace(shop.caller(till), store=store, role=role)


def looking(shop: Shop) -> Looking:
    return Looking(shop.database, lambda: shop.now_ms)


def lines(answer: TillsAnswer | Problem) -> dict[str, TillLine]:
    assert isinstance(answer, TillsAnswer), answer
    return {one.name: one for one in answer.tills}


def test_an_office_is_told_what_every_till_may_spend_a_counter_its_own_store(shop: Shop) -> None:
    east, west = till_in(shop, EAST, "east 1"), till_in(shop, WEST, "west 1")
    for till, earned in ((east, 100), (west, 40)):
        shop.sell(till, earned)
        assert shop.results(till) == ["posted"]
    office = lines(looking(shop).tills(caller(shop, east, EAST, Role.OFFICE)))
    assert (office["east 1"].held, office["west 1"].held) == (100, 40)
    answer = looking(shop).tills(caller(shop, east, EAST))
    counter = lines(answer)
    assert (counter["east 1"].held, counter["west 1"].held) == (100, None)
    assert isinstance(answer, TillsAnswer)
    assert not answer.can_retire
    assert counter["west 1"].store_name == "West Street"
    assert counter["west 1"].newest_ms == shop.now_ms


def test_a_till_says_how_it_stands_and_what_of_it_is_missing(shop: Shop) -> None:
    east, west = till_in(shop, EAST, "east 1"), till_in(shop, WEST, "west 1")
    shop.sell(west, 40)
    shop.results(west)
    shop.change(
        "update device_epoch set reported_seq = 9 where device = %(d)s", d=UUID(hex=west.device)
    )
    shop.change(
        "update device_epoch set is_revoked = true where device = %(d)s", d=UUID(hex=west.device)
    )
    told = lines(looking(shop).tills(caller(shop, east, EAST)))
    assert (told["west 1"].standing, told["west 1"].missing) == (Standing.REVOKED, 8)
    assert (told["east 1"].standing, told["east 1"].newest_ms) == (Standing.LIVE, 0)


def test_of_too_many_tills_those_seen_last_are_listed_and_it_says_how_many_there_are(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    tills = {name: till_in(shop, EAST, name) for name in ("a", "b", "c", "d")}
    asking = caller(shop, tills["a"], EAST)
    for seen, till in enumerate(tills.values()):
        statement = "update device set seen = %(at)s where device = %(d)s"
        shop.change(statement, at=seen, d=UUID(hex=till.device))
    gone = "update device_epoch set is_revoked = true where device = %(d)s"
    shop.change(gone, d=UUID(hex=tills["d"].device))
    whole = looking(shop).tills(asking)
    assert list(lines(whole)) == ["a", "b", "c", "d"]
    assert isinstance(whole, TillsAnswer)
    assert whole.count == 0
    monkeypatch.setattr("central.looking.TILLS_MAX", 2)
    part = looking(shop).tills(asking)
    assert isinstance(part, TillsAnswer)
    assert (list(lines(part)), part.count) == (["b", "c"], 4)


def test_a_till_that_knows_of_pages_is_told_of_every_till_once(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    names = {f"east {number}" for number in range(5)}
    tills = [till_in(shop, EAST, name) for name in names]
    asking = caller(shop, tills[0], EAST)
    monkeypatch.setattr("central.looking.TILLS_PAGE", 2)
    found, request, sizes = list[str](), TillsRequest(), list[int]()
    while True:
        page = looking(shop).tills(asking, request)
        assert isinstance(page, TillsAnswer)
        found += [one.name for one in page.tills]
        sizes.append(len(page.tills))
        if not page.after:
            break
        request = TillsRequest(page.after)
    assert sorted(found) == sorted(names)
    assert (sizes, page.count) == ([2, 2, 1], 0)


def test_another_shop_s_tills_are_nobody_s_business(shop: Shop, database: Database) -> None:
    till_in(shop, EAST, "east 1")
    other = Shop(database).open()
    own = other.till("theirs")
    told = looking(other).tills(replace(other.caller(own), role=Role.OFFICE))
    assert isinstance(told, TillsAnswer)
    assert {one.device.hex() for one in told.tills} == {own.device}


def timeline(shop: Shop, who: Caller, member: str = MEMBER, before: str = "") -> TimelineAnswer:
    answer = looking(shop).timeline(who, TimelineRequest(unspell(member), before))
    assert isinstance(answer, TimelineAnswer), answer
    return answer


def test_a_timeline_says_what_when_and_where_and_nobody_s_name(shop: Shop) -> None:
    east, west = till_in(shop, EAST, "east 1"), till_in(shop, WEST, "west 1")
    shop.enrol_member(east)
    first = shop.sell(east, 100)
    shop.results(east)
    shop.now_ms += 60_000
    second = shop.sell(west, 40)
    shop.results(west)
    said = timeline(shop, caller(shop, west, WEST))
    assert [(one.act.hex(), one.points, one.store_name) for one in said.acts] == [
        (second.id, 40, "West Street"),
        (first.id, 100, "East Street"),
    ]
    assert said.before == ""
    raw = said.spelled().decode()
    assert "王小明" not in raw
    assert "912345678" not in raw


def test_pages_of_a_timeline_follow_each_other_without_a_gap(shop: Shop) -> None:
    east = till_in(shop, EAST, "east 1")
    shop.enrol_member(east)
    sold = [shop.sell(east, 1 + number).id for number in range(120)]
    shop.results(east)
    who, found, before = caller(shop, east, EAST), list[str](), ""
    while True:
        page = timeline(shop, who, before=before)
        found += [one.act.hex() for one in page.acts]
        before = page.before
        assert re.fullmatch(r"(?:\d+\.\d+)?", before), "an older till reads no more than this"
        if not before:
            break
    assert found == sold[::-1]


def test_what_the_centre_gave_and_took_is_said_beside_the_act_it_belongs_to(shop: Shop) -> None:
    east, west = till_in(shop, EAST, "east 1"), till_in(shop, WEST, "west 1")
    shop.sell(east, 900, receipt="A-1", receipt_key="|A-1")
    shop.results(east)
    spent = shop.sell(east, 0, spent=700)
    shop.agreement.retire(shop.tenant, unspell(east.device), 1)
    shop.pull(west)
    assert isinstance(shop.ask(west, 400), RightsAnswer)
    assert shop.results(east, 2) == ["posted-with-review"]
    shop.now_ms += 60_000
    again = shop.sell(west, 30, receipt="A-1", receipt_key="|A-1")
    assert shop.results(west) == ["posted-with-review"]
    acts = timeline(shop, caller(shop, west, WEST)).acts
    said = [(one.act.hex(), one.kind, one.points, one.why) for one in acts]
    assert [one for one in said if one[0] == spent.id] == [
        (spent.id, "sale", -700, ""),
        (spent.id, "adjust", 200, "loss"),
    ]
    assert said[0][1:] == ("reverse", 0, "same-receipt"), "there was nothing to take: it is owed"
    assert (again.id, "sale", 30, "") in said
    assert sum(one.points for one in acts) == shop.balance()[0]


def test_what_was_carried_is_on_the_page_of_its_act(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    east, west = till_in(shop, EAST, "east 1"), till_in(shop, WEST, "west 1")
    shop.sell(east, 900)
    shop.results(east)
    for _ in range(3):
        shop.sell(east, 0, spent=300)
    shop.agreement.retire(shop.tenant, unspell(east.device), 1)
    shop.pull(west)
    shop.ask(west, 900)
    shop.results(east, 2)
    monkeypatch.setattr("central.looking.TIMELINE_MAX", 3)
    who, found, before, pages = caller(shop, west, WEST), list[int](), "", list[int]()
    while True:
        page = timeline(shop, who, before=before)
        found += [one.points for one in page.acts]
        pages.append(len(page.acts))
        before = page.before
        if not before:
            break
    assert found == [-300, 300] * 3 + [900]
    assert pages == [2, 2, 3]


def test_tills_that_write_at_one_moment_do_not_meet_each_other_s_place(shop: Shop) -> None:
    tills = [till_in(shop, EAST, f"east {number}") for number in range(TIMELINE_MAX + 5)]
    moment = shop.now_ms
    sold = set()
    for till in tills:
        till.hlc = moment << 16
        sold.add(shop.sell(till, 1).id)
        assert shop.results(till) == ["posted"]
    assert len({(till.hlc, len(till.log)) for till in tills}) == 1, "one clock, one number"
    who = caller(shop, tills[0], EAST)
    first = timeline(shop, who)
    second = timeline(shop, who, before=first.before)
    found = [one.act.hex() for one in (*first.acts, *second.acts)]
    assert second.before == ""
    assert len(found) == len(sold)
    assert set(found) == sold
    cut = timeline(shop, who, before=first.before.rpartition(".")[0])
    assert len(cut.acts) < len(second.acts), "control: without the device some are passed over"


def test_who_was_merged_has_one_timeline_whoever_is_asked_for(shop: Shop) -> None:
    east = till_in(shop, EAST, "east 1")
    pair = {"member": MEMBER, "wallet": WALLET, "other": OTHER, "other_wallet": OTHER_WALLET}
    shop.sell(east, 100)
    shop.sell(east, 40, member=OTHER, wallet=OTHER_WALLET)
    shop.write(east, "merge", pair | {"why": "same", "approver": "00" * 16})
    shop.results(east)
    who = caller(shop, east, EAST)
    for member in (MEMBER, OTHER):
        assert sorted(one.points for one in timeline(shop, who, member).acts) == [40, 100]


def test_who_was_erased_or_is_unknown_has_no_timeline(shop: Shop) -> None:
    east = till_in(shop, EAST, "east 1")
    shop.enrol_member(east)
    shop.sell(east, 100)
    who = caller(shop, east, EAST)
    shop.results(east)
    assert len(timeline(shop, who).acts) == 1
    first = len(east.log) + 1
    shop.write(east, "erase", {"member": MEMBER, "why": "asked", "approver": "00" * 16})
    shop.results(east, first)
    assert timeline(shop, who).acts == ()
    assert timeline(shop, who, named("nobody at all")).acts == ()


def test_an_office_gives_up_a_till_with_what_was_shown_and_it_is_written_down(shop: Shop) -> None:
    office, lost = till_in(shop, EAST, "office"), till_in(shop, WEST, "lost")
    shop.sell(lost, 100)
    shop.results(lost)
    who = caller(shop, office, EAST, Role.OFFICE)
    wish = RetireRequest(unspell(lost.device), 1, BOSS, 100)
    answer = looking(shop).retire(who, wish)
    assert answer == RetireAnswer(100, shop.now_ms)
    assert shop.balance() == (100, 0, 0)
    assert lines(looking(shop).tills(who))["lost"].standing is Standing.RETIRED
    noted = shop.rows("select device, staff, act, about, points from till_act")
    assert noted == [(UUID(hex=office.device), uuid(BOSS), "retire", UUID(hex=lost.device), 100)]


def test_a_till_that_holds_more_than_was_shown_is_not_given_up(shop: Shop) -> None:
    office, lost = till_in(shop, EAST, "office"), till_in(shop, WEST, "lost")
    shop.sell(lost, 100)
    shop.results(lost)
    who = caller(shop, office, EAST, Role.OFFICE)
    answer = looking(shop).retire(who, RetireRequest(unspell(lost.device), 1, BOSS, 99))
    assert isinstance(answer, Problem)
    assert answer.kind is ProblemKind.MISMATCH
    assert shop.balance() == (100, 100, 0)
    assert shop.rows("select 1 from till_act") == []


def test_no_counter_gives_a_till_up_nobody_itself_and_nobody_one_that_is_not_there(
    shop: Shop,
) -> None:
    office, lost = till_in(shop, EAST, "office"), till_in(shop, WEST, "lost")
    boss = caller(shop, office, EAST, Role.OFFICE)
    other = RetireRequest(unspell(lost.device), 1, BOSS, 0)
    for who, wish in (
        (caller(shop, office, EAST), other),
        (boss, replace(other, device=boss.device)),
        (boss, replace(other, epoch=7)),
        (boss, replace(other, staff=CASHIER)),
        (boss, replace(other, staff=GONE)),
        (boss, replace(other, staff=Id(b"\xb9" * 16))),
        (boss, replace(other, device=Id(b"\x77" * 16))),
    ):
        answer = looking(shop).retire(who, wish)
        assert isinstance(answer, Problem)
        assert answer.kind is ProblemKind.FORBIDDEN
    assert lines(looking(shop).tills(boss))["lost"].standing is Standing.LIVE


def test_control_without_looking_who_owns_the_shop_a_cashier_would_do_it(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    office, lost = till_in(shop, EAST, "office"), till_in(shop, WEST, "lost")
    who = caller(shop, office, EAST, Role.OFFICE)
    monkeypatch.setattr("central.looking._IS_OWNER", "select 1 from tenant")
    answer = looking(shop).retire(who, RetireRequest(unspell(lost.device), 1, CASHIER, 0))
    assert isinstance(answer, RetireAnswer)


def test_a_device_that_is_not_trusted_is_shown_nothing(shop: Shop) -> None:
    east, west = till_in(shop, EAST, "east 1"), till_in(shop, WEST, "west 1")
    who = caller(shop, west, WEST)
    shop.agreement.retire(shop.tenant, unspell(west.device), 1)
    assert isinstance(looking(shop).tills(caller(shop, east, EAST)), TillsAnswer)
    answers = (
        looking(shop).tills(who),
        looking(shop).timeline(who, TimelineRequest(unspell(MEMBER))),
        looking(shop).retire(
            replace(who, role=Role.OFFICE), RetireRequest(unspell(east.device), 1, BOSS, 0)
        ),
    )
    for answer in answers:
        assert isinstance(answer, Problem)
        assert answer.kind is ProblemKind.FORBIDDEN
