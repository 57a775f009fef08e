"""How much of a wallet belongs where its member shops, so that it can be spent there when cut off.

Whole numbers and a few stores for each wallet; no till, no clock. What is placed is never more than
the balance less a reserve, and never less at one store than the cheapest reward costs.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

STORES_MAX, PLACED_MAX = 3, 2
"""Stores remembered of a wallet, and those of them where points are placed: the likeliest.

Where somebody goes once in a while is chance: a third store meets hardly a wish more, and takes a
tenth of all points out of the pool.
"""
HALF_DAYS = 32
"""A visit counts half after so many days, a quarter after twice as many."""
_VISIT = 1 << 10
_WEIGHT_MAX = 1 << 20
_FINE = 840  # what up to eight can divide
RESERVE_PERCENT = 40
"""Of the rewards that a balance buys so many in a hundred, rounded down, are placed nowhere."""
LEFT_PERCENT = 50
"""Tills are asked to hand back once the pool has less of a balance than so many in a hundred: with
small balances, which are at a till whole, they then hold six tenths of all points."""
SIZES = 8
"""Wishes are told apart by how many of the cheapest reward they cost, up to so many."""
COMMON_PERCENT = 95
"""The costliest common reward is the one that so many wishes of a hundred do not exceed."""
_PRIOR = (4, 2, 1, 0, 0, 0, 0, 0)
_WISHES_MAX = 4_000
Sizes = tuple[int, ...]
"""How many wishes there were of each size, the smallest first."""
NO_WISHES: Sizes = (0,) * SIZES


@dataclass(frozen=True, slots=True)
class Visits:
    """How often a wallet was used at a store, the newer the heavier; `last` is the newest day."""

    store: str
    last: date
    weight: int

    def until(self, day: date) -> int:
        """Give what is left of the weight on a day."""
        return self.weight >> max(0, (day - self.last).days) // HALF_DAYS


Shops = tuple[Visits, ...]
"""Where a wallet is used, the likeliest store first."""


def visited(shops: Shops, store: str, day: date) -> Shops:
    """Note one more visit; of too many stores the one least thought of is forgotten.

    A visit that is heard of late counts as much as is left of it by now.
    """
    known = next((one for one in shops if one.store == store), None)
    if known is None:
        mine = Visits(store, day, _VISIT)
    else:
        last = max(known.last, day)
        more = Visits("", day, _VISIT).until(last)
        mine = Visits(store, last, min(known.until(last) + more, _WEIGHT_MAX))
    others = [one for one in shops if one is not known]
    return _ranked([mine, *others], store) if others else (mine,)


def _ranked(found: list[Visits], newest: str) -> Shops:
    today = max(one.last for one in found)
    # Whoever moved house is remembered at the new place although the old ones weigh more.
    first = sorted(found, key=lambda one: (one.store != newest, -one.until(today), one.store))
    kept = first[:STORES_MAX]
    return tuple(
        sorted(kept, key=lambda one: (-one.until(today), -one.last.toordinal(), one.store))
    )


def left_over(balance: int) -> int:
    """Give the points that tills should not hold, where none of them is the worse for it."""
    return balance * LEFT_PERCENT // 100


def reserve(balance: int, cheapest: int) -> int:
    """Give the points that are placed nowhere: whole rewards, because less is of no use at all."""
    return balance // cheapest * RESERVE_PERCENT // 100 * cheapest


def wished(sizes: Sizes, points: int, cheapest: int) -> Sizes:
    """Count one more wish."""
    size = min(-(-points // cheapest), SIZES)
    return tuple(count + (size == number) for number, count in enumerate(sizes, 1))


def aged(sizes: Sizes) -> Sizes:
    """Let old wishes count less, once there are enough new ones."""
    return tuple(count // 2 for count in sizes) if sum(sizes) > _WISHES_MAX else sizes


def place(balance: int, shops: Shops, cheapest: int, sizes: Sizes = NO_WISHES) -> Mapping[str, int]:
    """Give the points that each store should hold, in whole cheapest rewards.

    They go where the most wishes are met for each of them: a store's weight says how likely its
    member comes there, the sizes of wishes how many of them need so much at one place. Where there
    is one reward only, the likeliest store has it; half of it is of no use.
    """
    left = (balance - reserve(balance, cheapest)) // cheapest
    counts, common = _counts(sizes)
    shops = shops[:PLACED_MAX]
    if len(shops) == 1:
        most = min(left, common)
        while most and not counts[most - 1]:
            most -= 1
        return {shops[0].store: most * cheapest} if most else {}
    today = max((one.last for one in shops), default=date.min)
    weights = {one.store: max(1, one.until(today)) for one in shops}
    placed = dict.fromkeys(weights, 0)
    while left:
        steps = [
            (weights[store] * sum(counts[has : has + more]) * _FINE // more, store, more)
            for store, has in placed.items()
            for more in range(1, min(left, common - has) + 1)
        ]
        gain, store, more = max(steps, key=lambda step: step[0], default=(0, "", 0))
        if not gain:
            break
        placed[store] += more
        left -= more
    return {store: count * cheapest for store, count in placed.items() if count}


@lru_cache(64)
def _counts(sizes: Sizes) -> tuple[Sizes, int]:
    """Give how often each size is wished for, and the size that most wishes do not exceed."""
    counts = tuple(of * 2 + prior for of, prior in zip(sizes, _PRIOR, strict=True))
    total, sum_ = sum(counts), 0
    for size, count in enumerate(counts, 1):
        sum_ += count
        if sum_ * 100 >= total * COMMON_PERCENT:
            return counts, size
    return counts, SIZES


def fit(available: int, points: int, pool: int, cheapest: int) -> int:
    """Give what to add to what a till has, towards `points`: up to a whole reward or nothing."""
    after = min(points, available + max(pool, 0))
    if after < points:
        after -= after % cheapest
    return max(0, after - available)
