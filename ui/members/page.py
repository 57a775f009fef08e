"""The members: find one, see everything about them, and put right what is wrong.

The page has the words and the widgets; what happens is decided in the presenter.
"""

from collections.abc import Callable
from concurrent.futures import Future

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.answers import AdjustDone, CardReplaced, HistoryRow, MemberCard, MemberRow
from desktop.changes import Changed
from desktop.staff import Person
from desktop.store.profile import Profile
from desktop.trouble import Trouble
from regulars.ids import Id
from regulars.refusals import PhoneTaken, Refusal
from ui import actions, text
from ui.actions import make_actions, retranslate_actions
from ui.context import Context
from ui.members.find_panel import FindPanel
from ui.members.forms import FormPanel
from ui.members.member_view import MemberView
from ui.members.presenter import MembersPresenter
from ui.members.timeline import Timeline, TimelinePresenter
from ui.members.values import Place
from ui.named import named
from ui.widgets.result_line import ResultLine, Tone

WIDTH_MAX_PX = 1100


class MembersPage(QWidget):
    """Signals lead away: to a refund, to the printer, to the counter, or to who may approve."""

    left = Signal()
    refund_wanted = Signal(object)
    card_wanted = Signal(object)
    member_wanted = Signal(object)
    approval_wanted = Signal(str, object)

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("members")
        self._context = context
        self._came_from_list = False
        self._find = FindPanel(context.when_done)
        self._member = MemberView(context.when_done, context.till.shop)
        self._views = named(QStackedWidget(), "views")
        self._result = named(ResultLine(), "result")
        self._result.hide()
        self._presenter = MembersPresenter(context.till, self, context.when_done)
        self._timeline = TimelinePresenter(context.till, self, context.when_done, context.look)
        self._lay_out()
        self._actions = make_actions(
            self,
            {
                actions.Id.EDIT_MEMBER: lambda: self._open_form(self._member.edit),
                actions.Id.MEMBER_CARD: lambda: self._open_form(self._member.card),
            },
        )
        self._member.edit_button.follow(self._actions[actions.Id.EDIT_MEMBER])
        self._member.card_button.follow(self._actions[actions.Id.MEMBER_CARD])
        self._connect()
        self._turn_to_list()
        self.retranslate()

    # What the shell asks ------------------------------------------------------------------------

    def open_member(self, member: Id) -> None:
        """Show a member who was found elsewhere."""
        self._came_from_list = False
        self._result.hide()
        self._presenter.open(member)

    def scan_failed(self, refusal: Refusal) -> None:
        """Say why a scan led nowhere."""
        self._say(Tone.BAD, text.refusal(refusal, self._context.till.shop.currency))

    def changed(self, note: Changed) -> None:
        """Read again what is shown, if it may be different now."""
        self._presenter.changed(note)

    def back(self) -> bool:
        """Step back one level; gives False when the next one is the page that led here."""
        self._result.hide()
        if self._presenter.member is None:
            return False
        if self._member.open_one() is not None:
            self._member.close_form()
            return True
        was_found_here = self._came_from_list
        self._presenter.close()
        self._turn_to_list()
        return was_found_here

    # What the presenter says --------------------------------------------------------------------

    def show_found(self, rows: list[MemberRow], typed: str) -> None:
        """Show whom a text may mean."""
        self._find.show_found(rows, typed)

    def show_member(self, member: MemberCard, about: Profile, *, is_new: bool) -> None:
        """Show a member."""
        till = self._context.till
        now_ms = till.world.clock.now_ms()
        self._member.show_member(member, about, till.shop, now_ms, is_new=is_new)
        self._member.all_stores.setVisible(self._context.look is not None)
        if is_new:
            self._timeline.forget()
        if self._views.currentWidget() is not self._member:
            self._views.setCurrentWidget(self._member)
            self._enable(is_shown=True)
            self._member.history.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_history(
        self, fetch: Callable[[HistoryRow | None], "Future[list[HistoryRow]]"]
    ) -> None:
        """Show the acts of a member."""
        self._member.history.show_history(fetch, self._context.till.shop)

    def refresh_history(self) -> None:
        """Read the first page again."""
        self._member.history.model.refresh()

    def show_timeline(self, timeline: Timeline) -> None:
        """Show what the centre knows of a member's acts at all stores."""
        till = self._context.till
        self._member.timeline.show_timeline(timeline, till.shop, till.world.clock.now_ms())

    def show_phone(self, e164: str) -> None:
        """Show a full number for a moment."""
        self._member.person.show_phone(e164)

    def refuse(self, place: Place, refusal: Refusal) -> None:
        """Say why not, under the field it is about."""
        words = text.refusal(refusal, self._context.till.shop.currency)
        match place:
            case Place.NAME | Place.PHONE | Place.BIRTHDAY:
                is_taken = isinstance(refusal, PhoneTaken)
                self._member.edit.refuse(place, words, is_taken=is_taken)
                self._context.announce(words, good=False)
            case Place.POINTS | Place.REASON:
                self._member.adjust.refuse(place, words)
                self._context.announce(words, good=False)
            case Place.PAGE:
                self._say(Tone.BAD, words)

    def set_busy(self, *, is_busy: bool) -> None:
        """Show that something is being written."""
        self._member.set_busy(is_busy=is_busy)

    def edited(self, name: str) -> None:
        """Say that the changes are kept."""
        self._member.reset(self._member.edit)
        #: {name} is a member's name
        self._say(Tone.GOOD, self.tr("Saved for {name}.").format(name=name))

    def adjusted(self, done: AdjustDone) -> None:
        """Say that points were given or taken."""
        self._member.reset(self._member.adjust)
        said = (
            #: {points} is "50 points", {name} a member's name
            self.tr("{points} given to {name}.")
            if done.points > 0
            #: {points} is "50 points", {name} a member's name
            else self.tr("{points} taken from {name}.")
        )
        points = text.points(abs(done.points))
        self._say(Tone.GOOD, said.format(points=points, name=done.member.name))

    def card_replaced(self, done: CardReplaced) -> None:
        """Hand the new card on to be printed."""
        self._member.close_form()
        #: {name} is a member's name
        words = self.tr("{name} has a new card. The old one no longer works.")
        self._say(Tone.GOOD, words.format(name=done.member.name))
        self.card_wanted.emit(done)

    def ask_approval(self, act: str, then: Callable[[Person], None]) -> None:
        """Ask for somebody with the right to approve."""
        self.approval_wanted.emit(act, then)

    def show_trouble(self, trouble: Trouble) -> None:
        """Say that the world got in the way; what was typed stays."""
        self._say(Tone.BAD, text.trouble(trouble))

    # Qt -----------------------------------------------------------------------------------------

    def event(self, event: QEvent) -> bool:
        """Keep Esc from the shell while somebody is shown: the page steps back by itself."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and event.key() == Qt.Key.Key_Escape
            and self._presenter.member is not None
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc steps back one level, and from the last one leaves."""
        if event.key() == Qt.Key.Key_Escape:
            self._step_back()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Being shown means being ready for keys."""
        super().focusInEvent(event)
        if self._presenter.member is None:
            self._find.field.setFocus(Qt.FocusReason.OtherFocusReason)
        elif (form := self._member.open_one()) is not None:
            form.begin()
        else:
            self._member.history.list.setFocus(Qt.FocusReason.OtherFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        retranslate_actions(self._actions)
        self._find.retranslate()
        self._member.retranslate()
        if self._presenter.member is not None:
            self._presenter.open(self._presenter.member.id)  # its dates are words too

    # The rest -----------------------------------------------------------------------------------

    def _step_back(self) -> None:
        if not self.back():
            self.left.emit()

    def _open_found(self, member: Id) -> None:
        self._came_from_list = True
        self._result.hide()
        self._presenter.open(member)

    def _open_form(self, form: FormPanel) -> None:
        if self._presenter.member is not None:
            self._result.hide()
            self._member.open_form(form)

    def _look(self, is_wanted: bool) -> None:
        if is_wanted and self._presenter.member is not None:
            self._timeline.look(self._presenter.member.id)

    def _serve(self) -> None:
        if self._presenter.member is not None:
            self.member_wanted.emit(self._presenter.member.id)

    def _save(self) -> None:
        self._member.edit.clear_refusals()
        self._presenter.save(self._member.edit.draft())

    def _adjust(self) -> None:
        self._member.adjust.clear_refusals()
        self._presenter.adjust(self._member.adjust.draft())

    def _say(self, tone: Tone, words: str) -> None:
        self._result.say(tone, words)
        self._result.show()
        self._context.announce(words, good=tone is Tone.GOOD)

    def _turn_to_list(self) -> None:
        self._views.setCurrentWidget(self._find)
        self._enable(is_shown=False)
        self._find.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _enable(self, *, is_shown: bool) -> None:
        for action in self._actions.values():
            action.setEnabled(is_shown)

    def _connect(self) -> None:
        member = self._member
        self._find.typed.connect(self._presenter.search)
        self._find.chosen.connect(self._open_found)
        member.person.phone_wanted.connect(self._presenter.show_phone)
        member.edit.wanted.connect(self._save)
        member.edit.shared.connect(self._save)
        member.adjust.wanted.connect(self._adjust)
        member.card.wanted.connect(self._presenter.replace_card)
        member.history.refund_wanted.connect(self.refund_wanted)
        member.history.failed.connect(self.show_trouble)
        member.all_stores.toggled.connect(self._look)
        member.timeline.more_wanted.connect(self._timeline.more)
        member.served.connect(self._serve)
        member.left.connect(self._step_back)

    def _lay_out(self) -> None:
        self._views.addWidget(self._find)
        self._views.addWidget(self._member)
        content = QWidget()
        content.setMaximumWidth(WIDTH_MAX_PX)
        whole = QVBoxLayout(content)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(8)
        whole.addWidget(self._views, 1)
        whole.addWidget(self._result)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(24, 12, 24, 12)
        outer.addStretch(1)
        outer.addWidget(content, 1000)
        outer.addStretch(1)
