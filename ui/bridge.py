"""The one way from another thread to the GUI thread.

Answers of the store and notes of change arrive here on whatever thread made them, and leave
on the GUI thread. Nothing here waits. Whoever is to be called never leaves the GUI thread: a page
whose last reference a worker lets go would be destroyed on the wrong thread.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from itertools import count
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot
from shiboken6 import isValid

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Waiting:
    then: Callable[[Any], None]
    failed: Callable[[BaseException], None]
    owner: QObject | None


class Bridge(QObject):
    """Delivers finished futures and notes of change on the GUI thread, where it must be made."""

    changed = Signal(object)  # a note published by whoever wrote

    _finished = Signal(object, object)  # the number of who waits, the future
    _noted = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._numbers = count()
        self._waiting: dict[int, _Waiting] = {}
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._noted.connect(self._pass_on, Qt.ConnectionType.QueuedConnection)

    def when_done(
        self,
        future: Future[T],
        then: Callable[[T], None],
        failed: Callable[[BaseException], None],
        owner: QObject | None = None,
    ) -> None:
        """Call back on the GUI thread, unless `owner` is gone or the job was cancelled by then.

        Belongs to the GUI thread; the future takes only a number along.
        """
        number = next(self._numbers)
        self._waiting[number] = _Waiting(then, failed, owner)

        def notify(done: Future[T]) -> None:
            if isValid(self):
                self._finished.emit(number, done)

        future.add_done_callback(notify)

    def publish(self, note: object) -> None:
        """Send a note from any thread; `changed` carries it on the GUI thread."""
        if isValid(self):
            self._noted.emit(note)

    @Slot(object, object)
    def _deliver(self, number: int, done: Future[Any]) -> None:
        waiting = self._waiting.pop(number)
        if waiting.owner is not None and not isValid(waiting.owner):
            return  # the page was closed; nobody is waiting
        if done.cancelled():
            return
        error = done.exception()
        if error is None:
            waiting.then(done.result())
        else:
            waiting.failed(error)

    @Slot(object)
    def _pass_on(self, note: object) -> None:
        self.changed.emit(note)
