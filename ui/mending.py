"""When the shop does not open: the trouble page, and what its ways out do. Works for `ui.app`."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.housekeeping import head_doubt, head_doubt_told, make_sheet, sheet_shown
from desktop.opening import World
from desktop.paths import Folder
from desktop.restoring import by_sheet, recover, restore
from desktop.secrets import open_keys
from desktop.slips import Desk
from desktop.staff import Person
from desktop.store.backup import backups, is_backup
from desktop.till import Till
from desktop.trouble import Trouble
from regulars.codes import recovery_text
from regulars.refusals import Refusal
from ui.context import Context
from ui.trouble.page import Actions, TroublePage
from ui.window import Window

T = TypeVar("T")


class Host(Protocol):
    """What mending asks of the program."""

    window: Window

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
        """Open the shop again."""

    def open_other(self, folder: Folder) -> None:
        """Open another folder."""

    def end_shop(self) -> Future[None]:
        """Close the shop that is open, with its pages; done when its folder is free."""


class Notice(Protocol):
    """Shows one line above the pages."""

    def __call__(self, text: str, *, bad: bool) -> None:
        """Show it until the next."""


class Mending:
    """Shows one trouble after another until the shop opens or the person leaves."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def show(self, trouble: Trouble, folder: Folder, backup: Path | None = None) -> None:
        """Say what happened and offer the ways out.

        `backup` is what a person wanted to restore when the trouble came: the key they type from
        the recovery sheet is then for that backup.
        """
        host = self._host
        page = TroublePage(trouble, Actions(lambda: backups(folder)))

        def use_backup(chosen: Path) -> None:
            page.show_working(is_working=True)
            self._restore(chosen, folder)

        def use_sheet(recovery: bytes) -> None:
            page.show_working(is_working=True)
            self._recover(recovery, folder, backup)

        def use_folder(chosen: Path) -> None:
            if is_backup(chosen):  # a till must never write into a backup
                use_backup(chosen)
            else:
                host.open_other(Folder(chosen))

        page.retry.connect(host.open_folder)
        page.restore.connect(use_backup)
        page.recover.connect(use_sheet)
        page.folder_chosen.connect(use_folder)
        page.leave.connect(host.window.close)
        host.window.show_only(page)

    def _restore(self, backup: Path, folder: Folder, recovery: bytes | None = None) -> None:
        host = self._host
        keys = open_keys if recovery is None else by_sheet(recovery)
        job = host.in_background(lambda: restore(backup, folder, host.world, keys))
        host.when_done(
            job,
            lambda _: host.open_folder(),
            lambda trouble: self.show(trouble, folder, backup),
        )

    def _recover(self, recovery: bytes, folder: Folder, backup: Path | None) -> None:
        if backup is not None:
            self._restore(backup, folder, recovery)
            return
        host = self._host
        job = host.in_background(lambda: recover(folder, host.world, recovery))
        host.when_done(
            job, lambda _: host.open_folder(), lambda trouble: self.show(trouble, folder)
        )

    def pause(
        self, trouble: Trouble, again: Callable[[], None], folder: Folder, keep: QWidget | None
    ) -> None:
        """Say what stopped an open till; trying again checks the file and goes on.

        Restoring a backup closes the shop first and leads to its lock page.
        """
        host = self._host
        page = TroublePage(trouble, Actions(lambda: backups(folder)))

        def use_backup(backup: Path) -> None:
            page.show_working(is_working=True)
            host.when_done(
                host.end_shop(),
                lambda _: self._restore(backup, folder),
                lambda other: self.show(other, folder),
            )

        page.retry.connect(again)
        page.restore.connect(use_backup)
        page.leave.connect(host.window.close)
        host.window.show_only(page, keep=keep)

    def tell_doubt(self, till: Till, person: Person, notice: Notice) -> None:
        """Tell an owner, once, that an older file in place of the shop's would not be noticed."""
        if not person.may("recovery-sheet"):
            return

        def tell(doubt: str) -> None:
            if doubt:
                notice(_doubt_words(), bad=True)
                head_doubt_told(till)

        self._host.when_done(head_doubt(till), tell, lambda _: None)

    def new_sheet(self, context: Context, failed: Callable[[Trouble], None]) -> None:
        """Make a new recovery key and show its sheet; the page has asked already."""
        till, world = context.till, self._host.world

        def show(recovery: bytes | Refusal) -> None:
            if isinstance(recovery, bytes):
                desk = Desk(till.shop, "")
                text = recovery_text(recovery)
                context.paper.recovery(desk.recovery(text, world.clock.now_ms()))
                self._host.when_done(sheet_shown(till), lambda _: None, failed)

        self._host.when_done(make_sheet(till), show, failed)


def _doubt_words() -> str:
    return QCoreApplication.translate(
        "Mending",
        "The note about the newest sale was missing or not this till's own. Look whether the last"
        " sales are here. If not, an older file was put in place of the shop's.",
    )
