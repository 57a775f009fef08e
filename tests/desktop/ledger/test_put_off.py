"""Which lots a redemption used is written behind the answer, where no points of the wallet end."""

import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.store.allocations import settle_behind
from desktop.store.database import open_store
from desktop.store.rebuild import rebuild
from desktop.store.verify import verify
from desktop.verbs.shop import publish_programme
from regulars.programme.programme import Programme
from tests.desktop.book import KEY
from tests.desktop.ledger.conftest import tables
from tests.desktop.ledger.shop import Counter


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    """A till that has answered and done nothing behind the answer yet; proved at the end."""
    counter = Counter(tmp_path, Programme(redeem_min=1))
    counter.book.store.tidies_itself = False
    counter.sell(10_000)
    counter.sell(5_000)
    yield counter
    counter.close()


def used(shop: Counter) -> list[int]:
    return [row[0] for row in shop.book.store.rows("select points from allocation order by entry")]


def put_off(shop: Counter) -> int:
    found: int = shop.book.store.value("select unsettled from wallet")
    return found


def test_a_file_with_something_put_off_is_whole(shop: Counter) -> None:
    shop.redeem(120)
    assert (used(shop), put_off(shop) > 0, shop.balance) == ([], True, 30)
    assert verify(shop.book.store).findings == ()


def test_behind_the_answer_the_rows_are_written(shop: Counter) -> None:
    shop.redeem(120)
    settle_behind(shop.book.store)
    assert (used(shop), put_off(shop)) == ([-100, -20], 0)


def test_the_next_act_settles_first_whatever_it_is(shop: Counter) -> None:
    first = shop.redeem(60)
    shop.redeem(50)
    assert used(shop) == [-60]
    shop.sell(1_000)
    assert used(shop) == [-60, -40, -10]
    shop.back(first.act, why="undo")
    shop.adjust(-1)
    assert (put_off(shop), shop.balance) == (0, 109)


def test_a_till_that_died_in_between_makes_up_for_it_at_the_next_act(shop: Counter) -> None:
    shop.redeem(120)
    shop.book.store.unsettled.clear()  # what was in memory
    settle_behind(shop.book.store)
    assert used(shop) == []
    shop.sell(1_000)
    assert used(shop) == [-100, -20]


def test_a_rebuild_of_a_file_with_something_put_off_puts_nothing_off(
    shop: Counter, tmp_path: Path
) -> None:
    shop.redeem(120)
    again = rebuild(shop.book.store, tmp_path / "again.db", KEY)
    settle_behind(shop.book.store)
    assert tables(again) == tables(shop.book.store)
    again.close()


def test_a_programme_that_begins_to_end_points_finds_the_lots_right(shop: Counter) -> None:
    shop.redeem(120)
    publish_programme(shop.book, Programme(redeem_min=1, expiry_months=1))
    shop.sell(10_000)
    assert list(shop.card().ending) == [(date(2026, 4, 30), 100)]
    shop.redeem(80)  # soonest end first: of the new points
    assert (used(shop)[2:], shop.card().ending) == ([-80], ((date(2026, 4, 30), 20),))


def test_where_points_end_nothing_is_put_off(tmp_path: Path) -> None:
    monthly = Counter(tmp_path, Programme(redeem_min=1, expiry_months=1))
    monthly.book.store.tidies_itself = False
    monthly.sell(10_000)
    monthly.redeem(30)
    assert (used(monthly), put_off(monthly)) == ([-30], 0)
    monthly.close()


def test_points_that_are_not_there_are_waited_for(shop: Counter, tmp_path: Path) -> None:
    """A debit that no lot could cover is settled, and waits: a credit then works lots out anew."""
    sale = shop.sell(2_000)
    shop.redeem(170)
    shop.back(sale.act)
    copy = tmp_path / "copy.db"
    shop.book.store.hand_over()
    shutil.copy(shop.book.store.path, copy)
    again = open_store(copy, KEY)
    assert verify(again).findings == ()
    again.close()
    shop.sell(3_000)
    assert (shop.balance, shop.debt) == (10, 0)
