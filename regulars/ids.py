"""Names of things that live longer than a row number: sixteen opaque bytes each.

Ids are UUIDv7 (RFC 9562 §5.7), so that they sort roughly by birth and index well; nothing may
read a time or an order back out of them. This module makes and spells them, nothing else.
"""

from typing import NewType

Id = NewType("Id", bytes)

BYTES = 16
RANDOM_BYTES = 10
_TIME_BITS = 48
_DIGITS = frozenset("0123456789abcdef")


def new_id(at_ms: int, randomness: bytes) -> Id:
    """Make a UUIDv7 from milliseconds since 1970 (UTC) and ten random bytes."""
    assert len(randomness) == RANDOM_BYTES, "ten random bytes make an id"
    assert 0 <= at_ms < 1 << _TIME_BITS, "the time must fit 48 bits"
    tail = bytearray(randomness)
    tail[0] = (tail[0] & 0x0F) | 0x70  # version 7
    tail[2] = (tail[2] & 0x3F) | 0x80  # the variant of RFC 9562
    return Id(at_ms.to_bytes(6, "big") + bytes(tail))


def spell(identity: Id) -> str:
    """Write an id as 32 lower-case hexadecimal digits, the form operations carry."""
    assert len(identity) == BYTES, "an id is sixteen bytes"
    return identity.hex()


def unspell(text: str) -> Id:
    """Read what `spell` wrote; raises ValueError for anything else."""
    if len(text) != 2 * BYTES or not _DIGITS.issuperset(text):
        message = "an id is written as 32 lower-case hexadecimal digits"
        raise ValueError(message)
    return Id(bytes.fromhex(text))
