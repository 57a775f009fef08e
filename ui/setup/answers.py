"""What the first run asks, and what it assumes before anybody has answered. No Qt, no words."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from zoneinfo import available_timezones

from desktop.opening import FirstRun
from desktop.pins import LENGTH_MIN, is_weak
from desktop.verbs.shop import Founding
from regulars.business_day import is_zone
from regulars.money import CURRENCIES, Currency
from regulars.people.names import clean_name
from regulars.programme.programme import Programme

POINTS_SHOWN = 100
"""The rate is asked as what so many points are worth: people think in hundreds."""
EXPIRY_MONTHS = (0, 6, 12, 18, 24)
RATE_MINOR_MAX = 10**8
_NAME_MAX = 80
_ELSEWHERE = "Europe/London"


class Problem(StrEnum):
    """What is wrong with an answer; the page has the words."""

    SHOP_NAME_MISSING = "shop-name-missing"
    ZONE_UNKNOWN = "zone-unknown"
    EARN_BAD = "earn-bad"
    WORTH_BAD = "worth-bad"
    OWNER_NAME_MISSING = "owner-name-missing"
    PIN_SHORT = "pin-short"
    PIN_WEAK = "pin-weak"
    PIN_DIFFERENT = "pin-different"


@dataclass(frozen=True, slots=True)
class Country:
    """A country a shop may be in: its currency, its time zone and its telephone prefix."""

    currency: str
    zone: str
    prefix: str


COUNTRIES: Mapping[str, Country] = MappingProxyType(
    {
        "AU": Country("AUD", "Australia/Sydney", "+61"),
        "CA": Country("CAD", "America/Toronto", "+1"),
        "CN": Country("CNY", "Asia/Shanghai", "+86"),
        "DE": Country("EUR", "Europe/Berlin", "+49"),
        "FR": Country("EUR", "Europe/Paris", "+33"),
        "GB": Country("GBP", "Europe/London", "+44"),
        "HK": Country("HKD", "Asia/Hong_Kong", "+852"),
        "IE": Country("EUR", "Europe/Dublin", "+353"),
        "JP": Country("JPY", "Asia/Tokyo", "+81"),
        "MO": Country("MOP", "Asia/Macau", "+853"),
        "MY": Country("MYR", "Asia/Kuala_Lumpur", "+60"),
        "NZ": Country("NZD", "Pacific/Auckland", "+64"),
        "SG": Country("SGD", "Asia/Singapore", "+65"),
        "TW": Country("TWD", "Asia/Taipei", "+886"),
        "US": Country("USD", "America/New_York", "+1"),
    }
)


@dataclass(frozen=True, slots=True)
class System:
    """What the machine says of where it stands: "en_GB", "Europe/London"."""

    locale_name: str
    zone: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What was answered so far, as typed. `earn_amount` and `worth_amount` are money as text."""

    language: str = "en"
    shop_name: str = ""
    currency: str = "GBP"
    zone: str = _ELSEWHERE
    region: str = "GB"
    earn_amount: str = "1.00"
    worth_amount: str = "1.00"
    expiry_months: int = 0
    owner_name: str = ""
    pin: str = ""
    pin_again: str = ""

    @property
    def money(self) -> Currency:
        """Give the currency itself."""
        return CURRENCIES[self.currency]


@dataclass(frozen=True, slots=True)
class Example:
    """What a rate means: a sale and its points, some points and what they pay."""

    currency: Currency
    sale_minor: int
    earned: int
    spent: int
    pays_minor: int


def zone_names() -> list[str]:
    """Give every time zone a shop may be in, in order: "Asia/Taipei", not "Etc/GMT+8"."""
    # "posix/" and "right/" are the same zones again, where a system ships them.
    hidden = ("Etc/", "SystemV/", "US/", "posix/", "right/")
    return sorted(z for z in available_timezones() if "/" in z and not z.startswith(hidden))


