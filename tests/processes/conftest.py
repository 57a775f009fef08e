"""A shop that every test leaves in agreement, and a place for lines that say what was done."""

from collections.abc import Callable, Iterator

import pytest

from tests.processes.proxy import Calm
from tests.processes.town import Town, town

_LINES = pytest.StashKey[list[str]]()


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


@pytest.fixture
def told(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Keep a line in figures for the end of the run, where `make nightly` finds it."""
    return pytestconfig.stash.setdefault(_LINES, []).append


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say what was kept."""
    for line in config.stash.get(_LINES, []):
        terminalreporter.write_line(f"told: {line}")
