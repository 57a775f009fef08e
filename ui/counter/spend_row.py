"""How many points pay a part of the sale: none, all that fits, or so many. Decides nothing."""

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QButtonGroup, QWidget

from desktop.store.shop import Shop
from ui import actions, text
from ui.counter.draft import Choice, Draft, Preview
from ui.counter.flow import FlowLayout
from ui.named import named
from ui.theme.roles import dress
from ui.widgets.buttons import KeyButton
from ui.widgets.fields import AmountField

_FIELD_PX = 140


class SpendRow(QWidget):
    """Three choices; the third opens a field in their place. `chosen` carries a Choice."""

    chosen = Signal(object)
    edited = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shop: Shop | None = None
        self._preview: Preview | None = None
        self._choice = Choice.NONE
        line = FlowLayout(self)
        self._group = QButtonGroup(self)
        self._none = self._chip("redeem_none", Choice.NONE)
        self._all = self._chip("redeem_all", Choice.ALL, actions.Id.REDEEM_MAX)
        self._some = self._chip("redeem_some", Choice.POINTS, actions.Id.REDEEM_CHOOSE)
        self._units = QButtonGroup(self)
        self._points = self._field("chosen_points", 0)
        self._money = self._field("chosen_money", 2)
        self._by_points = self._unit("by_points", Choice.POINTS)
        self._by_money = self._unit("by_money", Choice.MONEY)
        inline = (self._points, self._money, self._by_points, self._by_money)
        for widget in (self._none, self._all, self._some, *inline):
            line.addWidget(widget)
        self.show_choice(Draft())

    def set_shop(self, shop: Shop) -> None:
        """Use the currency of a shop."""
        self._shop = shop
        self._money.set_exponent(shop.currency.exponent)
        self.retranslate()

    def show_choice(self, draft: Draft) -> None:
        """Show what was chosen."""
        was, self._choice = self._choice, draft.choice
        is_money = draft.choice is Choice.MONEY
        is_open = is_money or draft.choice is Choice.POINTS
        self._none.setChecked(draft.choice is Choice.NONE)
        self._all.setChecked(draft.choice is Choice.ALL)
        self._some.setChecked(is_open)
        self._by_points.setChecked(not is_money)
        self._by_money.setChecked(is_money)
        self._all.setVisible(not is_open)
        self._some.setVisible(not is_open)
        self._by_points.setVisible(is_open)
        self._by_money.setVisible(is_open)
        self._points.setVisible(is_open and not is_money)
        self._money.setVisible(is_money)
        field = self.field()
        if field.plain() != draft.chosen:
            field.setText(draft.chosen)
        if was is not draft.choice:
            self.updateGeometry()

    def show_preview(self, preview: Preview) -> None:
        """Show what fits and what the chosen points come to."""
        self._preview = preview
        self._say_all()

    def field(self) -> AmountField:
        """Give the field of the third choice, in the unit of now."""
        return self._money if self._choice is Choice.MONEY else self._points

    def typed(self) -> str:
        """Give what was typed into it."""
        return self.field().plain()

    def retranslate(self) -> None:
        """Set the words again, in the language of now."""
        self._none.setText(self.tr("No points"))
        self._some.setText(self.tr("Choose"))
        self._by_points.setText(self.tr("Points"))
        self._by_money.setText(self.tr("Money"))
        self._points.setAccessibleName(self.tr("Points to spend"))
        self._money.setAccessibleName(self.tr("Amount to pay with points"))
        self._say_all()

    def _say_all(self) -> None:
        """Say what all the points that fit come to; each text is set once: it costs a layout."""
        if self._preview is None or self._shop is None or not self._preview.fits.points:
            self._all.setText(self.tr("All that fits"))
            return
        fits = self._preview.fits
        #: {points} is a number of points, {worth} is money: "400 = $4.00"
        words = self.tr("{points} = {worth}")
        worth = text.money(fits.pays_minor, self._shop.currency)
        self._all.setText(words.format(points=text.number(fits.points), worth=worth))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _chip(self, name: str, choice: Choice, command: actions.Id | None = None) -> KeyButton:
        button = named(KeyButton(role="choice"), name)
        button.setCheckable(True)
        if command is not None:
            button.set_hint(actions.key_hint(command))
        self._group.addButton(button)
        button.clicked.connect(lambda: self.chosen.emit(choice))
        return button

    def _unit(self, name: str, choice: Choice) -> KeyButton:
        button = named(KeyButton(role="choice"), name)
        button.setCheckable(True)
        self._units.addButton(button)
        button.clicked.connect(lambda: self.chosen.emit(choice))
        return button

    def _field(self, name: str, exponent: int) -> "ChosenField":
        field = named(ChosenField(exponent), name)
        dress(field, role="", type="emphasis")
        field.setFixedWidth(_FIELD_PX)
        field.textChanged.connect(self.edited)
        field.returnPressed.connect(self.entered)
        return field


class ChosenField(AmountField):
    """An amount whose currency is known only once the shop is open."""

    def set_exponent(self, exponent: int) -> None:
        """Take so many minor digits from now on."""
        self._exponent = exponent
