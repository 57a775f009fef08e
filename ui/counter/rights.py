"""Rights that a redemption at the counter waits for, asked for beside everything else. No Qt.

Nothing is spent here and nothing waits: whoever asks goes on, and is told once, with the member as
this till knows them then. A newer question, or `drop`, makes an older answer nobody's.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Protocol

from desktop.answers import MemberCard, PurseHere
from desktop.trouble import Trouble
from regulars.ids import Id
from regulars.refusals import Refusal, UnknownMember
from sync.wishes import Wished, WishEnd
from ui.doing import WhenDone

WantRights = Callable[[Id, int], "Future[Wished]"]
"""Asks for rights to spend so many points of a wallet; answers in time, whatever happens."""
Came = Callable[[MemberCard, WishEnd], None]

_WORST_FIRST = (WishEnd.REFUSED, WishEnd.TOO_LATE, WishEnd.SHORT, WishEnd.MET)


class MemberTill(Protocol):
    """The question asked of the till."""

    def member(self, member: Id, how: str) -> Future[MemberCard | None]:
        """Read one member."""


class Rights:
    """One question for rights at a time."""

    def __init__(
        self,
        till: MemberTill,
        when_done: WhenDone,
        want: WantRights | None,
        failed: Callable[[Refusal | Trouble], None],
    ) -> None:
        self._till, self._when_done, self._want, self._failed = till, when_done, want, failed
        self._generation = 0
        self.is_asking = False

    def would_help(self, member: MemberCard) -> bool:
        """Tell whether it makes sense to ask for more of a member than is here."""
        reach = member.reach
        return (
            self._want is not None
            and reach is not None
            and reach.why == "rights"
            and bool(wanted(reach.purses, 1))
        )

    def ask(self, member: MemberCard, points: int, came: Came) -> None:
        """Ask for what lacks to spend so many points; only where that would help."""
        assert self._want is not None, "there is somebody to ask"
        assert member.reach is not None, "a lone till has all there is"
        wishes = wanted(member.reach.purses, points - member.reach.here)
        self._generation += 1
        self.is_asking = True
        generation, ends = self._generation, list[WishEnd]()

        def ended(wished: Wished) -> None:
            ends.append(wished.end)
            if len(ends) == len(wishes) and generation == self._generation:
                end = min(ends, key=_WORST_FIRST.index)
                self.read(member, lambda now: came(now, end))

        for wallet, most in wishes:
            self._when_done(self._want(wallet, most), ended, self._stopped)

    def read(self, member: MemberCard, then: Callable[[MemberCard], None]) -> None:
        """Read a member anew, unless another question or `drop` comes in between."""
        generation = self._generation

        def found(now: MemberCard | None) -> None:
            if generation != self._generation:
                return
            self.is_asking = False
            if now is None:
                self._failed(UnknownMember())
            else:
                then(now)

        self._when_done(self._till.member(member.id, member.how), found, self._stopped)

    def drop(self) -> bool:
        """Let whatever is asked for be nobody's; tells whether somebody was waiting for it."""
        self._generation += 1
        was_asking, self.is_asking = self.is_asking, False
        return was_asking

    def _stopped(self, trouble: Trouble) -> None:
        if self.drop():
            self._failed(trouble)


def wanted(purses: Sequence[PurseHere], missing: int) -> list[tuple[Id, int]]:
    """Say of which wallets so many more points are wanted, as what is to be here of each."""
    found: list[tuple[Id, int]] = []
    for one in purses:
        more = min(missing, max(0, one.balance - one.here))
        if more:
            found.append((one.wallet, one.here + more))
            missing -= more
    return found
