"""Birthdays as people write them. A birthday may have no year: not everyone says."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from regulars import codes

YEAR_MIN = 1900
_LEAP_YEAR = 2000
_MONTHS = 12
_MINGUO_YEAR_ZERO = 1911
"""Year 1 of the Republic of China calendar, used on identity cards in Taiwan, is 1912."""

_FORMS = tuple(
    re.compile(form, re.ASCII)
    for form in (
        # Only forms with one reading: 02/03 is March in one country and February in another.
        r"(?P<year>\d{4})(?P<mark>[-/.])(?P<month>\d{1,2})(?P=mark)(?P<day>\d{1,2})",
        r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})",
        r"(?:--)?(?P<month>\d{2})-(?P<day>\d{2})",
        r"(?P<month>\d{2})(?P<day>\d{2})",
        r"(?:(?P<year>\d{4})年)?(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号號]",
        r"(?:中[華华])?民[國国](?P<minguo>[1-9]\d{0,2})年(?P<month>\d{1,2})月(?P<day>\d{1,2})[日号號]",
    )
)


@dataclass(frozen=True, slots=True)
class Birthday:
    """A day of the year, with the year of birth if the member gave it (else None)."""

    month: int
    day: int
    year: int | None = None

    def __post_init__(self) -> None:
        """A birthday that no calendar has is a bug of whoever made it."""
        assert _exists(self.year, self.month, self.day)

    def text(self) -> str:
        """The form that is stored: "1990-02-28", or "--02-28" without a year (ISO 8601:2000)."""
        year = "-" if self.year is None else f"{self.year:04}"
        return f"{year}-{self.month:02}-{self.day:02}"

    def falls_on(self, year: int) -> date:
        """The day it is kept in `year`; 29 February is kept on the 28th in other years."""
        is_missing = (self.month, self.day) == (2, 29) and not calendar.isleap(year)
        return date(year, self.month, 28 if is_missing else self.day)


def read_birthday(text: str) -> Birthday | None:
    """Read a birthday; None if the text is not one, or could be two.

    Whether it lies in the future is for the caller, who knows the date.
    """
    plain = "".join(codes.narrow(text).split())
    for form in _FORMS:
        found = form.fullmatch(plain)
        if found:
            return _birthday(found.groupdict())
    return None


def _birthday(parts: dict[str, str | None]) -> Birthday | None:
    numbers = {name: int(digits) for name, digits in parts.items() if digits and digits.isdigit()}
    month, day, year = numbers["month"], numbers["day"], numbers.get("year")
    if "minguo" in numbers:
        year = numbers["minguo"] + _MINGUO_YEAR_ZERO
    return Birthday(month, day, year) if _exists(year, month, day) else None


def _exists(year: int | None, month: int, day: int) -> bool:
    if year is not None and not YEAR_MIN <= year <= date.max.year:
        return False
    if not 1 <= month <= _MONTHS:
        return False
    return 1 <= day <= calendar.monthrange(_LEAP_YEAR if year is None else year, month)[1]
