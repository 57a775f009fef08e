"""What a person wants to see of the centre: asked for soon, once, and given up in time.

Nothing waits here: whoever looks is told what came, or that nothing did.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field

from sync.trouble import SyncTrouble
from sync.wire_look import LookAnswer, LookRequest
from sync.wire_problem import Problem

Looker = Callable[[LookRequest, int], "Future[Looked]"]
"""Asks the centre for at most so many milliseconds; from any thread."""
LOOKS_MAX = 16
"""Nobody looks at so much at once: the oldest is given up."""


@dataclass(frozen=True, slots=True)
class Looked:
    """What came of a look: an answer, a no, or why there was none; None: no answer in time."""

    number: int
    answer: LookAnswer | Problem | SyncTrouble | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """Something to be asked before `until_ms`."""

    number: int
    request: LookRequest
    until_ms: int


@dataclass(slots=True)
class Looks:
    """The looks that are open, the oldest first, and those that have ended since last asked."""

    open: list[Look] = field(default_factory=list)
    ended: list[Looked] = field(default_factory=list)

    def add(self, look: Look) -> None:
        """Take in a look."""
        self.open.append(look)
        if len(self.open) > LOOKS_MAX:
            self.end(self.open[0].number, None)

    def end(self, number: int, answer: LookAnswer | Problem | SyncTrouble | None) -> None:
        """End a look with what came of it; one that was given up meanwhile stays so."""
        for look in [one for one in self.open if one.number == number]:
            self.open.remove(look)
            self.ended.append(Looked(number, answer))

    def expire(self, now_ms: int, trouble: SyncTrouble | None) -> None:
        """End all whose time is over; `trouble` is what stands in the way, if that is known."""
        for look in [one for one in self.open if one.until_ms <= now_ms]:
            self.end(look.number, trouble)

    def end_ms(self) -> int | None:
        """Give when the next look is given up; None where there is none."""
        return min((look.until_ms for look in self.open), default=None)

    def take_ended(self) -> list[Looked]:
        """Give those that have ended, each once."""
        ended, self.ended = self.ended, []
        return ended
