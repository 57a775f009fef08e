"""The one message a register sends: a finished sale as JSON, read strictly.

A file that could mean two things is rejected with a sentence that says what to change. Money is
text ("128.50"), because a float is not money.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from desktop.exchange_files.columns import UNITS_MAX, is_plain, read_amount
from desktop.store.sales import RECEIPT_MAX, receipt_key
from regulars.canonical import Json, encode
from regulars.ids import BYTES, Id
from regulars.money import AMOUNT_MINOR_MAX, Currency
from regulars.points.earning import Line

VERSION: Final = 1
BYTES_MAX: Final = 1 << 20
LINES_MAX: Final = 500
MEMBER_MAX: Final = 64
TEXT_MAX: Final = 64
POINTS_MAX: Final = 10**9
_SHOWN: Final = 40
_AT_MAX_MS: Final = 4_102_444_800_000  # the year 2100
_FIELDS = {"v", "id", "receipt", "amount", "member", "lines", "at", "redeem"}
_LINE_FIELDS = {"category", "item", "quantity", "amount"}


@dataclass(frozen=True, slots=True)
class Malformed:
    """Why a file is no message, as a sentence for whoever set up the register."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Message:
    """A sale as the register handed it over; amounts in minor units.

    `member` is whatever names a member, or empty: then the counter is asked. `at_ms` is None
    where the register does not say when. `redeem` is points to spend on this sale. `id` is the
    register's own name for this hand-over, or empty.
    """

    receipt: str
    amount_minor: int
    member: str = ""
    lines: tuple[Line, ...] = ()
    at_ms: int | None = None
    redeem: int = 0
    id: str = ""

    @property
    def sold(self) -> tuple[Line, ...]:
        """Give the lines of the sale; a sale without lines is one line."""
        return self.lines or (Line(self.amount_minor),)

    def act(self, scope: bytes, day: str) -> Id:
        """Name the sale by what the message says: the same message is the same sale.

        `scope` is the shop's id; `day` keeps receipts apart that begin anew every day.
        """
        said: list[Json] = [
            self.receipt,
            self.amount_minor,
            self.member,
            [[line.category, line.item, line.quantity, line.amount_minor] for line in self.lines],
            self.at_ms or 0,
            self.redeem,
            day,
        ]
        if self.id:
            said.append(self.id)  # without one, sales are named as they always were
        whole = b"regulars-handover-1" + scope + encode(said)
        return Id(hashlib.sha256(whole).digest()[:BYTES])


class _WrongError(Exception):
    """Raised where a message goes wrong; its text is the sentence."""


def read_message(content: bytes, currency: Currency) -> Message | Malformed:
    """Read a message; never raises, whatever the bytes are."""
    try:
        return _message(_parsed(content), currency)
    except _WrongError as wrong:
        return Malformed(str(wrong))


def is_whole(content: bytes) -> bool:
    """Tell whether bytes end where an object ends: a file still being written never does."""
    try:
        json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return False
    return content.rstrip().endswith(b"}")


