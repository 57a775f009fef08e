"""A till that has joined says where a member's points are, and how far its own acts have come."""

from datetime import date
from pathlib import Path

from desktop.answers import Holder, Reach, RefundAsked, SaleElsewhere, SaleFound
from desktop.requests import RefundRequest
from desktop.store.history import history
from desktop.store.leads import lead_of_store
from desktop.store.members import member_card
from desktop.store.reach import till_name
from desktop.store.till_store import News
from desktop.verbs.asking import ask_refund
from desktop.verbs.give_back import find_sale
from desktop.verbs.identify import Scanned, scanned
from desktop.verbs.shop import set_setting
from regulars.agreement.places import lead_key
from regulars.canonical import Json, encode
from regulars.codes import slip_text
from regulars.ids import Id, spell
from regulars.refusals import BadSetting, UnknownSale
from sync.enrolment import Standing
from sync.wire_push import Outcome, PushAnswer, Result
from sync.wire_rights import RightsAnswer
from sync.wire_rows import Dealt, LinkRow
from tests.desktop.agreeing.conftest import Joined
from tests.desktop.book import DAY_MS
from tests.desktop.ledger.shop import Counter

EAST, MARKET, STREET = (Id(name.ljust(16)) for name in (b"east", b"market", b"street"))
TODAY = date(2026, 3, 2)


def told(shop: Joined, kind: str, **row: Json) -> None:
    """Keep a row of the feed of a kind that this file only reads."""
    with shop.book.store.writing():
        shop.book.store.run(
            "insert into feed_row (kind, id, seq, place, body) values (?, ?, 1, 0, ?)",
            (kind, row["id"], encode(dict(row)).decode()),
        )


def forget_names(shop: Joined) -> None:
    with shop.book.store.writing():
        shop.book.store.run("delete from feed_row where kind in ('till', 'store')")


def holds(shop: Joined, balance: int, here: int, *held: tuple[Id, int], pool: int = 0) -> None:
    shop.reads()
    shop.file.apply_rights(RightsAnswer(shop.row(6, balance, granted=here), pool, held, 1, 0))


def test_the_rest_of_a_balance_is_at_tills_with_names_and_at_the_centre(shop: Joined) -> None:
    told(shop, "till", id=spell(EAST), store=spell(STREET), name="till 1")
    told(shop, "store", id=spell(STREET), name="East Street")
    holds(shop, 1_500, 900, (EAST, 300), (MARKET, 200), pool=100)
    reach = shop.card().reach
    assert reach is not None
    assert (reach.here, reach.why, reach.pool, reach.unsent) == (900, "rights", 100, 0)
    assert reach.holders == (Holder(EAST, "East Street till 1", 300), Holder(MARKET, "", 200))
    assert [(one.wallet, one.balance, one.here) for one in reach.purses] == [
        (shop.wallet(), 1_500, 900)
    ]
    forget_names(shop)


def test_a_till_of_the_same_shop_has_no_shop_before_its_name(shop: Joined) -> None:
    told(shop, "till", id=spell(EAST), store=spell(shop.file.who().store), name="Till 2")
    assert till_name(shop.book.store, EAST) == "Till 2"
    forget_names(shop)


def test_the_till_that_leads_this_shop_is_named_first(shop: Joined) -> None:
    here = spell(shop.file.who().store)
    told(shop, "till", id=spell(EAST), store=spell(STREET), name="Till 1")
    told(shop, "till", id=spell(MARKET), store=here, name="Till 2", role="counter")
    holds(shop, 1_500, 0, (EAST, 1_200), (MARKET, 300))
    reach = shop.card().reach
    assert reach is not None
    assert [one.device for one in reach.holders] == [MARKET, EAST]
    assert reach.lead == "Till 2"
    own = spell(shop.file.who().device)
    assert set_setting(shop.book, lead_key(here), own) is None
    told(shop, "till", id=own, store=here, name="Till 3", role="counter")
    assert lead_of_store(shop.book.store) is None, "this one leads now"
    forget_names(shop)


def test_a_till_that_was_given_up_leads_nothing(shop: Joined) -> None:
    here = spell(shop.file.who().store)
    told(shop, "till", id=spell(MARKET), store=here, name="Till 2", standing="retired")
    assert lead_of_store(shop.book.store) is None
    forget_names(shop)


def test_no_store_is_led_by_what_is_no_till(shop: Joined) -> None:
    for key, value in ((lead_key("east"), spell(EAST)), (lead_key(spell(EAST)), "till 1")):
        assert set_setting(shop.book, key, value) == BadSetting(key)


def test_what_was_told_long_ago_is_never_more_than_the_rest(shop: Joined) -> None:
    holds(shop, 1_500, 900, (EAST, 300), (MARKET, 200), pool=100)
    shop.reads(shop.row(7, 1_000, granted=900))
    reach = shop.card().reach
    assert reach is not None
    assert [(one.points) for one in reach.holders] == [100]
    assert reach.pool == 0


def test_why_nothing_is_spent_here_is_told(shop: Joined) -> None:
    shop.reads(shop.row(5, 500, granted=500))
    shop.clock.ms += 14 * DAY_MS
    now = shop.clock.ms
    reach = scanned_card(shop, now)
    assert (reach.here, reach.why) == (0, "lease")
    shop.file.note_standing(Standing.QUARANTINED)
    assert scanned_card(shop, now).why == "frozen"


def scanned_card(shop: Joined, now: int) -> Reach:
    card = member_card(shop.book.store, shop.member, shop.book.today(), now)
    assert card is not None
    assert card.reach is not None
    return card.reach


def arrived(shop: Joined, outcome: Outcome = Outcome.POSTED) -> None:
    last = shop.file.heads()[-1][1]
    result = (Result(last, outcome),)
    answer = PushAnswer(last, shop.file.hash_at(1, last), result, 1, Standing.LIVE, 0)
    shop.file.note_answer(1, answer)


