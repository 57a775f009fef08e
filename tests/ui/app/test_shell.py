"""The frame around the pages: where the keys go, and that nothing takes them away."""

from concurrent.futures import Future
from dataclasses import replace
from pathlib import Path

from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.till import Till
from desktop.training import TRAINER_PIN
from desktop.worker import WorkerStopped
from tests.ui.shop import add_member, context, till, weak_world
from tests.ui.whole import program
from ui.context import Context
from ui.lock.page import LockPage
from ui.shell import Shell
from ui.widgets.result_line import Tone

__all__ = ["context", "till"]


def windows() -> set[str]:
    """Name the windows that are open now."""
    return {one.objectName() for one in QApplication.topLevelWidgets() if one.isVisible()}


def test_the_refund_page_takes_a_receipt_at_once(context: Context, qtbot: QtBot) -> None:
    shell = Shell(context)
    qtbot.addWidget(shell)
    shell.show()
    shell.counter.refund_wanted.emit(None)
    assert shell.focusWidget() is shell.pages.refund.finder


def test_the_counter_is_marked_before_anybody_has_gone_anywhere(
    context: Context, qtbot: QtBot
) -> None:
    shell = Shell(context)
    qtbot.addWidget(shell)
    assert [tab.isChecked() for tab in shell._bar.tabs.buttons()] == [True, False, False, False]


def test_in_training_nothing_is_a_window_of_its_own_and_the_pin_can_be_read(
    context: Context, till: Till, qtbot: QtBot
) -> None:
    till._shop = replace(till.shop, training=True)
    before = windows()
    shell = Shell(context)
    lock = LockPage(context)
    assert windows() == before
    for page in (shell, lock):
        qtbot.addWidget(page)
        page.show()
    assert TRAINER_PIN in lock._practice.text()
    assert lock._practice.isVisible()


def test_the_search_is_empty_once_somebody_was_found(
    context: Context, till: Till, qtbot: QtBot
) -> None:
    add_member(till, "Ada Byron")
    shell = Shell(context)
    qtbot.addWidget(shell)
    shell.show()
    counter = shell.counter
    QTest.keyClicks(counter.scan, "ada")
    qtbot.waitUntil(lambda: bool(counter.found.rows()))
    counter.found.chosen.emit(counter.found.rows()[0])
    qtbot.waitUntil(lambda: counter._presenter.shown is not None)
    assert counter.scan.text() == ""


def test_an_answer_that_a_closed_shop_never_gave_is_no_mistake_of_the_program(
    qapp: QApplication, qtbot: QtBot, tmp_path: Path
) -> None:
    unanswered: Future[int] = Future()
    heard: list[object] = []
    with program(qapp, tmp_path, weak_world()) as app:
        app.when_done(unanswered, heard.append, heard.append)
        with qtbot.captureExceptions() as mistakes:
            unanswered.set_exception(WorkerStopped())
            qtbot.wait(0)
    assert (heard, mistakes) == ([], [])


def test_after_a_refund_the_counter_no_longer_says_what_it_said_before(
    context: Context, qtbot: QtBot
) -> None:
    shell = Shell(context)
    qtbot.addWidget(shell)
    shell.counter.result.say(Tone.GOOD, "128 points for Ada, 128 now")
    shell.pages.refund.refunded.emit(None)
    assert shell.counter.result.text() == ""