def home_of(language: str, system: System) -> str:
    """Guess the country: the machine's own where it fits the language, else the usual one."""
    here = system.locale_name.replace("-", "_").split(".")[0].split("_")[-1].upper()
    at_zone = next((c for c, one in COUNTRIES.items() if one.zone == system.zone), "")
    if language == "zh_Hant":
        return next((c for c in (here, at_zone) if c in {"TW", "HK", "MO"}), "TW")
    if language == "zh_Hans":
        return next((c for c in (here, at_zone) if c in {"CN", "SG", "MY"}), "CN")
    return at_zone or (here if here in COUNTRIES else "GB")


def assumed(language: str, system: System) -> dict[str, str]:
    """Give what is assumed in a language before anybody says otherwise."""
    home = home_of(language, system)
    country = COUNTRIES[home]
    in_english = language == "en" and is_zone(system.zone) and "/" in system.zone
    return {
        "currency": country.currency,
        "zone": system.zone if in_english else country.zone,
        "region": home,
    }


def usual_rate(currency: str) -> dict[str, str]:
    """Give the rate most shops begin with: one per cent back, in round figures."""
    amount = "1.00" if CURRENCIES[currency].exponent else "100"
    return {"earn_amount": amount, "worth_amount": amount}


def rate_minor(typed: str, currency: Currency) -> int | None:
    """Read an amount of the rate; None unless it is money above nothing."""
    minor = currency.read(typed)
    return minor if minor is not None and 0 < minor <= RATE_MINOR_MAX else None


def programme_of(answers: Answers) -> Programme | None:
    """Give the rules the answers make; None while an amount cannot be read."""
    earn = rate_minor(answers.earn_amount, answers.money)
    worth = rate_minor(answers.worth_amount, answers.money)
    if earn is None or worth is None:
        return None
    return Programme(
        earn_points=1,
        earn_per_minor=earn,
        worth_points=POINTS_SHOWN,
        worth_minor=worth,
        # The fewest points spent at once are worth about one unit, never a fortune.
        redeem_min=100 if answers.money.exponent else 10,
        expiry_months=answers.expiry_months,
    )


def example(programme: Programme, currency: Currency) -> Example:
    """Work the rate through on a sale anybody can follow."""
    sale = 12850 if currency.exponent else 1285
    earned = sale * programme.earn_points // programme.earn_per_minor
    return Example(currency, sale, earned, 500, programme.value(500))


def shop_problem(answers: Answers) -> Problem | None:
    """Tell what is wrong with the shop's name and place."""
    if not answers.shop_name.strip() or len(answers.shop_name) > _NAME_MAX:
        return Problem.SHOP_NAME_MISSING
    return None if is_zone(answers.zone) else Problem.ZONE_UNKNOWN


def rate_problem(answers: Answers) -> Problem | None:
    """Tell what is wrong with the rate."""
    if rate_minor(answers.earn_amount, answers.money) is None:
        return Problem.EARN_BAD
    if rate_minor(answers.worth_amount, answers.money) is None:
        return Problem.WORTH_BAD
    return None


def owner_problem(answers: Answers) -> Problem | None:
    """Tell what is wrong with the owner's name or PIN."""
    if clean_name(answers.owner_name) is None:
        return Problem.OWNER_NAME_MISSING
    if len(answers.pin) < LENGTH_MIN:
        return Problem.PIN_SHORT
    if is_weak(answers.pin):
        return Problem.PIN_WEAK
    return None if answers.pin == answers.pin_again else Problem.PIN_DIFFERENT


def first_run(answers: Answers) -> FirstRun:
    """Give what `desktop.opening.found` is asked; every answer has been checked."""
    programme = programme_of(answers)
    owner = clean_name(answers.owner_name)
    assert programme is not None, "the rate was checked"
    assert owner is not None, "the name was checked"
    founding = Founding(
        shop_name=answers.shop_name.strip(),
        currency=answers.money,
        zone=answers.zone,
        region=answers.region,
        programme=programme,
        owner_name=owner,
        language=answers.language,
    )
    return FirstRun(founding, answers.pin)
