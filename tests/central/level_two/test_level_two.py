"""Level 2 in a few seeds; `make simulate LEVEL=2 SEEDS=300` is the long run.

REGULARS_LEVEL_TWO_SEEDS sets how many.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from central.cluster import ADMINISTRATOR, Cluster
from central.database import Connection, Database, connected
from tests.central.level_two.world import centre_for, play

SEEDS = int(os.environ.get("REGULARS_LEVEL_TWO_SEEDS", "4"))
STEPS = 40


@pytest.fixture(scope="module")
def administrator(cluster: Cluster, database_name: str) -> Iterator[Connection]:
    with connected(cluster.address(database_name, ADMINISTRATOR)) as connection:
        yield connection


@pytest.mark.parametrize("seed", range(SEEDS))
def test_files_and_postgresql_hold_what_the_rules_hold_after_every_exchange(
    database: Database, administrator: Connection, seed: int, tmp_path: Path
) -> None:
    told, exchanges = play(seed, STEPS, centre_for(database, administrator), tmp_path)
    assert told.steps > STEPS
    assert exchanges > 10
