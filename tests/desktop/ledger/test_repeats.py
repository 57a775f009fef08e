"""An act has a name: asked for again, it answers what was done and moves nothing."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.requests import AdjustRequest, RedeemRequest
from desktop.store.what_if import outstanding_on
from desktop.verbs.adjust import adjust
from desktop.verbs.expire import expire_due
from desktop.verbs.give_back import find_sale
from desktop.verbs.sell import redeem
from regulars.programme.programme import Programme
from regulars.refusals import ActKnown
from tests.desktop.book import add_member
from tests.desktop.ledger.shop import Counter


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    counter = Counter(tmp_path, Programme(redeem_min=1, expiry_months=1))
    yield counter
    counter.close()


def operations(shop: Counter) -> int:
    found: int = shop.book.store.value("select count(*) from operation")
    return found


def test_a_redemption_of_everything_is_answered_again_and_not_refused(shop: Counter) -> None:
    """The first answer was lost on the way; "not enough points" would have been a lie."""
    shop.sell(10_000)
    request = RedeemRequest(shop.book.journal.fresh_id(), shop.member, 100, "tea")
    first = redeem(shop.book, request)
    count = operations(shop)
    assert redeem(shop.book, request) == first
    assert operations(shop) == count


def test_taking_everything_by_hand_is_answered_again(shop: Counter) -> None:
    shop.sell(10_000)
    act = shop.book.journal.fresh_id()
    request = AdjustRequest(act, shop.member, -100, "mistake")
    first = adjust(shop.book, request)
    count = operations(shop)
    assert adjust(shop.book, request) == first
    assert operations(shop) == count


def test_a_refund_is_answered_again_with_its_own_figures(shop: Counter) -> None:
    sale = shop.sell(10_000)
    act = shop.book.journal.fresh_id()
    first = shop.back(sale.act, act=act, amount_minor=3_333)
    count = operations(shop)
    assert shop.back(sale.act, act=act, amount_minor=3_333) == first
    assert operations(shop) == count
    whole = shop.book.journal.fresh_id()
    last = shop.back(sale.act, act=whole)
    assert shop.back(sale.act, act=whole) == last


def test_a_sale_that_repaid_a_debt_says_so_again(shop: Counter) -> None:
    sale = shop.sell(10_000)
    shop.redeem(100)
    shop.back(sale.act)
    done = shop.sell(15_000)
    again = shop.sell(15_000, act=done.act)
    assert again.why == done.why
    assert again.why.repaid == 100


def test_a_name_that_was_used_earns_for_nobody_else(shop: Counter) -> None:
    other = add_member(shop.book, "Wen")
    done = shop.sell(10_000)
    assert shop.try_sale(99_900, act=done.act, member=other) == ActKnown()
    assert (shop.balance, shop.card(other).balance) == (100, 0)


# Sales that come late


def test_points_of_a_sale_handed_over_months_late_have_ended(shop: Counter) -> None:
    shop.day(date(2026, 6, 10))
    shop.sell(10_000, on=date(2026, 3, 2))
    assert shop.balance == 0


def test_a_late_sale_spends_points_that_were_alive_on_its_day(shop: Counter) -> None:
    shop.sell(10_000)
    shop.day(date(2026, 5, 2))
    assert shop.balance == 0
    shop.sell(20_000)
    shop.sell(10_000, on=date(2026, 4, 15), spend_points=60)
    # 200 of this month, and 99 of April; the 60 were March's, which had ended anyway.
    assert shop.card().ending == ((date(2026, 5, 31), 99), (date(2026, 6, 30), 200))
    assert shop.balance == 299


def test_a_register_whose_clock_is_ahead_sells_today(shop: Counter) -> None:
    done = shop.sell(10_000, on=date(2027, 1, 1))
    assert shop.card().ending == ((date(2026, 4, 30), 100),)
    found = find_sale(shop.book.store, done.act, shop.book.today(), 0)
    assert getattr(found, "on", None) == date(2026, 3, 2)


def test_a_late_sale_is_shown_with_its_own_day(shop: Counter) -> None:
    shop.day(date(2026, 3, 20))
    done = shop.sell(10_000, on=date(2026, 3, 5))
    found = find_sale(shop.book.store, done.act, shop.book.today(), 0)
    assert getattr(found, "on", None) == date(2026, 3, 5)


# The change of day


def test_a_day_change_cut_short_leaves_nobody_out(shop: Counter) -> None:
    """Closed after the first batch; the next day's run began in the middle of the members."""
    members = [shop.member, *(add_member(shop.book, f"Member {n}") for n in range(4))]
    shop.sell(10_000, member=members[4])
    shop.clock.go_to(date(2026, 4, 2))
    for member in members[:4]:
        shop.sell(10_000, member=member)
    shop.clock.go_to(date(2026, 5, 1))
    assert expire_due(shop.book, rows_max=1) == 1  # and then the till is closed
    shop.day(date(2026, 6, 1))
    assert [shop.card(member).balance for member in members] == [0] * 5


def test_points_that_came_back_end_with_nobody_at_the_counter(shop: Counter) -> None:
    """Every lot they came from had ended long before: the day change never looked there."""
    shop.sell(10_000)
    used = shop.redeem(40)
    shop.day(date(2026, 5, 1))
    shop.day(date(2026, 6, 15))
    shop.back(used.act)
    assert shop.card().ending == ((date(2026, 7, 15), 40),)
    shop.day(date(2026, 7, 15))
    assert shop.balance == 40
    shop.day(date(2026, 7, 16))
    assert shop.balance == 0


def test_points_outstanding_are_the_balances_under_the_rule_that_holds(shop: Counter) -> None:
    store = shop.book.store
    shop.sell(10_000)
    used = shop.redeem(40)
    shop.day(date(2026, 4, 20))
    shop.back(used.act)
    today = shop.book.today()
    assert outstanding_on(store, today) == shop.balance == 100
    assert outstanding_on(store, date(2026, 5, 1)) == 40
    assert outstanding_on(store, date(2026, 5, 21)) == 0
    assert outstanding_on(store, date(2026, 5, 21), expiry_months=0) == 100
    assert outstanding_on(store, date(2026, 3, 2)) == 60
