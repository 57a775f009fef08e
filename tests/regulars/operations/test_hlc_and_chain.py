"""The clock that never goes back, and the chain that a changed byte breaks."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.ids import Id
from regulars.operations.chain import link, seal, seed
from regulars.operations.hlc import AHEAD_MS, hear, spell_hlc, tick, unspell_hlc

DEVICE = Id(bytes(range(16)))


def test_the_clock_follows_the_wall_where_that_moves_forward() -> None:
    assert tick(0, 1_000) == 1_000 << 16
    assert tick(1_000 << 16, 1_001) == 1_001 << 16


def test_the_clock_counts_where_the_wall_stands_or_goes_back() -> None:
    first = tick(0, 1_000)
    assert tick(first, 1_000) == first + 1
    assert tick(first + 1, 0) == first + 2


@settings(deadline=None)
@given(st.lists(st.integers(0, 2**43), min_size=2))
def test_readings_always_grow_and_their_texts_sort_as_they_do(walls: list[int]) -> None:
    readings = [0]
    for wall in walls:
        readings.append(tick(readings[-1], wall))
    texts = [spell_hlc(reading) for reading in readings]
    assert readings == sorted(set(readings))
    assert texts == sorted(texts)
    assert [unspell_hlc(text) for text in texts] == readings


@pytest.mark.parametrize(
    "text",
    [
        "",
        "0" * 15,
        "0" * 17,
        "x" * 16,
        "A" * 16,
        "+" + "0" * 15,
        " " + "0" * 15,
        "0_0" + "0" * 13,
    ],
)
def test_a_reading_of_another_length_or_alphabet_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        unspell_hlc(text)


def test_the_chain_is_the_published_formula() -> None:
    start = hashlib.sha256(b"regulars-log-1" + DEVICE + (3).to_bytes(8, "big")).digest()
    assert seed(DEVICE, 3) == start
    wanted = hashlib.sha256(start + hashlib.sha256(b"body").digest()).digest()
    assert link(start, b"body") == wanted


def test_epochs_and_devices_start_their_own_chains() -> None:
    starts = {seed(DEVICE, 1), seed(DEVICE, 2), seed(Id(bytes(16)), 1)}
    assert len(starts) == 3


def test_a_seal_says_nothing_without_its_salt_and_vouches_with_it() -> None:
    assert seal(bytes(16), b"Mei") == hashlib.sha256(bytes(16) + b"Mei").hexdigest()
    assert seal(bytes(16), b"Mei") != seal(b"\1" * 16, b"Mei")
    with pytest.raises(AssertionError):
        seal(b"short", b"Mei")


def test_what_is_said_after_hearing_comes_after_what_was_heard() -> None:
    now = 1_772_400_000_000
    heard = now << 16 | 5
    behind = hear(tick(0, now - 3_600_000), heard, now)
    assert tick(behind, now - 3_599_000) > heard
    assert hear(heard + 9, heard, now) == heard + 9


@pytest.mark.parametrize("years", [1, 5, 100])
def test_a_clock_that_is_years_ahead_carries_others_a_minute_along(years: int) -> None:
    now = 1_772_400_000_000
    wild = (now + years * 31_536_000_000) << 16
    assert hear(0, wild, now) == (now + AHEAD_MS) << 16
    assert hear(0, wild, now) >> 16 == now + 60_000
