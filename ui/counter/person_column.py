"""The left side of the counter: who is there, or the day so far; and a number pad for touch."""

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.answers import MemberCard
from desktop.store.shop import Shop
from ui import text
from ui.counter.member_panel import MemberPanel
from ui.counter.today_panel import TodayPanel
from ui.named import named
from ui.widgets.keypad import Keypad, PadKind
from ui.widgets.plain import PlainLabel

ROOM_FOR_BOTH_PX = 520
"""Where it is lower than this, the pad leaves the member only what is beside it."""


class PersonColumn(QWidget):
    """Shows one of two panels, and the pad below where it is wanted."""

    def __init__(self, pad_target: QWidget, exponent: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._member: MemberCard | None = None
        self.today = named(TodayPanel(), "today")
        self.member = named(MemberPanel(), "member")
        self._panels = QStackedWidget()
        self._panels.addWidget(self.today)
        self._panels.addWidget(self.member)
        self._line = named(PlainLabel(type="emphasis", wrap=True), "member_line")
        self._line.setVisible(False)
        kind = PadKind.AMOUNT if exponent else PadKind.WHOLE_AMOUNT
        self.pad = named(Keypad(kind, pad_target), "pad")
        self.pad.setVisible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self._panels, 1)
        below = QHBoxLayout()
        below.setSpacing(16)
        below.addStretch(1)
        below.addWidget(self._line, 10)
        below.addWidget(self.pad)
        below.addStretch(1)
        column.addLayout(below)

    def show_member(self, member: MemberCard | None, shop: Shop, *, served: bool) -> None:
        """Show somebody, or the day so far."""
        self._member = member
        if member is None:
            self._panels.setCurrentWidget(self.today)
        else:
            self.member.show_member(member, shop, served=served)
            self._panels.setCurrentWidget(self.member)
        self.retranslate()

    def show_pad(self, is_wanted: bool) -> None:
        """Show the number pad, or put it away."""
        if not is_wanted:
            self.pad.setVisible(False)
        self._share_room(has_pad=is_wanted)  # makes room before the pad asks for it
        self.pad.setVisible(is_wanted)

    def retranslate(self) -> None:
        """Set the words again, in the language of now."""
        member = self._member
        words = "" if member is None else f"{member.name}\n{text.points(member.balance)}"
        self._line.setText(words)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the room anew."""
        super().resizeEvent(event)
        self._share_room(has_pad=not self.pad.isHidden())

    def _share_room(self, *, has_pad: bool) -> None:
        is_tight = has_pad and self.height() < ROOM_FOR_BOTH_PX
        self._panels.setVisible(not is_tight)
        self._line.setVisible(is_tight)
