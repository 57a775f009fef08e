"""What a service looks after by itself: where points should be each night.

Several processes may do so at once; each takes the next part of a shop's wallets.
"""

from dataclasses import dataclass
from functools import partial

from central.again import Again
from central.agreement import Agreement
from central.database import Database, identity
from central.founding import LOBBY
from regulars.ids import Id

EVERY_S = 300.0
"""A shop's day begins when its first till asks; so often it is looked whether one has."""


@dataclass(frozen=True, slots=True)
class Placing:
    """Places the points of every shop whose night has come."""

    database: Database
    agreement: Agreement

    def look(self, again: Again) -> None:
        """Go through all shops, a part of one at a time; raises a Trouble."""
        for (row,) in self.database.ask("select every_tenant()"):
            shop = identity(row)
            if shop != LOBBY:  # what one shop trips over is no reason to leave the others alone
                again.attempt(partial(self._place, shop, again))

    def _place(self, shop: Id, again: Again) -> None:
        while not again.is_over and self.agreement.place(shop):
            pass
