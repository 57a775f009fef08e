"""A layout that fills a line and goes on in the next, so that longer words need no wider page."""

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QStackedWidget, QWidget

GAP_PX = 8


def stacked(*pages: QWidget) -> QStackedWidget:
    """Put widgets in one place, of which one is shown."""
    stack = QStackedWidget()
    for page in pages:
        stack.addWidget(page)
    return stack


class FlowLayout(QLayout):
    """Sets widgets side by side at their own size and breaks lines where they are full."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._heights: dict[int, int] = {}  # by width; Qt asks a dozen times for one paint
        self._least: QSize | None = None
        self.setContentsMargins(0, 0, 0, 0)

    def addItem(self, item: QLayoutItem) -> None:
        """Keep an item."""
        self._items.append(item)

    def count(self) -> int:
        """Count the items."""
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:
        """Give an item; None past the last, as Qt asks."""
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:
        """Let an item go."""
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:
        """Want no more room than the widgets need."""
        return Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:
        """Be higher where it is narrower."""
        return True

    def heightForWidth(self, width: int) -> int:
        """Give the height at a width."""
        height = self._heights.get(width)
        if height is None:
            height = self._heights[width] = self._place(QRect(0, 0, width, 0), is_dry=True)
        return height

    def invalidate(self) -> None:
        """Forget what was measured: a widget has changed."""
        self._heights.clear()
        self._least = None
        super().invalidate()

    def setGeometry(self, rect: QRect) -> None:
        """Place the widgets."""
        super().setGeometry(rect)
        self._place(rect, is_dry=False)

    def sizeHint(self) -> QSize:
        """Give the widest widget's size: everything else can be broken."""
        return self.minimumSize()

    def minimumSize(self) -> QSize:
        """Give the widest and the highest of the widgets."""
        if self._least is None:
            self._least = QSize()
            for item in self._items:
                self._least = self._least.expandedTo(item.sizeHint())
        return self._least

    def _place(self, rect: QRect, *, is_dry: bool) -> int:
        left, top, line_height = rect.x(), rect.y(), 0
        for item in self._items:
            widget = item.widget()
            if widget is not None and widget.isHidden():
                continue
            size = item.sizeHint()
            if left > rect.x() and left + size.width() > rect.right() + 1:
                left, top, line_height = rect.x(), top + line_height + GAP_PX, 0
            if not is_dry:
                size.setWidth(min(size.width(), rect.width()))
                item.setGeometry(QRect(QPoint(left, top), size))
            left += size.width() + GAP_PX
            line_height = max(line_height, size.height())
        return top + line_height - rect.y()
