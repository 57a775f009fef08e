"""Joining as a person does it: typed, compared, pressed; and what the screen says afterwards."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from central.certificate import Certificate
from desktop.joining import Offer
from tests.central.joining.house import OWNER, PIN, At, code_for, lone, world
from tests.central.service.standing import Running
from tests.ui import whole
from tests.ui.shop import sign_in
from ui.app import App
from ui.lock.page import LockPage
from ui.preferences.words import SectionId
from ui.setup.join_page import JoinPage
from ui.setup.page import SetupWindow
from ui.strip.strip import Strip
from ui.widgets.plain import PlainLabel
from ui.widgets.result_line import ResultLine

WAIT_MS = 30_000


def page_of(program: App) -> QWidget:
    page = program.window.stack.currentWidget()
    assert page is not None
    return page


def press(page: QWidget, name: str) -> None:
    button = page.findChild(QPushButton, name)
    assert button is not None, name
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def write(page: QWidget, name: str, text: str) -> None:
    field = page.findChild(QLineEdit, name)
    assert field is not None, name
    field.clear()
    QTest.keyClicks(field, text)


def focused() -> QWidget:
    """Give what has the keyboard."""
    found = QApplication.focusWidget()
    assert found is not None
    return found


def press_keys(text: str) -> None:
    QTest.keyClicks(focused(), text)


def press_enter() -> None:
    QTest.keyClick(focused(), Qt.Key.Key_Return)


def shows(page: QWidget, name: str) -> bool:
    found = page.findChild(QWidget, name)
    return found is not None and found.isVisible()


def words(page: QWidget, name: str) -> str:
    label = page.findChild(PlainLabel, name)
    return "" if label is None else label.text()


def fingerprint(page: QWidget) -> str:
    label = page.findChild(PlainLabel, "fingerprint")
    assert label is not None
    return " ".join(label.text().split())


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path) -> Iterator[App]:
    """The program on whatever is in the folder; a test starts it."""
    with whole.program(qapp, tmp_path, world()) as one:
        yield one


def signed_in(program: App, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: isinstance(page_of(program), LockPage), timeout=WAIT_MS)
    running = program._running
    assert running is not None
    program._unlocked(sign_in(running.till, OWNER, PIN))
    qtbot.waitUntil(lambda: page_of(program) is running.shell, timeout=WAIT_MS)


def shown_strip(program: App) -> Strip | None:
    running = program._running
    return None if running is None or running.shell is None else running.shell.strip


def test_an_owner_brings_the_shop_to_a_centre_and_the_strip_says_when_all_is_there(
    program: App,
    qtbot: QtBot,
    tmp_path: Path,
    centre: Running,
    own_certificate: Certificate,
) -> None:
    at = lone(tmp_path)
    at.sells(at.member("Ada"), 20_000)
    at.close()
    program.start()
    signed_in(program, qtbot)
    strip = shown_strip(program)
    assert strip is not None
    assert strip.isHidden()
    running = program._running
    assert running is not None
    assert running.shell is not None
    before = running
    running.shell.go_preferences()
    page = running.shell.pages.preferences
    page.go_to(SectionId.CENTRE)
    write(page, "join_address", centre.address)
    write(page, "join_code", centre.parts.enrolling.invite_founder())
    press(page, "join_look")
    qtbot.waitUntil(lambda: fingerprint(page) == own_certificate.fingerprint, timeout=WAIT_MS)
    press(page, "join_same")
    qtbot.waitUntil(
        lambda: program._running is not None and program._running is not before, timeout=WAIT_MS
    )
    signed_in(program, qtbot)

    def is_said() -> bool:
        now = shown_strip(program)
        return now is not None and now.isVisible() and now.text() == "All is at the centre."

    qtbot.waitUntil(is_said, timeout=WAIT_MS)


def test_a_new_computer_becomes_one_more_till_at_which_the_owner_signs_in_and_finds_members(
    program: App,
    first: At,
    qtbot: QtBot,
    centre: Running,
    offer: Offer,
) -> None:
    first.agreed()
    program.start()
    setup = page_of(program)
    assert isinstance(setup, SetupWindow)
    press(setup, "join")
    page = page_of(program)
    assert isinstance(page, JoinPage)
    write(page, "join_name", "Till B")
    write(page, "join_address", centre.address)
    write(page, "join_code", code_for(centre, first))
    press(page, "join_look")
    qtbot.waitUntil(lambda: fingerprint(page) == offer.fingerprint, timeout=WAIT_MS)
    press(page, "join_same")
    key = page.findChild(PlainLabel, "recovery_key")
    assert key is not None
    qtbot.waitUntil(lambda: bool(key.text()), timeout=WAIT_MS)
    press(page, "put_away")
    press(page, "put_away")
    qtbot.waitUntil(lambda: isinstance(page_of(program), LockPage), timeout=WAIT_MS)
    running = program._running
    assert running is not None
    assert running.link is not None
    assert running.till.shop.till_name == "Till B"
    lock = page_of(program)
    qtbot.waitUntil(lambda: shows(lock, "pin"), timeout=WAIT_MS)  # one person: told by the centre
    press_keys(PIN)
    press_enter()
    qtbot.waitUntil(lambda: page_of(program) is running.shell, timeout=WAIT_MS)
    counter = page_of(program)
    write(counter, "scan", "Ada")
    qtbot.waitUntil(lambda: shows(counter, "found"), timeout=WAIT_MS)
    press_enter()
    qtbot.waitUntil(lambda: "200" in words(counter, "balance"), timeout=WAIT_MS)
    assert words(counter, "member_name") == "Ada"


def test_a_wrong_code_is_said_and_nothing_is_made(
    program: App, qtbot: QtBot, centre: Running, tmp_path: Path
) -> None:
    program.start()
    press(page_of(program), "join")
    page = page_of(program)
    write(page, "join_address", centre.address)
    write(page, "join_code", "ABCD-EFGH-JKM")
    press(page, "join_look")
    line = page.findChild(ResultLine, "join_result")
    assert line is not None
    qtbot.waitUntil(lambda: bool(line.text()), timeout=WAIT_MS)
    assert "not a code" in line.text()
    press(page, "back")
    qtbot.waitUntil(lambda: isinstance(page_of(program), SetupWindow), timeout=WAIT_MS)
    assert not (tmp_path / "shop").exists()
