"""The texts that scanners send and paper carries: cards, slips, member numbers, recovery keys.

Every text is made here and read here, so the two cannot disagree. Nothing here
knows whether a card exists: a right text is not yet a member.
"""

import hashlib
import re
from dataclasses import dataclass
from typing import Literal

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
"""Crockford's base 32: no I, L, O, U. All of it survives any keyboard layout."""

CARD_HEADER = "RG1"
SLIP_HEADER = "RS1"
RECOVERY_HEADER = "RK1"
"""Never printed; it only keeps a recovery key from passing for anything else."""

CARD_BYTES = 13
CARD_TOKEN_LENGTH = 20
CARD_LENGTH = len(CARD_HEADER) + CARD_TOKEN_LENGTH + 2
ID_BYTES = 16
ID_LENGTH = 26
SLIP_LENGTH = len(SLIP_HEADER) + ID_LENGTH + 2
NUMBER_LENGTH = 13
"""Digits of an EAN-13 number, check digit included."""
ENROLMENT_BYTES = 8
ENROLMENT_TOKEN_LENGTH = 12
_GROUP = 4
"""Characters that stand together where people read or type them."""
LENGTH_MIN = 6
"""Anything shorter is a scan that broke off, not a code."""
LENGTH_MAX = 4296
"""The most characters that fit in the largest QR code."""

_VALUES = {character: value for value, character in enumerate(ALPHABET)}
_PRIME = 1021
# A primitive root of the prime, so that no two places of a text weigh the same.
# It is not 1021 - 32 either: then swapping the last character with the first
# check character would go unseen.
_WEIGHT = 10

_FULL_WIDTH = {0xFF01 + n: 0x21 + n for n in range(0x5E)} | {0x3000: 0x20}
_SYMBOLOGY = re.compile(r"\][A-Z][0-9A-Z]", re.ASCII | re.IGNORECASE)
_EDGES = "".join(map(chr, [*range(0x21), *range(0x7F, 0xA1)]))

Damage = Literal["empty", "short", "damaged", "foreign", "too_long"]


@dataclass(frozen=True, slots=True)
class CardCode:
    """A well-formed card; `text` is its canonical upper-case form."""

    text: str


@dataclass(frozen=True, slots=True)
class SlipCode:
    """A well-formed slip; `sale_id` names the sale it was printed for."""

    sale_id: bytes


@dataclass(frozen=True, slots=True)
class NumberCode:
    """Thirteen digits of the in-store range (20 to 29) with the right check digit."""

    number: str


@dataclass(frozen=True, slots=True)
class Unreadable:
    """A text that names nobody, and the reason.

    empty: nothing but blanks. short: broke off before it could be a code.
    damaged: one of ours, misread. foreign: not one of ours.
    too_long: more than any one code can hold.
    """

    reason: Damage


Code = CardCode | SlipCode | NumberCode | Unreadable


def card_text(random_bytes: bytes) -> str:
    """Write the text of a new card from 13 random bytes, of which 100 bits are used."""
    assert len(random_bytes) == CARD_BYTES
    token = int.from_bytes(random_bytes, "big") >> (8 * CARD_BYTES - 5 * CARD_TOKEN_LENGTH)
    body = CARD_HEADER + _write(token, CARD_TOKEN_LENGTH)
    return body + _check(body)


def slip_text(sale_id: bytes) -> str:
    """Write the text of the code on a slip, from the 16 bytes of the sale's id."""
    assert len(sale_id) == ID_BYTES
    body = SLIP_HEADER + _write(int.from_bytes(sale_id, "big"), ID_LENGTH)
    return body + _check(body)


def recovery_text(key: bytes) -> str:
    """Write a 16-byte key for the recovery sheet: seven groups of four."""
    assert len(key) == ID_BYTES
    body = _write(int.from_bytes(key, "big"), ID_LENGTH)
    return _grouped(body + _check(RECOVERY_HEADER + body))


def read_recovery(text: str) -> bytes | None:
    """Read a recovery key as a person typed it; None if it is not one.

    People drop dashes, type lower case, and take 0 for O and 1 for I or L.
    """
    plain = _typed(text, RECOVERY_HEADER, ID_LENGTH)
    return None if plain is None else _read_id(plain)


def enrolment_text(random_bytes: bytes) -> str:
    """Write a code that lets one till enrol, from 8 random bytes, of which 60 bits are used.

    Three groups of four. All of it is chance: only the centre can tell that one is wrong.
    """
    assert len(random_bytes) == ENROLMENT_BYTES
    token = int.from_bytes(random_bytes, "big") >> (
        8 * ENROLMENT_BYTES - 5 * ENROLMENT_TOKEN_LENGTH
    )
    return _grouped(_write(token, ENROLMENT_TOKEN_LENGTH))


def _grouped(text: str) -> str:
    return "-".join(text[start : start + _GROUP] for start in range(0, len(text), _GROUP))


def read_enrolment(text: str) -> str | None:
    """Give the twelve characters of an enrolment code a person typed; None if it is not one."""
    plain = _joined(text, ENROLMENT_TOKEN_LENGTH)
    return plain if plain is not None and set(ALPHABET).issuperset(plain) else None


