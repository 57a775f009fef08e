"""Pauses between questions: after failures, and between questions that only listen.

All times are milliseconds of a steady clock; chance is passed in as four random bytes.
"""

from dataclasses import dataclass

from sync.backoff import ROLL_BYTES, wait_ms

SLOW_MS = 60_000
"""Between tries where only a person can change the answer: half of this at least."""
NEWS_BURST = 8
"""So many pages of news may follow each other at once; a quiet shop never notices a limit."""
NEWS_EVERY_MS = 1_000
"""Beyond that, news is gathered: a thousand tills in a rush ask a thousand times a second."""
HASTY_MS = 5_000
"""A centre that does not hold a question open is not asked more often than this."""
_FIRST_IS_FREE = 2


@dataclass(slots=True)
class Pause:
    """How often something failed in a row, and until when it is left alone."""

    failures: int = 0
    until_ms: int = 0
    is_asked_for: bool = False
    """The service asked to be left alone: no key that a person presses shortens that."""

    def holds(self, now_ms: int) -> bool:
        """Tell whether it is still to be left alone."""
        return now_ms < self.until_ms

    def end(self) -> None:
        """Note that it went well."""
        self.failures, self.until_ms, self.is_asked_for = 0, 0, False

    def cut_short(self) -> None:
        """Let the next try come now, because a person wants it; what failed still counts."""
        if not self.is_asked_for:
            self.until_ms = 0

    def fail(self, now_ms: int, roll: bytes, retry_after_ms: int = 0) -> None:
        """Note a failure; the next try comes after a wait that grows (`sync.backoff`)."""
        self.failures += 1
        self.until_ms = now_ms + wait_ms(self.failures, roll, retry_after_ms)
        self.is_asked_for = retry_after_ms > 0

    def stumble(self, now_ms: int, roll: bytes) -> None:
        """Note that another try must come first; the first time in a row at once."""
        self.failures += 1
        self.is_asked_for = False
        again = self.failures - 1
        self.until_ms = now_ms + wait_ms(again, roll) if self.failures >= _FIRST_IS_FREE else 0

    def rest(self, now_ms: int, roll: bytes) -> None:
        """Note that only a person can change this; look again from time to time."""
        self.failures += 1
        self.is_asked_for = False
        half = SLOW_MS // 2
        self.until_ms = now_ms + half + ((half * int.from_bytes(roll, "big")) >> (8 * ROLL_BYTES))


@dataclass(slots=True)
class Pace:
    """Lets a few questions for news through at once and then one a second (a token bucket).

    A centre that answers at once instead of waiting for news makes no till spin.
    """

    left: int = NEWS_BURST
    since_ms: int = 0

    def free_ms(self, now_ms: int) -> int:
        """Give when the next may be asked: now, or later."""
        if self.left > 0:
            return now_ms
        return max(now_ms, self.since_ms + NEWS_EVERY_MS)

    def take(self, now_ms: int) -> None:
        """Note that one is asked."""
        gained = (now_ms - self.since_ms) // NEWS_EVERY_MS
        if self.left + gained >= NEWS_BURST:
            self.left, self.since_ms = NEWS_BURST, now_ms
        else:
            self.left += gained
            self.since_ms += gained * NEWS_EVERY_MS
        self.left -= 1
        assert self.left >= 0, "asked before it was free"

    def slow_down(self, now_ms: int) -> None:
        """Note that nothing was there and the centre did not wait for it."""
        self.left, self.since_ms = 0, now_ms + HASTY_MS - NEWS_EVERY_MS
