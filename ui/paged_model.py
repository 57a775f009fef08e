"""Rows so far, and the promise of more: a table whose pages come by key from another thread.

It never asks the store itself and never waits. Sorting and filtering are the reader's business.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Generic, TypeAlias, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Signal
from PySide6.QtCore import Qt as _Qt

from desktop.trouble import Trouble
from ui.doing import WhenDone

Row = TypeVar("Row")
AnyIndex: TypeAlias = QModelIndex | QPersistentModelIndex
Fetch: TypeAlias = Callable[[Row | None], "Future[list[Row]]"]
"""Asks for the page after a row; None asks for the first page."""

DISPLAY = _Qt.ItemDataRole.DisplayRole
_ROOT = QModelIndex()


class PagedModel(QAbstractTableModel, Generic[Row]):
    """Shows what has come, one page of `page` rows at a time.

    Subclasses say what a cell holds, in `cell`. Answers to an older question are dropped.
    `counted` carries how many rows there are and whether these are all.
    """

    counted = Signal(int, bool)
    failed = Signal(object)

    def __init__(
        self, when_done: WhenDone, *, columns: int = 1, page: int, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._when_done = when_done
        self._columns = columns
        self._page = page
        self._rows: list[Row] = []
        self._fetch: Fetch[Row] | None = None
        self._generation = 0
        self._is_complete = True
        self._is_loading = False

    # What pages ask -----------------------------------------------------------------------------

    @property
    def is_complete(self) -> bool:
        """Whether the last page has come."""
        return self._is_complete

    def row(self, at: int) -> Row:
        """Give a row that is here."""
        return self._rows[at]

    def show(self, fetch: Fetch[Row]) -> None:
        """Forget what is shown and ask for the first page."""
        self._start(fetch, [], is_complete=False)
        self.fetchMore(_ROOT)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show rows that are all there is."""
        self._start(None, list(rows), is_complete=True)
        self.counted.emit(len(self._rows), self._is_complete)

    def refresh(self) -> None:
        """Ask for the first page again; nothing moves on the screen unless it is different."""
        fetch = self._fetch
        if fetch is None:
            return
        self._generation += 1
        generation = self._generation
        self._is_loading = True
        self._when_done(
            fetch(None), lambda rows: self._replace(generation, fetch, rows), self._stumble
        )

    # What Qt asks -------------------------------------------------------------------------------

    def rowCount(self, parent: AnyIndex = _ROOT) -> int:
        """Give how many rows have come."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: AnyIndex = _ROOT) -> int:
        """Give the number of columns."""
        return 0 if parent.isValid() else self._columns

    def data(self, index: AnyIndex, role: int = DISPLAY) -> object:
        """Give one cell, from memory."""
        if not index.isValid() or index.row() >= len(self._rows):
            return None
        return self.cell(self._rows[index.row()], index.column(), role)

    def cell(self, row: Row, column: int, role: int) -> object:
        """Give what a row shows in a column for a role; None where nothing."""
        raise NotImplementedError

    def is_same(self, row: Row, other: Row) -> bool:
        """Tell whether two rows are about the same thing, whatever has become of it."""
        return row == other

    def canFetchMore(self, parent: AnyIndex) -> bool:
        """Whether another page may exist and is not on its way."""
        return not (parent.isValid() or self._is_complete or self._is_loading)

    def fetchMore(self, parent: AnyIndex) -> None:
        """Ask for the page after the last row."""
        if not self.canFetchMore(parent) or self._fetch is None:
            return
        self._is_loading = True
        generation = self._generation
        last = self._rows[-1] if self._rows else None
        self._when_done(
            self._fetch(last), lambda rows: self._append(generation, rows), self._stumble
        )

    # Answers ------------------------------------------------------------------------------------

    def _start(self, fetch: Fetch[Row] | None, rows: list[Row], *, is_complete: bool) -> None:
        self.beginResetModel()
        self._generation += 1
        self._fetch, self._rows = fetch, rows
        self._is_complete, self._is_loading = is_complete, False
        self.endResetModel()

    def _append(self, generation: int, rows: list[Row]) -> None:
        """Add a page; until its rows are in it is loading, for views ask for more meanwhile."""
        if generation != self._generation:
            return
        if rows:
            first = len(self._rows)
            self.beginInsertRows(_ROOT, first, first + len(rows) - 1)
            self._rows.extend(rows)
        self._is_loading = False
        self._is_complete = len(rows) < self._page
        if rows:
            self.endInsertRows()
        self.counted.emit(len(self._rows), self._is_complete)

    def _replace(self, generation: int, fetch: Fetch[Row], rows: list[Row]) -> None:
        if generation != self._generation:
            return
        self._is_loading = False
        shown = self._rows[: self._page]
        if rows == shown:
            return
        if len(rows) == len(shown) and all(map(self.is_same, rows, shown)):
            self._rows[: len(rows)] = rows  # the bar and the scrolling stay where they are
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, self._columns - 1))
            self.counted.emit(len(self._rows), self._is_complete)
            return
        self._start(fetch, rows, is_complete=len(rows) < self._page)
        self.counted.emit(len(self._rows), self._is_complete)

    def _stumble(self, trouble: Trouble) -> None:
        """Stop asking; scrolling on would only fail again. The next `show` starts anew."""
        self._is_loading, self._is_complete = False, True
        self.failed.emit(trouble)
