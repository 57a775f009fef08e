"""A test of the tests: every fault put into the ledger is noticed by the very same player."""

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from desktop.store.sqlite import EngineError
from tests.desktop.ledger.counter import Playground
from tests.desktop.ledger.mutants import FAULTS, Fault
from tests.model.points import Rules
from tests.model.steps import Step
from tests.regulars.points.happenings import RULES, STEPS, STORIES

TRIES = 150


def noticed(playground: Playground) -> bool:
    """Play until something is noticed, or until it is clear that nothing is."""
    seen: list[BaseException] = []

    @settings(
        max_examples=TRIES,
        deadline=None,
        derandomize=True,
        database=None,
        phases=(Phase.generate,),
        suppress_health_check=list(HealthCheck),
    )
    @given(RULES, STEPS)
    def sequence(rules: Rules, steps: list[Step]) -> None:
        if seen:
            return
        try:
            playground.play(rules, steps)
        except (AssertionError, EngineError) as error:
            seen.append(error)

    for rules, steps in STORIES:
        sequence.hypothesis.inner_test(rules, steps)  # type: ignore[attr-defined]
    if not seen:
        sequence()
    return bool(seen)


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: str(fault.__name__))
def test_a_fault_in_the_ledger_is_noticed(
    fault: Fault, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    playground = Playground(tmp_path_factory.mktemp("fault"))
    fault(monkeypatch)
    assert noticed(playground)
    monkeypatch.undo()
    playground.close()


def test_where_there_is_no_fault_none_is_noticed(
    tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: a player that always complains would notice every fault."""
    monkeypatch.setattr("tests.desktop.ledger.test_the_tests.TRIES", 40)
    playground = Playground(tmp_path_factory.mktemp("sound"))
    assert not noticed(playground)
    playground.close()
