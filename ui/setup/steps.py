"""The questions of the first run, one widget each: fields and words, no decisions."""

from typing import Protocol

from PySide6.QtCore import QEvent, QLocale, QObject, Qt, Signal
from PySide6.QtWidgets import (
    QButtonGroup,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QVBoxLayout,
    QWidget,
)

from regulars.money import CURRENCIES
from ui import text
from ui.language import LANGUAGES, OWN_NAMES
from ui.named import named
from ui.setup.answers import COUNTRIES, EXPIRY_MONTHS, Answers, Example, zone_names
from ui.widgets.buttons import KeyButton
from ui.widgets.fields import AmountField, NameField, PinField
from ui.widgets.form import Form
from ui.widgets.keypad import Keypad, PadKind
from ui.widgets.plain import PlainLabel

_MINOR_DIGITS = 2
_AMOUNT_PX = 280


class StepWidget(Protocol):
    """What the window asks of a question."""

    def fill(self, answers: Answers) -> None:
        """Show what is known, without answering."""

    def first(self) -> QWidget:
        """Give the field that is ready to type into."""

    def enter(self) -> bool:
        """Move on inside the question; False when Enter is meant to leave it."""

    def retranslate(self) -> None:
        """Set the words again."""


class LanguageStep(QWidget):
    """Three large buttons, each in its own language; and a quiet way to look around first."""

    chosen = Signal(str)
    training_wanted = Signal()
    join_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        self._tiles: dict[str, KeyButton] = {}
        for code in LANGUAGES:
            tile = named(KeyButton(OWN_NAMES[code], role="tile"), f"language_{code}")
            tile.clicked.connect(lambda _=False, code=code: self.chosen.emit(code))
            inside.addWidget(tile)
            self._tiles[code] = tile
        self._training = named(KeyButton(role="quiet", icon_name="training"), "training")
        self._training.clicked.connect(self.training_wanted)
        self._join = named(KeyButton(role="quiet", icon_name="online"), "join")
        self._join.clicked.connect(self.join_wanted)
        others = QHBoxLayout()
        others.addStretch()
        others.addWidget(self._join)
        others.addWidget(self._training)
        others.addStretch()
        inside.addLayout(others)
        self._language = "en"

    def fill(self, answers: Answers) -> None:
        """Remember the language of now, to begin at its button."""
        self._language = answers.language

    def first(self) -> QWidget:
        """Begin at the language of now."""
        return self._tiles[self._language]

    def enter(self) -> bool:
        """Enter is the button's own."""
        return False

    def retranslate(self) -> None:
        """Set the words again."""
        self._join.setText(self.tr("Join a shop that is there, as one more till"))
        self._training.setText(self.tr("Look around in a training shop"))


class ShopStep(QWidget):
    """The shop's name, and where it is."""

    answered = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        form = Form(self)
        self._name = named(NameField(), "shop_name")
        self._currency = named(QComboBox(), "currency")
        self._zone = named(QComboBox(), "zone")
        self._region = named(QComboBox(), "region")
        for code, currency in CURRENCIES.items():
            self._currency.addItem(f"{code}   {currency.sign}", code)
        for zone in zone_names():
            self._zone.addItem(zone.replace("_", " "), zone)
        for code, country in COUNTRIES.items():
            own = QLocale(
                QLocale.Language.AnyLanguage, QLocale.codeToTerritory(code)
            ).nativeTerritoryName()
            self._region.addItem(f"{country.prefix}   {own}", code)
        self._labels = [
            form.add("", field) for field in (self._name, self._currency, self._zone, self._region)
        ]
        self._name.textEdited.connect(lambda: self._say("shop_name", self._name.plain()))
        for name, box in self._boxes():
            box.activated.connect(
                lambda _at, name=name, box=box: self._say(name, box.currentData())
            )

    def fill(self, answers: Answers) -> None:
        """Show what is known."""
        if self._name.plain() != answers.shop_name:
            self._name.setText(answers.shop_name)
        for name, box in self._boxes():
            value = getattr(answers, name)
            if box.findData(value) < 0:
                box.insertItem(0, value, value)
            box.setCurrentIndex(box.findData(value))

    def first(self) -> QWidget:
        """Begin with the name."""
        return self._name

    def enter(self) -> bool:
        """Enter leaves: the rest is filled in already."""
        return False

    def retranslate(self) -> None:
        """Set the words again."""
        words = (
            self.tr("Shop"),
            self.tr("Currency"),
            self.tr("Time zone"),
            self.tr("Phone numbers"),
        )
        for label, word in zip(self._labels, words, strict=True):
            label.setText(word)
        for (_name, box), word in zip(self._boxes(), words[1:], strict=True):
            box.view().setAccessibleName(word)

    def _boxes(self) -> tuple[tuple[str, QComboBox], ...]:
        return (
            ("currency", self._currency),
            ("zone", self._zone),
            ("region", self._region),
        )

    def _say(self, name: str, value: object) -> None:
        self.answered.emit(name, value)


