"""Open the shop's file: the key, the settings that keep points safe, and plain refusals.

Every connection is opened here, on the thread that will use it, and every setting that durability
rests on is read back. `synchronous=EXTRA` is set before WAL: under FULL the journal removed while
switching could come back after a power cut and roll the file back to empty.
"""

import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar, cast

from desktop import trouble
from desktop.store.sqlite import (
    VERSION_MIN,
    Connection,
    Database,
    as_trouble,
    door,
    engine,
    engine_version,
)

T = TypeVar("T")

APPLICATION_ID = 0x52474C52  # "RGLR"
KEY_BYTES = 32
BUSY_MS = 2_000
_CACHE_KIB = 32 * 1024
_EXPECTED = {
    "synchronous": 3,
    "journal_mode": "wal",
    "foreign_keys": 1,
    "trusted_schema": 0,
    "mmap_size": 0,
    "cell_size_check": 1,
}
_REMOTE = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "fuse.sshfs", "davfs"}
_GUARDED = ("operation", "entry")
Params = dict[str, Any] | tuple[Any, ...]


@dataclass(slots=True)
class Store:
    """An open connection. It belongs to the thread that opened it.

    `stopped` is set when the disk failed during a write: what is on disk is then unknown, and
    nothing may be written through this connection until the file was opened and checked anew.
    """

    path: Path
    database: Database
    read_only: bool
    stopped: trouble.Trouble | None = field(default=None)

    @property
    def connection(self) -> Connection:
        """Give the engine's own connection."""
        return cast(Connection, self.database.conn)  # it is typed as the standard library's

    def run(self, sql: str, params: Params = ()) -> Any:
        """Run one statement and give its cursor."""
        return self.database.execute(sql, params)

    def row(self, sql: str, params: Params = ()) -> tuple[Any, ...] | None:
        """Give the first row, or None."""
        found: tuple[Any, ...] | None = self.database.execute(sql, params).fetchone()
        return found

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """Give all rows."""
        found: list[tuple[Any, ...]] = self.database.execute(sql, params).fetchall()
        return found

    def value(self, sql: str, params: Params = ()) -> Any:
        """Give the first column of the first row, or None."""
        found = self.row(sql, params)
        return None if found is None else found[0]

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Do everything inside or nothing. Takes the write lock before anything is read."""
        assert not self.read_only, "a reader does not write"
        if self.stopped is not None:
            raise self.stopped
        with door():
            self.connection.execute("begin immediate")
        try:
            with door():
                yield
                self.connection.execute("commit")
        except BaseException as error:
            self._back_out(error)
            raise

    def _back_out(self, error: BaseException) -> None:
        if isinstance(error, trouble.DiskFailed):
            # After a failed sync nobody knows what reached the disk; a second try would lie.
            self.stopped = error
        with suppress(engine.Error):
            if self.connection.in_transaction:
                self.connection.execute("rollback")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read several things as they were at one moment."""
        with door():
            self.connection.execute("begin")
            try:
                yield
            finally:
                with suppress(engine.Error):
                    self.connection.execute("rollback")

    def close(self) -> None:
        """Close the connection; a writer hands its log over to the file first."""
        with suppress(engine.Error):
            if not self.read_only and self.stopped is None:
                self.connection.execute("pragma wal_checkpoint(truncate)")
        self.connection.close()


def open_store(path: Path, key: bytes, *, read_only: bool = False, create: bool = False) -> Store:
    """Open the shop's file with a raw key; raises a Trouble that says what is wrong."""
    sys.audit("regulars.store.open", str(path))
    assert len(key) == KEY_BYTES, "the key is 32 raw bytes"
    _check_engine()
    _check_place(path, create=create)
    with door():
        mode = "ro" if read_only else "rwc" if create else "rw"
        connection = _connect(path, mode)
        try:
            _unlock(connection, key, path)
            _settle_in(connection, read_only=read_only, create=create)
        except BaseException:
            connection.close()
            raise
    if create:
        path.chmod(0o600)
        sync_folder(path.parent)
    return Store(path, Database(cast(Any, connection)), read_only)


def _connect(path: Path, mode: str) -> Connection:
    # A URI needs its own escaping; as_uri does it for every name a file can have.
    return engine.connect(
        f"{path.absolute().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=BUSY_MS / 1000,
        cached_statements=256,
    )


def _check_engine() -> None:
    if engine_version() < VERSION_MIN:
        raise trouble.EngineUnfit(engine.sqlite_version)


