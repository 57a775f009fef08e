"""The day change finds every wallet whose points have ended, once, and reads no other."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.store.entries import lots_of
from desktop.verbs.expire import expire_due
from regulars.programme.programme import Programme
from tests.desktop.book import add_member
from tests.desktop.ledger.shop import Counter

END = date(2026, 4, 30)  # of what is earned in March, where points end after a month


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    """A member with a hundred points that end with April; every file is proved at the end."""
    counter = Counter(tmp_path, Programme(redeem_min=1, expiry_months=1))
    counter.sell(10_000)
    yield counter
    counter.close()


def ends(shop: Counter) -> int:
    found: int = shop.book.store.value("select count(*) from operation where kind = 'expire'")
    return found


def test_a_clock_that_was_ahead_for_a_moment_hides_no_end(shop: Counter) -> None:
    shop.clock.go_to(END)
    done = shop.redeem(100)
    shop.day(date(2026, 5, 4))  # nothing is left to end, and nothing is written
    shop.clock.go_to(END)
    shop.back(done.act, why="undo")
    assert shop.balance == 100
    shop.day(date(2026, 5, 1))
    assert shop.balance == 0
    assert ends(shop) == 1


def test_a_day_change_cut_short_goes_on_and_ends_nothing_twice(shop: Counter) -> None:
    for name in ("Bo", "Cy", "Di"):
        shop.sell(5_000, member=add_member(shop.book, name))
    shop.clock.go_to(date(2026, 5, 1))
    assert expire_due(shop.book, rows_max=1) == 1
    shop.day(date(2026, 5, 2))
    assert shop.book.store.value("select sum(balance) from wallet") == 0
    taken = shop.book.store.rows("select count(*) from entry where kind = 'expire' group by wallet")
    assert taken == [(1,)] * 4
    before = ends(shop)
    shop.day(date(2026, 5, 3))
    assert ends(shop) == before


def test_the_day_change_asks_the_index_of_ends(
    shop: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By the wallets' own order it would read every wallet of the shop, inside a write."""
    store, asked = shop.book.store, []
    rows = type(store).rows

    def heard(self: object, sql: str, params: object = ()) -> object:
        asked.append((sql, params))
        return rows(self, sql, params)  # type: ignore[arg-type]

    shop.clock.go_to(date(2026, 5, 1))
    with monkeypatch.context() as patch:
        patch.setattr(type(store), "rows", heard)
        expire_due(shop.book)
    sql, params = next(one for one in asked if "next_end <=" in one[0])
    plan = store.rows("explain query plan " + sql, params)  # type: ignore[arg-type]
    assert any("wallet_ending" in step[3] for step in plan), plan


def test_points_a_refund_gave_a_new_end_are_spent_and_shown_by_the_rows_alone(
    shop: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Working all lots out at every scan made whoever once brought goods back the slowest."""
    sale = shop.sell(20_000, spend_points=60)
    shop.clock.go_to(date(2026, 4, 20))
    shop.back(sale.act, amount_minor=10_000)  # ten days are too few: these get thirty

    def no_lots(*_: object) -> object:
        raise AssertionError("all lots were worked out")

    with monkeypatch.context() as patch:
        patch.setattr("desktop.store.allocations.lots_of", no_lots)
        shop.redeem(50)
        ending = shop.card().ending
    key = shop.book.store.value("select key from wallet")
    assert list(ending) == lots_of(shop.book.store, key).ending(shop.book.today())
    assert (date(2026, 5, 20), 30) in ending
