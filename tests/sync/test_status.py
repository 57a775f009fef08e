"""What is said about till and centre: the worst first, and only what a person can see change."""

from dataclasses import replace

import pytest

from sync.enrolment import Standing
from sync.status import SAID_FROM, STUCK_FROM, Facts, Says, state_of
from sync.trouble import Cause

NOW_MS = 1_772_416_800_000
WELL = Facts(now_ms=NOW_MS, heard_ms=NOW_MS, lease_until_ms=NOW_MS + 86_400_000)
APART = replace(WELL, failures=SAID_FROM, cause=Cause.INTERNET, trouble="no-internet")


def test_a_till_that_has_sent_and_read_all_agrees() -> None:
    state = state_of(WELL)
    assert (state.says, state.cause, state.code) == (Says.AGREED, None, "")
    assert not state.is_lease_over


@pytest.mark.parametrize(
    ("facts", "says", "cause"),
    [
        (Facts(now_ms=NOW_MS), Says.BEGINNING, None),
        (replace(WELL, waiting=1), Says.CATCHING_UP, None),
        (replace(WELL, is_reading=True), Says.CATCHING_UP, None),
        (replace(WELL, failures=SAID_FROM - 1, cause=Cause.INTERNET), Says.AGREED, None),
        (APART, Says.APART, Cause.INTERNET),
        (replace(APART, is_clock_wrong=True, is_old=True), Says.APART, Cause.INTERNET),
        (replace(WELL, is_clock_wrong=True, is_old=True), Says.CLOCK, Cause.CLOCK),
        (replace(WELL, is_old=True, problems=9), Says.OLD, None),
        (replace(WELL, problems=STUCK_FROM, problem="other"), Says.STUCK, Cause.SERVICE),
        (replace(WELL, problems=STUCK_FROM - 1), Says.AGREED, None),
        (replace(WELL, standing=Standing.RETIRED), Says.SHUT_OUT, None),
        (replace(WELL, standing=Standing.QUARANTINED), Says.SHUT_OUT, None),
        (replace(APART, standing=Standing.REVOKED), Says.SHUT_OUT, Cause.INTERNET),
    ],
)
def test_the_worst_is_said(facts: Facts, says: Says, cause: Cause | None) -> None:
    state = state_of(facts)
    assert (state.says, state.cause) == (says, cause)
    assert state.standing is facts.standing


def test_every_word_is_said_of_something() -> None:
    said = {state_of(facts).says for facts in (WELL, APART, Facts(NOW_MS))}
    assert said == {Says.AGREED, Says.APART, Says.BEGINNING}


def test_the_age_is_told_in_whole_minutes_and_never_below_none() -> None:
    waits = replace(WELL, waiting=14, oldest_ms=NOW_MS - 24 * 60_000 - 59_999)
    assert (state_of(waits).waiting, state_of(waits).oldest_minutes) == (14, 24)
    assert state_of(replace(waits, oldest_ms=NOW_MS + 5)).oldest_minutes == 0
    assert state_of(replace(waits, waiting=0)).oldest_minutes == 0


def test_a_lease_is_over_the_moment_it_ends() -> None:
    assert state_of(replace(WELL, now_ms=WELL.lease_until_ms)).is_lease_over
    assert not state_of(replace(WELL, now_ms=WELL.lease_until_ms - 1)).is_lease_over


def test_what_nobody_sees_changing_is_no_change() -> None:
    later = replace(WELL, now_ms=NOW_MS + 5, heard_ms=NOW_MS + 5, lease_until_ms=NOW_MS + 10**9)
    assert state_of(later) == state_of(WELL)
    assert state_of(later).heard_ms == NOW_MS + 5
    assert state_of(APART) != state_of(WELL)
