"""No scan does anything but be looked up, and no person loses a key."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.scanner.wedge import DEFAULT_PREFIXES, Wedge
from ui.keys import COMMAND_MS, PressTimes, ScanFilter
from ui.widgets.fields import NameField, PinField

CARD = "RG1ABCDEFGHJKMNPQRSTV0123"


@dataclass
class Counter:
    """A window with everything a scan could disturb, a scanner and a pair of hands."""

    now_ms: int = 1_000_000
    scans: list[str] = field(default_factory=list)
    pressed: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.window = QWidget()
        column = QVBoxLayout(self.window)
        self.name, self.pin = NameField(), PinField()
        self.notes, self.button = QPlainTextEdit(), QPushButton("Award")
        self.name.setObjectName("name")
        for each in (self.name, self.pin, self.notes, self.button):
            column.addWidget(each)
        self.button.clicked.connect(lambda: self.pressed.append("Award"))
        for keys in ("F8", "Ctrl+W", "Ctrl+J", "Alt+X", "F1", "F9"):
            action = QAction(self.window)
            action.setShortcut(keys)
            action.triggered.connect(lambda _on=False, keys=keys: self.pressed.append(keys))
            self.window.addAction(action)
        self.filter = ScanFilter(
            Wedge(prefixes=DEFAULT_PREFIXES | {"F9"}), now_ms=lambda: self.now_ms
        )
        self.filter.scanned.connect(self.scans.append)

    def scan(self, text: str, *, gap_ms: int = 5, ending: bool = True) -> None:
        for character in text:
            self.type(character, gap_ms)
        if ending:
            self.key(Qt.Key.Key_Return, gap_ms)

    def type(self, character: str, gap_ms: int = 150) -> None:
        self.now_ms += gap_ms
        if character.isascii():
            QTest.keyClicks(receiver(), character)
        else:  # keyClick knows ASCII only
            plain = Qt.KeyboardModifier.NoModifier
            QTest.sendKeyEvent(
                QTest.KeyAction.Click, receiver(), Qt.Key.Key_unknown, character, plain
            )

    def key(
        self,
        code: Qt.Key,
        gap_ms: int = 150,
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        self.now_ms += gap_ms
        QTest.keyClick(receiver(), code, modifiers)

    def pause(self) -> None:
        self.now_ms += 5_000
        self.filter.settle()


def receiver() -> QWidget:
    widget = QApplication.focusWidget() or QApplication.activeWindow()
    assert widget is not None
    return widget


@pytest.fixture
def counter(qtbot: QtBot, qapp: QApplication) -> Iterator[Counter]:
    counter = Counter()
    qtbot.addWidget(counter.window)
    counter.window.show()
    counter.window.activateWindow()
    qtbot.waitUntil(counter.window.isActiveWindow)
    counter.name.setFocus()
    counter.filter.start(qapp)
    yield counter
    counter.filter.stop(qapp)


@pytest.mark.parametrize("gap_ms", [1, 5, 20, 40])
def test_a_card_is_read_from_any_field_and_leaves_no_trace(counter: Counter, gap_ms: int) -> None:
    for widget in (counter.name, counter.pin, counter.notes, counter.button):
        widget.setFocus()
        counter.pause()
        counter.scan(CARD, gap_ms=gap_ms)
        assert QApplication.focusWidget() is widget
    assert counter.scans == [CARD] * 4
    assert counter.name.text() == counter.pin.text() == counter.notes.toPlainText() == ""
    assert counter.pressed == []


def test_a_foreign_code_is_taken_out_of_the_field_again(counter: Counter) -> None:
    counter.name.setText("王美玲")
    counter.name.setSelection(1, 2)
    counter.scan("6901234567892")
    assert counter.scans == ["6901234567892"]
    assert counter.name.text() == "王美玲"
    assert counter.name.selectedText() == "美玲"


def test_what_a_person_typed_before_a_scan_stays(counter: Counter) -> None:
    for letter in "wang":
        counter.type(letter, 90)
    counter.type("6", 90)  # the trigger is pulled no sooner than the next letter would come
    counter.scan("901234567892", gap_ms=5)
    assert counter.name.text() == "wang"
    assert counter.scans == ["6901234567892"]


def test_a_pin_field_keeps_nothing_of_a_scan(counter: Counter) -> None:
    counter.pin.setFocus()
    counter.type("1")
    counter.type("2")
    counter.pause()
    counter.scan("4006381333931")
    assert counter.pin.text() == "12"


def test_a_person_loses_no_letter(counter: Counter) -> None:
    for letter in "Rg1 Rosa R]Q":
        counter.type(letter, 130)
    counter.pause()
    assert counter.name.text() == "Rg1 Rosa R]Q"
    assert counter.scans == []


def test_a_quick_person_loses_no_letter(counter: Counter) -> None:
    for letter in "Roger Rabbit":
        counter.type(letter, 70)
    counter.pause()
    assert counter.name.text() == "Roger Rabbit"


def test_keys_given_back_press_the_button_they_were_meant_for(counter: Counter) -> None:
    counter.button.setFocus()
    counter.type("R", 130)
    counter.type(" ", 30)
    counter.pause()
    assert counter.pressed == ["Award"]
    assert not counter.button.isDown()


def test_a_command_of_a_person_is_obeyed(counter: Counter) -> None:
    counter.key(Qt.Key.Key_F8)
    counter.pause()
    counter.key(Qt.Key.Key_W, modifiers=Qt.KeyboardModifier.ControlModifier)
    counter.pause()
    assert counter.pressed == ["F8", "Ctrl+W"]


def test_a_command_is_obeyed_without_another_key(counter: Counter, qtbot: QtBot) -> None:
    counter.key(Qt.Key.Key_F8)
    qtbot.waitUntil(lambda: counter.pressed == ["F8"], timeout=COMMAND_MS * 50)
    assert counter.pressed == ["F8"]


def test_editing_keys_still_edit(counter: Counter) -> None:
    counter.name.setText("abc")
    counter.key(Qt.Key.Key_A, modifiers=Qt.KeyboardModifier.ControlModifier)
    counter.pause()
    assert counter.name.selectedText() == "abc"
    counter.key(Qt.Key.Key_Backspace)
    assert counter.name.text() == ""


def test_f9_finds_a_member_when_a_person_presses_it(counter: Counter) -> None:
    counter.key(Qt.Key.Key_F9)
    counter.pause()
    assert counter.pressed == ["F9"]


def test_f9_before_a_scan_is_a_prefix_and_no_command(counter: Counter) -> None:
    counter.key(Qt.Key.Key_F9)
    counter.scan(CARD)
    counter.pause()
    assert counter.pressed == []
    assert counter.scans == [CARD]


def test_stx_before_a_scan_is_a_prefix(counter: Counter) -> None:
    counter.key(Qt.Key.Key_B, modifiers=Qt.KeyboardModifier.ControlModifier)
    counter.scan("HELLO")
    assert counter.scans == ["HELLO"]
    assert counter.name.text() == ""


def test_the_input_method_is_away_while_a_prefixed_scan_runs(counter: Counter) -> None:
    asked = Qt.InputMethodQuery.ImEnabled
    assert counter.name.inputMethodQuery(asked)
    counter.key(Qt.Key.Key_F9)
    counter.scan("RG1", ending=False)
    assert not counter.name.inputMethodQuery(asked)
    counter.key(Qt.Key.Key_Return, 5)
    assert counter.name.inputMethodQuery(asked)


@pytest.mark.parametrize(
    ("code", "modifiers"),
    [
        (Qt.Key.Key_F8, Qt.KeyboardModifier.NoModifier),
        (Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier),
        (Qt.Key.Key_X, Qt.KeyboardModifier.AltModifier),
        (Qt.Key.Key_F1, Qt.KeyboardModifier.NoModifier),
    ],
)
@pytest.mark.parametrize("before", ["", "RG1ABC", "69012345678"])
def test_a_command_inside_a_scan_is_not_obeyed(
    counter: Counter, before: str, code: Qt.Key, modifiers: Qt.KeyboardModifier
) -> None:
    counter.scan(before, ending=False)
    counter.key(code, 5, modifiers)
    counter.scan("0123456789")
    counter.pause()
    assert counter.pressed == []
    assert counter.name.text() == ""


def test_a_scan_works_while_a_dialog_is_open(counter: Counter, qtbot: QtBot) -> None:
    dialog = QDialog(counter.window)
    edit = QLineEdit(dialog)
    dialog.setModal(True)
    dialog.show()
    dialog.activateWindow()
    qtbot.waitUntil(dialog.isActiveWindow)
    edit.setFocus()
    counter.scan(CARD)
    assert counter.scans == [CARD]
    assert dialog.isVisible()
    assert edit.text() == ""
    dialog.close()


def test_two_codes_one_after_another_are_two_scans(counter: Counter) -> None:
    counter.scan(CARD, gap_ms=3)
    counter.scan(CARD, gap_ms=3)
    assert counter.scans == [CARD, CARD]


def test_a_long_stream_is_cut_and_leaves_nothing(counter: Counter) -> None:
    counter.scan("9876543210" * 300, gap_ms=1)
    assert counter.name.text() == ""
    assert len(counter.scans) == 1


def test_keys_the_window_system_sends_are_judged_once(counter: Counter) -> None:
    """The real way in: a window gets the key first, then Qt offers it twice to the widget."""
    handle = counter.window.windowHandle()
    for letter in "HELLO":
        QTest.keyClick(handle, Qt.Key(ord(letter)))
    QApplication.processEvents()
    assert counter.name.text() == "hello"


def test_a_prefixed_scan_from_the_window_system_presses_no_shortcut(counter: Counter) -> None:
    handle = counter.window.windowHandle()
    for code in (Qt.Key.Key_F9, *map(Qt.Key, map(ord, CARD)), Qt.Key.Key_Return):
        QTest.keyClick(handle, code, Qt.KeyboardModifier.NoModifier)
    QApplication.processEvents()
    counter.pause()
    assert [scan.upper() for scan in counter.scans] == [CARD]
    assert counter.pressed == []
    assert counter.name.text() == ""


@pytest.mark.parametrize("scans", [1_000, pytest.param(50_000, marks=pytest.mark.nightly)])
def test_nothing_a_scanner_can_send_presses_a_command(counter: Counter, scans: int) -> None:
    chance = random.Random(20261122)
    nasty = "0123456789ABCRG1]QXZ\t$%[('é٣²王 "
    codes = [Qt.Key.Key_F1, Qt.Key.Key_F8, Qt.Key.Key_W, Qt.Key.Key_J, Qt.Key.Key_X]
    mods = [Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier]
    for _ in range(scans):
        for _ in range(chance.randint(1, 12)):
            if chance.random() < 0.15:
                code = chance.choice(codes)
                is_f = code in codes[:2]
                plain = Qt.KeyboardModifier.NoModifier
                counter.key(code, 4, plain if is_f else chance.choice(mods))
            else:
                counter.type(chance.choice(nasty), 4)
        counter.key(Qt.Key.Key_Return, 4)
        counter.pause()
        assert counter.pressed == []
        assert QApplication.activeWindow() is counter.window
        counter.notes.clear()  # what is too short to be a code cannot be told from typing
        counter.name.clear()


def test_a_busy_program_does_not_look_like_a_slow_hand() -> None:
    now = [10_000]
    times = PressTimes(lambda: now[0])
    assert times.at(500) == 10_000
    now[0] = 10_400  # the program was busy; the key was pressed 5 ms after the first
    assert times.at(505) == 10_005
    assert times.at(0) == 10_400
