"""Signs what the centre tells a shop's tills, with the shop's key of the centre."""

from collections.abc import Callable
from dataclasses import dataclass, field

from central.enrolling import Enrolling
from central.keys import signer
from regulars.ids import Id


@dataclass(frozen=True, slots=True)
class Vouching:
    """Keeps each shop's key at hand once it was used; such a key never changes.

    The first use for a shop reads the database, perhaps inside somebody's transaction: whoever uses
    this has a connection more than threads.
    """

    enrolling: Enrolling
    _known: dict[Id, Callable[[bytes], bytes]] = field(default_factory=dict)

    def __call__(self, shop: Id, statement: bytes) -> bytes:
        """Sign a statement; 64 bytes."""
        sign = self._known.get(shop)
        if sign is None:
            sign = self._known[shop] = signer(self.enrolling.signing_key(shop))
        return sign(statement)
