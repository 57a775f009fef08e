"""Amounts by kind of goods, for shops that have kinds: one field each. Decides nothing."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QLineEdit, QWidget

from desktop.store.shop import Category, Shop
from ui.counter.draft import Draft, add_typed
from ui.named import named
from ui.widgets.fields import AmountField
from ui.widgets.plain import PlainLabel

_COLUMNS = 2


class SaleField(AmountField):
    """The amount of a sale. A category's letter puts what was typed into that category."""

    keyed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, parent)
        self._keys: dict[str, str] = {}

    def set_shop(self, shop: Shop) -> None:
        """Use a shop's currency and the letters of its categories; digits stay digits."""
        self._exponent = shop.currency.exponent
        self._keys = {
            one.key.upper(): one.key
            for one in shop.categories
            if len(one.key) == 1 and one.key.isalpha()
        }

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Catch a category's letter; everything else is the field's."""
        key = self._keys.get(event.text().upper())
        if key is not None:
            self.keyed.emit(key)
        else:
            super().keyPressEvent(event)


class PartsBox(QWidget):
    """One amount for each category of the shop, in two columns."""

    edited = Signal()
    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(8)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(2 * column + 1, 1)
        self._shop: Shop | None = None
        self._fields: dict[str, AmountField] = {}
        self._made: list[QWidget] = []

    def set_shop(self, shop: Shop) -> None:
        """Make the fields of a shop's categories; amounts typed before are gone."""
        if self._shop is not None and self._shop.categories == shop.categories:
            return
        self._shop = shop
        for old in self._made:
            old.setParent(None)
            old.deleteLater()
        self._made, self._fields = [], {}
        for at, category in enumerate(shop.categories):
            self._add(at, category, shop.currency.exponent)

    def typed(self) -> tuple[tuple[str, str], ...]:
        """Give what was typed for each category that has something."""
        found = ((key, field.plain()) for key, field in self._fields.items())
        return tuple((key, typed) for key, typed in found if typed)

    def show_parts(self, draft: Draft) -> None:
        """Fill the fields."""
        parts = dict(draft.parts)
        for key, field in self._fields.items():
            if field.plain() != parts.get(key, ""):
                field.setText(parts.get(key, ""))

    def add(self, key: str, typed: str) -> None:
        """Add an amount to what a category has."""
        assert self._shop is not None, "a category belongs to a shop"
        field = self._fields[key]
        field.setText(add_typed(field.plain(), typed, self._shop.currency))

    def _add(self, at: int, category: Category, exponent: int) -> None:
        field: QLineEdit = named(AmountField(exponent), f"part_{category.key}")
        assert isinstance(field, AmountField)
        field.textChanged.connect(self.edited)
        field.returnPressed.connect(self.entered)
        words = f"{category.name}  {category.key}" if category.name else category.key
        label = PlainLabel(words.replace("&", "&&"), wrap=True)
        label.setBuddy(field)
        row, column = divmod(at, _COLUMNS)
        self._grid.addWidget(label, row, 2 * column)
        self._grid.addWidget(field, row, 2 * column + 1)
        label.show()  # a layout would show them only with the next event
        field.show()
        self._fields[category.key] = field
        self._made += [label, field]
