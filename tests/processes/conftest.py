"""A shop that every test leaves in agreement."""

from collections.abc import Iterator

import pytest

from tests.processes.proxy import Calm
from tests.processes.town import Town, town


@pytest.fixture(scope="session")
def _one_shop() -> Iterator[Town]:
    with town(services=2) as one:
        one.settle(tills=2, members=3)
        yield one


@pytest.fixture
def shop(_one_shop: Town) -> Iterator[Town]:
    """A shop with two tills and two services; after the test all must agree."""
    yield _one_shop
    _one_shop.proxy.plan = Calm()
    _one_shop.rest()
    assert _one_shop.judge() == []
