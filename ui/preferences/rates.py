"""The programme as a form: amounts as typed, and what they come to. No Qt, no words."""

from dataclasses import dataclass, replace

from desktop.store.shop import Shop
from regulars.money import Currency
from regulars.programme.programme import POINTS_MAX, Programme

EXPIRY_MONTHS = (0, 6, 12, 18, 24)
_RATE_MINOR_MAX = 10**8
_EXAMPLE_POINTS = 500


@dataclass(frozen=True, slots=True)
class Rates:
    """What the form says. The points of a rate are the programme's own and are not typed."""

    earn_amount: str
    worth_amount: str
    redeem_min: str
    expiry_months: int


@dataclass(frozen=True, slots=True)
class Example:
    """What rates mean: a sale and its points, some points and what they pay."""

    currency: Currency
    sale_minor: int
    earned: int
    spent: int
    pays_minor: int


def rates_of(shop: Shop) -> Rates:
    """Write the shop's programme into the form."""
    rules, plain = shop.programme, shop.currency
    return Rates(
        plain.text(rules.earn_per_minor).replace(",", ""),
        plain.text(rules.worth_minor).replace(",", ""),
        str(rules.redeem_min),
        rules.expiry_months,
    )


def bad_field(rates: Rates, currency: Currency) -> str:
    """Name the first field that cannot be read; empty when all can."""
    for name in ("earn_amount", "worth_amount"):
        if _amount(getattr(rates, name), currency) is None:
            return name
    return "" if _points(rates.redeem_min) else "redeem_min"


def programme_of(rates: Rates, shop: Shop) -> Programme | None:
    """Give the rules the form makes out of the shop's; None while a field cannot be read."""
    earn = _amount(rates.earn_amount, shop.currency)
    worth = _amount(rates.worth_amount, shop.currency)
    least = _points(rates.redeem_min)
    if earn is None or worth is None or not least:
        return None
    return replace(
        shop.programme,
        earn_per_minor=earn,
        worth_minor=worth,
        redeem_min=least,
        expiry_months=rates.expiry_months,
    )


def example(programme: Programme, currency: Currency) -> Example:
    """Work rules through on a sale anybody can follow."""
    sale = 12850 if currency.exponent else 1285
    earned = sale * programme.earn_points // programme.earn_per_minor
    return Example(currency, sale, earned, _EXAMPLE_POINTS, programme.value(_EXAMPLE_POINTS))


def _amount(typed: str, currency: Currency) -> int | None:
    minor = currency.read(typed)
    return minor if minor is not None and 0 < minor <= _RATE_MINOR_MAX else None


def _points(typed: str) -> int:
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= len(str(POINTS_MAX))
    return min(int(typed), POINTS_MAX) if is_number else 0
