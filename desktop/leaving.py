"""Take a shop off this computer: refused while the centre lacks something, unless it was exported.

Nothing is deleted: the folder is set aside whole. An export is a proved backup; it opens with the
recovery sheet, and `send` hands what it holds to the centre from any computer.
"""

import shutil
import sys
import threading
from dataclasses import dataclass
from pathlib import Path

from desktop import trouble
from desktop.link import Link, open_link
from desktop.lock import FolderLock, take_lock
from desktop.opening import World, refuse_strangers
from desktop.paths import Folder
from desktop.pins import start_counting
from desktop.secrets import FileStore, open_keys, recover_keys
from desktop.store.backup import Backup, half_copied, make_backup
from desktop.store.centre import backlog_of, has_joined
from desktop.store.database import open_store
from desktop.store.migrations import migrate
from desktop.store.place import sync_folder
from desktop.till import open_till
from sync.ports import Backlog
from sync.status import Says, SyncState

LEFT = ".left "
_FREEZE = "update centre set is_frozen = 1"
"""A copy that only sends writes nothing: the till it was copied from may have gone on."""


@dataclass(frozen=True, slots=True)
class Left:
    """The shop is off this computer; its files lie whole in `aside`."""

    aside: Path
    export: Path | None = None


@dataclass(frozen=True, slots=True)
class StillUnsent:
    """So much has not reached the centre, and would be known to nobody."""

    waiting: Backlog


@dataclass(frozen=True, slots=True)
class Sent:
    """The centre has everything an export holds."""

    count: int


@dataclass(frozen=True, slots=True)
class NotSent:
    """The centre does not have everything; `state` says why, None where there is no centre."""

    waiting: int
    state: SyncState | None


def leave(folder: Folder, world: World, export: Path | None = None) -> Left | StillUnsent:
    """Set a shop's folder aside, so that this computer has no shop; raises a Trouble.

    Where something has not reached the centre an export is asked for, and proved before anything.
    """
    if not folder.is_set_up():
        raise trouble.NotSetUp(str(folder.root))
    lock = take_lock(folder.lock, "leaving")
    try:
        key = open_keys(folder.root).database
        store = open_store(folder.database, key, read_only=True)
        try:
            waiting = backlog_of(store)
        finally:
            store.close()
        if waiting.count and export is None:
            return StillUnsent(waiting)
        now = world.clock.now_ms()
        made = None if export is None else make_backup(folder, key, now, export)
        aside = folder.root.with_name(f"{folder.root.name}{LEFT}{now}")
        _set_aside(folder, aside, lock)
    finally:
        lock.release()
    return Left(aside, None if made is None else made.path)


def _set_aside(folder: Folder, aside: Path, lock: FolderLock) -> None:
    """Rename the folder while nobody else can open it: what they wrote there would be lost."""
    if sys.platform == "win32":
        lock.release()  # Windows renames no folder in which a file is open: at the last moment
    try:
        folder.root.rename(aside)
        sync_folder(aside.parent)
    except OSError as error:
        raise trouble.from_os(error, str(folder.root)) from error


def export_shop(folder: Folder, world: World, into: Path) -> tuple[Backup, Backlog]:
    """Save a shop, encrypted, and prove it; the till may be open. Gives what was unsent in it."""
    key = open_keys(folder.root).database
    store = open_store(folder.database, key, read_only=True)
    try:
        waiting = backlog_of(store)
    finally:
        store.close()
    return make_backup(folder, key, world.clock.now_ms(), into), waiting


def send(
    export: Path, recovery: bytes, world: World, scratch: Path, most_s: float
) -> Sent | NotSent:
    """Hand what an export holds to the centre, in the name of the till it was made at.

    The export is not changed, and its copy in `scratch` is removed. It sends and never sells, so
    it may be done while that till is lost or retired; and again, which does nothing twice.
    """
    if not (export / "shop.db").is_file():
        raise trouble.FolderMissing(str(export / "shop.db"))
    if half_copied(export):
        raise trouble.FileDamaged(f"{export.name} is only part of an export")
    folder = Folder(scratch / "sending")
    try:
        waiting = _prepare(export, folder, recovery)
        return waiting if isinstance(waiting, NotSent) else _send(folder, world, waiting, most_s)
    finally:
        shutil.rmtree(folder.root, ignore_errors=True)


def _prepare(export: Path, folder: Folder, recovery: bytes) -> int | NotSent:
    """Copy an export and freeze the copy; gives how much is to be sent."""
    try:
        folder.root.mkdir(parents=True, mode=0o700)
        shutil.copyfile(export / "shop.db", folder.database)
        shutil.copyfile(export / "keys.json", folder.keys)
    except OSError as error:
        raise trouble.from_os(error, str(export)) from error
    keys = recover_keys(folder.root, recovery, FileStore(folder.root))
    start_counting(folder.root, keys.pepper)
    refuse_strangers(folder.database, keys)
    store = open_store(folder.database, keys.database)
    try:
        migrate(store, lambda _: None)
        if not has_joined(store):
            return NotSent(0, None)
        with store.writing():
            store.run(_FREEZE)
        return backlog_of(store).count
    finally:
        store.close()


def _send(folder: Folder, world: World, count: int, most_s: float) -> Sent | NotSent:
    heard = threading.Condition()
    states: list[SyncState] = []

    def listen(state: SyncState) -> None:
        with heard:
            states.append(state)
            heard.notify_all()

    till = open_till(folder, world)
    link: Link | None = None
    try:
        till.ready.result()
        link = open_link(till, listen)
        if link is None:
            return NotSent(count, None)
        link.start()
        with heard:
            heard.wait_for(lambda: bool(states) and _is_over(states[-1]), most_s)
            last = states[-1] if states else None
    finally:
        if link is not None:
            link.stop()
        till.close()
    is_all = last is not None and last.heard_ms and not last.waiting
    return Sent(count) if is_all else NotSent(count if last is None else last.waiting, last)


def _is_over(state: SyncState) -> bool:
    """Tell whether waiting longer changes nothing: all is there, or a person has to help first."""
    is_all = bool(state.heard_ms) and not state.waiting
    return is_all or (state.says is Says.SHUT_OUT and state.standing.value == "revoked")
