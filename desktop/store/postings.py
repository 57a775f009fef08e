"""The ledger on disk: write an operation's postings, and read a wallet's entries and lots."""

from collections.abc import Iterable
from datetime import date

from desktop.store.database import Store
from regulars.ids import unspell
from regulars.operations.operation import Operation
from regulars.points.entries import Entry, EntryKind, Order
from regulars.points.ledger import Posting, postings
from regulars.points.lots import Settlement, settle

LINE_SHIFT = 10
NO_LOT = 0
"""Stands where a debit found no lot to use yet."""
_LINES_MAX = 1 << LINE_SHIFT


def post(store: Store, place: int, operation: Operation) -> None:
    """Write the entries of an operation and bring totals, rights and allocations up to it."""
    lines = postings(operation.header.kind, operation.header.id.hex(), operation.data)
    assert len(lines) < _LINES_MAX, "an operation has fewer than 1024 lines"
    wallets = {line.wallet: _key_of(store, line.wallet) for line in lines}
    for number, line in enumerate(lines):
        _enter(store, place << LINE_SHIFT | number, wallets[line.wallet], line, operation)
    for spelled, wallet in wallets.items():
        mine = [line for line in lines if line.wallet == spelled]
        _total(store, wallet, mine)
        if any(_uses_lots(line) for line in mine) or _may_move(store, wallet, mine, operation):
            reallocate(store, wallet)


def _key_of(store: Store, spelled: str) -> int:
    key: int = store.value("select key from wallet where id = :id", {"id": unspell(spelled)})
    return key


def _uses_lots(line: Posting) -> bool:
    return line.kind is not EntryKind.EXPIRE and (line.points < 0 or line.kind is EntryKind.RESTORE)


def _may_move(store: Store, wallet: int, lines: Iterable[Posting], operation: Operation) -> bool:
    """Tell whether credits can change what earlier debits used.

    They can when they are dated before today's entries, or when a debit still waits for a lot.
    """
    if any(line.day < operation.header.day for line in lines):
        return _has_allocation(store, wallet, "")
    return _has_allocation(store, wallet, " and lot = 0")


def _has_allocation(store: Store, wallet: int, only: str) -> bool:
    # `only` is one of two texts of this file.
    found = store.row(
        f"select 1 from allocation where wallet = :wallet{only} limit 1",  # noqa: S608
        {"wallet": wallet},
    )
    return found is not None


def _enter(store: Store, key: int, wallet: int, line: Posting, operation: Operation) -> None:
    store.run(
        "insert into entry (key, wallet, kind, points, debt, day, hlc, act, expires_on)"
        " values (:key, :wallet, :kind, :points, :debt, :day, :hlc, :act, :expires_on)",
        {
            "key": key,
            "wallet": wallet,
            "kind": line.kind.value,
            "points": line.points,
            "debt": line.debt,
            "day": line.day.isoformat(),
            "hlc": operation.header.hlc,
            "act": unspell(line.act),
            "expires_on": None if line.expires_on is None else line.expires_on.isoformat(),
        },
    )


def _total(store: Store, wallet: int, lines: Iterable[Posting]) -> None:
    lines = list(lines)
    store.run(
        "update wallet set balance = balance + :points, debt = debt + :debt where key = :wallet",
        {
            "wallet": wallet,
            "points": sum(line.points for line in lines),
            "debt": sum(line.debt for line in lines),
        },
    )
    store.run(
        "update holding set earned = earned + :earned, used = used + :used,"
        " returned = returned + :returned where wallet = :wallet and device = 0",
        {
            "wallet": wallet,
            "earned": sum(line.points for line in lines if line.points > 0),
            "used": sum(-line.points for line in lines if line.points < 0 and not line.returned),
            "returned": sum(-line.points for line in lines if line.returned),
        },
    )


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


def ending_of(store: Store, wallet: int, today: date) -> list[tuple[date, int]]:
    """List what ends on each day from today on, soonest first.

    The allocation rows say what is left of each lot, without working the lots out again; only
    where a refund has given points back are there lots that no single entry brought.
    """
    restored = store.row(
        "select 1 from entry where wallet = :wallet and kind = 'restore' limit 1",
        {"wallet": wallet},
    )
    if restored is not None:
        return lots_of(store, wallet).ending(today)
    rows = store.rows(
        "select expires_on, sum(points + coalesce(used, 0)) as left from entry left join"
        " (select lot, sum(points) as used from allocation where wallet = :wallet group by lot)"
        " on lot = key where wallet = :wallet and points > 0 and kind <> 'expire'"
        " and expires_on >= :today group by expires_on having left > 0 order by expires_on",
        {"wallet": wallet, "today": today.isoformat()},
    )
    return [(date.fromisoformat(day), points) for day, points in rows]


def allocation_rows(settlement: Settlement) -> list[tuple[int, int, int, int]]:
    """Give the allocation table's rows (entry, line, lot, points) for one wallet."""
    lines: dict[int, int] = {}
    rows: list[tuple[int, int, int, int]] = []
    for move in settlement.moves:
        line = lines.get(move.entry.seq, 0)
        lines[move.entry.seq] = line + 1
        rows.append((move.entry.seq, line, move.lot.seq, move.points))
    for entry, points in settlement.waiting:
        rows.append((entry.seq, lines.get(entry.seq, 0), NO_LOT, points))
    return sorted(rows)


def reallocate(store: Store, wallet: int) -> None:
    """Make the allocation rows of a wallet what the lots say, writing only what differs."""
    wanted = allocation_rows(lots_of(store, wallet))
    found = store.rows(
        "select entry, line, lot, points from allocation where wallet = :wallet"
        " order by entry, line",
        {"wallet": wallet},
    )
    if wanted == found:
        return
    if wanted[: len(found)] != found:
        store.run("delete from allocation where wallet = :wallet", {"wallet": wallet})
        found = []
    for entry, line, lot, points in wanted[len(found) :]:
        store.run(
            "insert into allocation (wallet, entry, line, lot, points)"
            " values (:wallet, :entry, :line, :lot, :points)",
            {"wallet": wallet, "entry": entry, "line": line, "lot": lot, "points": points},
        )
