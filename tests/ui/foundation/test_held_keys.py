"""Keys held down, and letters typed twice so fast that Qt takes them for keys held down."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.scanner.wedge import Wedge
from ui.keys import ScanFilter
from ui.replay import Key
from ui.widgets.fields import NameField

CARD = "RG1AABCDEFGHJJKMNPQRST012"
NONE = Qt.KeyboardModifier.NoModifier


class Pressed(QKeyEvent):
    """A key event as a window system sends it."""

    def __init__(
        self, kind: QEvent.Type, code: int, text: str, at_ms: int, *, repeats: bool
    ) -> None:
        super().__init__(kind, code, NONE, text, repeats)
        self.setTimestamp(at_ms)

    def spontaneous(self) -> bool:
        """Pretend: Python cannot send a real one."""
        return True


class Keyboard:
    """Shows the filter what X11 would; `typed` counts what it lets through."""

    def __init__(self) -> None:
        self.field = NameField()
        self.filter = ScanFilter(Wedge(), now_ms=lambda: self.now_ms)
        self.scans: list[str] = []
        self.typed: list[int] = []
        self.now_ms = 1_000_000
        self.filter.scanned.connect(self.scans.append)

    def down(self, code: int, text: str = "", *, repeats: bool = False) -> None:
        kinds = (QEvent.Type.ShortcutOverride, QEvent.Type.KeyPress)
        events = [Pressed(kind, code, text, self.now_ms, repeats=repeats) for kind in kinds]
        if not [self.filter.eventFilter(self.field, event) for event in events][-1]:
            self.typed.append(code)

    def up(self, code: int, *, repeats: bool = False) -> None:
        event = Pressed(QEvent.Type.KeyRelease, code, "", self.now_ms, repeats=repeats)
        self.filter.eventFilter(self.field, event)


@pytest.fixture
def keyboard(qtbot: QtBot, qapp: QApplication) -> Iterator[Keyboard]:
    keyboard = Keyboard()
    qtbot.addWidget(keyboard.field)
    keyboard.field.show()
    keyboard.field.activateWindow()
    keyboard.field.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is keyboard.field)
    yield keyboard
    keyboard.filter.stop(qapp)


def test_a_letter_twice_within_a_moment_is_two_letters(keyboard: Keyboard) -> None:
    before = ""
    for letter in CARD:
        keyboard.down(ord(letter), letter, repeats=letter == before)
        keyboard.now_ms += 1
        keyboard.up(ord(letter))
        before = letter
    keyboard.down(Qt.Key.Key_Return, "\r")
    assert keyboard.scans == [CARD]
    assert keyboard.typed == []


def test_a_command_held_down_is_given_once_though_qt_takes_its_repeats_for_presses(
    keyboard: Keyboard,
) -> None:
    given: list[list[Key]] = []
    keyboard.filter._give = given.append  # type: ignore[assignment, method-assign]
    keyboard.down(Qt.Key.Key_F8)
    keyboard.now_ms += 600
    keyboard.filter.settle()
    assert len(given) == 1
    for _ in range(10):
        keyboard.now_ms += 40
        keyboard.up(Qt.Key.Key_F8)
        keyboard.down(Qt.Key.Key_F8)
    keyboard.filter.settle()
    assert len(given) == 1
    assert keyboard.typed == []
    keyboard.up(Qt.Key.Key_F8)
    keyboard.now_ms += 300
    keyboard.down(Qt.Key.Key_F8)
    keyboard.filter.settle()
    assert len(given) == 2


def test_a_letter_held_down_repeats_in_its_field(keyboard: Keyboard) -> None:
    keyboard.down(Qt.Key.Key_A, "a")
    keyboard.now_ms += 500
    for _ in range(20):
        keyboard.now_ms += 30
        keyboard.down(Qt.Key.Key_A, "a", repeats=True)
    assert keyboard.typed == [Qt.Key.Key_A] * 21
    assert keyboard.scans == []
