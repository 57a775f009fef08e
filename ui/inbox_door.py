"""The tab that leads to the inbox, with how much waits there, and the ways on from it.

It is there for whoever may decide, at a till that has joined a centre; a lone till has no use for
it.
"""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Slot
from PySide6.QtWidgets import QWidget

from desktop.changes import Changed
from desktop.store.centre import has_joined
from desktop.store.database import Store
from desktop.trouble import Trouble
from ui import text
from ui.context import Context
from ui.named import named
from ui.pages import Pages
from ui.theme import current_look
from ui.theme.tokens import scale_for
from ui.widgets.buttons import KeyButton

LARGE = scale_for(large=True)
_TARGET_PX = 48


class InboxTab(KeyButton):
    """Says where it leads and how much waits there; in large letters the drawing is the word."""

    def __init__(self) -> None:
        super().__init__(role="tab", icon_name="inbox")
        self._count = 0
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumWidth(_TARGET_PX)
        self.say(0)

    def say(self, count: int) -> None:
        """Say how much waits, in the language and the letters of now."""
        self._count = count
        word = QCoreApplication.translate("Shell", "Inbox")
        number = text.number(count) if count else ""
        whole = f"{word} {number}".strip()
        self.setText(number if current_look().scale == LARGE else whole)
        self.setAccessibleName(whole)
        self.setToolTip(whole)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the size of letters."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.say(self._count)


class InboxDoor(QObject):
    """`tab` belongs into the bar; `show` brings a page to the front."""

    def __init__(
        self, context: Context, pages: Pages, show: Callable[[QWidget], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._context, self._pages, self._show = context, pages, show
        self._count = 0
        self.tab = named(InboxTab(), "tab-inbox")
        self.tab.hide()
        self.tab.clicked.connect(self.go_inbox)

    def connect_page(self, page: Any, leave: Callable[[], None]) -> None:
        """Join the ways of one of the two pages that was just made."""
        page.left.connect(leave if page.objectName() == "inbox" else self.go_inbox)
        if page.objectName() == "inbox":
            page.tills_wanted.connect(self.go_tills)

    @Slot()
    def go_inbox(self) -> None:
        """Show what wants a person."""
        self._show(self._pages.inbox)
        self._pages.inbox.open()

    @Slot()
    def go_tills(self) -> None:
        """Show all tills."""
        self._show(self._pages.tills)
        self._pages.tills.open()

    def leads_to(self, page: QWidget) -> bool:
        """Tell whether a page is one of those behind this door."""
        return page in (self._pages.made("inbox"), self._pages.made("tills"))

    def changed(self, note: Changed) -> None:
        """Count again what may be different now."""
        if note.inbox or note.everything:
            self.refresh()
        if self._pages.made("inbox") is not None:
            self._pages.inbox.changed(note)

    def refresh(self) -> None:
        """Count what waits; show the tab to whoever may decide."""
        self._context.when_done(self._context.till.read(_state), self._found, _pass_over)

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        self.tab.say(self._count)

    def _found(self, state: tuple[bool, int]) -> None:
        is_joined, self._count = state
        person = self._context.till.person
        self.tab.setVisible(is_joined and person is not None and person.may("settle"))
        self.retranslate()


def _state(store: Store) -> tuple[bool, int]:
    if not has_joined(store):
        return (False, 0)
    from desktop.inbox import count_open  # only a joined till waits for it to load

    return (True, count_open(store))


def _pass_over(trouble: Trouble) -> None:
    """Whatever ails the file is said by what a person asks of it, not by a count."""
    del trouble
