"""What a member has: five figures, and everything that ever happened, newest first."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.answers import HistoryRow, MemberCard
from desktop.store.history import PAGE
from desktop.store.shop import Shop
from regulars.ids import Id
from ui import text
from ui.doing import WhenDone
from ui.faces import Face, FaceList, FaceModel
from ui.members.words import can_refund, face_of
from ui.named import named
from ui.widgets.buttons import ordinary
from ui.widgets.panel import Panel
from ui.widgets.plain import ElidedLabel, PlainLabel

_MEASURES = ("balance", "debt", "ending", "visits", "last")
_WIDER = 2  # holds a figure and a day
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class MeasurePanel(Panel):
    """Five figures in a row. What is owed is shown only when something is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("measures")
        self._shown: tuple[MemberCard, date] | None = None
        self.body.setContentsMargins(16, 8, 16, 8)
        row = QHBoxLayout()
        row.setSpacing(16)
        self._captions = {
            each: named(ElidedLabel(type="caption", tone="quiet"), f"{each}_caption")
            for each in _MEASURES
        }
        self._figures = {
            each: named(ElidedLabel(type="title"), f"{each}_figure") for each in _MEASURES
        }
        self._columns = {each: named(QWidget(), each) for each in _MEASURES}
        for each, holder in self._columns.items():
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(self._captions[each])
            column.addWidget(self._figures[each])
            row.addWidget(holder, _WIDER if each == "ending" else 1)
        self.body.addLayout(row)
        self.retranslate()

    def show_member(self, member: MemberCard, today: date) -> None:
        """Show somebody's figures."""
        self._shown = (member, today)
        figures = self._figures
        figures["balance"].setText(text.number(member.balance))
        figures["debt"].setText(text.number(member.debt))
        self._columns["debt"].setVisible(member.debt > 0)
        figures["visits"].setText(text.number(member.visits))
        last = member.last_visit
        figures["last"].setText(text.ago(last, today) if last else "–")
        figures["ending"].setText(text.number(member.ending[0][1]) if member.ending else "–")
        self._captions["ending"].setText(self._ending_words(member))
        self._captions["balance"].setText(self._balance_words(member))

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        self._captions["balance"].setText(self.tr("Points"))
        self._captions["debt"].setText(self.tr("Owed"))
        self._captions["visits"].setText(self.tr("Visits"))
        self._captions["last"].setText(self.tr("Last visit"))
        if self._shown is not None:
            self.show_member(*self._shown)

    def _balance_words(self, member: MemberCard) -> str:
        """Say what the first figure is, and what of it can be spent here where that is less."""
        if member.spendable >= member.balance:
            return self.tr("Points")
        #: {here} is the number of points that can be spent at this till
        return self.tr("Points, {here} here").format(here=text.number(member.spendable))

    def _ending_words(self, member: MemberCard) -> str:
        """Say what the figure is about: the next points to end, on their last day."""
        if not member.ending:
            return self.tr("Ends next")
        #: {day} is the last day some points are good; how many stands below
        return self.tr("Ends {day}").format(day=text.day(member.ending[0][0]))


class HistoryPanel(QWidget):
    """`refund_wanted` carries the act to give back, `failed` a trouble of the reading."""

    refund_wanted = Signal(object)
    failed = Signal(object)

    def __init__(self, when_done: WhenDone, shop: Shop, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shop = shop
        self.model: FaceModel[HistoryRow] = FaceModel(
            when_done, self._face, page=PAGE, about=lambda row: row.act, parent=self
        )
        self._act: Id | None = None  # the act in hand, also while the list is read anew
        self.list = named(FaceList(self.model), "history")
        self._nothing = named(PlainLabel(tone="quiet", wrap=True), "history_empty")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._count = named(PlainLabel(type="caption", tone="quiet"), "history_count")
        self.refund = named(ordinary(hint="Enter", icon_name="refund"), "history_refund")
        self._lay_out()
        self.model.counted.connect(self._counted)
        self.model.failed.connect(self.failed)
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.list.doubleClicked.connect(self._refund)
        self.list.installEventFilter(self)
        self.refund.clicked.connect(self._refund)
        self._moved(QModelIndex())
        self.retranslate()

    def show_history(
        self, fetch: Callable[[HistoryRow | None], "Future[list[HistoryRow]]"], shop: Shop
    ) -> None:
        """Show somebody's acts from the newest on."""
        self._shop, self._act = shop, None
        self.model.show(fetch)

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        self.list.setAccessibleName(self.tr("History"))
        self._nothing.setText(self.tr("Nothing has happened yet."))
        self.refund.setText(self.tr("Refund…"))
        self.model.reword()
        self._counted(self.model.rowCount(), self.model.is_complete)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter on an act offers to give it back."""
        is_key = event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent)
        if is_key and event.key() in _ENTER:  # type: ignore[attr-defined]
            self._refund()
            return True
        return super().eventFilter(watched, event)

    def _face(self, row: HistoryRow) -> Face:
        return face_of(row, self._shop)

    def _moved(self, index: QModelIndex) -> None:
        if index.isValid():
            self._act = self.model.row(index.row()).act
        is_refundable = index.isValid() and can_refund(self.model.row(index.row()))
        self.refund.setEnabled(is_refundable)

    def _refund(self) -> None:
        at = self.list.current_row()
        if at >= 0 and can_refund(self.model.row(at)):
            self.refund_wanted.emit(Id(self.model.row(at).act))

    def _counted(self, count: int, is_all: bool) -> None:
        self._nothing.setVisible(is_all and not count)
        shown = text.number(count) if is_all else f"{text.number(count)}+"
        #: {count} is how many entries a history has, such as "12" or "50+"
        self._count.setText(self.tr("Entries: {count}").format(count=shown) if count else "")
        if self.list.current_row() < 0:
            self.list.take(max(0, self.model.find(self._act)))
        self._moved(self.list.currentIndex())

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        # On the list, not instead of it: a list that hides for a moment loses the focus.
        QVBoxLayout(self.list.viewport()).addWidget(self._nothing)
        whole.addWidget(self.list, 1)
        row = QHBoxLayout()
        row.addWidget(self._count, 1)
        row.addWidget(self.refund)
        whole.addLayout(row)