class RateStep(QWidget):
    """How points are earned, what they are worth, how long they last; and what that means."""

    answered = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(16)
        self._earn = named(AmountField(_MINOR_DIGITS), "earn_amount")
        self._worth = named(AmountField(_MINOR_DIGITS), "worth_amount")
        self._labels = [PlainLabel(), PlainLabel()]
        inside.addLayout(self._amounts())
        self._lasting = PlainLabel()
        inside.addWidget(self._lasting)
        self._months: dict[int, KeyButton] = {}
        inside.addLayout(self._month_row())
        self._example = named(PlainLabel(type="emphasis", tone="accent", wrap=True), "example")
        inside.addWidget(self._example)
        self._shown: Example | None = None
        self._earn.textEdited.connect(lambda: self.answered.emit("earn_amount", self._earn.plain()))
        self._worth.textEdited.connect(
            lambda: self.answered.emit("worth_amount", self._worth.plain())
        )

    def fill(self, answers: Answers) -> None:
        """Show what is known."""
        amounts = ((self._earn, answers.earn_amount), (self._worth, answers.worth_amount))
        for field, typed in amounts:
            if field.plain() != typed:
                field.setText(typed)
        self._months[answers.expiry_months].setChecked(True)

    def show_example(self, worked: Example | None) -> None:
        """Say what the rate means."""
        self._shown = worked
        self._write_example()

    def first(self) -> QWidget:
        """Begin with what earns a point."""
        return self._earn

    def enter(self) -> bool:
        """Enter leaves: every answer here has one already."""
        return False

    def retranslate(self) -> None:
        """Set the words again."""
        self._labels[0].setText(self.tr("1 point for each"))
        self._labels[1].setText(self.tr("100 points are worth"))
        self._lasting.setText(self.tr("Points end, with the month, after"))
        for months, button in self._months.items():
            button.setText(
                self.tr("{months} months").format(months=months) if months else self.tr("Never")
            )
        self._write_example()

    def _amounts(self) -> QGridLayout:
        """Stand the two amounts side by side, each under its words."""
        grid = QGridLayout()
        grid.setHorizontalSpacing(32)
        grid.setVerticalSpacing(4)
        for column, field in enumerate((self._earn, self._worth)):
            self._labels[column].setBuddy(field)
            grid.addWidget(self._labels[column], 0, column)
            grid.addWidget(field, 1, column)
            field.setMaximumWidth(_AMOUNT_PX)
        grid.setColumnStretch(2, 1)
        return grid

    def _month_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        group = QButtonGroup(self)
        for months in EXPIRY_MONTHS:
            button = named(KeyButton(role="choice"), f"expiry_{months}")
            button.setCheckable(True)
            button.clicked.connect(
                lambda _=False, months=months: self.answered.emit("expiry_months", months)
            )
            group.addButton(button)
            row.addWidget(button)
            self._months[months] = button
        row.addStretch()
        return row

    def _write_example(self) -> None:
        worked = self._shown
        if worked is None:
            self._example.setText(self.tr("Type two amounts, and an example stands here."))
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


class OwnerStep(QWidget):
    """Who owns the shop, and a PIN typed twice; the pad is for touch screens."""

    answered = Signal(str, object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(32)
        form = Form()
        self._name = named(NameField(), "owner_name")
        self._pin = named(PinField(), "pin")
        self._again = named(PinField(), "pin_again")
        self._labels = [form.add("", field) for field in (self._name, self._pin, self._again)]
        row.addLayout(form, 1)
        self._pad = named(Keypad(PadKind.PIN, self._pin), "pad")
        row.addWidget(self._pad, 0, Qt.AlignmentFlag.AlignTop)
        for name, field in self._fields():
            field.textChanged.connect(
                lambda _text, name=name, field=field: self.answered.emit(name, field.text().strip())
            )
        self._pin.installEventFilter(self)
        self._again.installEventFilter(self)

    def fill(self, answers: Answers) -> None:
        """Show what is known."""
        for name, field in self._fields():
            if field.text().strip() != getattr(answers, name):
                field.setText(getattr(answers, name))

    def first(self) -> QWidget:
        """Begin with the name."""
        return self._name

    def enter(self) -> bool:
        """Go from field to field; the last one leaves."""
        if self._name.hasFocus() and self._name.plain():
            self._pin.setFocus()
            return True
        if self._pin.hasFocus() and self._pin.is_complete() and not self._again.text():
            self._again.setFocus()
            return True
        return False

    def restart_pin(self) -> None:
        """Empty both PINs and begin again with the first."""
        self._again.clear()
        self._pin.clear()
        self._pin.setFocus()

    def retranslate(self) -> None:
        """Set the words again."""
        self._labels[0].setText(self.tr("Your name"))
        self._labels[1].setText(self.tr("PIN, 4 to 8 digits"))
        self._labels[2].setText(self.tr("PIN again"))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let the pad type where the person is."""
        if event.type() == QEvent.Type.FocusIn and isinstance(watched, PinField):
            self._pad.set_target(watched)
        return super().eventFilter(watched, event)

    def _fields(self) -> tuple[tuple[str, QLineEdit], ...]:
        return (("owner_name", self._name), ("pin", self._pin), ("pin_again", self._again))
