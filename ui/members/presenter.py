"""Decides what happens on the member page: finding, opening, changing, adjusting, replacing.

Knows no widgets and no words. What is written is asked for once, under a name made beforehand.
"""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol, TypeVar

from desktop.answers import (
    AdjustDone,
    CardReplaced,
    Enrolled,
    HistoryRow,
    MemberCard,
    MemberRow,
    PhoneShown,
)
from desktop.changes import Changed
from desktop.requests import BY_NAME, AdjustRequest, ChangeRequest
from desktop.staff import Person
from desktop.store.database import Store
from desktop.store.profile import Profile, profile
from desktop.trouble import Trouble
from desktop.verbs.adjust import LIMIT, REASONS
from regulars.ids import Id
from regulars.refusals import AdjustTooLarge, Refusal, UnknownMember
from ui.doing import WhenDone
from ui.members.values import AdjustDraft, EditDraft, Place, place_of

T = TypeVar("T")


class TillVerbs(Protocol):
    """What the member page asks of the till."""

    @property
    def person(self) -> Person | None:
        """Who is signed in."""

    def fresh_id(self) -> Id:
        """Name an act before it is asked for."""

    def read(self, job: Callable[[Store], T]) -> Future[T]:
        """Read something short."""

    def search(self, typed: str) -> Future[list[MemberRow]]:
        """Find members by what is typed."""

    def member(self, member: Id, how: str) -> Future[MemberCard | None]:
        """Read one member."""

    def history(self, member: Id, before: int | None = None) -> Future[list[HistoryRow]]:
        """Read a page of a member's acts."""

    def show_phone(self, member: Id) -> Future[PhoneShown | Refusal]:
        """Give the full number; the asking is written down."""

    def change_member(self, request: ChangeRequest) -> Future[Enrolled | Refusal]:
        """Change what is known of a member."""

    def set_consent(self, member: Id, purpose: str, *, given: bool) -> Future[Refusal | None]:
        """Write an answer about data."""

    def replace_card(self, member: Id) -> Future[CardReplaced | Refusal]:
        """Revoke the cards and issue a new one."""

    def adjust(self, request: AdjustRequest) -> Future[AdjustDone | Refusal]:
        """Give or take points by hand."""


class View(Protocol):
    """What the page shows, in codes and values."""

    def show_found(self, rows: list[MemberRow], typed: str) -> None:
        """Show whom a text may mean; no text, no list."""

    def show_member(self, member: MemberCard, about: Profile, *, is_new: bool) -> None:
        """Show a member; `is_new` when it was another one before."""

    def show_history(self, fetch: Callable[[HistoryRow | None], Future[list[HistoryRow]]]) -> None:
        """Show the acts of a member, page by page."""

    def refresh_history(self) -> None:
        """Read the first page again."""

    def show_phone(self, e164: str) -> None:
        """Show a full number for a moment."""

    def refuse(self, place: Place, refusal: Refusal) -> None:
        """Show why not, where it belongs."""

    def set_busy(self, *, is_busy: bool) -> None:
        """Show that something is being written."""

    def edited(self, name: str) -> None:
        """Say that the changes are kept."""

    def adjusted(self, done: AdjustDone) -> None:
        """Say that points were given or taken."""

    def card_replaced(self, done: CardReplaced) -> None:
        """Hand the new card on to be printed."""

    def ask_approval(self, act: str, then: Callable[[Person], None]) -> None:
        """Ask for somebody with the right to approve."""

    def show_trouble(self, trouble: Trouble) -> None:
        """Say that the world got in the way."""


