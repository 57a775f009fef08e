"""A shop whose centre is on the worker's database."""

import pytest

from central.database import Database
from tests.central.agreement.shop import Shop


@pytest.fixture
def shop(database: Database) -> Shop:
    """A shop with nothing in it."""
    return Shop(database).open()
