"""What a test's till has in place of a shop's: a clock that is off, quick waits, a telling file."""

import threading
from dataclasses import dataclass, field

from desktop.clock import SystemClock
from desktop.till import Till
from desktop.till_file import TillFile
from sync.courier import SteadyWaiter
from sync.wire_pull import Page
from sync.wire_push import PushAnswer


@dataclass(slots=True)
class ShiftedClock:
    """The clock of the machine, so many milliseconds off."""

    shift_ms: int = 0
    real: SystemClock = field(default_factory=SystemClock)

    def now_ms(self) -> int:
        """Give the shifted wall time."""
        return self.real.now_ms() + self.shift_ms

    def steady_ms(self) -> int:
        """Give milliseconds that never go back."""
        return self.real.steady_ms()


class QuickWaiter(SteadyWaiter):
    """Waits as long as the courier's quicker time says."""

    def __init__(self, pace: int) -> None:
        """Run so many times faster."""
        super().__init__()
        self._pace = pace

    def wait(self, most_ms: int) -> None:
        """Wait, or until somebody knocks."""
        super().wait(max(1, most_ms // self._pace))


class NoticedFile(TillFile):
    """The till's file, which tells when an answer has changed it."""

    def __init__(self, till: Till, moved: threading.Condition) -> None:
        """Tell whoever waits for `moved`."""
        super().__init__(till)
        self._moved = moved

    def note_answer(self, epoch: int, answer: PushAnswer) -> None:
        """Keep the answer, and tell."""
        super().note_answer(epoch, answer)
        self._tell()

    def apply_page(self, page: Page) -> None:
        """Apply the page, and tell."""
        super().apply_page(page)
        self._tell()

    def _tell(self) -> None:
        with self._moved:
            self._moved.notify_all()
