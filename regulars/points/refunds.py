"""What goes back when a sale is given back, in part or in full.

Each figure is the difference of two cumulative figures (what should have gone back after this
refund, less what should have gone back before it), so that any number of partial refunds adds up
exactly to the whole. Rounding on the way is in the member's favour.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from regulars.points.shares import share_out
from regulars.refusals import NothingLeftToRefund, RefundTooLarge, Refusal


@dataclass(frozen=True, slots=True)
class SoldLine:
    """A line of a finished sale: its amount, the points it was given, what has gone back of it."""

    amount_minor: int
    points: int
    refunded_minor: int = 0

    @property
    def left_minor(self) -> int:
        """Give what can still go back."""
        return self.amount_minor - self.refunded_minor


@dataclass(frozen=True, slots=True)
class Sold:
    """A finished sale as refunds see it: its lines and what points paid of it."""

    lines: tuple[SoldLine, ...]
    spent: int
    paid_minor: int

    @property
    def amount_minor(self) -> int:
        """Give the whole amount of the sale."""
        return sum(line.amount_minor for line in self.lines)

    @property
    def left_minor(self) -> int:
        """Give what can still go back of the whole sale."""
        return sum(line.left_minor for line in self.lines)


@dataclass(frozen=True, slots=True)
class Refund:
    """What one refund moves; amounts in minor units.

    `earned_back` points are taken back, `spent_back` return to their lots; of `amount_minor`,
    `paid_back_minor` was paid with points and only the rest is money to hand out.
    """

    line_minor: tuple[int, ...]
    amount_minor: int
    earned_back: int
    spent_back: int
    paid_back_minor: int


def spread(sold: Sold, amount_minor: int) -> tuple[int, ...]:
    """Spread an amount over what is left of the lines, in proportion."""
    return share_out(amount_minor, [line.left_minor for line in sold.lines])


def refund(sold: Sold, line_minor: Sequence[int], *, whole: bool = False) -> Refund | Refusal:
    """Work out a refund of so much of each line; `whole` also ends a sale of nothing."""
    assert len(line_minor) == len(sold.lines), "one amount for each line"
    amount = sum(line_minor)
    for line, asked in zip(sold.lines, line_minor, strict=True):
        if not 0 <= asked <= line.left_minor:
            return RefundTooLarge(left_minor=line.left_minor, asked_minor=asked)
    if amount == 0 and not whole:
        return NothingLeftToRefund()
    before = sold.amount_minor - sold.left_minor
    after = before + amount
    return Refund(
        line_minor=tuple(line_minor),
        amount_minor=amount,
        earned_back=sum(
            _points_of(line, line.refunded_minor + asked) - _points_of(line, line.refunded_minor)
            for line, asked in zip(sold.lines, line_minor, strict=True)
        ),
        spent_back=_part(sold.spent, after, sold, whole=whole)
        - _part(sold.spent, before, sold, whole=False),
        paid_back_minor=_part(sold.paid_minor, after, sold, whole=whole)
        - _part(sold.paid_minor, before, sold, whole=False),
    )


def _points_of(line: SoldLine, refunded_minor: int) -> int:
    """Give the points that belong to so much of a line, rounded down: taken back last."""
    return line.points * refunded_minor // line.amount_minor if line.amount_minor else 0


def _part(total: int, refunded_minor: int, sold: Sold, *, whole: bool) -> int:
    """Give the part of what points paid that belongs to so much of the sale, rounded up."""
    if whole:
        return total
    if sold.amount_minor == 0 or refunded_minor == 0:
        return 0
    return -(-total * refunded_minor // sold.amount_minor)


def claw_back(earned_back: int, balance: int) -> tuple[int, int]:
    """Split points to take back into what the balance has and what becomes debt."""
    taken = min(earned_back, balance)
    return taken, earned_back - taken


@dataclass(frozen=True, slots=True)
class TakenBack:
    """How the points a refund takes back divide.

    `taken` leave the balance, `debt` is owed from now on, `lapsed` had ended unused and are not
    taken; they add up to the refund's `earned_back`. `repaid` is what the points that came back
    pay of the debt, old and new.
    """

    taken: int
    debt: int
    lapsed: int
    repaid: int


def take_back(back: Refund, *, balance: int, debt: int, ended: int) -> TakenBack:
    """Divide what a refund takes back, after the spent points have returned to the balance.

    `balance` and `debt` are the member's once everything due has ended; `ended` are points of this
    sale that ended unused and that no refund has counted yet.
    """
    lapsed = min(back.earned_back, ended)
    taken, owed = claw_back(back.earned_back - lapsed, balance + back.spent_back)
    left = balance + back.spent_back - taken
    return TakenBack(taken, owed, lapsed, repaid=min(debt + owed, left, back.spent_back))
