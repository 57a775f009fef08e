"""The inbox: at the left what wants a person, at the right the one in hand with its choices."""

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import (
    QScrollArea,
    QSizePolicy,
    QWidget,
)

from desktop.changes import Changed
from desktop.inbox import Inbox, Wanted
from desktop.trouble import Trouble
from regulars.refusals import AlreadySettled, Refusal
from ui import actions, page_parts, text
from ui.context import Context
from ui.faces import Face, FaceList, FaceModel
from ui.inbox import words
from ui.inbox.one_panel import OnePanel
from ui.inbox.presenter import InboxPresenter, Outcome, Settled
from ui.named import named
from ui.widgets.buttons import KeyButton
from ui.widgets.plain import PlainLabel
from ui.widgets.result_line import ResultLine, Tone

ROWS_MAX = 10_000


class InboxPage(QWidget):
    """`left` leads back to the counter, `tills_wanted` on to all tills."""

    left = Signal()
    tills_wanted = Signal()

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("inbox")
        self._context = context
        self._found = Inbox()
        self._last_said: Outcome | None = None
        self._presenter = InboxPresenter(context.till, self, context.when_done)
        self._make_parts()
        self._lay_out()
        self.retranslate()

    # What the shell tells ------------------------------------------------------------------------

    def open(self) -> None:
        """Show what there is now."""
        self._presenter.open()

    def changed(self, note: Changed) -> None:
        """Read again what may be different now."""
        self._presenter.changed(note)

    # What the presenter shows --------------------------------------------------------------------

    def show_inbox(self, found: Inbox) -> None:
        """Show what there is: what waits first, then what was settled lately."""
        self._found = found
        rows = (*found.open, *found.settled)
        self._model.show_rows(rows)
        self._body.setCurrentWidget(self._filled if rows else self._empty)
        self._count.setText(self._count_words())

    def show_one(self, wanted: Wanted | None) -> None:
        """Show the one in hand."""
        self.one.show_one(wanted)
        rows = (*self._found.open, *self._found.settled)
        if wanted in rows:
            self.list.take(rows.index(wanted))

    def set_busy(self, *, is_busy: bool) -> None:
        """Show that something is being written."""
        self.one.setEnabled(not is_busy)

    def say(self, outcome: Outcome) -> None:
        """Say what happened, on the screen and aloud."""
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
        self._title.setText(self.tr("Inbox"))
        self._back.setText(actions.words(actions.Id.BACK))
        self._tills.setText(self.tr("All tills"))
        self.list.setAccessibleName(self.tr("What wants a person"))
        self._nothing.setText(self.tr("Nothing needs a decision"))
        self._nothing_more.setText(
            self.tr("What tills and centre cannot decide by themselves is shown here.")
        )
        self._count.setText(self._count_words())
        self._model.reword()
        self.one.retranslate()
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

    def _count_words(self) -> str:
        found, parts = self._found, []
        if found.open:
            #: {count} is how many things want a decision
            said = self.tr("Waiting: {count}")
            parts.append(said.format(count=text.number(len(found.open))))
        if len(found.settled) < found.settled_count:
            #: {shown} and {count} are numbers: of all that was settled the newest are listed
            said = self.tr("Settled: the newest {shown} of {count}")
            shown, count = len(found.settled), found.settled_count
            parts.append(said.format(shown=text.number(shown), count=text.number(count)))
        return " · ".join(parts)

    def _words(self, outcome: Outcome) -> tuple[Tone, str]:
        match outcome:
            case Settled():
                #: {choice} is what was chosen, such as "Leave it so"
                said = self.tr("{choice}: written down. Tills and centre will know.")
                return Tone.GOOD, said.format(choice=words.label(outcome.choice))
            case AlreadySettled() if outcome.choice:
                #: {choice} is what somebody else chose before
                said = self.tr("Somebody chose before: {choice}.")
                return Tone.WARN, said.format(choice=words.label(outcome.choice))
            case Trouble():
                return Tone.BAD, text.trouble(outcome)
            case Refusal():
                return Tone.BAD, text.refusal(outcome, self._context.till.shop.currency)

    def _face(self, one: Wanted) -> Face:
        title, figure = words.title(one), text.number(one.points) if one.points else ""
        under = words.chosen(one) if one.choice else words.facts(one, is_short=True)
        spoken = ", ".join(part for part in (title, under, figure) if part)
        return Face(title, under, figure, "", spoken, "quiet" if one.choice else "text")

    def _moved(self, index: QModelIndex) -> None:
        if index.isValid():
            self._presenter.pick(self._model.row(index.row()).review)

    # Parts ---------------------------------------------------------------------------------------

    def _make_parts(self) -> None:
        self._title = named(PlainLabel(type="title"), "title")
        self._count = named(PlainLabel(tone="quiet"), "count")
        self._back = page_parts.back_button(self.left.emit)
        self._tills = named(KeyButton(role="quiet"), "all_tills")
        self._tills.clicked.connect(self.tills_wanted)
        self._model: FaceModel[Wanted] = FaceModel(
            self._context.when_done, self._face, page=ROWS_MAX, parent=self
        )
        self.list = named(FaceList(self._model), "wants")
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.one = named(OnePanel(self._context.till.shop.currency), "one")
        self.one.chosen.connect(self._presenter.choose)
        self._beside = QScrollArea()  # on a small till a long story is higher than the page
        self._beside.setWidgetResizable(True)
        self._beside.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._beside.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.one.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        self._beside.setWidget(self.one)
        self.result = named(ResultLine(), "result")
        self.result.hide()
        self._nothing = named(PlainLabel(type="title", wrap=True), "nothing")
        self._nothing_more = named(PlainLabel(tone="quiet", wrap=True), "nothing_more")

    def _lay_out(self) -> None:
        head = page_parts.head(self._title, self._count, self._tills, self._back)
        self._filled = page_parts.halves(self.list, self._beside, (4, 5))
        self._empty = page_parts.empty_page(self._nothing, self._nothing_more)
        self._body = page_parts.one_of(self._empty, self._filled)
        page_parts.page_column(self, head, self._body, self.result)
