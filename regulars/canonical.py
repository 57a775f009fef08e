"""The bytes of an operation: one spelling for one meaning, so that a hash can be trusted.

UTF-8 JSON with sorted ASCII keys and no spaces. Whole numbers below 2^53 only; no null, no float,
no lone surrogate: what one program writes, every other program reads as exactly the same.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

import orjson

INTEGER_BOUND = 2**53
DEPTH_MAX = 16

Json: TypeAlias = str | int | bool | Sequence["Json"] | Mapping[str, "Json"]


class NotCanonicalError(ValueError):
    """The value has something in it that has more than one spelling, or none."""


def encode(value: Json) -> bytes:
    """Spell a value canonically; raises NotCanonicalError."""
    _check((value,), DEPTH_MAX + 1)
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError as wrong:
        message = "a lone surrogate has no spelling"
        raise NotCanonicalError(message) from wrong


def decode(spelled: bytes) -> dict[str, Json]:
    """Read canonical bytes; raises NotCanonicalError unless they are spelled canonically."""
    try:
        value = orjson.loads(spelled)
    except orjson.JSONDecodeError as wrong:
        message = "these bytes are not JSON"
        raise NotCanonicalError(message) from wrong
    if not isinstance(value, dict):
        message = "an operation is an object"
        raise NotCanonicalError(message)
    if encode(value) != spelled:
        message = "these bytes are spelled another way"
        raise NotCanonicalError(message)
    return value


def parse(spelled: bytes) -> object:
    """Read JSON however it is spelled, for what is not hashed; raises NotCanonicalError."""
    try:
        value: object = orjson.loads(spelled)
    except orjson.JSONDecodeError as wrong:
        message = "these bytes are not JSON"
        raise NotCanonicalError(message) from wrong
    return value


def spell_again(value: Mapping[str, Json]) -> bytes:
    """Spell what was parsed, from canonical bytes or from others, and not changed since.

    Raises NotCanonicalError where it is nested more deeply than anybody spells.
    """
    try:
        return orjson.dumps(value, option=orjson.OPT_SORT_KEYS)
    except orjson.JSONEncodeError as wrong:
        message = "nested too deeply"
        raise NotCanonicalError(message) from wrong


def _check(value: object, depth: int) -> None:
    """Refuse what has no one spelling inside a list or object.

    Written for speed: every act passes through it.
    """
    if depth == 0:
        message = "nested too deeply"
        raise NotCanonicalError(message)
    for inner in _inside(value):
        kind = type(inner)
        if kind is str or kind is bool:
            continue
        if kind is not int:
            _check(inner, depth - 1)
        elif not -INTEGER_BOUND < inner < INTEGER_BOUND:  # type: ignore[operator] # it is an int
            message = f"{inner} is larger than every reader can hold"
            raise NotCanonicalError(message)


def _inside(value: object) -> Iterable[object]:
    """Give what a list or an object holds; anything else has no canonical spelling."""
    if isinstance(value, list | tuple):
        return value
    if type(value) is not dict:
        message = f"{value!r} has no canonical spelling"
        raise NotCanonicalError(message)
    for key in value:
        if not (type(key) is str and key.isascii()):
            message = f"{key!r} is not an ASCII key"
            raise NotCanonicalError(message)
    return value.values()
