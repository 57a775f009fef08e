"""The world got in the way: one class for every way it can, raised at the door it came through.

A trouble is not a refusal (the rules say no) and not a bug. `code` is stable; `ui/text.py` words
it for the screen and `sentence` says it in English for the command line and the log. `can_retry`
tells whether trying the same again may help.
"""

import errno
import re
from typing import ClassVar


class Trouble(Exception):
    """Something outside the program failed; nothing that was confirmed is lost."""

    sentence: ClassVar[str] = "Something outside the program failed."
    can_retry: ClassVar[bool] = False

    def __init__(self, detail: str = "") -> None:
        """Keep a detail that helps the person (a path, a version), never personal data."""
        super().__init__(f"{self.sentence} {detail}".strip())
        self.detail = detail

    @property
    def code(self) -> str:
        """Give the stable name under which this trouble is worded and documented."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()


class DiskFull(Trouble):
    """There is no room left to write."""

    sentence = "The disk is full. Nothing was saved. Free some space and try again."
    can_retry = True


class DiskFailed(Trouble):
    """The disk did not do what it was asked; what it holds must be checked before going on."""

    sentence = "The disk reported a fault. Selling points has stopped until the file is checked."


class FileReadOnly(Trouble):
    """The file or its disk can be read but not written."""

    sentence = "The shop's file cannot be written: the disk or folder is read-only."


class FolderMissing(Trouble):
    """The folder of the shop's data is not there, or is not a folder."""

    sentence = "The folder of the shop's data is not there."
    can_retry = True


class FolderForbidden(Trouble):
    """This user may not open the folder or the file."""

    sentence = "This user account may not open the shop's data."


class FolderRemote(Trouble):
    """The folder is on a network drive, where a database file is not safe."""

    sentence = "The shop's data must be on this computer's own disk, not on a network drive."


class FileLinked(Trouble):
    """The file is a symbolic or hard link: two names for one database can corrupt it."""

    sentence = "The shop's file is a link to another file. It must be the file itself."


class FileDamaged(Trouble):
    """The file has pages that are not what was written."""

    sentence = "The shop's file is damaged. Restore the newest backup."


class FileForeign(Trouble):
    """The file is not one of ours, or is another shop's."""

    sentence = "This file is not a Regulars file."


class WrongKey(Trouble):
    """The key does not open the file (or the file is not encrypted with it)."""

    sentence = "The key on this computer does not open this shop's file."


class KeyMissing(Trouble):
    """The key store does not have the key; never a reason to make a new one."""

    sentence = "The key of this shop was not found on this computer. Use the recovery sheet."


class KeysDamaged(Trouble):
    """keys.json cannot be read."""

    sentence = "The key file is damaged. Use the copy in the newest backup, or the recovery sheet."


class FileNewer(Trouble):
    """A newer program wrote this file; this one leaves it untouched."""

    sentence = "A newer version of Regulars has used this file. Install that version to open it."


class FileTooOld(Trouble):
    """The file is older than any version this program can bring up to date."""

    sentence = "This file is too old for this version."


class AlreadyOpen(Trouble):
    """Another program has this data folder open."""

    sentence = "Regulars is already open with this shop's data."


class StoreBusy(Trouble):
    """Another program held the file for too long."""

    sentence = "The shop's file is busy. Try again."
    can_retry = True


class EngineUnfit(Trouble):
    """The database engine is too old or refused a setting that keeps points safe."""

    sentence = "The database engine of this installation is not fit to keep points."


class BackupFailed(Trouble):
    """A backup could not be made or could not be proved."""

    sentence = "The backup could not be made, so nothing was changed."
    can_retry = True


class FileUnreadable(Trouble):
    """A file the person chose cannot be read."""

    sentence = "The file cannot be read."
    can_retry = True


class FileUnwritable(Trouble):
    """A file the person chose cannot be written."""

    sentence = "The file cannot be written there."
    can_retry = True


class ProgramFault(Trouble):
    """A bug of ours stood in the way; a report was written, and what was typed is still there."""

    sentence = "Something in the program went wrong. Look whether it was saved before trying again."


class NotSetUp(Trouble):
    """There is no shop in this folder yet."""

    sentence = "There is no shop in this folder yet. Open Regulars once to set it up."


_ERRNO: dict[int, type[Trouble]] = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EFBIG: DiskFull,
    errno.EROFS: FileReadOnly,
    errno.EACCES: FolderForbidden,
    errno.EPERM: FolderForbidden,
    errno.ENOENT: FolderMissing,
    errno.ENOTDIR: FolderMissing,
    errno.EEXIST: FolderMissing,  # a file stands where the folder should
    errno.ELOOP: FolderMissing,
    errno.ENAMETOOLONG: FolderMissing,
    errno.EIO: DiskFailed,
}


def from_os(error: OSError, detail: str = "") -> Trouble:
    """Give the trouble an operating system error stands for."""
    return _ERRNO.get(error.errno or 0, FileUnwritable)(detail)
