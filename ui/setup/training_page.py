"""While the training shop is made: how far it is, and a way out."""

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from desktop.trouble import Trouble
from ui import text
from ui.named import named
from ui.theme.roles import dress
from ui.widgets.buttons import KeyButton
from ui.widgets.plain import PlainLabel

_WIDTH_PX = 560


class TrainingPage(QWidget):
    """Shows progress; `left` asks to stop and go back."""

    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = named(dress(PlainLabel(), type="title"), "training-title")
        self._text = named(dress(PlainLabel(), tone="quiet"), "training-text")
        self._text.setWordWrap(True)
        self._bar = named(QProgressBar(), "training-progress", spoken=self.tr("Progress"))
        self._bar.setRange(0, 0)
        self._bar.setTextVisible(False)
        self._cancel = named(KeyButton(role="ordinary", hint="Esc"), "training-cancel")
        self._cancel.setShortcut(Qt.Key.Key_Escape)
        self._cancel.clicked.connect(self.left)
        inside = QWidget()
        inside.setFixedWidth(_WIDTH_PX)
        column = QVBoxLayout(inside)
        column.setSpacing(16)
        column.addStretch()
        for widget in (self._title, self._text, self._bar, self._cancel):
            column.addWidget(widget)
        column.addStretch()
        whole = QHBoxLayout(self)
        whole.addWidget(inside, 0, Qt.AlignmentFlag.AlignHCenter)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        self._title.setText(self.tr("Making the training shop"))
        self._text.setText(
            self.tr("Two thousand made-up members and a year of sales. Nothing in it is real.")
        )
        self._cancel.setText(self.tr("Cancel"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @Slot(int, int)
    def show_progress(self, done: int, whole: int) -> None:
        """Show how far it is."""
        self._bar.setRange(0, whole)
        self._bar.setValue(done)

    def failed(self, trouble: Trouble) -> None:
        """Say what got in the way; Esc leads back."""
        self._bar.hide()
        dress(self._text, tone="bad")
        self._text.setText(text.trouble(trouble))
