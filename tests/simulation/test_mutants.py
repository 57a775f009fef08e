"""The simulator notices: every bug of the list is found, and without one nothing is."""

import pytest

from tests.simulation.mutants import BUGS, Bug
from tests.simulation.run import run

SEEDS = 150
STEPS = 160
TELLING = (71, 180, 42, 20, 30, 13, 33, 4, 15, 21, 25)
"""Seeds in which rare bugs show; they are played first, so that nobody waits for them."""


def _sentence(bug: Bug) -> str:
    return bug.__name__.replace("_", " ")


@pytest.mark.parametrize("bug", BUGS, ids=_sentence)
def test_a_bug_in_the_protocol_is_noticed(bug: Bug, monkeypatch: pytest.MonkeyPatch) -> None:
    bug(monkeypatch)
    with pytest.raises((AssertionError, LookupError)):  # a Violation, or the product's own
        _run_all(*TELLING, *range(SEEDS))


def test_without_a_bug_nothing_is_noticed() -> None:
    _run_all(*TELLING, *range(10))  # many more are played by the other tests


def _run_all(*seeds: int) -> None:
    for seed in seeds:
        run(seed, STEPS)


def test_there_are_as_many_bugs_as_promised() -> None:
    assert len({bug.__name__ for bug in BUGS}) >= 40
