"""Make a folder's files beside it and move them in when they are whole: a first run, a restore.

A break at any moment leaves what was there before, or what is whole and is moved in by the next
start. Nothing is ever overwritten: what was there is set aside.
"""

import shutil
from pathlib import Path

from desktop import trouble
from desktop.paths import Folder
from desktop.store.place import sync_folder

MODE = 0o700
REPLACED = "replaced "
_OF_THE_OLD_FILE = ("shop.db-wal", "shop.db-shm", "backup.json")


def fresh_folder(root: Path) -> None:
    """Make an empty folder in place of what a broken-off try left there."""
    try:
        shutil.rmtree(root, ignore_errors=True)
        root.mkdir(parents=True, mode=MODE)
    except OSError as error:
        raise trouble.from_os(error, str(root)) from error


def is_waiting(folder: Folder) -> bool:
    """Tell whether a first run or a restore broke off while its files were moved in."""
    try:
        return folder.made.exists()
    except OSError as error:
        raise trouble.from_os(error, str(folder.root)) from error


def declare_whole(folder: Folder) -> None:
    """From here on what was made counts, whatever happens: every start moves it in."""
    try:
        sync_folder(folder.making)
        folder.making.rename(folder.made)
        sync_folder(folder.made.parent)
    except OSError as error:
        raise trouble.from_os(error, str(folder.made)) from error


def move_in(folder: Folder, now_ms: int) -> None:
    """Move what is whole into the folder; what was there is set aside, never overwritten.

    The shop's file goes last: while it is still to come, a break leaves all that is needed to
    start again, and files of that name already there are the old ones.
    """
    if not is_waiting(folder):
        return
    aside = folder.root / f"{REPLACED}{now_ms}"
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
