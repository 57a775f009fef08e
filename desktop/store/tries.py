"""How many numbers may be tried at a till against marks of members of other stores.

A mark tells whether a whole phone number is somebody's. Who serves people tries a few of them;
whoever tries them one after the other is not to find out what the end of a number leaves open.
"""

from collections.abc import Callable
from dataclasses import dataclass, field

from desktop.clock import SystemClock

AT_ONCE, EVERY_MS = 60, 10_000
"""So many at once, and then one every ten seconds."""
_REMEMBERED = 64


@dataclass(slots=True)
class Tries:
    """Counts numbers of one connection; the same one again, as while it is typed on, is free."""

    steady_ms: Callable[[], int] = SystemClock().steady_ms
    _full_at_ms: int = 0
    _tried: dict[str, None] = field(default_factory=dict, repr=False)

    def may(self, mark: str) -> bool:
        """Tell whether a number with this mark may be compared now, and count it."""
        if mark in self._tried:
            return True
        now = self.steady_ms()
        full_at = max(self._full_at_ms, now)
        if full_at - now > (AT_ONCE - 1) * EVERY_MS:
            return False
        self._full_at_ms = full_at + EVERY_MS
        self._tried[mark] = None
        if len(self._tried) > _REMEMBERED:
            del self._tried[next(iter(self._tried))]
        return True
