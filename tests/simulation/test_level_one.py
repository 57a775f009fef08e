"""Tills and centre in memory under a bad network: nothing lost, nothing twice, all agree again.

REGULARS_SEEDS sets how many seeds (make nightly runs many more).
"""

import os

import pytest

from regulars.agreement.messages import Logged
from regulars.operations.kinds import KINDS
from tests.simulation.acts import CARRIED, SAID
from tests.simulation.checks import Violation
from tests.simulation.ghost import Ghost
from tests.simulation.mutants_lives import the_shop_carries_all_that_is_short
from tests.simulation.run import run
from tests.simulation.scenario import ACTS, FAULTS, plan

SEEDS = int(os.environ.get("REGULARS_SEEDS", "240"))
STEPS = 200
PART = 30


@pytest.mark.parametrize("first", range(0, SEEDS, PART))
def test_every_seed_keeps_all_promises_and_agrees_within_half_a_minute(first: int) -> None:
    told = [run(seed, STEPS) for seed in range(first, min(first + PART, SEEDS))]
    assert sum(one.redemptions for one in told) > 0, "a simulation without spending shows nothing"


def test_the_same_seed_gives_the_same_run() -> None:
    for seed in range(3):
        assert run(seed, STEPS) == run(seed, STEPS)


def test_two_seeds_give_two_runs() -> None:
    assert run(1, 60).digest != run(2, 60).digest


def test_every_act_and_every_fault_happens_in_some_seed() -> None:
    seen = {step.what for seed in range(30) for step in plan(seed, STEPS).steps}
    assert seen >= set(ACTS) | set(FAULTS)


PLAYED = {
    "sale",
    "redeem",
    "reverse",
    "adjust",
    "expire",
    "rights.return",
    "day.close",
    "refund.release",
    "refund.request",
    "member.enrolled",
    "member.changed",
    "consent.given",
    "card.issued",
    "card.revoked",
    "merge",
    "unmerge",
    "erase",
    "authority.handed_over",
    *SAID,
    "review.settled",
}


def test_every_kind_of_operation_is_played_or_only_carried_for_a_reason() -> None:
    assert not PLAYED & set(CARRIED)
    assert PLAYED | set(CARRIED) == set(KINDS), "a kind is missing from the simulator"


def test_a_kind_that_is_only_carried_moves_no_points() -> None:
    assert not [kind for kind in CARRIED if KINDS[kind].moves_points]


def test_every_kind_said_to_be_played_is_written_in_some_seed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: set[str] = set()
    committed = Ghost.committed

    def noting(ghost: Ghost, op: Logged) -> None:
        seen.add(op.kind)
        committed(ghost, op)

    monkeypatch.setattr(Ghost, "committed", noting)
    for seed in range(60):
        run(seed, 120)
        if seen >= PLAYED | set(CARRIED):
            break
    assert seen >= PLAYED | set(CARRIED)


RESTORED = (12_744, 13_004)
"""Seeds in which a restored centre decides in another order than the one that was lost."""


def test_another_order_after_a_restore_costs_the_shop_nothing() -> None:
    assert [run(seed, STEPS).loss for seed in RESTORED] == [0, 0]


@pytest.mark.parametrize("seed", RESTORED)
def test_control_a_centre_that_only_carries_is_noticed(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    the_shop_carries_all_that_is_short(monkeypatch)
    with pytest.raises(Violation, match="loss"):
        run(seed, STEPS)


def test_a_review_that_is_told_no_more_is_left_alone() -> None:
    assert run(16_346, STEPS).steps > STEPS
