"""An on-screen number pad for touch tills. It types into a field and never takes the focus."""

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QGridLayout, QPushButton, QSizePolicy, QWidget
from shiboken6 import isValid

from ui.theme.icons import icon
from ui.theme.roles import dress
from ui.theme.sheet import KEY_PX

GAP_PX = 8


class PadKind(StrEnum):
    """What the pad is for decides which keys it has."""

    AMOUNT = "amount"
    WHOLE_AMOUNT = "whole-amount"  # a currency without minor digits
    PHONE = "phone"
    PIN = "pin"


_BOTTOM_LEFT = {
    PadKind.AMOUNT: ".",
    PadKind.WHOLE_AMOUNT: "00",
    PadKind.PHONE: "+",
    PadKind.PIN: "",
}
_BOTTOM_RIGHT = {
    PadKind.AMOUNT: "00",
    PadKind.WHOLE_AMOUNT: "000",
    PadKind.PHONE: "",
    PadKind.PIN: "",
}


class Keypad(QWidget):
    """Sends real key events to `target`, so the field cleans them like any others."""

    def __init__(
        self, kind: PadKind, target: QWidget | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._target = target
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(GAP_PX)
        for at, digit in enumerate("789456123"):
            self._add(digit, at // 3, at % 3)
        self._add(_BOTTOM_LEFT[kind], 3, 0)
        self._add("0", 3, 1)
        self._add(_BOTTOM_RIGHT[kind], 3, 2)
        self._erase = self._add_command("erase", Qt.Key.Key_Backspace, 0)
        self._clear = self._add_command("clear", Qt.Key.Key_Clear, 1)
        self._enter = self._add_command("enter", Qt.Key.Key_Return, 2, rows=2)
        dress(self._enter, role="enter")
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._tint()
        self.retranslate()

    def set_target(self, target: QWidget) -> None:
        """Type into another field from now on."""
        self._target = target

    def retranslate(self) -> None:
        """Set the words again, in the language of now."""
        self._erase.setAccessibleName(QCoreApplication.translate("Keypad", "Delete one digit"))
        self._clear.setText(QCoreApplication.translate("Keypad", "Clear"))
        self._enter.setText(QCoreApplication.translate("Keypad", "Enter"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language and the look."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.StyleChange:
            self._tint()

    def _add(self, text: str, row: int, column: int) -> None:
        if not text:
            return
        key = self._key(text, f"key_{text}", row, column)
        key.setText(text)
        key.clicked.connect(lambda: self._type(text))

    def _add_command(self, name: str, code: Qt.Key, row: int, rows: int = 1) -> QPushButton:
        key = self._key(name, f"key_{name}", row, 3, rows)
        if code == Qt.Key.Key_Clear:
            dress(key, type="body")
            key.clicked.connect(self._empty)
        else:
            key.clicked.connect(lambda: self._press(code))
        key.setAutoRepeat(code == Qt.Key.Key_Backspace)
        return key

    def _key(self, text: str, name: str, row: int, column: int, rows: int = 1) -> QPushButton:
        key = QPushButton(self)
        key.setObjectName(name)
        key.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        key.setAutoDefault(False)
        key.setMinimumSize(KEY_PX, KEY_PX)
        key.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        dress(key, role="key")
        self._grid.addWidget(key, row, column, rows, 1)
        return key

    def _type(self, text: str) -> None:
        for character in text:
            self._press(Qt.Key(ord(character)), character)

    def _empty(self) -> None:
        self._press(Qt.Key.Key_End)
        self._press(Qt.Key.Key_Home, modifiers=Qt.KeyboardModifier.ShiftModifier)
        self._press(Qt.Key.Key_Backspace)

    def _press(
        self,
        code: Qt.Key,
        text: str = "",
        modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier,
    ) -> None:
        """Press and release a key on the target; events of our own pass the scan filter by."""
        if code == Qt.Key.Key_Return:
            text = "\r"
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            if self._target is not None and isValid(self._target):
                QApplication.sendEvent(self._target, QKeyEvent(kind, code, modifiers, text))

    def _tint(self) -> None:
        self._erase.setIcon(icon("backspace"))
        self._erase.setIconSize(QSize(24, 24))
