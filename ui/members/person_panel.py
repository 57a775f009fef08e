"""Who the member is: name, masked phone with an eye beside it, and what is known."""

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QFormLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.answers import MemberCard
from desktop.store.profile import Profile
from desktop.store.shop import Shop
from regulars.people.phone import pretty
from ui import text
from ui.language import OWN_NAMES
from ui.members import words
from ui.named import named
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import KeyButton
from ui.widgets.panel import Panel
from ui.widgets.plain import ElidedLabel, PlainLabel

SHOWN_MS = 15_000
"""How long a full number stays on the screen."""
_FACTS = ("birthday", "language", "joined", "card", "consent", "offers")


class PersonPanel(Panel):
    """`phone_wanted` asks for the full number; it hides itself after a while."""

    phone_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setObjectName("person")
        self._masked = ""
        self._avatar = Avatar()
        self._name = named(ElidedLabel(type="title"), "person_name")
        self._number = named(PlainLabel(tone="quiet"), "person_number")
        self._phone = named(PlainLabel(type="emphasis"), "person_phone")
        self._eye = named(KeyButton(role="quiet", icon_name="eye"), "person_eye")
        self._eye.setCheckable(True)
        self._hiding = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._hiding.timeout.connect(self.hide_phone)
        self._eye.clicked.connect(self._toggle)
        self._labels = {fact: PlainLabel(tone="quiet") for fact in _FACTS}
        self._values = {fact: named(PlainLabel(), f"person_{fact}") for fact in _FACTS}
        self._lay_out()
        self.retranslate()

    def show_member(self, member: MemberCard, about: Profile, shop: Shop) -> None:
        """Show somebody; a full number that is shown stays for its time."""
        self._avatar.set_name(member.name)
        self._name.setText(member.name)
        self._number.setText(text.member_number(member.number))
        self._masked = member.phone_masked
        self._eye.setVisible(bool(member.phone_masked))
        if not self._hiding.isActive():
            self._phone.setText(member.phone_masked)
        for fact, value in {
            "birthday": words.birthday(member.birthday),
            "language": OWN_NAMES.get(member.language, "–"),
            "joined": text.day(member.joined),
            "card": words.card(about),
            "consent": words.consent(about, shop),
            "offers": words.offers(about),
        }.items():
            self._values[fact].setText(value)

    def show_phone(self, e164: str) -> None:
        """Show the full number for a while."""
        self._phone.setText(pretty(e164))
        self._eye.setChecked(True)
        self._hiding.start()
        self.retranslate()

    def hide_phone(self) -> None:
        """Mask the number again."""
        self._hiding.stop()
        self._eye.setChecked(False)
        self._phone.setText(self._masked)
        self.retranslate()

    def hideEvent(self, event: QHideEvent) -> None:
        """A number nobody looks at is masked."""
        super().hideEvent(event)
        self.hide_phone()

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        is_shown = self._eye.isChecked()
        spoken = self.tr("Hide the phone number") if is_shown else self.tr("Show the phone number")
        self._eye.setAccessibleName(spoken)
        self._eye.setToolTip(spoken)
        self._labels["birthday"].setText(self.tr("Birthday"))
        self._labels["language"].setText(self.tr("Language"))
        self._labels["joined"].setText(self.tr("Member since"))
        self._labels["card"].setText(self.tr("Card"))
        self._labels["consent"].setText(self.tr("Agreed on"))
        self._labels["offers"].setText(self.tr("Wants offers"))

    def _toggle(self, is_wanted: bool) -> None:
        self._eye.setChecked(False)  # pressed in only once the number is there
        if is_wanted:
            self.phone_wanted.emit()
        else:
            self.hide_phone()

    def _lay_out(self) -> None:
        self.body.setContentsMargins(16, 16, 16, 12)
        self.body.setSpacing(8)
        who = QVBoxLayout()
        who.setSpacing(0)
        who.addWidget(self._name)
        who.addWidget(self._number)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._avatar)
        head.addLayout(who, 1)
        phone = QHBoxLayout()
        phone.addWidget(self._phone, 1)
        phone.addWidget(self._eye)
        facts = QFormLayout()
        facts.setHorizontalSpacing(16)
        facts.setVerticalSpacing(6)
        facts.setLabelAlignment(Qt.AlignmentFlag.AlignLeft)
        for fact in _FACTS:
            facts.addRow(self._labels[fact], self._values[fact])
        self.body.addLayout(head)
        self.body.addLayout(phone)
        self.body.addLayout(facts)
        self.body.addStretch(1)
