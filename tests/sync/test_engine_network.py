"""Engines under the simulation's plans, with a network and a centre worse than any seen.

Questions are lost, doubled, late and cut; somebody else answers; the centre fails before and after
it did what was asked; tokens run out. All promises of the simulation hold after every step, and
within half a minute of the network's return all is sent, posted once and known everywhere.
REGULARS_SEEDS sets how many seeds (make nightly runs many more).
"""

import os
from collections import Counter

import pytest

from sync.status import Says
from sync.steps import Lane
from sync.wishes import WishEnd
from tests.simulation.scenario import Weather
from tests.sync.engine_world import EngineWorld, play_seed

SEEDS = int(os.environ.get("REGULARS_SEEDS", "240")) // 5
STEPS = 100
PART = 12


def said_at_rest(world: EngineWorld) -> Counter[Says]:
    """Count what the engines say at the end; a till whose clock was set wrong says that."""
    said: Counter[Says] = Counter()
    for node in world.nodes:
        desk = world.desk(node)
        state = desk.engine.state(world.moment(desk))
        assert state.waiting == 0, state
        assert state.says in {Says.AGREED, Says.CLOCK}, state
        assert state.says is Says.AGREED or abs(node.skew_ms) > 0
        said[state.says] += 1
    return said


@pytest.mark.parametrize("first", range(0, SEEDS, PART))
def test_every_seed_keeps_all_promises_and_agrees_within_half_a_minute(first: int) -> None:
    for seed in range(first, min(first + PART, SEEDS)):
        assert said_at_rest(play_seed(seed, STEPS))


def test_the_same_seed_gives_the_same_run() -> None:
    for seed in range(3):
        one, other = play_seed(seed, STEPS), play_seed(seed, STEPS)
        assert (one.digest.digest(), one.steps) == (other.digest.digest(), other.steps)


def test_every_kind_of_question_trouble_and_end_is_met_in_some_seed() -> None:
    asked: Counter[Lane] = Counter()
    ends: Counter[WishEnd] = Counter()
    weather: list[Weather] = []
    met_ahead = 0
    met: set[str] = set()
    for seed in range(20):
        world = play_seed(seed, STEPS)
        weather.append(world.plan.weather)
        met_ahead += world.met_ahead
        for desk in world.desks.values():
            asked.update(ask.lane for _, ask in desk.asked)
            ends.update(desk.ends)
            met |= desk.met
    assert set(asked) == set(Lane)
    assert {WishEnd.MET, WishEnd.SHORT, WishEnd.TOO_LATE} <= set(ends)
    assert met >= {"AnswerLost", "NoInternet", "ServiceBusy", "ServiceAway", "NoNetworkHere"}
    assert met >= {"token", "resnapshot", "other", "bad-message", "HungUp", "Page", "PushAnswer"}
    assert {one.lost for one in weather} >= {0, 30}
    assert met_ahead > len(weather)
