"""Who works here: a row for each person with what can be done, and one form for PINs."""

from collections.abc import Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.answers import StaffRow
from desktop.staff import CASHIER, OWNER
from ui.named import named
from ui.preferences.parts import GAP_PX, Section
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import KeyButton
from ui.widgets.fields import NameField, PinField
from ui.widgets.form import Form
from ui.widgets.panel import Panel
from ui.widgets.plain import ElidedLabel, PlainLabel

_AVATAR_PX = 48


class PersonRow(QWidget):
    """Somebody, what they are, and three things to do about them."""

    pin_wanted = Signal(object)
    active_wanted = Signal(object, bool)
    unlock_wanted = Signal(object)

    def __init__(self, person: StaffRow, at: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._person = person
        self._state = PlainLabel(type="caption", tone="quiet")
        self._pin = named(KeyButton(role="quiet"), f"set_pin_{at}")
        self._unlock = named(KeyButton(role="quiet"), f"unlock_{at}")
        self._active = named(KeyButton(role="quiet"), f"active_{at}")
        self._pin.clicked.connect(lambda: self.pin_wanted.emit(person))
        self._unlock.clicked.connect(lambda: self.unlock_wanted.emit(person))
        self._active.clicked.connect(lambda: self.active_wanted.emit(person, not person.is_active))
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(ElidedLabel(person.name, type="emphasis"))
        names.addWidget(self._state)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_PX)
        row.addWidget(Avatar(person.name, _AVATAR_PX))
        row.addLayout(names, 1)
        for button in (self._pin, self._unlock, self._active):
            row.addWidget(button)
        # Only now: shown without a parent, a button would be a window and take the keyboard.
        self._pin.setVisible(person.is_active)
        self._unlock.setVisible(person.is_active and person.has_pin)
        self.retranslate()

    def buttons(self) -> tuple[KeyButton, KeyButton, KeyButton]:
        """Give the buttons in the order Tab visits them."""
        return self._pin, self._unlock, self._active

    def retranslate(self) -> None:
        """Set the words again."""
        person = self._person
        role = self.tr("Owner") if person.role == OWNER else self.tr("Cashier")
        if not person.is_active:
            #: {role} is Owner or Cashier
            role = self.tr("{role}, no longer works here").format(role=role)
        elif not person.has_pin:
            role = self.tr("{role}, no PIN yet").format(role=role)
        self._state.setText(role)
        words = (
            (self._pin, self.tr("Set PIN"), self.tr("Set PIN: {name}")),
            (self._unlock, self.tr("Unlock"), self.tr("Unlock: {name}")),
            (
                self._active,
                self.tr("Let go") if person.is_active else self.tr("Take back"),
                self.tr("Let go: {name}") if person.is_active else self.tr("Take back: {name}"),
            ),
        )
        for button, shown, spoken in words:
            button.setText(shown)
            button.setAccessibleName(spoken.format(name=person.name))


