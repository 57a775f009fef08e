"""What goes back, and the one button that does it. Decides nothing."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QFrame,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.answers import SaleFound
from desktop.store.shop import Shop
from regulars.money import Currency
from ui import text
from ui.named import named
from ui.refund.presenter import ELSEWHERE, HERE, REFUND, VOID, Form, Preview, Sale, Step
from ui.theme.roles import dress
from ui.widgets.buttons import KeyButton, primary
from ui.widgets.fields import AmountField
from ui.widgets.panel import Panel
from ui.widgets.plain import PlainLabel

_SIDE_PX = 20
_DOES = {Step.GIVE_BACK, Step.LEAVE, Step.ASK, Step.ASKED, Step.DEALT}


class BackPanel(Panel):
    """An amount (nothing typed is everything that is left), why, and what follows."""

    edited = Signal()
    entered = Signal()
    why_chosen = Signal(str)

    def __init__(self, currency: Currency, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._currency = currency
        self._sale: Sale | None = None
        self._preview: Preview | None = None
        self._form = Form()
        self._is_filling = False
        self.amount = named(AmountField(currency.exponent), "amount")
        self.amount.textChanged.connect(self._typed)
        self._label = PlainLabel(tone="quiet")
        self._label.setBuddy(self.amount)
        self._refund = named(KeyButton(role="choice"), "why_refund")
        self._void = named(KeyButton(role="choice"), "why_void")
        self._cash = named(PlainLabel(type="title", wrap=True), "cash")
        names = ("taken", "returned", "owed")
        self._notes = [named(PlainLabel(wrap=True), name) for name in names]
        self.button = named(primary(hint="Enter"), "give_back")
        self.button.clicked.connect(self.entered)
        self._lay_out()
        self.retranslate()

    def show_sale(self, sale: Sale, shop: Shop) -> None:
        """Show the fields a sale can have; of another till's nobody knows how much it was."""
        self._sale, self._currency = sale, shop.currency
        has_amount = is_sale = False
        if isinstance(sale, SaleFound):
            has_amount = sale.sold.left_minor > 0 and not sale.is_gone
            is_sale = sale.sold.amount_minor > 0
        self.amount.setEnabled(has_amount)
        self._label.setVisible(is_sale)
        self.amount.setVisible(is_sale)
        self.retranslate()

    def show_form(self, form: Form) -> None:
        """Fill the fields, without telling that they were typed."""
        self._form = form
        self._is_filling = True
        if self.amount.plain() != form.amount:
            self.amount.setText(form.amount)
        self._refund.setChecked(form.why == REFUND)
        self._void.setChecked(form.why == VOID)
        self._is_filling = False
        self.retranslate()

    def show_preview(self, preview: Preview) -> None:
        """Show what would go back."""
        self._preview = preview
        is_open = preview.step in {Step.GIVE_BACK, Step.REFUSED, Step.ASK}
        self._refund.setEnabled(is_open or preview.step is Step.LEAVE)
        self._void.setEnabled(self._refund.isEnabled())
        self.button.setEnabled(preview.step in _DOES)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words again, in the language of now."""
        self._label.setText(self.tr("Amount to give back"))
        self._refund.setText(self.tr("Goods come back"))
        self._void.setText(self.tr("Sale was a mistake"))
        if isinstance(self._sale, SaleFound):
            left = self._currency.text(self._sale.sold.left_minor)
            #: {amount} is a number of money without its sign
            self.amount.setPlaceholderText(self.tr("all: {amount}").format(amount=left))
        self._cash.clear()
        for note in self._notes:
            note.clear()
        if self._preview is not None:
            self._say(self._preview)
            self._say_earlier(self._preview)
        for label in (self._cash, *self._notes):
            label.setVisible(bool(label.text()))
        self._fit_choices()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Follow the width."""
        super().resizeEvent(event)
        self._fit_choices()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _say(self, preview: Preview) -> None:
        match preview.step:
            case Step.GIVE_BACK:
                self._say_back(preview)
            case Step.GONE:
                self._cash.setText(self.tr("This sale was given back in full already."))
                self.button.setText(self.tr("Nothing left to give back"))
            case Step.REFUSED if preview.refusal is not None:
                self._notes[2].setText(text.refusal(preview.refusal, self._currency))
                dress(self._notes[2], tone="bad")
                self.button.setText(self.tr("Check the amount"))
            case Step.ASK:
                self._say_asking(preview)
            case Step.ASKED:
                self._cash.setText(self.tr("Asked for. It waits for the centre."))
                self.button.setText(self.tr("Done"))
            case Step.DEALT:
                self._cash.setText(self._came_words(preview))
                self.button.setText(self.tr("Done"))
            case Step.LEAVE:
                self.button.setText(self.tr("Done"))
            case _:
                self.button.setText(self.tr("Find a sale first"))

    def _say_earlier(self, preview: Preview) -> None:
        """Let what came of an earlier request of this till not be forgotten over a later one."""
        earlier = preview.went.earlier_minor
        if preview.step not in {Step.ASK, Step.ASKED, Step.DEALT} or earlier == 0:
            return
        if earlier is None:
            words = self.tr("Something was asked for here before: its money was to be handed out.")
        else:
            #: {cash} is money
            words = self.tr("Asked for here before: {cash} was to be handed out.")
            words = words.format(cash=text.money(earlier, self._currency))
        self._notes[1].setText(words)

    def _came_words(self, preview: Preview) -> str:
        came, cash = preview.came, preview.went.cash_minor
        if came == HERE and cash == 0:
            return self.tr("Given back, as asked for here. Paid with points: hand out nothing.")
        if came == HERE and cash is not None:
            #: {cash} is money
            words = self.tr("Given back, as asked for here. Hand out {cash}, once.")
            return words.format(cash=text.money(cash, self._currency))
        if came == HERE:
            return self.tr("Given back, as asked for here. Hand out the money, once.")
        if came == ELSEWHERE:
            return self.tr("Given back at another till already. Hand out nothing here.")
        return self.tr("Given back already, asked for at another till.")

    def _say_back(self, preview: Preview) -> None:
        assert preview.back is not None, "what goes back was worked out"
        back = preview.back
        if back.amount_minor and not preview.cash_minor:
            self._cash.setText(self.tr("Paid with points: hand out nothing"))
        elif back.amount_minor:
            #: {amount} is money
            words = self.tr("Hand out {amount}")
            cash = text.money(preview.cash_minor, self._currency)
            self._cash.setText(words.format(amount=cash))
        taken_back = preview.taken + preview.debt  # points that ended unused are not
        if taken_back:
            #: {points} is "192 points"
            words = self.tr("{points} earned will be taken back")
            self._notes[0].setText(words.format(points=text.points(taken_back)))
        if back.spent_back:
            #: {points} is "400 points"
            words = self.tr("{points} spent will come back")
            self._notes[1].setText(words.format(points=text.points(back.spent_back)))
        if preview.debt:
            #: {points} is "12 points"
            words = self.tr("{points} of them will be owed: the balance has too few")
            self._notes[2].setText(words.format(points=text.points(preview.debt)))
        dress(self._notes[2], tone="warn")
        self.button.setText(self._button_words(preview))

    def _say_asking(self, preview: Preview) -> None:
        if preview.back is not None and preview.back.amount_minor:
            amount = text.money(preview.back.amount_minor, self._currency)
            #: {amount} is money
            self._cash.setText(self.tr("{amount} to give back").format(amount=amount))
        self._notes[0].setText(
            self.tr("This till cannot give this sale back by itself. The centre sees to it.")
        )
        if preview.back is None and preview.went.back_minor:
            gone = text.money(preview.went.back_minor, self._currency)
            #: {amount} is money
            words = self.tr("{amount} of it was given back already. The rest goes back now.")
            self._notes[1].setText(words.format(amount=gone))
        is_money = preview.back is None or preview.cash_minor > 0
        self._notes[2].setText(
            self.tr("Hand out the money once it is done.")
            if is_money
            else self.tr("Paid with points: they come back, and no money is handed out.")
        )
        dress(self._notes[2], tone="warn")
        self.button.setText(self.tr("Ask for the refund"))

    def _button_words(self, preview: Preview) -> str:
        assert preview.back is not None, "what goes back was worked out"
        if not preview.back.amount_minor:
            #: {points} is "400 points"
            words = self.tr("Return {points}")
            return words.format(points=text.points(preview.back.spent_back))
        amount = text.money(preview.back.amount_minor, self._currency)
        #: {amount} is money
        refund = self.tr("Refund {amount}")
        #: {amount} is money
        void = self.tr("Void this sale of {amount}")
        return (void if self._form.why == VOID else refund).format(amount=amount)

    def _typed(self) -> None:
        if not self._is_filling:
            self.edited.emit()

    def _fit_choices(self) -> None:
        """Stand the choices side by side, or one below the other where letters are too large."""
        across = QBoxLayout.Direction.LeftToRight
        wide = sum(each.sizeHint().width() for each in (self._refund, self._void))
        room = self.width() - 2 * _SIDE_PX - self._area.verticalScrollBar().sizeHint().width()
        fits = wide + self._why.spacing() <= room
        self._why.setDirection(across if fits else QBoxLayout.Direction.TopToBottom)

    def _lay_out(self) -> None:
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(_SIDE_PX, 8, _SIDE_PX, 4)
        column.setSpacing(6)
        group = QButtonGroup(self)
        why = self._why = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        why.setSpacing(6)
        for button, code in ((self._refund, REFUND), (self._void, VOID)):
            button.setCheckable(True)
            group.addButton(button)
            button.clicked.connect(lambda _checked=False, code=code: self.why_chosen.emit(code))
            why.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        why.addStretch()
        column.addWidget(self._label)
        column.addWidget(self.amount)
        column.addLayout(why)
        column.addWidget(self._cash)
        for note in self._notes:
            column.addWidget(note)
        column.addStretch()
        area = self._area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        foot = QVBoxLayout()
        foot.setContentsMargins(_SIDE_PX, 0, _SIDE_PX, 12)
        foot.addWidget(self.button)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(4)
        self.body.addWidget(area, 1)
        self.body.addLayout(foot)
