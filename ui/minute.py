"""What an open till does by itself once a minute, and once a day. Works for `ui.app`."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Slot

from desktop.housekeeping import back_up_if_old, check_pages_if_due, end_points, remember_head
from desktop.till import Till
from desktop.trouble import FileDamaged, Trouble

MINUTE_MS = 60_000


class Minute(QObject):
    """Looks after a till from `watch` to `rest`; `found` hears of a damaged page, on any thread."""

    def __init__(self, found: Callable[[Trouble], None], parent: QObject) -> None:
        super().__init__(parent)
        self._found = found
        self._till: Till | None = None
        self._day_seen = ""
        self._timer = QTimer(self, interval=MINUTE_MS)
        self._timer.timeout.connect(self._look_after)

    def watch(self, till: Till) -> None:
        """Begin with a till, now."""
        self._till, self._day_seen = till, ""
        self._timer.start()
        self._look_after()

    def rest(self) -> None:
        """Let the till go."""
        self._timer.stop()
        self._till = None

    @Slot()
    def _look_after(self) -> None:
        till = self._till
        if till is None:
            return
        remember_head(till)
        day = till.shop.calendar.day(till.world.clock.now_ms()).isoformat()
        if day != self._day_seen:
            self._day_seen = day
            end_points(till)
            back_up_if_old(till)
            check_pages_if_due(till, lambda what: self._found(FileDamaged(what)))
