"""Where every key of the program arrives first, so that a scan works from any page and dialog.

The filter feeds keys to `desktop.scanner.wedge`, which tells a scanner from a person, and does
what the wedge says. A person loses no key; a scan reaches no widget and presses no command.
"""

import ctypes
import struct
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar, assert_never

from PySide6.QtCore import (
    QAbstractNativeEventFilter,
    QByteArray,
    QEvent,
    QObject,
    Qt,
    QTimer,
    Signal,
    Slot,
)
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from desktop.scanner.wedge import (
    GAP_MS_MAX,
    GAP_MS_MAX_PREFIXED,
    Drop,
    Hold,
    Pass,
    Release,
    Scan,
    Verdict,
    Wedge,
)
from ui.replay import FieldState, Key, field_state, give, receiver
from ui.widgets.fields import SCANNING

COMMAND_MS = 40
"""A command waits so long for company: keys this close behind it come from a scanner."""
REPEAT_MS_MIN = 100
"""No keyboard begins to repeat a key sooner; a scanner may type a letter twice within a moment."""
_LATE_MS = 30
_OTHER_CLOCK_MS = 10_000  # stamps this far off are of another clock, or it was set anew
_REMEMBERED_MAX = 5_000

_ENTER = frozenset({int(Qt.Key.Key_Return), int(Qt.Key.Key_Enter)})
_PRESSES = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)


def monotonic_ms() -> int:
    """Give the time on a clock that never jumps."""
    return time.monotonic_ns() // 1_000_000


@dataclass(slots=True)
class PressTimes:
    """Says when a key was pressed, on our own clock.

    The window system stamps keys on a clock of its own. A busy program must not look like a slow
    hand, so its stamps are used; the smallest delay seen so far ties the two clocks together.
    """

    now_ms: Callable[[], int] = monotonic_ms
    _delay_ms: int | None = None

    def at(self, stamp_ms: int) -> int:
        """Translate a stamp; 0 means there is none."""
        now = self.now_ms()
        if stamp_ms == 0:
            return now
        delay = now - stamp_ms
        if (
            self._delay_ms is None
            or delay < self._delay_ms
            or delay - self._delay_ms > _OTHER_CLOCK_MS
        ):
            self._delay_ms = delay
        return stamp_ms + self._delay_ms


class EarlyEar(QAbstractNativeEventFilter):
    """Tells of a prefix key before anything else on X11 hears of it.

    An input method answers late: by then it has eaten the keys behind the prefix. Keys are known
    here by their place on the keyboard. Elsewhere than on X11 nothing is heard.
    """

    _KEY_PRESS, _CONTROL = 2, 4
    _EVENT = struct.Struct("=BB26xH2x")  # xcb_key_press_event_t: type, key, ..., modifiers
    _PLACES: ClassVar = {(75, False): "F9", (56, True): "Ctrl+B"}

    def __init__(self, heard: Callable[[str], None]) -> None:
        super().__init__()
        self._heard = heard

    def nativeEventFilter(
        self, event_type: QByteArray | bytes | bytearray | memoryview, message: int, /
    ) -> object:
        """Listen, and stop nothing."""
        if event_type == b"xcb_generic_event_t":
            raw = ctypes.string_at(int(message), self._EVENT.size)  # really a VoidPtr
            kind, key, modifiers = self._EVENT.unpack(raw)
            name = self._PLACES.get((key, bool(modifiers & self._CONTROL)))
            if kind & 0x7F == self._KEY_PRESS and name is not None:
                self._heard(name)
        return False, 0


