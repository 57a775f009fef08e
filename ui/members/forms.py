"""What the three forms beside a member have in common: why not, Enter, and one button at the end.

The way out is the page's own Back; it forgets nothing that was typed.
"""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from ui.named import named
from ui.widgets.buttons import primary
from ui.widgets.panel import Panel
from ui.widgets.plain import PlainLabel

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class Refused(PlainLabel):
    """Why an answer cannot be, under it; takes no room while there is nothing to say."""

    def __init__(self, name: str) -> None:
        super().__init__(tone="bad", wrap=True)
        self.setObjectName(name)
        self.hide()

    def say(self, words: str) -> None:
        """Show a sentence, or nothing."""
        self.setText(words)
        self.setVisible(bool(words))


class FormPanel(Panel):
    """Fields that Enter walks through, and one accent button."""

    wanted = Signal()

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName(name)
        self.body.setContentsMargins(16, 12, 16, 12)
        self.body.setSpacing(8)
        self.do = named(primary(), f"{name}_do")
        self.do.clicked.connect(self.wanted)

    def steps(self) -> Sequence[QWidget]:
        """Give what Enter visits, in order."""
        return ()

    def begin(self) -> None:
        """Put the cursor on the first field."""
        steps = self.steps()
        (steps[0] if steps else self.do).setFocus(Qt.FocusReason.OtherFocusReason)

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter moves on and at the end does it; Ctrl+Enter does it from anywhere."""
        if event.key() not in _ENTER:
            super().keyPressEvent(event)
            return
        steps, here = self.steps(), self.focusWidget()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.do.click()
        elif here in steps[:-1]:
            steps[steps.index(here) + 1].setFocus(Qt.FocusReason.OtherFocusReason)
        elif isinstance(here, QAbstractButton) and here not in steps:
            here.click()
        else:
            self.do.click()

    def _end(self) -> None:
        self.body.addStretch(1)
        self.body.addWidget(self.do)
