"""A pair of hands: drives real windows by key, mouse and input-method events, and takes pictures.

Standard library, Qt and the program only, so that the tour runs where no test tools are installed.
"""

import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

W = TypeVar("W", bound=QWidget)
PATIENCE_S = 30.0


class Lost(AssertionError):
    """The robot did not see what it was waiting for."""


class Robot:
    """Finds widgets by name among what is visible, and does what a person could do to them."""

    def __init__(self, app: QApplication, pictures: Path) -> None:
        self.app, self.pictures = app, pictures
        self.taken: list[Path] = []
        pictures.mkdir(parents=True, exist_ok=True)

    def find(self, name: str, kind: type[W] = QWidget) -> W:  # type: ignore[assignment]
        """Give the visible widget of a name, in the newest window first."""
        for window in self._windows():
            for widget in [window, *window.findChildren(QWidget, name)]:
                if widget.objectName() == name and widget.isVisible() and isinstance(widget, kind):
                    return widget
        raise Lost(f"no visible {name!r}")

    def sees(self, name: str) -> bool:
        """Tell whether a widget of a name is visible."""
        try:
            self.find(name)
        except Lost:
            return False
        return True

    def _windows(self) -> list[QWidget]:
        shown = [widget for widget in self.app.topLevelWidgets() if widget.isVisible()]
        active = self.app.activeWindow()
        return sorted(shown, key=lambda widget: (widget is not active, not widget.isModal()))

    def wait(self, happens: Callable[[], bool], what: str) -> None:
        """Let the program run until something is so; raises Lost after a while."""
        end = time.monotonic() + PATIENCE_S
        while not happens():
            if time.monotonic() > end:
                raise Lost(what)
            self.app.processEvents()
            QTest.qWait(5)
        self.app.processEvents()

    def wait_for(self, name: str) -> QWidget:
        """Wait until a widget of a name is visible and possible."""
        self.wait(lambda: self.sees(name) and self.find(name).isEnabled(), f"{name} to appear")
        return self.find(name)

    def click(self, name: str) -> None:
        """Press a widget with the mouse, in its middle."""
        self.click_on(self.wait_for(name))

    def click_on(self, widget: QWidget) -> None:
        """Press a widget with the mouse, in its middle."""
        middle = QPoint(widget.width() // 2, widget.height() // 2)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=middle)
        self.app.processEvents()

    def key(self, key: Qt.Key, hold: Qt.KeyboardModifier | None = None) -> None:
        """Press a key wherever the focus is, and give a command the moment it waits."""
        QTest.keyClick(self._focus(), key, hold or Qt.KeyboardModifier.NoModifier)
        QTest.qWait(60)

    def keys(self, text: str) -> None:
        """Type Latin text or digits at a person's pace, wherever the focus is."""
        for character in text:
            QTest.keyClick(self._focus(), character)
            QTest.qWait(70)

    def commit(self, text: str) -> None:
        """Type with an input method, as Chinese is typed: the text arrives in one piece."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self._focus(), event)
        self.app.processEvents()

    def scan(self, text: str) -> None:
        """Type as a keyboard-wedge scanner does: all at once, with Enter."""
        for character in text:
            QTest.keyClick(self._focus(), character)
        QTest.keyClick(self._focus(), Qt.Key.Key_Return)
        QTest.qWait(150)

    def _focus(self) -> QWidget:
        focus = self.app.focusWidget() or self.app.activeWindow()
        if focus is None:
            raise Lost("nothing has the focus")
        return focus

    def shot(self, name: str, widget: QWidget | None = None) -> Path:
        """Take a picture of the window, or of one widget."""
        self.app.processEvents()
        QTest.qWait(30)
        path = self.pictures / f"{name}.png"
        (widget or self._windows()[0]).grab().save(str(path))
        self.taken.append(path)
        return path
