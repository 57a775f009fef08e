"""Python's garbage is collected on the GUI thread only, by a timer.

A cycle that holds a Qt object must not be freed on a worker thread: the C++ object would be
destroyed on the wrong thread and take the till with it. (Anki's rule.)
"""

import gc

from PySide6.QtCore import QObject, QTimer, Slot

YOUNG_EVERY_MS = 10_000
FULL_EVERY = 30  # young collections between two full ones: one every five minutes
SETTLING_ROUNDS = 6  # the first minute: pages are made as they are first seen, and stay


class GarbageTimer(QObject):
    """Turns the automatic collector off while it lives; make it on the GUI thread."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rounds = 0
        self._timer = QTimer(self)
        self._timer.setInterval(YOUNG_EVERY_MS)
        self._timer.timeout.connect(self.collect)

    def start(self) -> None:
        """Set aside what start-up made, which lives to the end, and take over.

        It is not looked through first: that would take as long as opening the shop.
        """
        gc.freeze()
        gc.disable()
        self._timer.start()

    def stop(self) -> None:
        """Give the work back to Python."""
        self._timer.stop()
        gc.unfreeze()
        gc.enable()

    @Slot()
    def collect(self) -> None:
        """Collect now: mostly the young, now and then all but what start-up made.

        The pages are some 60,000 objects that live to the end. Set aside, they are not looked at
        again: going through them would stop the counter for 30 ms.
        """
        self._rounds += 1
        gc.collect(2 if self._rounds % FULL_EVERY == 0 else 1)
        if self._rounds <= SETTLING_ROUNDS:
            gc.freeze()
