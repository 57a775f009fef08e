"""The pages of the signed-in till, each made when it is first wanted; the counter at once."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtWidgets import QStackedWidget, QWidget

from ui.context import Context
from ui.counter.page import CounterPage
from ui.named import named

if TYPE_CHECKING:  # loaded when they are wanted: the counter is ready without them
    from ui.enrol.page import EnrolPage
    from ui.inbox.page import InboxPage
    from ui.members.page import MembersPage
    from ui.preferences.page import PreferencesPage
    from ui.refund.page import RefundPage
    from ui.tills.page import TillsPage

P = TypeVar("P", bound=QWidget)


class Pages(QStackedWidget):
    """Shows one page at a time. `connect` is told the name of each new page, and joins its ways."""

    def __init__(self, context: Context, connect: Callable[[str, Any], None]) -> None:
        super().__init__()
        named(self, "pages")
        self._context, self._connect = context, connect
        self.counter = self._add("counter", CounterPage(context))

    @cached_property
    def enrol(self) -> "EnrolPage":
        """Give the page for a new member."""
        from ui.enrol.page import EnrolPage

        return self._add("enrol", EnrolPage(self._context))

    @cached_property
    def members(self) -> "MembersPage":
        """Give the page of the members."""
        from ui.members.page import MembersPage

        return self._add("members", MembersPage(self._context))

    @cached_property
    def refund(self) -> "RefundPage":
        """Give the page that takes a sale back."""
        from ui.refund.page import RefundPage

        return self._add("refund", RefundPage(self._context))

    @cached_property
    def preferences(self) -> "PreferencesPage":
        """Give the page of the settings."""
        from ui.preferences.page import PreferencesPage

        return self._add("preferences", PreferencesPage(self._context))

    @cached_property
    def inbox(self) -> "InboxPage":
        """Give the page of what wants a person."""
        from ui.inbox.page import InboxPage

        return self._add("inbox", InboxPage(self._context))

    @cached_property
    def tills(self) -> "TillsPage":
        """Give the page of all tills."""
        from ui.tills.page import TillsPage

        return self._add("tills", TillsPage(self._context))

    def made(self, name: str) -> Any:
        """Give the page of this name, or None where nobody wanted it yet."""
        return vars(self).get(name)

    def _add(self, name: str, page: P) -> P:
        self._connect(name, page)
        self.addWidget(page)
        return page
