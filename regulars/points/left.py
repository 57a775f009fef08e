"""What is left of a wallet's points by the day they end: from lots, or from sums of entries.

Most wallets only ever got points, or used those that end first before others came: then sums say as
much as lots do, and a centre that tells of thousands of wallets need not look at each entry.
"""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from regulars.points.entries import EntryKind
from regulars.points.lots import Settlement

ADDED_UP = (EntryKind.EARN, EntryKind.OPENING, EntryKind.ADJUST, EntryKind.REDEEM)
"""Kinds that sums can stand for. What gives back or takes its own first has to be looked at."""


class Left(NamedTuple):
    """Points not used and alive, by the day they end (None: never), a day more than once perhaps.

    `ended` are those whose days are over and that no EXPIRE row has taken out.
    """

    backed: tuple[tuple[date | None, int], ...]
    ended: int


class Sum(NamedTuple):
    """Entries of one wallet added up: credits that end on one day, or debits.

    `first` and `last` are the least and the largest day and clock among them, each by itself.
    """

    expires_on: date | None
    points: int
    is_debit: bool
    first: tuple[date, int]
    last: tuple[date, int]


def left_in(lots: Settlement, today: date) -> Left:
    """Give what lots say."""
    backed = tuple(
        (lot.expires_on, lot.left) for lot in lots.lots if lot.left and lot.is_alive(today)
    )
    return Left(backed, max(0, lots.expired(_before(today)) - lots.expired_posted))


def left_of_sums(sums: Sequence[Sum], today: date) -> Left | None:
    """Give the same from sums of entries of the kinds above; None where they do not say it.

    Points that were used are those that end first, where these came first and none had ended.
    """
    got = sorted((one for one in sums if not one.is_debit), key=_end)
    used = -sum(one.points for one in sums if one.is_debit)
    if used and not _is_plain(got, max(today, *(one.last[0] for one in sums))):
        return None
    backed: list[tuple[date | None, int]] = []
    ended = 0
    for one in got:
        taken = min(used, one.points)
        used -= taken
        if one.expires_on is not None and one.expires_on < today:
            ended += one.points
        elif one.points > taken:
            backed.append((one.expires_on, one.points - taken))
    return Left(tuple(backed), ended)


def _is_plain(got: Sequence[Sum], newest: date) -> bool:
    """Tell whether what ends later came later, and nothing had ended by the day of any entry."""
    if got and _end(got[0]) < newest:
        return False
    return all(
        one.last[0] <= next_.first[0] and one.last[1] < next_.first[1]
        for one, next_ in pairwise(got)
    )


def _end(one: Sum) -> date:
    return one.expires_on or date.max


def _before(today: date) -> date:
    return date.fromordinal(today.toordinal() - 1)
