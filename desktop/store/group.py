"""Whose wallets are spent together: a member's own, then those of who was merged into them.

A lone till merges nobody. The wallets stay apart; what is spent names each it takes from.
"""

from datetime import date
from typing import NamedTuple

from desktop.store.database import Store
from desktop.store.people import who
from desktop.store.rights import Backed, ending_after_own, may_spend
from regulars.ids import Id


class Purse(NamedTuple):
    """A wallet of a person, with what this till shows of it."""

    key: int
    wallet: Id
    balance: int
    debt: int


def purses_of(store: Store, member: Id) -> list[Purse]:
    """List the wallets of a person, the member's own first."""
    found: list[Purse] = []
    for one in _everybody(store, member):
        rows = store.rows(
            "select wallet.key, wallet.id, balance, debt from wallet"
            " join member on member.key = wallet.member where member.id = ? order by wallet.id",
            (one,),
        )
        found += [Purse(key, Id(wallet), balance, debt) for key, wallet, balance, debt in rows]
    return found


def _everybody(store: Store, member: Id) -> list[Id]:
    found = [member]
    for one in found:  # grows while it is read
        merged = store.rows(
            "select distinct member from alias where kept = ? order by member", (one,)
        )
        found += [
            Id(other)
            for (other,) in merged
            if Id(other) not in found and who(store, Id(other)) == who(store, member)
        ]
    return found


def here_now(store: Store, purses: list[Purse], today: date, now_ms: int) -> list[int]:
    """Give what may be spent here now of each wallet, without asking anybody."""
    return [may_spend(store, one.key, one.wallet, today, now_ms) for one in purses]


def ending_of_all(store: Store, purses: list[Purse], today: date) -> tuple[tuple[date, int], ...]:
    """List what ends on each day from today on, soonest first, over all wallets."""
    ending: dict[date, int] = {}
    for one in purses:
        backed: Backed = ending_after_own(store, one.key, one.wallet, today)
        for day, points in backed:
            if day is not None:
                ending[day] = ending.get(day, 0) + points
    return tuple(sorted(ending.items()))


def share(points: int, most: list[int]) -> list[int]:
    """Divide a spending among wallets, the first one first; the caller has checked the sum."""
    parts = []
    for here in most:
        parts.append(min(points, here))
        points -= parts[-1]
    assert points == 0, "no more is spent than is here"
    return parts
