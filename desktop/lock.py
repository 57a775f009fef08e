"""One program per data folder: an advisory lock that dies with the process that holds it."""

import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from desktop import trouble


@dataclass(slots=True)
class FolderLock:
    """A held lock. Keep it as long as the folder is open."""

    file: IO[str]

    def release(self) -> None:
        """Let others open the folder."""
        self.file.close()


def take_lock(path: Path, name: str) -> FolderLock:
    """Take the folder's lock, or raise AlreadyOpen naming who holds it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        file = path.open("a+", encoding="utf-8")
    except OSError as error:
        raise trouble.from_os(error, str(path.parent)) from error
    if not _try_lock(file):
        file.seek(0)
        holder = file.read(200)
        file.close()
        raise trouble.AlreadyOpen(_who(holder))
    file.seek(0)
    file.truncate()
    file.write(json.dumps({"name": name, "pid": os.getpid()}))
    file.flush()
    return FolderLock(file)


def _who(holder: str) -> str:
    try:
        read = json.loads(holder)
        return f"({read['name']}, process {read['pid']})"
    except (ValueError, KeyError, TypeError):
        return ""


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: IO[str]) -> bool:
        try:
            file.seek(1_000_000)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _try_lock(file: IO[str]) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
