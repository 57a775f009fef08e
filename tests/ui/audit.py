"""Questions every page must answer well: is it readable aloud, translated, large enough, quick?"""

import sys
import sysconfig
import threading
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PySide6.QtCore import QTranslator
    from PySide6.QtWidgets import QWidget

REPOSITORY = Path(__file__).resolve().parent.parent.parent
TARGET_PX = 48
_BLOCKING = frozenset(
    {
        "regulars.store.open",
        "socket.connect",
        "socket.getaddrinfo",
        "subprocess.Popen",
        "os.system",
        "time.sleep",
    }
)
# Code, data that ships with the program and the tests' own files may be read while a page is made.
_READABLE = tuple(
    {
        str(REPOSITORY),
        sys.prefix,
        sys.base_prefix,
        sysconfig.get_path("stdlib"),
        "/proc",
        "/dev/null",
        "/usr/share",
    }
)


class Watch:
    """Hears Python's audit events and objects to those that make the GUI thread wait."""

    def __init__(self) -> None:
        self.heard: list[str] = []
        self._is_on = False

    def start(self) -> None:
        """Begin, with nothing heard."""
        self.heard = []
        self._is_on = True

    def stop(self) -> None:
        """Hear nothing more."""
        self._is_on = False

    @contextmanager
    def paused(self) -> Iterator[None]:
        """Let the test itself open a file."""
        self._is_on = False
        try:
            yield
        finally:
            self._is_on = True

    def hear(self, event: str, args: tuple[Any, ...]) -> None:
        """Object to a blocking call on the main thread; remembered even if the error is caught."""
        if not self._is_on or threading.current_thread() is not threading.main_thread():
            return
        if event in _BLOCKING or (event == "open" and not _is_harmless(args)):
            said = f"blocking call on the GUI thread: {event}{args!r}"
            self.heard.append(said)
            raise AssertionError(said)


def _is_harmless(args: tuple[Any, ...]) -> bool:
    """Whether an `open` only reads what ships with the program, or is no path at all."""
    path, mode = args[0], args[1]
    if not isinstance(path, str | bytes | Path):
        return True  # a descriptor that is open already
    is_reading = mode is None or not set(str(mode)) & set("wax+")
    name = path.decode() if isinstance(path, bytes) else str(path)
    is_ours = not Path(name).is_absolute() or name.startswith(_READABLE)
    return is_ours and (is_reading or name.endswith(".pyc") or "__pycache__" in name)


def nameless(widget: "QWidget") -> list[str]:
    """Give the widgets a keyboard can reach and a screen reader cannot name."""
    from PySide6.QtCore import Qt
    from PySide6.QtWidgets import QScrollArea, QWidget

    from tests.ui.drawing import spoken_name

    return [
        _path(each)
        for each in [widget, *widget.findChildren(QWidget)]
        if each.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not _is_inner(each)
        and not isinstance(each, QScrollArea)  # reached only to scroll
        and not spoken_name(each).strip()
    ]


def small_targets(widget: "QWidget") -> list[str]:
    """Give the buttons, fields and lists that a finger will miss."""
    from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit

    widget.ensurePolished()
    kinds = (QAbstractButton, QLineEdit, QComboBox, QAbstractSpinBox)
    found = []
    for kind in kinds:
        for each in widget.findChildren(kind):
            if _is_inner(each) or not each.isVisibleTo(widget):
                continue
            each.ensurePolished()
            size = each.size() if widget.isVisible() else each.sizeHint()
            if size.height() < TARGET_PX or size.width() < TARGET_PX:
                found.append(f"{_path(each)}: {size.width()} x {size.height()}")
    return found


def pseudo_translator() -> "QTranslator":
    """Make a language in which every translated text stands in brackets and is a third longer."""
    from PySide6.QtCore import QTranslator

    class Pseudo(QTranslator):
        def isEmpty(self) -> bool:
            return False

        def translate(
            self,
            context: str,
            sourceText: str,  # noqa: N803
            disambiguation: str | None = None,
            n: int = -1,
        ) -> str:
            text = sourceText if isinstance(sourceText, str) else bytes(sourceText).decode()
            return f"[{text}{'~' * max(2, len(text) // 3)}]"

    return Pseudo()


def untranslated(widget: "QWidget", data: Collection[str] = ()) -> list[str]:
    """Give visible words that no translator saw; `data` are the texts that are no words of ours.

    Install `pseudo_translator()` before the page is made, or retranslate it afterwards.
    """
    from PySide6.QtWidgets import QWidget

    found = []
    for each in [widget, *widget.findChildren(QWidget)]:
        if _is_inner(each):
            continue
        found += [
            f"{_path(each)}: {text!r}"
            for text in _words_of(each)
            if any(c.isalpha() for c in text) and text not in data and "[" not in text
        ]
    return found


def _words_of(widget: "QWidget") -> list[str]:
    from PySide6.QtWidgets import QAbstractButton, QComboBox, QGroupBox, QLabel, QLineEdit, QTabBar

    words = [widget.toolTip(), widget.accessibleName()]
    if widget.isWindow():
        words.append(widget.windowTitle())
    match widget:
        case QLabel() | QAbstractButton():
            words.append(widget.text())
        case QLineEdit():
            words.append(widget.placeholderText())
        case QGroupBox():
            words.append(widget.title())
        case QComboBox():
            words += [widget.itemText(at) for at in range(widget.count())]
        case QTabBar():
            words += [widget.tabText(at) for at in range(widget.count())]
        case _:
            pass
    words += [action.text() for action in widget.actions()]
    return words


def _is_inner(widget: "QWidget") -> bool:
    """Whether Qt made the widget as a part of another."""
    inner = {"QComboBoxPrivateContainer", "QComboBoxListView", "QScrollBar", "QLineEditIconButton"}
    if widget.objectName().startswith("qt_") or type(widget).__name__ in inner:
        return True
    parent = widget.parentWidget()
    return parent is not None and type(parent).__name__ in inner


def _path(widget: "QWidget") -> str:
    names = []
    each: QWidget | None = widget
    while each is not None:
        names.append(each.objectName() or type(each).__name__)
        each = each.parentWidget()
    return " / ".join(reversed(names))
