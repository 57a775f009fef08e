"""A finished sale: whose, when, and its lines with what is left of each. Decides nothing."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.answers import SaleElsewhere, SaleFound
from desktop.store.shop import Shop
from regulars.points.earning import Line
from ui import text
from ui.named import named
from ui.refund.presenter import Form, Sale
from ui.widgets.avatar import Avatar
from ui.widgets.fields import AmountField
from ui.widgets.panel import Panel
from ui.widgets.plain import MoneyLabel, PlainLabel

_FIELD_PX = 130


class SaleCard(Panel):
    """Shows a sale; where it has several lines, each has a field for what comes back of it."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._sale: Sale | None = None
        self._shop: Shop | None = None
        self._fields: list[AmountField] = []
        self._is_filling = False
        self._avatar = Avatar()
        self._name = named(PlainLabel(type="title", wrap=True), "who")
        self._when = named(PlainLabel(tone="quiet", wrap=True), "when")
        self._receipt = named(PlainLabel(tone="quiet", wrap=True), "of_receipt")
        self._points = named(PlainLabel(tone="quiet", wrap=True), "points")
        self._left = named(PlainLabel(type="emphasis", wrap=True), "left_of_it")
        self._lines = QGridLayout()
        self._lines.setHorizontalSpacing(16)
        self._lines.setVerticalSpacing(8)
        self._lines.setColumnStretch(0, 1)
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(self._headline())
        column.addLayout(self._lines)
        column.addWidget(self._points)
        column.addWidget(self._left)
        column.addStretch()
        area = QScrollArea()
        area.setWidget(inside)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(area)

    def show_sale(self, sale: Sale, shop: Shop) -> None:
        """Show a sale."""
        self._sale, self._shop = sale, shop
        self._make_lines(sale, shop)
        self._avatar.setVisible(isinstance(sale, SaleFound))
        self._when.setVisible(isinstance(sale, SaleFound))
        self._points.setVisible(isinstance(sale, SaleFound))
        self.retranslate()

    def show_form(self, form: Form) -> None:
        """Fill the fields, without telling that they were typed."""
        self._is_filling = True
        for at, field in enumerate(self._fields):
            typed = form.lines[at] if at < len(form.lines) else ""
            if field.plain() != typed:
                field.setText(typed)
        self._is_filling = False

    def typed(self) -> tuple[str, ...]:
        """Give what was typed for each line."""
        return tuple(field.plain() for field in self._fields)

    def retranslate(self) -> None:
        """Set the words again, in the language of now."""
        sale, shop = self._sale, self._shop
        if sale is None or shop is None:
            return
        if isinstance(sale, SaleElsewhere):
            self._receipt.hide()
            self._name.setText(self.tr("A sale of another till"))
            self._left.setText(self.tr("What was sold is not known here. All of it goes back."))
            return
        self._avatar.set_name(sale.member.name)
        self._name.setText(sale.member.name)
        moment = text.moment(sale.at_ms, shop.calendar)
        #: {day} is a date, {time} a time of day
        self._when.setText(self.tr("{day} at {time}").format(day=text.day(sale.on), time=moment))
        #: {receipt} is the number of a receipt
        receipt = self.tr("Receipt {receipt}").format(receipt=sale.receipt)
        self._receipt.setText(receipt)
        self._receipt.setVisible(bool(sale.receipt))
        self._say_points(sale, shop)
        self._say_left(sale, shop)
        for line, field in zip(sale.lines, self._fields, strict=False):
            #: {line} is a kind of goods
            spoken = self.tr("Give back of {line}").format(line=self._line_name(line, shop))
            field.setAccessibleName(spoken)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _say_points(self, sale: SaleFound, shop: Shop) -> None:
        #: {points} is "192 points"
        words = [self.tr("Earned {points}").format(points=text.points(sale.earned))]
        if sale.kind == "redeem":
            words = []
        if sale.sold.spent:
            #: {points} is "400 points", {amount} is money
            spent = self.tr("{points} paid {amount}")
            paid = text.money(sale.sold.paid_minor, shop.currency)
            words.append(spent.format(points=text.points(sale.sold.spent), amount=paid))
        self._points.setText("  ·  ".join(words))

    def _say_left(self, sale: SaleFound, shop: Shop) -> None:
        whole, left = sale.sold.amount_minor, sale.sold.left_minor
        if sale.is_gone:
            self._left.setText(self.tr("All of it has been given back."))
        elif left != whole:
            #: {left} and {whole} are money
            words = self.tr("{left} of {whole} is left")
            left_text, whole_text = (text.money(each, shop.currency) for each in (left, whole))
            self._left.setText(words.format(left=left_text, whole=whole_text))
        elif sale.kind == "redeem":
            self._left.setText(self.tr("Points spent on a reward, without a sale"))
        else:
            #: {amount} is money
            words = self.tr("Total {amount}")
            self._left.setText(words.format(amount=text.money(whole, shop.currency)))

    def _make_lines(self, sale: Sale, shop: Shop) -> None:
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()
        self._fields = []
        if isinstance(sale, SaleElsewhere):
            return
        has_fields = len(sale.lines) > 1 and not sale.is_gone
        for at, (line, sold) in enumerate(zip(sale.lines, sale.sold.lines, strict=True)):
            name = PlainLabel(self._line_name(line, shop), wrap=True)
            self._lines.addWidget(name, at, 0)
            amount = MoneyLabel(text.money(sold.left_minor, shop.currency))
            if sold.left_minor != sold.amount_minor:
                whole = text.money(sold.amount_minor, shop.currency)
                amount.setText(f"{amount.text()} / {whole}")
            self._lines.addWidget(amount, at, 1)
            name.show()  # a layout would show them only with the next event
            amount.show()
            if has_fields:
                field = named(AmountField(shop.currency.exponent), f"line_{at}")
                field.setFixedWidth(_FIELD_PX)
                field.setEnabled(sold.left_minor > 0)
                field.textChanged.connect(self._typed)
                self._lines.addWidget(field, at, 2)
                field.show()
                self._fields.append(field)

    def _line_name(self, line: Line, shop: Shop) -> str:
        """Name a line by its item or its category."""
        item = next((one.name for one in shop.items if one.code == line.item), line.item)
        category = next(
            (one.name for one in shop.categories if one.key == line.category), line.category
        )
        name = item or category or self.tr("Goods")
        return f"{line.quantity} × {name}" if line.quantity > 1 else name

    def _typed(self) -> None:
        if not self._is_filling:
            self.edited.emit()

    def _headline(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(16)
        row.addWidget(self._avatar, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(0)
        for label in (self._name, self._when, self._receipt):
            words.addWidget(label)
        row.addLayout(words, 1)
        return row
