"""The ledger on disk: write the postings of an operation and all that follows from them."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from desktop.store.allocations import (
    ELSEWHERE,
    SETTLED,
    reallocate,
    settle,
    use_soonest,
)
from desktop.store.database import Store
from desktop.store.places import LINE_SHIFT
from desktop.store.rights import count_own
from regulars.ids import Id, unspell
from regulars.operations.operation import Operation
from regulars.points.entries import GIVES_BACK, EntryKind
from regulars.points.ledger import Posting, postings

_LINES_MAX = 1 << LINE_SHIFT
_NOT_NEW = (*GIVES_BACK, EntryKind.EXPIRE)  # a credit of these brings no lot


class WalletRow(NamedTuple):
    """A wallet before an operation is posted to it.

    `debits`: how many points were ever taken out; `unsettled` as in the table.
    """

    id: Id
    key: int
    debits: int
    unsettled: int
    next_end: str


def post(store: Store, place: int, operation: Operation, known: WalletRow | None = None) -> None:
    """Write the entries of an operation and bring totals, rights and allocations up to it.

    `known` is a wallet as it was read in this write, after whatever else changed it.
    """
    lines = postings(operation.header.kind, operation.header.id.hex(), operation.data)
    assert len(lines) < _LINES_MAX, "an operation has fewer than 1024 lines"
    keys = [place << LINE_SHIFT | number for number in range(len(lines))]
    for spelled in dict.fromkeys(line.wallet for line in lines):
        mine = [pair for pair in zip(keys, lines, strict=True) if pair[1].wallet == spelled]
        wallet = _settled(store, unspell(spelled), known)
        for key, line in mine:
            _enter(store, key, wallet.key, line, operation)
        if wallet.unsettled == ELSEWHERE:
            count_own(store, wallet.key, place, [line for _, line in mine])
            continue
        end, unsettled = _allocate(store, wallet, mine, operation.header.day)
        _total(store, wallet.key, [line for _, line in mine], end, unsettled)


def _settled(store: Store, identity: Id, known: WalletRow | None) -> WalletRow:
    wallet = known if known is not None and known.id == identity else _wallet(store, identity)
    if wallet.unsettled <= SETTLED:
        return wallet
    settle(store, wallet.key)
    return _wallet(store, identity)


def _wallet(store: Store, identity: Id) -> WalletRow:
    found = store.rows(
        "select key, used + returned, unsettled, next_end from wallet where id = ?", (identity,)
    )[0]
    return WalletRow(identity, *found)


def _allocate(
    store: Store, wallet: WalletRow, mine: Sequence[tuple[int, Posting]], today: date
) -> tuple[str, int]:
    """Bring the allocation rows up to a wallet's newest entries.

    Gives when its points end next, and what `wallet.unsettled` is to be.

    A credit only brings a lot, and a plain redemption uses what the rows leave of the lots; where
    none of them ends, which ones is written behind the answer.
    Whatever could change what earlier debits used works all lots out anew: a debit that waits, an
    entry dated before today's, points that come back, points that end.
    """
    takes = [pair for pair in mine if pair[1].points < 0 or pair[1].kind in _NOT_NEW]
    is_late = any(line.day < today for _, line in mine)
    if not takes and not (is_late and wallet.debits):
        return _soonest(wallet.next_end, mine), SETTLED
    has_ended = "" < wallet.next_end < today.isoformat()
    is_plain = len(takes) == 1 and takes[0][1].kind is EntryKind.REDEEM
    if is_plain and not (is_late or has_ended):
        entry, line = takes[0]
        if not _soonest(wallet.next_end, mine):
            store.unsettled.append(wallet.key)
            return "", entry
        end = use_soonest(store, wallet.key, entry, -line.points, line.day.isoformat())
        if end is not None:
            return _soonest(end, mine), SETTLED
    return reallocate(store, wallet.key), SETTLED


def _soonest(end: str, mine: Sequence[tuple[int, Posting]]) -> str:
    """Give the first of an end and the ends of new points; "" is never."""
    new = [line.expires_on.isoformat() for _, line in mine if line.expires_on and line.points > 0]
    return min([one for one in (end, *new) if one], default="")


def _enter(store: Store, key: int, wallet: int, line: Posting, operation: Operation) -> None:
    store.run(
        "insert into entry (key, wallet, kind, points, debt, day, hlc, act, expires_on)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (
            key,
            wallet,
            line.kind.value,
            line.points,
            line.debt,
            line.day.isoformat(),
            operation.header.hlc,
            unspell(line.act),
            None if line.expires_on is None else line.expires_on.isoformat(),
        ),
    )


def _total(store: Store, wallet: int, lines: Sequence[Posting], end: str, unsettled: int) -> None:
    points = debt = earned = used = returned = visits = 0
    visit = ""
    for line in lines:
        points += line.points
        debt += line.debt
        if line.points > 0:
            earned += line.points
        elif line.returned:
            returned -= line.points
        else:
            used -= line.points
        if line.kind is EntryKind.EARN:
            visits, visit = visits + 1, max(visit, line.day.isoformat())
    store.run(
        "update wallet set balance = balance + ?, debt = debt + ?, earned = earned + ?,"
        " used = used + ?, returned = returned + ?, visits = visits + ?,"
        " last_visit = max(last_visit, ?), next_end = ?, unsettled = ? where key = ?",
        (points, debt, earned, used, returned, visits, visit, end, unsettled, wallet),
    )
