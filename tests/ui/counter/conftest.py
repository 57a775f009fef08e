"""The counter page on a real shop, and hands that count the keys they press."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.shop import context, till
from ui.context import Context
from ui.counter.page import CounterPage

__all__ = ["context", "till"]


class Hands:
    """Press keys where the keys go, and count them."""

    def __init__(self, page: QWidget) -> None:
        self.page = page
        self.keys = 0

    def type(self, text: str) -> None:
        """Type letters and digits one by one."""
        for letter in text:
            QTest.keyClicks(self._focused(), letter)
            self.keys += 1

    def press(self, key: Qt.Key) -> None:
        """Press one key."""
        QTest.keyClick(self._focused(), key)
        self.keys += 1

    def _focused(self) -> QWidget:
        return self.page.focusWidget() or self.page


def open_windows() -> list[QWidget]:
    """Give the windows a person would have to close: dialogs, menus, messages."""
    return [each for each in QApplication.topLevelWidgets() if each.isVisible()]


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> Iterator[CounterPage]:
    """Open the counter as large as it is on a cheap till."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    made = CounterPage(context)
    qtbot.addWidget(made)
    made.resize(1024, 500)
    made.show()
    made.scan.setFocus()
    qtbot.waitUntil(lambda: made.person.today.served() != "–")
    yield made
    QLocale.setDefault(before)


@pytest.fixture
def hands(page: CounterPage) -> Hands:
    """Give somebody to press keys."""
    return Hands(page)
