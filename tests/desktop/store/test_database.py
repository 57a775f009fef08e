"""Every connection has the settings that points rest on; nothing else may touch the file."""

import subprocess
import sys
import threading
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2 as engine

from desktop import trouble
from desktop.opening import OpenShop
from desktop.store import database, place, sqlite
from desktop.store.database import Store, open_store

KEY = b"k" * 32
SAFE = {
    "synchronous": 3,
    "journal_mode": "wal",
    "foreign_keys": 1,
    "trusted_schema": 0,
    "mmap_size": 0,
    "cell_size_check": 1,
    "recursive_triggers": 1,
}


def effective(store: Store) -> dict[str, object]:
    return {pragma: store.value(f"pragma {pragma}") for pragma in SAFE}


def test_the_writer_and_every_reader_have_the_settings_points_rest_on(opened: OpenShop) -> None:
    assert effective(opened.book.store) == SAFE
    for _ in range(2):
        reader = open_store(opened.folder.database, opened.keys.database, read_only=True)
        assert effective(reader) == SAFE
        assert reader.value("pragma query_only") == 1
        reader.close()


def test_a_new_file_is_synced_fully_before_it_has_a_log(tmp_path: Path) -> None:
    store = open_store(tmp_path / "shop.db", KEY, create=True)
    assert effective(store) == SAFE
    assert (tmp_path / "shop.db").stat().st_mode & 0o777 == 0o600
    store.close()


@pytest.mark.parametrize("version", ["3.40.1", "3.50.4", "3.51.2"])
def test_an_engine_that_could_corrupt_the_log_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, version: str
) -> None:
    monkeypatch.setattr(sqlite.engine, "sqlite_version", version)
    with pytest.raises(trouble.EngineUnfit, match=version):
        open_store(tmp_path / "shop.db", KEY, create=True)


def test_the_engine_of_this_installation_is_new_enough() -> None:
    assert sqlite.engine_version() >= sqlite.VERSION_MIN


