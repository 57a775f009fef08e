"""Open a shop's folder, or found one: lock, keys, file, migration, checks, in that order.

Everything here runs on the store's own thread and ends in an open book or a Trouble; nothing is
half open afterwards.
"""

import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from desktop import trouble
from desktop.book import Book, open_book
from desktop.clock import Clock
from desktop.lock import FolderLock, take_lock
from desktop.paths import Folder
from desktop.pins import Hasher, Pins, is_weak
from desktop.secrets import (
    NAME as KEYS_NAME,
)
from desktop.secrets import (
    Keys,
    MasterStore,
    best_store,
    found_keys,
    open_keys,
    write_private,
)
from desktop.store.backup import make_backup
from desktop.store.database import Store, open_store
from desktop.store.journal import Chance, head_of
from desktop.store.migrations import migrate, refuse_newer
from desktop.store.shop import epoch_of, keep_local_fact
from desktop.store.verify import check_recent
from desktop.verbs.shop import Founding, found_shop
from regulars.codes import recovery_text
from regulars.refusals import Refusal, WeakPin

MODE = 0o700
SHOP_NAME_BYTES = 8


@dataclass(slots=True)
class OpenShop:
    """An open folder on the writer's thread: the book, its keys, its PINs and the lock."""

    folder: Folder
    keys: Keys
    book: Book
    pins: Pins
    lock: FolderLock

    def close(self) -> None:
        """Remember the head beside the file, close it, and let the folder go."""
        try:
            keep_head(self.folder, self.book.store)
        finally:
            self.book.store.close()
            self.lock.release()


@dataclass(frozen=True, slots=True)
class World:
    """What a till asks of the machine: time, chance, the strength of PIN hashing."""

    clock: Clock
    chance: Chance
    hasher: Hasher


@dataclass(frozen=True, slots=True)
class FirstRun:
    """The answers of the first run: the shop, and the owner's PIN."""

    founding: Founding
    pin: str


def open_shop(folder: Folder, world: World, name: str = "till") -> OpenShop:
    """Open a founded shop; raises a Trouble and leaves nothing open."""
    if not folder.root.is_dir():
        raise trouble.NotSetUp(str(folder.root))
    lock = take_lock(folder.lock, name)
    try:
        keys = open_keys(folder.root)
        store = open_store(folder.database, keys.database)
    except BaseException:
        lock.release()
        raise
    try:
        refuse_newer(store)
        migrate(store, lambda _: _back_up(folder, keys, world))
        check_start(folder, store)
        book = open_book(store, world.clock, world.chance)
    except BaseException:
        store.close()
        lock.release()
        raise
    return OpenShop(folder, keys, book, Pins(store, keys.pepper, folder.root, world.hasher), lock)


def _back_up(folder: Folder, keys: Keys, world: World) -> None:
    make_backup(folder, keys.database, world.clock.now_ms())


def check_start(folder: Folder, store: Store) -> None:
    """Check what every start can afford: the newest operations, and that none are missing."""
    findings = check_recent(store)
    if findings:
        raise trouble.FileDamaged(f"{findings[0].where}: {findings[0].what}")
    head = head_of(store)
    remembered = _remembered_place(folder)
    if remembered > (0 if head is None else head.place):
        raise trouble.FileDamaged("the newest operations are missing; this is an older file")


def keep_head(folder: Folder, store: Store) -> None:
    """Remember beside the file how far its log goes, so that a lost tail is noticed."""
    if store.stopped is not None:
        return
    head = head_of(store)
    if head is not None:
        note = {"place": head.place, "hash": head.hash.hex()}
        write_private(folder.head, json.dumps(note).encode())


def _remembered_place(folder: Folder) -> int:
    try:
        return int(json.loads(folder.head.read_bytes())["place"])
    except (OSError, ValueError, KeyError, TypeError):
        return 0


def found(
    folder: Folder, first: FirstRun, world: World, keeper: MasterStore | None = None
) -> tuple[OpenShop, str] | Refusal:
    """Make a new shop and open it; gives it with the text of the recovery sheet.

    The shop is made in a folder beside the final one and renamed when it is whole, so that a
    first run that breaks off leaves nothing half made.
    """
    if folder.is_set_up():
        raise trouble.AlreadyOpen(str(folder.root))
    if is_weak(first.pin):
        return WeakPin()
    making = Folder(folder.root.with_name(folder.root.name + ".new"))
    _fresh_folder(making.root)
    name = world.chance(SHOP_NAME_BYTES).hex()
    keys, recovery = found_keys(
        making.root, name, world.chance, keeper or best_store(making.root, name)
    )
    store = open_store(making.database, keys.database, create=True)
    try:
        migrate(store, lambda _: None)
        owner = found_shop(
            store,
            first.founding,
            clock=world.clock,
            chance=world.chance,
            device_key=keys.public_device_key(),
        )
        pins = Pins(store, keys.pepper, making.root, world.hasher)
        refusal = pins.set(owner, first.pin, world.clock.now_ms())
        assert refusal is None, "the PIN was checked before anything was made"
    finally:
        store.close()
    _put_in_place(making.root, folder.root)
    return open_shop(folder, world), recovery_text(recovery)


def _fresh_folder(root: Path) -> None:
    try:
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(parents=True, mode=MODE)
    except OSError as error:
        raise trouble.from_os(error, str(root)) from error


def _put_in_place(making: Path, final: Path) -> None:
    """Move what was made into the folder, which may hold a lock or a log already."""
    try:
        final.mkdir(parents=True, exist_ok=True, mode=MODE)
        for made in sorted(making.iterdir(), key=lambda path: path.name == "shop.db"):
            made.rename(final / made.name)
        making.rmdir()
    except OSError as error:
        raise trouble.from_os(error, str(final)) from error


def restore(
    backup: Path, folder: Folder, world: World, keys: Callable[[Path], Keys] = open_keys
) -> None:
    """Put a backup in place of a shop's file, as a new epoch with a new device key.

    What was there is kept beside it, never overwritten. The keys are opened from the backup's
    own copy, by this computer's key store or by the recovery sheet.
    """
    opened = keys(backup)
    source = backup / "shop.db"
    if not source.is_file():
        raise trouble.FolderMissing(str(source))
    making = Folder(folder.root.with_name(folder.root.name + ".restored"))
    _fresh_folder(making.root)
    try:
        for name in ("shop.db", KEYS_NAME, "master.key"):
            if (backup / name).exists():
                shutil.copyfile(backup / name, making.root / name)
                (making.root / name).chmod(0o600)
    except OSError as error:
        raise trouble.from_os(error, str(backup)) from error
    store = open_store(making.database, opened.database)
    try:
        refuse_newer(store)
        check_start(making, store)
        with store.writing():
            keep_local_fact(store, "epoch", str(epoch_of(store) + 1))
    finally:
        store.close()
    _set_aside(folder, world)
    _put_in_place(making.root, folder.root)


def _set_aside(folder: Folder, world: World) -> None:
    if not folder.database.exists():
        return
    aside = folder.root / f"replaced {world.clock.now_ms()}"
    try:
        aside.mkdir(mode=MODE)
        for name in ("shop.db", "shop.db-wal", "shop.db-shm", KEYS_NAME, "head.json"):
            if (folder.root / name).exists():
                (folder.root / name).rename(aside / name)
        if (folder.root / "master.key").exists():
            shutil.copyfile(folder.root / "master.key", aside / "master.key")
    except OSError as error:
        raise trouble.from_os(error, str(aside)) from error
