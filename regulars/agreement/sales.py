"""Sales and rewards with what has gone back of them, and the figures of giving one back.

Both sides use it: the till that sold until it handed the right over, then the centre. It asks
nobody who holds that right.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from regulars.agreement.messages import Logged, Place
from regulars.points.refunds import Sold, SoldLine, refund, take_back
from regulars.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Sale:
    """A sale or reward: who sold it and where in its log, its lines and what has gone back.

    `restored` and `taken_back` are points given back and taken back so far, `lapsed` those that had
    ended, `corrected` what the authority took back of the award by itself.
    """

    id: str
    device: str
    place: Place
    member: str
    wallet: str
    spent: tuple[tuple[str, int], ...]
    earned: int
    expires: str
    receipt_key: str
    sold: Sold
    restored: int = 0
    taken_back: int = 0
    lapsed: int = 0
    corrected: int = 0
    is_gone: bool = False


def sale_of(op: Logged) -> Sale:
    """Read a sale or reward from its operation."""
    data = op.data
    lines = data.get("lines", [])
    spent = tuple((wallet, points) for wallet, points in data["spent"])
    return Sale(
        id=op.id,
        device=op.source.device,
        place=op.place,
        member=data["member"],
        wallet=data.get("wallet") or spent[0][0],
        spent=spent,
        earned=data.get("earned", 0),
        expires=data.get("expires", ""),
        receipt_key=data.get("receipt_key", ""),
        sold=Sold(
            tuple(SoldLine(amount, points) for _, _, _, amount, points in lines),
            sum(points for _, points in spent),
            data["pays"],
        ),
    )


def after_reverse(sale: Sale, data: Mapping[str, Any]) -> Sale:
    """Give a sale after a reverse of it."""
    lines = tuple(
        replace(line, refunded_minor=line.refunded_minor + back)
        for line, back in zip(sale.sold.lines, data["lines"], strict=True)
    )
    return replace(
        sale,
        sold=replace(sale.sold, lines=lines),
        restored=sale.restored + sum(points for _, points in data["restored"]),
        taken_back=sale.taken_back + data["earned_back"],
        lapsed=sale.lapsed + data["lapsed"],
        is_gone=sale.is_gone or data["whole"],
    )


@dataclass(frozen=True, slots=True)
class Means:
    """What whoever gives back can take from: its rights, or the pool; and the member's debt.

    `ended` are points of the sale that ended unused.
    """

    available: int
    debt: int
    ended: int = 0


def reverse_data(
    sale: Sale, lines: Sequence[int], *, whole: bool, why: str, on: date, means: Means
) -> dict[str, Any] | Refusal:
    """Work out a reverse of so much of each line: the data of its operation."""
    if whole:
        lines = [line.left_minor for line in sale.sold.lines]
    back = refund(sale.sold, lines, whole=whole)
    if isinstance(back, Refusal):
        return back
    # Where a till gave back more than it should have, what it spent is still the most there is.
    left = max(0, sale.sold.spent - sale.restored)
    back = replace(back, spent_back=min(back.spent_back, left))
    restored = _to_wallets(sale, back.spent_back)
    own = sum(points for wallet, points in restored if wallet == sale.wallet)
    split = take_back(
        replace(back, spent_back=own),
        balance=means.available,
        debt=means.debt,
        ended=max(0, means.ended - sale.lapsed),
    )
    return {
        "of": sale.id,
        "member": sale.member,
        "wallet": sale.wallet,
        "on": on.isoformat(),
        "why": why,
        "lines": list(lines),
        "amount": back.amount_minor,
        "earned_back": back.earned_back,
        "taken": split.taken,
        "debt": split.debt,
        "lapsed": split.lapsed,
        "restored": restored,
        "repaid": split.repaid,
        "paid_back": back.paid_back_minor,
        "whole": whole,
    }


def _to_wallets(sale: Sale, points: int) -> list[list[Any]]:
    """Give spent points back to the wallets they came from, the last one first."""
    skip = sale.restored
    back: list[list[Any]] = []
    for wallet, spent in reversed(sale.spent):
        done = min(skip, spent)
        skip -= done
        now = min(points, spent - done)
        points -= now
        if now:
            back.append([wallet, now])
    assert points == 0, "no more points come back than were spent"
    return back


def award_correction(sale: Sale, points: int, *, why: str, on: date, taken: int) -> dict[str, Any]:
    """Give the data by which the authority takes back part of an award that stands."""
    return {
        "of": sale.id,
        "member": sale.member,
        "wallet": sale.wallet,
        "on": on.isoformat(),
        "why": why,
        "lines": [0] * len(sale.sold.lines),
        "amount": 0,
        "earned_back": 0,
        "taken": taken,
        "debt": points - taken,
        "lapsed": 0,
        "restored": [],
        "repaid": 0,
        "paid_back": 0,
        "whole": False,
    }