def test_a_setting_that_did_not_take_is_refused(
    opened: OpenShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(database._EXPECTED, "foreign_keys", 0)
    with pytest.raises(trouble.EngineUnfit, match="foreign_keys is 1"):
        open_store(opened.folder.database, opened.keys.database, read_only=True)


def test_exactly_one_sqlite_is_in_the_process_of_a_till() -> None:
    """Two could lose confirmed commits: the locks of files belong to a process, not a library."""
    look = (
        "import desktop.till, desktop.housekeeping, desktop.opening, sys\n"
        "from desktop.store.sqlite import engine, utils\n"
        "assert utils(engine.connect(':memory:')).table_names() == []\n"
        "maps = {line.split()[-1] for line in open('/proc/self/maps') if '.so' in line}\n"
        "has = sorted(one for one in maps if b'SQLite format 3' in open(one, 'rb').read())\n"
        "print(len(has), 'sqlite3' in sys.modules, *has)\n"
    )
    said = subprocess.run(
        [sys.executable, "-c", look], check=True, capture_output=True, text=True
    ).stdout.split()
    assert said[:2] == ["1", "False"], said
    assert "sqlcipher3" in said[2]


def test_a_reader_cannot_write(opened: OpenShop) -> None:
    reader = open_store(opened.folder.database, opened.keys.database, read_only=True)
    with pytest.raises(trouble.FileReadOnly):
        reader.run("delete from pin")
    reader.close()


@pytest.mark.parametrize(
    "statement",
    [
        "update operation set kind = 'x'",
        "delete from operation",
        "update entry set points = 1000",
        "delete from entry where key = 1",
        "insert or replace into operation select * from operation",
        "attach database ':memory:' as other",
        "update private set bytes = x'00'",
    ],
)
def test_what_was_written_cannot_be_changed(opened: OpenShop, statement: str) -> None:
    store = opened.book.store
    before = store.rows("select * from operation, entry order by 1, 9 limit 50")
    with pytest.raises(engine.DatabaseError), store.writing():
        store.run(statement)
    assert store.rows("select * from operation, entry order by 1, 9 limit 50") == before


def test_even_without_the_refusal_a_trigger_keeps_the_ledger(opened: OpenShop) -> None:
    store = opened.book.store
    store.connection.set_authorizer(None)
    for statement in ("update entry set points = 9", "delete from operation"):
        with pytest.raises(sqlite.IntegrityError), store.writing():
            store.run(statement)


def test_a_write_that_breaks_off_leaves_nothing(opened: OpenShop) -> None:
    store = opened.book.store
    before = store.rows("select * from local")

    def break_off() -> None:
        with store.writing():
            store.run("insert into local (name, value) values ('a', 'b')")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        break_off()
    assert store.rows("select * from local") == before
    assert not store.connection.in_transaction


def test_the_log_is_moved_into_the_file_before_it_grows_long(opened: OpenShop) -> None:
    store = opened.book.store
    log = opened.folder.database.with_name("shop.db-wal")
    for number in range(40):
        with store.writing():
            store.run(
                "insert or replace into local values ('big', hex(randomblob(:size)))",
                {"size": 400_000 + number},
            )
    assert log.stat().st_size < 3 * database.CHECKPOINT_PAGES * 4_500


def test_a_log_that_cannot_be_moved_for_a_failed_disk_stops_the_next_sale(
    opened: OpenShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was committed stays confirmed: only what comes after is refused."""
    store = opened.book.store
    monkeypatch.setattr(database, "CHECKPOINT_PAGES", 0)
    failing = Failing(store.connection, "pragma wal_checkpoint(passive)")
    store.connection = failing  # type: ignore[assignment]
    with store.writing():
        store.run("insert into local (name, value) values ('a', 'b')")
    assert isinstance(store.stopped, trouble.DiskFailed)
    with pytest.raises(trouble.DiskFailed), store.writing():
        store.run("insert into local (name, value) values ('c', 'd')")
    assert store.value("select value from local where name = 'a'") == "b"
    store.connection = failing.real


class Failing:
    """A connection whose one statement meets a failed disk."""

    def __init__(self, real: sqlite.Connection, statement: str) -> None:
        self.real, self.statement = real, statement

    def __getattr__(self, name: str) -> object:
        return getattr(self.real, name)

    def execute(self, sql: str, *rest: object) -> object:
        if sql == self.statement:
            error = engine.OperationalError("disk I/O error")
            error.sqlite_errorcode = 10  # type: ignore[attr-defined]
            raise error
        return self.real.execute(sql, *rest)  # type: ignore[arg-type]


def test_a_connection_works_on_its_own_thread_only(opened: OpenShop) -> None:
    caught: list[BaseException] = []

    def elsewhere() -> None:
        try:
            opened.book.store.value("select 1")
        except engine.ProgrammingError as error:
            caught.append(error)

    thread = threading.Thread(target=elsewhere)
    thread.start()
    thread.join()
    assert len(caught) == 1


def test_opening_a_file_is_announced_so_that_the_interface_can_be_watched(
    opened: OpenShop,
) -> None:
    heard: list[str] = []
    listening = True

    def hear(event: str, args: tuple[object, ...]) -> None:
        if listening and event == "regulars.store.open":
            heard.append(str(args[0]))

    sys.addaudithook(hear)
    open_store(opened.folder.database, opened.keys.database, read_only=True).close()
    listening = False
    assert heard == [str(opened.folder.database)]


@pytest.mark.parametrize(
    ("mounts", "kind"),
    [
        ("server:/x {} nfs4 rw 0 0", "nfs4"),
        ("//server/x {} cifs rw 0 0", "cifs"),
        ("me@server: {} fuse.sshfs rw 0 0", "fuse.sshfs"),
    ],
)
def test_a_network_drive_is_known_by_the_name_of_its_file_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mounts: str, kind: str
) -> None:
    share = tmp_path / "a share"
    share.mkdir()
    table = tmp_path / "mounts"
    name = str(share.resolve()).replace(" ", "\\040")
    table.write_text("/dev/sda / ext4 rw 0 0\n" + mounts.format(name) + "\n")
    monkeypatch.setattr(place, "MOUNTS", table)
    assert place.filesystem(share) == kind
    assert place.filesystem(tmp_path / "a shared folder") == "ext4"
    link = tmp_path / "link"
    link.symlink_to(share)
    with pytest.raises(trouble.FolderRemote):
        open_store(link / "shop.db", KEY, create=True)
