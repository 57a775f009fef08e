"""A key as it is printed on the things it works: a small outlined cap with the key's name."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import current_look

_PADDING_PX = 7


@dataclass(frozen=True, slots=True)
class KeyCap:
    """A measured cap; measure again when the key, the letters or the look has changed."""

    key: str
    font: QFont
    width: int
    height: int

    def draw(self, painter: QPainter, widget: QWidget, *, right: int, colour: str) -> None:
        """Draw a cap that ends at `right`, in the middle of the widget's height."""
        top = (widget.height() - self.height) / 2
        cap = QRectF(right - self.width, top, self.width, self.height)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(self.font)
        painter.setPen(QPen(QColor(colour), 1))
        painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, self.key)
        painter.restore()


def measure_cap(widget: QWidget, key: str) -> KeyCap:
    """Measure a cap in the letters of a widget."""
    font = _font(widget)
    metrics = QFontMetrics(font)
    width = metrics.horizontalAdvance(key) + 2 * _PADDING_PX
    return KeyCap(key, font, width, metrics.height() + 2)


def _font(widget: QWidget) -> QFont:
    font = QFont(widget.font())
    font.setPixelSize(current_look().scale.caption)
    font.setBold(False)
    return font
