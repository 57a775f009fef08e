"""Open the shop's file: the key, the settings that keep points safe, and plain refusals.

Every connection is opened here, on the thread that will use it, and every setting that durability
rests on is read back. `synchronous=EXTRA` is set before WAL: under FULL the journal removed while
switching could come back after a power cut and roll the file back to empty.
"""

import os
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from desktop import trouble
from desktop.store.place import check_place, sync_folder
from desktop.store.sqlite import (
    ENGINE_ERRORS,
    VERSION_MIN,
    Connection,
    as_trouble,
    door,
    engine,
    engine_version,
)
from desktop.store.tries import Tries

APPLICATION_ID = 0x52474C52  # "RGLR"
KEY_BYTES = 32
BUSY_MS = 2_000
CHECKPOINT_PAGES = 250  # a pause of the writer behind some fifty acts, too short to be met
_ROOM_TO_OPEN = 64 * 1024  # what the index of the log takes
_CACHE_KIB = {True: 12 * 1024, False: 48 * 1024}  # by read_only
_EXPECTED = {
    "synchronous": 3,
    "journal_mode": "wal",
    "foreign_keys": 1,
    "trusted_schema": 0,
    "mmap_size": 0,
    "cell_size_check": 1,
}
_GUARDED = ("operation", "entry")
_ASKED = (8, 32, 128, 512)
"""So many values stand in one question, so that there are few questions to prepare."""
Params = dict[str, Any] | tuple[Any, ...]


@dataclass(slots=True)
class Store:
    """An open connection. It belongs to the thread that opened it.

    `stopped` is set when the disk failed or gave a bad page during a write: what is on disk is
    then unknown, and nothing may be written until the file was opened and checked anew.
    `unsettled` are wallets with something put off until after the answer. `phone_key` is what all
    tills of the shop mark phone numbers under, b"" where nobody looks one up; `tries` bounds how
    many numbers are compared with marks.
    """

    path: Path
    connection: Connection
    read_only: bool
    stopped: trouble.Trouble | None = field(default=None)
    tidies_itself: bool = True
    unsettled: list[int] = field(default_factory=list)
    phone_key: bytes = field(default=b"", repr=False)
    tries: Tries = field(default_factory=Tries)

    def run(self, sql: str, params: Params = ()) -> Any:
        """Run one statement and give its cursor; iterate it inside `reading` or `writing`."""
        try:
            return self.connection.execute(sql, params)
        except ENGINE_ERRORS as error:
            raise self._named(error) from error

    def row(self, sql: str, params: Params = ()) -> tuple[Any, ...] | None:
        """Give the first row, or None."""
        try:
            found: tuple[Any, ...] | None = self.connection.execute(sql, params).fetchone()
        except ENGINE_ERRORS as error:
            raise self._named(error) from error
        return found

    def rows(self, sql: str, params: Params = ()) -> list[tuple[Any, ...]]:
        """Give all rows."""
        try:
            found: list[tuple[Any, ...]] = self.connection.execute(sql, params).fetchall()
        except ENGINE_ERRORS as error:
            raise self._named(error) from error
        return found

    def many(self, sql: str, rows: Sequence[tuple[Any, ...]]) -> None:
        """Run one statement for each of many rows."""
        try:
            self.connection.executemany(sql, rows)
        except ENGINE_ERRORS as error:
            raise self._named(error) from error

    def among(self, sql: str, values: Sequence[Any], *more: Any) -> list[tuple[Any, ...]]:
        """Give all rows of a question about many values, which stand for `?*` in it.

        A value is one figure or a tuple. Other parameters come behind.
        """
        found: list[tuple[Any, ...]] = []
        for at in range(0, len(values), _ASKED[-1]):
            some = values[at : at + _ASKED[-1]]
            flat = [one for value in some for one in value] if type(some[0]) is tuple else some
            width = len(flat) // len(some)
            asked = next(number for number in _ASKED if len(some) <= number)
            mark = "?" if flat is some else f"({', '.join('?' * width)})"
            question = sql.replace("?*", ", ".join([mark] * asked))
            empty = [None] * ((asked - len(some)) * width)  # nothing is like it
            found += self.rows(question, (*flat, *empty, *more))
        return found

    def _named(self, error: Exception) -> Exception:
        """Give the trouble an engine error stands for, or the error itself where it is a bug.

        The key fitted when the file was opened, so a page that does not decrypt now is damaged.
        """
        found = as_trouble(error)
        if isinstance(found, trouble.WrongKey):
            return trouble.FileDamaged(str(self.path))
        if isinstance(found, trouble.FolderForbidden):
            return _why_closed(self.path, found)
        return error if found is None else found

    def value(self, sql: str, params: Params = ()) -> Any:
        """Give the first column of the first row, or None."""
        found = self.row(sql, params)
        return None if found is None else found[0]

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Do everything inside or nothing. Takes the write lock before anything is read."""
        assert not self.read_only, "a reader does not write"
        if self.stopped is not None:
            raise trouble.DiskFailed(self.stopped.detail) from self.stopped
        try:
            self.connection.execute("begin immediate")
            yield
            self.connection.execute("commit")
        except BaseException as error:
            found = self._told(error)
            self._back_out(found)
            if found is error:
                raise
            raise found from error
        if self.tidies_itself:
            self.tidy()

    def tidy(self) -> None:
        """Move a long log into the file; a till does it after it has answered.

        The engine's own checkpoint after a commit keeps its errors to itself, and would so try a
        failed sync again without anybody knowing. What was committed is safe in the log, so
        nothing is raised here; but after a failed disk nothing more is written.
        """
        try:
            with self._door():
                log = self.connection.execute("pragma wal_checkpoint(noop)").fetchone()[1]
                if log >= CHECKPOINT_PAGES:
                    self.connection.execute("pragma wal_checkpoint(passive)").fetchone()
        except (trouble.DiskFailed, trouble.FileDamaged) as error:
            self.stopped = error
        except trouble.Trouble:
            return  # no room, or somebody reads: the log grows until the next commit

    @contextmanager
    def _door(self) -> Iterator[None]:
        """Turn what the engine raises about the world into troubles."""
        try:
            yield
        except (*ENGINE_ERRORS, trouble.Trouble) as error:
            found = self._told(error)
            if found is error:
                raise
            raise found from error

    def _told(self, error: BaseException) -> BaseException:
        """Give the trouble behind an error of a statement; anything else is given as it is."""
        found = self._named(error) if isinstance(error, ENGINE_ERRORS) else error
        if isinstance(found, trouble.WrongKey):
            return trouble.FileDamaged(str(self.path))
        return (
            _why_closed(self.path, found) if isinstance(found, trouble.FolderForbidden) else found
        )

    def _back_out(self, error: BaseException) -> None:
        if isinstance(error, trouble.DiskFailed | trouble.FileDamaged):
            # After a failed sync nobody knows what reached the disk; a second try would lie.
            # After a bad page the engine refuses every further one, a good one too.
            self.stopped = error
        with suppress(engine.Error):
            if self.connection.in_transaction:
                self.connection.execute("rollback")

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Read several things as they were at one moment."""
        with self._door():
            self.connection.execute("begin")
            try:
                yield
            finally:
                with suppress(engine.Error):
                    self.connection.execute("rollback")

    def hand_over(self) -> None:
        """Move the whole log into the file, on the disk; raises a Trouble where it cannot."""
        with self._door():
            is_busy = self.connection.execute("pragma wal_checkpoint(truncate)").fetchone()[0]
        if is_busy:
            raise trouble.StoreBusy

    def close(self) -> None:
        """Close the connection; a writer hands its log over to the file first."""
        with suppress(engine.Error):
            if not self.read_only and self.stopped is None:
                self.connection.execute("pragma wal_checkpoint(truncate)")
        self.connection.close()


