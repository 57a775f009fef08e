"""The allocation table: which lots each debit used. A projection of the ledger, never the truth.

Where no points of a wallet end, which lots a redemption used changes nothing until goods come
back. There it is written behind the answer: the wallet's row names the redemption meanwhile, in
the same transaction as the redemption itself, and whatever touches the wallet next settles it
first. So an interrupted till has nothing to make up for.
"""

from datetime import date

from desktop.store.database import Store
from desktop.store.entries import lots_of
from regulars.points.entries import EntryKind
from regulars.points.lots import Settlement

NO_LOT = 0
"""Stands where a debit found no lot to use yet."""
SETTLED, ELSEWHERE = 0, -2
"""What `wallet.unsettled` says unless it names the entry whose uses are yet to be written.

ELSEWHERE: this till has joined a centre, whose business lots are; nothing is allocated here.
"""
_NEVER = date.max.isoformat()
_NO_LOTS = (EntryKind.EXPIRE, EntryKind.UNSPEND)  # credits that bring no lot, or ended ones


def ending_of(store: Store, wallet: int, today: date) -> list[tuple[date, int]]:
    """List what ends on each day from today on, soonest first.

    The allocation rows say what is left of each lot, without working the lots out again. What a
    refund gave back to lots it has written there; the rest of it is a lot of its own.
    """
    rows = store.rows(
        "select expires_on, sum(points + coalesce(used, 0) - coalesce(back, 0)) as left from entry"
        " left join (select lot, sum(points) as used from allocation"
        " where wallet = :wallet group by lot) on lot = key"
        " left join (select entry, sum(points) as back from allocation"
        " where wallet = :wallet and points > 0 group by entry) as given on given.entry = key"
        " where wallet = :wallet and points > 0 and kind not in ('expire', 'unspend')"
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


def end_text(settlement: Settlement) -> str:
    """Give when the points of a wallet end next, as the wallet's row has it; "" is never."""
    end = settlement.next_end()
    return "" if end is None else end.isoformat()


def reallocate(store: Store, wallet: int) -> str:
    """Make the allocation rows of a wallet what the lots say, writing only what differs.

    Gives when its points end next; "" is never.
    """
    lots = lots_of(store, wallet)
    wanted = allocation_rows(lots)
    found = store.rows(
        "select entry, line, lot, points from allocation where wallet = :wallet"
        " order by entry, line",
        {"wallet": wallet},
    )
    if wanted[: len(found)] != found:
        store.run("delete from allocation where wallet = :wallet", {"wallet": wallet})
        found = []
    for row in wanted[len(found) :]:
        _insert(store, wallet, *row)
    return end_text(lots)


def _insert(store: Store, wallet: int, entry: int, line: int, lot: int, points: int) -> None:
    store.run(
        "insert into allocation (wallet, entry, line, lot, points) values (?, ?, ?, ?, ?)",
        (wallet, entry, line, lot, points),
    )


def settle(store: Store, wallet: int) -> None:
    """Write which lots a wallet's newest redemption used, where that was put off."""
    found = store.row(
        "select unsettled, points, day from wallet"
        " join entry on wallet = wallet.key and entry.key = unsettled where wallet.key = ?",
        (wallet,),
    )
    if found is None:
        return  # it was settled, or the write that put it off was taken back
    entry, points, day = found
    end = use_soonest(store, wallet, entry, -points, day)
    if end is None:
        end = reallocate(store, wallet)
    store.run("update wallet set unsettled = 0, next_end = ? where key = ?", (end, wallet))


def settle_behind(store: Store) -> None:
    """Settle what was put off, behind an answer; what cannot be written now stays put off."""
    if store.unsettled:
        with store.writing():
            for wallet in store.unsettled:
                settle(store, wallet)
        store.unsettled.clear()


def use_soonest(store: Store, wallet: int, entry: int, need: int, today: str) -> str | None:
    """Write what a wallet's newest entry, a redemption, uses: soonest end first, of what is left.

    Gives when the points left end next ("" is never). Gives None, and writes nothing, where a
    redemption finds too little. What a refund did not give back to lots is a lot of its own. The
    rule is that of `regulars.points.lots`; the keys of one till's entries follow its clock.
    """
    used = dict(
        store.rows(
            "select lot, sum(points) from allocation where wallet = ? group by lot", (wallet,)
        )
    )
    given_back = dict(
        store.rows(
            "select entry, sum(points) from allocation where wallet = ? and points > 0"
            " group by entry",
            (wallet,),
        )
    )
    lots: list[tuple[str, str, int, int]] = []
    for key, kind, day, expires_on, points in store.rows(
        "select key, kind, day, expires_on, points from entry"
        " where wallet = ? and points > 0 and key < ?",
        (wallet, entry),
    ):
        left = points + used.get(key, 0) - given_back.get(key, 0)
        if left > 0 and kind not in _NO_LOTS and (expires_on or _NEVER) >= today:
            lots.append((expires_on or _NEVER, day, key, left))
    return _use(store, wallet, entry, need, sorted(lots))


def _use(
    store: Store, wallet: int, entry: int, need: int, lots: list[tuple[str, str, int, int]]
) -> str | None:
    if sum(left for *_, left in lots) < need:
        return None
    for number, (end, _, lot, left) in enumerate(lots):
        taken = min(left, need)
        if taken:
            _insert(store, wallet, entry, number, lot, -taken)
        need -= taken
        if taken < left:
            return "" if end == _NEVER else end
    return ""
