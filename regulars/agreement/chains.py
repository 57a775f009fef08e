"""One source at the centre: how far its log is known, and what may still come of it."""

from collections.abc import MutableSequence
from dataclasses import dataclass, field

from regulars.agreement.messages import Logged, Outcome, Standing


@dataclass(slots=True)
class Chain:
    """One source at the centre: how far its log is known and what became of each operation.

    `waiting` are operations taken in but not posted while the centre heals; `heads` is set once
    the source has reported after a restore. Of a log that two tills write nothing is posted any
    more (`is_copied`), whatever a person then decides about the source. `ends` is how far the log
    goes for good, once a later life of it has said so.
    """

    standing: Standing = Standing.LIVE
    hashes: MutableSequence[bytes] = field(default_factory=list)
    outcomes: MutableSequence[Outcome] = field(default_factory=list)
    posted: int = 0
    waiting: list[Logged] = field(default_factory=list)
    heads: int | None = None
    is_copied: bool = False
    ends: int | None = None

    @property
    def last(self) -> int:
        """Give the last sequence number that has arrived."""
        return len(self.hashes)

    @property
    def is_over(self) -> bool:
        """Tell whether a later life took this one's place and all that its till has of it is here.

        Of a copied log nothing more is posted, so nothing is waited for.
        """
        return self.ends is not None and (self.is_copied or self.last >= self.ends)

    @property
    def is_usable(self) -> bool:
        """Tell whether its till may be given rights that nobody at it has asked for."""
        return self.standing is Standing.LIVE and not self.is_copied and self.ends is None

    def copy(self) -> "Chain":
        """Give a copy that changes by itself."""
        return Chain(
            self.standing,
            list(self.hashes),
            list(self.outcomes),
            self.posted,
            list(self.waiting),
            self.heads,
            self.is_copied,
            self.ends,
        )