def _parsed(content: bytes) -> dict[str, Any]:
    if len(content) > BYTES_MAX:
        raise _WrongError("The file is larger than 1 MiB.")
    if not content.strip():
        raise _WrongError("The file is empty.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise _WrongError("The file is not UTF-8 text.") from error
    try:
        found = json.loads(
            text, object_pairs_hook=_once, parse_float=_no_float, parse_constant=_no_float
        )
    except (ValueError, RecursionError) as error:
        raise _WrongError("The file is not JSON.") from error
    if not isinstance(found, dict):
        raise _WrongError("The file must hold one JSON object.")
    return found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, value in pairs:
        if name in found:
            raise _WrongError(f'"{_cut(name)}" stands there twice.')
        found[name] = value
    return found


@dataclass(frozen=True, slots=True)
class _Float:
    """A number with a point in it: never money, never points."""

    text: str


def _no_float(text: str) -> _Float:
    return _Float(text)


def _cut(text: object) -> str:
    plain = "".join(one if one.isprintable() else "?" for one in str(text)[:_SHOWN])
    return plain.encode("utf-8", "replace").decode()


def _message(found: dict[str, Any], currency: Currency) -> Message:
    strangers = sorted(found.keys() - _FIELDS)
    if strangers:
        raise _WrongError(f'"{_cut(strangers[0])}" is not a field of a sale.')
    version = found.get("v")
    if type(version) is not int or version != VERSION:
        raise _WrongError('"v" must be 1.')
    amount = _amount(found, "amount", currency)
    lines = _lines(found.get("lines"), currency)
    if lines and sum(line.amount_minor for line in lines) != amount:
        raise _WrongError('The amounts of the lines do not add up to "amount".')
    return Message(
        receipt=_receipt(found),
        amount_minor=amount,
        member=_text(found, "member", MEMBER_MAX),
        lines=lines,
        at_ms=_moment(found.get("at")),
        redeem=_whole(found, "redeem", 0, POINTS_MAX),
        id=_text(found, "id", TEXT_MAX),
    )


def _receipt(found: dict[str, Any]) -> str:
    receipt = _text(found, "receipt", RECEIPT_MAX)
    if not receipt_key(receipt, ""):
        raise _WrongError('"receipt" must be text: the number of the receipt.')
    return receipt


def _amount(found: dict[str, Any], name: str, currency: Currency) -> int:
    text = found.get(name)
    example = f"128.{'50'.ljust(currency.exponent, '0')}" if currency.exponent else "128"
    if not isinstance(text, str):
        raise _WrongError(f'"{name}" must be text like "{example}".')
    minor = read_amount(text, currency)
    if minor is None or minor > AMOUNT_MINOR_MAX:
        raise _WrongError(f'"{name}" must be text like "{example}", not "{_cut(text)}".')
    return minor


def _text(found: dict[str, Any], name: str, longest: int) -> str:
    text = found.get(name, "")
    if not isinstance(text, str) or not is_plain(text.strip(), longest):
        raise _WrongError(f'"{name}" must be text of at most {longest} characters.')
    return text.strip()


def _whole(found: dict[str, Any], name: str, least: int, most: int) -> int:
    number = found.get(name, least)
    if type(number) is not int or not least <= number <= most:
        raise _WrongError(f'"{name}" must be a whole number from {least} to {most}.')
    return number


def _lines(found: object, currency: Currency) -> tuple[Line, ...]:
    if found is None:
        return ()
    if not isinstance(found, list) or not 0 < len(found) <= LINES_MAX:
        raise _WrongError(f'"lines" must be a list of 1 to {LINES_MAX} lines.')
    return tuple(_line(one, currency) for one in found)


def _line(found: object, currency: Currency) -> Line:
    if not isinstance(found, dict):
        raise _WrongError("Each line must be a JSON object.")
    strangers = sorted(found.keys() - _LINE_FIELDS)
    if strangers:
        raise _WrongError(f'"{_cut(strangers[0])}" is not a field of a line.')
    return Line(
        amount_minor=_amount(found, "amount", currency),
        category=_text(found, "category", TEXT_MAX),
        item=_text(found, "item", TEXT_MAX),
        quantity=_whole({"quantity": 1} | found, "quantity", 0, UNITS_MAX),
    )


def _moment(found: object) -> int | None:
    if found is None:
        return None
    example = '"at" must be a time with its zone, like "2026-11-22T14:05:00+08:00".'
    if not isinstance(found, str):
        raise _WrongError(example)
    try:
        moment = datetime.fromisoformat(found)
        if moment.tzinfo is None:
            raise _WrongError(example)
        at_ms = int(moment.timestamp()) * 1000
    except (ValueError, OverflowError, OSError) as error:
        raise _WrongError(example) from error
    if not 0 <= at_ms < _AT_MAX_MS:
        raise _WrongError(example)
    return at_ms
