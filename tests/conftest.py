"""What every test may rely on: no screen, our fonts, a watch on the GUI thread, honest skips."""

import gc
import os
import sys
import time
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from tests.ui.audit import Watch

if TYPE_CHECKING:
    from PySide6.QtWidgets import QApplication

settings.register_profile("house", deadline=None)  # a loaded machine is no reason to fail
settings.load_profile("house")

_LINES = pytest.StashKey[list[str]]()
_WATCH = Watch()
sys.addaudithook(_WATCH.hear)  # a hook can never be taken out again, so there is one for all


@pytest.fixture
def no_blocking(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Watch]:
    """Fail the test if the GUI thread opens a file, a store, a socket or a program, or sleeps."""
    assert tmp_path.is_dir()  # made before the watch begins, since making it opens files
    if sys.version_info < (3, 13):  # before that, sleeping raises no audit event of its own
        monkeypatch.setattr(time, "sleep", _audited_sleep(time.sleep))
    _WATCH.start()
    yield _WATCH
    _WATCH.stop()
    assert not _WATCH.heard, "\n".join(_WATCH.heard)


def _audited_sleep(sleep: Callable[[float], None]) -> Callable[[float], None]:
    def audited(seconds: float) -> None:
        sys.audit("time.sleep", seconds)
        sleep(seconds)

    return audited


@pytest.fixture(scope="session")
def qapp(
    qapp: "QApplication", tmp_path_factory: pytest.TempPathFactory
) -> Iterator["QApplication"]:
    """The one application of a test run, dressed as the program is, with English plurals."""
    from PySide6.QtCore import QTranslator  # tests of the domain must not load Qt

    from ui import catalogues
    from ui.theme import apply_theme
    from ui.theme.files import resource

    apply_theme(qapp, palette="light", language="en", large=False, training=False)
    folder = tmp_path_factory.mktemp("words")  # built anew: what ships may be older than its source
    catalogues.release(resource("i18n"), folder)
    plurals = QTranslator()
    assert plurals.load("regulars_en", str(folder))
    assert qapp.installTranslator(plurals)
    yield qapp
    qapp.removeTranslator(plurals)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(
    item: pytest.Item, nextitem: pytest.Item | None
) -> Generator[None, object, object]:
    """Collect garbage between the tests, on this thread, as the program does by a timer.

    Left to itself, Python collects wherever it is: also on the thread of a store, where freeing
    the widgets of an earlier test ends the process. Closed windows go first, as they do in a
    program whose event loop turns: what is left would hear of every later change of the look.
    What outlives a file of tests stays, and going through it after every test would take longer
    than the tests.
    """
    if "PySide6" not in sys.modules:
        return (yield)
    if not gc.get_freeze_count():
        gc.freeze()
    gc.disable()
    done = yield
    from PySide6.QtCore import QCoreApplication, QEvent

    if QCoreApplication.instance() is not None:
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
    gc.collect()
    if nextitem is None or nextitem.path != item.path:
        gc.freeze()
    return done


Report = TypeVar("Report", pytest.TestReport, pytest.CollectReport)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Where REGULARS_NO_SKIP=1, a test that did not run has not passed."""
    return _without_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report() -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """The same for a whole file that skips itself."""
    return _without_skip((yield))


def _without_skip(report: Report) -> Report:
    is_wanted = os.environ.get("REGULARS_NO_SKIP") == "1"
    if is_wanted and report.skipped and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"skipped, and skips count as failures here: {report.longrepr}"
    return report


@pytest.fixture
def told(pytestconfig: pytest.Config) -> Callable[[str], None]:
    """Keep a line in figures for the end of the run, where `make nightly` finds it."""
    return pytestconfig.stash.setdefault(_LINES, []).append


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    """Say what was kept."""
    for line in config.stash.get(_LINES, []):
        terminalreporter.write_line(f"told: {line}")
