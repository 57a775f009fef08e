"""What the shop sells: two plain tables to type into, and two ways to fill them quickly."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemView,
    QButtonGroup,
    QHBoxLayout,
    QHeaderView,
    QPlainTextEdit,
    QStackedWidget,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from desktop.store.shop import Shop
from ui.named import named
from ui.preferences.goods import BadRow, Row, rows_of_categories, rows_of_items
from ui.preferences.parts import GAP_PX, Section
from ui.preferences.simple import Chosen, ask_file
from ui.widgets.buttons import KeyButton
from ui.widgets.plain import ElidedLabel

KINDS = ("categories", "items")
_TABLE_PX = 132
_ROW_PX = 48
_COLUMNS = 3


class GoodsTable(QTableWidget):
    """Three columns of text, the last of which ticks for categories."""

    def __init__(self, *, ticks: bool, parent: QWidget | None = None) -> None:
        super().__init__(0, _COLUMNS, parent)
        self._ticks = ticks
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.verticalHeader().setVisible(False)
        self.verticalHeader().setDefaultSectionSize(_ROW_PX)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.setMinimumHeight(_TABLE_PX)
        self.itemChanged.connect(self._word)

    def retranslate(self) -> None:
        """Set the words beside the ticks again."""
        for at in range(self.rowCount()):
            item = self.item(at, _COLUMNS - 1)
            if item is not None:
                self._word(item)

    def show_rows(self, rows: Sequence[Row]) -> None:
        """Show rows in place of what was there."""
        self.setRowCount(0)
        for row in rows:
            self.add_row(row)

    def add_row(self, row: Row = ("", "", "")) -> None:
        """Add a row at the end."""
        at = self.rowCount()
        self.insertRow(at)
        for column, cell in enumerate(row):
            item = QTableWidgetItem("" if self._is_tick(column) else cell)
            if self._is_tick(column):
                item.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsUserCheckable)
                is_on = cell.lower() not in {"no", "n", "0", "false", "否"}
                item.setCheckState(Qt.CheckState.Checked if is_on else Qt.CheckState.Unchecked)
            self.setItem(at, column, item)

    def rows(self) -> list[Row]:
        """Give what stands in the table."""
        return [
            (self._cell(at, 0), self._cell(at, 1), self._cell(at, 2))
            for at in range(self.rowCount())
        ]

    def _cell(self, row: int, column: int) -> str:
        item = self.item(row, column)
        if item is None:
            return ""
        if self._is_tick(column):
            return "yes" if item.checkState() == Qt.CheckState.Checked else "no"
        return item.text().strip()

    def _word(self, item: QTableWidgetItem) -> None:
        """Say beside a tick what it means: a box alone is hard to see."""
        if self._is_tick(item.column()):
            is_on = item.checkState() == Qt.CheckState.Checked
            words = self.tr("Yes") if is_on else self.tr("No")
            if item.text() != words:
                item.setText(words)

    def _is_tick(self, column: int) -> bool:
        return self._ticks and column == _COLUMNS - 1


class GoodsSection(Section):
    """Categories and items. `kept` carries both; `pasted` and `file_chosen` a kind and a source."""

    kept = Signal(object, object)
    pasted = Signal(str, str)
    file_chosen = Signal(str, object)

    def __init__(
        self,
        ask: Callable[[QWidget, str, Chosen], None] = ask_file,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("goods", parent, fills=True)
        self._ask = ask
        self._saved: dict[str, list[Row]] = {}
        self._tables = {
            "categories": named(GoodsTable(ticks=True), "categories"),
            "items": named(GoodsTable(ticks=False), "items"),
        }
        self._tabs = {kind: named(KeyButton(role="tab"), f"show_{kind}") for kind in KINDS}
        self._hint = ElidedLabel(tone="quiet")  # wrapped, it would make the page too high
        self._stack = QStackedWidget()
        for table in self._tables.values():
            self._stack.addWidget(table)
        self._stack.addWidget(self._build_paste())
        self._build()
        self._turn_to("categories")
        self.retranslate()

    def show_shop(self, shop: Shop) -> None:
        """Show what is kept; what somebody is typing stays until it is saved."""
        fresh = {
            "categories": rows_of_categories(shop.categories),
            "items": rows_of_items(shop.items),
        }
        for kind, table in self._tables.items():
            typed = [row for row in table.rows() if row[0]]
            if kind not in self._saved or typed in (self._saved[kind], fresh[kind]):
                table.show_rows(fresh[kind])
        self._saved = fresh

    def show_rows(self, kind: str, rows: Sequence[Row]) -> None:
        """Put rows that were read into a table; Save keeps them."""
        self._turn_to(kind)
        self._tables[kind].show_rows(rows)

    def show_bad(self, kind: str, bad: BadRow) -> str:
        """Go to a row that cannot be kept and say why."""
        self._turn_to(kind)
        self._tables[kind].setCurrentCell(bad.line - 1, 0)
        self._tables[kind].setFocus()
        #: {number} of the row; {why} is a sentence
        return self.tr("Row {number}: {why}").format(number=bad.line, why=self._bad_words(bad))

    def step_back(self) -> bool:
        """Close the field for pasting; what was pasted stays in it."""
        if self._stack.currentIndex() < len(KINDS):
            return False
        self._turn_to(self._kind)
        return True

    def retranslate(self) -> None:
        """Set the words again."""
        self._tabs["categories"].setText(self.tr("Kinds of goods"))
        self._tabs["items"].setText(self.tr("Items"))
        for table, words in (
            (
                self._tables["categories"],
                (self.tr("Key"), self.tr("Name"), self.tr("Earns points")),
            ),
            (self._tables["items"], (self.tr("Code"), self.tr("Name"), self.tr("Kind"))),
        ):
            table.setHorizontalHeaderLabels(words)
            table.retranslate()
        self._tables["categories"].setAccessibleName(self.tr("Kinds of goods"))
        self._tables["items"].setAccessibleName(self.tr("Items"))
        self._add.setText(self.tr("Add a row"))
        self._remove.setText(self.tr("Remove"))
        self._paste.setText(self.tr("Paste a list…"))
        self._file.setText(self.tr("From a file…"))
        self._save.setText(self.tr("Save goods"))
        self._use.setText(self.tr("Put into the table"))
        self._text.setAccessibleName(self.tr("List to paste"))
        self._write_hint()

    def _write_hint(self) -> None:
        if self._kind == "categories":
            self._hint.setText(self.tr("A cashier types the key beside an amount: T for tobacco."))
        else:
            self._hint.setText(self.tr("The code is the register's own; the kind is a key."))

    def _bad_words(self, bad: BadRow) -> str:
        match bad.why:
            case "key-missing":
                return self.tr("it needs a key.")
            case "key-twice":
                return self.tr("“{found}” stands there twice.").format(found=bad.found)
            case "category-unknown":
                return self.tr("there is no kind “{found}”.").format(found=bad.found)
            case "yes-or-no":
                return self.tr("“{found}” is neither yes nor no.").format(found=bad.found)
            case "too-long":
                return self.tr("a text is too long.")
            case _:
                return self.tr("there are too many rows.")

    def _turn_to(self, kind: str) -> None:
        self._kind = kind
        self._tabs[kind].setChecked(True)
        self._stack.setCurrentWidget(self._tables[kind])
        self._write_hint()

    def _build(self) -> None:
        tabs = QHBoxLayout()
        group = QButtonGroup(self)
        for kind, tab in self._tabs.items():
            tab.setCheckable(True)
            tab.clicked.connect(lambda _=False, kind=kind: self._turn_to(kind))
            group.addButton(tab)
            tabs.addWidget(tab)
        tabs.addStretch()
        self._add = named(KeyButton(), "add_row")
        self._remove = named(KeyButton(role="quiet"), "remove_row")
        self._paste = named(KeyButton(role="quiet"), "paste")
        self._file = named(KeyButton(role="quiet"), "from_file")
        self._save = named(KeyButton(role="primary"), "save_goods")
        self._add.clicked.connect(self._on_add)
        self._remove.clicked.connect(self._on_remove)
        self._paste.clicked.connect(self._on_paste)
        self._file.clicked.connect(self._on_file)
        self._save.clicked.connect(self._on_save)
        row = QHBoxLayout()
        row.setSpacing(GAP_PX)
        for button in (self._paste, self._file):
            tabs.addWidget(button)
        for button in (self._add, self._remove):
            row.addWidget(button)
        row.addStretch()
        row.addWidget(self._save)
        self.body.addLayout(tabs)
        self.body.addWidget(self._hint)
        self.body.addWidget(self._stack, 1)
        self.body.addLayout(row)

    def _build_paste(self) -> QWidget:
        page = QWidget()
        self._text = named(QPlainTextEdit(), "pasted")
        self._text.setTabChangesFocus(True)
        self._text.setPlaceholderText("T\tTobacco\tno")
        self._use = named(KeyButton(), "use_pasted")
        self._use.clicked.connect(lambda: self.pasted.emit(self._kind, self._text.toPlainText()))
        inside = QVBoxLayout(page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._text)
        inside.addWidget(self._use, 0, Qt.AlignmentFlag.AlignLeft)
        return page

    def _on_add(self) -> None:
        table = self._tables[self._kind]
        self._turn_to(self._kind)
        table.add_row()
        table.setCurrentCell(table.rowCount() - 1, 0)
        table.setFocus()
        fresh = table.item(table.rowCount() - 1, 0)
        if fresh is not None:
            table.editItem(fresh)

    def _on_remove(self) -> None:
        table = self._tables[self._kind]
        if table.currentRow() >= 0:
            table.removeRow(table.currentRow())

    def _on_paste(self) -> None:
        self._stack.setCurrentIndex(len(KINDS))
        self._text.setFocus()

    def _on_file(self) -> None:
        kind = self._kind

        def chosen(path: Path) -> None:
            self.file_chosen.emit(kind, path)

        self._ask(self, self.tr("Choose a list"), chosen)

    def _on_save(self) -> None:
        self.kept.emit(self._tables["categories"].rows(), self._tables["items"].rows())
