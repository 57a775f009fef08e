"""Where the time comes from. The one module of the till that asks the machine for it."""

import time
from typing import Protocol


class Clock(Protocol):
    """Tells the wall time and a time that never goes back."""

    def now_ms(self) -> int:
        """Give milliseconds since 1970 (UTC)."""

    def steady_ms(self) -> int:
        """Give milliseconds since some moment, never going back."""


class SystemClock:
    """The clock of the machine."""

    def now_ms(self) -> int:
        """Give milliseconds since 1970 (UTC)."""
        return time.time_ns() // 1_000_000

    def steady_ms(self) -> int:
        """Give milliseconds since some moment, never going back."""
        return time.monotonic_ns() // 1_000_000
