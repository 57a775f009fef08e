"""From an empty folder to a shop: first run, or the training shop. Works for `ui.app`."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import datetime
from typing import TYPE_CHECKING, Protocol, TypeVar

from PySide6.QtCore import QCoreApplication, QObject, Signal, Slot
from PySide6.QtWidgets import QWidget

from desktop.opening import FirstRun, World, found
from desktop.paths import Folder
from desktop.secrets import store_in_use
from desktop.trouble import Trouble
from regulars.refusals import Refusal
from ui.bridge import Bridge
from ui.devices.preview import AskPath, ask_path
from ui.devices.printer import Printing
from ui.named import named
from ui.paper_desk import PaperDialog
from ui.window import Window

if TYPE_CHECKING:  # wanted once in a shop's life, so no other start waits for them
    from desktop.joining_new import MadeTill
    from desktop.printing.values import RecoverySheet
    from ui.setup.join_page import JoinPage
    from ui.setup.page import SetupWindow
    from ui.setup.training_page import TrainingPage

T = TypeVar("T")


class Host(Protocol):
    """What these steps ask of the program."""

    bridge: Bridge
    window: Window

    @property
    def world(self) -> World:
        """Clock, chance, hashing."""

    @property
    def printing(self) -> Printing:
        """The printing desk."""

    @property
    def language(self) -> str:
        """The language of now."""

    def use_folder(self, *, training: bool) -> Folder:
        """Turn to a folder."""

    def choose_language(self, language: str) -> None:
        """Speak another language."""

    def in_background(self, job: Callable[[], T]) -> Future[T]:
        """Do something off the GUI thread."""

    def when_done(
        self, future: Future[T], then: Callable[[T], None], failed: Callable[[Trouble], None]
    ) -> None:
        """Wait for it."""

    def open_folder(self) -> None:
        """Open the shop that is there now."""


class _SheetDesk:
    """Prints the first recovery sheet, before any shop is open."""

    def __init__(self, printing: Printing, window: QWidget, ask: AskPath) -> None:
        self._printing, self._window, self._ask = printing, window, ask

    def recovery(self, sheet: "RecoverySheet") -> None:
        """Show the sheet with print and save."""
        from desktop.printing.recovery_sheet import recovery_sheet

        words = QCoreApplication.translate("Paper", "Recovery sheet")
        page = [recovery_sheet(sheet)]
        dialog = PaperDialog(page, self._printing, words, self._window, ask=self._ask)
        named(dialog, "paper-recovery").show()


class FirstSteps(QObject):
    """Leads through the first run and makes what was asked for."""

    _progressed = Signal(int, int)

    def __init__(self, host: Host, system: tuple[str, str], ask: AskPath = ask_path) -> None:
        """Work for a program on a system of this locale and time zone."""
        super().__init__()
        self._host, self._system, self._ask = host, system, ask
        self._cancelled = False
        self._training: "TrainingPage | None" = None  # noqa: UP037 - looked at on assignment
        self._progressed.connect(self._show_progress)

    def ask(self) -> None:
        """Begin the first run."""
        from ui.setup.answers import System
        from ui.setup.page import SetupWindow

        host = self._host
        host.use_folder(training=False)
        host.window.show_training(is_on=False)
        page = SetupWindow(
            _SheetDesk(host.printing, host.window, self._ask),
            System(*self._system),
            language=host.language,
            set_language=host.choose_language,
        )
        page.training_wanted.connect(self.make_training)
        page.join_wanted.connect(self.join)
        page.founded.connect(lambda first: self._found(page, first))
        page.finished.connect(host.open_folder)
        host.window.show_only(page)

    def _found(self, page: "SetupWindow", first: FirstRun) -> None:
        folder, world = self._host.use_folder(training=False), self._host.world

        def make() -> tuple[str, str] | Refusal:
            made = found(folder, first, world)
            if isinstance(made, Refusal):
                return made
            opened, recovery = made
            opened.close()
            return recovery, store_in_use(folder.root)

        def then(result: tuple[str, str] | Refusal) -> None:
            if isinstance(result, Refusal):
                page.failed(result)
            else:
                page.made(*result)

        self._host.when_done(self._host.in_background(make), then, page.failed)

    @Slot()
    def join(self) -> None:
        """Make this computer one more till of a shop that is there."""
        from ui.joining.doors import NoTill
        from ui.setup.join_page import JoinPage

        host = self._host
        folder = host.use_folder(training=False)
        doors = NoTill(folder, host.world, lambda: host.language, host.in_background)
        paper = _SheetDesk(host.printing, host.window, self._ask)
        page = JoinPage(doors, host.when_done, paper)
        page.left.connect(self.ask)
        page.made.connect(lambda made: self._joined(page, made, folder))
        page.finished.connect(host.open_folder)
        host.window.show_only(page)

    def _joined(self, page: "JoinPage", made: "MadeTill", folder: Folder) -> None:
        """Show the recovery key of the new till: it opens this computer's copy, and no other."""
        from desktop.printing.values import RecoverySheet
        from ui.setup.presenter import paper_language

        today = datetime.now().astimezone().date().isoformat()
        language = paper_language(self._host.language)
        sheet = RecoverySheet(language, made.shop, today, made.recovery)
        kept = self._host.in_background(lambda: store_in_use(folder.root))
        self._host.when_done(
            kept,
            lambda where: page.show_sheet(sheet, where),
            lambda _: page.show_sheet(sheet, "file"),
        )

    @Slot()
    def make_training(self) -> None:
        """Make the training shop, or open the one there is."""
        from desktop.training import make_training_shop
        from ui.setup.training_page import TrainingPage

        host = self._host
        folder = host.use_folder(training=True)
        if folder.is_set_up():
            host.open_folder()
            return
        self._cancelled = False
        page = self._training = TrainingPage()
        page.left.connect(self._cancel)
        host.window.show_only(page)

        def make() -> None:
            make_training_shop(folder, host.world, host.language, self._progress)

        host.when_done(host.in_background(make), lambda _: self._made(folder), page.failed)

    def _progress(self, done: int, whole: int) -> bool:
        """Hear from the working thread; answers False to stop."""
        self._progressed.emit(done, whole)
        return not self._cancelled

    @Slot(int, int)
    def _show_progress(self, done: int, whole: int) -> None:
        if self._training is not None:
            self._training.show_progress(done, whole)

    def _made(self, folder: Folder) -> None:
        self._training = None
        if folder.is_set_up():
            self._host.open_folder()
        else:
            self.ask()

    @Slot()
    def _cancel(self) -> None:
        self._cancelled = True
