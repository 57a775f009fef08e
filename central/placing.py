"""What a service looks after by itself, on a thread of its own: where points should be each night.

Several processes may do so at once; each takes the next part of a shop's wallets.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from central.agreement import Agreement
from central.database import Database, identity
from central.founding import LOBBY
from central.service.logs import Log
from central.trouble import Trouble

EVERY_S = 300.0
"""A shop's day begins when its first till asks; so often it is looked whether one has."""


@dataclass(slots=True, eq=False)
class Placing:
    """Looks at once, and again every few minutes until the block ends."""

    database: Database
    agreement: Agreement
    log: Log
    every_s: float = EVERY_S
    looked: Callable[[], None] = lambda: None
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self._thread = threading.Thread(target=self._run, name="placing")

    def __enter__(self) -> Self:
        """Begin."""
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End, when the part that is under way is done."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.is_set():
            self._look()
            self.looked()
            self._over.wait(self.every_s)

    def _look(self) -> None:
        try:
            for (row,) in self.database.ask("select every_tenant()"):
                shop = identity(row)
                while shop != LOBBY and not self._over.is_set() and self.agreement.place(shop):
                    pass
        except Trouble as trouble:  # the database is away: it may be back in a while
            self.log({"event": "trouble", "door": "placing", "trouble": trouble.code})
