"""The composition root: the one place that builds the world and ends it.

It leads from the folder to a page: first run where there is no shop, the trouble page where the
file does not open, the lock where it does, and the till once somebody has signed in.
"""

import secrets
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from desktop.changes import Changed
from desktop.clock import SystemClock
from desktop.handover.desk import HandOver, WaitingSale
from desktop.housekeeping import (
    back_up_if_old,
    check_pages_if_due,
    end_points,
    remember_head,
    warm_up,
)
from desktop.opening import World
from desktop.paths import Folder, shop_folder, training_folder
from desktop.pins import strong_hasher
from desktop.scanner.wedge import Wedge
from desktop.staff import Person
from desktop.store.shop import Shop
from desktop.till import Till, open_till
from desktop.trouble import DiskFailed, FileDamaged, NotSetUp, ProgramFault, Trouble
from desktop.worker import WorkerStopped
from regulars.refusals import ClockJumped, Refusal
from ui.announce import Announcer
from ui.bridge import Bridge
from ui.context import Context
from ui.crash import honest_line
from ui.devices.preview import AskPath, ask_path
from ui.devices.printer import Printing
from ui.first_steps import FirstSteps
from ui.idle import Idle
from ui.key_map import KeyMap
from ui.keys import ScanFilter
from ui.lock.clock_page import ClockPage
from ui.lock.page import LockPage
from ui.look import Look
from ui.mending import Mending
from ui.paper_desk import Paper, PaperDialog
from ui.setup.answers import System
from ui.shell import Shell
from ui.window import Window

T = TypeVar("T")
MINUTE_MS = 60_000
_PREFIXES = {"F9": frozenset({"F9", "Ctrl+B"}), "STX": frozenset({"Ctrl+B"})}


def system_world() -> World:
    """Give the real clock, real chance, and PIN hashing as strong as the product promises."""
    return World(SystemClock(), secrets.token_bytes, strong_hasher())


@dataclass(slots=True)
class Running:
    """What belongs to an open shop, and ends with it."""

    till: Till
    context: Context
    hand_over: HandOver
    shell: Shell | None = field(default=None)
    taken: set[str] = field(default_factory=set)
    """Receipts the counter has awarded and the register is not answered yet."""


