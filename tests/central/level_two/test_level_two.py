"""Level 2 in a few seeds; `make simulate LEVEL=2 SEEDS=300` is the long run.

REGULARS_LEVEL_TWO_SEEDS sets how many.
"""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import psycopg
import pytest

from central.cluster import ADMINISTRATOR, Cluster
from central.database import Database, connected
from central.roles import SERVICE
from central.trouble import Trouble
from central.working import points
from desktop.store import apply, rights
from sync import engine
from tests.central.agreement.mirror import Second
from tests.central.level_two.world import centre_for, play
from tests.simulation.scenario import plan

SEEDS = int(os.environ.get("REGULARS_LEVEL_TWO_SEEDS", "3"))
STEPS = 40


@pytest.fixture
def second(cluster: Cluster, own_database: str) -> Iterator[Second]:
    """A centre on a database of its own: a seed's shop has the same name each time."""
    with (
        connected(cluster.address(own_database, ADMINISTRATOR)) as administrator,
        Database(cluster.address(own_database, SERVICE)) as database,
    ):
        yield centre_for(database, administrator)


@pytest.mark.parametrize("seed", range(SEEDS))
def test_files_and_postgresql_hold_what_the_rules_hold_after_every_exchange(
    second: Second, seed: int, tmp_path: Path
) -> None:
    told, exchanges = play(seed, STEPS, second, tmp_path)
    assert told.steps > STEPS
    assert exchanges > 10


def test_among_the_seeds_a_lone_shop_founds_a_centre_and_others_join_one() -> None:
    assert {plan(seed, STEPS).is_founded for seed in range(3)} == {True, False}


# --- controls: what is wrong in a file, at the centre or between them is noticed -----------------


def _the_file_forgets_its_own(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(rights, "own_since", lambda *_: (0, 0))


def _the_centre_keeps_no_holdings(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(points, "_save_holdings", lambda *_: None)


def _the_till_says_nothing_of_earlier_lives(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(engine, "ended_lives", lambda *_: None)


def _a_shop_is_handed_over_in_name_only(patch: pytest.MonkeyPatch) -> None:
    patch.setitem(apply._RULES, "authority.handed_over", lambda *_: None)


@pytest.mark.parametrize(
    ("bug", "seed", "said"),
    [
        (_the_file_forgets_its_own, 0, "what .* shows"),
        (_the_centre_keeps_no_holdings, 0, "held is not"),
        (_the_till_says_nothing_of_earlier_lives, 21, "M: "),
        (_a_shop_is_handed_over_in_name_only, 2, "authority"),
    ],
)
def test_control_what_is_wrong_is_noticed(
    second: Second,
    bug: Callable[[pytest.MonkeyPatch], None],
    seed: int,
    said: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bug(monkeypatch)
    with pytest.raises((AssertionError, psycopg.Error, Trouble), match=said):
        play(seed, STEPS, second, tmp_path)
