"""A service as `serve` starts it, with TLS and the clock of the machine, for tills of a test."""

import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from central.agreement import Agreement
from central.certificate import Certificate, certificate
from central.database import Database
from central.enrolling import Enrolling
from central.tokens import Tokens
from central.vouching import Vouching
from desktop.joining import Offer
from tests.central.joining.house import OPEN, At, founded, offer_of
from tests.central.service.standing import KEYS, Running, running


def now_ms() -> int:
    """Give the time of the machine."""
    return time.time_ns() // 1_000_000


@pytest.fixture(scope="session")
def own_certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    """A certificate as a first start makes it."""
    return certificate(tmp_path_factory.mktemp("centre"), [])


@pytest.fixture(scope="session")
def centre(database: Database, own_certificate: Certificate) -> Iterator[Running]:
    """The service; each test has a shop of its own there."""
    enrolling = Enrolling(database, KEYS, now_ms)
    agreement = Agreement(database, now_ms, Vouching(enrolling))
    tokens = Tokens(database, KEYS.bearer, now_ms)
    with running(
        database,
        own_certificate,
        agreement=agreement,
        enrolling=enrolling,
        tokens=tokens,
        look_s=0.05,
    ) as one:
        yield one


@pytest.fixture(autouse=True)
def ended() -> Iterator[None]:
    """End whatever a test left running: a link that listens would keep the service up."""
    yield
    while OPEN:
        OPEN.pop().close()


@pytest.fixture
def offer(centre: Running, own_certificate: Certificate) -> Offer:
    """Who answers, compared."""
    return offer_of(centre, own_certificate)


@pytest.fixture
def first(tmp_path: Path, centre: Running, offer: Offer) -> Iterator[At]:
    """A shop that ran alone and has joined, with one member, Ada, who has 200 points."""
    at = founded(tmp_path / "a", centre, offer)
    yield at
    at.close()
