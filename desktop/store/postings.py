"""The ledger on disk: write the postings of an operation and all that follows from them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from desktop.store.allocations import reallocate, use_soonest
from desktop.store.database import Store
from regulars.ids import unspell
from regulars.operations.operation import Operation
from regulars.points.entries import GIVES_BACK, EntryKind
from regulars.points.ledger import Posting, postings

LINE_SHIFT = 10
_LINES_MAX = 1 << LINE_SHIFT
_NOT_NEW = (*GIVES_BACK, EntryKind.EXPIRE)  # a credit of these brings no lot


@dataclass(frozen=True, slots=True)
class _Wallet:
    """A wallet before an operation is posted to it.

    `has_debits`: something was ever taken out; `is_waiting`: a debit still waits for a lot.
    """

    key: int
    has_debits: bool
    is_waiting: bool
    next_end: str


def post(store: Store, place: int, operation: Operation) -> None:
    """Write the entries of an operation and bring totals, rights and allocations up to it."""
    lines = postings(operation.header.kind, operation.header.id.hex(), operation.data)
    assert len(lines) < _LINES_MAX, "an operation has fewer than 1024 lines"
    keys = [place << LINE_SHIFT | number for number in range(len(lines))]
    for spelled in dict.fromkeys(line.wallet for line in lines):
        mine = [pair for pair in zip(keys, lines, strict=True) if pair[1].wallet == spelled]
        wallet = _wallet(store, spelled)
        for key, line in mine:
            _enter(store, key, wallet.key, line, operation)
        end = _allocate(store, wallet, mine, operation.header.day)
        _total(store, wallet.key, [line for _, line in mine], end)


def _wallet(store: Store, spelled: str) -> _Wallet:
    key, used, is_waiting, next_end = store.rows(
        "select key, used + returned, exists(select 1 from allocation"
        " where allocation.wallet = wallet.key and lot = 0), next_end from wallet where id = :id",
        {"id": unspell(spelled)},
    )[0]
    return _Wallet(key, used > 0, bool(is_waiting), next_end)


def _allocate(
    store: Store, wallet: _Wallet, mine: Sequence[tuple[int, Posting]], today: date
) -> str:
    """Bring the allocation rows up to a wallet's newest entries; gives when its points end next.

    A credit only brings a lot, and a plain redemption uses what the rows leave of the lots.
    Whatever could change what earlier debits used works all lots out anew: a debit that waits, an
    entry dated before today's, points that come back, points that end.
    """
    takes = [pair for pair in mine if pair[1].points < 0 or pair[1].kind in _NOT_NEW]
    is_late = any(line.day < today for _, line in mine)
    if not takes and not (wallet.is_waiting or (is_late and wallet.has_debits)):
        return _soonest(wallet.next_end, mine)
    has_ended = "" < wallet.next_end < today.isoformat()
    is_plain = len(takes) == 1 and takes[0][1].kind is EntryKind.REDEEM
    if is_plain and not (is_late or wallet.is_waiting or has_ended):
        end = use_soonest(store, wallet.key, *takes[0])
        if end is not None:
            return _soonest(end, mine)
    return reallocate(store, wallet.key)


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


def _total(store: Store, wallet: int, lines: Sequence[Posting], end: str) -> None:
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
        " last_visit = max(last_visit, ?), next_end = ? where key = ?",
        (points, debt, earned, used, returned, visits, visit, end, wallet),
    )
