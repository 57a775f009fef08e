"""How many points a sale earns, and why.

Points are floored once for the whole sale and then allocated to its lines by the largest
remainder, so that later partial refunds take back parts that sum exactly to what was given.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from regulars.business_day import month_end
from regulars.points.shares import share_out
from regulars.programme.programme import Programme


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sale as the register or the cashier gave it; amounts in minor units."""

    amount_minor: int
    category: str = ""
    item: str = ""
    quantity: int = 1


@dataclass(frozen=True, slots=True)
class Why:
    """Every number between an amount and its points, in the order a person would ask for them.

    `base_minor` = `amount_minor` − `excluded_minor` − `paid_minor`;
    `earned` = floor(`base_minor` × `rate_points` ÷ `rate_minor`); `repaid` of them settle a debt.
    """

    amount_minor: int
    excluded_minor: int
    paid_minor: int
    base_minor: int
    rate_points: int
    rate_minor: int
    earned: int
    repaid: int


@dataclass(frozen=True, slots=True)
class Earning:
    """What a sale earns in all, what each line has of it, and the explanation."""

    earned: int
    line_points: tuple[int, ...]
    why: Why


def earn(
    programme: Programme, lines: Sequence[Line], *, paid_minor: int = 0, debt: int = 0
) -> Earning:
    """Price a sale of which `paid_minor` is paid with points, for a member who owes `debt` points.

    The part paid with points earns nothing. It is taken from the lines that earn in proportion to
    their share of the sale, rounded in the member's favour.
    """
    amount = sum(line.amount_minor for line in lines)
    assert 0 <= paid_minor <= amount, "points pay at most the sale"
    eligible = [0 if line.category in programme.no_points else line.amount_minor for line in lines]
    earning_minor = sum(eligible)
    paid_part = paid_minor * earning_minor // amount if amount else 0
    base = earning_minor - paid_part
    earned = base * programme.earn_points // programme.earn_per_minor
    why = Why(
        amount_minor=amount,
        excluded_minor=amount - earning_minor,
        paid_minor=paid_part,
        base_minor=base,
        rate_points=programme.earn_points,
        rate_minor=programme.earn_per_minor,
        earned=earned,
        repaid=min(debt, earned),
    )
    return Earning(earned, share_out(earned, eligible), why)


def expiry_of(programme: Programme, day: date) -> date | None:
    """Give the last day on which points earned on a day can be spent; None is never ending."""
    if programme.expiry_months == 0:
        return None
    return month_end(day, programme.expiry_months)
