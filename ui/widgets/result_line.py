"""The line under the scan field: what just happened, in a shape, a colour and words."""

from enum import StrEnum

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui.theme import current_look
from ui.theme.icons import SIZE_PX, pixmap
from ui.theme.roles import dress
from ui.widgets.buttons import KeyButton
from ui.widgets.plain import PlainLabel


class Tone(StrEnum):
    """What a result means; each has a colour and a shape of its own."""

    NEUTRAL = "neutral"
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


class Shape(QWidget):
    """A one-colour icon beside a text, in the colour of its tone; says nothing aloud."""

    def __init__(self, name: str = "", tone: str = "text", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._tone = tone
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def show_as(self, name: str, tone: str) -> None:
        """Draw another icon, or none."""
        self._name, self._tone = name, tone
        self.update()

    def sizeHint(self) -> QSize:
        """One icon."""
        return QSize(SIZE_PX, SIZE_PX)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw in the colours of now, so a new look needs no word to this widget."""
        if not self._name:
            return
        colour = getattr(current_look().tokens, self._tone)
        painter = QPainter(self)
        painter.drawPixmap(0, 0, pixmap(self._name, colour, SIZE_PX, self.devicePixelRatioF()))
        painter.end()


class ResultLine(QFrame):
    """Shows one result until the next; always takes its room, so nothing on the page jumps.

    `acted` says that the offer at its end was taken by mouse or touch ("Undo").
    """

    acted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone: Tone | None = None
        self._shape = Shape()
        self._text = PlainLabel(wrap=True)
        self._text.setObjectName("result_text")
        self._offer = KeyButton(role="quiet")
        self._offer.setObjectName("result_offer")
        self._offer.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._offer.clicked.connect(self.acted)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 8, 4)
        row.setSpacing(12)
        row.addWidget(self._shape)
        row.addWidget(self._text, 1)
        row.addWidget(self._offer)
        self._offer.setVisible(False)
        dress(self, role="result", tone="none")
        self._keep_room()

    @property
    def tone(self) -> Tone | None:
        """What is shown means; None when nothing is shown."""
        return self._tone

    def text(self) -> str:
        """Give the words shown."""
        return self._text.text()

    def say(self, tone: Tone, text: str, *, offer: str = "", key: str = "") -> None:
        """Show a result, with at most one thing to do about it and the key that does it."""
        self._tone = tone
        colour = "accent" if tone is Tone.NEUTRAL else tone.value
        self._shape.show_as(tone.value, colour)
        self._text.setText(text)
        self.setAccessibleName(text)
        self._offer.setText(offer)
        self._offer.set_hint(key)
        self._offer.setVisible(bool(offer))
        dress(self, tone=tone.value)

    def clear(self) -> None:
        """Show nothing."""
        self._tone = None
        self._shape.show_as("", "text")
        self._text.clear()
        self.setAccessibleName("")
        self._offer.setVisible(False)
        dress(self, tone="none")

    def changeEvent(self, event: QEvent) -> None:
        """Larger letters need more room."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._keep_room()

    def _keep_room(self) -> None:
        self.setMinimumHeight(max(56, round(current_look().scale.emphasis * 3.1)))
