"""A round initial that stands for a person. No photographs are kept."""

import unicodedata

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from ui.theme import current_look
from ui.theme.icons import SIZE_PX, pixmap

SIDE_PX = 64


def initial(name: str) -> str:
    """Give the first letter or character of a name; empty if it has none."""
    for character in name:
        if unicodedata.category(character)[0] in {"L", "N"}:
            return character.upper()[:1]
    return ""


class Avatar(QWidget):
    """Draws the initial of whoever is shown; a screen reader hears the name itself, not this."""

    def __init__(
        self, name: str = "", side_px: int = SIDE_PX, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._initial = initial(name)
        self._side_px = side_px
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_name(self, name: str) -> None:
        """Stand for somebody else."""
        self._initial = initial(name)
        self.update()

    def sizeHint(self) -> QSize:
        """A square."""
        return QSize(self._side_px, self._side_px)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw a disc with the initial, or with a figure when there is none."""
        tokens = current_look().tokens
        disc = QRectF(self.rect())
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(tokens.accent_soft))
        painter.drawEllipse(disc)
        if self._initial:
            font = QFont(self.font())
            font.setPixelSize(round(self._side_px * 0.44))
            font.setBold(True)
            painter.setFont(font)
            painter.setPen(QColor(tokens.accent))
            painter.drawText(disc, Qt.AlignmentFlag.AlignCenter, self._initial)
        else:
            corner = (self._side_px - SIZE_PX) // 2
            density = self.devicePixelRatioF()
            painter.drawPixmap(corner, corner, pixmap("member", tokens.accent, SIZE_PX, density))
        painter.end()