class MembersPresenter:
    """One member at a time; a newer question always wins over an older answer."""

    def __init__(self, till: TillVerbs, view: View, when_done: WhenDone) -> None:
        self._till = till
        self._view = view
        self._when_done = when_done
        self._searches = 0
        self._openings = 0
        self._is_writing = False
        self._wanted: Id | None = None  # who is shown, or on the way to be
        self._member: MemberCard | None = None
        self._about: Profile | None = None
        self._intent: tuple[AdjustDraft, Id] | None = None

    @property
    def member(self) -> MemberCard | None:
        """Who is shown."""
        return self._member

    # Finding and opening ------------------------------------------------------------------------

    def search(self, typed: str) -> None:
        """Find whom a text may mean."""
        self._searches += 1
        generation = self._searches
        if not typed.strip():
            self._view.show_found([], "")
            return

        def found(rows: list[MemberRow]) -> None:
            if generation == self._searches:
                self._view.show_found(rows, typed.strip())

        self._when_done(self._till.search(typed), found, self._view.show_trouble)

    def open(self, member: Id) -> None:
        """Show a member with everything that is known."""
        self._read(member, is_again=False)

    def close(self) -> None:
        """Show nobody."""
        self._openings += 1
        self._wanted = self._member = self._about = self._intent = None

    def changed(self, note: Changed) -> None:
        """Read again what is shown, if it may be different now."""
        wanted = self._wanted
        if wanted is not None and (note.everything or wanted in note.members):
            self._read(wanted, is_again=True)

    def _read(self, member: Id, *, is_again: bool) -> None:
        self._openings += 1
        self._wanted = member
        generation = self._openings

        def about(card: MemberCard | None) -> None:
            if generation != self._openings:
                return
            if card is None:
                self._view.refuse(Place.PAGE, UnknownMember())
                return
            self._when_done(
                self._till.read(lambda store: profile(store, member)),
                lambda known: shown(card, known),
                self._view.show_trouble,
            )

        def shown(card: MemberCard, known: Profile | None) -> None:
            if generation == self._openings and known is not None:
                self._show(card, known, is_again=is_again)

        self._when_done(self._till.member(member, BY_NAME), about, self._view.show_trouble)

    def _show(self, card: MemberCard, known: Profile, *, is_again: bool) -> None:
        is_new = self._member is None or self._member.id != card.id
        self._member, self._about = card, known
        if is_new:
            self._intent = None
        self._view.show_member(card, known, is_new=is_new)
        if is_again and not is_new:
            self._view.refresh_history()
        else:
            self._view.show_history(
                lambda last: self._till.history(card.id, None if last is None else last.place)
            )

    # Acts ---------------------------------------------------------------------------------------

    def show_phone(self) -> None:
        """Show the full number of who is shown; that is written down."""
        if self._member is None:
            return
        wanted = self._member.id

        def shown(answer: PhoneShown) -> None:
            if self._member is not None and self._member.id == wanted:
                self._view.show_phone(answer.phone)

        self._when_done(
            self._till.show_phone(wanted),
            lambda answer: self._unless_refused(answer, shown),
            self._view.show_trouble,
        )

    def save(self, draft: EditDraft) -> None:
        """Keep what was changed; what was not is not written."""
        member, about = self._member, self._about
        if member is None or about is None:
            return
        request = draft.request(member)
        if request is None:
            self._save_consent(member, draft)
            return

        def kept(done: Enrolled) -> None:
            self._save_consent(done.member, draft)

        self._write(self._till.change_member(request), kept)

    def _save_consent(self, member: MemberCard, draft: EditDraft) -> None:
        assert self._about is not None, "whoever is edited is shown"
        if draft.marketing == self._about.has_marketing:
            self._view.edited(member.name)
            return
        self._write(
            self._till.set_consent(member.id, "marketing", given=draft.marketing),
            lambda _: self._view.edited(member.name),
        )

    def replace_card(self) -> None:
        """Issue a new card; the ones before it are dead."""
        if self._member is not None and not self._is_writing:
            self._write(self._till.replace_card(self._member.id), self._view.card_replaced)

    def adjust(self, draft: AdjustDraft) -> None:
        """Give or take points; above the limit a person with the right stands for it."""
        member, person = self._member, self._till.person
        if member is None or self._is_writing:
            return
        if -draft.points > member.spendable:
            self._view.refuse(Place.POINTS, AdjustTooLarge(limit=member.spendable))
        elif abs(draft.points) <= LIMIT or draft.reason not in REASONS:
            self._adjust(member, draft, None)
        elif person is not None and person.may("adjust"):
            self._adjust(member, draft, person.id)
        else:
            self._view.ask_approval(
                "adjust", lambda approver: self._adjust(member, draft, approver.id)
            )

    def _adjust(self, member: MemberCard, draft: AdjustDraft, approver: Id | None) -> None:
        """Write it once: trying the same again has the same name, another amount a new one."""
        if self._is_writing:
            return
        if self._intent is None or self._intent[0] != draft:
            self._intent = (draft, self._till.fresh_id())
        request = AdjustRequest(
            act=self._intent[1],
            member=member.id,
            points=draft.points,
            reason=draft.reason,
            note=draft.note,
            approver=approver,
        )

        def done(answer: AdjustDone) -> None:
            self._intent = None
            self._view.adjusted(answer)

        self._write(self._till.adjust(request), done)

    def _write(self, future: "Future[T | Refusal]", then: Callable[[T], None]) -> None:
        """Wait for something that is written; meanwhile nothing else is."""
        self._set_writing(is_writing=True)

        def answered(answer: T | Refusal) -> None:
            self._set_writing(is_writing=False)
            self._unless_refused(answer, then)

        def failed(trouble: Trouble) -> None:
            self._set_writing(is_writing=False)
            self._view.show_trouble(trouble)

        self._when_done(future, answered, failed)

    def _unless_refused(self, answer: T | Refusal, then: Callable[[T], None]) -> None:
        if isinstance(answer, Refusal):
            self._view.refuse(place_of(answer), answer)
        else:
            then(answer)

    def _set_writing(self, *, is_writing: bool) -> None:
        self._is_writing = is_writing
        self._view.set_busy(is_busy=is_writing)