def open_store(
    path: Path,
    key: bytes,
    *,
    read_only: bool = False,
    create: bool = False,
    phone_key: bytes = b"",
) -> Store:
    """Open the shop's file with a raw key; raises a Trouble that says what is wrong."""
    sys.audit("regulars.store.open", str(path))
    assert len(key) == KEY_BYTES, "the key is 32 raw bytes"
    _check_engine()
    check_place(path, create=create)
    try:
        with door():
            connection = _open(path, key, read_only=read_only, create=create)
    except (trouble.FolderForbidden, trouble.DiskFailed) as error:
        raise _why_closed(path, error) from error
    except trouble.FileReadOnly as error:
        raise (error if read_only else _why_closed(path, error)) from error
    if create:
        _keep_private(path)
    return Store(path, connection, read_only, phone_key=phone_key)


def _open(path: Path, key: bytes, *, read_only: bool, create: bool) -> Connection:
    mode = "ro" if read_only else "rwc" if create else "rw"
    connection = _connect(path, mode)
    try:
        _unlock(connection, key, path)
        _settle_in(connection, read_only=read_only, create=create)
    except BaseException:
        connection.close()
        raise
    return connection


def _why_closed(path: Path, found: trouble.Trouble) -> trouble.Trouble:
    """The engine only says that it cannot open its files; find out what stands in the way."""
    try:
        may_write = os.access(path.parent, os.W_OK | os.X_OK)
        if not may_write or (path.exists() and not os.access(path, os.R_OK | os.W_OK)):
            is_read_only = isinstance(found, trouble.FileReadOnly)
            return found if is_read_only else trouble.FolderForbidden(str(path))
        if shutil.disk_usage(path.parent).free < _ROOM_TO_OPEN:
            return trouble.DiskFull(str(path))
    except OSError as error:
        return trouble.from_os(error, str(path))
    return trouble.DiskFailed(str(path))


def _keep_private(path: Path) -> None:
    try:
        path.chmod(0o600)
        sync_folder(path.parent)
    except OSError as error:
        raise trouble.from_os(error, str(path)) from error


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
        f"cache_size = -{_CACHE_KIB[read_only]}",
        f"busy_timeout = {BUSY_MS}",
    ):
        connection.execute(f"pragma {pragma}")
    if read_only:
        connection.execute("pragma query_only = on")
    else:
        connection.execute("pragma journal_mode = wal")
        connection.execute("pragma wal_autocheckpoint = 0")  # Store does it, and hears of errors
        connection.execute("pragma journal_size_limit = 67108864")
        if not create:
            # What it cannot open for writing the engine opens for reading, without a word.
            connection.execute("delete from local where false")
        connection.set_authorizer(_authorize)
    _read_back(connection, read_only=read_only)


def _check_application(connection: Connection) -> None:
    application = connection.execute("pragma application_id").fetchone()[0]
    if application != APPLICATION_ID:
        raise trouble.FileForeign


def _read_back(connection: Connection, *, read_only: bool) -> None:
    for pragma, wanted in _EXPECTED.items():
        if pragma == "journal_mode" and read_only:
            continue  # the writer sets it; whoever only looks takes the file as it is
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