def _typed(text: str, header: str, length: int) -> str | None:
    """Give what stands before the check characters of a code typed by hand; None if misread."""
    plain = _joined(text, length + 2)
    return plain[:length] if plain is not None and _is_right(header + plain) else None


def _joined(text: str, length: int) -> str | None:
    """Give the characters of a code typed by hand in one spelling; None where there are others."""
    joined = "".join(c for c in narrow(text) if c not in "-_." and not c.isspace())
    if not joined.isascii() or len(joined) != length:
        return None
    return joined.upper().translate(str.maketrans("OIL", "011"))


def read(text: str) -> Code:
    """Say what a scanned text is. Never raises, whatever a scanner or an attacker sends."""
    plain = _without_symbology(narrow(text).strip(_EDGES))
    if not plain:
        return Unreadable("empty")
    if len(plain) > LENGTH_MAX:
        return Unreadable("too_long")
    if plain.upper().startswith(CARD_HEADER):
        return _read_card(plain)
    if plain.upper().startswith(SLIP_HEADER):
        return _read_slip(plain)
    if len(plain) < LENGTH_MIN:
        return Unreadable("short")
    return _read_number(plain)


def fingerprint(card_text: str) -> bytes:
    """What the store keeps instead of a card: SHA-256 over its 20-character token.

    The token is 100 random bits, so the hash needs no key and gives nothing away.
    """
    code = read(card_text)
    assert isinstance(code, CardCode)
    token = code.text[len(CARD_HEADER) : -2]
    return hashlib.sha256(b"regulars-card-1" + token.encode("ascii")).digest()


def narrow(text: str) -> str:
    """Give full-width forms their ASCII shape and leave everything else alone.

    Chinese input methods send ＡＢＣ１２３. Full NFKC would also turn ² into 2
    and accept what no scanner of ours sends.
    """
    return text.translate(_FULL_WIDTH)


def is_digits(text: str) -> bool:
    """Whether the text is one or more of the ASCII digits 0 to 9 and nothing else."""
    return text.isascii() and text.isdigit()


def ean13_check_digit(twelve: str) -> str:
    """The thirteenth digit of an EAN-13 number (GS1 General Specifications, 7.9)."""
    assert len(twelve) == NUMBER_LENGTH - 1
    assert is_digits(twelve)
    total = sum(int(digit) * (3 if place % 2 else 1) for place, digit in enumerate(twelve))
    return str(-total % 10)


def is_in_store_number(text: str) -> bool:
    """Whether a text is 13 digits, prefix 20 to 29 (in-store use), check digit right."""
    return (
        len(text) == NUMBER_LENGTH
        and is_digits(text)
        and text[0] == "2"
        and ean13_check_digit(text[:12]) == text[12]
    )


def _read_card(plain: str) -> CardCode | Unreadable:
    canonical = _one_case(plain)
    if canonical is None or len(canonical) != CARD_LENGTH or not _is_right(canonical):
        return Unreadable("damaged")
    return CardCode(canonical)


def _read_slip(plain: str) -> SlipCode | Unreadable:
    canonical = _one_case(plain)
    if canonical is None or len(canonical) != SLIP_LENGTH or not _is_right(canonical):
        return Unreadable("damaged")
    sale_id = _read_id(canonical[len(SLIP_HEADER) : -2])
    return Unreadable("damaged") if sale_id is None else SlipCode(sale_id)


def _read_number(plain: str) -> NumberCode | Unreadable:
    if is_in_store_number(plain):
        return NumberCode(plain)
    if len(plain) == NUMBER_LENGTH and is_digits(plain) and plain[0] == "2":
        return Unreadable("damaged")
    return Unreadable("foreign")


def _one_case(plain: str) -> str | None:
    """Upper case, if CapsLock can explain the text; None when the cases are mixed.

    A scanner types every letter with the same shift, so a mixed text was misread.
    """
    if not plain.isascii() or plain not in (plain.upper(), plain.lower()):
        return None
    return plain.upper()


def _without_symbology(text: str) -> str:
    """Drop an AIM identifier: `]`, a letter, a modifier, such as `]Q1` before a QR code."""
    identifier = _SYMBOLOGY.match(text)
    return text[identifier.end() :].strip(_EDGES) if identifier else text


def _write(number: int, length: int) -> str:
    characters = []
    for _ in range(length):
        number, value = divmod(number, 32)
        characters.append(ALPHABET[value])
    assert number == 0
    return "".join(reversed(characters))


def _read_id(characters: str) -> bytes | None:
    """The 16 bytes in 26 characters; None when the two spare bits are not zero."""
    number = 0
    for character in characters:
        number = number * 32 + _VALUES[character]
    return None if number >> (8 * ID_BYTES) else number.to_bytes(ID_BYTES, "big")


def _check(body: str) -> str:
    """Two characters that miss no single wrong character and no swap of neighbours.

    A polynomial modulo a prime: a difference of one character is a product of
    two numbers below the prime and never zero, and so is a swap.
    """
    total = 0
    for character in body:
        total = (total * _WEIGHT + _VALUES[character]) % _PRIME
    return _write(total * _WEIGHT % _PRIME, 2)


def _is_right(text: str) -> bool:
    return all(character in _VALUES for character in text) and _check(text[:-2]) == text[-2:]
