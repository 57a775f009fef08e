"""The till's frame: the bar on top, the pages below it, and the ways between them.

Pages know nothing of each other; every way from one to another is a signal that is connected here.
"""

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import (
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from desktop.answers import CardReplaced, Enrolled, MemberCard
from desktop.changes import Changed
from desktop.staff import Person
from desktop.trouble import Trouble
from desktop.verbs.identify import Scanned
from regulars.ids import Id
from regulars.refusals import Refusal
from ui import actions
from ui.actions import make_actions, retranslate_actions
from ui.bar import Bar
from ui.context import Context
from ui.inbox_door import InboxDoor
from ui.lock.page import ApprovalPanel
from ui.named import named
from ui.pages import Pages
from ui.strip.strip import Strip
from ui.widgets.result_line import ResultLine, Tone


class Shell(QWidget):
    """The signed-in till. It lives on while the till is locked, so that no draft is lost."""

    lock_wanted = Signal()
    help_wanted = Signal(str)
    look_changed = Signal()
    recovery_wanted = Signal()
    printers_wanted = Signal()
    full_screen_wanted = Signal()
    anew_wanted = Signal(bool)  # open the shop anew, or leave this computer

    def __init__(self, context: Context, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.pages = Pages(context, self._connect_page)
        self.counter = self.pages.counter
        self._back_to: QWidget = self.counter
        self._approval: ApprovalPanel | None = None
        self._was_typing: QWidget | None = None
        self._inbox = InboxDoor(context, self.pages, self._show, self)
        self._notice = named(ResultLine(), "notice")
        self._notice.hide()
        self.strip = Strip()
        self._bar = Bar(self._inbox.tab)
        self._lay_out()
        self._connect_bar()
        self._actions = make_actions(self, self._handlers())
        self.retranslate()

    # The frame --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        for part in (self._bar, self._notice):
            whole.addWidget(part)
        whole.addWidget(self.pages, 1)
        whole.addWidget(self.strip)

    def retranslate(self) -> None:
        """Set the words of the frame in the language of now."""
        person = self._context.till.person
        self._bar.retranslate(self._context.till.shop, "" if person is None else person.name)
        self._inbox.retranslate()
        if hasattr(self, "_actions"):
            retranslate_actions(self._actions)

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _handlers(self) -> dict[actions.Id, Callable[[], None]]:
        return {
            actions.Id.GO_COUNTER: self.go_counter,
            actions.Id.GO_MEMBERS: self.go_members,
            actions.Id.GO_PREFERENCES: self.go_preferences,
            actions.Id.LOCK: self.lock_wanted.emit,
            actions.Id.HELP: self._help,
            actions.Id.FULL_SCREEN: self.full_screen_wanted.emit,
            actions.Id.ENROL: self._enrol_from_key,
            actions.Id.SEARCH: self._search,
            actions.Id.BACK: self._step_back,
        }

    # The ways -----------------------------------------------------------------------------------

    def _connect_bar(self) -> None:
        self._bar.counter.clicked.connect(self.go_counter)
        self._bar.members.clicked.connect(self.go_members)
        self._bar.preferences.clicked.connect(self.go_preferences)
        self._bar.lock.clicked.connect(self.lock_wanted)
        self.strip.follow(self._context.link)

    def _connect_page(self, name: str, page: Any) -> None:
        """Join the ways of a page that was just made."""
        match name:
            case "counter":
                page.enrol_wanted.connect(self._enrol)
                page.member_wanted.connect(self._open_member)
                page.refund_wanted.connect(self._open_refund)
                page.card_wanted.connect(self._card_for)
                page.slip_wanted.connect(self._slip)
                page.approval_wanted.connect(self._ask_approval)
            case "enrol":
                page.enrolled.connect(self._enrolled)
                page.left.connect(self.go_counter)
                page.member_wanted.connect(self._serve)
            case "members":
                page.left.connect(self.go_counter)
                page.refund_wanted.connect(self._open_refund)
                page.card_wanted.connect(self._card_replaced)
                page.member_wanted.connect(self._serve)
                page.approval_wanted.connect(self._ask_approval)
            case "refund":
                page.left.connect(self._leave_refund)
                page.slip_wanted.connect(self._refund_slip)
                # What the counter said of a sale may be true no longer: something was given back.
                page.refunded.connect(lambda _done: self.counter.result.clear())
            case "preferences":
                page.left.connect(self.go_counter)
                page.look_changed.connect(self.look_changed)
                page.recovery_wanted.connect(self.recovery_wanted)
                page.printers_wanted.connect(self.printers_wanted)
                page.anew_wanted.connect(self.anew_wanted)
            case "inbox" | "tills":
                self._inbox.connect_page(page, self.go_counter)
            case _:
                raise AssertionError(name)

    def _show(self, page: QWidget) -> None:
        self.pages.setCurrentWidget(page)
        place = self._back_to if page is self._approval else page
        tab = {
            self.pages.made("members"): self._bar.members,
            self.pages.made("preferences"): self._bar.preferences,
        }.get(place, self._inbox.tab if self._inbox.leads_to(place) else self._bar.counter)
        tab.setChecked(True)
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _page(self) -> QWidget:
        page = self.pages.currentWidget()
        assert page is not None, "there is always a page"
        return page

    @Slot()
    def go_counter(self) -> None:
        """Show the counter, ready for the next scan."""
        self._show(self.counter)

    @Slot()
    def go_members(self) -> None:
        """Show the members."""
        self._show(self.pages.members)

    @Slot()
    def go_preferences(self) -> None:
        """Show the preferences."""
        self.pages.preferences.open()
        self._show(self.pages.preferences)

    def _help(self) -> None:
        self.help_wanted.emit(
            "members" if self._page() is self.pages.made("members") else "counter"
        )

    def _search(self) -> None:
        self.go_counter()
        self.counter.ready()

    def _step_back(self) -> None:
        page = self._page()
        if page is self._approval:
            self._approval.step_back()
        elif page is self.counter:
            self.counter.back()
        elif page is self.pages.made("preferences"):
            self.pages.preferences.step_back()
        elif page is self.pages.made("refund"):
            self.pages.refund.back()
        else:
            self.go_counter()

    def _enrol_from_key(self) -> None:
        if self._page() is not self.counter:
            self._enrol("")
            return
        self.counter.enrol()

    @Slot(str)
    def _enrol(self, prefill: str) -> None:
        self.pages.enrol.start(prefill)
        self._show(self.pages.enrol)

    @Slot(object)
    def _enrolled(self, done: Enrolled) -> None:
        self.go_counter()
        self.counter.member_found(done.member)
        self._context.paper.print_card(done.member, done.card_text)

    @Slot(object)
    def _open_member(self, member: Id) -> None:
        self.pages.members.open_member(member)
        self._show(self.pages.members)

    @Slot(object)
    def _serve(self, member: Id) -> None:
        """Take a member chosen on another page to the counter."""
        self.go_counter()
        found = self._context.till.member(member, "name")
        self._context.when_done(found, self._serve_found, self.trouble)

    def _serve_found(self, member: MemberCard | None) -> None:
        if member is not None:
            self.counter.member_found(member)

    @Slot(object)
    def _open_refund(self, sale: Id | None) -> None:
        self._back_to = self._page()
        if sale is None:
            self.pages.refund.open_blank()
        else:
            self.pages.refund.open_sale(sale)
        self._show(self.pages.refund)

    @Slot()
    def _leave_refund(self) -> None:
        is_members = self._back_to is self.pages.made("members")
        self._show(self._back_to if is_members else self.counter)

    @Slot(object)
    def _slip(self, facts: object) -> None:
        self._context.paper.print_slip(facts)

    @Slot(object)
    def _refund_slip(self, facts: object) -> None:
        if self._context.till.shop.setting("print_slips") == "yes":
            self._context.paper.print_slip(facts)

    @Slot(object)
    def _card_for(self, member: MemberCard) -> None:
        """Lead to the member's page, where a lost card is replaced."""
        self._open_member(member.id)

    @Slot(object)
    def _card_replaced(self, done: CardReplaced) -> None:
        self._context.paper.print_card(done.member, done.card_text)

    # Somebody else's approval -----------------------------------------------------------------

    @Slot(str, object)
    def _ask_approval(self, act: str, then: Callable[[Person], None]) -> None:
        self._end_approval()
        self._back_to = self._page()
        panel = ApprovalPanel(self._context, act)

        def approved(person: Person) -> None:
            self._end_approval()
            then(person)

        panel.approved.connect(approved)
        panel.left.connect(self._end_approval)
        self._approval = panel
        self.pages.addWidget(panel)
        self._show(panel)
        panel.start()

    @Slot()
    def _end_approval(self) -> None:
        if self._approval is None:
            return
        panel, self._approval = self._approval, None
        self._show(self._back_to)
        self.pages.removeWidget(panel)
        panel.deleteLater()

    # What comes from outside ---------------------------------------------------------------------

    def scanned(self, text: str) -> None:
        """Look a scan up and lead to what it means, from whatever page is shown."""
        if self._page() is self.pages.made("preferences") and self.pages.preferences.wants_scans():
            self.pages.preferences.scan_arrived(text)
            return
        self._context.when_done(self._context.till.scanned(text), self._scan_means, self.trouble)

    def _scan_means(self, found: Scanned | Refusal) -> None:
        if isinstance(found, Refusal):
            page: Any = self._page()
            if page not in (self.pages.made("members"), self.pages.made("refund")):
                self.go_counter()
                page = self.counter
            page.scan_failed(found)
            return
        if found.sale is not None:
            self._open_refund(found.sale)
            return
        self.go_counter()
        if found.member is not None:
            self.counter.member_found(found.member)
        else:
            self.counter.choices_found(found.choices)

    def changed(self, note: Changed) -> None:
        """Tell the pages that something they may show was changed."""
        if note.shop:
            self.retranslate()
        self.counter.changed(note)
        self._inbox.changed(note)
        if self.pages.made("members") is not None:
            self.pages.members.changed(note)
        if self.pages.made("refund") is not None:
            self.pages.refund.changed(note)

    def trouble(self, trouble: Trouble) -> None:
        """Say that the world got in the way."""
        from ui.text import trouble as words

        self.notice(words(trouble), bad=True)

    @Slot(object)
    def show_printers(self, names: Sequence[str]) -> None:
        """Offer the system's printers in the settings."""
        if self.pages.made("preferences") is not None:
            self.pages.preferences.show_printers(names)

    def notice(self, text: str, *, bad: bool) -> None:
        """Show one line above the pages until the next."""
        self._notice.say(Tone.BAD if bad else Tone.NEUTRAL, text)
        self._notice.setVisible(bool(text))

    def step_away(self) -> None:
        """Remember where the keys were going, for when the till is unlocked again."""
        self._was_typing = self.focusWidget()
        self.counter.step_away()

    def welcome(self, person: Person) -> None:
        """Show who works here now, with the page and the field that were left."""
        self._notice.hide()
        self._bar.who.setText(person.name)
        self._inbox.refresh()
        where = self._was_typing
        if where is None or not isValid(where) or not where.isVisible():
            where = self._page()
        where.setFocus(Qt.FocusReason.OtherFocusReason)
