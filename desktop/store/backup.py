"""Back up the shop's file while selling goes on, and prove each copy by opening it.

A backup is a folder named for its moment: the encrypted file, made with VACUUM INTO through a
connection of its own, and the wrapped keys, which open with the recovery sheet on any computer.
It counts only after it was opened, checked page by page, and its chain head compared; a note
written last, of how large it is and how far its log goes, tells a whole copy from part of one.
"""

import json
import os
import shutil
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from desktop import trouble
from desktop.paths import Folder
from desktop.secrets import NAME as KEYS_NAME
from desktop.secrets import write_private
from desktop.store.database import Store, open_store
from desktop.store.journal import Head, head_of
from desktop.store.place import sync_folder
from desktop.store.sqlite import door, engine
from desktop.store.verify_chain import check_recent

KEEP = 14
NOTE = "backup.json"
_FILE = "shop.db"
_PARTIAL = ".partial"
_STAMP = "%Y-%m-%d %H-%M-%S"
_BROKEN_OFF = timedelta(days=1)
"""A copy that takes longer than this is not being made any more."""


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
    now = datetime.fromtimestamp(at_ms / 1000, UTC)
    made_at = now.strftime(_STAMP)
    partial = where / (made_at + _PARTIAL)
    try:
        where.mkdir(parents=True, exist_ok=True, mode=0o700)
        shutil.rmtree(partial, ignore_errors=True)
        _clear_broken_off(where, now)
        partial.mkdir(mode=0o700)
        head = _copy(folder, key, partial / _FILE)
        with door():
            _prove(partial / _FILE, key, head)
        write_private(partial / KEYS_NAME, (folder.root / KEYS_NAME).read_bytes())
        _write_note(partial, head)
        sync_folder(partial)
        final = partial.rename(_free(where / made_at))
        sync_folder(where)
    except OSError as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise trouble.BackupFailed(str(trouble.from_os(error, str(where)))) from error
    except trouble.Trouble as error:
        shutil.rmtree(partial, ignore_errors=True)
        raise trouble.BackupFailed(str(error)) from error
    return Backup(final, made_at, _place(head))


def _place(head: Head | None) -> int:
    return 0 if head is None else head.place


def _write_note(partial: Path, head: Head | None) -> None:
    note = {"bytes": (partial / _FILE).stat().st_size, "place": _place(head)}
    write_private(partial / NOTE, json.dumps(note).encode())


def _read_note(path: Path) -> tuple[int, int] | None:
    """Give the size and the place a backup's note speaks of."""
    try:
        note = json.loads((path / NOTE).read_bytes())
        size, place = note["bytes"], note["place"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    is_plain = type(size) is int and type(place) is int and 0 <= place < 1 << 63
    return (size, place) if is_plain else None


def is_backup(path: Path) -> bool:
    """Tell whether a folder is a backup, whole or not, rather than a shop's."""
    return (path / NOTE).exists()


def half_copied(path: Path) -> bool:
    """Tell whether a folder is only part of the backup that its note speaks of."""
    if not is_backup(path):
        return False  # the file and the keys alone, which are looked at page by page
    note = _read_note(path)
    return note is None or _size(path / _FILE) != note[0] or _size(path / KEYS_NAME) <= 0


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return -1


def _clear_broken_off(where: Path, now: datetime) -> None:
    """Remove what backups of other days left when the program ended in the middle of one."""
    for partial in where.glob(f"*{_PARTIAL}"):
        try:
            began = datetime.strptime(partial.name[:19], _STAMP).replace(tzinfo=UTC)
        except ValueError:
            continue  # not a name of ours
        if abs(now - began) > _BROKEN_OFF:
            shutil.rmtree(partial, ignore_errors=True)


def _free(path: Path) -> Path:
    """Give the name itself, or the first with a number after it that nobody has."""
    number = 2
    free = path
    while free.exists():
        free = path.with_name(f"{path.name} ({number})")
        number += 1
    return free


def _copy(folder: Folder, key: bytes, target: Path) -> Head | None:
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
    return head


def _prove(copy: Path, key: bytes, head: Head | None) -> None:
    opened = open_store(copy, key)
    try:
        problems = quick_check(opened)
        found = opened.value(
            "select hash from operation where place = :place", {"place": _place(head)}
        )
        is_there = head is None or found == head.hash
        if problems or not is_there or check_recent(opened):
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
    """List the whole backups on this computer, the one whose log goes furthest first."""
    try:
        paths = sorted(folder.backups.iterdir())
    except OSError:
        return []
    found = []
    for path in paths:
        note = None if path.name.endswith(_PARTIAL) else _read_note(path)
        if note is not None and not half_copied(path):
            found.append(Backup(path, path.name, note[1]))
    return sorted(found, key=lambda one: (one.place, one.made_at), reverse=True)


def thin(folder: Folder, keep: int = KEEP) -> int:
    """Remove all but the newest backups; gives how many went. Never removes the only one.

    One that goes is first taken off the list, so that no part of it is ever taken for a backup.
    """
    old = backups(folder)[max(keep, 1) :]
    for one in old:
        going = one.path.with_name(one.path.name + _PARTIAL)
        with suppress(OSError):
            one.path.rename(going)
            shutil.rmtree(going, ignore_errors=True)
    return len(old)


def connection_kind() -> str:
    """Give the name of the engine, for the report of `regulars-admin check`."""
    return f"SQLCipher, SQLite {engine.sqlite_version}"
