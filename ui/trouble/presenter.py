"""What can be done about a trouble: one way out for each, and the two that ask a question.

Opens, restores and recovers nothing; that is the program's, told by the view's signals. No Qt.
"""

from collections.abc import Callable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from desktop import trouble as troubles
from desktop.store.backup import Backup
from desktop.trouble import Trouble
from regulars.codes import ID_LENGTH, narrow, read_recovery

KEY_LENGTH = ID_LENGTH + 2
"""Characters of a recovery key as printed, check characters included."""


class Way(StrEnum):
    """What the one button does."""

    RETRY = "retry"
    RESTORE = "restore"
    RECOVER = "recover"
    FOLDER = "folder"
    LEAVE = "leave"


class Step(StrEnum):
    """What the page shows."""

    STORY = "story"
    BACKUPS = "backups"
    KEY = "key"


_WAYS: dict[type[Trouble], tuple[Way, ...]] = {
    troubles.DiskFull: (Way.RETRY,),
    troubles.DiskFailed: (Way.RETRY, Way.RESTORE),
    troubles.FileReadOnly: (Way.RETRY, Way.FOLDER),
    troubles.FolderMissing: (Way.RETRY, Way.FOLDER),
    troubles.FolderForbidden: (Way.RETRY, Way.FOLDER),
    troubles.FolderRemote: (Way.FOLDER,),
    troubles.FileLinked: (Way.FOLDER, Way.RETRY),
    troubles.FileDamaged: (Way.RESTORE,),
    troubles.FileForeign: (Way.RESTORE, Way.FOLDER),
    troubles.WrongKey: (Way.RECOVER, Way.RESTORE),
    troubles.KeyMissing: (Way.RECOVER, Way.RETRY),
    troubles.KeysDamaged: (Way.RESTORE,),
    troubles.FileNewer: (Way.LEAVE,),
    troubles.FileTooOld: (Way.RESTORE,),
    troubles.AlreadyOpen: (Way.RETRY,),
    troubles.StoreBusy: (Way.RETRY,),
    troubles.EngineUnfit: (Way.LEAVE,),
    troubles.BackupFailed: (Way.RETRY,),
    troubles.FileUnreadable: (Way.RETRY,),
    troubles.FileUnwritable: (Way.RETRY, Way.FOLDER),
    troubles.NotSetUp: (Way.RETRY, Way.FOLDER),
    troubles.ProgramFault: (Way.RETRY,),
}


def ways(trouble: Trouble) -> tuple[Way, ...]:
    """Give what helps, the best first; at the end one can always leave."""
    found = _WAYS.get(type(trouble), (Way.RETRY,) if trouble.can_retry else (Way.LEAVE,))
    return found if Way.LEAVE in found else (*found, Way.LEAVE)


class View(Protocol):
    """What the page shows and tells."""

    def show_step(self, step: Step) -> None:
        """Turn to the story, the backups or the key."""

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """List the backups on this computer, newest first."""

    def show_key_state(self, missing: int) -> None:
        """Say how much of a recovery key is typed: so many characters are missing."""

    def refuse_key(self) -> None:
        """Say that the key was not typed as it is printed."""

    def go(self, way: Way) -> None:
        """Tell the program to try again, to choose a folder or to leave."""

    def restore_from(self, path: Path) -> None:
        """Tell the program to restore a backup."""

    def recover_with(self, key: bytes) -> None:
        """Tell the program to open the keys with the recovery key."""


class TroublePresenter:
    """Leads from what happened to one way out. `list_backups` reads the shop's own folder."""

    def __init__(
        self, trouble: Trouble, view: View, list_backups: Callable[[], Sequence[Backup]]
    ) -> None:
        self._view, self._list_backups = view, list_backups
        self.trouble = trouble
        self.step = Step.STORY

    def take(self, way: Way) -> None:
        """Go a way: those with a question turn the page, the others are done at once."""
        match way:
            case Way.RESTORE:
                self._turn_to(Step.BACKUPS)
                self._view.show_backups(self._list_backups())
            case Way.RECOVER:
                self._turn_to(Step.KEY)
                self._view.show_key_state(KEY_LENGTH)
            case Way.RETRY | Way.FOLDER | Way.LEAVE:
                self._view.go(way)

    def back(self) -> None:
        """Step back to the story."""
        if self.step is not Step.STORY:
            self._turn_to(Step.STORY)

    def choose(self, path: Path) -> None:
        """Restore the backup in a folder."""
        self._view.restore_from(path)

    def type_key(self, typed: str) -> None:
        """Count what was typed so far."""
        self._view.show_key_state(max(0, KEY_LENGTH - key_length(typed)))

    def enter_key(self, typed: str) -> None:
        """Use a key, read as people type it: lower case, no dashes, O for 0."""
        key = read_recovery(typed)
        if key is None:
            self._view.refuse_key()
        else:
            self._view.recover_with(key)

    def _turn_to(self, step: Step) -> None:
        self.step = step
        self._view.show_step(step)


def key_length(typed: str) -> int:
    """Count the characters of a key, without what people put between them."""
    return sum(1 for character in narrow(typed) if character.isalnum())
