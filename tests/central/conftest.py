"""What tests of the centre stand on: PostgreSQL, a database per worker, a tenant per test."""

import os
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from uuid import uuid4

import pytest

from central.cluster import Cluster
from central.database import Database
from central.folder import Folder
from central.roles import SERVICE, make_database
from regulars.ids import Id
from tests.central.house import House, found
from tests.central.lost import Lost
from tests.central.office import Office, open_office
from tests.central.sharing import TEMPLATE, joined
from tests.central.terminal import Desk

_NUMBERS = count()


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """The PostgreSQL of this test run, shared by its workers."""
    base = tmp_path_factory.getbasetemp()
    with joined(base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) as shared:
        yield shared


def copy(cluster: Cluster) -> str:
    """Make a database of one's own, as the migrations leave it; gives its name."""
    name = f"of_{os.getpid()}_{next(_NUMBERS)}"
    make_database(cluster, name, template=TEMPLATE)
    return name


@pytest.fixture(scope="session")
def database_name(cluster: Cluster) -> str:
    """The worker's own database; its tests do not meet, because each has its own tenant."""
    return copy(cluster)


@pytest.fixture
def own_database(cluster: Cluster) -> str:
    """A database for one test alone, to be spoiled."""
    return copy(cluster)


@pytest.fixture(scope="session")
def database(cluster: Cluster, database_name: str) -> Iterator[Database]:
    """The service's connections to the worker's database."""
    with Database(cluster.address(database_name, SERVICE)) as opened:
        yield opened


@pytest.fixture
def tenant(database: Database) -> Id:
    """A shop nobody else has: founded, with nothing in it."""
    identity = Id(uuid4().bytes)
    database.write(identity, lambda connection: found(connection, identity))
    return identity


@pytest.fixture
def house(database: Database, tenant: Id) -> House:
    """A founded shop with a store, a till, a member and a wallet of 100 points, none held."""
    made = House(tenant)
    database.write(tenant, made.build)
    return made


@pytest.fixture
def office(database: Database) -> Office:
    """The centre's door, with a clock that a test moves and a shop of one's own."""
    return open_office(database)


@pytest.fixture
def desk(cluster: Cluster, own_database: str, tmp_path: Path) -> Desk:
    return Desk(cluster, own_database, tmp_path / "centre")


@pytest.fixture
def idle(cluster: Cluster, database_name: str, tmp_path: Path) -> Desk:
    """Somebody whose commands change nothing."""
    return Desk(cluster, database_name, tmp_path / "centre")


@pytest.fixture
def lost(cluster: Cluster, own_database: str, tmp_path: Path) -> Lost:
    """A centre whose database will be lost."""
    return Lost(cluster, own_database, Folder(tmp_path / "centre"), tmp_path / "backups")
