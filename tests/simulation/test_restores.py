"""At many moments of a seed the centre is put back from each backup there is, beside the run.

Nobody was declared gone, so the shop never carries a point, whatever the backups lack.
REGULARS_SEEDS sets how many seeds.
"""

import os
from copy import deepcopy
from dataclasses import replace
from datetime import date

import pytest

from regulars.agreement import exchange, feed, healing, intake
from regulars.agreement.centre import Centre
from regulars.agreement.messages import Answer, GrantReport, Pull, Push, Request, RightsRequest
from regulars.agreement.till import TillSide
from tests.simulation.mutants_lives import the_shop_carries_all_that_is_short
from tests.simulation.run import run_plan
from tests.simulation.scenario import Plan, Step, plan
from tests.simulation.world import World, new_world

SEEDS = int(os.environ.get("REGULARS_SEEDS", "240")) // 30
STEPS, EVERY, ROUNDS = 160, 40, 60
TELLING = 71
"""A seed in which a backup leads to another order of deciding."""
_WITHOUT = {"retire", "lose-disk", "copy-till", "restore-centre"}


def ask(centre: Centre, request: Request) -> Answer:
    """Let a centre answer."""
    match request:
        case Push():
            return intake.push(centre, request)
        case Pull():
            return feed.pull(centre, request)
        case RightsRequest():
            return feed.request_rights(centre, request)
        case GrantReport():
            return healing.report(centre, request)


def put_back(backup: Centre, now: Centre, tills: list[TillSide], at: tuple[date, int]) -> Centre:
    """Give the centre from a backup once it has heard all tills."""
    source = backup.copy()
    source.now_ms, source.day = now.now_ms, now.day
    enrolled = list(now.chains)
    centre = healing.restore(source, feed_epoch=now.feed_epoch + 1, enrolled=enrolled)
    for number in range(ROUNDS):
        for till in tills:
            name = f"{till.device}{len(till.log)}{number}"
            exchange.heard(till, ask(centre, exchange.next_request(till)), at, name)
        if not centre.healing:
            return centre
    raise AssertionError("the centre still waits for reports")


def beside(world: World, told: list[int]) -> None:
    """Put the centre back from every backup there is, with copies of all tills."""
    for backup in world.backups:
        tills = [deepcopy(node.till) for node in world.nodes if not node.till.is_authority]
        centre = put_back(backup, world.centre, tills, (world.today(), world.wall_ms()))
        told.append(centre.loss)


def drawn(seed: int) -> Plan:
    """Draw a plan in which nobody is lost, with a backup every few steps."""
    whole = plan(seed, STEPS)
    steps: list[Step] = []
    for number, step in enumerate(whole.steps):
        steps.append(replace(step, what="sell") if step.what in _WITHOUT else step)
        if number % EVERY == EVERY - 1:
            steps.append(replace(step, gap_ms=1, what="back-up-centre"))
    return replace(whole, steps=tuple(steps))


def losses(seed: int) -> list[int]:
    """Play a seed; gives what the shop would carry after each of many restores."""
    told: list[int] = []

    class Watched(World):
        def back_up(self) -> None:
            beside(self, told)
            super().back_up()

    run_plan(drawn(seed), lambda one: new_world(one, Watched))
    return told


@pytest.mark.parametrize("seed", [TELLING, *range(SEEDS)])
def test_whatever_a_backup_lacks_the_shop_carries_nothing(seed: int) -> None:
    told = losses(seed)
    assert not any(told), told


def test_control_a_centre_that_only_carries_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    the_shop_carries_all_that_is_short(monkeypatch)
    assert any(losses(TELLING))
