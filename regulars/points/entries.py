"""One line of the ledger: what an operation did to one wallet, in one direction."""

from datetime import date
from enum import StrEnum
from typing import NamedTuple


class EntryKind(StrEnum):
    """Why points moved. Names are stored; they never change meaning.

    Spent points come back in two ways: RESTORE, where goods were brought back, and UNSPEND, where
    the spending should not have been (undo, void).
    """

    EARN = "earn"
    OPENING = "opening"
    ADJUST = "adjust"
    REDEEM = "redeem"
    REVERSE_EARN = "reverse-earn"
    RESTORE = "restore"
    UNSPEND = "unspend"
    SETTLE = "settle"
    EXPIRE = "expire"


GIVES_BACK = (EntryKind.RESTORE, EntryKind.UNSPEND)
"""Credits of spent points: they belong to the lots they came from and bring none by themselves."""


class Order(NamedTuple):
    """Where an entry stands among all entries of its wallet, whatever order they arrive in."""

    day: date
    hlc: int
    device: bytes
    epoch: int
    seq: int
    line: int


class Entry(NamedTuple):
    """A signed change of a wallet.

    `points` changes the balance and `debt` what the member owes, both whole. `expires_on` is the
    last day on which a credit can be spent (None: never ends). `act` is the id of the sale,
    redemption or adjustment the entry belongs to; what undoes an act carries the act's id.
    """

    order: Order
    kind: EntryKind
    points: int
    act: bytes
    debt: int = 0
    expires_on: date | None = None

    @property
    def day(self) -> date:
        """Give the business day the entry is dated."""
        return self.order.day
