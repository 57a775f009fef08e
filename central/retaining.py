"""What a service looks after by itself, once an hour: who is kept too long.

Several processes may do so at once; for each shop and day one of them does the work.
"""

from dataclasses import dataclass

from central.again import Again
from central.agreement import Agreement
from central.database import Database, identity
from central.erasing import erase_again
from central.founding import LOBBY
from central.happened import Journal
from central.retention import retain_all
from central.service.logs import Log

EVERY_S = 3_600.0


@dataclass(frozen=True, slots=True)
class Retaining:
    """Gives notice to, and erases, whom every shop has kept for too long."""

    database: Database
    agreement: Agreement
    log: Log
    journal: Journal | None = None
    """Remembers who was erased before a restore; once a shop has healed they are again."""

    def look(self, _again: Again) -> None:
        """Go through all shops; raises a Trouble."""
        found = self.database.ask("select every_tenant()")
        shops = [one for (row,) in found if (one := identity(row)) != LOBBY]
        noticed, erased = retain_all(self.database, self.agreement, shops)
        happened = self.journal.all() if self.journal else []
        for shop in shops:
            erased += len(erase_again(self.database, self.agreement, shop, happened))
        if noticed or erased:
            self.log({"event": "retention", "noticed": noticed, "erased": erased})
