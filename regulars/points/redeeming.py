"""How many points can be spent, here and now, and what they pay."""

from dataclasses import dataclass

from regulars.programme.programme import Programme
from regulars.refusals import (
    DebtFirst,
    MoreThanSale,
    NotEnoughPoints,
    PointsNotPositive,
    Refusal,
    TooFewPoints,
    WorthNothing,
)


@dataclass(frozen=True, slots=True)
class Offer:
    """Points a member may spend on a sale and the minor units they pay; both 0 when none can."""

    points: int
    pays_minor: int


NO_OFFER = Offer(0, 0)


def most_that_fits(programme: Programme, available: int, amount_minor: int) -> Offer:
    """Give the most points that can be spent on a sale without burning one for nothing."""
    payable = amount_minor * programme.redeem_share_percent // 100
    # A point may be worth several minor units: what is paid is the value of whole points.
    pays = programme.value(min(available, _most_within(programme, payable)))
    points = programme.cost(pays) if pays else 0
    if points < programme.redeem_min or points > available:
        return _smallest(programme, available, payable)
    return Offer(points, pays)


def _most_within(programme: Programme, payable: int) -> int:
    """Give the most points whose value, rounded down, is not above an amount."""
    if programme.worth_minor == 0:
        return 0
    return ((payable + 1) * programme.worth_points - 1) // programme.worth_minor


def _smallest(programme: Programme, available: int, payable: int) -> Offer:
    """Give the least that may be spent where the sale is smaller than that, or nothing."""
    least = programme.redeem_min
    if least > available or programme.value(least) > payable or programme.value(least) == 0:
        return NO_OFFER
    return Offer(least, programme.value(least))


def check_spend(
    programme: Programme, *, points: int, available: int, debt: int, amount_minor: int | None
) -> Offer | Refusal:
    """Decide whether so many points may be spent; `amount_minor` None is a reward without a sale.

    Spending pauses only while debt remains and nothing is left (a member with both is being
    repaid from new sales first).
    """
    if points <= 0:
        return PointsNotPositive()
    if debt and available == 0:
        return DebtFirst(debt)
    if points > available:
        return NotEnoughPoints(available=available, asked=points)
    if points < programme.redeem_min:
        return TooFewPoints(least=programme.redeem_min, asked=points)
    pays = programme.value(points)
    if pays == 0 and programme.worth_minor:
        return WorthNothing(points)
    if amount_minor is not None:
        payable = amount_minor * programme.redeem_share_percent // 100
        if pays > payable:
            return MoreThanSale(pays_minor=pays, payable_minor=payable)
    return Offer(points, pays)
