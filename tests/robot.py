"""A pair of hands: drives real windows by key, mouse and input-method events, and takes pictures.

Standard library, Qt and the program only, so that the tour runs where no test tools are installed.
"""

import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QEventLoop, QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QWidget,
)

from desktop.printing.marks import Matrix
from desktop.scanner.wedge import LENGTH_MIN, PERSON_MS
from tests.tour_codes import modules, read_code
from ui.devices.preview import PageView
from ui.keys import COMMAND_MS

W = TypeVar("W", bound=QWidget)
PATIENCE_S = 60.0


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

    def words(self, name: str) -> str:
        """Give the words a person reads on a label, a button or in a field."""
        widget: QWidget = self.find(name)
        if not isinstance(widget, QLabel | QLineEdit | QAbstractButton):
            raise Lost(f"{name!r} has no words")
        return widget.text()

    def reads(self, name: str, *parts: str) -> None:
        """Wait until words with all these parts can be read somewhere."""

        def is_there() -> bool:
            return self.sees(name) and all(part in self.words(name) for part in parts)

        try:
            self.wait(is_there, f"{name} to say {parts}")
        except Lost as lost:
            shown = self.words(name) if self.sees(name) else "nothing"
            raise Lost(f"{lost}, but it says {shown!r}") from None

    def read_paper(self) -> str:
        """Read the code on the sheet that is shown, from its pixels."""
        page = self.wait_for("sheet")
        assert isinstance(page, PageView)
        picture = page.grab().toImage()
        code = next(mark for mark in page.sheet.marks if isinstance(mark, Matrix))
        scale = page.px_per_mm * picture.devicePixelRatio()
        place = QRect(
            round(code.x_mm * scale),
            round(code.y_mm * scale),
            round(code.side_mm * scale),
            round(code.side_mm * scale),
        )
        return read_code(modules(picture.copy(place)))

    def _windows(self) -> list[QWidget]:
        shown = [widget for widget in self.app.topLevelWidgets() if widget.isVisible()]
        active = self.app.activeWindow()
        return sorted(shown, key=lambda widget: (widget is not active, not widget.isModal()))

    def _let_run(self, for_ms: int) -> None:
        """Let the program run for a while; QTest.qWait would keep its other threads waiting."""
        loop = QEventLoop()
        QTimer.singleShot(for_ms, loop.quit)
        loop.exec()

    def wait(self, happens: Callable[[], bool], what: str) -> None:
        """Let the program run until something is so; raises Lost after a while."""
        began = time.monotonic()
        while not happens():
            waited_s = time.monotonic() - began
            if waited_s > PATIENCE_S:
                raise Lost(what)
            self._let_run(5 if waited_s < 0.2 else 40)  # looking costs the program time
        self.app.processEvents()

    def wait_for(self, name: str) -> QWidget:
        """Wait until a widget of a name is visible and possible."""
        while True:
            self.wait(lambda: self.sees(name) and self.find(name).isEnabled(), f"{name} to appear")
            with suppress(Lost):  # a list may be made anew just now
                return self.find(name)

    def click(self, name: str) -> None:
        """Press a widget with the mouse, in its middle."""
        self.click_on(self.wait_for(name))

    def click_on(self, widget: QWidget) -> None:
        """Press a widget with the mouse, in its middle."""
        middle = widget.rect().center()
        # A tick is its box and its words, not the room beside them.
        self._press(widget, QPoint(12, middle.y()) if isinstance(widget, QCheckBox) else middle)

    def click_item(self, name: str, text: str) -> None:
        """Press a row of a list with the mouse."""
        view = self.find(name, QAbstractItemView)
        model = view.model()
        for row in range(model.rowCount()):
            index = model.index(row, 0)
            if index.data() == text:
                view.scrollTo(index)
                self._press(view.viewport(), view.visualRect(index).center())
                return
        raise Lost(f"no {text!r} in {name!r}")

    def _press(self, widget: QWidget, at: QPoint) -> None:
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at)
        self.app.processEvents()

    def key(self, key: Qt.Key, hold: Qt.KeyboardModifier | None = None) -> None:
        """Press a key wherever the focus is, and give a command the moment it waits."""
        QTest.keyClick(self._focus(), key, hold or Qt.KeyboardModifier.NoModifier)
        self._let_run(COMMAND_MS + 5)

    def ctrl(self, key: Qt.Key) -> None:
        """Press a key with Control held."""
        self.key(key, Qt.KeyboardModifier.ControlModifier)

    def keys(self, text: str) -> None:
        """Type Latin text or digits wherever the focus is, and never at a scanner's pace.

        Only what is long enough to be a code has to be typed as slowly as people do.
        """
        pace_ms = PERSON_MS + 4 if len(text) >= LENGTH_MIN - 1 else 25
        for character in text:
            QTest.keyClicks(self._focus(), character)
            self._let_run(pace_ms)

    def commit(self, text: str) -> None:
        """Type with an input method, as Chinese is typed: the text arrives in one piece."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self._focus(), event)
        self.app.processEvents()

    def scan(self, text: str) -> None:
        """Type as a keyboard-wedge scanner does: all at once, with Enter."""
        for character in text:
            QTest.keyClicks(self._focus(), character)
        QTest.keyClick(self._focus(), Qt.Key.Key_Return)
        self._let_run(150)

    def _focus(self) -> QWidget:
        focus = self.app.focusWidget() or self.app.activeWindow()
        if focus is None:
            raise Lost("nothing has the focus")
        return focus

    def shot(self, name: str, widget: QWidget | None = None) -> Path:
        """Take a picture of the window, or of one widget."""
        self.app.processEvents()
        self._let_run(15)
        path = self.pictures / f"{name}.png"
        (widget or self._windows()[0]).grab().save(str(path))
        self.taken.append(path)
        return path
