"""The band that says nothing here is real. The window shows it above every page of training."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.named import named
from ui.theme.roles import dress
from ui.widgets.plain import PlainLabel


class TrainingBanner(QFrame):
    """One line across, in the colour of the training shop."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("training_banner")
        dress(self, role="banner")
        self._words = named(PlainLabel(), "training")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(16, 6, 16, 6)
        inside.addWidget(self._words)
        self._retranslate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._words.setText(self.tr("Training: nothing here is real"))
