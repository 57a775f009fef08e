"""Waiting before asking again: longer each time, never in step, never for ever."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.backoff import FIRST_MS, MOST_MS, RETRY_AFTER_MOST_MS, bound_ms, wait_ms
from sync.trouble import CLOCK_SKEW_MAX_MS, is_clock_wrong

LOW, HIGH = bytes(4), b"\xff" * 4


def test_the_bound_doubles_from_half_a_second_to_a_minute() -> None:
    bounds = [bound_ms(failures) for failures in range(1, 10)]
    assert bounds == [500, 1_000, 2_000, 4_000, 8_000, 8_000, 8_000, 8_000, 8_000]


def test_chance_decides_between_nothing_and_the_bound() -> None:
    assert wait_ms(3, LOW) == 0
    assert wait_ms(3, HIGH) == 1_999
    assert wait_ms(3, b"\x80\0\0\0") == 1_000


@given(st.integers(1, 10**6), st.binary(min_size=4, max_size=4))
def test_no_wait_is_longer_than_a_minute(failures: int, roll: bytes) -> None:
    assert 0 <= wait_ms(failures, roll) < MOST_MS


@given(st.integers(1, 100), st.binary(min_size=4, max_size=4), st.integers(0, 10**9))
def test_a_service_that_asks_for_time_gets_it_up_to_an_hour(
    failures: int, roll: bytes, asked_ms: int
) -> None:
    wait = wait_ms(failures, roll, asked_ms)
    assert wait >= min(asked_ms, RETRY_AFTER_MOST_MS)
    assert wait - wait_ms(failures, roll) <= RETRY_AFTER_MOST_MS


def test_tills_told_the_same_time_do_not_come_at_the_same_time() -> None:
    waits = {wait_ms(4, bytes([n, 0, 0, 0]), 10_000) for n in range(0, 256, 16)}
    assert len(waits) == 16


def test_the_first_failure_waits_up_to_half_a_second() -> None:
    assert wait_ms(1, HIGH) == FIRST_MS - 1
    with pytest.raises(AssertionError):
        wait_ms(0, HIGH)


def test_a_clock_two_minutes_off_is_slow_and_a_moment_more_is_wrong() -> None:
    assert not is_clock_wrong(0, CLOCK_SKEW_MAX_MS)
    assert is_clock_wrong(0, CLOCK_SKEW_MAX_MS + 1)
    assert is_clock_wrong(CLOCK_SKEW_MAX_MS + 1, 0)
