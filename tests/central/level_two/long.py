"""The long run of level 2: one seed after another, each in a database and a folder of its own."""

import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

import psycopg

from central.cluster import ADMINISTRATOR, Cluster
from central.database import Database, connected
from central.roles import SERVICE, make_database
from central.trouble import Trouble
from tests.central.level_two.world import centre_for, play
from tests.central.sharing import TEMPLATE, joined
from tests.simulation.run import WRONG, Told


def play_all(todo: Iterable[tuple[int, int]]) -> Iterator[Told | str]:
    """Play seeds, each with so many steps; one that fails is given as a sentence."""
    with tempfile.TemporaryDirectory() as folder, joined(Path(folder)) as cluster:
        for seed, steps in todo:
            yield _one(cluster, seed, steps)


def _one(cluster: Cluster, seed: int, steps: int) -> Told | str:
    name = f"two_{seed}"
    make_database(cluster, name, template=TEMPLATE)
    with (
        tempfile.TemporaryDirectory() as folder,
        connected(cluster.address(name, ADMINISTRATOR)) as administrator,
        Database(cluster.address(name, SERVICE)) as database,
    ):
        try:
            told, _ = play(seed, steps, centre_for(database, administrator), Path(folder))
        except (*WRONG, psycopg.Error, Trouble) as wrong:
            return f"level 2, seed {seed}, {steps} steps: {type(wrong).__name__}: {wrong}"
    with connected(cluster.address("postgres", ADMINISTRATOR)) as connection:
        connection.execute(f"drop database {name}".encode())
    return told
