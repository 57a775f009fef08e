"""Rows of two lines, for members found, a history, the inbox and tills: model and drawing.

The words of a row come from whoever makes the model; nothing here knows what a row means.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QApplication,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from ui.doing import WhenDone
from ui.paged_model import DISPLAY, PagedModel, Row
from ui.theme import current_look

FACE = Qt.ItemDataRole.UserRole
_PADDING_PX = 12
_GAP_PX = 16
_ROOT = QModelIndex()


@dataclass(frozen=True, slots=True)
class Face:
    """What a row shows: two lines at the left, two figures at the right, and what is read aloud."""

    title: str
    under: str
    figure: str
    figure_under: str
    spoken: str
    tone: str = "text"


class FaceModel(PagedModel[Row], Generic[Row]):
    """Pages of rows, each with a face."""

    def __init__(
        self,
        when_done: WhenDone,
        worded: Callable[[Row], Face],
        *,
        page: int,
        about: Callable[[Row], object] = lambda row: row,
        parent: QObject | None = None,
    ) -> None:
        """Word rows with `worded`; `about` is what a row is about, whatever becomes of it."""
        super().__init__(when_done, page=page, parent=parent)
        self._worded, self._about = worded, about

    def is_same(self, row: Row, other: Row) -> bool:
        """Tell whether two rows are about the same thing."""
        return self._about(row) == self._about(other)

    def find(self, about: object) -> int:
        """Give the row about something; -1 where it is not among those that have come."""
        rows = (at for at in range(self.rowCount()) if self._about(self.row(at)) == about)
        return next(rows, -1)

    def cell(self, row: Row, column: int, role: int) -> object:
        """Give the face, its title, or what a screen reader says."""
        if role == FACE:
            return self._worded(row)
        if role == DISPLAY:
            return self._worded(row).title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._worded(row).spoken
        return None

    def reword(self) -> None:
        """Say every row again, in the language of now."""
        last = self.rowCount() - 1
        if last >= 0:
            self.dataChanged.emit(self.index(0, 0), self.index(last, 0))


class FaceDelegate(QStyledItemDelegate):
    """Draws faces; text is only ever painted, so a name can be no markup."""

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Two lines and some air."""
        scale = current_look().scale
        lines = _metrics(option, scale.body).height() + _metrics(option, scale.caption).height()
        return QSize(100, lines + _PADDING_PX)

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Draw the row as the style does, without words, and then the four texts."""
        face = index.data(FACE)
        shown = QStyleOptionViewItem(option)
        self.initStyleOption(shown, index)
        shown.text = ""
        widget = shown.widget
        style = widget.style() if widget is not None else QApplication.style()
        style.drawControl(QStyle.ControlElement.CE_ItemViewItem, shown, painter, widget)
        if isinstance(face, Face):
            room = shown.rect.adjusted(_PADDING_PX, 4, -_PADDING_PX, -4)
            painter.save()
            _draw(painter, room, face, option)
            painter.restore()


def _draw(painter: QPainter, room: QRect, face: Face, option: QStyleOptionViewItem) -> None:
    scale, tokens = current_look().scale, current_look().tokens
    body, caption = _font(option, scale.body), _font(option, scale.caption)
    top = QRect(room.left(), room.top(), room.width(), QFontMetrics(body).height() + 2)
    below = QRect(room.left(), top.bottom(), room.width(), room.bottom() - top.bottom())
    bold = _font(option, scale.body)
    bold.setBold(True)
    _line(painter, top, (bold, face.title, tokens.text), (bold, face.figure, face.tone))
    _line(
        painter, below, (caption, face.under, tokens.quiet), (caption, face.figure_under, "quiet")
    )


def _line(
    painter: QPainter, room: QRect, left: tuple[QFont, str, str], right: tuple[QFont, str, str]
) -> None:
    """Draw a text that gives way and a figure that does not."""
    font, figure, tone = right
    painter.setFont(font)
    painter.setPen(QColor(getattr(current_look().tokens, tone)))
    middle = Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
    painter.drawText(room, (middle | Qt.AlignmentFlag.AlignRight).value, figure)
    taken = QFontMetrics(font).horizontalAdvance(figure) + _GAP_PX if figure else 0
    font, words, colour = left
    painter.setFont(font)
    painter.setPen(QColor(colour))
    rest = room.adjusted(0, 0, -taken, 0)
    cut = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, rest.width())
    painter.drawText(rest, (middle | Qt.AlignmentFlag.AlignLeft).value, cut)


def _font(option: QStyleOptionViewItem, size_px: int) -> QFont:
    font = QFont(option.font)
    font.setPixelSize(size_px)
    return font


def _metrics(option: QStyleOptionViewItem, size_px: int) -> QFontMetrics:
    return QFontMetrics(_font(option, size_px))


class FaceList(QListView):
    """A list for keyboard and finger; Enter and double click choose, and Tab leaves it."""

    def __init__(self, model: FaceModel[Row], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(FaceDelegate(self))
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)

    def current_row(self) -> int:
        """Give the row in hand; -1 if there is none."""
        return self.currentIndex().row()

    def take(self, row: int) -> None:
        """Put the bar on a row."""
        model = self.model()
        if 0 <= row < model.rowCount(_ROOT):
            self.setCurrentIndex(model.index(row, 0))
