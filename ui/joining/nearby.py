"""Centres on the shop's network, to choose from instead of typing an address."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.joining import Nearby
from desktop.trouble import Trouble
from ui.doing import WhenDone
from ui.named import named
from ui.widgets.buttons import KeyButton
from ui.widgets.plain import PlainLabel, plain_caption

SHOWN_MAX = 6


class NearbyList(QWidget):
    """Asks the network when it is told to. `chosen` carries the address of a centre.

    Whom to trust is not chosen here: who answers at the address is compared afterwards.
    """

    chosen = Signal(str)

    def __init__(
        self,
        find: Callable[[], Future[Sequence[Nearby]]],
        when_done: WhenDone,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        named(self, "join_nearby")
        self._find, self._when_done = find, when_done
        self._found: Sequence[Nearby] | None = None
        self._is_looking = False
        self._build()
        self.retranslate()

    def look(self) -> None:
        """Ask who is there, unless that is under way."""
        if self._is_looking:
            return
        self._is_looking = True
        self._found = None
        self._show()
        self._when_done(self._find(), self._answered, self._failed)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the words again."""
        self._show()

    def _answered(self, found: Sequence[Nearby]) -> None:
        self._is_looking, self._found = False, found
        self._show()

    def _failed(self, trouble: Trouble) -> None:
        del trouble  # a shop that closed meanwhile; nobody found is what is left to say
        self._answered(())

    def _show(self) -> None:
        found = self._found or ()
        self._button.setEnabled(not self._is_looking)
        self._button.setText(
            self.tr("Looking…") if self._is_looking else self.tr("Look on this network")
        )
        for which, one in enumerate(found[:SHOWN_MAX]):
            words = f"{one.name}  ·  {one.address.removeprefix('https://')}"
            self._choice(which).setText(plain_caption(words))
        for which, choice in enumerate(self._choices):
            choice.setVisible(which < len(found))
        self._said.setText(self._words(len(found)))
        self._said.setVisible(bool(self._said.text()))

    def _words(self, count: int) -> str:
        if self._found is None:
            return ""
        if not count:
            return self.tr("No centre answered on this network. Type the address it printed.")
        if count > SHOWN_MAX:
            return self.tr("There are more. Type the address that your centre printed.")
        return self.tr("Choose the computer your centre runs on.")

    def _choice(self, which: int) -> KeyButton:
        if which == len(self._choices):
            made = named(KeyButton(), f"join_found_{which + 1}")
            made.clicked.connect(lambda: self._choose(which))
            self._choices.append(made)
            self._column.addWidget(made, 0, Qt.AlignmentFlag.AlignLeft)
        return self._choices[which]

    def _choose(self, which: int) -> None:
        if self._found is not None:
            self.chosen.emit(self._found[which].address)

    def _build(self) -> None:
        self._button = named(KeyButton(), "join_find")
        self._button.clicked.connect(self.look)
        self._said = named(PlainLabel(type="caption", tone="quiet", wrap=True), "join_found")
        self._choices = list[KeyButton]()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self._button, 0, Qt.AlignmentFlag.AlignLeft)
        self._column.addWidget(self._said)