def states(shop: Joined) -> list[str]:
    return [row.state for row in history(shop.book.store, shop.member)]


def test_each_act_says_how_far_it_has_come(shop: Joined) -> None:
    shop.reads()
    shop.sell(1_000)
    assert states(shop) == ["unsent"]
    arrived(shop)
    for outcome in (Outcome.KEPT, Outcome.WAITING, Outcome.PARKED, Outcome.POSTED_WITH_REVIEW):
        shop.sell(1_000)
        arrived(shop, outcome)
    shop.sell(1_000)
    shop.sell(1_000)
    assert states(shop) == ["unsent", "unsent", "review", "waiting", "waiting", "kept", "sent"]
    reach = shop.card().reach
    assert reach is not None
    assert reach.unsent == 2


def test_what_the_shop_carried_stands_beside_the_act_and_the_balance_adds_up(
    shop: Joined,
) -> None:
    shop.reads(shop.row(12, 700))
    shop.sell(1_000)
    shop.sell(2_000)
    last = shop.file.heads()[-1][1]
    carried = Result(last, Outcome.POSTED_WITH_REVIEW, pool=0, loss=5)
    answer = PushAnswer(last, shop.file.hash_at(1, last), (carried,), 1, Standing.LIVE, 0)
    shop.file.note_answer(1, answer)
    rows = history(shop.book.store, shop.member)
    newest, gift, first = rows
    assert (gift.kind, gift.detail, gift.points, gift.can_reverse) == ("adjust", "loss", 5, False)
    assert gift.balance_after == newest.balance_after - newest.points
    assert first.balance_after == gift.balance_after - 5
    assert history(shop.book.store, shop.member, before=gift.place) == [first]


def test_a_lone_till_says_nothing_of_a_centre(tmp_path: Path) -> None:
    shop = Counter(tmp_path)
    sale = shop.sell(1_000).act
    assert [row.state for row in history(shop.book.store, shop.member)] == [""]
    assert (shop.card().reach, shop.card().spendable) == (None, 10)
    found = find_sale(shop.book.store, sale, TODAY, 0)
    assert isinstance(found, SaleFound)
    assert (found.is_held, found.asked, found.takeable) == (True, "", 10)
    stranger = Id(b"elsewhere".ljust(16))
    assert find_sale(shop.book.store, stranger, TODAY, 0) == UnknownSale()
    assert scanned(shop.book.store, slip_text(stranger), TODAY, 0) == UnknownSale()
    shop.close()


def test_who_is_on_the_screen_is_told_when_an_act_has_arrived(shop: Joined) -> None:
    heard: list[News] = []
    shop.reads()
    arrived(shop)
    shop.sell(1_000)
    file = shop.file
    file.heard = heard.append
    last = file.heads()[-1][1]
    answer = PushAnswer(last, file.hash_at(1, last), (), 1, Standing.LIVE, 0)
    file.note_answer(1, answer)
    file.note_answer(1, answer)
    assert heard == [News(frozenset({shop.member})), News()]
    file.apply_rights(RightsAnswer(shop.row(9, 10, granted=5), 0, (), 1, 0))
    assert heard[2:] == [News(frozenset({shop.member}))]


# Refunds -----------------------------------------------------------------------------------------


def found_state(shop: Joined, sale: Id) -> tuple[bool, str]:
    found = find_sale(shop.book.store, sale, TODAY, 0)
    assert isinstance(found, SaleFound)
    return found.is_held, found.asked


def test_a_sale_says_whether_its_refund_is_to_be_asked_for_and_what_came_of_that(
    shop: Joined,
) -> None:
    sale = shop.sell(20_000).act
    shop.reads()
    assert found_state(shop, sale) == (True, "")
    shop.reads(request=(LinkRow("request", sale, 9, EAST).row(),))
    assert found_state(shop, sale) == (False, "waiting")
    shop.reads(request=(LinkRow("request", sale, 12, None, Dealt((EAST,))).row(),))
    assert found_state(shop, sale) == (False, "given")
    act = shop.book.journal.fresh_id()
    ask_refund(shop.book, RefundRequest(act, sale, "refund", amount_minor=100))
    assert found_state(shop, sale) == (False, "waiting"), "the newer request is not dealt with yet"
    shop.reads(request=(LinkRow("request", sale, 14, None, Dealt((EAST,))).row(),))
    assert found_state(shop, sale) == (False, "waiting"), "the centre has not heard of it yet"
    arrived(shop)
    assert found_state(shop, sale) == (False, "elsewhere")
    shop.reads(request=(LinkRow("request", sale, 15, EAST, Dealt((EAST, act))).row(),))
    assert found_state(shop, sale) == (False, "done"), "whoever else waits"


def test_a_sale_of_another_till_is_known_by_its_slip_alone(shop: Joined) -> None:
    sale = Id(b"elsewhere".ljust(16))
    store = shop.book.store
    assert scanned(store, slip_text(sale), TODAY, 0) == Scanned(sale=sale)
    assert find_sale(store, sale, TODAY, 0) == SaleElsewhere(sale)
    asked = ask_refund(shop.book, RefundRequest(shop.book.journal.fresh_id(), sale, "refund"))
    assert isinstance(asked, RefundAsked)
    assert find_sale(store, asked.act, TODAY, 0) == UnknownSale(), "an own act that is no sale"
    assert find_sale(store, sale, TODAY, 0) == SaleElsewhere(sale, "waiting")
    shop.reads(request=(LinkRow("request", sale, 14, None, Dealt((asked.act,))).row(),))
    assert find_sale(store, sale, TODAY, 0) == SaleElsewhere(sale, "done")
