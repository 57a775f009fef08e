"""Decides what happens at enrolment: who has the number already, and what is still missing.

Knows no widgets and no words.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from desktop.answers import Enrolled, MemberRow
from desktop.requests import EnrolRequest
from desktop.trouble import Trouble
from regulars.ids import Id
from regulars.people.phone import digits_of
from regulars.refusals import (
    BadBirthday,
    BadPhone,
    ConsentMissing,
    NameMissing,
    PhoneTaken,
    Refusal,
)
from ui.doing import WhenDone

DIGITS_MIN = 4
"""Fewer digits say nothing about whose number it is."""
MATCHES_MAX = 3


class Place(StrEnum):
    """Where on the page a refusal belongs."""

    PHONE = "phone"
    NAME = "name"
    BIRTHDAY = "birthday"
    CONSENT = "consent"
    PAGE = "page"


@dataclass(frozen=True, slots=True)
class Draft:
    """What has been typed so far, as typed."""

    phone: str = ""
    name: str = ""
    birthday: str = ""
    agreed: bool = False
    marketing: bool = False
    language: str = "en"


class TillVerbs(Protocol):
    """What enrolment asks of the till."""

    def fresh_id(self) -> Id:
        """Name an act before it is asked for."""

    def search(self, typed: str) -> Future[list[MemberRow]]:
        """Find members by what is typed."""

    def same_phone(self, typed: str) -> Future[list[MemberRow]]:
        """Find who has a whole phone number already."""

    def enrol(self, request: EnrolRequest) -> Future[Enrolled | Refusal]:
        """Make somebody a member."""


class View(Protocol):
    """What the page shows, in codes and values."""

    def show_matches(self, rows: Sequence[MemberRow], *, is_same: bool, is_shared: bool) -> None:
        """Show who may be meant; `is_same` when the whole number is theirs."""

    def show_refusal(self, place: Place, refusal: Refusal) -> None:
        """Show why not, under the field it is about, and go there."""

    def clear_refusals(self) -> None:
        """Take away what was said before."""

    def set_busy(self, *, is_busy: bool) -> None:
        """Show that the member is being written."""

    def show_trouble(self, trouble: Trouble) -> None:
        """Say that the world got in the way; what was typed stays."""

    def done(self, enrolled: Enrolled) -> None:
        """Hand the new member on and forget the draft."""

    def choose_existing(self, member: Id) -> None:
        """Leave with a person who is a member already."""


class EnrolPresenter:
    """One enrolment after another; a newer answer always wins over an older one."""

    def __init__(self, till: TillVerbs, view: View, when_done: WhenDone) -> None:
        self._till = till
        self._view = view
        self._when_done = when_done
        self._generation = 0
        self._is_writing = False
        self._is_shared = False
        self._intent: tuple[Draft, Id] | None = None  # what was asked for last, and its name
        self._is_asking = False  # the number was refused; whose is it?
        self._matches: tuple[MemberRow, ...] = ()
        self._is_same = False

    def phone_typed(self, typed: str) -> None:
        """Look who has this number while it is typed; another number is another question."""
        self._is_shared = self._is_asking = False
        self._ask(typed, is_same=True)

    def forget(self) -> None:
        """Start with nobody in mind."""
        self.phone_typed("")
        self._view.clear_refusals()

    def share(self, draft: Draft, *, is_shared: bool) -> None:
        """Take or take back the answer that a household shares this number.

        Where the answer was what enrolment waited for, it goes on.
        """
        self._is_shared = is_shared
        was_asking, self._is_asking = self._is_asking, False
        self._show()
        if is_shared and was_asking:
            self.enrol(draft)

    def choose(self, member: Id) -> None:
        """Take the person who is a member already instead."""
        self._view.choose_existing(member)

    def enrol(self, draft: Draft) -> None:
        """Make the member, once: while one is being written nothing else begins."""
        if self._is_writing:
            return
        self._view.clear_refusals()
        self._is_asking = False
        self._set_writing(is_writing=True)
        if self._intent is None or self._intent[0] != draft:
            self._intent = draft, self._till.fresh_id()
        request = EnrolRequest(
            name=draft.name,
            phone=draft.phone,
            birthday=draft.birthday,
            agreed=draft.agreed,
            marketing=draft.marketing,
            language=draft.language,
            shares_phone=self._is_shared,
            act=self._intent[1],
        )
        self._when_done(
            self._till.enrol(request),
            lambda answer: self._answered(draft, answer),
            self._stumbled,
        )

    # Answers ------------------------------------------------------------------------------------

    def _answered(self, draft: Draft, answer: Enrolled | Refusal) -> None:
        self._set_writing(is_writing=False)
        if isinstance(answer, Enrolled):
            self._generation += 1  # whoever is still being looked up is of no interest now
            self._is_shared, self._intent = False, None
            self._view.done(answer)
            return
        if isinstance(answer, PhoneTaken):
            self._is_asking = True
            self._ask(draft.phone, is_same=True)
        self._view.show_refusal(_place(answer), answer)

    def _stumbled(self, trouble: Trouble) -> None:
        self._set_writing(is_writing=False)
        self._view.show_trouble(trouble)

    def _set_writing(self, *, is_writing: bool) -> None:
        self._is_writing = is_writing
        self._view.set_busy(is_busy=is_writing)

    def _ask(self, typed: str, *, is_same: bool) -> None:
        self._generation += 1
        if len(digits_of(typed)) < DIGITS_MIN:
            self._found(self._generation, typed, [], is_same=False)
            return
        ask: Callable[[str], Future[list[MemberRow]]] = (
            self._till.same_phone if is_same else self._till.search
        )
        generation = self._generation
        self._when_done(
            ask(typed),
            lambda rows: self._found(generation, typed, rows, is_same=is_same),
            self._view.show_trouble,
        )

    def _found(self, generation: int, typed: str, rows: list[MemberRow], *, is_same: bool) -> None:
        if generation != self._generation:
            return
        if is_same and not rows:
            self._ask(typed, is_same=False)
            return
        self._matches, self._is_same = tuple(rows[:MATCHES_MAX]), is_same
        self._show()

    def _show(self) -> None:
        self._view.show_matches(self._matches, is_same=self._is_same, is_shared=self._is_shared)


def _place(refusal: Refusal) -> Place:
    match refusal:
        case BadPhone() | PhoneTaken():
            return Place.PHONE
        case NameMissing():
            return Place.NAME
        case BadBirthday():
            return Place.BIRTHDAY
        case ConsentMissing():
            return Place.CONSENT
        case _:
            return Place.PAGE
