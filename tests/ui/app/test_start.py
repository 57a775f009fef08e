"""The way from nothing to the counter: what is made when, and how it ends."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future
from pathlib import Path
from types import FunctionType

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.ui.shop import OWNER, OWNER_PIN, context, make_till, sign_in, till, weak_world
from tests.ui.whole import program
from ui.app import App
from ui.context import Context
from ui.lock.page import LockPage
from ui.running import Running
from ui.shell import Shell
from ui.undisturbed import undisturbed

__all__ = ["context", "till"]

WAIT_MS = 20_000
"""A whole start of the program, on a computer that is busy with other tests."""


class Ear(QObject):
    """Writes down its name when it hears of a change of language."""

    def __init__(self, name: str, heard: list[str]) -> None:
        super().__init__()
        self._name, self._heard = name, heard

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Write it down; let the event pass."""
        if event.type() == QEvent.Type.LanguageChange:
            self._heard.append(self._name)
        return False


@pytest.fixture
def app(qapp: QApplication, tmp_path: Path) -> Iterator[App]:
    """Start the program on a founded shop with one person in it."""
    make_till(tmp_path).close()
    with program(qapp, tmp_path, weak_world()) as app:
        app.start()
        yield app


def test_the_counter_is_made_behind_the_lock_and_leaves_the_keys_to_it(
    app: App, qtbot: QtBot
) -> None:
    qtbot.waitUntil(
        lambda: app._running is not None and app._running.shell is not None, timeout=WAIT_MS
    )
    assert app._running is not None
    shell = app._running.shell
    assert shell is not None
    lock = app.window.stack.currentWidget()
    assert isinstance(lock, LockPage)
    typing = app.window.focusWidget()
    assert typing is not None
    assert lock.isAncestorOf(typing)
    QTest.keyClicks(typing, OWNER_PIN)
    QTest.keyClick(typing, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: app.window.stack.currentWidget() is shell, timeout=WAIT_MS)
    assert app.window.focusWidget() is shell.counter.scan


@pytest.fixture
def slow_counter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the counter behind the lock later than anybody signs in."""
    monkeypatch.setattr("ui.app.NAMES_MS", 600_000)


@pytest.mark.usefixtures("slow_counter")
def test_quick_fingers_find_a_counter_too(app: App, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: app._running is not None, timeout=WAIT_MS)
    running = app._running
    assert running is not None
    assert running.shell is None
    person = sign_in(running.till, OWNER, OWNER_PIN)
    app._unlocked(person)
    qtbot.waitUntil(
        lambda: running.shell is not None and running.shell.isVisible(), timeout=WAIT_MS
    )
    made = running.shell
    app._make_behind_lock()
    assert running.shell is made


def test_no_page_goes_to_the_thread_that_closes_a_shop(
    app: App, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    qtbot.waitUntil(
        lambda: app._running is not None and app._running.shell is not None, timeout=WAIT_MS
    )
    jobs: list[FunctionType] = []

    def later(job: FunctionType) -> Future[None]:
        jobs.append(job)
        return Future()

    monkeypatch.setattr(app, "in_background", later)
    app.end_shop()
    jobs[0]()
    taken = [cell.cell_contents for cell in jobs[0].__closure__ or ()]
    assert taken
    assert not any(isinstance(one, QObject | Running) for one in taken)


def test_a_page_is_made_when_it_is_first_wanted_and_kept(context: Context, qtbot: QtBot) -> None:
    shell = Shell(context)
    qtbot.addWidget(shell)
    names = ("enrol", "members", "refund", "preferences")
    assert [shell.pages.made(name) for name in names] == [None] * 4
    shell.go_members()
    made = shell.pages.made("members")
    assert made is shell.pages.currentWidget()
    shell.go_counter()
    shell.go_members()
    assert shell.pages.made("members") is made
    shell.go_preferences()
    assert [shell.pages.made(name) is not None for name in names] == [False, True, False, True]


def test_printers_are_offered_only_where_somebody_looks(context: Context, qtbot: QtBot) -> None:
    shell = Shell(context)
    qtbot.addWidget(shell)
    shell.show_printers(["Star TSP100"])
    assert shell.pages.made("preferences") is None


def test_who_listens_is_put_aside_and_comes_back_in_order(qapp: QApplication) -> None:
    heard: list[str] = []
    ears = [Ear("first", heard), Ear("last", heard)]
    for ear in ears:
        qapp.installEventFilter(ear)
    somebody = QObject()
    with undisturbed(qapp, ears):
        QCoreApplication.sendEvent(somebody, QEvent(QEvent.Type.LanguageChange))
    assert heard == []
    QCoreApplication.sendEvent(somebody, QEvent(QEvent.Type.LanguageChange))
    for ear in ears:
        qapp.removeEventFilter(ear)
    assert heard == ["last", "first"]


def test_a_start_loads_nothing_that_can_wait() -> None:
    """Each of these took a tenth of a second or so in front of every sign-in."""
    can_wait = (
        "sqlite_utils keyring reportlab qrcode pypinyin phonenumbers httpx "
        "ui.setup.page ui.shell ui.preferences.page ui.members.page"
    )
    script = f"import sys, ui.app; print([one for one in {can_wait.split()} if one in sys.modules])"
    said = subprocess.run(
        [sys.executable, "-c", script], check=True, capture_output=True, text=True
    )
    assert said.stdout.strip() == "[]"


def test_the_program_ends_well_when_its_window_is_closed(tmp_path: Path) -> None:
    script = (
        "import sys, ui.__main__\n"
        "from PySide6.QtCore import QTimer\n"
        "from ui.app import App\n"
        "class Short(App):\n"
        "    def start(self, **how):\n"
        "        super().start(**how)\n"
        "        QTimer.singleShot(200, self.window.close)\n"
        "import ui.app\n"
        "ui.app.App = Short\n"
        f"sys.exit(ui.__main__.main(['--home', {str(tmp_path)!r}]))\n"
    )
    ended = subprocess.run(
        [sys.executable, "-c", script],
        env=os.environ | {"QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert (ended.returncode, ended.stderr) == (0, "")
