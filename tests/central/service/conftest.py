"""A service for all tests of this folder that do not change how it runs, and a shop for each."""

from collections.abc import Iterator

import pytest

from central.agreement import Agreement
from central.certificate import Certificate, certificate
from central.database import Database
from central.enrolling import Enrolling
from central.vouching import Vouching
from sync.http import HttpCentre
from tests.central.service.standing import KEYS, Hand, Running, Shop, running


@pytest.fixture(scope="session")
def own_certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate as a first start makes it."""
    return certificate(tmp_path_factory.mktemp("centre"), [])


@pytest.fixture(scope="session")
def centre(database: Database, own_certificate: Certificate) -> Iterator[Running]:
    """A service with TLS; its clock stands still and is never moved."""
    with running(database, own_certificate, look_s=0.05) as one:
        yield one


@pytest.fixture(scope="session")
def whole(database: Database, own_certificate: Certificate) -> Iterator[Running]:
    """A service with the agreement there is, as `serve` starts it."""
    enrolling = Enrolling(database, KEYS, Hand())
    agreement = Agreement(database, Hand(), Vouching(enrolling))
    with running(database, own_certificate, agreement=agreement) as one:
        yield one


@pytest.fixture
def shop(centre: Running) -> Shop:
    """A shop of one's own."""
    return Shop(centre.parts.enrolling).open()


@pytest.fixture
def till_side(centre: Running) -> Iterator[HttpCentre]:
    """The centre as a till sees it."""
    with centre.till_side() as side:
        yield side