class App(QObject):
    """The program while it runs. Belongs to the GUI thread; made once."""

    def __init__(
        self,
        app: QApplication,
        root: Path,
        world: World,
        *,
        locale_name: str,
        system_zone: str,
        ask: AskPath = ask_path,
    ) -> None:
        """Make what outlives any shop; `ask` is where a PDF is to be saved."""
        super().__init__()
        self._app, self._root, self._world, self._ask = app, root, world, ask
        self._look = Look(app, locale_name)
        self.bridge = Bridge(self)
        self._printing = Printing(parent=self)
        self._announcer = Announcer(with_sound=False)
        self._work = ThreadPoolExecutor(max_workers=1, thread_name_prefix="opening")
        self._running: Running | None = None
        self._folder = shop_folder(root)
        self.window = Window()
        self._first = FirstSteps(self, System(locale_name, system_zone), ask)
        self._mending = Mending(self)
        self.filter: ScanFilter | None = None
        self._idle = Idle(self)
        self._idle.elapsed.connect(self.lock)
        self._minute = QTimer(self, interval=MINUTE_MS)
        self._minute.timeout.connect(self._every_minute)
        self._day_seen = ""
        self.bridge.changed.connect(self._changed)
        self.window.closing.connect(self.close)

    # Start ----------------------------------------------------------------------------------

    def start(self, *, training: bool = False) -> None:
        """Show the window and lead to the right page."""
        self._app.installEventFilter(self._idle)
        self._look.wear_plain(training=training)
        self._use_scanner("none")
        if training:
            self._folder = training_folder(self._root)
        self.window.show()
        if self._folder.is_set_up():
            self.open_folder()
        elif training:
            self._first.make_training()
        else:
            self._first.ask()

    @property
    def language(self) -> str:
        """Give the language of now."""
        return self._look.language

    @property
    def world(self) -> World:
        """Give the clock, chance and hashing of this run."""
        return self._world

    @property
    def printing(self) -> Printing:
        """Give the printing desk, which outlives any shop."""
        return self._printing

    def use_folder(self, *, training: bool) -> Folder:
        """Turn to the real shop's folder or the training shop's."""
        self._folder = (training_folder if training else shop_folder)(self._root)
        return self._folder

    def choose_language(self, language: str) -> None:
        """Speak another language before there is a shop."""
        self._look.wear_plain(language)

    def in_background(self, job: Callable[[], T]) -> Future[T]:
        """Do something outside any shop, one thing after another."""
        return self._work.submit(job)

    def _use_scanner(self, prefix: str) -> None:
        if self.filter is not None:
            self.filter.stop(self._app)
        wedge = Wedge(_PREFIXES.get(prefix, frozenset({"Ctrl+B"})))
        self.filter = ScanFilter(wedge, parent=self)
        self.filter.scanned.connect(self._scanned)
        self.filter.start(self._app)

    def when_done(
        self,
        future: Future[T],
        then: Callable[[T], None],
        failed: Callable[[Trouble], None],
    ) -> None:
        """Wait for a future on the GUI thread; a bug in it goes to the crash door."""

        def sorted_out(error: BaseException) -> None:
            if isinstance(error, WorkerStopped):
                return  # the shop was closed meanwhile
            is_trouble = isinstance(error, Trouble)
            failed(error if isinstance(error, Trouble) else ProgramFault())
            if isinstance(error, DiskFailed | FileDamaged):
                self._stop_selling(error)
            elif not is_trouble:
                raise error  # the page goes on, the crash door writes the report

        self.bridge.when_done(future, then, sorted_out, self.window)

    # Open, lock, sign in -------------------------------------------------------------------------

    @Slot()
    def open_folder(self) -> None:
        """Open the shop's folder; the lock or the trouble page follows."""
        till = open_till(self._folder, self._world, self.bridge.publish)
        self.when_done(
            till.ready,
            lambda shop: self._opened(till, shop),
            lambda trouble: self._trouble(trouble, till),
        )

    def _opened(self, till: Till, shop: Shop) -> None:
        paper = Paper(till, self._printing, self.window, self._ask)
        paper.failed.connect(self._not_printed)
        context = Context(till, self.when_done, paper, self._announce)
        hand_over = HandOver(till)
        self._running = Running(till, context, hand_over)
        self._wear(shop)
        self.lock()
        hand_over.start()
        self._minute.start()
        self._every_minute()
        till.read_long(lambda _store: warm_up(shop.region))

    def _wear(self, shop: Shop) -> None:
        """Look and listen as the shop's settings say."""
        self._look.wear(shop)
        self._announcer.with_sound = shop.setting("sound", "yes") == "yes"
        self._use_scanner(shop.setting("scanner_prefix", "none"))

    @Slot()
    def lock(self) -> None:
        """Ask who is here; the till with its draft waits behind."""
        running = self._running
        if running is None:
            return
        self._idle.rest()
        running.till.sign_out()
        for paper in self.window.findChildren(PaperDialog):
            paper.close()  # a card on the screen can be spent by whoever photographs it
        if running.shell is not None:
            running.shell.step_away()
        page = LockPage(running.context)
        page.unlocked.connect(self._unlocked)
        self.window.show_only(page, keep=running.shell)
        page.start()

    @Slot(object)
    def _unlocked(self, person: Person) -> None:
        running = self._running
        assert running is not None, "nobody signs in where no shop is open"
        self.when_done(
            running.till.clock_question(),
            lambda jump: self._enter(running, person, jump),
            self._trouble,
        )

    def _enter(self, running: Running, person: Person, jump: ClockJumped | None) -> None:
        if jump is not None:
            page = ClockPage(jump)
            page.left.connect(self.lock)
            page.confirmed.connect(lambda: self._confirm_clock(running, person))
            self.window.show_only(page, keep=running.shell)
            return
        if running.shell is None:
            running.shell = self._make_shell(running.context)
        self.window.show_only(running.shell)
        running.shell.welcome(person)
        self._idle.watch(int(running.till.shop.setting("idle_lock_seconds", "60")))
        self._show_handed()

    def _confirm_clock(self, running: Running, person: Person) -> None:
        def then(_: Refusal | None) -> None:
            self._enter(running, person, None)
            end_points(running.till)

        self.when_done(running.till.confirm_clock(), then, self._trouble)

    def _make_shell(self, context: Context) -> Shell:
        shell = Shell(context)
        shell.lock_wanted.connect(self.lock)
        shell.look_changed.connect(lambda: self._wear(context.till.shop))
        shell.full_screen_wanted.connect(self.window.toggle_full_screen)
        shell.help_wanted.connect(lambda page: KeyMap(page, self.window).show())
        shell.recovery_wanted.connect(self._new_recovery_sheet)
        shell.printers_wanted.connect(self._printing.look_for_printers)
        self._printing.printers_found.connect(shell.preferences.show_printers)
        shell.counter.handed_taken.connect(self._handed_taken)
        return shell

    # Trouble ------------------------------------------------------------------------------------

    def _trouble(self, trouble: Trouble, till: Till | None = None) -> None:
        if till is not None:
            till.close()
        if isinstance(trouble, NotSetUp) and not self._folder.is_set_up():
            self._first.ask()
        else:
            self._mending.show(trouble, self._folder)

    def open_other(self, folder: Folder) -> None:
        """Open a folder that a person pointed to."""
        self._folder = folder
        self.open_folder()

    @Slot()
    def _new_recovery_sheet(self) -> None:
        if self._running is not None:
            self._mending.new_sheet(self._running.context, self._notice_trouble)

    # What comes from outside ---------------------------------------------------------------------

    @Slot(str)
    def _scanned(self, text: str) -> None:
        running = self._running
        if running is None or running.shell is None or running.till.person is None:
            return
        running.shell.scanned(text)

    @Slot(object)
    def _changed(self, note: object) -> None:
        if isinstance(note, Trouble):
            self._stop_selling(note)
        elif isinstance(note, Changed) and self._running and self._running.shell:
            self._running.shell.changed(note)
            if note.handed:
                self._show_handed()

    def _show_handed(self) -> None:
        running = self._running
        if running is None or running.shell is None or running.till.person is None:
            return
        waiting = running.hand_over.waiting()
        running.taken &= {one.receipt for one in waiting}
        left = [one for one in waiting if one.receipt not in running.taken]
        if left:
            running.shell.counter.sale_handed(left[0])

    @Slot(object)
    def _handed_taken(self, handed: WaitingSale) -> None:
        """The counter gave a waiting sale to a member: show the next one."""
        if self._running is not None:
            self._running.taken.add(handed.receipt)
            self._show_handed()

    def _stop_selling(self, trouble: Trouble) -> None:
        """Sell nothing until the file was proved; what was typed waits behind the page."""
        running = self._running
        if running is None:
            return
        self._idle.rest()
        running.till.sign_out()

        def again() -> None:
            self.when_done(running.till.recheck(), lambda _: self.lock(), self._stop_selling)

        self._mending.pause(trouble, again, keep=running.shell)

    def _notice_trouble(self, trouble: Trouble) -> None:
        if self._running and self._running.shell:
            self._running.shell.trouble(trouble)

    @Slot(object)
    def _not_printed(self, _outcome: object) -> None:
        if self._running and self._running.shell:
            words = self.tr("The slip was not printed. Check the printer, then print it again.")
            self._running.shell.notice(words, bad=True)

    @Slot(str)
    def crashed(self, number: str) -> None:
        """Say one honest line about a bug; the till stays open."""
        if self._running and self._running.shell:
            self._running.shell.notice(honest_line(number), bad=True)

    def _announce(self, text: str, *, good: bool) -> None:
        where = self._app.focusWidget() or self.window
        self._announcer.say(where, text, urgent=not good)

    @Slot()
    def _every_minute(self) -> None:
        running = self._running
        if running is None:
            return
        till = running.till
        remember_head(till)
        day = till.shop.calendar.day(self._world.clock.now_ms()).isoformat()
        if day != self._day_seen:
            self._day_seen = day
            end_points(till)
            back_up_if_old(till)
            check_pages_if_due(till, lambda what: self.bridge.publish(FileDamaged(what)))

    # End ------------------------------------------------------------------------------------------

    @Slot()
    def close(self) -> None:
        """Take no more input, finish what is queued, close the file."""
        self._minute.stop()
        self._idle.rest()
        if self.filter is not None:
            self.filter.stop(self._app)
        running, self._running = self._running, None
        if running is not None:
            self._end(running)
        self._work.shutdown(wait=False, cancel_futures=True)
        self._printing.close()

    def _end(self, running: Running) -> None:
        running.hand_over.stop()
        running.till.close()
