"""Ids: sixteen opaque bytes with one spelling."""

import uuid

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.ids import Id, new_id, spell, unspell


def test_an_id_is_a_version_7_uuid_of_its_time() -> None:
    made = new_id(0x0123456789AB, b"\xff" * 10)
    read = uuid.UUID(bytes=made)
    assert read.version == 7
    assert read.variant == uuid.RFC_4122
    assert made.hex() == "0123456789ab7fffbfffffffffffffff"


@settings(deadline=None)
@given(st.integers(0, 2**48 - 1), st.binary(min_size=10, max_size=10))
def test_an_id_is_read_back_as_it_was_spelled(at_ms: int, chance: bytes) -> None:
    made = new_id(at_ms, chance)
    assert unspell(spell(made)) == made
    assert made[:6] == at_ms.to_bytes(6, "big")


@pytest.mark.parametrize("text", ["", "00", "A1" * 16, "g0" * 16, "00" * 17])
def test_any_other_spelling_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        unspell(text)


def test_blanks_are_not_an_id() -> None:
    with pytest.raises(ValueError, match=r"."):
        unspell(" " * 32)


def test_a_time_or_chance_that_does_not_fit_is_a_bug() -> None:
    for at_ms, chance in ((2**48, bytes(10)), (-1, bytes(10)), (0, bytes(9))):
        with pytest.raises(AssertionError):
            new_id(at_ms, chance)
    with pytest.raises(AssertionError):
        spell(Id(b"short"))
