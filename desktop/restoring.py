"""Put a backup in place of a shop's file, on this computer or on another one.

A restored copy goes on as a new epoch with a new device key, so that nothing it does can be taken
for something done before. The backup itself is never changed.
"""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

from desktop import trouble
from desktop.head_note import hold_against, noted_epoch, write_note
from desktop.lock import take_lock
from desktop.moving import REPLACED, declare_whole, fresh_folder, move_in
from desktop.opening import World, check_recent_acts, refuse_strangers
from desktop.paths import Folder
from desktop.pins import NAME as ATTEMPTS_NAME
from desktop.pins import start_counting
from desktop.secrets import (
    MASTER_NAME,
    Keys,
    MasterStore,
    keep_newest_sheet,
    open_keys,
    recover_keys,
    renew_device_key,
    write_private,
)
from desktop.store.backup import backups, half_copied, quick_check
from desktop.store.database import open_store
from desktop.store.journal import open_epoch
from desktop.store.migrations import migrate
from desktop.store.places import EPOCH_SHIFT
from desktop.store.shop import epoch_of, keep_local_fact

OpenKeys = Callable[[Path], Keys]


def by_sheet(recovery: bytes, keeper: Callable[[Path], MasterStore] | None = None) -> OpenKeys:
    """Open a copy's keys with the recovery sheet.

    Wrong PINs are counted anew: whoever has the sheet has the pepper, and could guess elsewhere.
    """

    def opened(place: Path) -> Keys:
        keys = recover_keys(place, recovery, None if keeper is None else keeper(place))
        start_counting(place, keys.pepper)
        return keys

    return opened


def recover(folder: Folder, world: World, recovery: bytes) -> None:
    """Open a folder with the recovery sheet where this computer does not have its key.

    A folder with nothing but a backup's files was copied here by hand: it is restored properly.
    """
    if folder.head.exists() or (folder.root / ATTEMPTS_NAME).exists():
        recover_keys(folder.root, recovery)
    else:
        restore(folder.root, folder, world, by_sheet(recovery))


def restore(backup: Path, folder: Folder, world: World, keys: OpenKeys = open_keys) -> None:
    """Put a backup in place of a shop's file, as a new epoch with a new device key.

    What was there is kept beside it, never overwritten. `keys` opens a copy of the backup's keys:
    with this computer's key store, or `by_sheet`. Raises a Trouble, and the shop is as it was.
    """
    if not (backup / "shop.db").is_file():
        raise trouble.FolderMissing(str(backup / "shop.db"))
    if half_copied(backup):
        raise trouble.FileDamaged(f"{backup.name} is only part of a backup")
    lock = take_lock(folder.lock, "restore")
    try:
        move_in(folder, world.clock.now_ms())
        making = Folder(folder.making)
        _copy_backup(backup, folder, making)
        opened = keys(making.root)
        keep_newest_sheet(making.root, folder.root)
        refuse_strangers(making.database, opened)
        _begin_epoch(making, opened, _last_epoch(folder) + 1, world)
        if not folder.is_set_up():
            start_counting(making.root, opened.pepper)  # on another computer nobody has tried yet
        declare_whole(folder)
        move_in(folder, world.clock.now_ms())
    finally:
        lock.release()


def _copy_backup(backup: Path, folder: Folder, making: Folder) -> None:
    fresh_folder(making.root)
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
        problems = quick_check(store)
        if problems:
            raise trouble.FileDamaged(problems[0])
        check_recent_acts(store)
        migrate(store, lambda _: None)  # the backup itself stays as it is
        epoch = max(epoch_of(store) + 1, least)
        fresh = renew_device_key(making.root, world.chance)
        with store.writing():
            keep_local_fact(store, "epoch", str(epoch))
            open_epoch(store, fresh.public_device_key(), clock=world.clock, chance=world.chance)
        store.hand_over()
        write_note(making.head, store, fresh)
        assert not hold_against(making.head, store, fresh), "the note was written just now"
    finally:
        store.close()


def _last_epoch(folder: Folder) -> int:
    """Give the highest epoch this computer knows to have been used, or nothing."""
    notes = [folder.head, *folder.root.glob(f"{REPLACED}*/{folder.head.name}")]
    used = [noted_epoch(note) for note in notes]
    used += [one.place >> EPOCH_SHIFT for one in backups(folder)]
    return max(*used, _epoch_in_use(folder))


def _epoch_in_use(folder: Folder) -> int:
    """Give the epoch of the file that is to be replaced, where it can still be opened."""
    try:
        store = open_store(folder.database, open_keys(folder.root).database, read_only=True)
    except trouble.Trouble:
        return 0
    try:
        return epoch_of(store)
    except trouble.Trouble:
        return 0
    finally:
        store.close()
