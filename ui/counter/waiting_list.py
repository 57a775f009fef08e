"""The register's sales that wait: a button that counts them, and a list to take one from."""

from datetime import date

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QWidget

from desktop.store.shop import Shop
from ui import actions, text
from ui.counter.ports import HandedSale
from ui.counter.waiting_model import WaitingDelegate, WaitingModel, WaitingRow
from ui.named import named
from ui.widgets.buttons import KeyButton, primary
from ui.widgets.panel import Panel
from ui.widgets.plain import PlainLabel


class WaitingButton(KeyButton):
    """Says how many sales wait; not there when none does."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(icon_name="waiting", hint=actions.key_hint(actions.Id.WAITING))
        self.setParent(parent)
        self._count = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Count other sales."""
        self._count = count
        self.setVisible(count > 0)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words again, in the language of now."""
        self.setText(self.tr("%n sale(s) wait", "", self._count))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


class WaitingList(Panel):
    """Shows what waits, newest first. Decides nothing; `taken` carries the key of a sale."""

    taken = Signal(str)
    left = Signal()

    def __init__(self, put_aside: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._sales: tuple[HandedSale, ...] = ()
        self._on_counter = ""
        self._shop: Shop | None = None
        self._today = date.min
        self._title = named(PlainLabel(type="title"), "waiting_title")
        self._hint = named(PlainLabel(tone="quiet", wrap=True), "waiting_hint")
        self._model = WaitingModel(self)
        self.list = named(SalesView(), "waiting_sales")
        self.list.setModel(self._model)
        self.list.setItemDelegate(WaitingDelegate(self.list))
        self.list.entered_row.connect(self._take)
        self.list.doubleClicked.connect(self._take)
        self._back = named(KeyButton(role="quiet", hint="Esc"), "waiting_back")
        self._back.clicked.connect(self.left)
        self._put_aside = put_aside
        self._put_aside.setEnabled(False)  # its key is another field's while the list is away
        # Not `follow`: Qt has its own words for this key in Chinese, which no keyboard shows.
        hint = actions.command(actions.Id.PUT_ASIDE).key
        self._aside = named(KeyButton(hint=hint), "waiting_aside")
        self._aside.clicked.connect(put_aside.trigger)
        self._go = named(primary(hint="Enter"), "waiting_take")
        self._go.clicked.connect(self._take)
        self._lay_out()
        self.retranslate()

    def show_sales(self, sales: tuple[HandedSale, ...], taken: str, today: date) -> None:
        """Show other sales; the chosen one stays chosen while it is there."""
        chosen = self.current_key()
        self._sales, self._on_counter, self._today = sales, taken, today
        self._show_rows()
        self.list.setCurrentIndex(self._model.index(self._model.row_of(chosen)))

    def set_shop(self, shop: Shop) -> None:
        """Use a shop's currency and calendar."""
        self._shop = shop
        self._show_rows()

    def open(self) -> None:
        """Begin with the newest sale that is not on the counter already."""
        others = [sale.key for sale in self._sales if sale.key != self._on_counter]
        self.list.setCurrentIndex(
            self._model.index(self._model.row_of(others[0] if others else ""))
        )
        self.list.setFocus()

    def current_key(self) -> str:
        """Give the sale Enter would take; "" where there is none."""
        row = self._model.row_at(self.list.currentIndex())
        return "" if row is None else row.key

    def retranslate(self) -> None:
        """Set the words again, in the language of now."""
        self._title.setText(self.tr("Sales from the register"))
        self.list.setAccessibleName(self.tr("Sales that wait"))
        self._back.setText(self.tr("Back"))
        self._aside.setText(actions.words(actions.Id.PUT_ASIDE))
        self._go.setText(self.tr("Take this sale"))
        self._show_rows()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        """Answer the key that puts aside."""
        super().showEvent(event)
        self._put_aside.setEnabled(bool(self._sales))

    def hideEvent(self, event: QHideEvent) -> None:
        """Leave the key alone."""
        super().hideEvent(event)
        self._put_aside.setEnabled(False)

    def _lay_out(self) -> None:
        self.body.setContentsMargins(20, 12, 20, 12)
        self.body.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(24)
        top.addWidget(self._title)
        top.addWidget(self._hint, 1)
        self.body.addLayout(top)
        self.body.addWidget(self.list, 100)
        self.body.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._back)
        row.addStretch(1)
        row.addWidget(self._aside)
        row.addWidget(self._go)
        self.body.addLayout(row)

    def _show_rows(self) -> None:
        shop = self._shop
        at = self.list.currentIndex().row()
        rows = () if shop is None else tuple(self._row(sale, shop) for sale in self._sales)
        self._model.show(rows)
        self.list.setCurrentIndex(self._model.index(max(at, 0)))
        has_rows = bool(rows)
        self.list.setVisible(has_rows)
        self._go.setEnabled(has_rows)
        self._aside.setEnabled(has_rows)
        self._fit()
        self._put_aside.setEnabled(has_rows and self.isVisible())
        none = self.tr("None waits. What the register hands over without a member comes here.")
        some = self.tr("Find the receipt, take the sale, then scan the member's card.")
        self._hint.setText(some if has_rows else none)

    def _fit(self) -> None:
        """Be as high as the rows are, as far as there is room."""
        frame = 2 * self.list.frameWidth() + 2
        self.list.setMaximumHeight(max(1, self.list.sizeHintForRow(0)) * len(self._sales) + frame)

    def _row(self, sale: HandedSale, shop: Shop) -> WaitingRow:
        details = []
        if sale.on != self._today:
            details.append(text.day(sale.on))
        if sale.at_ms is not None:
            details.append(text.moment(sale.at_ms, shop.calendar))
        if len(sale.lines) > 1:
            details.append(self.tr("%n line(s)", "", len(sale.lines)))
        if sale.redeem:
            #: {points} is "100 points"
            redeems = self.tr("{points} to redeem")
            details.append(redeems.format(points=text.points(sale.redeem)))
        return WaitingRow(
            key=sale.key,
            receipt=sale.receipt,
            amount=text.money(sale.amount_minor, shop.currency),
            details=" · ".join(details),
            mark=self.tr("on the screen now") if sale.key == self._on_counter else "",
        )

    def _take(self) -> None:
        if self.current_key():
            self.taken.emit(self.current_key())


class SalesView(QListView):
    """A list in which Enter takes, on every platform."""

    entered_row = Signal(QModelIndex)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take on Enter."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self.currentIndex().isValid():
            self.entered_row.emit(self.currentIndex())
        else:
            super().keyPressEvent(event)
