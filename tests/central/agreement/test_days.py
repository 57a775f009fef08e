"""A clock that jumps ends no points for good: a day far ahead waits for a person."""

from datetime import date, timedelta

import pytest

from central.agreement import STEP_DAYS, Agreement
from sync.wire_pull import Page, PullRequest
from tests.central.agreement.shop import MIDNIGHT_MS, Shop
from tests.simulation.world import BEGIN, DAY_MS

TILL = "east"


def day_of(shop: Shop) -> date:
    ((day,),) = shop.rows("select day from tenant where tenant = %(tenant)s")
    assert isinstance(day, date)
    return day


@pytest.mark.parametrize(("days", "begun"), [(STEP_DAYS, STEP_DAYS), (STEP_DAYS + 1, 0)])
def test_a_day_far_ahead_is_begun_by_a_person(shop: Shop, days: int, begun: int) -> None:
    east = shop.till(TILL)
    shop.sell(east, 100)
    assert shop.results(east) == ["posted"]
    shop.now_ms = MIDNIGHT_MS + days * DAY_MS
    assert shop.pull(east).up_to_date
    assert day_of(shop) == BEGIN + timedelta(days=begun)
    shop.agreement.begin_day(shop.tenant, BEGIN + timedelta(days=days))
    assert day_of(shop) == BEGIN + timedelta(days=days)


def test_a_shop_in_which_no_day_has_begun_begins_with_today(shop: Shop) -> None:
    shop.change("update tenant set day = '2000-01-01'")
    shop.pull(shop.till(TILL))
    assert day_of(shop) == BEGIN


@pytest.mark.parametrize("ahead_s", [3_500, 3_700])
def test_no_day_begins_while_the_database_has_another_time(shop: Shop, ahead_s: int) -> None:
    who = shop.caller(shop.till(TILL))
    ((now,),) = shop.rows("select (extract(epoch from clock_timestamp()) * 1000)::bigint")
    shop.change("update tenant set day = '2000-01-01'")
    wary = Agreement(shop.database, lambda: int(now) + ahead_s * 1_000, None, is_wary=True)
    assert isinstance(wary.pull(who, PullRequest()), Page)
    assert (day_of(shop) > date(2026, 1, 1)) is (ahead_s < 3_600)
