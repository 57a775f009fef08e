"""What each kind of operation does to wallets: the postings, as a pure function of its data.

A till applies them when it acts and again when it rebuilds; the centre will apply the very same.
Operations carry final figures, so nothing here looks anything up.
"""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from regulars.points.entries import EntryKind
from regulars.points.lots import GRACE

MISTAKES = ("undo", "void")
"""Why a sale is reversed as if it had never been; any other reason is that goods came back."""


class Posting(NamedTuple):
    """A change of one wallet; the entry of the ledger is this plus its place in the log.

    `wallet` is spelled as in the operation. `returned` tells that a debit gives rights back to
    the pool (expiry) instead of using them.
    """

    wallet: str
    kind: EntryKind
    points: int
    act: str
    day: date
    debt: int = 0
    expires_on: date | None = None

    @property
    def returned(self) -> bool:
        """Tell whether this debit hands rights back rather than spending them."""
        return self.kind is EntryKind.EXPIRE and self.points < 0


# What a kind's data holds is checked when it is written (`operations.kinds`) and again by its
# canonical bytes when it is read, so its values are taken as they are here.
_Data = Mapping[str, Any]


def postings(kind: str, identity: str, data: _Data) -> list[Posting]:
    """Give the postings of an operation, in the order of their lines; [] where none move."""
    rule = _RULES.get(kind)
    return [] if rule is None else [line for line in rule(identity, data) if _moves(line)]


def _moves(line: Posting) -> bool:
    """Keep every sale in the ledger, also one that earned nothing: it is a visit."""
    return line.points != 0 or line.debt != 0 or line.kind is EntryKind.EARN


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _sale(identity: str, data: _Data) -> list[Posting]:
    day = date.fromisoformat(data["on"])
    wallet = data["wallet"]
    spent = [Posting(of, EntryKind.REDEEM, -points, identity, day) for of, points in data["spent"]]
    expires = _day(data["expires"])
    earned = Posting(wallet, EntryKind.EARN, data["earned"], identity, day, expires_on=expires)
    return [*spent, earned, _repaid(wallet, data["repaid"], identity, day)]


def _repaid(
    wallet: str, points: int, act: str, day: date, expires_on: date | None = None
) -> Posting:
    """Give the line that repays a debt, or below 0 takes that back: the points can end again."""
    return Posting(wallet, EntryKind.SETTLE, -points, act, day, -points, expires_on)


def _redeem(identity: str, data: _Data) -> list[Posting]:
    day = date.fromisoformat(data["on"])
    return [Posting(of, EntryKind.REDEEM, -points, identity, day) for of, points in data["spent"]]


def _reverse(identity: str, data: _Data) -> list[Posting]:
    """Give spent points back first, so that less of what is taken back becomes debt.

    A point that comes back says the earliest day on which it can end, so that the day change finds
    the wallet even where every lot it was earned in has ended long ago: thirty days from now where
    goods came back, today where the spending should not have been.
    """
    del identity
    day = date.fromisoformat(data["on"])
    act, wallet = data["of"], data["wallet"]
    is_mistake = data["why"] in MISTAKES
    kind = EntryKind.UNSPEND if is_mistake else EntryKind.RESTORE
    until = day if is_mistake else day + GRACE
    back = [
        Posting(to, kind, points, act, day, expires_on=until) for to, points in data["restored"]
    ]
    taken = Posting(wallet, EntryKind.REVERSE_EARN, -data["taken"], act, day, debt=data["debt"])
    return [*back, taken, _repaid(wallet, data["repaid"], act, day)]


def _adjust(identity: str, data: _Data) -> list[Posting]:
    day, expires = date.fromisoformat(data["on"]), _day(data["expires"])
    wallet, repaid = data["wallet"], data["repaid"]
    by_hand = Posting(wallet, EntryKind.ADJUST, data["points"], identity, day, expires_on=expires)
    back = expires if repaid < 0 else None
    return [by_hand, _repaid(wallet, repaid, identity, day, back)]


def _expire(identity: str, data: _Data) -> list[Posting]:
    day = date.fromisoformat(data["on"])
    lines: list[Posting] = []
    for wallet, points, repaid in data["rows"]:
        lines.append(Posting(wallet, EntryKind.EXPIRE, -points, identity, day))
        lines.append(_repaid(wallet, repaid, identity, day))
    return lines


_RULES: Mapping[str, Callable[[str, _Data], list[Posting]]] = {
    "sale": _sale,
    "redeem": _redeem,
    "reverse": _reverse,
    "adjust": _adjust,
    "expire": _expire,
}
