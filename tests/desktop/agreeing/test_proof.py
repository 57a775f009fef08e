"""What is changed by hand in a file that has joined is found; a rebuild of it is whole."""

import shutil
from pathlib import Path

import pytest

from desktop.store.database import open_store
from desktop.store.joining import begin_epoch
from desktop.store.journal import open_epoch
from desktop.store.rebuild import rebuild
from desktop.store.shop import keep_local_fact
from desktop.store.verify import verify
from regulars.ids import Id
from sync.enrolment import Standing
from sync.wire_push import Outcome, PushAnswer, Result
from sync.wire_rows import StaffRow
from tests.desktop.agreeing.conftest import Joined
from tests.desktop.agreeing.rows import rows_of
from tests.desktop.agreeing.test_pages import busy_page
from tests.desktop.book import KEY, reopen

BY_HAND = (
    "update wallet set balance = balance + 1",
    "update wallet set debt = 5",
    "update wallet set earned = earned + 1",
    "update wallet set returned = returned - 1 where returned > 0",
    "update wallet set granted = granted + 1 where granted > 0",
    "update wallet set unsettled = 0",
    "update wallet set visits = visits + 1",
    "update account set balance = balance + 1",
    "update account set keep = 0, is_over = 0",
    "update acked set seq = 1000",
    "delete from released",
    "insert into closed (only, place) values (1, 4294967300)",
    "update feed_row set place = place + 100",
    "update member set name = 'Somebody'",
    "update card set state = 'revoked'",
    "update staff set role = 'owner'",
    "delete from alias",
    "delete from erased",
    "insert into allocation (wallet, entry, line, lot, points) values (1, 1, 1, 1, 1)",
    "insert into asked (sale) values (zeroblob(16))",
    "insert into outcome (place, outcome, pool, loss) values (7, 'parked', 0, 0)",
)


@pytest.fixture
def busy(shop: Joined) -> Joined:
    """A file in which everything of a centre stands."""
    sale = shop.sell(30_000).act
    shop.reads(shop.row(9, 300))
    shop.file.apply_page(busy_page(shop, sale))
    shop.reads(staff=(StaffRow(Id(b"w" * 16), 90, "Wen", "cashier", is_active=True).row(),))
    parked = (Result(4, Outcome.PARKED),)
    shop.file.note_answer(1, PushAnswer(4, b"x" * 32, parked, 1, Standing.LIVE, 0))
    return shop


@pytest.mark.parametrize("statement", BY_HAND)
def test_what_is_changed_by_hand_is_found(busy: Joined, tmp_path: Path, statement: str) -> None:
    busy.book.store.hand_over()
    copy = Path(shutil.copyfile(busy.book.store.path, tmp_path / "copy.db"))
    store = open_store(copy, KEY)
    assert verify(store).is_whole
    store.run("pragma foreign_keys = off")
    with store.writing():
        store.run(statement)
    assert not verify(store).is_whole
    store.close()


def test_a_rebuild_is_the_same_to_the_row(busy: Joined, tmp_path: Path) -> None:
    again = rebuild(busy.book.store, tmp_path / "again.db", KEY)
    assert rows_of(again) == rows_of(busy.book.store)
    assert verify(again).is_whole
    again.close()


def test_a_new_epoch_leaves_rights_behind_and_remembers_its_grants(busy: Joined) -> None:
    wallet, balance = busy.wallet(), busy.balance
    book = busy.book
    with book.store.writing():
        keep_local_fact(book.store, "epoch", "2")
        open_epoch(book.store, bytes(32), clock=book.clock, chance=book.chance)
    busy.book = reopen(book)
    assert busy.file.grants() == [(1, wallet, 300)]
    assert [epoch for epoch, _ in busy.file.heads()] == [1, 2]
    assert (busy.balance, busy.card().spendable) == (balance, 0)
    busy.reads(busy.row(200, 300, granted=120))
    assert busy.file.grants() == [(1, wallet, 300), (2, wallet, 120)]
    busy.redeem(120)
    assert verify(busy.book.store).is_whole


def test_on_a_lone_till_a_new_epoch_leaves_all_as_it_was(tmp_path: Path) -> None:
    shop = Joined(tmp_path)
    shop.sell(10_000)
    before = rows_of(shop.book.store)
    with shop.book.store.writing():
        begin_epoch(shop.book.store, 1)
    assert rows_of(shop.book.store) == before
    shop.close()
