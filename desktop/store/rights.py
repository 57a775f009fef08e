"""A wallet of a till that has joined: the centre's row, the till's own acts behind it, its rights.

Shown = the row + own entries behind the row's place; without a row, the own entries. It is worked
out whenever one of the two changes, so it never drifts. A lone till's wallets never come here.
"""

import json
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from desktop.store.centre import known_centre
from desktop.store.database import Store
from desktop.store.places import EPOCH_SHIFT, LINE_SHIFT
from desktop.store.shop import epoch_of
from regulars.ids import Id
from regulars.points.ledger import Posting
from regulars.rights.cells import Cells
from regulars.rights.granting import surplus
from regulars.rights.spending import alive_points, spendable

BALANCE_MAX = 10**12
Backed = tuple[tuple[date | None, int], ...]


class Account(NamedTuple):
    """A wallet's newest row of the feed, as far as this till reckons with it."""

    seq: int
    balance: int
    debt: int
    place: int
    granted: int
    keep: int
    backed: Backed


NO_ACCOUNT = Account(-1, 0, 0, 0, 0, BALANCE_MAX, ())


def account_of(store: Store, wallet: Id) -> Account:
    """Read a wallet's row; before the first, one with nothing in it and everything to be kept."""
    found = store.row(
        "select seq, balance, debt, place, granted, keep, backed from account where wallet = ?",
        (wallet,),
    )
    if found is None:
        return NO_ACCOUNT
    seq, balance, debt, place, granted, keep, backed = found
    return Account(seq, balance, debt, place, granted, keep, read_backed(backed))


def spell_backed(backed: Backed) -> str:
    """Write the points alive by the day they end, as the table has them."""
    said = [f'["{"" if day is None else day.isoformat()}", {points}]' for day, points in backed]
    return f"[{', '.join(said)}]"


def read_backed(text: str) -> Backed:
    """Read what `spell_backed` wrote."""
    return tuple((date.fromisoformat(day) if day else None, n) for day, n in json.loads(text))


def own_since(store: Store, wallet: int, place: int) -> tuple[int, int]:
    """Give what own operations behind a place did to a wallet: points and debt.

    Of an earlier epoch the centre may keep operations for a person to look at; once it has them,
    its row is the truth.
    """
    found = store.rows(
        "select coalesce(sum(points), 0), coalesce(sum(debt), 0) from entry"
        " where wallet = ? and key >= ? and (key >> 42 = ? or (key >> 10) & 4294967295 >"
        " coalesce((select seq from acked where epoch = key >> 42), 0))",
        (wallet, (place + 1) << LINE_SHIFT, epoch_of(store)),
    )[0]
    return int(found[0]), int(found[1])


def cells_of(store: Store, wallet: int) -> Cells:
    """Give a wallet's cells in the present epoch."""
    return Cells(
        *store.rows("select granted, earned, used, returned from wallet where key = ?", (wallet,))[
            0
        ]
    )


def count_own(store: Store, wallet: int, place: int, lines: Sequence[Posting]) -> None:
    """Bring cells, visits and what is shown up to an own operation's lines, just entered."""
    earned = sum(line.points for line in lines if line.points > 0)
    returned = sum(-line.points for line in lines if line.returned)
    used = sum(-line.points for line in lines if line.points < 0) - returned
    if place >> EPOCH_SHIFT != epoch_of(store):
        earned = used = returned = 0  # of an epoch whose rights are gone
    visits = [line.day.isoformat() for line in lines if line.kind.value == "earn"]
    store.run(
        "update wallet set earned = earned + ?, used = used + ?, returned = returned + ?,"
        " visits = visits + ?, last_visit = max(last_visit, ?) where key = ?",
        (earned, used, returned, len(visits), max(visits, default=""), wallet),
    )
    show(store, wallet)


def show(store: Store, wallet: int) -> None:
    """Work out anew what a wallet shows, what was granted, and whether rights are to go back."""
    identity = Id(store.value("select id from wallet where key = ?", (wallet,)))
    account = account_of(store, identity)
    balance, debt = shown(store, wallet, account)
    store.run(
        "update wallet set balance = ?, debt = ?, granted = ? where key = ?",
        (balance, debt, account.granted, wallet),
    )
    is_over = surplus(cells_of(store, wallet), account.keep) > 0
    store.run(
        "update account set is_over = ? where wallet = ? and is_over <> ?",
        (int(is_over), identity, int(is_over)),
    )


def shown(store: Store, wallet: int, account: Account) -> tuple[int, int]:
    """Give balance and debt as this till knows them.

    Of a till that was declared gone the sum can be less than nothing; nothing is shown then.
    """
    points, debt = own_since(store, wallet, account.place)
    return (
        min(max(0, account.balance + points), BALANCE_MAX),
        min(max(0, account.debt + debt), BALANCE_MAX),
    )


def show_all(store: Store) -> None:
    """Work out anew what every wallet shows: a new epoch, or another life of the centre."""
    for (wallet,) in store.rows("select key from wallet"):
        show(store, wallet)


def show_those_of(store: Store, first: int, last: int) -> None:
    """Work out anew what the wallets show that own operations between two places concern."""
    wallets = store.rows(
        "select distinct wallet.key from operation,"
        " json_tree(cast(operation.body as text), '$.data') as said"
        " join wallet on wallet.id = unhex(said.value)"
        " where place between ? and ? and said.type = 'text' and length(said.value) = 32",
        (first, last),
    )
    for (wallet,) in wallets:
        show(store, wallet)


def may_spend(store: Store, wallet: int, identity: Id, today: date, now_ms: int) -> int:
    """Give the points this till may spend from a wallet now, without asking anybody."""
    known = known_centre(store)
    account = account_of(store, identity)
    alive = alive_points(account.backed, today) + own_since(store, wallet, account.place)[0]
    return spendable(
        cells_of(store, wallet),
        alive=alive,
        is_frozen=known.is_frozen,
        lease=known.has_lease(now_ms),
    )


def to_hand_back(store: Store, wallet: int, identity: Id) -> int:
    """Give the rights to hand back; a row that lacks own operations is not acted upon."""
    account = account_of(store, identity)
    extra = surplus(cells_of(store, wallet), account.keep)
    return 0 if extra and own_since(store, wallet, account.place) != (0, 0) else extra


def ending_after_own(store: Store, wallet: int, identity: Id, today: date) -> Backed:
    """List what ends on each day from today on: the row's lots, own later acts counted.

    Own debits are taken from what ends soonest; the centre has the last word on that.
    """
    account = account_of(store, identity)
    left: dict[str, int] = {}
    for day, points in account.backed:
        end = _NEVER if day is None else day.isoformat()
        left[end] = left.get(end, 0) + points
    rows = store.rows(
        "select points, coalesce(expires_on, '') from entry where wallet = ? and key >= ?"
        " order by key",
        (wallet, (account.place + 1) << LINE_SHIFT),
    )
    for points, end in rows:
        if points > 0:
            left[end or _NEVER] = left.get(end or _NEVER, 0) + points
        else:
            _take(left, -points, today.isoformat())
    ending = sorted((end, n) for end, n in left.items() if n and today.isoformat() <= end < _NEVER)
    return tuple((date.fromisoformat(end), n) for end, n in ending)


_NEVER = date.max.isoformat()


def _take(left: dict[str, int], points: int, today: str) -> None:
    for end in sorted(end for end in left if end >= today):
        taken = min(points, left[end])
        left[end] -= taken
        points -= taken
