"""A prefix key is heard before the input method is: from raw events of an X server."""

import ctypes
import struct

import pytest
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.scanner.wedge import GAP_MS_MAX_PREFIXED, Wedge
from ui.keys import EarlyEar, ScanFilter
from ui.widgets.fields import NameField

F9, B, RELEASE, PRESS, SHIFT, CONTROL = 75, 56, 3, 2, 1, 4


def event(kind: int, key: int, modifiers: int = 0) -> "ctypes.Array[ctypes.c_char]":
    """Lay a key event out as xproto.h does."""
    return ctypes.create_string_buffer(
        struct.pack("=BBHIIIIhhhhHBx", kind, key, 1, 2, 3, 4, 5, 6, 7, 8, 9, modifiers, 1), 32
    )


def hear(ear: EarlyEar, raw: "ctypes.Array[ctypes.c_char]", kind: bytes = b"") -> None:
    answer = ear.nativeEventFilter(
        QByteArray(kind or b"xcb_generic_event_t"), ctypes.addressof(raw)
    )
    assert answer == (False, 0), "it stops nothing"


def test_only_presses_of_prefix_keys_are_told() -> None:
    told: list[str] = []
    ear = EarlyEar(told.append)
    hear(ear, event(PRESS, F9))
    hear(ear, event(PRESS | 0x80, B, CONTROL | SHIFT))
    for raw in (event(RELEASE, F9), event(PRESS, B), event(PRESS, 74), event(6, F9)):
        hear(ear, raw)
    hear(ear, event(PRESS, F9), b"windows_generic_MSG")
    assert told == ["F9", "Ctrl+B"]


@pytest.mark.parametrize("prefixes", [{"F9"}, set()])
def test_the_input_method_is_off_until_it_is_clear_that_no_scan_came(
    qtbot: QtBot, qapp: QApplication, prefixes: set[str]
) -> None:
    window = QWidget()
    name = NameField(window)
    qtbot.addWidget(window)
    window.show()
    window.activateWindow()
    name.setFocus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is name)
    keys = ScanFilter(Wedge(frozenset(prefixes)))
    keys.start(qapp)
    try:
        hear(keys._ear, event(PRESS, F9))
        wants = name.inputMethodQuery(Qt.InputMethodQuery.ImEnabled)
        assert wants is (not prefixes)
        qtbot.waitUntil(
            lambda: name.inputMethodQuery(Qt.InputMethodQuery.ImEnabled) is True,
            timeout=GAP_MS_MAX_PREFIXED + 2_000,
        )
    finally:
        keys.stop(qapp)
