"""Which lots a redemption used is written behind the answer, where no points of the wallet end."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.paths import Folder
from desktop.store.allocations import reallocate, settle_behind
from desktop.store.database import Store
from desktop.store.rebuild import rebuild
from desktop.store.verify import verify
from desktop.trouble import DiskFailed, DiskFull
from desktop.verbs.shop import publish_programme
from regulars.programme.programme import Programme
from tests.desktop.book import KEY
from tests.desktop.ledger.conftest import tables
from tests.desktop.ledger.shop import Counter
from tests.faults.day import found_quietly


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    """A till that has answered and done nothing behind the answer yet; proved at the end."""
    counter = Counter(tmp_path, Programme(redeem_min=1))
    counter.book.store.tidies_itself = False
    counter.sell(10_000)
    counter.sell(5_000)
    yield counter
    counter.close()


@pytest.fixture
def monthly(tmp_path: Path) -> Iterator[Counter]:
    """The same where points end after a month."""
    folder = tmp_path / "monthly"
    folder.mkdir()
    counter = Counter(folder, Programme(redeem_min=1, expiry_months=1))
    counter.book.store.tidies_itself = False
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


def test_a_rebuild_puts_off_what_the_file_has_put_off(shop: Counter, tmp_path: Path) -> None:
    """Else the two would differ, and a till that died would look damaged."""
    shop.redeem(120)
    again = rebuild(shop.book.store, tmp_path / "again.db", KEY)
    assert tables(again) == tables(shop.book.store)
    assert verify(again).findings == ()
    again.close()


def test_a_programme_that_begins_to_end_points_finds_the_lots_right(shop: Counter) -> None:
    shop.redeem(120)
    publish_programme(shop.book, Programme(redeem_min=1, expiry_months=1))
    shop.sell(10_000)
    assert list(shop.card().ending) == [(date(2026, 4, 30), 100)]
    shop.redeem(80)  # soonest end first: of the new points
    assert (used(shop)[2:], shop.card().ending) == ([-80], ((date(2026, 4, 30), 20),))


def test_where_points_end_nothing_is_put_off(monthly: Counter) -> None:
    monthly.sell(10_000)
    monthly.redeem(30)
    assert (used(monthly), put_off(monthly)) == ([-30], 0)


def forge(shop: Counter, key: int) -> list[str]:
    """Take the rows away and say that they were put off; gives what a proof then says."""
    store = shop.book.store
    with store.writing():
        store.run("delete from allocation")
        store.run("update wallet set unsettled = ?", (key,))
    return [one.what for one in verify(store).findings]


def mend(shop: Counter) -> None:
    store = shop.book.store
    with store.writing():
        store.run("update wallet set unsettled = 0, next_end = ?", (reallocate(store, 1),))


def newest(shop: Counter) -> int:
    found: int = shop.book.store.value("select max(key) from entry where kind = 'redeem'")
    return found


def test_rows_that_somebody_took_away_are_missed(shop: Counter) -> None:
    """Only the newest act of a wallet can have been put off."""
    shop.redeem(60)
    assert forge(shop, newest(shop)) == []  # the control: this is what a till leaves
    shop.sell(1_000)
    assert forge(shop, newest(shop)) != []
    assert forge(shop, 7) != []
    mend(shop)


def test_where_points_end_nothing_can_have_been_put_off(monthly: Counter) -> None:
    monthly.sell(10_000)
    monthly.redeem(60)
    assert forge(monthly, newest(monthly)) != []
    mend(monthly)


def test_a_key_that_names_nothing_stops_nobody(shop: Counter) -> None:
    shop.book.store.unsettled.append(99)
    settle_behind(shop.book.store)
    shop.redeem(10)
    assert forge(shop, 7) != []
    shop.sell(1_000)
    mend(shop)


def test_no_room_behind_the_answer_takes_no_answer_back(
    shop: Counter, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_: object) -> None:
        raise DiskFull

    shop.book.store.tidies_itself = True
    with monkeypatch.context() as patch:
        patch.setattr("desktop.store.allocations.settle", no_room)
        assert shop.redeem(120).member.balance == 30
    assert put_off(shop) > 0
    settle_behind(shop.book.store)
    assert used(shop) == [-100, -20]


def test_after_a_disk_that_failed_behind_the_answer_nothing_is_tried_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """After a failed sync nobody knows what reached the disk; a second one would lie."""
    opened, _ = found_quietly(Folder(tmp_path / "shop"))
    store = opened.book.store
    tried: list[object] = []

    def noted(store: Store) -> None:
        tried.append(store)

    def failing(behind: Store) -> None:
        behind.stopped = DiskFailed()
        raise behind.stopped

    with monkeypatch.context() as patch:
        patch.setattr(Store, "tidy", noted)
        opened.tidy()
        patch.setattr("desktop.opening.settle_behind", failing)
        opened.tidy()
    assert tried == [store]  # the first time, when nothing was wrong
    opened.close()
