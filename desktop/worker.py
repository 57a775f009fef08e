"""A thread that owns one connection and does one job after another.

The connection is opened, used and closed on the worker's thread; the engine itself refuses any
other. `submit` never raises: a job's whole fate is in its future.
"""

import logging
import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from typing import Any, Generic, TypeVar

log = logging.getLogger(__name__)
C = TypeVar("C")
T = TypeVar("T")

JOBS_MAX = 10_000


class WorkerStopped(Exception):
    """The worker was told to stop before this job came."""


class WorkerBusy(Exception):
    """More jobs are waiting than anybody could want."""


class Worker(Generic[C]):
    """Runs jobs in order on the thread that opened what they need."""

    def __init__(
        self,
        name: str,
        opened: Callable[[], C],
        closed: Callable[[C], None],
        after: Callable[[C], None] | None = None,
    ) -> None:
        """Start the thread; `opened` runs on it first, `closed` last, `after` behind each job."""
        self._after = after
        self._opened, self._closed = opened, closed
        self._jobs: queue.Queue[tuple[Callable[[C], Any], Future[Any]] | None] = queue.Queue(
            JOBS_MAX
        )
        self._stopping = False
        self._gate = threading.Lock()  # no job may slip in behind the last one
        self.ready: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._thread.start()

    def submit(self, job: Callable[[C], T]) -> Future[T]:
        """Queue a job. Whatever happens to it, the future says so; submit never raises."""
        future: Future[T] = Future()
        refused: Exception | None = None
        with self._gate:
            if self._stopping:
                refused = WorkerStopped()
            else:
                try:
                    self._jobs.put_nowait((job, future))
                except queue.Full:
                    refused = WorkerBusy()
        if refused is not None:
            future.set_exception(refused)
        return future

    def is_wanted(self) -> bool:
        """Tell whether a job waits; the one that asks could be shorter next time."""
        return not self._jobs.empty()

    def stop(self, timeout_s: float = 5.0) -> bool:
        """Finish what is queued, close, and join; tells whether that was done in time."""
        with self._gate:
            first, self._stopping = not self._stopping, True
        if first:
            with suppress(queue.Full):
                self._jobs.put(None, timeout=timeout_s)
        self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _run(self) -> None:
        try:
            opened = self._opened()
        except Exception as error:
            # Its fate belongs to whoever waits for `ready`.
            with self._gate:
                self._stopping = True
            self.ready.set_exception(error)
            self._refuse_rest()
            return
        self.ready.set_result(None)
        while (job := self._jobs.get()) is not None:
            self._do(opened, *job)
            del job  # whoever asked lets it go; not this thread, when the next job comes
            self._tidy(opened)
        try:
            self._closed(opened)
        finally:
            self._refuse_rest()

    def _tidy(self, opened: C) -> None:
        if self._after is None:
            return
        try:
            self._after(opened)
        except Exception:
            # The answer was given; whatever is wrong shows itself again in the next job.
            log.exception("tidying up behind a job failed")

    def _do(self, opened: C, job: Callable[[C], Any], future: Future[Any]) -> None:
        if not future.set_running_or_notify_cancel():
            return
        try:
            result = job(opened)
        except Exception as error:
            future.set_exception(error)
        else:
            future.set_result(result)

    def _refuse_rest(self) -> None:
        while True:
            try:
                left = self._jobs.get_nowait()
            except queue.Empty:
                return
            if left is not None and left[1].set_running_or_notify_cancel():
                left[1].set_exception(WorkerStopped())
