"""The line of commands under the counter: what else can be done, each with its key."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QWidget

from ui import actions
from ui.counter.flow import FlowLayout
from ui.named import named
from ui.widgets.buttons import KeyButton

_COMMANDS = (actions.Id.UNDO, actions.Id.REFUND, actions.Id.CARD, actions.Id.PRINT_SLIP)


class Foot(QWidget):
    """Two switches (number pad, categories), the commands, and the way to the member's page."""

    def __init__(
        self, commands: Mapping[actions.Id, QAction], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.pad_toggle = _toggle("pad_toggle", "keyboard")
        self.categories = _toggle("categories")
        self.open_member = named(KeyButton(role="quiet"), "open_member")
        line = FlowLayout(self)
        line.addWidget(self.pad_toggle)
        line.addWidget(self.categories)
        for id in _COMMANDS:  # noqa: A001
            button = named(KeyButton(role="quiet"), f"do_{id}")
            button.follow(commands[id])
            line.addWidget(button)
        line.addWidget(self.open_member)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words again, in the language of now."""
        self.pad_toggle.setAccessibleName(self.tr("Number pad"))
        self.pad_toggle.setToolTip(self.tr("Number pad"))
        self.categories.setText(self.tr("By category"))
        self.open_member.setText(self.tr("Member"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def _toggle(name: str, icon_name: str = "") -> KeyButton:
    button = named(KeyButton(role="choice", icon_name=icon_name), name)
    button.setCheckable(True)
    button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    return button
