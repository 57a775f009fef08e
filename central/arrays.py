"""Columns of values as PostgreSQL reads arrays in its binary form: a push writes thousands of them.

The driver spells arrays as text, each element by itself; joining what has a fixed form is ten times
as quick, and the database need not read it. What does not fit here is left to the driver.
"""

import struct
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

_HEAD = struct.Struct("!iiIii")
_NO_ELEMENT = struct.pack("!i", -1)
_EPOCH = date(2000, 1, 1).toordinal()


@dataclass(slots=True, unsafe_hash=True)
class Column:
    """One array in its binary form, never changed; each subclass is a type of PostgreSQL."""

    spelled: bytes


class Uuids(Column):
    """An array of uuid."""


class Wholes(Column):
    """An array of bigint."""


class Texts(Column):
    """An array of text."""


class Blobs(Column):
    """An array of bytea."""


class Days(Column):
    """An array of date."""


class Flags(Column):
    """An array of boolean."""


ARRAY_OIDS: Mapping[type[Column], int] = {
    Uuids: 2951,
    Wholes: 1016,
    Texts: 1009,
    Blobs: 1001,
    Days: 1182,
    Flags: 1000,
}
"""What PostgreSQL calls each type of array; these numbers never change."""


def _sized(value: bytes) -> bytes:
    return len(value).to_bytes(4, "big") + value


_UUID, _WHOLE, _DAY = _sized(bytes(16))[:4], struct.Struct("!iq"), struct.Struct("!ii")
_FORMS: Mapping[type, tuple[type[Column], int, Callable[[Any], bytes]]] = {
    UUID: (Uuids, 2950, lambda one: _UUID + one.bytes),
    int: (Wholes, 20, lambda one: _WHOLE.pack(8, one)),
    str: (Texts, 25, lambda one: _sized(one.encode())),
    bytes: (Blobs, 17, _sized),
    date: (Days, 1082, lambda one: _DAY.pack(4, one.toordinal() - _EPOCH)),
    bool: (Flags, 16, lambda one: b"\0\0\0\1\1" if one else b"\0\0\0\1\0"),
}


_HEADS = {kind: _HEAD.pack(1, 0, element, 1, 1) for kind, element, _ in _FORMS.values()}
"""What stands before the element of an array of one."""


def column(values: Sequence[object]) -> Column | Sequence[object]:
    """Give values of one type (or None) as an array; as they are where they are not of one."""
    if len(values) == 1:  # most are, where somebody sends one operation
        return _column_of_one(values)
    kinds = {type(value) for value in values} - {type(None)}
    form = _FORMS.get(kinds.pop()) if len(kinds) == 1 else None
    if form is None:
        return values
    kind, element, spell = form
    has_none = None in values
    try:
        parts = [_NO_ELEMENT if value is None else spell(value) for value in values]
    except struct.error:  # a number that no column can hold: the driver says so
        return values
    head = _HEAD.pack(1, int(has_none), element, len(values), 1)
    return kind(head + b"".join(parts))


def _column_of_one(values: Sequence[object]) -> Column | Sequence[object]:
    form = _FORMS.get(type(values[0]))
    if form is None:
        return values
    kind, _, spell = form
    try:
        return kind(_HEADS[kind] + spell(values[0]))
    except struct.error:
        return values
