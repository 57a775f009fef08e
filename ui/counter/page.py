"""The counter: one field that is always ready, a person, a sale, and one button.

The page shows and asks; `presenter` decides. It lives on while the till is locked, so a sale that
is being typed waits behind the lock.
"""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from desktop.answers import MemberCard, MemberRow, RedeemDone, RefundDone, SaleDone, Today
from desktop.changes import Changed
from desktop.staff import Person
from regulars.ids import Id
from regulars.refusals import Refusal
from ui import actions
from ui.context import Context
from ui.counter.draft import Choice, Draft, Preview
from ui.counter.flow import stacked
from ui.counter.foot import Foot
from ui.counter.found_list import FoundList
from ui.counter.month_question import MonthQuestion
from ui.counter.outcome import Outcome
from ui.counter.person_column import PersonColumn
from ui.counter.ports import HandedSale
from ui.counter.presenter import CounterPresenter
from ui.counter.sale_panel import SalePanel
from ui.counter.waiting import Register
from ui.counter.waiting_list import WaitingButton, WaitingList
from ui.counter.words import CounterWords, Said
from ui.named import named
from ui.widgets.centred import centre
from ui.widgets.fields import NoInputMethodLineEdit, ScanField
from ui.widgets.result_line import ResultLine, Tone

WIDTH_MAX_PX = 1100
HEIGHT_MAX_PX = 700


