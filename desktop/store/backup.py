"""Back up the shop's file while selling goes on, and prove each copy by opening it.

A backup is a folder named for its moment: the encrypted file, made with VACUUM INTO through a
connection of its own, and the wrapped keys, which open with the recovery sheet on any computer.
It counts only after it was opened, checked page by page, and its chain head compared.
"""

import os
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from desktop import trouble
from desktop.paths import Folder
from desktop.secrets import NAME as KEYS_NAME
from desktop.secrets import write_private
from desktop.store.database import Store, open_store, sync_folder
from desktop.store.journal import head_of
from desktop.store.sqlite import door, engine
from desktop.store.verify import check_recent

KEEP = 14
_FILE = "shop.db"
_PARTIAL = ".partial"


@dataclass(frozen=True, slots=True)
class Backup:
    """A proved copy: where it is, when it was made, and the head of its log."""

    path: Path
    made_at: str
    place: int

    @property
    def database(self) -> Path:
        """Give the copy of the shop's file."""
        return self.path / _FILE


def make_backup(folder: Folder, key: bytes, at_ms: int, into: Path | None = None) -> Backup:
    """Copy the file as it is at this moment and prove the copy; raises a Trouble."""
    where = into or folder.backups
    made_at = datetime.fromtimestamp(at_ms / 1000, UTC).strftime("%Y-%m-%d %H-%M-%S")
    final = where / made_at
    partial = where / (made_at + _PARTIAL)
    try:
        where.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.rmtree(partial, ignore_errors=True)
        partial.mkdir(mode=0o700)
        place = _copy(folder, key, partial / _FILE)
        write_private(partial / KEYS_NAME, (folder.root / KEYS_NAME).read_bytes())
        with door():
            _prove(partial / _FILE, key, place)
        sync_folder(partial)
        partial.rename(_free(final))
        sync_folder(where)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise trouble.BackupFailed(str(trouble.from_os(error, str(where)))) from error
    except trouble.Trouble as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise trouble.BackupFailed(str(error)) from error
    return Backup(final, made_at, place)


def _free(path: Path) -> Path:
    """Give the name itself, or the first with a number after it that nobody has."""
    number = 2
    free = path
    while free.exists():
        free = path.with_name(f"{path.name} ({number})")
        number += 1
    return free


def _copy(folder: Folder, key: bytes, target: Path) -> int:
    # Its own connection: the writer's refuses ATTACH, which VACUUM INTO needs inside.
    source = open_store(folder.database, key, read_only=True)
    try:
        with door():
            head = head_of(source)
            source.connection.execute("pragma query_only = off")
            source.connection.execute("vacuum into :target", {"target": str(target)})
    finally:
        source.close()
    target.chmod(0o600)
    handle = target.open("rb+")
    try:
        os.fsync(handle.fileno())
    finally:
        handle.close()
    return 0 if head is None else head.place


def _prove(copy: Path, key: bytes, place: int) -> None:
    opened = open_store(copy, key)
    try:
        problems = quick_check(opened)
        head = head_of(opened)
        found = 0 if head is None else head.place
        if problems or found < place or check_recent(opened):
            raise trouble.FileDamaged(str(copy))
    finally:
        opened.close()
    for left in ("-wal", "-shm"):
        copy.with_name(copy.name + left).unlink(missing_ok=True)


def quick_check(store: Store) -> Sequence[str]:
    """Check every page of an open file; [] is whole."""
    try:
        with door():
            rows = store.rows("pragma quick_check(20)")
    except trouble.Trouble as error:
        return [str(error)]
    return [row[0] for row in rows if row[0] != "ok"]


def backups(folder: Folder) -> list[Backup]:
    """List the backups on this computer, newest first."""
    if not folder.backups.is_dir():
        return []
    found = [
        Backup(path, path.name, 0)
        for path in folder.backups.iterdir()
        if path.is_dir() and not path.name.endswith(_PARTIAL) and (path / _FILE).exists()
    ]
    return sorted(found, key=lambda one: one.made_at, reverse=True)


def thin(folder: Folder, keep: int = KEEP) -> int:
    """Remove all but the newest backups; gives how many went. Never removes the only one."""
    old = backups(folder)[max(keep, 1) :]
    for one in old:
        shutil.rmtree(one.path, ignore_errors=True)
    return len(old)


def connection_kind() -> str:
    """Give the name of the engine, for the report of `regulars-admin check`."""
    return f"SQLCipher, SQLite {engine.sqlite_version}"
