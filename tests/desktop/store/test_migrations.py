"""An upgrade is whole or has not happened, never without a proved backup, never backwards."""

import json
import os
import re
import shutil
import signal
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as engine

from desktop import opening, trouble
from desktop.opening import OpenShop, open_shop
from desktop.paths import Folder
from desktop.pins import Pins, start_counting
from desktop.restoring import restore
from desktop.secrets import open_keys
from desktop.store.backup import backups, make_backup
from desktop.store.database import Store, open_store
from desktop.store.migrations import STEPS, Step, migrate, refuse_newer, version_of
from desktop.store.rebuild import rebuild
from desktop.store.schema import VERSION_2
from desktop.store.verify import verify
from regulars.programme.programme import Programme
from tests.desktop.book import KEY, make_book
from tests.desktop.ledger.conftest import busy, tables
from tests.faults.day import WORLD

STATEMENTS = (
    "create table coupon (key integer primary key, member integer not null) strict",
    "create index coupon_of_member on coupon (member)",
    "alter table member add column tier text not null default ''",
    "insert into coupon (member) select key from member",
    "update member set tier = 'gold'",
    "create table visit (place integer primary key, day text not null) strict",
    "insert into visit select place, day from operation where kind = 'sale'",
)
NEVER = len(STATEMENTS) + 1


class Broken(Exception):
    """The upgrade was cut off here."""


def next_step(store: Store, stop_at: int = NEVER, *, kill: bool = False) -> None:
    for number, statement in enumerate(STATEMENTS):
        if number == stop_at:
            if kill:
                os.kill(os.getpid(), signal.SIGKILL)
            raise Broken
        store.run(statement)


def steps(stop_at: int = NEVER, *, kill: bool = False) -> Sequence[Step]:
    return (*STEPS, Step(3, lambda store: next_step(store, stop_at, kill=kill)))


def shape(store: Store) -> list[tuple[object, ...]]:
    return store.rows("select type, name, sql from sqlite_master order by 1, 2")


def opened_store(folder: Folder) -> Store:
    return open_store(folder.database, open_keys(folder.root).database)


def upgraded_shape(template: Path, place: Path) -> list[tuple[object, ...]]:
    store = opened_store(Folder(Path(shutil.copytree(template, place))))
    migrate(store, lambda _: None, steps())
    found = shape(store)
    store.close()
    return found


@pytest.mark.parametrize("stop_at", range(len(STATEMENTS) + 1))
def test_an_upgrade_that_breaks_at_any_statement_leaves_the_old_file(
    folder: Folder, stop_at: int
) -> None:
    store = opened_store(folder)
    old = shape(store)
    if stop_at < len(STATEMENTS):
        with pytest.raises(Broken):
            migrate(store, lambda _: None, steps(stop_at))
        assert (version_of(store), shape(store)) == (2, old)
    migrate(store, lambda _: None, steps())
    assert version_of(store) == 3
    assert verify(store).is_whole
    store.close()


def test_an_upgrade_that_is_killed_at_any_statement_leaves_the_old_file_or_the_new(
    template: Path, tmp_path: Path
) -> None:
    new = upgraded_shape(template, tmp_path / "new")
    for stop_at in range(len(STATEMENTS) + 1):
        folder = Folder(Path(shutil.copytree(template, tmp_path / f"killed {stop_at}")))
        child = os.fork()
        if child == 0:
            migrate(opened_store(folder), lambda _: None, steps(stop_at, kill=True))
            os.kill(os.getpid(), signal.SIGKILL)
        os.waitpid(child, 0)
        store = opened_store(folder)
        is_new = version_of(store) == 3
        assert is_new == (stop_at == len(STATEMENTS))
        assert (shape(store) == new) == is_new
        assert verify(store).is_whole
        store.close()


def test_a_script_that_commits_as_it_goes_would_leave_half_a_schema(folder: Folder) -> None:
    """The control: what the way above prevents does happen in the usual way."""
    store = opened_store(folder)
    old = shape(store)
    script = ";".join(STATEMENTS[:3]) + "; this is where it breaks;"
    with pytest.raises(engine.OperationalError):
        store.connection.executescript(script)
    assert version_of(store) == 2
    assert shape(store) != old
    store.close()


