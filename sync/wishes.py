"""Rights that somebody at the counter waits for: asked for before all else, given up in time.

Nothing waits here: whoever wished is told what came of it, at the latest when the time is over.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from regulars.ids import Id

if TYPE_CHECKING:  # the counter's pages know how a wish may end, on lone tills too
    from sync.wire_problem import ProblemKind
    from sync.wire_rights import RightsAnswer

AGAIN_MS = 1_000
"""Where other tills were asked to hand rights back, they are looked for again, ever less often."""
NEWS_MS = 200
NEWS_MOST = 4
"""News of the wallet makes that come sooner, but not for ever: the question itself is news."""
WISHES_MAX = 32
"""Nobody serves so many members at once: the oldest is given up."""


class WishEnd(StrEnum):
    """How a wish ended."""

    MET = "met"
    SHORT = "short"
    """The centre had less, or other tills did not hand theirs back in time: spend what is there."""
    TOO_LATE = "too-late"
    """No answer came in time: spend what this till holds."""
    REFUSED = "refused"
    """The centre gives none at the moment; `problem` says why."""


@dataclass(frozen=True, slots=True)
class Wished:
    """What came of a wish; the last answer, where there was one, says who holds the rest."""

    number: int
    end: WishEnd
    answer: RightsAnswer | None = None
    problem: ProblemKind | None = None


@dataclass(slots=True)
class Wish:
    """So many points of a wallet, wanted before `until_ms`."""

    number: int
    wallet: Id
    points: int
    until_ms: int
    not_before_ms: int = 0
    tries: int = 0
    news: int = 0
    answer: RightsAnswer | None = None

    def look_again(self, now_ms: int) -> None:
        """Ask again soon: the wallet has changed at the centre."""
        if self.answer is not None and self.news < NEWS_MOST:
            self.news += 1
            self.not_before_ms = min(self.not_before_ms, now_ms + NEWS_MS)


@dataclass(slots=True)
class Wishes:
    """The wishes that are open, the oldest first, and those that have ended since last asked."""

    open: list[Wish] = field(default_factory=list)
    ended: list[Wished] = field(default_factory=list)

    def add(self, wish: Wish) -> None:
        """Take in a wish."""
        self.open.append(wish)
        if len(self.open) > WISHES_MAX:
            self._give_up(self.open[0])

    def ready(self, now_ms: int) -> Wish | None:
        """Give the wish to ask for now."""
        return next((one for one in self.open if one.not_before_ms <= now_ms), None)

    def expire(self, now_ms: int) -> None:
        """End all whose time is over."""
        for wish in [one for one in self.open if one.until_ms <= now_ms]:
            self._give_up(wish)

    def again_ms(self, now_ms: int) -> int | None:
        """Give when the next wish is asked for again; None where none waits for that."""
        times = (wish.not_before_ms for wish in self.open if wish.not_before_ms > now_ms)
        return min(times, default=None)

    def end_ms(self) -> int | None:
        """Give when the next wish is given up; None where there is none."""
        return min((wish.until_ms for wish in self.open), default=None)

    def heard(self, number: int, answer: RightsAnswer, want: int, now_ms: int) -> None:
        """Take an answer in: enough, or all there is; otherwise it is asked again."""
        wish = self._find(number)
        if wish is None:
            return
        wish.answer = answer
        if answer.wallet.granted >= want:
            self._end(wish, WishEnd.MET)
        elif not answer.elsewhere:
            self._end(wish, WishEnd.SHORT)
        else:
            wish.not_before_ms = now_ms + (AGAIN_MS << min(wish.tries, 8))
            wish.tries += 1

    def refuse(self, number: int, problem: ProblemKind) -> None:
        """End a wish that the centre says no to."""
        wish = self._find(number)
        if wish is not None:
            self._end(wish, WishEnd.REFUSED, problem)

    def take_ended(self) -> list[Wished]:
        """Give those that have ended, each once."""
        ended, self.ended = self.ended, []
        return ended

    def _give_up(self, wish: Wish) -> None:
        self._end(wish, WishEnd.TOO_LATE if wish.answer is None else WishEnd.SHORT)

    def _end(self, wish: Wish, end: WishEnd, problem: ProblemKind | None = None) -> None:
        self.open.remove(wish)
        self.ended.append(Wished(wish.number, end, wish.answer, problem))

    def _find(self, number: int) -> Wish | None:
        return next((one for one in self.open if one.number == number), None)
