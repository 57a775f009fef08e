"""Names as large tiles, then a PIN pad: one widget for signing in and for approving."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.answers import StaffRow
from desktop.staff import Person
from desktop.trouble import Trouble
from regulars.ids import Id
from regulars.refusals import Refusal
from sync.status import SyncState
from ui import text
from ui.context import Context
from ui.lock.presenter import LockPresenter
from ui.named import named
from ui.strip.words import said
from ui.widgets.avatar import Avatar
from ui.widgets.buttons import KeyButton
from ui.widgets.fields import PinField
from ui.widgets.keypad import Keypad, PadKind
from ui.widgets.plain import ElidedLabel, PlainLabel, plain_tip
from ui.widgets.result_line import ResultLine, Tone

_COLUMNS = 3
_SECOND_MS = 1000


class PersonTile(KeyButton):
    """A person to choose: an initial and a name."""

    def __init__(self, person: StaffRow, parent: QWidget | None = None) -> None:
        super().__init__(role="tile", parent=parent)
        self.setAccessibleName(person.name)
        self.setToolTip(plain_tip(person.name))
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 8)
        row.setSpacing(16)
        row.addWidget(Avatar(person.name))
        name = ElidedLabel(person.name, type="emphasis")
        row.addWidget(name, 1)
        for child in (self.findChild(Avatar), name):
            assert child is not None
            child.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)

    def sizeHint(self) -> QSize:
        """Large enough for a thumb, whatever the name."""
        return QSize(272, max(super().sizeHint().height(), 96))


class WhoPanel(QWidget):
    """Finds out who somebody is. `known` carries a Person; `left` when nobody was chosen."""

    known = Signal(object)
    left = Signal()
    turned = Signal()  # between names and PIN: the heading above changes with it

    def __init__(
        self,
        context: Context,
        *,
        ask: Callable[[Id, str], Future[Person | Refusal]],
        may: Callable[[StaffRow], bool],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._context = context
        self.person: StaffRow | None = None
        self._presenter = LockPresenter(context.till, self, context.when_done, ask=ask, may=may)
        self._second = QTimer(self)
        self._second.setInterval(_SECOND_MS)
        self._second.timeout.connect(self._presenter.tick)
        self._is_empty = self._is_pausing = False
        self._state = None if context.link is None else context.link.state()
        self._build()
        self.retranslate()

    def start(self) -> None:
        """Begin again with the names."""
        self._presenter.start()

    def look_again(self) -> None:
        """Look again who works here; a PIN that is being typed stays."""
        self._presenter.look_again()

    def step_back(self) -> None:
        """Go back to the names; from there, leave."""
        self._presenter.back()

    def heard(self, state: SyncState) -> None:
        """Hear how till and centre stand; said where nobody can sign in yet."""
        self._state = state
        self._write_nobody()
        if self._is_empty:
            self._presenter.look_again()

    # The view --------------------------------------------------------------------------------

    def show_people(self, people: Sequence[StaffRow]) -> None:
        """Show who can be chosen."""
        self._rest()
        self.person = None
        self._is_empty = not people
        self._nobody.setVisible(self._is_empty)
        for old in self._names.findChildren(PersonTile):
            old.setParent(None)
            old.deleteLater()
        tiles = []
        for at, person in enumerate(people):
            tile = named(PersonTile(person), f"person_{at}")
            tile.clicked.connect(lambda _=False, id=person.id: self._presenter.choose(id))  # noqa: A006
            self._grid.addWidget(tile, at // _COLUMNS, at % _COLUMNS)
            tiles.append(tile)
        self._stack.setCurrentWidget(self._names)
        self.turned.emit()
        if tiles:
            self.setFocusProxy(tiles[0])
            tiles[0].setFocus()

    def ask_pin(self, person: StaffRow, *, can_change: bool) -> None:
        """Ask a person's PIN."""
        self._rest()
        self.person, self._is_empty = person, False
        self._avatar.set_name(person.name)
        self._name.setText(person.name)
        self._other.setVisible(can_change)
        self._stack.setCurrentWidget(self._pad_page)
        self.turned.emit()
        self.setFocusProxy(self._pin)
        self._pin.setFocus()

    def show_change(self, *, can_change: bool) -> None:
        """Show whether somebody else could be chosen."""
        self._other.setVisible(can_change)

    def show_checking(self) -> None:
        """Take no digits while the PIN is looked at."""
        self._pin.clear()
        self._open(is_open=False)

    def show_refusal(self, why: Refusal) -> None:
        """Say that the PIN was not right."""
        self._open(is_open=True)
        words = text.refusal(why, self._context.till.shop.currency)
        self._result.say(Tone.BAD, words)
        self._context.announce(words, good=False)

    def show_wait(self, seconds: int) -> None:
        """Count a pause down, in words alone: nothing blinks."""
        is_first = not self._is_pausing
        self._is_pausing = seconds > 0
        if not self._is_pausing:
            self._rest()
            self._pin.setFocus()
            return
        self._pin.clear()
        self._open(is_open=False)
        minutes, rest = divmod(seconds, 60)
        #: {time} is minutes and seconds, as in "0:30"
        words = self.tr("Too many wrong PINs. Try again in {time}.").format(
            time=f"{minutes}:{rest:02}"
        )
        self._result.say(Tone.WARN, words)
        if is_first:
            self._context.announce(words, good=False)
            self._second.start()

    def show_trouble(self, trouble: Trouble) -> None:
        """Say what got in the way."""
        self._open(is_open=True)
        self._result.say(Tone.BAD, text.trouble(trouble))

    def let_in(self, person: Person) -> None:
        """Hand on who it is, and leave nothing on the screen."""
        self._rest()
        self.known.emit(person)

    def leave(self) -> None:
        """Nobody was chosen."""
        self._rest()
        self.left.emit()

    # Keys and words --------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter asks about the PIN or presses the button in focus; Esc steps back."""
        if event.key() == Qt.Key.Key_Escape:
            self._presenter.back()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            focus = QApplication.focusWidget()
            if isinstance(focus, QPushButton) and self.isAncestorOf(focus):
                focus.click()
            else:
                self._presenter.enter(self._pin.text().strip())
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the words again."""
        self._write_nobody()
        self._pin.setAccessibleName(self.tr("PIN"))
        self._pin.setPlaceholderText(self.tr("PIN"))
        self._other.setText(self.tr("Somebody else"))

    def _write_nobody(self) -> None:
        """Say why nobody can be chosen: the centre may not have told a new till who works here."""
        if self._context.link is None:
            words = self.tr(
                "Nobody here has a PIN for this. An owner sets PINs in Preferences, Staff."
            )
        else:
            words = self.tr(
                "Nobody with a PIN is known here yet. The centre tells this till who works here;"
                " as soon as it has, the names appear."
            )
        if self._state is not None and self._context.link is not None:
            words = f"{words}\n{said(self._state).text}"
        self._nobody.setText(words)

    # Building --------------------------------------------------------------------------------

    def _rest(self) -> None:
        self._second.stop()
        self._is_pausing = False
        self._pin.clear()
        self._result.clear()
        self._open(is_open=True)

    def _open(self, *, is_open: bool) -> None:
        """Let digits in or keep them out; the focus stays, so the keyboard goes on working."""
        self._pin.setReadOnly(not is_open)
        self._pad.setEnabled(is_open)

    def _build(self) -> None:
        self._stack = QStackedWidget()
        self._stack.addWidget(self._build_names())
        self._stack.addWidget(self._build_pad())
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._stack)

    def _build_names(self) -> QWidget:
        self._names = QWidget()
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(16)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(holder)
        self._nobody = named(PlainLabel(type="emphasis", wrap=True), "nobody")
        self._nobody.setVisible(False)
        self._grid.setAlignment(Qt.AlignmentFlag.AlignTop)
        inside = QVBoxLayout(self._names)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._nobody)
        inside.addWidget(scroll, 1)
        return self._names

    def _build_pad(self) -> QWidget:
        self._pad_page = QWidget()
        self._avatar = Avatar()
        self._name = named(ElidedLabel(type="title"), "person")
        self._pin = named(PinField(), "pin")
        self._pad = named(Keypad(PadKind.PIN, self._pin), "pad")
        self._result = named(ResultLine(), "result")
        self._other = named(KeyButton(role="quiet", hint="Esc"), "other")
        self._other.clicked.connect(self._presenter.back)
        who = QHBoxLayout()
        who.setSpacing(16)
        who.addWidget(self._avatar)
        who.addWidget(self._name, 1)
        left = QVBoxLayout()
        left.setSpacing(16)
        left.addLayout(who)
        left.addWidget(self._pin)
        left.addWidget(self._result)
        left.addWidget(self._other, 0, Qt.AlignmentFlag.AlignLeft)
        left.addStretch()
        row = QHBoxLayout(self._pad_page)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(32)
        row.addLayout(left, 1)
        row.addWidget(self._pad, 0, Qt.AlignmentFlag.AlignTop)
        return self._pad_page
