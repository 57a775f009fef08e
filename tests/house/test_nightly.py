"""A long run that ended too soon, or with a violation, is not taken for a good one."""

import pytest

from tests.nightly import RUNS, Seeds, too_little

ASKED = Seeds("some", "what is shown", level=1, seeds=20, steps=1_000)
GOOD = "20 seeds, 1000 steps, 7 faults, 9 redemptions, 0 violations"


def test_a_long_run_that_played_all_it_was_asked_is_good() -> None:
    assert too_little(ASKED, GOOD) == []


@pytest.mark.parametrize(
    "said",
    [
        "",
        "seed 7, 200 steps: Violation: something",
        GOOD.replace("20 seeds", "19 seeds"),
        GOOD.replace("1000 steps", "999 steps"),
        GOOD.replace(" 0 violations", " 10 violations"),
    ],
)
def test_control_one_that_did_not_is_named(said: str) -> None:
    assert too_little(ASKED, said) != []


def test_every_part_of_the_night_has_a_name_of_its_own() -> None:
    assert len({run.name for run in RUNS}) == len(RUNS)
