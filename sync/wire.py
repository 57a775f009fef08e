"""What all messages between a till and the centre share: limits, fields, packing.

Messages are written canonically (`regulars.canonical`) and read strictly: a field that is missing
or of another type makes a `BadMessage`, a value with a sentence; a field nobody knows is passed
over, so that a newer end can say more. Each `wire_*` module holds the messages of one exchange;
docs/wire.md shows their bytes.
"""

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from regulars.canonical import INTEGER_BOUND, NotCanonicalError, parse
from regulars.ids import BYTES, Id

SCHEMA = 1
"""Which rows and operations this program knows; sent with every push and pull."""
OPERATIONS_MAX = 500
RAW_MAX = 256 * 1024
"""Bytes of a push before packing, where it holds several operations."""
ALONE_MAX = 8 * 1024 * 1024
"""Bytes of a push of one operation: a list of goods is long and cannot be cut."""
MESSAGE_MAX = 256 * 1024
"""Bytes of every other request."""
ANSWER_MAX = 32 * 1024 * 1024
TEXT_MAX = 4_096
ROWS_MAX = 5_000
HASH_BYTES = 32
KEY_BYTES = 32
SIGNATURE_BYTES = 64
INSTANT_MAX = 1 << 46
"""Milliseconds since 1970 are below this until the year 4199."""
_GZIP = 16 + zlib.MAX_WBITS

Row = Mapping[str, Any]
M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class BadMessage:
    """Bytes that are not the message they should be, and in one sentence why."""

    sentence: str


class WrongFieldError(ValueError):
    """A field is missing or is not what its message asks for; never leaves this package."""


@dataclass(frozen=True, slots=True)
class Fields:
    """The fields of one object of a message; every look raises WrongFieldError."""

    values: Row

    def text(self, name: str, most: int = TEXT_MAX) -> str:
        """Give a text of at most so many characters."""
        value = self._value(name)
        if not isinstance(value, str) or len(value) > most:
            raise WrongFieldError(f"{name!r} is not a text of at most {most} characters")
        return value

    def whole(self, name: str, least: int = 0, most: int = INTEGER_BOUND - 1) -> int:
        """Give a whole number between two bounds."""
        value = self._value(name)
        if type(value) is not int or not least <= value <= most:
            raise WrongFieldError(f"{name!r} is not a whole number from {least} to {most}")
        return value

    def instant(self, name: str) -> int:
        """Give milliseconds since 1970, UTC."""
        return self.whole(name, 0, INSTANT_MAX)

    def flag(self, name: str) -> bool:
        """Give true or false."""
        value = self._value(name)
        if not isinstance(value, bool):
            raise WrongFieldError(f"{name!r} is neither true nor false")
        return value

    def octets(self, name: str, length: int) -> bytes:
        """Give exactly so many bytes, spelled as lower-case hexadecimal digits."""
        value = self._value(name)
        if isinstance(value, str) and len(value) == 2 * length:
            with suppress(ValueError):
                found = bytes.fromhex(value)
                if found.hex() == value:  # no other spelling: a page has thousands of these
                    return found
        raise WrongFieldError(f"{name!r} is not {length} bytes as hexadecimal digits")

    def identity(self, name: str) -> Id:
        """Give an id."""
        return Id(self.octets(name, BYTES))

    def day(self, name: str) -> date:
        """Give a day, spelled as 2026-03-02 and no other way."""
        return read_day(self.text(name), name)

    def things(self, name: str, most: int) -> list[Any]:
        """Give a list of at most so many things, whatever they are."""
        value = self._value(name)
        if not isinstance(value, list) or len(value) > most:
            raise WrongFieldError(f"{name!r} is not a list of at most {most}")
        return value

    def objects(self, name: str, most: int) -> "Iterator[Fields]":
        """Give the objects of a list, each with its fields."""
        for value in self.things(name, most):
            yield fields(value, name)

    def map(self, name: str) -> "Fields":
        """Give an object inside."""
        return fields(self._value(name), name)

    def has(self, name: str) -> bool:
        """Tell whether a field that may be left out is there."""
        return name in self.values

    def _value(self, name: str) -> object:
        try:
            return self.values[name]
        except KeyError:
            raise WrongFieldError(f"{name!r} is missing") from None


def fields(value: object, name: str) -> Fields:
    """Look at a value as an object; raises WrongFieldError."""
    if not isinstance(value, dict):
        raise WrongFieldError(f"{name!r} is not an object")
    return Fields(value)


def named(value: object, names: Sequence[str], name: str) -> Fields:
    """Look at a list of exactly so many things as fields; raises WrongFieldError."""
    if not isinstance(value, list) or len(value) != len(names):
        raise WrongFieldError(f"{name!r} holds something that is not {len(names)} things")
    return Fields(dict(zip(names, value, strict=True)))


def read_day(text: object, name: str) -> date:
    """Read a day spelled as 2026-03-02; raises WrongFieldError."""
    try:
        day = date.fromisoformat(str(text))
    except ValueError:
        raise WrongFieldError(f"{name!r} is not a day") from None
    if day.isoformat() != text:
        raise WrongFieldError(f"{name!r} is a day spelled another way")
    return day


def read(raw: bytes, most: int, build: Callable[[Fields], M]) -> M | BadMessage:
    """Read one message that is one JSON object of at most so many bytes."""
    return attempt(lambda: build(fields(_parsed(raw, most), "the message")))


def attempt(build: Callable[[], M]) -> M | BadMessage:
    """Build a message; what is wrong with its bytes becomes a value."""
    try:
        return build()
    except (WrongFieldError, NotCanonicalError) as wrong:
        return BadMessage(str(wrong))


def _parsed(raw: bytes, most: int) -> object:
    if len(raw) > most:
        raise WrongFieldError(f"the message is longer than {most} bytes")
    return parse(raw)


def pack(raw: bytes, *, is_quick: bool = False) -> bytes:
    """Compress with gzip; the same bytes give the same bytes.

    `is_quick` takes half the time for a twelfth more bytes: ids are most of a page, and chance.
    """
    packer = zlib.compressobj(1 if is_quick else -1, wbits=_GZIP)
    return packer.compress(raw) + packer.flush()


def unpack(packed: bytes, most: int) -> bytes | BadMessage:
    """Decompress gzip, never to more than so many bytes, however it was made."""
    unpacker = zlib.decompressobj(wbits=_GZIP)
    try:
        raw = unpacker.decompress(packed, most + 1)
    except zlib.error:
        return BadMessage("the message is not packed with gzip")
    if len(raw) > most:
        return BadMessage(f"the message unpacks to more than {most} bytes")
    if not unpacker.eof or unpacker.unused_data:
        return BadMessage("the message broke off, or something follows it")
    return raw
