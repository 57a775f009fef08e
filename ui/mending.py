"""When the shop does not open: the trouble page, and what its ways out do. Works for `ui.app`."""

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from desktop.opening import OpenShop, World, restore
from desktop.paths import Folder
from desktop.secrets import new_recovery, recover_keys
from desktop.slips import Desk
from desktop.store.backup import backups
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


class Mending:
    """Shows one trouble after another until the shop opens or the person leaves."""

    def __init__(self, host: Host) -> None:
        self._host = host

    def show(self, trouble: Trouble, folder: Folder) -> None:
        """Say what happened and offer the ways out."""
        host = self._host
        page = TroublePage(trouble, Actions(lambda: backups(folder)))

        def again(other: Trouble) -> None:
            self.show(other, folder)

        def use_backup(backup: Path) -> None:
            job = host.in_background(lambda: restore(backup, folder, host.world))
            host.when_done(job, lambda _: host.open_folder(), again)

        def use_sheet(recovery: bytes) -> None:
            job = host.in_background(lambda: recover_keys(folder.root, recovery))
            host.when_done(job, lambda _: host.open_folder(), again)

        page.retry.connect(host.open_folder)
        page.restore.connect(use_backup)
        page.recover.connect(use_sheet)
        page.folder_chosen.connect(lambda chosen: host.open_other(Folder(chosen)))
        page.leave.connect(host.window.close)
        host.window.show_only(page)

    def pause(self, trouble: Trouble, again: Callable[[], None], keep: QWidget | None) -> None:
        """Say what stopped an open till; trying again checks the file and goes on."""
        page = TroublePage(trouble, Actions(list))
        page.retry.connect(again)
        page.restore.connect(self._host.window.close)
        page.leave.connect(self._host.window.close)
        self._host.window.show_only(page, keep=keep)

    def new_sheet(self, context: Context, failed: Callable[[Trouble], None]) -> None:
        """Make a new recovery key and show its sheet; the page has asked already."""
        till, world = context.till, self._host.world

        def make(opened: OpenShop) -> str:
            return recovery_text(new_recovery(opened.folder.root, world.chance))

        def show(text: str | Refusal) -> None:
            if isinstance(text, str):
                desk = Desk(till.shop, "")
                context.paper.recovery(desk.recovery(text, world.clock.now_ms()))

        self._host.when_done(till.change_shop("recovery-sheet", make), show, failed)
