"""One program per data folder: an advisory lock that dies with the process that holds it."""

import json
import os
import sys
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from desktop import trouble

_NOTE_BYTES = 200


@dataclass(slots=True)
class FolderLock:
    """A held lock. Keep it as long as the folder is open."""

    handle: int

    def release(self) -> None:
        """Let others open the folder; a second time does nothing."""
        if self.handle >= 0:
            os.close(self.handle)
            self.handle = -1


def take_lock(path: Path, name: str) -> FolderLock:
    """Take the folder's lock, or raise AlreadyOpen naming who holds it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        handle = os.open(path, flags, 0o600)
    except OSError as error:
        raise trouble.from_os(error, str(path.parent)) from error
    try:
        held_by_other = not _try_lock(handle)
    except OSError as error:
        os.close(handle)
        raise trouble.from_os(error, str(path.parent)) from error
    if held_by_other:
        holder = _who(handle)
        os.close(handle)
        raise trouble.AlreadyOpen(holder)
    with suppress(OSError):  # the note is a courtesy; a full disk does not keep the shop closed
        os.truncate(handle, 0)
        os.write(handle, json.dumps({"name": name, "pid": os.getpid()}).encode())
    return FolderLock(handle)


def _who(handle: int) -> str:
    try:
        os.lseek(handle, 0, os.SEEK_SET)
        read = json.loads(os.read(handle, _NOTE_BYTES))
        return f"({read['name']}, process {read['pid']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""


if sys.platform == "win32":
    import msvcrt

    def _try_lock(handle: int) -> bool:
        os.lseek(handle, 1_000_000, os.SEEK_SET)  # beside the note, which others may read
        try:
            msvcrt.locking(handle, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        os.lseek(handle, 0, os.SEEK_SET)
        return True

else:
    import fcntl

    def _try_lock(handle: int) -> bool:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True
