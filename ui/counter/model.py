"""The list of found members: a model for it and how a row is drawn. Phones are masked already."""

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.answers import MemberRow
from ui import text
from ui.theme import current_look

_ROW = Qt.ItemDataRole.UserRole
_PADDING_PX = 16
_LINE_GAP_PX = 2
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


class FoundDelegate(QStyledItemDelegate):
    """Draws a name over its details, the points at the right."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """Two lines, and never less than a finger needs."""
        scale = current_look().scale
        return QSize(240, max(64, round((scale.emphasis + scale.caption) * 1.5) + 16))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one row in the colours of now."""
        row = index.data(_ROW)
        if not isinstance(row, MemberRow):
            return
        look = current_look()
        painter.save()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(look.tokens.accent_soft))
            painter.fillRect(rect.adjusted(0, 0, 4 - rect.width(), 0), QColor(look.tokens.accent))
        painter.setPen(QColor(look.tokens.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._draw_words(painter, rect.adjusted(_PADDING_PX, 8, -_PADDING_PX, -8), row)
        painter.restore()

    def _draw_words(self, painter: QPainter, rect: QRect, row: MemberRow) -> None:
        look = current_look()
        balance = text.points(row.balance)
        name_font = _font(painter.font(), look.scale.emphasis, bold=True)
        points_font = _font(painter.font(), look.scale.body)
        small_font = _font(painter.font(), look.scale.caption)
        points_width = QFontMetrics(points_font).horizontalAdvance(balance)
        left = rect.adjusted(0, 0, -points_width - _PADDING_PX, 0)
        painter.setPen(QColor(look.tokens.text))
        painter.setFont(points_font)
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, middle | Qt.AlignmentFlag.AlignRight, balance)
        small_height = QFontMetrics(small_font).height() if details(row) else 0
        upper = left.adjusted(0, 0, 0, -small_height - _LINE_GAP_PX if small_height else 0)
        painter.setFont(name_font)
        painter.drawText(upper, middle, _cut(name_font, row.name, left.width()))
        painter.setPen(QColor(look.tokens.quiet))
        painter.setFont(small_font)
        lower = left.adjusted(0, left.height() - small_height, 0, 0)
        painter.drawText(lower, middle, _cut(small_font, details(row), left.width()))


def _font(base: QFont, size_px: int, *, bold: bool = False) -> QFont:
    font = QFont(base)
    font.setPixelSize(size_px)
    font.setBold(bold)
    return font


def _cut(font: QFont, words: str, width: int) -> str:
    return QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, width)
