"""Buttons with their key printed on them, so that hands learn the keys by looking."""

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QColor, QKeySequence, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QPushButton, QStyle, QStyleOptionButton, QWidget

from ui.theme import current_look
from ui.theme.icons import icon
from ui.theme.roles import dress
from ui.widgets.key_cap import KeyCap, measure_cap

_GAP_PX = 12
_ICON_GAP_PX = 10
_MEASURES = frozenset({QEvent.Type.StyleChange, QEvent.Type.FontChange})
_TINTS = frozenset({QEvent.Type.StyleChange, QEvent.Type.EnabledChange})


class KeyButton(QPushButton):
    """A push button that shows, quietly, the key that presses it.

    `role` is primary (64 px, the one thing to do next), ordinary (48 px), quiet, danger, choice,
    tab or tile.
    """

    def __init__(
        self,
        text: str = "",
        *,
        hint: str = "",
        role: str = "ordinary",
        icon_name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(text, parent)
        self._hint = hint
        self._cap: KeyCap | None = None  # measured when it is first asked for
        self._icon_name = icon_name
        self._action: QAction | None = None
        self.setAutoDefault(False)
        self.toggled.connect(self._tint)
        dress(self, role=role)
        self._tint()

    def hint(self) -> str:
        """Give the key printed on the button."""
        return self._hint

    def set_hint(self, hint: str) -> None:
        """Print another key, or none."""
        if hint == self._hint:
            return
        self._hint, self._cap = hint, None
        self.updateGeometry()
        self.update()

    def follow(self, action: QAction) -> None:
        """Be the face of an action: its words, its key, whether it is possible, what it does."""
        self._action = action
        action.changed.connect(self._copy_action)
        self.clicked.connect(action.trigger)
        self._copy_action()

    def sizeHint(self) -> QSize:
        """Leave room for the key."""
        hint = super().sizeHint()
        extra = self._key_cap().width + _GAP_PX if self._hint else 0
        return hint + QSize(extra + (_ICON_GAP_PX if self._icon_name else 0), 0)

    def minimumSizeHint(self) -> QSize:
        """Never cut the words."""
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the button as the style does, its words, and its key at the right."""
        option = QStyleOptionButton()
        self.initStyleOption(option)
        painter = QPainter(self)
        style = self.style()
        style.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option, painter, self)
        room = style.subElementRect(QStyle.SubElement.SE_PushButtonContents, option, self)
        if self._hint:
            is_lit = self.property("role") == "primary" and self.isEnabled()
            colour = current_look().tokens.on_accent if is_lit else current_look().tokens.quiet
            self._key_cap().draw(painter, self, right=room.right(), colour=colour)
            room.setRight(room.right() - self._key_cap().width - _GAP_PX)
        self._draw_label(painter, room)
        if self.hasFocus() and self.property("role") == "primary":
            self._draw_focus(painter)
        painter.end()

    def changeEvent(self, event: QEvent) -> None:
        """Tint the icon again when the look changes."""
        kind = event.type()
        if kind in _MEASURES:
            self._cap = None
        super().changeEvent(event)
        if kind in _TINTS:
            self._tint()

    def _copy_action(self) -> None:
        assert self._action is not None
        self.setText(self._action.text())
        self.setEnabled(self._action.isEnabled())
        self.set_hint(self._action.shortcut().toString(QKeySequence.SequenceFormat.NativeText))

    def _key_cap(self) -> KeyCap:
        if self._cap is None:
            self._cap = measure_cap(self, self._hint)
        return self._cap

    def _tone(self) -> str:
        role = self.property("role")
        if not self.isEnabled():
            return "quiet"
        match role:
            case "primary":
                return "on_accent"
            case "danger":
                return "bad"
            case "tab":
                return "text" if self.isChecked() else "quiet"
            case _:
                return "text"

    def _tint(self) -> None:
        if self._icon_name:
            self.setIcon(icon(self._icon_name, self._tone()))
            self.setIconSize(QSize(24, 24))

    def _draw_label(self, painter: QPainter, room: QRect) -> None:
        """Draw icon and words together in the middle of what the key leaves over."""
        words = self.fontMetrics().size(Qt.TextFlag.TextShowMnemonic.value, self.text()).width()
        icon_px = self.iconSize().width() if self._icon_name else 0
        gap = _ICON_GAP_PX if icon_px and words else 0
        left = room.left() + max(0, (room.width() - icon_px - gap - words) // 2)
        if icon_px:
            top = room.top() + (room.height() - icon_px) // 2
            self.icon().paint(painter, QRect(left, top, icon_px, icon_px))
        painter.setPen(QColor(getattr(current_look().tokens, self._tone())))
        rest = QRect(left + icon_px + gap, room.top(), words + 2, room.height())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rest, flags.value | Qt.TextFlag.TextShowMnemonic.value, self.text())

    def _draw_focus(self, painter: QPainter) -> None:
        """On the accent colour the ring goes inside, in the colour of its words."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(current_look().tokens.on_accent), 2))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(4, 4, -4, -4), 5, 5)


def primary(text: str = "", *, hint: str = "", icon_name: str = "") -> KeyButton:
    """Make the one button of a page that says what happens next."""
    return KeyButton(text, hint=hint, role="primary", icon_name=icon_name)


def ordinary(text: str = "", *, hint: str = "", icon_name: str = "") -> KeyButton:
    """Make a button for what can also be done."""
    return KeyButton(text, hint=hint, role="ordinary", icon_name=icon_name)
