"""The list of found members: a model for it and how a row is drawn. Phones are masked already."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.answers import MemberRow
from ui import text
from ui.theme import Look, current_look

_ROW = Qt.ItemDataRole.UserRole
_PADDING_PX = 16
_LINE_GAP_PX = 2
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_Index = QModelIndex | QPersistentModelIndex


class FoundModel(QAbstractListModel):
    """At most a page of members, best first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[MemberRow, ...] = ()

    def show(self, rows: tuple[MemberRow, ...]) -> None:
        """Show other members."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_at(self, index: _Index) -> MemberRow | None:
        """Give the member of a row; None where there is none."""
        return self._rows[index.row()] if index.isValid() else None

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Count the members."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a row's words, or the member it is about."""
        row = self.row_at(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return "  ".join(part for part in (row.name, details(row)) if part)
        return row if role == _ROW else None


def details(row: MemberRow) -> str:
    """Give what tells members of one name apart."""
    number = text.member_number(row.number) if row.number else ""
    return "  ·  ".join(part for part in (row.phone_masked, number) if part)


@dataclass(frozen=True, slots=True)
class _Ink:
    """What every row is drawn with: made once, and anew where the look or the letters change."""

    look: Look
    base: QFont
    name: QFont
    points: QFont
    small: QFont
    name_size: QFontMetrics
    points_size: QFontMetrics
    small_size: QFontMetrics

    def colour(self, token: str) -> QColor:
        """Give a colour of the look."""
        return QColor(getattr(self.look.tokens, token))


class FoundDelegate(QStyledItemDelegate):
    """Draws a name over its details, the points at the right."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ink: _Ink | None = None

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Two lines, and never less than a finger needs. The same for every row."""
        scale = current_look().scale
        return QSize(240, max(64, round((scale.emphasis + scale.caption) * 1.5) + 16))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one row in the colours of now."""
        row = index.data(_ROW)
        if not isinstance(row, MemberRow):
            return
        ink = self._ink_of(painter)
        painter.save()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, ink.colour("accent_soft"))
            painter.fillRect(rect.adjusted(0, 0, 4 - rect.width(), 0), ink.colour("accent"))
        painter.setPen(ink.colour("line"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        _draw_words(painter, rect.adjusted(_PADDING_PX, 8, -_PADDING_PX, -8), row, ink)
        painter.restore()

    def _ink_of(self, painter: QPainter) -> _Ink:
        look, base = current_look(), painter.font()
        if self._ink is None or self._ink.look is not look or self._ink.base != base:
            self._ink = _mixed(look, base)
        return self._ink


def _mixed(look: Look, base: QFont) -> _Ink:
    name = _font(base, look.scale.emphasis, bold=True)
    points = _font(base, look.scale.body)
    small = _font(base, look.scale.caption)
    sizes = QFontMetrics(name), QFontMetrics(points), QFontMetrics(small)
    return _Ink(look, base, name, points, small, *sizes)


def _draw_words(painter: QPainter, rect: QRect, row: MemberRow, ink: _Ink) -> None:
    balance, about = text.points(row.balance), details(row)
    points_width = ink.points_size.horizontalAdvance(balance)
    left = rect.adjusted(0, 0, -points_width - _PADDING_PX, 0)
    painter.setPen(ink.colour("text"))
    painter.setFont(ink.points)
    painter.drawText(rect, _MIDDLE | Qt.AlignmentFlag.AlignRight, balance)
    small_height = ink.small_size.height() if about else 0
    upper = left.adjusted(0, 0, 0, -small_height - _LINE_GAP_PX if small_height else 0)
    painter.setFont(ink.name)
    painter.drawText(upper, _MIDDLE, _cut(ink.name_size, row.name, left.width()))
    if about:
        painter.setPen(ink.colour("quiet"))
        painter.setFont(ink.small)
        lower = left.adjusted(0, left.height() - small_height, 0, 0)
        painter.drawText(lower, _MIDDLE, _cut(ink.small_size, about, left.width()))


def _font(base: QFont, size_px: int, *, bold: bool = False) -> QFont:
    font = QFont(base)
    font.setPixelSize(size_px)
    font.setBold(bold)
    return font


def _cut(size: QFontMetrics, words: str, width: int) -> str:
    """Shorten words that do not fit. Where they surely do, they are not measured: a letter is
    never wider than its line is high.
    """
    if len(words) * size.height() <= width:
        return words
    return size.elidedText(words, Qt.TextElideMode.ElideRight, width)
