"""The long run counts what it did and goes on where it was."""

from pathlib import Path

import pytest

from tests.simulation import __main__ as long_run
from tests.simulation.run import Told


def test_a_long_run_goes_on_where_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(long_run, "STATE", tmp_path / "state.json")
    tally = long_run.Tally()
    tally.add(Told(0, 100, 5, 7, 0, ""))
    tally.add("seed 1, 200 steps: Violation: something")
    long_run._keep(tally, 200)
    assert long_run._load(200) == tally
    assert long_run._load(300) == long_run.Tally()
    assert tally.line() == "2 seeds, 100 steps, 5 faults, 7 redemptions, 1 violations"


@pytest.mark.parametrize("kind", [AssertionError, KeyError, ValueError, TypeError])
def test_a_seed_that_fails_is_named(kind: type[Exception], monkeypatch: pytest.MonkeyPatch) -> None:
    def wrong(seed: int, _: int) -> Told:
        raise kind(seed)

    monkeypatch.setattr(long_run, "run", wrong)
    assert long_run.one((7, 9)) == f"seed 7, 9 steps: {kind.__name__}: 7"
