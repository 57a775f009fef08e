"""Give or take points by hand, with a reason; and replace a lost card, asked once."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QWidget

from desktop.verbs.adjust import REASONS
from regulars.codes import narrow
from ui import text
from ui.members.forms import FormPanel, Refused
from ui.members.values import AdjustDraft, Place
from ui.named import named
from ui.widgets.buttons import KeyButton
from ui.widgets.fields import NameField, NoInputMethodLineEdit
from ui.widgets.plain import PlainLabel

_DIGITS_MAX = 7
_NOTE_MAX = 200
_NO_REASON = -1


class PointsField(NoInputMethodLineEdit):
    """A whole number of points."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._keep("amount", _digits)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)

    def points(self) -> int:
        """Give the number typed; 0 for none."""
        return int(self.text() or "0")


class AdjustPanel(FormPanel):
    """Give or take, how many, why, and a note."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("adjust", parent)
        self._give = named(KeyButton(role="choice"), "adjust_give")
        self._take = named(KeyButton(role="choice"), "adjust_take")
        self._ways = QButtonGroup(self)
        self.points = named(PointsField(), "adjust_points")
        self.reason = named(QComboBox(), "adjust_reason")
        self.reason.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.note = named(NameField(), "adjust_note")
        self.note.setMaxLength(_NOTE_MAX)
        self._notes = {
            place: Refused(f"adjust_{place}_refused") for place in (Place.POINTS, Place.REASON)
        }
        for button in (self._give, self._take):
            button.setCheckable(True)
            self._ways.addButton(button)
        for code in REASONS:
            self.reason.addItem("", code)
        self._lay_out()
        self.points.textChanged.connect(self._say_what)
        self._ways.buttonToggled.connect(self._say_what)
        self.clear()
        self.retranslate()

    def steps(self) -> Sequence[QWidget]:
        """Give the three answers."""
        return (self.points, self.reason, self.note)

    def clear(self) -> None:
        """Give nothing, for no reason."""
        self._give.setChecked(True)
        self.points.clear()
        self.reason.setCurrentIndex(_NO_REASON)
        self.note.clear()
        self.clear_refusals()

    def draft(self) -> AdjustDraft:
        """Give what the form says."""
        sign = -1 if self._take.isChecked() else 1
        reason = self.reason.currentData() or ""
        return AdjustDraft(sign * self.points.points(), reason, self.note.plain())

    def refuse(self, place: Place, words: str) -> None:
        """Say why not under a field, and go there."""
        field = self.reason if place is Place.REASON else self.points
        self._notes[place].say(words)
        field.setAccessibleDescription(words)
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def clear_refusals(self) -> None:
        """Take away what was said."""
        for note in self._notes.values():
            note.say("")
        self.points.setAccessibleDescription("")
        self.reason.setAccessibleDescription("")

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        self.set_title(self.tr("Adjust points"))
        self._give.setText(self.tr("Give"))
        self._take.setText(self.tr("Take"))
        self.points.setPlaceholderText(self.tr("Points"))
        self.points.setAccessibleName(self.tr("Points"))
        self.reason.setPlaceholderText(self.tr("Reason"))
        self.reason.setAccessibleName(self.tr("Reason"))
        self.reason.view().setAccessibleName(self.tr("Reason"))
        for at, code in enumerate(REASONS):
            self.reason.setItemText(at, text.reason(code))
        self.note.setPlaceholderText(self.tr("Note, if there is more to say"))
        self.note.setAccessibleName(self.tr("Note"))
        self._say_what()

    def _say_what(self) -> None:
        """Put the amount on the button."""
        count = self.points.points()
        if not count:
            self.do.setText(self.tr("Adjust"))
        elif self._take.isChecked():
            #: {points} is "50 points"
            self.do.setText(self.tr("Take {points}").format(points=text.points(count)))
        else:
            #: {points} is "50 points"
            self.do.setText(self.tr("Give {points}").format(points=text.points(count)))

    def _lay_out(self) -> None:
        ways = QHBoxLayout()
        ways.setSpacing(8)
        ways.addWidget(self._give)
        ways.addWidget(self._take)
        ways.addWidget(self.points, 1)
        self.body.addLayout(ways)
        self.body.addWidget(self._notes[Place.POINTS])
        self.body.addWidget(self.reason)
        self.body.addWidget(self._notes[Place.REASON])
        self.body.addWidget(self.note)
        self._end()


class CardPanel(FormPanel):
    """Asks once before every card of a member is dead."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("card", parent)
        self._question = named(PlainLabel(wrap=True), "card_question")
        self.body.addWidget(self._question)
        self._end()
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        self.set_title(self.tr("Replace the card?"))
        self._question.setText(
            self.tr("The old card stops working at once. The points stay. A new card is printed.")
        )
        self.do.setText(self.tr("Replace card"))


def _digits(typed: str) -> str:
    return "".join(c for c in narrow(typed) if c in "0123456789")[:_DIGITS_MAX]
