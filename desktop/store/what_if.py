"""Points outstanding on a day, as the ledger has them or under another rule of expiry."""

from collections.abc import Iterator
from datetime import date

from desktop.store.database import Store
from desktop.store.entries import entries_of
from regulars.business_day import month_end
from regulars.points.entries import GIVES_BACK, Entry, EntryKind
from regulars.points.lots import settle


def outstanding_on(store: Store, on: date, expiry_months: int | None = None) -> int:
    """Sum the points that could still be spent at the end of a day.

    With `expiry_months` the figure is what it would be had points always ended so (0: never);
    without, each lot ends as it was given.
    """
    total = 0
    for (wallet,) in store.run("select key from wallet"):
        entries = list(_as_if(entries_of(store, wallet), on, expiry_months))
        lots = settle(entries)
        total += sum(lot.left for lot in lots.lots if lot.is_alive(on)) - lots.shortfall
    return total


def _as_if(entries: list[Entry], on: date, expiry_months: int | None) -> Iterator[Entry]:
    for entry in entries:
        if entry.day > on or entry.kind is EntryKind.EXPIRE:
            continue
        if expiry_months is None or entry.points <= 0 or entry.kind in GIVES_BACK:
            yield entry  # what is restored ends with the lots it came from
        elif expiry_months == 0:
            yield entry._replace(expires_on=None)
        else:
            yield entry._replace(expires_on=month_end(entry.day, expiry_months))
