"""Where a shop's file may lie: what is checked of the folder and the file before it is opened."""

import os
import stat
import sys
from pathlib import Path

from desktop import trouble

_REMOTE = {"nfs", "nfs4", "cifs", "smb3", "smbfs", "ncpfs", "afs", "9p", "fuse.sshfs", "davfs"}
MOUNTS = Path("/proc/self/mounts")


def check_place(path: Path, *, create: bool) -> None:
    """Make sure a file can be opened where it is, or made there; raises a Trouble."""
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
    except OSError as error:
        raise trouble.from_os(error, str(path)) from error


def check_folder(folder: Path) -> None:
    """Make sure a folder can hold a shop's file; raises a Trouble."""
    try:
        is_there = folder.is_dir()
    except OSError as error:
        raise trouble.from_os(error, str(folder)) from error
    if not is_there:
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
        mounts = MOUNTS.read_text(encoding="utf-8", errors="replace")
        wanted = f"{folder.resolve()}/"
    except OSError:
        return ""
    for mount in mounts.splitlines():
        words = mount.split(" ")
        place = words[1].replace("\\040", " ")
        if wanted.startswith(place.rstrip("/") + "/") and len(place) >= len(best):
            best, kind = place, words[2]
    return kind


def sync_folder(folder: Path) -> None:
    """Make a new or renamed name in a folder survive a power cut."""
    if sys.platform == "win32":
        return  # a folder cannot be opened there, and its names are in the journal of NTFS
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
