"""Desktops to start the till on, and a shop to open there. Each test has its own of both."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop_session.running import Program, started
from tests.desktop_session.screen import Screen, desktop
from tests.desktop_session.shop_home import Home, make_home


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """Make the shop once; its scanner sends F9 first, or nothing, or Ctrl+B."""
    return make_home(tmp_path_factory.mktemp("shop"), scanner_prefix="F9")


@pytest.fixture
def home(shop: Home, tmp_path: Path) -> Home:
    """Give a test a shop of its own."""
    return shop.copy(tmp_path / "home")


@pytest.fixture
def short_folder() -> Iterator[Path]:
    """Give a folder with a path short enough for sockets."""
    with tempfile.TemporaryDirectory(prefix="desktop", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture
def screen(short_folder: Path) -> Iterator[Screen]:
    """Give a desktop."""
    with desktop(short_folder) as running:
        yield running


@pytest.fixture
def chinese(short_folder: Path) -> Iterator[Screen]:
    """Give a desktop on which everything typed is pinyin."""
    with desktop(short_folder, chinese=True) as running:
        yield running


@pytest.fixture
def till(screen: Screen, home: Home) -> Iterator[Program]:
    """Give the till with the owner signed in, at an empty counter."""
    with started(screen, "--home", str(home.root)) as program:
        program.sign_in()
        yield program


@pytest.fixture
def chinese_till(chinese: Screen, home: Home) -> Iterator[Program]:
    """Give the same on a desktop where everything typed is pinyin."""
    with started(chinese, "--home", str(home.root)) as program:
        program.sign_in()
        yield program