class StaffSection(Section):
    """The list, and the form that hires somebody or sets a PIN."""

    hired = Signal(str, str, str, str)
    """Name, role, PIN and PIN again."""
    pin_set = Signal(object, str, str)
    active_set = Signal(object, bool)
    unlocked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("staff", parent)
        self._people = QWidget()
        self._list = QVBoxLayout(self._people)
        self._list.setContentsMargins(0, 0, 0, 0)
        self._list.setSpacing(GAP_PX)
        self._rows: list[PersonRow] = []
        self._person: StaffRow | None = None
        self._role = CASHIER
        self._add_cashier = named(KeyButton(), "add_cashier")
        self._add_owner = named(KeyButton(role="quiet"), "add_owner")
        self._add_cashier.clicked.connect(lambda: self._ask_new(CASHIER))
        self._add_owner.clicked.connect(lambda: self._ask_new(OWNER))
        self._buttons = QWidget()
        row = QHBoxLayout(self._buttons)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._add_cashier)
        row.addWidget(self._add_owner)
        row.addStretch()
        self.body.addWidget(self._people)
        self.body.addWidget(self._buttons)
        self.body.addWidget(self._build_form())
        self._close()
        self.retranslate()

    def show_staff(self, rows: Sequence[StaffRow]) -> None:
        """List who works here."""
        for old in self._rows:
            self._list.removeWidget(old)
            old.hide()
            old.setParent(None)
            old.deleteLater()
        self._rows = [PersonRow(person, at) for at, person in enumerate(rows)]
        for row in self._rows:
            row.pin_wanted.connect(self._ask_pin)
            row.active_wanted.connect(self.active_set)
            row.unlock_wanted.connect(self.unlocked)
            self._list.addWidget(row)
        buttons = [button for row in self._rows for button in row.buttons()]
        for before, after in pairwise([*buttons, self._add_cashier, self._add_owner]):
            QWidget.setTabOrder(before, after)

    def done(self) -> None:
        """Empty and close the form."""
        self._close()
        self._add_cashier.setFocus()

    def restart_pin(self) -> None:
        """Empty both PINs and begin again with the first."""
        self._pin.clear()
        self._again.clear()
        if self._form.isVisibleTo(self):
            self._pin.setFocus()

    def step_back(self) -> bool:
        """Close the form; a name that was typed stays for the next time."""
        if self._form.isHidden():
            return False
        name = self._name.text()
        self._close()
        self._name.setText(name)
        return True

    def retranslate(self) -> None:
        """Set the words again."""
        for row in self._rows:
            row.retranslate()
        self._add_cashier.setText(self.tr("Add a cashier"))
        self._add_owner.setText(self.tr("Add an owner"))
        self._name_label.setText(self.tr("Name"))
        self._pin_label.setText(self.tr("PIN, 4 to 8 digits"))
        self._again_label.setText(self.tr("PIN again"))
        self._save.setText(self.tr("Save"))
        self._cancel.setText(self.tr("Cancel"))
        self._write_title()

    def _build_form(self) -> QWidget:
        self._form = Panel()
        form = Form()
        self._name = named(NameField(), "staff_name")
        self._pin = named(PinField(), "staff_pin")
        self._again = named(PinField(), "staff_pin_again")
        self._name_label = form.add("", self._name)
        self._pin_label = form.add("", self._pin)
        self._again_label = form.add("", self._again)
        self._save = named(KeyButton(role="primary"), "save_person")
        self._cancel = named(KeyButton(role="quiet", hint="Esc"), "cancel_person")
        self._save.clicked.connect(self._on_save)
        self._cancel.clicked.connect(self.step_back)
        self._name.returnPressed.connect(self._pin.setFocus)
        self._pin.returnPressed.connect(self._again.setFocus)
        self._again.returnPressed.connect(self._save.click)
        row = QHBoxLayout()
        row.addWidget(self._save)
        row.addWidget(self._cancel)
        row.addStretch()
        self._form.body.addLayout(form)
        self._form.body.addLayout(row)
        self._form.body.setAlignment(Qt.AlignmentFlag.AlignTop)
        return self._form

    def _ask_new(self, role: str) -> None:
        self._person, self._role = None, role
        self._open_form(self._name)

    def _ask_pin(self, person: StaffRow) -> None:
        self._person = person
        self._open_form(self._pin)

    def _open_form(self, first: QWidget) -> None:
        is_new = self._person is None
        self._name.setVisible(is_new)
        self._name_label.setVisible(is_new)
        self._form.setVisible(True)
        self._people.setVisible(False)
        self._buttons.setVisible(False)
        self._write_title()
        self.restart_pin()
        first.setFocus()

    def _close(self) -> None:
        for field in (self._name, self._pin, self._again):
            field.clear()
        self._form.setVisible(False)
        self._people.setVisible(True)
        self._buttons.setVisible(True)

    def _write_title(self) -> None:
        if self._person is not None:
            #: {name} is a person
            self._form.set_title(self.tr("New PIN for {name}").format(name=self._person.name))
        elif self._role == OWNER:
            self._form.set_title(self.tr("A new owner"))
        else:
            self._form.set_title(self.tr("A new cashier"))

    def _on_save(self) -> None:
        pins = self._pin.text().strip(), self._again.text().strip()
        if self._person is None:
            self.hired.emit(self._name.plain(), self._role, *pins)
        else:
            self.pin_set.emit(self._person, *pins)
