"""Labels that never take a name for markup, and figures that line up.

A member may be called `<img src=…>`. Whatever is shown, in labels, tooltips and on buttons,
passes through here or through Qt's plain-text setters.
"""

import html

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from ui.theme.roles import dress


def plain_tip(text: str) -> str:
    """Give a text as a tooltip that shows it literally; tooltips guess, and guess wrong."""
    return f"<span>{html.escape(text)}</span>" if "<" in text else text


def plain_caption(text: str) -> str:
    """Give a text for a button, a tab or a menu, where `&` would make a shortcut."""
    return text.replace("&", "&&")


class PlainLabel(QLabel):
    """A label that shows its text literally, whatever the text is."""

    def __init__(
        self,
        text: str = "",
        *,
        type: str = "",  # noqa: A002
        tone: str = "",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._heights: dict[int, int] = {}  # by width
        super().setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(wrap)
        self.setText(text)
        dress(self, **{k: v for k, v in (("type", type), ("tone", tone)) if v})

    def setTextFormat(self, format: Qt.TextFormat) -> None:  # noqa: A002
        """Refuse anything but plain text: that is what this label is for."""
        assert format == Qt.TextFormat.PlainText, "PlainLabel shows text literally"

    def setText(self, text: str) -> None:
        """Show a text."""
        self._heights.clear()
        super().setText(text)

    def clear(self) -> None:
        """Show nothing."""
        self._heights.clear()
        super().clear()

    def heightForWidth(self, width: int) -> int:
        """Give the height at a width; breaking lines costs, and layouts ask again and again."""
        height = self._heights.get(width)
        if height is None:
            height = self._heights[width] = super().heightForWidth(width)
        return height

    def changeEvent(self, event: QEvent) -> None:
        """Measure anew in other letters."""
        self._heights.clear()
        super().changeEvent(event)

    def setToolTip(self, text: str) -> None:
        """Show the tooltip literally too."""
        super().setToolTip(plain_tip(text))


class FigureLabel(PlainLabel):
    """A number: right-aligned, digits of one width, with a size of its own."""

    def __init__(
        self,
        text: str = "",
        *,
        type: str = "body",  # noqa: A002
        tone: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, type=type, tone=tone, parent=parent)
        self.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)


class MoneyLabel(FigureLabel):
    """An amount, already written out by the one place that writes money."""


class ElidedLabel(PlainLabel):
    """One line that gives way: what does not fit is behind an ellipsis and in the tooltip."""

    def minimumSizeHint(self) -> QSize:
        """Allow it to shrink to a few letters."""
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), self.fontMetrics().horizontalAdvance("MMM…")), hint.height())

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        rect = self.contentsRect()
        line = self.text().replace("\n", " ")
        shown = self.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, self.alignment().value | Qt.TextFlag.TextSingleLine.value, shown)
        painter.end()

    def setText(self, text: str) -> None:
        """Show a text; the tooltip follows."""
        super().setText(text)
        self._tip()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Offer the whole text in the tooltip only when it is cut."""
        super().resizeEvent(event)
        self._tip()

    def _tip(self) -> None:
        is_cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(self.text() if is_cut else "")