def _check_place(path: Path, *, create: bool) -> None:
    try:
        check_folder(path.parent)
        if path.is_symlink():
            raise trouble.FileLinked(str(path))
        if not create:
            _check_file(path)
    except PermissionError as error:
        raise trouble.FolderForbidden(str(path.parent)) from error
    except FileNotFoundError as error:
        raise trouble.NotSetUp(str(path.parent)) from error


def check_folder(folder: Path) -> None:
    """Make sure a folder can hold a shop's file; raises a Trouble."""
    if not folder.is_dir():
        raise trouble.FolderMissing(str(folder))
    if not os.access(folder, os.R_OK | os.X_OK):
        raise trouble.FolderForbidden(str(folder))
    if filesystem(folder) in _REMOTE:
        raise trouble.FolderRemote(str(folder))


def _check_file(path: Path) -> None:
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise trouble.FileForeign(str(path))
    if found.st_nlink > 1:
        raise trouble.FileLinked(str(path))
    if found.st_size == 0:
        raise trouble.FileDamaged(str(path))


def filesystem(folder: Path) -> str:
    """Give the kind of file system a folder is on, as far as this system tells."""
    best, kind = "", ""
    try:
        mounts = Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""
    for mount in mounts.splitlines():
        words = mount.split(" ")
        place = words[1].replace("\\040", " ")
        inside = str(folder.absolute()) == place or str(folder.absolute()).startswith(
            place.rstrip("/") + "/"
        )
        if inside and len(place) >= len(best):
            best, kind = place, words[2]
    return kind


def _unlock(connection: Connection, key: bytes, path: Path) -> None:
    connection.execute("pragma cipher_log_level = none")
    connection.execute(f"pragma key = \"x'{key.hex()}'\"")
    try:
        connection.execute("select count(*) from sqlite_master").fetchone()
    except engine.DatabaseError as error:
        found = as_trouble(error)
        if isinstance(found, trouble.WrongKey) and _is_plain(path):
            raise trouble.FileForeign(str(path)) from error
        raise


def _is_plain(path: Path) -> bool:
    # Only read when the file is known not to be ours: opening a live database aside would drop
    # its locks.
    try:
        with path.open("rb") as file:
            return file.read(16) == b"SQLite format 3\x00"
    except OSError:
        return False


def _settle_in(connection: Connection, *, read_only: bool, create: bool) -> None:
    if not create:
        _check_application(connection)
    for pragma in (
        "synchronous = extra",
        "foreign_keys = on",
        "trusted_schema = off",
        "cell_size_check = on",
        "mmap_size = 0",
        "recursive_triggers = on",
        "temp_store = memory",
        f"cache_size = -{_CACHE_KIB}",
        f"busy_timeout = {BUSY_MS}",
    ):
        connection.execute(f"pragma {pragma}")
    if read_only:
        connection.execute("pragma query_only = on")
    else:
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma wal_autocheckpoint = 1000")
        connection.execute("pragma journal_size_limit = 67108864")
        connection.set_authorizer(_authorize)
    _read_back(connection)


def _check_application(connection: Connection) -> None:
    application = connection.execute("pragma application_id").fetchone()[0]
    if application != APPLICATION_ID:
        raise trouble.FileForeign


def _read_back(connection: Connection) -> None:
    for pragma, wanted in _EXPECTED.items():
        found = connection.execute(f"pragma {pragma}").fetchone()
        if found is not None and found[0] != wanted:
            raise trouble.EngineUnfit(f"{pragma} is {found[0]}")


_SQLITE_DELETE, _SQLITE_UPDATE, _SQLITE_ATTACH = 9, 23, 24


def _authorize(
    action: int, first: str | None, second: str | None, where: str | None, by: str | None
) -> int:
    """Refuse, while a statement is compiled, to change what is append-only (beside triggers)."""
    del second, where, by
    if action in (_SQLITE_DELETE, _SQLITE_UPDATE) and first in _GUARDED:
        return int(engine.SQLITE_DENY)
    if action == _SQLITE_ATTACH:
        return int(engine.SQLITE_DENY)
    return int(engine.SQLITE_OK)


def sync_folder(folder: Path) -> None:
    """Make a new or renamed name in a folder survive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def in_one_write(store: Store, work: Callable[[], T]) -> T:
    """Run a piece of work inside one write and give what it gave."""
    with store.writing():
        return work()
