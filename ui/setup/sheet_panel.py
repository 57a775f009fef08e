"""The recovery key on screen: why it matters, the key itself, and what to do with it now."""

from typing import Protocol

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.printing.values import RecoverySheet
from ui.named import named
from ui.theme.roles import dress
from ui.widgets.buttons import KeyButton
from ui.widgets.panel import Panel
from ui.widgets.plain import PlainLabel

_LINE_GROUPS = 4


class RecoveryDesk(Protocol):
    """Prints a recovery sheet; `ui.context.PaperDesk` is one."""

    def recovery(self, sheet: RecoverySheet) -> None:
        """Show the sheet with print and save."""


class SheetPanel(QWidget):
    """Shows one sheet. `printed` when it was opened for printing, `put_away` when it is safe."""

    printed = Signal()
    put_away = Signal()

    def __init__(self, desk: RecoveryDesk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sheet: RecoverySheet | None = None
        self._key_store = ""
        self._why = PlainLabel(wrap=True)
        self._key = named(PlainLabel(type="title"), "recovery_key")
        self._key.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._key.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._where = named(PlainLabel(tone="quiet", wrap=True), "key_store")
        self._print = named(KeyButton(role="primary", icon_name="print"), "print_sheet")
        self._safe = named(KeyButton(), "put_away")
        self._print.clicked.connect(self._on_print)
        self._safe.clicked.connect(self.put_away)
        self._lay_out()
        self.retranslate()

    def show_sheet(self, sheet: RecoverySheet, key_store: str) -> None:
        """Show a key and where this computer keeps its own: "keyring" or "file"."""
        self._sheet, self._key_store = sheet, key_store
        groups = sheet.key_text.split("-")
        lines = [groups[at : at + _LINE_GROUPS] for at in range(0, len(groups), _LINE_GROUPS)]
        self._key.setText("\n".join("   ".join(line) for line in lines))
        self.retranslate()

    def first(self) -> QWidget:
        """Begin with printing."""
        return self._print

    def forget(self) -> None:
        """Take the key off the screen."""
        self._sheet = None
        self._key.clear()

    def retranslate(self) -> None:
        """Set the words again."""
        self._why.setText(
            self.tr(
                "If this computer breaks or is stolen, this key opens the shop's backups on a new"
                " one. Nobody else has it, and nobody can make it again. Print it and keep it away"
                " from this computer."
            )
        )
        self._key.setAccessibleName(self.tr("Recovery key"))
        self._where.setText(self._where_words())
        self._print.setText(self.tr("Print or save as PDF"))
        self._safe.setText(self.tr("I have put it away safely"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _lay_out(self) -> None:
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(16)
        inside.addWidget(self._why)
        frame = Panel()
        frame.body.addWidget(self._key)
        inside.addWidget(frame)
        inside.addWidget(self._where)
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._print)
        row.addWidget(self._safe)
        row.addStretch()
        inside.addLayout(row)

    def _where_words(self) -> str:
        if self._key_store == "file":
            return self.tr(
                "For every day, this computer keeps its key in a file that only this user account"
                " can read, because it has no keyring."
            )
        return self.tr("For every day, this computer keeps its key in the system's keyring.")

    def _on_print(self) -> None:
        assert self._sheet is not None, "there is a sheet to print"
        self._desk.recovery(self._sheet)
        dress(self._print, role="ordinary")
        dress(self._safe, role="primary")
        self._safe.setFocus()
        self.printed.emit()
