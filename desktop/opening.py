"""Open a shop's folder, or found one: lock, keys, file, migration, checks, in that order.

Everything here runs on the store's own thread and ends in an open book or a Trouble; nothing is
half open afterwards.
"""

import json
import os
import shutil
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop import trouble
from desktop.book import Book, open_book
from desktop.clock import Clock
from desktop.lock import FolderLock, take_lock
from desktop.paths import Folder
from desktop.pins import Hasher, Pins, is_weak, start_counting
from desktop.secrets import (
    MASTER_NAME,
    Keys,
    MasterStore,
    best_store,
    found_keys,
    open_keys,
    renew_device_key,
    write_private,
)
from desktop.store.backup import make_backup, quick_check
from desktop.store.database import Store, check_folder, open_store, sync_folder
from desktop.store.journal import EPOCH_SHIFT, Chance, head_of, open_epoch
from desktop.store.migrations import migrate, refuse_newer, refuse_too_old
from desktop.store.shop import epoch_of, keep_local_fact
from desktop.store.verify import check_recent, verify
from desktop.verbs.shop import Founding, found_shop
from regulars.codes import recovery_text
from regulars.refusals import Refusal, WeakPin

MODE = 0o700
SHOP_NAME_BYTES = 8
_REPLACED = "replaced "
_OF_THE_OLD_FILE = ("shop.db-wal", "shop.db-shm", "head.json")


@dataclass(slots=True)
class OpenShop:
    """An open folder on the writer's thread: the book, its keys, its PINs and the lock."""

    folder: Folder
    keys: Keys
    book: Book
    pins: Pins
    lock: FolderLock

    def tidy(self) -> None:
        """Do behind an answer what nobody should wait for in front of it."""
        store = self.book.store
        store.tidies_itself = False
        if store.stopped is None:
            store.tidy()

    def close(self) -> None:
        """Remember the head beside the file, close it, and let the folder go."""
        try:
            with suppress(trouble.Trouble):  # the head of the last start stays, and is still true
                keep_head(self.folder, self.book.store)
        finally:
            self.book.store.close()
            self.lock.release()

    def reopen(self) -> None:
        """Open the file anew and prove all of it, after the disk failed; raises a Trouble.

        Only a whole file takes the place of the stopped one; until then nothing is written.
        """
        store = open_store(self.folder.database, self.keys.database)
        try:
            _prove(store)
            store.hand_over()
            book = open_book(store, self.book.clock, self.book.chance, self.book.staff)
        except BaseException:
            store.close()
            raise
        stopped, self.book = self.book.store, book
        self.pins.store = store
        stopped.close()


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


def _prove(store: Store) -> None:
    problems = quick_check(store) or [one.what for one in verify(store).findings]
    if problems:
        raise trouble.FileDamaged(problems[0])


def open_shop(folder: Folder, world: World, name: str = "till") -> OpenShop:
    """Open a founded shop; raises a Trouble and leaves nothing open."""
    if not folder.is_set_up():
        raise trouble.NotSetUp(str(folder.root))
    if not _is_waiting(folder):
        check_folder(folder.root)
    lock = take_lock(folder.lock, name)
    try:
        _move_in(folder, world)
        return _open_locked(folder, world, lock)
    except BaseException:
        lock.release()
        raise


def _is_waiting(folder: Folder) -> bool:
    """Tell whether a first run or a restore broke off while its files were moved in."""
    try:
        return folder.made.exists()
    except OSError as error:
        raise trouble.from_os(error, str(folder.root)) from error


def _open_locked(folder: Folder, world: World, lock: FolderLock) -> OpenShop:
    keys = _keys_of(folder)
    _refuse_strangers(folder.database, keys)
    store = open_store(folder.database, keys.database)
    try:
        migrate(store, lambda _: _back_up(folder, keys, world))
        check_start(folder, store)
        book = open_book(store, world.clock, world.chance)
        pins = Pins(store, keys.pepper, folder.root, world.hasher, world.clock.steady_ms)
    except BaseException:
        store.close()
        raise
    return OpenShop(folder, keys, book, pins, lock)


def _keys_of(folder: Folder) -> Keys:
    try:
        keys = open_keys(folder.root)
    except trouble.NotSetUp as error:
        raise trouble.KeysDamaged("keys.json is not there") from error
    if not folder.database.exists():
        raise trouble.FileDamaged("shop.db is not there")
    return keys


def _refuse_strangers(path: Path, keys: Keys) -> None:
    """Refuse other versions through a connection that cannot write: not a byte changes."""
    try:
        store = open_store(path, keys.database, read_only=True)
    except trouble.FileReadOnly:
        return  # a journal somebody left must be cleared away first, which the writer can do
    try:
        refuse_newer(store)
        refuse_too_old(store)
    finally:
        store.close()


def _back_up(folder: Folder, keys: Keys, world: World) -> None:
    make_backup(folder, keys.database, world.clock.now_ms())


def check_start(folder: Folder, store: Store) -> None:
    """Check what every start can afford: the newest operations, and that none are missing."""
    findings = check_recent(store)
    if findings:
        raise trouble.FileDamaged(f"{findings[0].where}: {findings[0].what}")
    head = head_of(store)
    remembered = _remembered(folder.head, "place")
    if remembered > (0 if head is None else head.place):
        raise trouble.FileDamaged("the newest operations are missing; this is an older file")


def keep_head(folder: Folder, store: Store) -> None:
    """Remember beside the file how far its log goes, so that a lost tail is noticed."""
    if store.stopped is not None:
        return
    head = head_of(store)
    if head is not None:
        note = {"place": head.place, "hash": head.hash.hex(), "epoch": epoch_of(store)}
        write_private(folder.head, json.dumps(note).encode())


