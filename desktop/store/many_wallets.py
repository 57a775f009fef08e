"""Take many wallets' rows in at once, and work out anew what many wallets show.

The same figures as `feed.apply_wallet` and `rights.show` give for one: see there for the rules.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from desktop.store.database import Store
from desktop.store.places import LINE_SHIFT, place_of
from desktop.store.rights import BALANCE_MAX, NO_ACCOUNT, spell_backed
from desktop.store.shop import epoch_of
from regulars.ids import Id
from regulars.rights.cells import Cells
from regulars.rights.granting import surplus
from sync.wire_rights import WalletRow


class Figures(NamedTuple):
    """What is reckoned with of a wallet's row; see `rights.Account`."""

    seq: int
    balance: int
    debt: int
    place: int
    granted: int
    keep: int
    is_over: int


_NONE = Figures(*NO_ACCOUNT[:-1], is_over=0)
_ACCOUNTS = (
    "select wallet, seq, balance, debt, place, granted, keep, is_over from account"
    " where wallet in (?*)"
)
_WALLETS = (
    "select id, key, balance, debt, granted, earned, used, returned from wallet where id in (?*)"
)
_OWN = (
    "with said (wallet, first) as (values ?*) select entry.wallet, sum(points), sum(debt)"
    " from said join entry on entry.wallet = said.wallet and entry.key >= said.first"
    " where entry.key >> 42 = ? or (entry.key >> 10) & 4294967295 >"
    " coalesce((select seq from acked where epoch = entry.key >> 42), 0) group by entry.wallet"
)


FEW = 8
"""With fewer rows there is nothing to be gained."""


def take_wallets(store: Store, rows: Sequence[WalletRow]) -> list[WalletRow]:
    """Take wallets' rows in: figures if newer, grants if larger; gives the rows left for `feed`.

    Call it inside a write.
    """
    if len(rows) < FEW or len({row.wallet for row in rows}) < len(rows):
        return list(rows)
    before = _accounts(store, [row.wallet for row in rows])
    accounts: dict[Id, Figures] = {}
    newer, larger = [], []
    for row in rows:
        was = before.get(row.wallet, _NONE)
        granted = max(was.granted, row.granted)
        if row.seq >= was.seq:
            place = place_of(*row.seen)
            now = (row.seq, row.balance, row.debt, place, granted, row.keep)
            accounts[row.wallet] = Figures(*now, was.is_over)
            newer.append((row.wallet, *now, spell_backed(row.backed), row.signature))
        elif granted > was.granted:
            accounts[row.wallet] = was._replace(granted=granted)
            larger.append((granted, row.wallet))
    store.many(
        "insert into account"
        " (wallet, seq, balance, debt, place, granted, keep, backed, signature)"
        " values (?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict (wallet) do update set"
        " seq = excluded.seq, balance = excluded.balance, debt = excluded.debt,"
        " place = excluded.place, granted = excluded.granted, keep = excluded.keep,"
        " backed = excluded.backed, signature = excluded.signature",
        newer,
    )
    store.many("update account set granted = ? where wallet = ?", larger)
    _show(store, accounts)
    return []


def show_many(store: Store, wallets: Sequence[Id]) -> None:
    """Work out anew what wallets show; see `rights.show`."""
    found = _accounts(store, wallets)
    _show(store, {wallet: found.get(wallet, _NONE) for wallet in wallets})


def show_new(store: Store, wallets: Sequence[Id]) -> None:
    """Do the same for wallets that were not there before: only their rows can say anything."""
    _show(store, _accounts(store, wallets))


def _accounts(store: Store, wallets: Sequence[Id]) -> dict[Id, Figures]:
    return {Id(one[0]): Figures(*one[1:]) for one in store.among(_ACCOUNTS, wallets)}


def _show(store: Store, accounts: Mapping[Id, Figures]) -> None:
    wallets = store.among(_WALLETS, list(accounts))
    own = _own_since(store, {key: accounts[Id(one)].place for one, key, *_ in wallets})
    shown, over = [], []
    for identity, key, *before, earned, used, returned in wallets:
        _, balance, debt, _, granted, keep, was_over = accounts[Id(identity)]
        points, owed = own.get(key, (0, 0))
        now = [_shown(balance + points), _shown(debt + owed), granted]
        if now != before:
            shown.append((*now, key))
        is_over = int(surplus(Cells(granted, earned, used, returned), keep) > 0)
        if is_over != was_over:
            over.append((is_over, identity))
    store.many("update wallet set balance = ?, debt = ?, granted = ? where key = ?", shown)
    store.many("update account set is_over = ? where wallet = ?", over)


def _shown(figure: int) -> int:
    return min(max(0, figure), BALANCE_MAX)


def _own_since(store: Store, places: Mapping[int, int]) -> dict[int, tuple[int, int]]:
    """Give what own operations behind a place did to each wallet, where they did anything."""
    newest: int = store.value("select coalesce(max(place), 0) from operation")
    asked = [
        (wallet, (place + 1) << LINE_SHIFT) for wallet, place in places.items() if place < newest
    ]
    found = store.among(_OWN, asked, epoch_of(store))
    return {wallet: (points, debt) for wallet, points, debt in found}