class CounterPage(QWidget):
    """The page a till comes back to. The shell routes scans here and acts on the signals."""

    enrol_wanted = Signal(str)
    member_wanted = Signal(object)
    refund_wanted = Signal(object)
    card_wanted = Signal(object)
    slip_wanted = Signal(object)
    approval_wanted = Signal(str, object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("counter")
        self._context = context
        self._words = CounterWords(self)
        self._last_said: Outcome | None = None
        self._offered: actions.Id | None = None
        self._presenter = CounterPresenter(
            context.till, self, context.when_done, context.want_rights
        )
        self._actions = actions.make_actions(self, self._handlers())
        self._make_parts()
        self._lay_out()
        self._take_shop()
        self.retranslate()
        self._presenter.start()
        self.scan.setFocus()

    # What the shell tells ------------------------------------------------------------------------

    def member_found(self, member: MemberCard) -> None:
        """Serve the member whose card was scanned, or who was just enrolled."""
        self._clear_search()
        self._presenter.serve(member)

    def choices_found(self, rows: tuple[MemberRow, ...]) -> None:
        """Let somebody choose: one number, several members."""
        self._clear_search()
        self._presenter.finding.offer(rows)
        self.scan.setFocus()

    def scan_failed(self, refusal: Refusal) -> None:
        """Say why a scan led to nobody; what is on the screen stays."""
        self._clear_search()
        self._presenter.refuse(refusal)

    def serve_register(self, register: Register) -> None:
        """Take sales from a register from now on."""
        self._presenter.waiting.serve(register)

    def look_at_register(self) -> None:
        """Show what the register handed over while nobody was here."""
        self._presenter.waiting.look()

    def changed(self, note: Changed) -> None:
        """Read again what has changed elsewhere."""
        if note.shop:
            self._take_shop()
        self._presenter.changed(note)

    def step_away(self) -> None:
        """The till is locked: a card that was scanned must be scanned again to count."""
        self._presenter.step_away()

    def ready(self) -> None:
        """Put the keys into the one field (F9)."""
        self.scan.setFocus()
        self.scan.selectAll()

    def enrol(self) -> None:
        """Ask for a new member with what was typed (F2)."""
        self.enrol_wanted.emit(self._presenter.finding.typed_text)

    def back(self) -> bool:
        """Step back one level, losing nothing that was typed; tells whether there was one."""
        if self._presenter.put_question_away():
            return True
        if self._body.currentWidget() in {self.found, self.waiting}:
            self._body.setCurrentWidget(self._counter)  # what was typed stays, to be corrected
            self.ready()
            return True
        if self.scan.plain():
            self._clear_search()
            self._presenter.finding.forget()
            return True
        if self.sale.spend.field().hasFocus():
            self._presenter.choose(Choice.NONE)
            return True
        if not self.scan.hasFocus():
            self.ready()
            return True
        if self._presenter.shown is not None:
            self._presenter.set_aside()
            return True
        return False

    # What the presenter shows --------------------------------------------------------------------

    def show_member(self, member: MemberCard | None, *, served: bool) -> None:
        """Show who is served, who was served last, or nobody."""
        self._actions[actions.Id.CARD].setEnabled(member is not None)
        self.foot.open_member.setEnabled(member is not None)
        self.person.show_member(member, self._context.till.shop, served=served)

    def show_today(self, today: Today) -> None:
        """Show the day's numbers."""
        self.person.today.show_today(today)

    def show_found(self, rows: tuple[MemberRow, ...] | None, typed: str) -> None:
        """Show what a search found, in the place of everything else."""
        if rows is None:
            self._clear_search()  # who was found is served; the next text begins anew
            self._body.setCurrentWidget(self._counter)
        else:
            self.found.show_rows(rows, typed)
            self._body.setCurrentWidget(self.found)

    def show_draft(self, draft: Draft) -> None:
        """Fill the fields of the sale."""
        self.sale.show_draft(draft)

    def show_preview(self, preview: Preview) -> None:
        """Show what the sale comes to."""
        self.sale.show_preview(preview)

    def say(self, outcome: Outcome) -> None:
        """Say what happened, on the screen and aloud."""
        said = self._words.of(outcome, self._context.till.shop)
        self._last_said = outcome
        self._show_said(said)
        self._context.announce(said.words, good=said.tone in {Tone.GOOD, Tone.NEUTRAL})

    def hush(self) -> None:
        """Take away what was said last."""
        self._last_said = self._offered = None
        self.result.clear()

    def _show_said(self, said: Said) -> None:
        self._offered = said.command
        key = "" if said.command is None else actions.key_hint(said.command)
        self.result.say(said.tone, said.words, offer=said.offer, key=key)

    def ask_month(self, name: str) -> None:
        """Ask for the month of a birthday where the sale stands."""
        if name:
            self._right.setCurrentWidget(self.question)
            self.question.ask(name)
        else:
            self._right.setCurrentWidget(self.sale)

    def ask_approval(self, act: str, then: Callable[[Person], None]) -> None:
        """Ask the shell for somebody who may approve."""
        self.approval_wanted.emit(act, then)

    def lead_to(self, field: str) -> None:
        """Put the keys into a field."""
        match field:
            case "scan":
                self.scan.setFocus()
            case "receipt":
                self.sale.receipt.setFocus()
            case "chosen" if not self.sale.spend.field().isHidden():
                self.sale.spend.field().setFocus()
            case _:
                self.sale.amount.setFocus()

    def allow(self, *, undo: bool, slip: bool) -> None:
        """Say whether there is something to undo and something to print."""
        self._actions[actions.Id.UNDO].setEnabled(undo)
        self._actions[actions.Id.PRINT_SLIP].setEnabled(slip)

    def print_slip(self, facts: SaleDone | RedeemDone | RefundDone) -> None:
        """Ask for a slip."""
        self.slip_wanted.emit(facts)

    def open_refund(self, sale: Id | None) -> None:
        """Ask for the refund page."""
        self.refund_wanted.emit(sale)

    def show_waiting(self, sales: tuple[HandedSale, ...], taken: str) -> None:
        """Show the register's sales that wait."""
        till = self._context.till
        today = till.shop.calendar.day(till.world.clock.now_ms())
        self.waiting.show_sales(sales, taken, today)
        self._waiting_button.show_count(len(sales))
        if not sales and self._body.currentWidget() is self.waiting:
            self.back()

    # Words and keys ------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Set the words again, in the language of now."""
        actions.retranslate_actions(self._actions)
        self.scan.setAccessibleName(self.tr("Find a member"))
        self.scan.setPlaceholderText(self.tr("Scan a card, or type a phone, name or number"))
        if self._last_said is not None:
            self._show_said(self._words.of(self._last_said, self._context.till.shop))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Answer the keys of the whole program where no shell stands around the page."""
        match event.key():
            case Qt.Key.Key_Escape:
                self.back()
            case Qt.Key.Key_F2:
                self.enrol()
            case Qt.Key.Key_F9:
                self.ready()
            case _:
                super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the arrows move through the list while the keys stay in the field."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self._body.currentWidget() is self.found:
                self.found.step(step)
                return True
        return super().eventFilter(watched, event)

    def _take_shop(self) -> None:
        shop = self._context.till.shop
        self.sale.set_shop(shop)
        self.waiting.set_shop(shop)
        self.foot.categories.setVisible(bool(shop.categories))

    def _handlers(self) -> dict[actions.Id, Callable[[], None]]:
        waiting = self._presenter.waiting
        return {
            actions.Id.REDEEM_CHOOSE: self._presenter.toggle_unit,
            actions.Id.REDEEM_MAX: self._presenter.toggle_all,
            actions.Id.CARD: self._card,
            actions.Id.REFUND: self._presenter.refund,
            actions.Id.UNDO: self._presenter.undo,
            actions.Id.PRINT_SLIP: self._presenter.last.slip,
            actions.Id.WAITING: self._open_waiting,
            actions.Id.PUT_ASIDE: lambda: waiting.put_aside(self.waiting.current_key()),
        }

    def _card(self) -> None:
        if self._presenter.shown is not None:
            self.card_wanted.emit(self._presenter.shown)

    def _open_waiting(self) -> None:
        self._body.setCurrentWidget(self.waiting)
        self.waiting.open()

    def _take_waiting(self, key: str) -> None:
        self._body.setCurrentWidget(self._counter)
        self.ready()
        self._presenter.waiting.take(key)

    def _open_member(self) -> None:
        if self._presenter.shown is not None:
            self.member_wanted.emit(self._presenter.shown.id)

    def _take_offer(self) -> None:
        if self._offered is actions.Id.ENROL:
            self.enrol()
        elif self._offered is not None:
            self._actions[self._offered].trigger()

    def _scan_entered(self) -> None:
        if self._body.currentWidget() is self.found:
            self._presenter.finding.enter(self.found.current())
        elif self.scan.plain():
            self._presenter.finding.enter(None)
        else:
            self._presenter.enter()

    def _row_chosen(self, row: MemberRow) -> None:
        self._presenter.finding.choose(row)

    def _sale_edited(self) -> None:
        self._presenter.typed(
            amount=self.sale.amount.plain(),
            parts=self.sale.typed_parts(),
            receipt=self.sale.receipt.text(),
            chosen=self.sale.spend.typed(),
        )

    def _clear_search(self) -> None:
        blocked = self.scan.blockSignals(True)
        self.scan.clear()
        self.scan.blockSignals(blocked)

    # Parts ---------------------------------------------------------------------------------------

    def _make_parts(self) -> None:
        hint = actions.key_hint(actions.Id.SEARCH)
        self.scan = named(ScanField(hint=hint), "scan")
        self.setFocusProxy(self.scan)
        self.scan.installEventFilter(self)
        self.scan.textChanged.connect(self._presenter.finding.typed)
        self.scan.returnPressed.connect(self._scan_entered)
        self.result = named(ResultLine(), "result")
        self.result.acted.connect(self._take_offer)
        self.found = named(FoundList(), "found_panel")
        self.found.chosen.connect(self._row_chosen)
        self.found.enrol_wanted.connect(self.enrol)
        self.sale = named(SalePanel(), "sale")
        self.sale.edited.connect(self._sale_edited)
        self.sale.entered.connect(self._presenter.enter)
        self.sale.spend.chosen.connect(self._presenter.choose)
        self.waiting = named(WaitingList(self._actions[actions.Id.PUT_ASIDE]), "waiting_panel")
        self.waiting.taken.connect(self._take_waiting)
        self.waiting.left.connect(self.back)
        self._waiting_button = named(WaitingButton(), "waiting_count")
        self._waiting_button.clicked.connect(self._open_waiting)
        self.question = named(MonthQuestion(), "month_question")
        self.question.answered.connect(self._presenter.question.answer_month)
        self.question.left.connect(self.back)
        exponent = self._context.till.shop.currency.exponent
        self.person = named(PersonColumn(self.sale.amount, exponent), "person")
        self.foot = named(Foot(self._actions), "foot")
        self.foot.open_member.clicked.connect(self._open_member)
        self.foot.pad_toggle.toggled.connect(self.person.show_pad)
        self.foot.categories.toggled.connect(self.sale.open_parts)
        self.sale.parts_opened.connect(self.foot.categories.setChecked)
        app = QApplication.instance()
        assert isinstance(app, QApplication), "a page lives in an application"
        app.focusChanged.connect(self._follow_focus)

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """Let the pad type where the person is, and show where that is on a low screen."""
        if isinstance(now, NoInputMethodLineEdit) and self.isAncestorOf(now):
            self.person.pad.set_target(now)
        if now is not None and self.sale.isAncestorOf(now):
            self.sale.reveal(now)

    def _lay_out(self) -> None:
        self._right = stacked(self.sale, self.question)
        self._counter = QWidget()
        row = QHBoxLayout(self._counter)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(self.person, 5)
        row.addWidget(self._right, 6)
        self._body = stacked(self._counter, self.found, self.waiting)
        content = QWidget()
        content.setMaximumSize(WIDTH_MAX_PX, HEIGHT_MAX_PX)
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 12, 16, 8)
        column.setSpacing(8)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self.scan, 1)
        top.addWidget(self._waiting_button)
        column.addLayout(top)
        column.addWidget(self.result)
        column.addWidget(self._body, 1)
        column.addWidget(self.foot)
        centre(self, content)
