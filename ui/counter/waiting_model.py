"""The list of waiting sales: a model for it, and how a row is drawn in one line."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from ui.theme import current_look

_ROW = Qt.ItemDataRole.UserRole
_PADDING_PX = 16
_GAP_PX = 24
_ROW_PX = 52
_RECEIPT_PX = 150
"""Details of usual receipts stand below each other; a longer number pushes its own aside."""
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True, slots=True)
class WaitingRow:
    """A waiting sale in words; `mark` says that it is on the counter."""

    key: str
    receipt: str
    amount: str
    details: str
    mark: str = ""


class WaitingModel(QAbstractListModel):
    """The sales that wait, newest first."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._rows: tuple[WaitingRow, ...] = ()

    def show(self, rows: tuple[WaitingRow, ...]) -> None:
        """Show other sales."""
        self.beginResetModel()
        self._rows = rows
        self.endResetModel()

    def row_at(self, index: _Index) -> WaitingRow | None:
        """Give the sale of a row; None where there is none."""
        return self._rows[index.row()] if index.isValid() else None

    def row_of(self, key: str) -> int:
        """Give the row of a sale; the first where it is gone."""
        return next((at for at, row in enumerate(self._rows) if row.key == key), 0)

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        """Count the sales."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Give a row's words (typing a receipt number finds it), or the row."""
        row = self.row_at(index)
        if row is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            parts = (row.receipt, row.amount, row.details, row.mark)
            return "  ".join(part for part in parts if part)
        return row if role == _ROW else None


class WaitingDelegate(QStyledItemDelegate):
    """Draws receipt, details and amount from left to right: low, so that many rows are seen."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        """One line, and never less than a finger needs."""
        return QSize(240, max(_ROW_PX, round(current_look().scale.emphasis * 1.5) + 16))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        """Draw one row in the colours of now."""
        row = index.data(_ROW)
        if not isinstance(row, WaitingRow):
            return
        tokens = current_look().tokens
        painter.save()
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, QColor(tokens.accent_soft))
            painter.fillRect(rect.adjusted(0, 0, 4 - rect.width(), 0), QColor(tokens.accent))
        painter.setPen(QColor(tokens.line))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        self._draw_words(painter, rect.adjusted(_PADDING_PX, 0, -_PADDING_PX, 0), row)
        painter.restore()

    def _draw_words(self, painter: QPainter, rect: QRect, row: WaitingRow) -> None:
        look = current_look()
        strong = _font(painter.font(), look.scale.emphasis, bold=True)
        plain = _font(painter.font(), look.scale.body)
        right = Qt.AlignmentFlag.AlignRight
        left = Qt.AlignmentFlag.AlignLeft
        rest = rect
        rest.setRight(
            rest.right() - _draw(painter, rest, strong, look.tokens.text, row.amount, right)
        )
        if row.mark:
            taken = _draw(painter, rest, plain, look.tokens.accent, row.mark, right)
            rest.setRight(rest.right() - taken)
        taken = _draw(painter, rest, strong, look.tokens.text, row.receipt, left)
        rest.setLeft(rest.left() + max(taken, _RECEIPT_PX))
        _draw(painter, rest, plain, look.tokens.quiet, row.details, left)


def _draw(
    painter: QPainter, rect: QRect, font: QFont, colour: str, words: str, side: Qt.AlignmentFlag
) -> int:
    """Draw words at one side, cut to the room there is; gives the room they took, with a gap."""
    metrics = QFontMetrics(font)
    shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, max(0, rect.width()))
    painter.setFont(font)
    painter.setPen(QColor(colour))
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter | side, shown)
    return metrics.horizontalAdvance(shown) + _GAP_PX


def _font(base: QFont, size_px: int, *, bold: bool = False) -> QFont:
    font = QFont(base)
    font.setPixelSize(size_px)
    font.setBold(bold)
    return font
