"""Phone numbers as members say them, in one international form. The one door to phonenumbers.

Not a check that a phone rings: only that the number could exist.
"""

import hashlib
import hmac
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from regulars import codes

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

LENGTH_MAX = 40
"""Longer texts hold two numbers, or none."""
SHOWN_DIGITS = 3
TAIL_DIGITS = 4
_MARK = b"regulars-phone-1"
"""So many last digits find somebody of another store."""
"""How much of a masked number is shown, everywhere."""

_TWO_DIGIT_COUNTRIES = re.compile(
    "2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58]"  # the rest have one digit or three
)
_PUNCTUATION = frozenset("+-‐‑–—().・· \t\u00a0")


@dataclass(frozen=True, slots=True)
class Phone:
    """A number that could exist, mobile or land line.

    `e164` is "+886912345678"; `last4` its last four digits; `country` the
    region it belongs to ("TW"), or "" when no single one does.
    """

    e164: str
    last4: str
    country: str


def read_phone(text: str, region: str) -> Phone | None:
    """Read a number as typed in a shop of `region` ("TW"); None if it cannot be a number.

    Numbers the library's tables do not know yet are taken when their length
    fits: new ranges open every year, and a member must not be refused for one.
    """
    plain = codes.narrow(text).strip().lstrip("(")
    if not _looks_like_a_number(plain):
        return None
    bare = digits_of(plain)
    is_international = plain.startswith("+")
    local = _parsed("+" + bare if is_international else bare, region)
    if local is not None and _is_known(local):
        return _phone(local)
    # Spreadsheets and people lose the plus: 886912345678, or write 00 for it. A bare 1 in front
    # is left alone: it starts American numbers and every Chinese mobile.
    if not is_international and not bare.startswith("1"):
        abroad = _parsed("+" + bare.removeprefix("00"), region)
        if abroad is not None and _is_known(abroad):
            return _phone(abroad)
    if local is not None and _is_possible(local):
        return _stable(_phone(local), region)
    return None


def _stable(found: Phone, region: str) -> Phone | None:
    """Refuse what would be read as another number the next time: zeros for somebody's 000000000."""
    again = _parsed(found.e164, region)
    return found if again is not None and _phone(again) == found else None


def masked(e164: str) -> str:
    """Show which number it is without giving it away: "+886 *** *** 678".

    Always the same number of stars, so the length says nothing either.
    """
    digits = e164.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()) or len(digits) < SHOWN_DIGITS + 4:
        return "*** ***"
    return f"+{_country_code(digits)} *** *** {digits[-SHOWN_DIGITS:]}"


def masked_end(end: str) -> str:
    """Show the same of a number of which only the end is known: "*** *** 678"."""
    return f"*** *** {end[-SHOWN_DIGITS:]}"


def tail(e164: str) -> str:
    """Give the end of a number, as a member says it at a counter that is not told the rest."""
    return e164.removeprefix("+")[-TAIL_DIGITS:]


def phone_mark(key: bytes, e164: str) -> bytes:
    """Give what a number is looked up by where it is not to be known: 32 bytes, under a key."""
    return hmac.new(key, _MARK + e164.encode(), hashlib.sha256).digest()


def pretty(e164: str) -> str:
    """Write a number in full, grouped as its country does: "+886 912 345 678"."""
    import phonenumbers  # here, not above: 40 ms, and most runs never need it

    number = _parsed(e164, "ZZ")
    if number is None:
        return e164
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)


def country_code(region: str) -> str:
    """Give the digits that begin every number of a region (ISO 3166): TW is "886"."""
    import phonenumbers

    return str(phonenumbers.country_code_for_region(region) or "")


def digits_of(text: str) -> str:
    """The digits 0 to 9 in a text, full width accepted.

    Gives "" if it holds digits of any other script: dropping some of them
    would make another person's number.
    """
    plain = codes.narrow(text)
    if any(c.isdigit() and not c.isascii() for c in plain):
        return ""
    return "".join(c for c in plain if c.isdigit())


def _looks_like_a_number(plain: str) -> bool:
    """Digits and the marks people put between them; letters and other digits never."""
    return (
        0 < len(plain) <= LENGTH_MAX
        and all(c in _PUNCTUATION or codes.is_digits(c) for c in plain)
        and "+" not in plain[1:]
    )


def _parsed(plain: str, region: str) -> "PhoneNumber | None":
    import phonenumbers  # here, not above: 40 ms, and most runs never need it

    try:
        return phonenumbers.parse(plain, region)
    except phonenumbers.NumberParseException:
        return None


def _is_known(number: "PhoneNumber") -> bool:
    import phonenumbers

    return phonenumbers.is_valid_number(number)


def _is_possible(number: "PhoneNumber") -> bool:
    """The length fits a whole number, not only a local one dialled without its area."""
    import phonenumbers

    reason = phonenumbers.is_possible_number_with_reason(number)
    return reason == phonenumbers.ValidationResult.IS_POSSIBLE


def _phone(number: "PhoneNumber") -> Phone:
    import phonenumbers

    e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    country = phonenumbers.region_code_for_number(number) or ""
    # Free-phone and satellite numbers belong to "001", the world.
    return Phone(e164, e164[-4:], country if country.isalpha() else "")


def _country_code(digits: str) -> str:
    """The country code that starts an international number (ITU E.164, no code begins another)."""
    if digits[0] in "17":
        return digits[0]
    return digits[:2] if _TWO_DIGIT_COUNTRIES.match(digits) else digits[:3]
