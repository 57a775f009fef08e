"""The two halves of the enrolment form: who it is, and what the person said yes to."""

from collections.abc import Sequence
from types import MappingProxyType

from PySide6.QtWidgets import (
    QAbstractButton,
    QButtonGroup,
    QCheckBox,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from ui.enrol.presenter import Place
from ui.language import LANGUAGES, OWN_NAMES
from ui.named import named
from ui.widgets.buttons import KeyButton
from ui.widgets.fields import NameField, PhoneField
from ui.widgets.form import Form
from ui.widgets.panel import Panel
from ui.widgets.plain import PlainLabel

_BIRTHDAY_MAX = 20
_SHORT_NAMES = MappingProxyType({"en": "English", "zh_Hans": "简体", "zh_Hant": "繁體"})


class Refused(PlainLabel):
    """Why an answer cannot be, right under it; takes no room while there is nothing to say."""

    def __init__(self, name: str) -> None:
        super().__init__(tone="bad", wrap=True)
        self.setObjectName(name)
        self.hide()

    def say(self, words: str) -> None:
        """Show a sentence, or nothing."""
        self.setText(words)
        self.setVisible(bool(words))


class PersonPanel(Panel):
    """Phone, name, birthday, and the language of the member's papers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("person")
        self.body.setContentsMargins(24, 16, 24, 16)
        self.phone = named(PhoneField(), "phone")
        self.name = named(NameField(), "name")
        self.birthday = named(NameField(), "birthday")
        self.birthday.setMaxLength(_BIRTHDAY_MAX)
        self._fields = {
            Place.PHONE: self.phone,
            Place.NAME: self.name,
            Place.BIRTHDAY: self.birthday,
        }
        self._notes = {place: Refused(f"{place}_refused") for place in self._fields}
        self._languages = QButtonGroup(self)
        form = Form()
        self._labels = {}
        for place, field in self._fields.items():
            self._labels[place] = form.add("", field)
            form.addRow("", self._notes[place])
            form.setRowVisible(self._notes[place], False)
        self._language_label = form.add("", self._language_row())
        self._form = form
        self.body.addLayout(form)

    def language(self) -> str:
        """Give the language chosen."""
        checked = self._languages.checkedButton()
        assert checked is not None, "one language is always chosen"
        return checked.objectName().removeprefix("language_")

    def language_buttons(self) -> Sequence[QAbstractButton]:
        """Give what Tab visits for the language."""
        return self._languages.buttons()

    def clear(self, language: str) -> None:
        """Forget the person; their language is the shop's until they say otherwise."""
        for field in self._fields.values():
            field.clear()
        for button in self._languages.buttons():
            button.setChecked(button.objectName() == f"language_{language}")

    def refuse(self, place: Place, words: str) -> QWidget:
        """Say why not under a field; gives the field."""
        self._note(place, words)
        self._fields[place].selectAll()
        return self._fields[place]

    def clear_refusals(self) -> None:
        """Take away what was said."""
        for place in self._notes:
            self._note(place, "")

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        self.set_title(self.tr("New member"))
        self._labels[Place.PHONE].setText(self.tr("Phone"))
        self._labels[Place.NAME].setText(self.tr("Name"))
        self._labels[Place.BIRTHDAY].setText(self.tr("Birthday"))
        self._language_label.setText(self.tr("Language"))
        self.birthday.setPlaceholderText(self.tr("If they like: 1990-02-28 or 02-28"))

    def _note(self, place: Place, words: str) -> None:
        self._notes[place].say(words)
        self._form.setRowVisible(self._notes[place], bool(words))
        self._fields[place].setAccessibleDescription(words)

    def _language_row(self) -> QWidget:
        """Make a small choice; it is made already, so nobody has to visit it."""
        holder = named(QWidget(), "languages")
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        for code in LANGUAGES:
            button = named(KeyButton(_SHORT_NAMES[code], role="choice"), f"language_{code}")
            button.setAccessibleName(OWN_NAMES[code])
            button.setCheckable(True)
            self._languages.addButton(button)
            row.addWidget(button)
        row.addStretch(1)
        return holder


class ConsentPanel(Panel):
    """The sentence to read out, the yes that is needed, and the yes that is not."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("consent")
        self._do = named(PlainLabel(type="caption", tone="quiet"), "read_out")
        self._sentence = named(PlainLabel(type="emphasis", wrap=True), "sentence")
        self._note = Refused("consent_refused")
        self.agreed = named(QCheckBox(), "agreed")
        self.marketing = named(QCheckBox(), "marketing")
        self.body.setContentsMargins(16, 12, 16, 8)
        self.body.setSpacing(4)
        self.body.addWidget(self._do)
        self.body.addWidget(self._sentence)
        ticks = QVBoxLayout()
        ticks.setSpacing(0)
        ticks.addWidget(self.agreed)
        ticks.addWidget(self._note)
        ticks.addWidget(self.marketing)
        self.body.addLayout(ticks)

    def clear(self) -> None:
        """Nobody has said yes to anything."""
        self.agreed.setChecked(False)
        self.marketing.setChecked(False)

    def refuse(self, words: str) -> QWidget:
        """Say that the yes is missing; gives the tick that is asked for."""
        self._note.say(words)
        self.agreed.setAccessibleDescription(words)
        return self.agreed

    def clear_refusals(self) -> None:
        """Take away what was said."""
        self._note.say("")
        self.agreed.setAccessibleDescription("")

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        self._do.setText(self.tr("Read this out"))
        self._sentence.setText(
            self.tr(
                "May we keep your name, phone and purchases, so that you collect points?"
                " You can ask us to delete them at any time."
            )
        )
        self.agreed.setText(self.tr("They said yes"))
        self.marketing.setText(self.tr("They also want to hear about offers"))
