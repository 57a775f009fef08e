"""All tills of the shop: where, how they stand, when they were seen, what they may spend."""

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.trouble import Trouble
from sync.wire_look import TillLine
from ui import actions, page_parts, text
from ui.context import Context
from ui.faces import Face, FaceList, FaceModel
from ui.looking import WhyNot
from ui.named import named
from ui.text_looking import when, why_not
from ui.tills import words
from ui.tills.hand_panel import HandPanel
from ui.tills.presenter import Leads, Outcome, Retired, Shown, TillsPresenter
from ui.widgets.buttons import ordinary
from ui.widgets.plain import PlainLabel
from ui.widgets.result_line import ResultLine, Tone

ROWS_MAX = 10_000


class TillsPage(QWidget):
    """`left` leads back to the counter."""

    left = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("tills")
        self._context = context
        self._shown = Shown()
        self._last_said: Outcome | None = None
        self._presenter = TillsPresenter(context.till, self, context.when_done, context.look)
        self._make_parts()
        self._lay_out()
        self.retranslate()

    def open(self) -> None:
        """Ask for all tills."""
        self._presenter.open()

    # What the presenter shows --------------------------------------------------------------------

    def show_tills(self, shown: Shown) -> None:
        """Show all tills."""
        is_same = shown.tills == self._shown.tills
        self._shown = shown
        if not is_same:
            self._model.show_rows(shown.tills)
        self._body.setCurrentWidget(self._filled if shown.tills else self._empty)
        self._look.setEnabled(not shown.is_asking)
        self._say_as_of()

    def show_hand(
        self, line: TillLine | None, *, can_retire: bool, leads: bool, can_lead: bool
    ) -> None:
        """Show the one in hand."""
        self.hand.show_line(
            line, self._name(line), can_retire=can_retire, leads=leads, can_lead=can_lead
        )
        if line in self._shown.tills:
            self.list.take(self._shown.tills.index(line))

    def say(self, outcome: Outcome) -> None:
        """Say what came of giving one up, or of letting one lead."""
        self._last_said = outcome
        tone, said = self._words(outcome)
        self.result.say(tone, said)
        self.result.show()
        self._context.announce(said, good=tone is Tone.GOOD)

    def hush(self) -> None:
        """Take the last result away."""
        self._last_said = None
        self.result.clear()
        self.result.hide()

    # Words and keys ------------------------------------------------------------------------------

    def retranslate(self) -> None:
        """Set the words again, in the language of now."""
        self._title.setText(self.tr("Tills"))
        self._back.setText(actions.words(actions.Id.BACK))
        self._look.setText(self.tr("Look again"))
        self.list.setAccessibleName(self.tr("All tills"))
        self._model.reword()
        self.hand.retranslate()
        self._say_as_of()
        if self._last_said is not None:
            self.result.say(*self._words(self._last_said))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Being shown means being ready for keys."""
        super().focusInEvent(event)
        self.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def _now_ms(self) -> int:
        return self._context.till.world.clock.now_ms()

    def _name(self, line: TillLine | None) -> str:
        here = self._context.till.shop.identity.device
        return "" if line is None else words.name(line, here)

    def _say_as_of(self) -> None:
        shown, calendar = self._shown, self._context.till.shop.calendar
        parts: list[str] = []
        if shown.is_asking:
            parts.append(self.tr("Asking the centre…"))
        if shown.why_not is not None:
            parts.append(why_not(shown.why_not))
        if shown.heard_ms:
            #: {when} is a time such as 10:31
            said = self.tr("From the centre, as of {when}.")
            parts.append(said.format(when=when(shown.heard_ms, self._now_ms(), calendar)))
        if shown.count:
            #: {shown} and {count} are numbers: of all tills those that were seen last are listed
            said = self.tr("Listed: {shown} of {count}, those seen last.")
            numbers = {"shown": text.number(len(shown.tills)), "count": text.number(shown.count)}
            parts.append(said.format(**numbers))
        self._as_of.setText(" ".join(parts))
        self._nothing.setText(why_not(shown.why_not) if shown.why_not is not None else "")

    def _words(self, outcome: Outcome) -> tuple[Tone, str]:
        match outcome:
            case Retired():
                #: {points} is "50 points"
                said = self.tr("Given up. {points} can be spent elsewhere again.")
                return Tone.GOOD, said.format(points=text.points(outcome.points))
            case Leads():
                return Tone.GOOD, self.tr("It leads its store from the next night on.")
            case Trouble():
                return Tone.BAD, text.trouble(outcome)
            case WhyNot():
                return Tone.BAD, why_not(outcome)
            case _:
                return Tone.BAD, text.refusal(outcome, self._context.till.shop.currency)

    def _face(self, line: TillLine) -> Face:
        calendar, now_ms = self._context.till.shop.calendar, self._now_ms()
        title, held = self._name(line), words.held(line)
        parts = (
            words.standing(line),
            words.seen(line, now_ms, calendar),
            words.lag(line, now_ms, calendar),
        )
        under = " · ".join(part for part in parts if part)
        below = self.tr("may spend") if held else ""
        tone = "text" if not words.standing(line) else "bad"
        return Face(title, under, held, below, f"{title}, {under}, {held} {below}".strip(), tone)

    def _moved(self, index: QModelIndex) -> None:
        if index.isValid():
            self._presenter.pick(self._model.row(index.row()).device)

    # Parts ---------------------------------------------------------------------------------------

    def _make_parts(self) -> None:
        self._title = named(PlainLabel(type="title"), "title")
        self._as_of = named(PlainLabel(tone="quiet", wrap=True), "as_of")
        self._look = named(ordinary(), "look")
        self._look.clicked.connect(self._presenter.look)
        self._back = page_parts.back_button(self.left.emit)
        self._model: FaceModel[TillLine] = FaceModel(
            self._context.when_done, self._face, page=ROWS_MAX, parent=self
        )
        self.list = named(FaceList(self._model), "tills_list")
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.hand = named(HandPanel(), "hand")
        self.hand.wanted.connect(self._presenter.retire)
        self.hand.led.connect(self._presenter.lead)
        self.result = named(ResultLine(), "result")
        self.result.hide()
        self._nothing = named(PlainLabel(type="title", tone="quiet", wrap=True), "nothing")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)

    def _lay_out(self) -> None:
        head = page_parts.head(self._title, self._as_of, self._look, self._back)
        self._filled = page_parts.halves(self.list, self.hand, (5, 4), top=True)
        self._empty = QWidget()
        QVBoxLayout(self._empty).addWidget(self._nothing, 1)
        self._body = page_parts.one_of(self._empty, self._filled)
        page_parts.page_column(self, head, self._body, self.result)
