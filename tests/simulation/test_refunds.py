"""Shops in which refunds of few sales are asked for at every till, put back from many backups.

No part is given back twice, and what a till was told of its request stands, whichever backup the
centre is put back from. REGULARS_SEEDS sets how many seeds.
"""

import os
from collections.abc import Callable
from copy import deepcopy
from dataclasses import replace

import pytest

from regulars.agreement import exchange
from tests.simulation import checks_refunds, mutants_refunds
from tests.simulation.run import run_plan
from tests.simulation.scenario import Plan, Step, plan
from tests.simulation.test_restores import ask, put_back
from tests.simulation.world import World, new_world

SEEDS = int(os.environ.get("REGULARS_SEEDS", "240")) // 40
STEPS, EVERY, ROUNDS = 120, 12, 12
_WITHOUT = {"retire", "renew-till", "lose-disk", "copy-till", "restore-centre"}
_INSTEAD = {"reward", "adjust", "card", "revoke", "merge", "unmerge", "erase", "change", "carried"}
BUGS = (
    mutants_refunds.one_part_is_given_back_at_two_tills,
    mutants_refunds.who_may_hand_out_money_is_forgotten,
    mutants_refunds.a_till_forgets_what_came_of_its_requests,
    mutants_refunds.refunds_in_the_order_of_their_names,
    mutants_refunds.refunds_are_carried_out_while_a_centre_heals,
)


def drawn(seed: int) -> Plan:
    """Draw a plan in which nobody is lost and much is asked for, with a backup every few steps."""
    whole = plan(seed, STEPS)
    steps: list[Step] = []
    for number, step in enumerate(whole.steps):
        what = "sell" if step.what in _WITHOUT else step.what
        what = "ask-refund" if what in _INSTEAD else what
        steps.append(replace(step, what=what, which=step.which % 3))
        if number % EVERY == EVERY - 1:
            steps.append(replace(step, gap_ms=1, what="back-up-centre"))
    return replace(whole, steps=tuple(steps))


def beside(world: World) -> list[str]:
    """Put the centre back from every backup there is, with copies of all tills; name what fails."""
    found: list[str] = []
    at = (world.today(), world.wall_ms())
    for backup in world.backups:
        tills = [deepcopy(node.till) for node in world.nodes if not node.till.is_authority]
        centre = put_back(backup, world.centre, tills, at)
        for number in range(ROUNDS):
            for till in tills:
                name = f"{till.device}{len(till.log)}{number} calm"
                exchange.heard(till, ask(centre, exchange.next_request(till)), at, name)
        found += checks_refunds.faults(centre, world.ghost)
    return found


def faults(seed: int) -> list[str]:
    """Play a seed; gives what goes wrong after any of many restores."""
    found: list[str] = []

    class Watched(World):
        def back_up(self) -> None:
            found.extend(beside(self))
            super().back_up()

    run_plan(drawn(seed), lambda one: new_world(one, Watched))
    return found


@pytest.mark.parametrize("seed", range(SEEDS))
def test_whatever_a_backup_lacks_no_part_goes_back_twice_and_what_was_told_stands(
    seed: int,
) -> None:
    assert faults(seed) == []


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__.replace("_", " "))
def test_control_a_bug_in_refunds_is_noticed(
    bug: Callable[[pytest.MonkeyPatch], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    bug(monkeypatch)
    with pytest.raises(AssertionError):  # a Violation, or what a restore led to
        _play_all()


def _play_all() -> None:
    for seed in range(SEEDS):
        assert faults(seed) == []
