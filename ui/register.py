"""Say when the folder of the shop's register cannot be used, and stop saying so when it can."""

from typing import Protocol

from PySide6.QtCore import QObject

from desktop.handover.desk import HandOver
from desktop.trouble import AlreadyOpen, DiskFailed, DiskFull, Trouble


class Notice(Protocol):
    """The line above the pages."""

    def notice(self, text: str, *, bad: bool) -> None:
        """Show it; an empty text takes it away."""


class RegisterNotes(QObject):
    """Belongs to the program; `tell` is called whenever the register's side has changed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._said = ""

    def tell(self, hand_over: HandOver, shell: Notice, *, anew: bool = False) -> None:
        """Say what troubles the folder now, once; `anew` where the line was taken away."""
        found = hand_over.trouble
        words = "" if found is None else self._words(found, str(hand_over.folder))
        if anew and not words:
            self._said = ""
        elif anew or words != self._said:
            self._said = words
            shell.notice(words, bad=True)

    def _words(self, found: Trouble, folder: str) -> str:
        match found:
            case DiskFull():
                words = self.tr(
                    "The disk is full, so the register gets no answers. Free some space."
                )
            case DiskFailed():
                words = self.tr("The disk reported a fault, so the register gets no answers.")
            case AlreadyOpen():
                #: {folder} is a path
                words = self.tr(
                    "Another till takes the register's sales from {folder}. Choose a folder of its"
                    " own for this one, in Preferences."
                )
            case _:
                #: {folder} is a path
                words = self.tr(
                    "The register's sales do not arrive: {folder} cannot be used. Check it, or"
                    " choose another in Preferences."
                )
        return words.format(folder=folder.encode("utf-8", "replace").decode())
