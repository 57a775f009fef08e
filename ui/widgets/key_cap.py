"""A key as it is printed on the things it works: a small outlined cap with the key's name."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QWidget

from ui.theme import current_look

_PADDING_PX = 7


def cap_width(widget: QWidget, key: str) -> int:
    """Give the room a cap needs on this widget."""
    return QFontMetrics(_font(widget)).horizontalAdvance(key) + 2 * _PADDING_PX


def draw_cap(painter: QPainter, widget: QWidget, key: str, *, right: int, colour: str) -> None:
    """Draw a cap that ends at `right`, in the middle of the widget's height."""
    font = _font(widget)
    height = QFontMetrics(font).height() + 2
    width = cap_width(widget, key)
    cap = QRectF(right - width, (widget.height() - height) / 2, width, height)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setFont(font)
    painter.setPen(QPen(QColor(colour), 1))
    painter.drawRoundedRect(cap.adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
    painter.drawText(cap, Qt.AlignmentFlag.AlignCenter, key)
    painter.restore()


def _font(widget: QWidget) -> QFont:
    font = QFont(widget.font())
    font.setPixelSize(current_look().scale.caption)
    font.setBold(False)
    return font
