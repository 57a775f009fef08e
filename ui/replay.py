"""Keys that were kept back and are given back; fields that are put back as they were.

The helpers of `ui.keys`: how Qt delivers a key is imitated here, what is a scan is not known here.
"""

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QTextEdit,
    QWidget,
)
from shiboken6 import isValid

_MODIFIERS = {
    Qt.Key.Key_Shift: "Shift",
    Qt.Key.Key_Control: "Ctrl",
    Qt.Key.Key_Alt: "Alt",
    Qt.Key.Key_AltGr: "AltGr",
    Qt.Key.Key_Meta: "Meta",
    Qt.Key.Key_CapsLock: "CapsLock",
    Qt.Key.Key_NumLock: "NumLock",
    Qt.Key.Key_ScrollLock: "ScrollLock",
}
_CONTROL = Qt.KeyboardModifier.ControlModifier
_ALT = Qt.KeyboardModifier.AltModifier
_COMMANDING = _CONTROL | _ALT | Qt.KeyboardModifier.MetaModifier
_FUNCTION_KEYS = range(Qt.Key.Key_F1.value, Qt.Key.Key_F35.value + 1)


@dataclass(frozen=True, slots=True)
class Key:
    """One press, kept apart from Qt's event, which does not outlive its delivery."""

    code: int
    modifiers: Qt.KeyboardModifier
    text: str

    @classmethod
    def of(cls, event: QKeyEvent) -> "Key":
        """Take what is needed to press it again."""
        return cls(event.key(), event.modifiers(), event.text())

    @property
    def name(self) -> str:
        """Its name for the wedge: empty when it only types a character."""
        if self.is_modifier:
            return _MODIFIERS[Qt.Key(self.code)]
        if self.text.isprintable() and self.text and not self._is_commanding:
            return ""
        return self.sequence.toString(QKeySequence.SequenceFormat.PortableText) or "Unknown"

    @property
    def sequence(self) -> QKeySequence:
        """The key as shortcuts know it; the number pad is no different."""
        without_pad = self.modifiers & ~Qt.KeyboardModifier.KeypadModifier
        return QKeySequence(without_pad.value | self.code)

    @property
    def is_command(self) -> bool:
        """Whether it asks the program to do something, rather than typing or moving."""
        if self.is_modifier:
            return False
        return self.code in _FUNCTION_KEYS or self._is_commanding

    @property
    def is_modifier(self) -> bool:
        """Whether it is Shift or one of its kin, which do nothing alone."""
        return self.code in _MODIFIER_CODES

    @property
    def _is_commanding(self) -> bool:
        """Ctrl, Alt or Meta is down; both Ctrl and Alt at once is AltGr, which types."""
        down = self.modifiers & _COMMANDING
        is_alt_gr = down == _CONTROL | _ALT and self.text.isprintable() and bool(self.text)
        return bool(down) and not is_alt_gr

    def event(self, kind: QEvent.Type) -> QKeyEvent:
        """Make it a Qt event again."""
        return QKeyEvent(kind, self.code, self.modifiers, self.text)


_MODIFIER_CODES = frozenset(key.value for key in _MODIFIERS)


def give(key: Key) -> None:
    """Press and release a key as the window system would have: overrides, shortcuts, the widget.

    Qt offers shortcuts only to keys of the window system, so those are looked up here.
    """
    target = receiver()
    if target is None:
        return
    override = key.event(QEvent.Type.ShortcutOverride)
    override.ignore()
    QApplication.sendEvent(target, override)
    if not override.isAccepted() and _press_shortcut(key.sequence, target):
        return
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        if isValid(target):
            QApplication.sendEvent(target, key.event(kind))


def receiver() -> QWidget | None:
    """Give the widget the next key goes to."""
    popup = QApplication.activePopupWidget()
    if popup is not None:
        return popup.focusWidget() or popup
    return QApplication.focusWidget() or QApplication.activeWindow()


def _press_shortcut(sequence: QKeySequence, target: QWidget) -> bool:
    """Do what the shortcut stands for, if one is at home where the focus is."""
    window = target.window()
    for action in window.findChildren(QAction):
        if sequence in action.shortcuts() and action.isEnabled() and _reaches(action, target):
            action.trigger()
            return True
    for shortcut in window.findChildren(QShortcut):
        if shortcut.keys().count(sequence) and shortcut.isEnabled() and _covers(shortcut, target):
            shortcut.activated.emit()
            return True
    for button in window.findChildren(QAbstractButton):
        if button.shortcut() == sequence and button.isEnabled() and button.isVisible():
            button.click()
            return True
    return False


def _reaches(action: QAction, target: QWidget) -> bool:
    homes = [home for home in action.associatedObjects() if isinstance(home, QWidget)]
    context = action.shortcutContext()
    return any(_is_at_home(home, target, context) for home in homes)


def _covers(shortcut: QShortcut, target: QWidget) -> bool:
    home: QObject | None = shortcut.parent()
    return isinstance(home, QWidget) and _is_at_home(home, target, shortcut.context())


def _is_at_home(home: QWidget, target: QWidget, context: Qt.ShortcutContext) -> bool:
    if not home.isVisible():
        return False
    match context:
        case Qt.ShortcutContext.WidgetShortcut:
            return home is target
        case Qt.ShortcutContext.WidgetWithChildrenShortcut:
            return home is target or home.isAncestorOf(target)
        case _:
            return True


@dataclass(frozen=True, slots=True)
class FieldState:
    """A text field as it was: its text, its cursor, its selection."""

    field: QLineEdit | QPlainTextEdit | QTextEdit
    text: str
    cursor: int
    anchor: int

    def restore(self) -> None:
        """Put the field back, if it still exists and anything changed."""
        if not isValid(self.field):
            return
        if isinstance(self.field, QLineEdit):
            if self.field.text() != self.text:
                self.field.setText(self.text)
            if self.anchor != self.cursor:
                self.field.setSelection(self.anchor, self.cursor - self.anchor)
            else:
                self.field.setCursorPosition(self.cursor)
            return
        if self.field.toPlainText() != self.text:
            self.field.setPlainText(self.text)
        cursor = self.field.textCursor()
        cursor.setPosition(self.anchor)
        cursor.setPosition(self.cursor, cursor.MoveMode.KeepAnchor)
        self.field.setTextCursor(cursor)


def field_state(widget: QWidget | None) -> FieldState | None:
    """Remember the text field in `widget`: itself, or the one inside a spin box or combo box."""
    if widget is None:
        return None
    if isinstance(widget, QPlainTextEdit | QTextEdit):
        cursor = widget.textCursor()
        return FieldState(widget, widget.toPlainText(), cursor.position(), cursor.anchor())
    edit = widget if isinstance(widget, QLineEdit) else widget.findChild(QLineEdit)
    if edit is None:
        return None
    cursor_at = edit.cursorPosition()
    anchor = cursor_at
    if edit.hasSelectedText():
        start, end = edit.selectionStart(), edit.selectionEnd()
        anchor = end if cursor_at == start else start
    return FieldState(edit, edit.text(), cursor_at, anchor)
