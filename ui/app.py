"""The composition root: the one place that builds the world and ends it.

It leads from the folder to a page: first run where there is no shop, the trouble page where the
file does not open, the lock where it does, and the till once somebody has signed in.
"""

import secrets
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QObject, QTimer, Slot
from PySide6.QtWidgets import QApplication

from desktop.changes import Changed
from desktop.clock import SystemClock
from desktop.handover.desk import HandOver
from desktop.housekeeping import end_points, warm_up
from desktop.link import Link, open_link
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
from sync.status import SyncState
from ui.afresh import Afresh
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
from ui.minute import Minute
from ui.paper_desk import Paper, PaperDialog
from ui.register import RegisterNotes
from ui.running import Post, Running
from ui.standing import Standing
from ui.undisturbed import undisturbed
from ui.window import Window

if TYPE_CHECKING:
    from ui.shell import Shell

T = TypeVar("T")
NAMES_MS = 20
"""The names at the lock are drawn and can be chosen before anything behind it is made."""
_PREFIXES = {"F9": frozenset({"F9", "Ctrl+B"}), "STX": frozenset({"Ctrl+B"})}


def system_world() -> World:
    """Give the real clock, real chance, and PIN hashing as strong as the product promises."""
    return World(SystemClock(), secrets.token_bytes, strong_hasher())


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
        self._first = FirstSteps(self, (locale_name, system_zone), ask)
        self._mending = Mending(self)
        self._register = RegisterNotes(self)
        self._standing = Standing(self, self._announcer, self)
        self._afresh = Afresh(self, self._first.ask, self._trouble)
        self.filter: ScanFilter | None = None
        self._idle = Idle(self)
        self._idle.elapsed.connect(self.lock)
        self._minute = Minute(self.bridge.publish, self)
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
        self.window.show_training(is_on=self._folder == training_folder(self._root))
        post = Post(self.bridge.publish)
        till = open_till(self._folder, self._world, post.publish)

        def failed(trouble: Trouble) -> None:
            self._trouble(trouble, till)

        def ready(_: Shop) -> None:
            link = self.in_background(lambda: open_link(till, self.bridge.publish))
            self.when_done(link, lambda found: self._opened(till, post, found), failed)

        self.when_done(till.ready, ready, failed)

    def _opened(self, till: Till, post: Post, link: Link | None) -> None:
        paper = Paper(till, self._printing, self.window, self._ask)
        paper.failed.connect(self._not_printed)
        wants, look = (None, None) if link is None else (link.want_rights, link.look)
        context = Context(till, self.when_done, paper, self._announce, wants, look, link)
        self._running = running = Running(till, context, HandOver(till), link)
        self._wear(till.shop)
        self.lock()
        running.hand_over.start()
        post.begin(link)
        self._minute.watch(till)
        # This answer stands behind the names in the reader's queue.
        self.when_done(till.read(lambda _: None), self._names_are_asked, self._trouble)

    def _names_are_asked(self, _: None) -> None:
        QTimer.singleShot(NAMES_MS, self, self._make_behind_lock)

    @Slot()
    def _make_behind_lock(self) -> None:
        """Make the counter while somebody types a PIN."""
        running = self._running
        if running is not None and running.shell is None:
            self.window.stack.addWidget(self._shell_of(running))

    def _wear(self, shop: Shop) -> None:
        """Look and listen as the shop's settings say."""
        self._look.wear(shop)
        self.window.show_training(is_on=shop.training)
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
        self._idle.watch(int(running.till.shop.setting("idle_lock_seconds", "60")))
        if jump is not None:
            page = ClockPage(jump)
            page.left.connect(self.lock)
            page.confirmed.connect(lambda: self._confirm_clock(running, person))
            self.window.show_only(page, keep=running.shell)
            return
        shell = self._shell_of(running)
        self.window.show_only(shell)
        shell.welcome(person)
        self._mending.tell_doubt(running.till, person, shell.notice)
        shell.counter.look_at_register()
        self._register.tell(running.hand_over, shell, anew=True)
        region = running.till.shop.region
        running.till.read_long(lambda _: warm_up(region))  # a second time it costs nothing

    def _confirm_clock(self, running: Running, person: Person) -> None:
        def then(_: Refusal | None) -> None:
            self._enter(running, person, None)
            end_points(running.till)

        self.when_done(running.till.confirm_clock(), then, self._trouble)

    def _shell_of(self, running: Running) -> "Shell":
        if running.shell is None:
            running.shell = self._make_shell(running.context)
            running.shell.counter.serve_register(running.hand_over)
        return running.shell

    def _make_shell(self, context: Context) -> "Shell":
        from ui.shell import Shell  # with all its pages: the lock is shown before

        assert self.filter is not None, "the scanner is listened to from the start"
        with undisturbed(self._app, [self._idle, self.filter]):
            shell = Shell(context)
        shell.lock_wanted.connect(self.lock)
        shell.look_changed.connect(lambda: self._wear(context.till.shop))
        shell.full_screen_wanted.connect(self.window.toggle_full_screen)
        shell.help_wanted.connect(lambda page: KeyMap(page, self.window).show())
        shell.recovery_wanted.connect(self._new_recovery_sheet)
        shell.printers_wanted.connect(self._printing.look_for_printers)
        shell.anew_wanted.connect(self._afresh.way(context.till, shell))
        self._printing.printers_found.connect(shell.show_printers)
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
        elif isinstance(note, SyncState):
            self._standing.stands(self._running, note)
        elif isinstance(note, Changed):
            self._standing.told(note)
            if self._running and self._running.shell:
                self._running.shell.changed(note)
                if note.handed:
                    self._register.tell(self._running.hand_over, self._running.shell)

    def _stop_selling(self, trouble: Trouble) -> None:
        """Sell nothing until the file was proved; what was typed waits behind the page."""
        running = self._running
        if running is None:
            return
        self._idle.rest()
        running.till.sign_out()

        def again() -> None:
            self.when_done(running.till.recheck(), lambda _: self.lock(), self._stop_selling)

        self._mending.pause(trouble, again, self._folder, keep=running.shell)

    def end_shop(self) -> Future[None]:
        """Close the shop that is open, off this thread; its pages go when the last answer came."""
        running, self._running = self._running, None
        assert running is not None, "only an open shop is ended"
        self._minute.rest()
        shell = running.shell
        ended = self.in_background(running.ending())
        if shell is not None:
            self.bridge.when_done(ended, lambda _: shell.deleteLater(), lambda _: None, shell)
        return ended

    def _notice_trouble(self, trouble: Trouble) -> None:
        if self._running and self._running.shell:
            self._running.shell.trouble(trouble)

    @Slot(object)
    def _not_printed(self, _outcome: object) -> None:
        self._notice(self.tr("The slip was not printed. Check the printer, then print it again."))

    @Slot(str)
    def crashed(self, number: str) -> None:
        """Say one honest line about a bug; the till stays open."""
        self._notice(honest_line(number))

    def _notice(self, words: str) -> None:
        if self._running and self._running.shell:
            self._running.shell.notice(words, bad=True)

    def _announce(self, text: str, *, good: bool) -> None:
        where = self._app.focusWidget() or self.window
        self._announcer.say(where, text, urgent=not good)

    # End ------------------------------------------------------------------------------------------

    @Slot()
    def close(self) -> None:
        """Take no more input, finish what is queued, close the file."""
        self._minute.rest()
        self._idle.rest()
        if self.filter is not None:
            self.filter.stop(self._app)
        running, self._running = self._running, None
        if running is not None:
            running.ending()()
        self._work.shutdown(wait=False, cancel_futures=True)
        self._printing.close()
