"""The question whether the date is right waits no longer than any other page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.paths import shop_folder
from tests.ui.shop import NOW_MS, OWNER, OWNER_PIN, StoppedClock, make_till, sign_in, weak_world
from tests.ui.whole import program
from ui.app import App
from ui.lock.clock_page import ClockPage
from ui.lock.page import LockPage

MONTH_MS = 30 * 86_400_000


@pytest.fixture
def app(qapp: QApplication, tmp_path: Path) -> Iterator[App]:
    """Start the program a month after the shop was founded."""
    folder = shop_folder(tmp_path)
    assert folder.root.name == "shop"
    make_till(folder.root.parent).close()
    world = weak_world(StoppedClock(NOW_MS + MONTH_MS))
    with program(qapp, tmp_path, world) as app:
        app.start()
        yield app


def test_nobody_answers_and_the_till_locks_itself(app: App, qtbot: QtBot) -> None:
    stack = app.window.stack
    qtbot.waitUntil(lambda: isinstance(stack.currentWidget(), LockPage))
    assert not app._idle._timer.isActive()
    running = app._running
    assert running is not None
    person = sign_in(running.till, OWNER, OWNER_PIN)
    app._unlocked(person)
    qtbot.waitUntil(lambda: isinstance(stack.currentWidget(), ClockPage))
    assert app._idle._timer.isActive()
    app._idle.elapsed.emit()
    assert isinstance(stack.currentWidget(), LockPage)
    assert running.till.person is None
