"""What troubles the register's folder is said once, in words, and taken away when it is over."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.handover.desk import HandOver
from desktop.opening import FirstRun, found
from desktop.paths import shop_folder
from desktop.secrets import FileStore
from desktop.till import Till
from desktop.trouble import AlreadyOpen, DiskFull, FolderMissing, Trouble
from tests.ui.shop import OWNER, OWNER_PIN, context, founding, result, sign_in, till, weak_world
from tests.ui.whole import program
from ui.app import App
from ui.register import RegisterNotes

__all__ = ["context", "till"]


class Line:
    """The line above the pages."""

    def __init__(self) -> None:
        self.said: list[str] = []

    def notice(self, text: str, *, bad: bool) -> None:
        assert bad
        self.said.append(text)


def test_a_folder_that_cannot_be_used_is_said_once_and_taken_back(
    till: Till, tmp_path: Path, qtbot: QtBot
) -> None:
    assert qtbot
    (tmp_path / "sales").write_text("a file stands where the folder should be")
    desk, line, notes = HandOver(till, tmp_path / "sales"), Line(), RegisterNotes()
    desk.scan()
    notes.tell(desk, line)
    notes.tell(desk, line)
    assert len(line.said) == 1
    assert f"{tmp_path / 'sales'} cannot be used" in line.said[0]
    notes.tell(desk, line, anew=True)
    assert len(line.said) == 2
    (tmp_path / "sales").unlink()
    desk.scan()
    notes.tell(desk, line)
    assert line.said[2:] == [""]
    desk.stop()


@pytest.mark.parametrize(
    ("trouble", "words"),
    [
        (DiskFull(), "disk is full"),
        (AlreadyOpen(), "Another till"),
        (FolderMissing(), "cannot be used"),
    ],
)
def test_each_trouble_says_what_can_be_done(
    till: Till, qtbot: QtBot, trouble: Trouble, words: str
) -> None:
    assert qtbot
    desk, line = HandOver(till), Line()
    desk.watcher.trouble = trouble
    RegisterNotes().tell(desk, line)
    assert words in line.said[0]


@pytest.fixture
def app(qapp: QApplication, tmp_path: Path) -> Iterator[App]:
    """Start the whole program on a shop of its own, and leave nothing of it behind."""
    world, folder = weak_world(), shop_folder(tmp_path)
    making = folder.root.with_name(folder.root.name + ".new")
    made = found(folder, FirstRun(founding(), OWNER_PIN), world, FileStore(making))
    assert isinstance(made, tuple), made
    made[0].close()
    with program(qapp, tmp_path, world) as running:
        running.start()
        yield running


def test_a_folder_chosen_in_the_preferences_is_watched_by_the_open_program(
    app: App, qtbot: QtBot, tmp_path: Path
) -> None:
    qtbot.waitUntil(lambda: app._running is not None)
    running = app._running
    assert running is not None
    app._unlocked(sign_in(running.till, OWNER, OWNER_PIN))
    qtbot.waitUntil(lambda: running.shell is not None)
    shell = running.shell
    assert shell is not None
    new = tmp_path / "from the register"
    new.mkdir()
    (new / "1.json").write_text(json.dumps({"v": 1, "receipt": "A-7", "amount": "3.00"}))
    result(running.till.set_setting("watched_folder", str(new)))
    qtbot.waitUntil(lambda: shell.counter.sale.receipt.text() == "A-7")
    (tmp_path / "file").write_text("")
    result(running.till.set_setting("watched_folder", str(tmp_path / "file" / "sales")))
    qtbot.waitUntil(lambda: "cannot be used" in shell._notice.text())
    result(running.till.set_setting("watched_folder", str(new)))
    qtbot.waitUntil(lambda: shell._notice.text() == "")
