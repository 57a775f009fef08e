"""The till in hand, and giving it up: first what that means, then one button that does it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from sync.wire_look import TillLine
from ui import text
from ui.named import named
from ui.tills import words
from ui.widgets.buttons import KeyButton, ordinary
from ui.widgets.panel import Panel
from ui.widgets.plain import PlainLabel


class HandPanel(Panel):
    """`wanted` says that the till in hand is to be given up, `led` that it is to lead its store."""

    wanted = Signal()
    led = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._line: TillLine | None = None
        self._can_retire = False
        self._heading = named(PlainLabel(type="emphasis", wrap=True), "hand_name")
        self._standing = named(PlainLabel(tone="bad", wrap=True), "hand_standing")
        self._told = named(PlainLabel(wrap=True), "hand_told")
        self._leads = named(PlainLabel(tone="quiet", wrap=True), "hand_leads")
        self._lead = named(ordinary(), "lead")
        self._ask = named(ordinary(), "give_up")
        self._meaning = named(PlainLabel(wrap=True), "give_up_means")
        self._sure = named(KeyButton(role="danger"), "give_up_now")
        self._not_now = named(ordinary(), "not_now")
        for part in (self._heading, self._standing, self._told, self._leads, self._lead, self._ask):
            self.body.addWidget(part)
        for part in (self._meaning, self._sure, self._not_now):
            self.body.addWidget(part)
        self._lead.clicked.connect(self.led)
        self._ask.clicked.connect(lambda: self._open(is_open=True))
        self._not_now.clicked.connect(lambda: self._open(is_open=False))
        self._sure.clicked.connect(self._give_up)
        self.show_line(None, "", can_retire=False)
        self.retranslate()

    def show_line(
        self,
        line: TillLine | None,
        name: str,
        *,
        can_retire: bool,
        leads: bool = False,
        can_lead: bool = False,
    ) -> None:
        """Show a till; `can_retire`: it may be given up from here, `can_lead`: chosen to lead."""
        is_other = line != self._line
        self._leads.setVisible(leads)
        self._lead.setVisible(can_lead)
        self._line, self._can_retire = line, can_retire
        self.setVisible(line is not None)
        self._heading.setText(name)
        self._say()
        if is_other or not can_retire:
            self._open(is_open=False)

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        self._leads.setText(
            self.tr("Leads its store: members' points are kept here for when it is cut off.")
        )
        self._lead.setText(self.tr("Let it lead its store"))
        self._ask.setText(self.tr("Give up this till…"))
        self._sure.setText(self.tr("It is lost: give it up"))
        self._not_now.setText(self.tr("Not now"))
        self._say()

    def _say(self) -> None:
        line = self._line
        if line is None:
            return
        standing = words.standing(line)
        self._standing.setText(standing)
        self._standing.setVisible(bool(standing))
        told = (
            self.tr("What it may spend is told to an office, and to its own store.")
            if line.held is None
            #: {points} is "50 points"
            else self.tr("May spend {points}.").format(points=text.points(line.held))
        )
        self._told.setText(told)
        #: {points} is "50 points"
        means = self.tr(
            "Only if it is lost for good. The {points} it may spend go back to their members. If"
            " some were spent there unseen, the shop loses them: {points} at most. What it still"
            " sends will count."
        )
        self._meaning.setText(means.format(points=text.points(line.held or 0)))

    def _open(self, *, is_open: bool) -> None:
        self._ask.setVisible(self._can_retire and not is_open)
        for part in (self._meaning, self._sure, self._not_now):
            part.setVisible(self._can_retire and is_open)

    def _give_up(self) -> None:
        self._open(is_open=False)
        self.wanted.emit()
