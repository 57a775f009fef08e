"""Who has this number already: shown while it is typed, so that nobody becomes a member twice."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.answers import MemberRow
from regulars.ids import Id
from ui import text
from ui.enrol.presenter import MATCHES_MAX
from ui.named import named
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import KeyButton, ordinary
from ui.widgets.panel import Panel
from ui.widgets.plain import ElidedLabel, PlainLabel

_AVATAR_PX = 40


class MatchRow(QWidget):
    """One person who may be meant."""

    chosen = Signal()

    def __init__(self, at: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = ""
        self._avatar = Avatar(side_px=_AVATAR_PX)
        self._who = named(ElidedLabel(type="emphasis"), f"match_{at}_name")
        self._what = named(ElidedLabel(type="caption", tone="quiet"), f"match_{at}_what")
        self.button = named(ordinary(), f"match_{at}_choose")
        self.button.clicked.connect(self.chosen)
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._who)
        words.addWidget(self._what)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self._avatar)
        row.addLayout(words, 1)
        row.addWidget(self.button)

    def show_row(self, row: MemberRow, *, is_same: bool) -> None:
        """Show somebody; the number typed needs no repeating when it is theirs."""
        self._name = row.name
        self._avatar.set_name(row.name)
        self._who.setText(row.name)
        self._what.setText(text.member_number(row.number) if is_same else row.phone_masked)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        self.button.setText(self.tr("It is this person"))
        #: {name} is a member's name
        spoken = self.tr("It is this person: {name}").format(name=self._name)
        self.button.setAccessibleName(spoken)


class MatchPanel(Panel):
    """Up to three people, and the answer that a household shares the number."""

    chosen = Signal(object)
    shared = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._shown: Sequence[MemberRow] = ()
        self._is_same = False
        self._heading = named(PlainLabel(wrap=True), "match_heading")
        self._rows = [named(MatchRow(at), f"match_{at}") for at in range(MATCHES_MAX)]
        self._share = named(KeyButton(role="choice"), "match_share")
        self._share.setCheckable(True)
        self._share.clicked.connect(self.shared)
        self.body.setContentsMargins(16, 12, 16, 12)
        self.body.setSpacing(8)
        self.body.addWidget(self._heading)
        for at, row in enumerate(self._rows):
            row.chosen.connect(lambda at=at: self.chosen.emit(Id(self._shown[at].id)))
            self.body.addWidget(row)
        self.body.addWidget(self._share, 0, Qt.AlignmentFlag.AlignLeft)
        self.retranslate()
        self.show_rows((), is_same=False, is_shared=False)

    def buttons(self) -> list[QWidget]:
        """Give what Tab visits here, in order."""
        return [*(row.button for row in self._rows), self._share]

    def show_rows(self, rows: Sequence[MemberRow], *, is_same: bool, is_shared: bool) -> None:
        """Show who may be meant, or nothing at all."""
        self._shown, self._is_same = rows, is_same
        for at, row in enumerate(self._rows):
            row.setVisible(at < len(rows))
            if at < len(rows):
                row.show_row(rows[at], is_same=is_same)
        self._share.setVisible(is_same)
        self._share.setChecked(is_shared)
        self._say_heading()
        self.setVisible(bool(rows))

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        self._share.setText(self.tr("They share this number (household)"))
        for row in self._rows:
            row.retranslate()
        self._say_heading()

    def _say_heading(self) -> None:
        self._heading.setText(
            self.tr("This number belongs to a member already.")
            if self._is_same
            else self.tr("Is it one of these members?")
        )
