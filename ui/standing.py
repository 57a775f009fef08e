"""What comes from the centre while a till is open, and to whom on the screen it goes."""

from typing import Protocol

from PySide6.QtCore import QObject

from desktop.changes import Changed
from sync.status import Says, SyncState
from ui.announce import Announcer
from ui.lock.page import LockPage
from ui.running import Running
from ui.window import Window

_WELL = frozenset({Says.AGREED, Says.BEGINNING, Says.CATCHING_UP})


class Host(Protocol):
    """What this asks of the program."""

    window: Window


class Standing(QObject):
    """Passes on how till and centre stand, and what the centre told of the shop.

    A change for the worse, or for the better again, is said aloud once; nothing else is.
    """

    def __init__(self, host: Host, announcer: Announcer, parent: QObject) -> None:
        super().__init__(parent)
        self._host, self._announcer = host, announcer
        self._was_well = True

    def stands(self, running: Running | None, state: SyncState) -> None:
        """Show how till and centre stand; at the lock, who works here may be known only now."""
        page = self._host.window.stack.currentWidget()
        if isinstance(page, LockPage):
            page.heard(state)
        if running is None or running.shell is None:
            return
        strip = running.shell.strip
        strip.show_state(state)
        is_well = state.says in _WELL
        if is_well != self._was_well and state.says is not Says.BEGINNING:
            self._was_well = is_well
            self._announcer.say(strip, strip.text(), urgent=False)

    def told(self, note: Changed) -> None:
        """Look again at what the centre told of the shop: who works here, what it is called."""
        page = self._host.window.stack.currentWidget()
        if isinstance(page, LockPage) and note.shop:
            page.look_again()
