"""What a trouble is called, in three sentences: what happened, what is safe, what to do."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication

from desktop import trouble as troubles
from desktop.trouble import Trouble


@dataclass(frozen=True, slots=True)
class Story:
    """A trouble in the words of a person."""

    title: str
    safe: str
    do: str


def story(found: Trouble) -> Story:
    """Tell a trouble; `ui.text.trouble` has the one-line form for the counter."""
    told = _disk(found) or _place(found) or _file(found) or _keys(found) or _rest(found)
    return told or Story(
        QCoreApplication.translate("TroubleStory", "Something outside the program failed"),
        _all_safe(),
        QCoreApplication.translate("TroubleStory", "Try again. If it stays, restart the computer."),
    )


def _all_safe() -> str:
    return QCoreApplication.translate("TroubleStory", "Every sale that was confirmed is saved.")


def _untouched() -> str:
    return QCoreApplication.translate("TroubleStory", "The shop's data was not touched.")


def _kept_aside() -> str:
    return QCoreApplication.translate(
        "TroubleStory",
        "Backups are separate files. Restoring one deletes nothing: today's file is kept.",
    )


def _disk(found: Trouble) -> Story | None:
    match found:
        case troubles.DiskFull():
            return Story(
                QCoreApplication.translate("TroubleStory", "The disk is full"),
                _all_safe(),
                QCoreApplication.translate(
                    "TroubleStory", "Delete or move some files, then try again."
                ),
            )
        case troubles.DiskFailed():
            return Story(
                QCoreApplication.translate("TroubleStory", "The disk reported a fault"),
                QCoreApplication.translate(
                    "TroubleStory",
                    "Sales have stopped so that nothing is lost. Confirmed sales were on the disk.",
                ),
                QCoreApplication.translate(
                    "TroubleStory",
                    "Restore the newest backup. Have the disk checked before you rely on it again.",
                ),
            )
        case troubles.BackupFailed():
            return Story(
                QCoreApplication.translate("TroubleStory", "The backup could not be made"),
                QCoreApplication.translate(
                    "TroubleStory",
                    "The file is brought up to date only after a backup, so nothing was changed.",
                ),
                QCoreApplication.translate("TroubleStory", "Free some space, then try again."),
            )
        case _:
            return None


def _place(found: Trouble) -> Story | None:
    match found:
        case troubles.FileReadOnly():
            return Story(
                QCoreApplication.translate("TroubleStory", "The shop's data cannot be written"),
                _untouched(),
                QCoreApplication.translate(
                    "TroubleStory",
                    "The disk or folder is read-only. Allow writing, then try again.",
                ),
            )
        case troubles.FolderMissing():
            return Story(
                QCoreApplication.translate("TroubleStory", "The shop's folder is not there"),
                QCoreApplication.translate(
                    "TroubleStory", "Nothing was deleted by Regulars. Nothing new was made."
                ),
                QCoreApplication.translate(
                    "TroubleStory", "Plug in the disk it is on, then try again."
                ),
            )
        case troubles.FolderForbidden():
            return Story(
                QCoreApplication.translate(
                    "TroubleStory", "This user account may not open the shop's data"
                ),
                _untouched(),
                QCoreApplication.translate(
                    "TroubleStory",
                    "Sign in to the computer as the person who set up the shop, then try again.",
                ),
            )
        case troubles.FolderRemote():
            return Story(
                QCoreApplication.translate("TroubleStory", "The folder is on a network drive"),
                _untouched(),
                QCoreApplication.translate(
                    "TroubleStory",
                    "Points are not safe there. Copy the folder to this computer's own disk and"
                    " choose it.",
                ),
            )
        case _:
            return None


def _file(found: Trouble) -> Story | None:
    match found:
        case troubles.FileLinked():
            return Story(
                QCoreApplication.translate("TroubleStory", "The shop's file is a link"),
                _untouched(),
                QCoreApplication.translate(
                    "TroubleStory",
                    "Two names for one file can damage it. Choose the folder with the file itself.",
                ),
            )
        case troubles.FileDamaged():
            return Story(
                QCoreApplication.translate("TroubleStory", "The shop's file is damaged"),
                _kept_aside(),
                QCoreApplication.translate("TroubleStory", "Restore the newest backup."),
            )
        case troubles.FileForeign():
            return Story(
                QCoreApplication.translate("TroubleStory", "This is not a file of Regulars"),
                _untouched(),
                QCoreApplication.translate(
                    "TroubleStory", "Choose another folder, or restore a backup."
                ),
            )
        case troubles.FileNewer():
            return Story(
                QCoreApplication.translate(
                    "TroubleStory", "A newer version of Regulars has used this file"
                ),
                _untouched(),
                QCoreApplication.translate(
                    "TroubleStory", "Install the newer version on this computer."
                ),
            )
        case troubles.FileTooOld():
            return Story(
                QCoreApplication.translate(
                    "TroubleStory", "The file is too old for this version of Regulars"
                ),
                _untouched(),
                QCoreApplication.translate(
                    "TroubleStory", "Open it with an older version first, or restore a backup."
                ),
            )
        case _:
            return None


def _keys(found: Trouble) -> Story | None:
    match found:
        case troubles.WrongKey():
            return Story(
                QCoreApplication.translate(
                    "TroubleStory", "This computer's key does not open the shop's file"
                ),
                _untouched(),
                QCoreApplication.translate(
                    "TroubleStory",
                    "Type the key from the recovery sheet. If it does not help, restore a backup.",
                ),
            )
        case troubles.KeyMissing():
            return Story(
                QCoreApplication.translate(
                    "TroubleStory", "The shop's key was not found on this computer"
                ),
                _untouched(),
                QCoreApplication.translate(
                    "TroubleStory",
                    "If the computer's keyring is locked, unlock it and try again. Otherwise type"
                    " the key from the recovery sheet.",
                ),
            )
        case troubles.KeysDamaged():
            return Story(
                QCoreApplication.translate("TroubleStory", "The key file is damaged"),
                _kept_aside(),
                QCoreApplication.translate(
                    "TroubleStory", "Restore the newest backup: it carries a copy of the key file."
                ),
            )
        case _:
            return None


def _rest(found: Trouble) -> Story | None:
    match found:
        case troubles.AlreadyOpen():
            return Story(
                QCoreApplication.translate("TroubleStory", "Regulars is already open"),
                _untouched(),
                QCoreApplication.translate(
                    "TroubleStory", "Use the window that is open, or close it and try again."
                ),
            )
        case troubles.StoreBusy():
            return Story(
                QCoreApplication.translate("TroubleStory", "The shop's file is busy"),
                _all_safe(),
                QCoreApplication.translate(
                    "TroubleStory", "Another program is using it. Wait a moment and try again."
                ),
            )
        case troubles.EngineUnfit():
            return Story(
                QCoreApplication.translate("TroubleStory", "Regulars is not installed completely"),
                _untouched(),
                QCoreApplication.translate(
                    "TroubleStory", "Install Regulars again. The shop's data stays where it is."
                ),
            )
        case _:
            return _last(found)


def _last(found: Trouble) -> Story | None:
    match found:
        case troubles.FileUnreadable():
            return Story(
                QCoreApplication.translate("TroubleStory", "The file cannot be read"),
                _untouched(),
                QCoreApplication.translate("TroubleStory", "Choose another file, or try again."),
            )
        case troubles.FileUnwritable():
            return Story(
                QCoreApplication.translate("TroubleStory", "The file cannot be written there"),
                _untouched(),
                QCoreApplication.translate(
                    "TroubleStory", "Free some space or choose another folder."
                ),
            )
        case troubles.NotSetUp():
            return Story(
                QCoreApplication.translate("TroubleStory", "There is no shop in this folder"),
                QCoreApplication.translate("TroubleStory", "Nothing was deleted by Regulars."),
                QCoreApplication.translate(
                    "TroubleStory", "Choose the folder the shop is in, or try again."
                ),
            )
        case troubles.ProgramFault():
            return Story(
                QCoreApplication.translate("TroubleStory", "Something in the program went wrong"),
                _all_safe(),
                QCoreApplication.translate("TroubleStory", "Try again. A report was written."),
            )
        case _:
            return None