class ScanFilter(QObject):
    """Install with `start`; `scanned` carries the raw text of a scan, for the code reader.

    Events made by the program itself (the on-screen pad, keys given back) are not looked at.
    """

    scanned = Signal(str)

    def __init__(
        self,
        wedge: Wedge,
        *,
        now_ms: Callable[[], int] = monotonic_ms,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._wedge = wedge
        self._now_ms = now_ms
        self._times = PressTimes(now_ms)
        self._held: list[Key] = []
        self._command: Key | None = None  # passed by the wedge, waiting for company
        self._command_at_ms = 0
        self._last_ms = 0
        self._swallowed: set[int] = set()  # pressed and kept: their releases are kept too
        self._before: list[FieldState | None] = []  # one for each character that got through
        self._typed = 0  # how many did, also those too many to remember
        self._pressed = self._let_go = (0, 0)  # the last key pressed, released; with its stamp
        self._answered: tuple[Key, bool] | None = None  # said at ShortcutOverride already
        self._is_giving = False
        self._hushed: QWidget | None = None  # its input method is off for the rest of a scan
        self._was_late = False
        self._ear = EarlyEar(self._hear)
        self._idle = QTimer(self, singleShot=True)
        self._idle.setTimerType(Qt.TimerType.PreciseTimer)
        self._idle.timeout.connect(self._on_idle)
        self._alone = QTimer(self, singleShot=True)
        self._alone.setTimerType(Qt.TimerType.PreciseTimer)
        self._alone.timeout.connect(self._obey_command)

    def start(self, app: QApplication) -> None:
        """Stand in front of every window of the application."""
        app.installEventFilter(self)
        app.installNativeEventFilter(self._ear)

    def stop(self, app: QApplication) -> None:
        """Step aside; keys still held go to the widget."""
        app.removeEventFilter(self)
        app.removeNativeEventFilter(self._ear)
        self.settle()

    def settle(self) -> None:
        """Decide now about keys that wait: for shutting down, and for tests in a hurry."""
        self._obey_command()
        if self._held:
            self._idle.stop()
            silence_ms = self._wedge.patience_ms or 0
            self._do(self._wedge.idle(self._last_ms + silence_ms + 1), None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Say whether the key stops here. Windows see keys first; widgets are what we watch."""
        if not isinstance(event, QKeyEvent):  # the quick question first: every event asks it
            return False
        kind = event.type()
        if kind not in _PRESSES and kind != QEvent.Type.KeyRelease:
            return False
        if self._is_giving or not isinstance(watched, QWidget):
            return False
        if kind == QEvent.Type.KeyRelease:
            return self._release(event)
        if event.spontaneous() or (kind == QEvent.Type.ShortcutOverride and watched is receiver()):
            return self._press(event, is_override=kind == QEvent.Type.ShortcutOverride)
        return False

    def _release(self, event: QKeyEvent) -> bool:
        if event.spontaneous():
            self._let_go = (event.key(), event.timestamp())
        if not event.spontaneous() or event.key() not in self._swallowed:
            return False
        if not event.isAutoRepeat():
            self._swallowed.discard(event.key())
        return True

    def _press(self, event: QKeyEvent, *, is_override: bool) -> bool:
        """Judge a press once, though Qt shows it twice: as an override, then as a press."""
        key = Key.of(event)
        answered, self._answered = self._answered, None
        is_repeat = self._is_repeat(event, key)
        if is_repeat:
            # A held Enter is one Enter: what it would press next was never looked at.
            is_kept = key.code in self._swallowed or not event.isAutoRepeat() or key.code in _ENTER
        elif not is_override and answered is not None and answered[0] == key:
            is_kept = answered[1]
        else:
            self._pressed = (key.code, event.timestamp())
            is_kept = self._judge(key, self._times.at(event.timestamp()))
        if is_kept:
            self._swallowed.add(key.code)
            event.accept()  # an override that is accepted presses no shortcut
        if is_override and not is_repeat:
            self._answered = (key, is_kept)
        return is_kept

    def _is_repeat(self, event: QKeyEvent, key: Key) -> bool:
        """Tell whether the key is only held down. On X11, Qt errs both ways when it is busy.

        It looks for a release and a press of the same moment. A fast scanner's double letter is
        that too; and a repeat is not, where the press has not arrived yet.
        """
        code, stamp = key.code, event.timestamp()
        if event.isAutoRepeat():
            before, at = self._pressed
            return not (stamp and code == before and stamp - at < REPEAT_MS_MIN)
        return key.is_command and stamp != 0 and (code, stamp) == self._let_go

    def _judge(self, key: Key, at_ms: int) -> bool:
        """Ask the wedge and do as it says; give whether the key is kept from the widget."""
        name = key.name
        if not key.is_modifier:
            self._meet_command(at_ms)
            if at_ms - self._last_ms > GAP_MS_MAX:
                self._forget_fields()
            self._last_ms = at_ms
        verdict = self._wedge.key(key.text, at_ms, named=name)
        is_kept = self._do(verdict, key)
        self._wait()
        return is_kept

    def _do(self, verdict: Verdict, key: Key | None) -> bool:
        match verdict:
            case Pass():
                return key is not None and self._pass(key)
            case Hold():
                if key is not None:
                    self._held.append(key)
                    self._hush_input_method()
                return True
            case Drop():
                return True
            case Release(_, then):
                self._give_back()
                return then is not None and self._do(then, key)
            case Scan(text, leaked, then):
                self._take_back(leaked)
                is_kept = then is None or self._do(then, key)
                self.scanned.emit(text)
                return is_kept
        assert_never(verdict)

    def _pass(self, key: Key) -> bool:
        """Let a key through: letters at once, commands when no scanner is behind them."""
        if key.is_command:
            self._command, self._command_at_ms = key, self._last_ms
            self._alone.start(COMMAND_MS)
            return True
        self._remember(key)
        return False

    def _remember(self, key: Key) -> None:
        """Note how the field is before a letter reaches it; one note for each character."""
        if key.name:
            return
        self._typed += len(key.text)
        if len(self._before) < _REMEMBERED_MAX:
            self._before.extend([field_state(receiver())] * len(key.text))

    def _forget_fields(self) -> None:
        self._before.clear()
        self._typed = 0

    def _meet_command(self, at_ms: int) -> None:
        """A key came while a command waited: close behind it, the command was a scanner's."""
        if self._command is None:
            return
        if at_ms - self._command_at_ms < COMMAND_MS:
            self._alone.stop()
            self._command = None
        else:
            self._obey_command()

    @Slot()
    def _obey_command(self) -> None:
        self._alone.stop()
        command, self._command = self._command, None
        if command is not None:
            self._swallowed.discard(command.code)
            self._give([command])

    def _give_back(self) -> None:
        held, self._held = self._held, []
        self._unhush_input_method()
        self._swallowed -= {key.code for key in held}
        self._give(held)

    def _give(self, keys: list[Key]) -> None:
        for key in keys:
            self._remember(key)
            self._is_giving = True
            try:
                give(key)
            finally:
                self._is_giving = False

    def _take_back(self, leaked: int) -> None:
        """Forget what was held, and put back the fields that saw the first keys of the scan."""
        self._held.clear()
        self._unhush_input_method()
        earliest: dict[int, FieldState] = {}
        for state in self._before[max(0, self._typed - leaked) :] if leaked else []:
            if state is not None:
                earliest.setdefault(id(state.field), state)
        for state in earliest.values():
            state.restore()
        self._forget_fields()

    def _hear(self, prefix: str) -> None:
        """A prefix key is on its way; `_press` sees it next and hands it to the wedge."""
        if prefix in self._wedge.prefixes and self._wedge.patience_ms is None:
            self._hush()
            QTimer.singleShot(GAP_MS_MAX_PREFIXED, self, self._hear_no_more)

    @Slot()
    def _hear_no_more(self) -> None:
        """The prefix key never reached the wedge, as when it is held down and repeats."""
        if self._wedge.patience_ms is None:
            self._unhush_input_method()

    def _hush_input_method(self) -> None:
        """Keep a Chinese input method from eating the rest of a scan that has a prefix key."""
        if (self._wedge.patience_ms or 0) > GAP_MS_MAX:  # one letter held: people do that too
            self._hush()

    def _hush(self) -> None:
        widget = QApplication.focusWidget()
        if self._hushed is None and widget is not None:
            self._hushed = widget
            widget.setProperty(SCANNING, True)
            QGuiApplication.inputMethod().update(Qt.InputMethodQuery.ImEnabled)

    def _unhush_input_method(self) -> None:
        widget, self._hushed = self._hushed, None
        if widget is not None and isValid(widget):
            widget.setProperty(SCANNING, None)
            QGuiApplication.inputMethod().update(Qt.InputMethodQuery.ImEnabled)

    def _wait(self) -> None:
        patience_ms = self._wedge.patience_ms
        if patience_ms is None:
            self._idle.stop()
        else:
            self._idle.start(patience_ms)

    @Slot()
    def _on_idle(self) -> None:
        """Nothing has come for a while; unless we are late, and keys wait behind this timer."""
        patience_ms = self._wedge.patience_ms
        if patience_ms is None:
            return
        silence_ms = self._now_ms() - self._last_ms
        if silence_ms > patience_ms + _LATE_MS and not self._was_late:
            self._was_late = True
            self._idle.start(_LATE_MS)
            return
        self._was_late = False
        self._do(self._wedge.idle(self._now_ms()), None)
        self._wait()
