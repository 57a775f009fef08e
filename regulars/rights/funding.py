"""Where the points of a debit come from: the till's rights, then the pool, then the shop.

The last step makes it possible to post whatever a till has done. For a till that is alive it is
never reached; it is reached only after a person declared a till gone that was not.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Funding:
    """How much of a debit each source carries; the three add up to it."""

    rights: int = 0
    pool: int = 0
    loss: int = 0

    @property
    def is_plain(self) -> bool:
        """Tell whether rights alone carried it, as they always should."""
        return not (self.pool or self.loss)

    def plus(self, other: "Funding") -> "Funding":
        """Add up two debits."""
        return Funding(self.rights + other.rights, self.pool + other.pool, self.loss + other.loss)


UNFUNDED = Funding()


def fund(points: int, *, rights: int, pool: int) -> Funding:
    """Divide a debit of so many points."""
    assert points >= 0, "a debit is given as a positive number"
    from_rights = min(points, max(rights, 0))
    from_pool = min(points - from_rights, max(pool, 0))
    return Funding(from_rights, from_pool, points - from_rights - from_pool)
