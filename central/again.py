"""A thread of the service that looks at something, and again every so often until a block ends.

Whatever happens in a look is said in the log, and the next one is made all the same.
"""

import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from types import TracebackType
from typing import Self

from central.database import BUGS
from central.service.logs import Log
from central.trouble import Trouble


@dataclass(slots=True, eq=False)
class Again:
    """Looks at once, and again `every_s` seconds after each look; in between it does what comes.

    `name` is the thread's, and the door in the log. `look` is given this, so that it can tell
    whether to stop; `looked` is told of the end of each look.
    """

    name: str
    look: Callable[["Again"], object]
    log: Log
    every_s: float
    looked: Callable[[], object] = lambda: None
    _coming: "queue.SimpleQueue[Callable[[], object]]" = field(default_factory=queue.SimpleQueue)
    ended: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread | None = None

    @property
    def is_over(self) -> bool:
        """Tell whether the block ends: a long look stops where it can go on another time."""
        return self.ended.is_set()

    def __enter__(self) -> Self:
        """Begin."""
        self._thread = threading.Thread(target=self._run, name=self.name)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End, when what is under way is done."""
        self.ended.set()
        self.soon(lambda: None)
        if self._thread is not None:
            self._thread.join()

    def soon(self, work: Callable[[], object]) -> None:
        """Have something done on this thread, before the next look."""
        self._coming.put(work)

    def attempt(self, work: Callable[[], object]) -> None:
        """Do something; what the world or a mistake of ours did to it is said in the log."""
        try:
            work()
        except Trouble as trouble:  # the database is away: it may be back in a while
            self.log({"event": "trouble", "door": self.name, "trouble": trouble.code})
        except BUGS as error:
            self.log({"event": "bug", "door": self.name, "error": type(error).__qualname__})

    def _run(self) -> None:
        while not self.is_over:
            self.attempt(partial(self.look, self))
            self.looked()
            self._wait()

    def _wait(self) -> None:
        due = time.monotonic() + self.every_s
        while not self.is_over and (left := due - time.monotonic()) > 0:
            try:
                work = self._coming.get(timeout=left)
            except queue.Empty:
                return
            self.attempt(work)