def _remembered(path: Path, what: str) -> int:
    try:
        return int(json.loads(path.read_bytes())[what])
    except (OSError, ValueError, KeyError, TypeError, RecursionError, OverflowError):
        return 0


def found(
    folder: Folder, first: FirstRun, world: World, keeper: MasterStore | None = None
) -> tuple[OpenShop, str] | Refusal:
    """Make a new shop and open it; gives it with the text of the recovery sheet.

    The shop is made in a folder beside the final one and renamed when it is whole, so that a
    first run that breaks off leaves nothing half made.
    """
    _refuse_second(folder)
    if is_weak(first.pin):
        return WeakPin()
    lock = take_lock(folder.lock, "first run")
    try:
        _refuse_second(folder)  # another copy of the program may have been quicker
        recovery = _make(Folder(folder.making), first, world, keeper)
        _declare_whole(folder)
        _move_in(folder, world)
        return _open_locked(folder, world, lock), recovery_text(recovery)
    except BaseException:
        lock.release()
        raise


def _refuse_second(folder: Folder) -> None:
    if folder.is_set_up():
        raise trouble.AlreadyOpen(str(folder.root))


def _make(making: Folder, first: FirstRun, world: World, keeper: MasterStore | None) -> bytes:
    """Make keys and file of a new shop; gives the recovery key."""
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
        start_counting(making.root, keys.pepper)
        pins = Pins(store, keys.pepper, making.root, world.hasher, world.clock.steady_ms)
        refusal = pins.set(owner, first.pin, world.clock.now_ms())
        assert refusal is None, "the PIN was checked before anything was made"
        store.hand_over()
    finally:
        store.close()
    return recovery


def _fresh_folder(root: Path) -> None:
    try:
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(parents=True, mode=MODE)
    except OSError as error:
        raise trouble.from_os(error, str(root)) from error


def _declare_whole(folder: Folder) -> None:
    """From here on what was made counts, whatever happens: every start moves it in."""
    try:
        sync_folder(folder.making)
        folder.making.rename(folder.made)
        sync_folder(folder.made.parent)
    except OSError as error:
        raise trouble.from_os(error, str(folder.made)) from error


def _move_in(folder: Folder, world: World) -> None:
    """Move what is whole into the folder; what was there is set aside, never overwritten.

    The shop's file goes last: while it is still to come, a break leaves all that is needed to
    start again, and files of that name already there are the old ones.
    """
    if not _is_waiting(folder):
        return
    aside = folder.root / f"{_REPLACED}{world.clock.now_ms()}"
    try:
        folder.root.mkdir(parents=True, exist_ok=True, mode=MODE)
        names = sorted((path.name for path in folder.made.iterdir()), key="shop.db".__eq__)
        if "shop.db" in names:
            for name in _OF_THE_OLD_FILE:
                _set_aside(folder.root / name, aside)
        for name in names:
            _set_aside(folder.root / name, aside)
            (folder.made / name).rename(folder.root / name)
        sync_folder(folder.root)
        folder.made.rmdir()
        sync_folder(folder.made.parent)
    except OSError as error:
        raise trouble.from_os(error, str(folder.root)) from error


def _set_aside(path: Path, aside: Path) -> None:
    if path.exists():
        aside.mkdir(mode=MODE, exist_ok=True)
        path.rename(aside / path.name)


def restore(
    backup: Path, folder: Folder, world: World, keys: Callable[[Path], Keys] = open_keys
) -> None:
    """Put a backup in place of a shop's file, as a new epoch with a new device key.

    What was there is kept beside it, never overwritten. `keys` opens a copy of the backup's keys:
    with this computer's key store, or with the recovery sheet.
    """
    if not (backup / "shop.db").is_file():
        raise trouble.FolderMissing(str(backup / "shop.db"))
    lock = take_lock(folder.lock, "restore")
    try:
        _move_in(folder, world)
        making = Folder(folder.making)
        _copy_backup(backup, folder, making)
        opened = keys(making.root)
        _refuse_strangers(making.database, opened)
        _begin_epoch(making, opened, _last_epoch(folder) + 1, world)
        if not folder.is_set_up():
            start_counting(making.root, opened.pepper)  # on another computer nobody has tried yet
        _declare_whole(folder)
        _move_in(folder, world)
    finally:
        lock.release()


def _copy_backup(backup: Path, folder: Folder, making: Folder) -> None:
    _fresh_folder(making.root)
    try:
        shutil.copyfile(backup / "shop.db", making.database)
        making.database.chmod(0o600)
        with making.database.open("rb+") as copied:
            os.fsync(copied.fileno())
        write_private(making.keys, (backup / making.keys.name).read_bytes())
        if (folder.root / MASTER_NAME).exists():
            secret = (folder.root / MASTER_NAME).read_bytes()
            write_private(making.root / MASTER_NAME, secret)
    except OSError as error:
        raise trouble.from_os(error, str(backup)) from error


def _begin_epoch(making: Folder, opened: Keys, least: int, world: World) -> None:
    """Let the copy write under numbers and a device key that nobody has used."""
    store = open_store(making.database, opened.database)
    try:
        check_start(making, store)
        epoch = max(epoch_of(store) + 1, least)
        fresh = renew_device_key(making.root, world.chance)
        with store.writing():
            keep_local_fact(store, "epoch", str(epoch))
            open_epoch(store, fresh.public_device_key(), clock=world.clock, chance=world.chance)
        store.hand_over()
    finally:
        store.close()


def _last_epoch(folder: Folder) -> int:
    """Give the highest epoch this computer knows to have been used, or nothing."""
    notes = [folder.head, *folder.root.glob(f"{_REPLACED}*/{folder.head.name}")]
    return max(
        max(_remembered(note, "epoch"), _remembered(note, "place") >> EPOCH_SHIFT) for note in notes
    )
