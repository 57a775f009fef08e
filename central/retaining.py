"""What a service looks after by itself, on a thread of its own, once an hour: who is kept too long.

Several processes may do so at once; for each shop and day one of them does the work.
"""

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

from central.agreement import Agreement
from central.database import Database, identity
from central.erasing import erase_again
from central.founding import LOBBY
from central.happened import Journal
from central.retention import retain_all
from central.service.logs import Log
from central.trouble import Trouble

EVERY_S = 3_600.0


@dataclass(slots=True, eq=False)
class Retaining:
    """Looks at once, and again every hour until the block ends."""

    database: Database
    agreement: Agreement
    log: Log
    every_s: float = EVERY_S
    looked: Callable[[], None] = lambda: None
    journal: Journal | None = None
    """Remembers who was erased before a restore; once a shop has healed they are again."""
    _over: threading.Event = field(default_factory=threading.Event)
    _thread: threading.Thread = field(init=False)

    def __post_init__(self) -> None:
        self._thread = threading.Thread(target=self._run, name="retaining")

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
        """End, when what is under way is done."""
        self._over.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._over.is_set():
            self._look()
            self.looked()
            self._over.wait(self.every_s)

    def _look(self) -> None:
        try:
            found = self.database.ask("select every_tenant()")
            shops = [one for (row,) in found if (one := identity(row)) != LOBBY]
            noticed, erased = retain_all(self.database, self.agreement, shops)
            happened = self.journal.all() if self.journal else []
            for shop in shops:
                erased += len(erase_again(self.database, self.agreement, shop, happened))
        except Trouble as trouble:  # the database is away: in an hour it may be back
            self.log({"event": "trouble", "door": "retaining", "trouble": trouble.code})
            return
        if noticed or erased:
            self.log({"event": "retention", "noticed": noticed, "erased": erased})
