"""The shop and its rules: names, what never changes and why, and the programme with its example."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QGridLayout, QHBoxLayout, QWidget

from desktop.store.shop import Shop
from ui import text
from ui.named import named
from ui.preferences.parts import GAP_PX, Section, save_row
from ui.preferences.rates import EXPIRY_MONTHS, Example, Rates, rates_of
from ui.widgets.buttons import KeyButton
from ui.widgets.fields import AmountField, NameField
from ui.widgets.form import Form
from ui.widgets.plain import PlainLabel

_MINOR_DIGITS = 2
_AMOUNT_PX = 240


class ShopSection(Section):
    """Names of shop and till; currency and time zone to look at. `renamed` carries both names."""

    renamed = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("shop", parent)
        form = Form()
        self._name = named(NameField(), "shop_name")
        self._till = named(NameField(), "till_name")
        self._labels = [form.add("", self._name), form.add("", self._till)]
        self._fixed = [PlainLabel(), PlainLabel()]
        self._values = [named(PlainLabel(), "currency"), named(PlainLabel(), "zone")]
        for label, value in zip(self._fixed, self._values, strict=True):
            form.addRow(label, value)
        self.body.addLayout(form)
        self._why = PlainLabel(tone="quiet", wrap=True)
        self.body.addWidget(self._why)
        self._save = named(KeyButton(role="primary"), "save_names")
        self._save.clicked.connect(
            lambda: self.renamed.emit(self._name.plain(), self._till.plain())
        )
        self._name.returnPressed.connect(self._save.click)
        self._till.returnPressed.connect(self._save.click)
        self.body.addSpacing(GAP_PX)
        self.body.addLayout(save_row(self._save))
        self.retranslate()

    def show_shop(self, shop: Shop) -> None:
        """Show the names of now; what somebody is typing stays."""
        for field, value in ((self._name, shop.name), (self._till, shop.till_name)):
            if not field.isModified() or field.plain() == value:
                field.setText(value)
                field.setModified(False)
        self._values[0].setText(f"{shop.currency.code}   {shop.currency.sign}")
        self._values[1].setText(shop.calendar.zone.replace("_", " "))

    def retranslate(self) -> None:
        """Set the words again."""
        self._labels[0].setText(self.tr("Shop"))
        self._labels[1].setText(self.tr("This till"))
        self._fixed[0].setText(self.tr("Currency"))
        self._fixed[1].setText(self.tr("Time zone"))
        self._why.setText(
            self.tr(
                "Currency and time zone were fixed when the shop was made: every sale and every"
                " last day of points was counted with them."
            )
        )
        self._save.setText(self.tr("Save names"))


class ProgrammeSection(Section):
    """The earning rate and what it means. `tried` while typing, `published` when meant."""

    tried = Signal(object)
    published = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("programme", parent)
        self._rules = (1, 100)
        self._shown: Rates | None = None
        self._worked: Example | None = None
        self._fields = {
            "earn_amount": named(AmountField(_MINOR_DIGITS), "earn_amount"),
            "worth_amount": named(AmountField(_MINOR_DIGITS), "worth_amount"),
            "redeem_min": named(AmountField(0), "redeem_min"),
        }
        self._labels = {name: PlainLabel() for name in self._fields}
        self.body.addLayout(self._amounts())
        self._lasting = PlainLabel()
        self.body.addWidget(self._lasting)
        self._months: dict[int, KeyButton] = {}
        self.body.addLayout(self._month_row())
        self._example = named(PlainLabel(type="emphasis", tone="accent", wrap=True), "example")
        self._from_now = named(PlainLabel(tone="quiet", wrap=True), "from_now")
        self._save = named(KeyButton(role="primary"), "publish")
        self._save.clicked.connect(lambda: self.published.emit(self._rates()))
        self.body.addSpacing(GAP_PX)
        self.body.addWidget(self._example)
        self.body.addWidget(self._from_now)
        self.body.addSpacing(GAP_PX)
        self.body.addLayout(save_row(self._save))
        self.retranslate()

    def show_shop(self, shop: Shop) -> None:
        """Show the rules of now; what somebody is typing stays until it is saved."""
        rates = rates_of(shop)
        self._rules = (shop.programme.earn_points, shop.programme.worth_points)
        if self._shown is None or self._rates() in {self._shown, rates}:
            for name, field in self._fields.items():
                field.setText(getattr(rates, name))
            self._mark(rates.expiry_months)
            self._shown = rates
        self.retranslate()
        self.tried.emit(self._rates())

    def show_example(self, worked: Example | None) -> None:
        """Say what the form means."""
        self._worked = worked
        self._write_example()

    def focus_field(self, name: str) -> None:
        """Go to a field that cannot be read."""
        self._fields[name].setFocus()

    def retranslate(self) -> None:
        """Set the words again."""
        earn, worth = self._rules
        self._labels["earn_amount"].setText(
            #: {points} is "1 point"; an amount of money follows
            self.tr("{points} for each").format(points=text.points(earn))
        )
        self._labels["worth_amount"].setText(
            #: {points} is "100 points"; an amount of money follows
            self.tr("Worth of {points}").format(points=text.points(worth))
        )
        self._labels["redeem_min"].setText(self.tr("Fewest spent at once"))
        self._lasting.setText(self.tr("Points end, with the month, after"))
        for months, button in self._months.items():
            button.setText(
                self.tr("{months} months").format(months=months) if months else self.tr("Never")
            )
        self._from_now.setText(
            self.tr(
                "Sales from now on earn by these rules. Points that were earned before stay, with"
                " the last day they were given."
            )
        )
        self._save.setText(self.tr("Use from now on"))
        self._write_example()

    def _rates(self) -> Rates:
        chosen = next((m for m, button in self._months.items() if button.isChecked()), 0)
        return Rates(
            self._fields["earn_amount"].plain(),
            self._fields["worth_amount"].plain(),
            self._fields["redeem_min"].plain(),
            chosen,
        )

    def _on_edit(self) -> None:
        self.tried.emit(self._rates())

    def _mark(self, months: int) -> None:
        nearest = min(self._months, key=lambda each: abs(each - months))
        self._months[nearest].setChecked(True)

    def _amounts(self) -> QGridLayout:
        """Stand the fields side by side, each under its words."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(4)
        for column, (name, field) in enumerate(self._fields.items()):
            self._labels[name].setBuddy(field)
            grid.addWidget(self._labels[name], 0, column)
            grid.addWidget(field, 1, column)
            field.setMaximumWidth(_AMOUNT_PX)
            field.textEdited.connect(self._on_edit)
        return grid

    def _month_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP_PX)
        group = QButtonGroup(self)
        for months in EXPIRY_MONTHS:
            button = named(KeyButton(role="choice"), f"expiry_{months}")
            button.setCheckable(True)
            button.clicked.connect(self._on_edit)
            group.addButton(button)
            row.addWidget(button)
            self._months[months] = button
        row.addStretch()
        return row

    def _write_example(self) -> None:
        worked = self._worked
        if worked is None:
            self._example.setText(self.tr("Fill in all three, and an example stands here."))
            return
        self._example.setText(
            #: {sale} and {pays} are money; {earned} and {spent} are like "128 points"
            self.tr("A sale of {sale} earns {earned}. {spent} will pay {pays}.").format(
                sale=text.money(worked.sale_minor, worked.currency),
                earned=text.points(worked.earned),
                spent=text.points(worked.spent),
                pays=text.money(worked.pays_minor, worked.currency),
            )
        )
