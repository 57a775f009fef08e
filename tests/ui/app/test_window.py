"""The window gives the keys to the page it shows, whether or not it is in front just then."""

import pytest
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.window import Window


def page() -> tuple[QWidget, QPushButton]:
    """Make a page with a field and, after it, the button that goes on."""
    made, button = QWidget(), QPushButton("Go on")
    button.setProperty("role", "primary")
    column = QVBoxLayout(made)
    column.addWidget(QLineEdit())
    column.addWidget(button)
    return made, button


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    return made


def test_the_main_button_of_a_page_takes_the_keys(window: Window, qtbot: QtBot) -> None:
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    shown, button = page()
    window.show_only(shown)
    assert QApplication.focusWidget() is button


def test_a_page_that_comes_while_another_window_is_in_front_has_the_keys_later(
    window: Window, qtbot: QtBot
) -> None:
    """A file can fail while somebody looks at something else; coming back, Enter must work."""
    other = QWidget()
    qtbot.addWidget(other)
    window.show()
    other.show()
    other.activateWindow()
    qtbot.waitUntil(other.isActiveWindow)
    shown, button = page()
    window.show_only(shown)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    assert QApplication.focusWidget() is button
