"""The one SQLite of the process, and the one place where its errors become troubles.

sqlite-utils looks for `pysqlite3` before it takes the standard library's module, and catches that
module's exceptions; naming sqlcipher3 so makes it work with encryption. One of its modules asks
for the standard library's by name, so while it is imported that name is sqlcipher3's too. It is
imported when a schema is first made or changed: with all it brings it takes as long as everything
else a till needs to open a shop.

Nothing else in the program may import either library, the standard library's module or Qt's: two
SQLite libraries in one process can lose confirmed commits (POSIX locks are per process).
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, cast

import sqlcipher3
import sqlcipher3.dbapi2 as engine

sys.modules["pysqlite3"] = sqlcipher3
sys.modules["pysqlite3.dbapi2"] = engine

from desktop import trouble  # noqa: E402 - the lines above come before anything of sqlite-utils

if TYPE_CHECKING:
    from sqlite_utils import Database

Connection = engine.Connection
EngineError = engine.Error
ENGINE_ERRORS = (engine.Error, UnicodeDecodeError)
IntegrityError = engine.IntegrityError

VERSION_MIN = (3, 51, 3)
"""Before this, two connections could corrupt a WAL database (the WAL-reset fault of 2026-03)."""

_KINDS: dict[int, type[trouble.Trouble]] = {
    3: trouble.FolderForbidden,  # PERM
    5: trouble.StoreBusy,  # BUSY
    6: trouble.StoreBusy,  # LOCKED
    8: trouble.FileReadOnly,  # READONLY
    10: trouble.DiskFailed,  # IOERR
    11: trouble.FileDamaged,  # CORRUPT
    13: trouble.DiskFull,  # FULL
    15: trouble.StoreBusy,  # PROTOCOL: others kept changing the log while it was opened
    14: trouble.FolderForbidden,  # CANTOPEN
    26: trouble.WrongKey,  # NOTADB: the first page does not decrypt
}
_PRIMARY = 0xFF


def as_trouble(error: Exception) -> trouble.Trouble | None:
    """Give the trouble an engine error stands for; None where it is a bug of ours."""
    if isinstance(error, UnicodeDecodeError):
        return trouble.FileDamaged()  # a flipped bit inside a text shows itself so
    if not isinstance(error, EngineError):
        return None
    code: int | None = getattr(error, "sqlite_errorcode", None)
    kind = None if code is None else _KINDS.get(code & _PRIMARY)
    return None if kind is None else kind()


def utils(connection: Connection) -> "Database":
    """Give sqlite-utils' view of an open connection; makes and changes schemas."""
    names = {"sqlite3": sqlcipher3, "sqlite3.dbapi2": engine}
    before = {name: sys.modules.get(name) for name in names}
    sys.modules.update(names)
    try:
        from sqlite_utils import Database
    finally:
        for name, module in before.items():
            if module is None:
                del sys.modules[name]
            else:
                sys.modules[name] = module
    return Database(cast(Any, connection))


@contextmanager
def door() -> Iterator[None]:
    """Turn what the engine raises about the world into troubles; bugs pass as they are."""
    try:
        yield
    except (EngineError, UnicodeDecodeError) as error:
        found = as_trouble(error)
        if found is None:
            raise
        raise found from error


def engine_version() -> tuple[int, ...]:
    """Give the version of the SQLite inside the engine."""
    return tuple(int(part) for part in engine.sqlite_version.split("."))


__all__ = [
    "ENGINE_ERRORS",
    "VERSION_MIN",
    "Connection",
    "EngineError",
    "IntegrityError",
    "as_trouble",
    "door",
    "engine",
    "engine_version",
    "utils",
]
