"""Change what is known of a member. The number stays masked: a new one is typed over it."""

from collections.abc import Sequence
from types import MappingProxyType

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QCheckBox, QHBoxLayout, QLineEdit, QWidget

from desktop.answers import MemberCard
from desktop.store.profile import Profile
from ui.language import LANGUAGES, OWN_NAMES
from ui.members.forms import FormPanel, Refused
from ui.members.values import EditDraft, Place
from ui.named import named
from ui.widgets.buttons import KeyButton, ordinary
from ui.widgets.fields import NameField, PhoneField
from ui.widgets.form import Form

_BIRTHDAY_MAX = 20
_SHORT = MappingProxyType({"en": "EN", "zh_Hans": "简", "zh_Hant": "繁"})


class EditPanel(FormPanel):
    """`shared` says that the number is meant although somebody has it."""

    shared = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("edit", parent)
        self._masked = ""
        self._is_shared = False
        self.name = named(NameField(), "edit_name")
        self.phone = named(PhoneField(), "edit_phone")
        self.birthday = named(NameField(), "edit_birthday")
        self.birthday.setMaxLength(_BIRTHDAY_MAX)
        self._remove = named(KeyButton(role="choice", icon_name="close"), "edit_remove_phone")
        self._remove.setCheckable(True)
        self._share = named(ordinary(), "edit_share")
        self._share.hide()
        self._languages = QButtonGroup(self)
        self.marketing = named(QCheckBox(), "edit_marketing")
        self._fields: dict[Place, QLineEdit] = {
            Place.NAME: self.name,
            Place.PHONE: self.phone,
            Place.BIRTHDAY: self.birthday,
        }
        self._notes = {place: Refused(f"edit_{place}_refused") for place in self._fields}
        self._lay_out()
        self._remove.toggled.connect(self._removing)
        self.phone.textChanged.connect(self._typing)
        self._share.clicked.connect(self._sharing)
        self.retranslate()

    def steps(self) -> Sequence[QWidget]:
        """Give the fields and the tick."""
        return (self.name, self.phone, self.birthday, self.marketing)

    def fill(self, member: MemberCard, about: Profile) -> None:
        """Show what is known now, with nothing changed."""
        self._masked = member.phone_masked
        self._is_shared = False
        self.name.setText(member.name)
        self.phone.clear()
        self._remove.setChecked(False)
        self._remove.setVisible(bool(member.phone_masked))
        self.birthday.setText(member.birthday)
        for button in self._languages.buttons():
            button.setChecked(button.objectName() == f"edit_language_{member.language}")
        self.marketing.setChecked(about.has_marketing)
        self.clear_refusals()
        self._removing(is_removed=False)

    def draft(self) -> EditDraft:
        """Give what the form says."""
        chosen = self._languages.checkedButton()
        typed = self.phone.plain()
        return EditDraft(
            name=self.name.plain(),
            phone="" if self._remove.isChecked() else typed or None,
            birthday=self.birthday.plain(),
            language="" if chosen is None else chosen.objectName().removeprefix("edit_language_"),
            marketing=self.marketing.isChecked(),
            shares_phone=self._is_shared,
        )

    def refuse(self, place: Place, words: str, *, is_taken: bool) -> None:
        """Say why not under a field, and go there; a number that is taken may be shared."""
        self._notes[place].say(words)
        self._share.setVisible(is_taken)
        self._fields[place].setAccessibleDescription(words)
        self._fields[place].setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_refusals(self) -> None:
        """Take away what was said."""
        self._share.hide()
        for place, note in self._notes.items():
            note.say("")
            self._fields[place].setAccessibleDescription("")

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        self._labels[Place.NAME].setText(self.tr("Name"))
        self._labels[Place.PHONE].setText(self.tr("Phone"))
        self.phone.setAccessibleName(self.tr("Phone"))
        self._labels[Place.BIRTHDAY].setText(self.tr("Birthday"))
        self._language_label.setText(self.tr("Language"))
        self.marketing.setText(self.tr("Wants to hear about offers"))
        self._remove.setAccessibleName(self.tr("Remove the phone number"))
        self._remove.setToolTip(self.tr("Remove the phone number"))
        self._share.setText(self.tr("They share this number (household)"))
        self.do.setText(self.tr("Save"))
        self._removing(is_removed=self._remove.isChecked())

    def _removing(self, is_removed: bool) -> None:
        self.phone.setEnabled(not is_removed)
        tail = " ".join(self._masked.split()[-2:])  # the field is too narrow for all of it
        self.phone.setPlaceholderText(
            self.tr("No number") if is_removed or not self._masked else tail
        )

    def _typing(self) -> None:
        self._is_shared = False
        self._share.hide()

    def _sharing(self) -> None:
        self._is_shared = True
        self.shared.emit()

    def _lay_out(self) -> None:
        form = Form()
        form.setVerticalSpacing(4)
        self._labels = {Place.NAME: form.add("", self.name)}
        form.addRow(self._notes[Place.NAME])
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.phone, 1)
        row.addWidget(self._remove)
        self._labels[Place.PHONE] = form.add("", holder)
        form.addRow(self._notes[Place.PHONE])
        form.addRow(self._share)
        self._labels[Place.BIRTHDAY] = form.add("", self.birthday)
        form.addRow(self._notes[Place.BIRTHDAY])
        self._language_label = form.add("", self._language_row())
        self.body.addLayout(form)
        self.body.addWidget(self.marketing)
        self._end()

    def _language_row(self) -> QWidget:
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for code in LANGUAGES:
            button = named(KeyButton(_SHORT[code], role="choice"), f"edit_language_{code}")
            button.setAccessibleName(OWN_NAMES[code])
            button.setCheckable(True)
            self._languages.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        return holder
