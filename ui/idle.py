"""Notice that nobody has touched the till for a while."""

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QInputEvent

_TOUCHES = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.TouchBegin,
        QEvent.Type.Wheel,
    }
)


class Idle(QObject):
    """Says `elapsed` once when no key, mouse or finger came for so long."""

    elapsed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.elapsed)

    def watch(self, seconds: int) -> None:
        """Start counting anew, with this patience."""
        self._timer.start(seconds * 1000)

    def rest(self) -> None:
        """Stop counting."""
        self._timer.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Count from the newest touch; let every event pass."""
        is_input = isinstance(event, QInputEvent)  # the quick question first: every event asks it
        if is_input and event.type() in _TOUCHES and self._timer.isActive():
            self._timer.start()
        return False
