"""What the columns of a file mean, and how one field of text becomes a date, an amount, a count.

A field that could be read in two ways is refused rather than guessed: "1,230" may be a thousand
or one and a bit. `BadFile.why` is one of `REASONS`.
"""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from regulars.money import AMOUNT_MINOR_MAX, Currency
from regulars.refusals import BadFile

NAMES: Final = ("member", "date", "amount", "units", "receipt", "item", "category", "skip")
NEEDED: Final = ("member", "date", "amount")
DATE_FORMAT: Final = "%Y-%m-%d"
COLUMNS_MAX: Final = 200
TEXT_MAX: Final = 64
"""No card number, receipt or item code is longer."""
UNITS_MAX: Final = 999_999
YEAR_MIN: Final = 1970

REASONS: Final = {
    "bad-columns": 'The list of columns cannot be used: "{found}".',
    "column-missing": 'The list of columns lacks "{found}".',
    "not-a-file": "This is not a file that can be read.",
    "empty": "There is nothing in the file.",
    "spreadsheet": "This is a spreadsheet or an archive. Save it as text (CSV) first.",
    "changed": "The file changed while it was read. Try again.",
    "clock": "The date has jumped. Open Regulars and say whether it is right, then import.",
    "stopped": "The import was stopped. Nothing was kept.",
    "imported-before": "This file was imported before ({found}). Nothing was changed.",
    "encoding": "There are letters here that the chosen encoding does not have.",
    "nul": "There is a zero byte in this line; the file is damaged or not text.",
    "line-too-long": "This line is too long.",
    "quote-open": "A quotation mark opens here and does not close in this line.",
    "fields": "This line has {found}.",
    "member": 'This is not a card number: "{found}".',
    "member-unknown": 'Nobody has this card: "{found}".',
    "member-twice": 'More than one member has this number: "{found}".',
    "date": 'This is not a date in the form given: "{found}".',
    "date-future": 'This date has not come yet: "{found}".',
    "amount": 'This is not an amount: "{found}".',
    "units": 'This is not a number of units: "{found}".',
    "text": 'This text is too long or cannot be printed: "{found}".',
    "receipt": 'This receipt stands elsewhere in the file with other facts: "{found}".',
    "lines": 'This receipt has too many lines: "{found}".',
    "too-many": "There are more than {found} of these.",
    "earns": 'Write yes or no whether it earns: "{found}".',
    "category": "An item needs a category.",
    "code": 'This code stands twice in the file: "{found}".',
}
"""Every reason a file or a line is refused for, as `regulars-admin` says it."""

_PLAIN_AMOUNT = re.compile(r"(\d{1,12})(?:\.(\d{1,9}))?", re.ASCII)
_UNITS = re.compile(r"\d{1,6}", re.ASCII)
_FOUND_MAX = 40


@dataclass(frozen=True, slots=True)
class Column:
    """A column by its meaning; `format` says how a date is written, as `strptime` has it."""

    name: str
    format: str = ""


def read_columns(text: str) -> tuple[Column, ...] | BadFile:
    """Read a list such as "member,skip,date:%Y%m%d,units,amount"."""
    columns: list[Column] = []
    for part in text.split(","):
        name, _, form = part.strip().partition(":")
        is_date = name == "date"
        if name not in NAMES or (form and not is_date) or len(columns) == COLUMNS_MAX:
            return bad("bad-columns", part)
        if name != "skip" and any(column.name == name for column in columns):
            return bad("bad-columns", part)
        if is_date and not _tells_a_day(form or DATE_FORMAT):
            return bad("bad-columns", part)
        columns.append(Column(name, (form or DATE_FORMAT) if is_date else ""))
    for name in NEEDED:
        if all(column.name != name for column in columns):
            return bad("column-missing", name)
    return tuple(columns)


def _tells_a_day(form: str) -> bool:
    """Tell whether a format carries year, month and day: a day written and read is the same."""
    sample = date(2003, 11, 29)
    try:
        return datetime.strptime(sample.strftime(form), form).date() == sample  # noqa: DTZ007
    except ValueError:
        return False


def bad(why: str, found: str = "", line: int = 0) -> BadFile:
    """Refuse, with what was found cut to what a screen can show."""
    assert why in REASONS, "a reason has words"
    shown = "".join(one if one.isprintable() else "\N{REPLACEMENT CHARACTER}" for one in found)
    return BadFile(why, line, shown[:_FOUND_MAX] + ("…" if len(shown) > _FOUND_MAX else ""))


def sentence(refusal: BadFile) -> str:
    """Say a refusal in English, with its line in front."""
    said = REASONS[refusal.why].format(found=refusal.found)
    return f"Line {refusal.line}: {said}" if refusal.line else said


def read_amount(text: str, currency: Currency) -> int | None:
    """Read an amount as a machine writes it: digits and at most one point, nothing else.

    Decimals that the currency does not have must be zeros. None for anything else.
    """
    found = _PLAIN_AMOUNT.fullmatch(text.strip())
    if found is None:
        return None
    decimals = (found.group(2) or "").rstrip("0")
    if len(decimals) > currency.exponent:
        return None
    minor = int(found.group(1) + decimals.ljust(currency.exponent, "0"))
    return minor if minor <= AMOUNT_MINOR_MAX else None


def read_units(text: str) -> int | None:
    """Read a whole number of units; None for anything else."""
    return int(text) if _UNITS.fullmatch(text.strip()) else None


def read_day(text: str, form: str) -> date | None:
    """Read a date in the form given; None for anything else."""
    try:
        found = datetime.strptime(text.strip(), form).date()  # noqa: DTZ007 - a day has no zone
    except ValueError:
        return None
    return found if found.year >= YEAR_MIN else None


def is_plain(text: str, longest: int = TEXT_MAX) -> bool:
    """Tell whether a short text can be stored, shown and printed."""
    return len(text) <= longest and text.isprintable()


def is_card_number(text: str) -> bool:
    """Tell whether a text can be a card number, as a scanner would send it."""
    return bool(text) and text.isascii() and is_plain(text)
