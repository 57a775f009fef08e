"""Give a sale back: scan its slip, Enter. In part, by an amount or by lines, where that is meant.

The page shows and asks; `presenter` decides.
"""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.answers import RefundAsked, RefundDone, WentBack
from desktop.changes import Changed
from desktop.trouble import Trouble
from regulars.ids import Id
from regulars.refusals import NothingLeftToRefund, Refusal, UnknownReceiptHere, UnknownSale
from ui import actions, page_parts, text
from ui.context import Context
from ui.named import named
from ui.refund.back_panel import BackPanel
from ui.refund.presenter import (
    ELSEWHERE,
    HERE,
    STALE,
    Dealt,
    Form,
    Outcome,
    Preview,
    RefundPresenter,
    Sale,
)
from ui.refund.sale_card import SaleCard
from ui.widgets.centred import centre
from ui.widgets.fields import ScanField
from ui.widgets.plain import PlainLabel
from ui.widgets.result_line import ResultLine, Tone

HEIGHT_MAX_PX = 700


class RefundPage(QWidget):
    """The page of refunds. The shell routes the scan of a slip to `open_sale`."""

    left = Signal()
    refunded = Signal(object)
    slip_wanted = Signal(object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("refund")
        self._context = context
        self._last_said: Outcome | None = None
        self._presenter = RefundPresenter(context.till, self, context.when_done)
        self._make_parts()
        self._lay_out()
        self.retranslate()
        self._presenter.open_blank()

    # What the shell tells ------------------------------------------------------------------------

    def open_sale(self, sale: Id) -> None:
        """Show the sale whose slip was scanned."""
        self.finder.clear()
        self._presenter.open_sale(sale)

    def open_blank(self) -> None:
        """Begin with nothing."""
        self.finder.clear()
        self._presenter.open_blank()

    def scan_failed(self, refusal: Refusal) -> None:
        """Say why a scan led to no sale."""
        self.say(refusal)

    def changed(self, note: Changed) -> None:
        """Look again at what waits, if something may have been said of it."""
        self._presenter.changed(note)

    def back(self) -> bool:
        """Leave; what was typed stays until another sale is opened."""
        self.left.emit()
        return True

    # What the presenter shows --------------------------------------------------------------------

    def show_sale(self, sale: Sale | None) -> None:
        """Show a sale, or the empty page."""
        self._body.setCurrentWidget(self._empty if sale is None else self._found)
        if sale is not None:
            shop = self._context.till.shop
            self.card.show_sale(sale, shop)
            self.back_panel.show_sale(sale, shop)

    def show_form(self, form: Form) -> None:
        """Fill the fields."""
        self.card.show_form(form)
        self.back_panel.show_form(form)

    def show_preview(self, preview: Preview) -> None:
        """Show what would go back."""
        self.back_panel.show_preview(preview)

    def say(self, outcome: Outcome) -> None:
        """Say what happened, on the screen and aloud."""
        self._last_said = outcome
        tone, words = self._words(outcome)
        self.result.say(tone, words)
        self.result.show()
        self._context.announce(words, good=tone is Tone.GOOD)

    def hush(self) -> None:
        """Take the last result away."""
        self._last_said = None
        self.result.clear()
        self.result.hide()  # on a small till the sale needs its room

    def lead_to(self, field: str) -> None:
        """Put the keys into a field."""
        if field == "amount" and self.back_panel.amount.isEnabled():
            self.back_panel.amount.setFocus()
        elif field == "amount":
            self.back_panel.button.setFocus()
        else:
            self.finder.setFocus()
            self.finder.selectAll()

    def finished(self, done: RefundDone) -> None:
        """Tell that a refund is on the disk, and print its slip."""
        self.refunded.emit(done)
        self.slip_wanted.emit(done)

    def leave(self) -> None:
        """Go back to where the person came from."""
        self.left.emit()

    # Words and keys ------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Set the words again, in the language of now."""
        self._title.setText(self.tr("Refund"))
        self._back.setText(actions.words(actions.Id.BACK))
        self.finder.setAccessibleName(self.tr("Find a sale"))
        self.finder.setPlaceholderText(self.tr("Scan the slip, or type the receipt number"))
        self._hint.setText(self.tr("Which sale is given back?"))
        self._hint_more.setText(
            self.tr("Scan the code on the member's slip. Or type the receipt number and Enter.")
        )
        if self._last_said is not None:
            self.result.say(*self._words(self._last_said))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what the button says, wherever the keys are; Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.back()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            # A receipt in the finder asks for that sale; Enter never means the one still shown.
            if not (self.finder.hasFocus() and self.finder.plain()):
                self._presenter.enter()
        else:
            super().keyPressEvent(event)

    def _words(self, outcome: Outcome) -> tuple[Tone, str]:
        currency = self._context.till.shop.currency
        match outcome:
            case RefundDone():
                return Tone.GOOD, self._done_words(outcome)
            case RefundAsked():
                return Tone.GOOD, self.tr(
                    "Asked for. The centre gives it back when it hears of it."
                )
            case Dealt():
                tone = Tone.WARN if outcome.came in {ELSEWHERE, STALE} else Tone.GOOD
                return tone, self._dealt_words(outcome)
            case Trouble():
                return Tone.BAD, text.trouble(outcome)
            case NothingLeftToRefund() | UnknownSale() | UnknownReceiptHere():
                return Tone.WARN, text.refusal(outcome, currency)
            case Refusal():
                return Tone.BAD, text.refusal(outcome, currency)

    def _done_words(self, done: RefundDone) -> str:
        currency = self._context.till.shop.currency
        balance = text.number(done.member.balance)
        if done.cash_minor <= 0:  # points spent on a reward: nothing was paid with money
            #: {name} is a person, {balance} a number of points
            words = self.tr("Given back: {name} has {balance} now")
            return words.format(name=done.member.name, balance=balance)
        #: {cash} is money, {name} a person, {balance} a number of points
        words = self.tr("Hand out {cash}. {name} has {balance} now")
        cash = text.money(done.cash_minor, currency)
        return words.format(cash=cash, name=done.member.name, balance=balance)

    def _dealt_words(self, outcome: Dealt) -> str:
        if outcome.came == HERE:
            came = self._cash_words(outcome.went.cash_minor)
        elif outcome.came == STALE:
            came = self._stale_words(outcome.went)
        elif outcome.came == ELSEWHERE:
            came = self.tr("It was given back at another till already. Hand out nothing here.")
        else:
            came = self.tr("Another till asked, and the centre has given it back.")
        member = outcome.member
        if member is None:
            return came
        #: {came} is a sentence, {name} is a person, {balance} a number of points
        words = self.tr("{came} {name} has {balance} now")
        if member.debt:  # what other tills hold is not taken: the next sales repay it
            #: {came} is a sentence, {name} is a person, {balance} and {debt} are numbers of points
            words = self.tr("{came} {name} has {balance} now and owes {debt}")
        balance, debt = text.number(member.balance), text.number(member.debt)
        return words.format(came=came, name=member.name, balance=balance, debt=debt)

    def _cash_words(self, cash_minor: int | None) -> str:
        if cash_minor is None:
            return self.tr("The centre has given it back. Hand out the money now.")
        if not cash_minor:
            return self.tr("The centre has given it back. Paid with points: hand out nothing.")
        cash = text.money(cash_minor, self._context.till.shop.currency)
        #: {cash} is money
        words = self.tr("The centre has given it back. Hand out {cash} now.")
        return words.format(cash=cash)

    def _stale_words(self, went: WentBack) -> str:
        if not went.meanwhile_minor:
            return self.tr("It was not given back: hand out nothing. Look again and ask anew.")
        amount = text.money(went.meanwhile_minor, self._context.till.shop.currency)
        till = went.at or self.tr("another till")
        words = self.tr(
            #: {amount} is money, {till} is what a till is called
            "{amount} of this sale was given back at {till} meanwhile. Hand out nothing."
            " Look again and ask anew."
        )
        return words.format(amount=amount, till=till)

    def _edited(self) -> None:
        self._presenter.typed(amount=self.back_panel.amount.plain(), lines=self.card.typed())

    # Parts ---------------------------------------------------------------------------------------

    def _make_parts(self) -> None:
        self._title = named(PlainLabel(type="title"), "title")
        self._back = page_parts.back_button(self.back)
        self.finder = named(ScanField(), "finder")
        self.setFocusProxy(self.finder)
        self.finder.returnPressed.connect(lambda: self._presenter.find(self.finder.plain()))
        self.result = named(ResultLine(), "result")
        self.result.hide()
        self.card = named(SaleCard(), "sale_card")
        self.card.edited.connect(self._edited)
        self.back_panel = named(BackPanel(self._context.till.shop.currency), "back_panel")
        self.back_panel.edited.connect(self._edited)
        self.back_panel.why_chosen.connect(self._presenter.choose_why)
        self.back_panel.entered.connect(self._presenter.enter)
        self._hint = named(PlainLabel(type="title", wrap=True), "hint")
        self._hint_more = named(PlainLabel(tone="quiet", wrap=True), "hint_more")

    def _lay_out(self) -> None:
        head = page_parts.head(self._title, self.finder, self._back)
        self._found = page_parts.halves(self.card, self.back_panel, (6, 5))
        self._empty = page_parts.empty_page(self._hint, self._hint_more)
        self._body = page_parts.one_of(self._empty, self._found)
        content = QWidget()
        content.setMaximumSize(page_parts.WIDTH_MAX_PX, HEIGHT_MAX_PX)
        column = QVBoxLayout(content)
        column.setContentsMargins(16, 12, 16, 16)
        page_parts.fill_column(column, head, self.result, self._body)
        centre(self, content)
