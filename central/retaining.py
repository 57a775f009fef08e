"""What a service looks after by itself, once an hour: who is kept too long.

Several processes may do so at once; for each shop and day one of them does the work.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from central.again import Again
from central.agreement import Agreement
from central.database import Database, identity
from central.erasing import erase_again
from central.founding import LOBBY
from central.happened import Happened, Journal
from central.retention import retain
from central.service.logs import Log
from regulars.ids import Id

EVERY_S = 3_600.0


@dataclass(frozen=True, slots=True)
class Retaining:
    """Gives notice to, and erases, whom every shop has kept for too long."""

    database: Database
    agreement: Agreement
    log: Log
    journal: Journal | None = None
    """Remembers who was erased before a restore; once a shop has healed they are again."""

    def look(self, again: Again) -> None:
        """Go through all shops; raises a Trouble where nobody can say which there are."""
        found = self.database.ask("select every_tenant()")
        happened = self.journal.all() if self.journal else []
        done = _Done()
        for (row,) in found:
            shop = identity(row)
            if shop != LOBBY:  # what one shop trips over is no reason to leave the others alone
                again.attempt(partial(self._keep_no_longer, shop, happened, done))
        if done.noticed or done.erased:
            self.log({"event": "retention", "noticed": done.noticed, "erased": done.erased})

    def _keep_no_longer(self, shop: Id, happened: Sequence[Happened], done: "_Done") -> None:
        noticed, erased = retain(self.database, self.agreement, shop)
        done.noticed += noticed
        done.erased += erased
        done.erased += len(erase_again(self.database, self.agreement, shop, happened))


@dataclass(slots=True)
class _Done:
    """How many were given notice, and how many were erased."""

    noticed: int = 0
    erased: int = 0
