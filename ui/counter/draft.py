"""A sale that is being typed, and what Enter would do with it: pure values and their pricing.

Nothing here is written anywhere. The till decides again when the sale is posted.
"""

from dataclasses import dataclass
from enum import StrEnum

from desktop.answers import MemberCard
from desktop.store.shop import Shop
from regulars.money import Currency
from regulars.points.earning import Earning, Line, earn
from regulars.points.redeeming import NO_OFFER, Offer, check_spend, most_that_fits
from regulars.refusals import (
    BadAmount,
    DebtFirst,
    MoreThanSale,
    Refusal,
    TooFewPoints,
    WorthNothing,
)


class Choice(StrEnum):
    """Whether points pay a part of the sale, and how the part was named."""

    NONE = "none"
    ALL = "all"
    POINTS = "points"
    MONEY = "money"


@dataclass(frozen=True, slots=True)
class Draft:
    """A sale as it is typed: texts, not yet amounts.

    `parts` are (category key, amount typed). `handed` are the register's own lines, kept only as
    long as nobody changes the amount.
    """

    amount: str = ""
    parts: tuple[tuple[str, str], ...] = ()
    receipt: str = ""
    choice: Choice = Choice.NONE
    chosen: str = ""
    handed: tuple[Line, ...] = ()

    def is_empty(self) -> bool:
        """Tell whether nothing was typed that would be missed."""
        return not (self.amount or self.receipt or any(typed for _, typed in self.parts))


class Step(StrEnum):
    """What Enter does next, or what it still needs."""

    MEMBER = "member"
    AMOUNT = "amount"
    UNCLEAR = "unclear"
    RECEIPT = "receipt"
    REFUSED = "refused"
    AWARD = "award"
    SPEND_AND_AWARD = "spend-and-award"
    SPEND = "spend"


ACTS = (Step.AWARD, Step.SPEND_AND_AWARD, Step.SPEND)


@dataclass(frozen=True, slots=True)
class Preview:
    """A draft priced: its lines, what points pay, what it earns, and the next step."""

    step: Step
    lines: tuple[Line, ...] = ()
    amount_minor: int = 0
    fits: Offer = NO_OFFER
    offer: Offer = NO_OFFER
    refusal: Refusal | None = None
    earning: Earning | None = None

    def does_as(self, other: "Preview") -> bool:
        """Tell whether Enter would spend and award the same, whatever else is shown."""
        mine = (self.step, self.offer, self.earning)
        return mine == (other.step, other.offer, other.earning)


def typed_minor(typed: str, currency: Currency) -> int | None:
    """Read an amount; nothing typed is nothing, None is not an amount."""
    if not typed:
        return 0
    whole = f"0{typed}" if typed.startswith(".") else typed
    return currency.read(whole)


def sale_lines(draft: Draft, currency: Currency) -> tuple[Line, ...] | Refusal:
    """Read the lines of a draft; lines of nothing are left out."""
    if draft.handed:
        return draft.handed
    lines: list[Line] = []
    for category, typed in (("", draft.amount), *draft.parts):
        minor = typed_minor(typed, currency)
        if minor is None:
            return BadAmount(typed)
        if minor:
            lines.append(Line(minor, category))
    return tuple(lines)


def price(shop: Shop, member: MemberCard | None, draft: Draft) -> Preview:
    """Say what a draft comes to for a member, and what Enter would do."""
    lines = sale_lines(draft, shop.currency)
    if isinstance(lines, Refusal):
        return Preview(Step.UNCLEAR, refusal=lines)
    amount = sum(line.amount_minor for line in lines)
    fits = NO_OFFER
    if member is not None:
        fits = most_that_fits(shop.programme, member.balance, amount)
    offer = _offer(shop, member, draft, amount, fits)
    if isinstance(offer, Refusal):
        return Preview(Step.REFUSED, lines, amount, fits, refusal=offer)
    earning = None
    if amount:
        debt = 0 if member is None else member.debt
        paid = min(offer.pays_minor, amount)
        earning = earn(shop.programme, lines, paid_minor=paid, debt=debt)
    step = _step(shop, member, draft, amount, offer)
    return Preview(step, lines, amount, fits, offer, earning=earning)


def _step(shop: Shop, member: MemberCard | None, draft: Draft, amount: int, offer: Offer) -> Step:
    if member is None:
        return Step.MEMBER
    if amount == 0:
        return Step.SPEND if offer.points else Step.AMOUNT
    if not draft.receipt.strip() and shop.setting("receipt_required", "no") == "yes":
        return Step.RECEIPT
    return Step.SPEND_AND_AWARD if offer.points else Step.AWARD


def _offer(
    shop: Shop, member: MemberCard | None, draft: Draft, amount: int, fits: Offer
) -> Offer | Refusal:
    """Read the points to be spent; without a member nobody can say yet."""
    if member is None or draft.choice is Choice.NONE:
        return NO_OFFER
    if draft.choice is Choice.ALL:
        return _all_of(shop, member, amount, fits) if amount else NO_OFFER
    points = chosen_points(shop, draft)
    if isinstance(points, Refusal) or points == 0:
        return points if isinstance(points, Refusal) else NO_OFFER
    return check_spend(
        shop.programme,
        points=points,
        available=member.balance,
        debt=member.debt,
        amount_minor=amount or None,
    )


def what_is_here(shop: Shop, member: MemberCard, amount: int) -> Offer:
    """Give the most that may be spent here now without asking anybody; of a reward, all of that.

    The programme may leave nothing of it.
    """
    if amount:
        return most_that_fits(shop.programme, member.spendable, amount)
    here = check_spend(
        shop.programme,
        points=member.spendable,
        available=member.spendable,
        debt=member.debt,
        amount_minor=None,
    )
    return NO_OFFER if isinstance(here, Refusal) else here


def chosen_points(shop: Shop, draft: Draft) -> int | Refusal:
    """Read how many points were named, by number or by what they should pay."""
    if draft.choice is Choice.MONEY:
        minor = typed_minor(draft.chosen, shop.currency)
        if minor is None:
            return BadAmount(draft.chosen)
        return shop.programme.cost(minor) if minor else 0
    return int(draft.chosen) if draft.chosen.isascii() and draft.chosen.isdigit() else 0


def _all_of(shop: Shop, member: MemberCard, amount: int, fits: Offer) -> Offer | Refusal:
    """Give all that fits, or why nothing does."""
    least = shop.programme.redeem_min
    if fits.points:
        return fits
    if member.debt and member.balance == 0:
        return DebtFirst(member.debt)
    if member.balance < least:
        return TooFewPoints(least=least, asked=member.balance)
    if shop.programme.value(member.balance) == 0:
        return WorthNothing(member.balance)
    payable = amount * shop.programme.redeem_share_percent // 100
    return MoreThanSale(pays_minor=shop.programme.value(least), payable_minor=payable)


def plain_amount(minor: int, currency: Currency) -> str:
    """Write an amount as a cashier would type it."""
    return currency.text(minor).replace(",", "")


def add_typed(one: str, other: str, currency: Currency) -> str:
    """Add two typed amounts; what cannot be read is left as it is."""
    first, second = typed_minor(one, currency), typed_minor(other, currency)
    if first is None or second is None:
        return one
    return plain_amount(first + second, currency) if first + second else ""
