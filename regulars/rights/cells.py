"""The cells of one account at one till: running totals, each with one writer, none ever falls.

What a till may spend is a sum of cells, never a number that somebody sets. So a message that is
lost, comes twice or comes late changes nothing: the larger total is the newer one.
Source: O'Neil, "The Escrow Transactional Method", 1986; Balegas et al., bounded counters, 2015.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from regulars.points.ledger import Posting


@dataclass(frozen=True, slots=True)
class Cells:
    """Totals in points since the beginning of one till's epoch.

    `granted` is written by the centre; `earned`, `used` and `returned` follow from the till's log;
    `reclaimed` is written by the centre when a person retires the till.
    """

    granted: int = 0
    earned: int = 0
    used: int = 0
    returned: int = 0
    reclaimed: int = 0

    @property
    def available(self) -> int:
        """Give the points this till may spend."""
        return self.granted + self.earned - self.used - self.returned - self.reclaimed

    def plus(self, lines: Iterable[Posting]) -> "Cells":
        """Give the cells after the till's own postings; a debit beyond its rights is a bug."""
        earned, used, returned = self.earned, self.used, self.returned
        for line in lines:
            if line.points > 0:
                earned += line.points
            elif line.returned:
                returned -= line.points
            else:
                used -= line.points
        after = Cells(self.granted, earned, used, returned, self.reclaimed)
        assert after.available >= 0, "a till spends only what it has rights to"
        return after

    def earning(self, points: int) -> "Cells":
        """Give the cells after points were given here, which are the till's to spend."""
        earned = self.earned + points
        return Cells(self.granted, earned, self.used, self.returned, self.reclaimed)

    def knowing(self, granted: int) -> "Cells":
        """Give the cells once a grant is heard of; an older or repeated one changes nothing."""
        return self if granted <= self.granted else replace(self, granted=granted)

    def handing_back(self, points: int) -> "Cells":
        """Give the cells after rights went back to the pool."""
        assert 0 < points <= self.available, "a till hands back only what it has"
        return replace(self, returned=self.returned + points)

    def reclaim(self) -> "Cells":
        """Give the cells of a till that a person has declared gone: nothing is left on it."""
        return replace(self, reclaimed=self.reclaimed + self.available)


NOTHING = Cells()
