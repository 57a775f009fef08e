"""Find a member by what is typed: every letter asks, and only the newest answer counts. No Qt."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol

from desktop.answers import MemberCard, MemberRow
from desktop.requests import BY_NAME, BY_NUMBER, BY_PHONE
from desktop.trouble import Trouble
from desktop.verbs.identify import Scanned
from regulars.codes import CardCode, SlipCode, is_digits, read
from regulars.ids import Id
from regulars.people.member_number import is_valid
from regulars.refusals import Refusal, UnknownMember
from ui.doing import WhenDone


class FindingTill(Protocol):
    """The questions finding asks."""

    def search(self, typed: str) -> Future[list[MemberRow]]:
        """Find members by what a cashier types."""

    def scanned(self, text: str) -> Future[Scanned | Refusal]:
        """Say what a scanner's text means."""

    def member(self, member: Id, how: str) -> Future[MemberCard | None]:
        """Read one member."""


class FindingView(Protocol):
    """What finding shows: the rows for a text, or (None) no list at all."""

    def show_found(self, rows: tuple[MemberRow, ...] | None, typed: str) -> None:
        """Show a list of found members."""

    def open_refund(self, sale: Id | None) -> None:
        """Go to the refund page, with a sale or without."""


class Finding:
    """The live search behind the one field. `serve` gets who was chosen or scanned by hand."""

    def __init__(
        self,
        till: FindingTill,
        view: FindingView,
        when_done: WhenDone,
        serve: Callable[[MemberCard], None],
        say: Callable[[Refusal | Trouble], None],
    ) -> None:
        self._till, self._view, self._when_done = till, view, when_done
        self._serve, self._say = serve, say
        self._generation = 0
        self._asked: Future[list[MemberRow]] | None = None
        self._typed = ""
        self._rows: tuple[MemberRow, ...] | None = None
        self._is_waiting = False
        self._wants_first = False

    @property
    def typed_text(self) -> str:
        """Give what was typed last."""
        return self._typed

    def typed(self, text: str) -> None:
        """Ask for what is typed now; an older question is forgotten."""
        self._generation += 1
        if self._asked is not None:
            self._asked.cancel()
        self._typed, self._wants_first, self._is_waiting = text.strip(), False, False
        if not self._typed:
            self._show(None)
            return
        generation = self._generation
        self._is_waiting = True
        self._asked = self._till.search(self._typed)
        self._when_done(self._asked, lambda rows: self._found(generation, rows), self._say)

    def offer(self, rows: tuple[MemberRow, ...]) -> None:
        """Show members to choose from that a scan gave."""
        self.forget()
        self._show(rows)

    def forget(self) -> None:
        """Put the list away and forget what was asked."""
        self._generation += 1
        self._typed, self._is_waiting, self._wants_first = "", False, False
        self._show(None)

    def enter(self, row: MemberRow | None) -> None:
        """Open the chosen row; while the answer is under way, the only row it will have."""
        if self._is_waiting:
            self._wants_first = True
        elif row is not None:
            self.choose(row)
        elif self._typed and not self._rows and _is_a_code(self._typed):
            self._when_done(self._till.scanned(self._typed), self.identified, self._say)

    def choose(self, row: MemberRow) -> None:
        """Open a member of the list; how one was found decides what spending points asks."""
        how = self._how()
        self.forget()

        def opened(member: MemberCard | None) -> None:
            if member is None:
                self._say(UnknownMember())
            else:
                self._serve(member)

        self._when_done(self._till.member(row.id, how), opened, self._say)

    def identified(self, found: Scanned | Refusal) -> None:
        """Take what a code that was typed by hand turned out to be."""
        if isinstance(found, Refusal):
            self._say(found)
        elif found.member is not None:
            self._serve(found.member)
        elif found.sale is not None:
            self._view.open_refund(found.sale)
        else:
            self.offer(found.choices)

    def _found(self, generation: int, rows: list[MemberRow]) -> None:
        if generation != self._generation:
            return
        self._is_waiting = False
        wants_first, self._wants_first = self._wants_first, False
        self._show(tuple(rows))
        if wants_first:
            self.enter(rows[0] if len(rows) == 1 else None)

    def _show(self, rows: tuple[MemberRow, ...] | None) -> None:
        self._rows = rows
        self._view.show_found(rows, self._typed)

    def _how(self) -> str:
        digits = self._typed.replace(" ", "").replace("-", "").removeprefix("+")
        if not digits or is_valid(digits):
            return BY_NUMBER
        return BY_PHONE if is_digits(digits) else BY_NAME


def _is_a_code(text: str) -> bool:
    """Tell whether somebody typed the text of a card or a slip by hand."""
    return isinstance(read(text), CardCode | SlipCode)
