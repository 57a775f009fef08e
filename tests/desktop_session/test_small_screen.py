"""A cheap till has a screen of 1024 by 600: everything is on it and nothing is cut."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.desktop_session.pictures import keep
from tests.desktop_session.running import Program, started
from tests.desktop_session.screen import desktop
from tests.desktop_session.shop_home import Home

pytestmark = pytest.mark.x11
SIZE = (1024, 600)


@pytest.fixture
def small_till(short_folder: Path, home: Home) -> Iterator[Program]:
    with (
        desktop(short_folder, SIZE) as screen,
        started(screen, "--home", str(home.root)) as program,
    ):
        program.sign_in()
        yield program


def test_nothing_is_cut_on_a_small_full_screen(small_till: Program, home: Home) -> None:
    small_till.press("F11")
    small_till.wait(lambda view: view.room("window") == (0, 0, *SIZE), "the full screen")
    small_till.scan(home.card)
    small_till.wait_for("amount")
    small_till.type("12.50")
    pages = {"counter": "ctrl+1", "enrol": "F2", "members": "ctrl+2", "preferences": "ctrl+9"}
    cut: dict[str, list[str]] = {}
    for page, key in pages.items():
        small_till.press(key)
        view = small_till.wait(lambda view, page=page: view.shows(page), page)  # type: ignore[misc]
        keep(small_till.screen, f"small_{page}")
        cut |= {page: view.cut(*SIZE)} if view.cut(*SIZE) else {}
    assert cut == {}


def test_nothing_is_cut_when_the_till_opens_on_a_small_screen(small_till: Program) -> None:
    keep(small_till.screen, "small_opened")
    assert small_till.view().cut(*SIZE) == []