def test_an_upgrade_makes_a_proved_backup_first(
    folder: Folder, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(opening, "migrate", lambda store, backup: migrate(store, backup, steps()))
    monkeypatch.setattr(opening, "refuse_newer", lambda store: refuse_newer(store, steps()))
    upgraded = open_shop(folder, WORLD)
    assert version_of(upgraded.book.store) == 3
    made = backups(folder)
    assert len(made) == 1
    copy = open_store(made[0].database, upgraded.keys.database)
    assert version_of(copy) == 2
    assert verify(copy).is_whole
    copy.close()
    upgraded.close()
    assert len(backups(folder)) == 1


def test_without_a_backup_there_is_no_upgrade(folder: Folder) -> None:
    store = opened_store(folder)
    old = shape(store)
    folder.backups.write_text("a file stands where the backups should go")

    def back_up(_: Store) -> None:
        make_backup(folder, open_keys(folder.root).database, 0)

    with pytest.raises(trouble.BackupFailed):
        migrate(store, back_up, steps())
    assert (version_of(store), shape(store)) == (2, old)
    store.close()
    open_shop(folder, WORLD).close()


def test_a_new_file_needs_no_backup(tmp_path: Path) -> None:
    store = open_store(tmp_path / "shop.db", b"k" * 32, create=True)
    asked: list[Store] = []
    migrate(store, asked.append)
    assert (version_of(store), asked) == (2, [])
    store.close()


def bytes_of(folder: Folder) -> dict[str, bytes]:
    kept = [folder.database, folder.database.with_name("shop.db-wal"), folder.keys]
    return {path.name: path.read_bytes() for path in kept if path.exists() and path.stat().st_size}


@pytest.mark.parametrize("with_log", [False, True])
def test_a_file_of_a_newer_program_is_refused_and_not_a_byte_changes(
    folder: Folder, tmp_path: Path, *, with_log: bool
) -> None:
    store = opened_store(folder)
    with store.writing():
        store.run("pragma user_version = 7")
    if with_log:  # as a newer program leaves it that was killed
        killed = Folder(Path(shutil.copytree(folder.root, tmp_path / "killed")))
        store.close()
        folder = killed
    else:
        store.close()
    before = bytes_of(folder)
    assert ("shop.db-wal" in before) == with_log
    with pytest.raises(trouble.FileNewer, match="7"):
        open_shop(folder, WORLD)
    assert bytes_of(folder) == before


def test_a_file_older_than_the_first_step_is_refused(folder: Folder) -> None:
    store = opened_store(folder)
    with store.writing():
        store.run("pragma user_version = 0")
    store.close()
    before = bytes_of(folder)
    with pytest.raises(trouble.FileTooOld):
        open_shop(folder, WORLD)
    assert bytes_of(folder) == before


def test_nothing_is_done_to_a_file_that_is_up_to_date(opened: OpenShop) -> None:
    asked: list[Store] = []
    migrate(opened.book.store, asked.append)
    assert asked == []
    assert backups(opened.folder) == []


# Version 2: what a till knows of a centre ---------------------------------------------------------


def back_to_version_1(store: Store) -> None:
    """Make a file of what the program before this one would have left."""
    with store.writing():
        for (table,) in store.rows(
            "select name from sqlite_master where type = 'table' and tbl_name in"
            " (select value from json_each(?))",
            (json.dumps(re.findall(r"create table (\w+)", VERSION_2)),),
        ):
            store.run(f"drop table {table}")
        store.run("pragma user_version = 1")


@pytest.fixture
def first_version(tmp_path: Path) -> Iterator[Store]:
    """A file of version 1 with something in every table."""
    book = make_book(tmp_path, Programme(redeem_min=1, expiry_months=1))
    busy(book)
    pins = Pins(book.store, bytes(32), tmp_path, WORLD.hasher, WORLD.clock.steady_ms)
    start_counting(tmp_path, bytes(32))
    assert pins.set(book.staff, "7391", WORLD.clock.now_ms()) is None
    back_to_version_1(book.store)
    yield book.store
    book.store.close()


def test_a_file_made_by_the_first_step_is_what_the_first_version_left(
    first_version: Store, tmp_path: Path
) -> None:
    plain = open_store(tmp_path / "plain.db", KEY, create=True)
    migrate(plain, lambda _: None, STEPS[:1])
    assert shape(first_version) == shape(plain)
    assert all(tables(first_version).values()), "something stands in every table"
    plain.close()


def test_a_shop_of_the_first_version_is_brought_up_to_date_and_nothing_in_it_changes(
    first_version: Store,
) -> None:
    before = tables(first_version)
    backed_up: list[int] = []
    migrate(first_version, lambda store: backed_up.append(version_of(store)))
    assert (backed_up, version_of(first_version)) == ([1], 2)
    after = tables(first_version)
    assert {name: after[name] for name in before} == before
    assert not any(after[name] for name in after.keys() - before.keys())
    assert verify(first_version).is_whole


def test_a_file_of_the_first_version_is_proved_and_rebuilt_as_it_is(
    first_version: Store, tmp_path: Path
) -> None:
    assert verify(first_version).is_whole
    again = rebuild(first_version, tmp_path / "again.db", KEY)
    before = tables(first_version)
    assert {name: rows for name, rows in tables(again).items() if rows} == before
    again.close()


def test_a_backup_of_the_first_version_is_restored_as_an_epoch_of_this_one(
    folder: Folder,
) -> None:
    store = opened_store(folder)
    back_to_version_1(store)
    store.close()
    old = make_backup(folder, open_keys(folder.root).database, 0)
    restore(old.path, folder, WORLD)
    opened = open_shop(folder, WORLD)
    assert version_of(opened.book.store) == 2
    assert opened.book.shop.identity.epoch == 2
    assert verify(opened.book.store).is_whole
    opened.close()


def test_the_program_before_this_one_refuses_the_file(opened: OpenShop) -> None:
    with pytest.raises(trouble.FileNewer, match="2"):
        refuse_newer(opened.book.store, STEPS[:1])
