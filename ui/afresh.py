"""Open a shop anew once it has joined, or take it off this computer. Works for `ui.app`."""

from collections.abc import Callable
from concurrent.futures import Future
from typing import Protocol, TypeVar

from PySide6.QtCore import QObject

from desktop.leaving import Left, StillUnsent, leave
from desktop.opening import World
from desktop.store.centre import backlog_of
from desktop.till import Till
from desktop.trouble import Trouble
from sync.ports import Backlog

T = TypeVar("T")


class Host(Protocol):
    """What this asks of the program."""

    @property
    def world(self) -> World:
        """Clock, chance, hashing."""

    def in_background(self, job: Callable[[], T]) -> Future[T]:
        """Do something off the GUI thread."""

    def when_done(
        self, future: Future[T], then: Callable[[T], None], failed: Callable[[Trouble], None]
    ) -> None:
        """Wait for it."""

    def open_folder(self) -> None:
        """Open the shop that is there now."""

    def end_shop(self) -> Future[None]:
        """Close the shop that is open, with its pages; done when its folder is free."""


class Notice(Protocol):
    """Shows one line above the pages."""

    def notice(self, text: str, *, bad: bool) -> None:
        """Show it until the next."""


class Afresh:
    """One way for both; nothing is closed before it is known that it may be."""

    def __init__(
        self, host: Host, ask: Callable[[], None], failed: Callable[[Trouble], None]
    ) -> None:
        """Work for a program; `ask` leads on where there is no shop any more."""
        self._host, self._ask, self._failed = host, ask, failed

    def way(self, till: Till, shell: Notice) -> Callable[[bool], None]:
        """Give what a page's wish is connected to."""
        return lambda is_leaving: self.begin(till, shell, is_leaving=is_leaving)

    def begin(self, till: Till, shell: Notice, *, is_leaving: bool) -> None:
        """Open the shop anew; or leave, which is refused while the centre lacks something."""
        host = self._host
        if not is_leaving:
            host.when_done(host.end_shop(), lambda _: host.open_folder(), self._failed)
            return

        def looked(waiting: Backlog) -> None:
            if waiting.count:
                shell.notice(_Counted().unsent(waiting.count), bad=True)
            else:
                self._leave(till)

        host.when_done(till.read(backlog_of), looked, self._failed)

    def _leave(self, till: Till) -> None:
        host, folder = self._host, till.folder

        def left(done: Left | StillUnsent) -> None:
            if isinstance(done, Left):
                self._ask()
            else:
                host.open_folder()

        def ended(_: None) -> None:
            leaving = host.in_background(lambda: leave(folder, host.world))
            host.when_done(leaving, left, self._failed)

        host.when_done(host.end_shop(), ended, self._failed)


class _Counted(QObject):
    """Words that change with a number; lupdate sees the number only in `tr`."""

    def unsent(self, count: int) -> str:
        return self.tr(
            "%n change(s) have not reached the centre, so the shop stays here. Connect first, or"
            " save an export and use `regulars-admin leave`.",
            "",
            count,
        )
