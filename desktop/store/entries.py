"""Read a wallet's entries from the ledger, and the lots they make."""

from datetime import date

from desktop.store.database import Store
from regulars.points.entries import Entry, EntryKind, Order
from regulars.points.lots import Settlement, settle


def entries_of(store: Store, wallet: int) -> list[Entry]:
    """Read a wallet's entries from the ledger, oldest first."""
    return [
        Entry(
            order=Order(date.fromisoformat(day), hlc, b"", 0, key, 0),
            kind=EntryKind(kind),
            points=points,
            act=act,
            debt=debt,
            expires_on=None if expires_on is None else date.fromisoformat(expires_on),
        )
        for key, kind, points, debt, day, hlc, act, expires_on in store.rows(
            "select key, kind, points, debt, day, hlc, act, expires_on from entry"
            " where wallet = :wallet order by key",
            {"wallet": wallet},
        )
    ]


def lots_of(store: Store, wallet: int) -> Settlement:
    """Work out a wallet's lots."""
    return settle(entries_of(store, wallet))
