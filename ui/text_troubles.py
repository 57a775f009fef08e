"""One sentence for each trouble: what happened, what is safe, what to do."""

from PySide6.QtCore import QCoreApplication

from desktop import trouble as troubles


def trouble(found: troubles.Trouble) -> str:
    """Say what got in the way; nothing confirmed is ever lost by one of these."""
    match found:
        case troubles.DiskFull():
            return QCoreApplication.translate(
                "Troubles", "The disk is full. Nothing was saved. Free some space and try again."
            )
        case troubles.DiskFailed():
            return QCoreApplication.translate(
                "Troubles",
                "The disk reported a fault. What was confirmed is safe."
                " Selling has stopped until the file is checked.",
            )
        case troubles.FileReadOnly():
            return QCoreApplication.translate(
                "Troubles", "The shop's file cannot be written: the disk or folder is read-only."
            )
        case troubles.FolderMissing():
            return QCoreApplication.translate(
                "Troubles", "The folder of the shop's data is not there. Is a disk unplugged?"
            )
        case troubles.FolderForbidden():
            return QCoreApplication.translate(
                "Troubles", "This user account may not open the shop's data."
            )
        case troubles.FolderRemote():
            return QCoreApplication.translate(
                "Troubles",
                "The shop's data must be on this computer's own disk, not on a network drive.",
            )
        case troubles.FileLinked():
            return QCoreApplication.translate(
                "Troubles", "The shop's file is a link to another file. It must be the file itself."
            )
        case troubles.FileDamaged():
            return QCoreApplication.translate(
                "Troubles", "The shop's file is damaged. Restore the newest backup."
            )
        case troubles.FileForeign():
            return QCoreApplication.translate("Troubles", "This is not a file of Regulars.")
        case _:
            return _rest(found)


def _rest(found: troubles.Trouble) -> str:
    match found:
        case troubles.WrongKey():
            return QCoreApplication.translate(
                "Troubles",
                "The key on this computer does not open this shop's file. Use the recovery sheet.",
            )
        case troubles.KeyMissing():
            return QCoreApplication.translate(
                "Troubles",
                "The key of this shop was not found on this computer. Use the recovery sheet.",
            )
        case troubles.KeysDamaged():
            return QCoreApplication.translate(
                "Troubles", "The key file is damaged. Restore the newest backup."
            )
        case troubles.FileNewer():
            return QCoreApplication.translate(
                "Troubles",
                "A newer version of Regulars has used this file. Install that version."
                " The file was not touched.",
            )
        case troubles.FileTooOld():
            return QCoreApplication.translate(
                "Troubles", "This file is too old for this version of Regulars."
            )
        case troubles.AlreadyOpen():
            return QCoreApplication.translate(
                "Troubles", "Regulars is already open with this shop's data."
            )
        case troubles.StoreBusy():
            return QCoreApplication.translate("Troubles", "The shop's file is busy. Try again.")
        case troubles.EngineUnfit():
            return QCoreApplication.translate(
                "Troubles", "This installation is not fit to keep points. Install it again."
            )
        case _:
            return _last(found)


def _last(found: troubles.Trouble) -> str:
    match found:
        case troubles.BackupFailed():
            return QCoreApplication.translate(
                "Troubles", "The backup could not be made, so nothing was changed."
            )
        case troubles.FileUnreadable():
            return QCoreApplication.translate("Troubles", "The file cannot be read.")
        case troubles.FileUnwritable():
            return QCoreApplication.translate("Troubles", "The file cannot be written there.")
        case troubles.ProgramFault():
            return QCoreApplication.translate(
                "Troubles",
                "Something in the program went wrong. Look at the member's history before you try"
                " again.",
            )
        case troubles.NotSetUp():
            return QCoreApplication.translate("Troubles", "There is no shop in this folder yet.")
        case _:
            return QCoreApplication.translate("Troubles", "Something outside the program failed.")
