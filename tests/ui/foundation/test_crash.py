"""A bug leaves a report without anybody's data, one line on the screen, and an open till."""

import gc
import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QTimer, qWarning
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from ui.crash import REPORTS_MAX, Crash, describe, honest_line
from ui.garbage import SETTLING_ROUNDS, GarbageTimer

SECRET = "王美玲 13800138000"


def stumble(name: str) -> None:
    raise KeyError(name)


@pytest.fixture
def reports() -> dict[str, str]:
    return {}


@pytest.fixture
def crash(qapp: QApplication, reports: dict[str, str]) -> Iterator[Crash]:
    crash = Crash(reports.__setitem__, qapp)
    yield crash
    crash.uninstall()


def test_a_report_names_places_and_no_values() -> None:
    with pytest.raises(KeyError) as caught:
        stumble(SECRET)
    report = describe(caught.value)
    assert "builtins.KeyError" in report
    assert "tests/ui/foundation/test_crash.py" in report
    assert "stumble" in report
    assert SECRET not in report
    assert "138" not in report


@pytest.mark.qt_no_exception_capture
def test_a_bug_in_a_slot_is_reported_and_the_till_stays_open(
    qtbot: QtBot, crash: Crash, reports: dict[str, str]
) -> None:
    crash.install()
    with qtbot.waitSignal(crash.happened) as heard:
        QTimer.singleShot(0, lambda: stumble(SECRET))
    assert heard.args is not None
    assert list(reports) == heard.args
    assert heard.args[0] in honest_line(heard.args[0])


@pytest.mark.qt_no_exception_capture
def test_a_bug_on_another_thread_is_reported(
    qtbot: QtBot, crash: Crash, reports: dict[str, str]
) -> None:
    crash.install()
    with qtbot.waitSignal(crash.happened):
        thread = threading.Thread(target=stumble, args=(SECRET,))
        thread.start()
        thread.join()
    assert len(reports) == 1


def test_the_same_bug_again_is_told_again_and_written_once(
    crash: Crash, reports: dict[str, str]
) -> None:
    told: list[str] = []
    crash.happened.connect(told.append)
    for _ in range(3):
        try:
            stumble(SECRET)
        except KeyError as error:
            crash.take(error)
    assert len(told) == 3
    assert len(reports) == 1


def test_a_storm_of_bugs_does_not_fill_the_disk(crash: Crash, reports: dict[str, str]) -> None:
    for at in range(REPORTS_MAX * 2):
        crash.take(type(f"Bug{at}", (Exception,), {})())
    assert len(reports) == REPORTS_MAX


@pytest.mark.usefixtures("qapp")
def test_a_report_that_cannot_be_written_is_no_second_bug(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def full(_number: str, _report: str) -> None:
        raise OSError(28, "No space left on device")

    Crash(full).take(ValueError(SECRET))
    assert "could not be written" in caplog.text
    assert SECRET not in caplog.text


def test_ctrl_c_is_no_bug(crash: Crash, reports: dict[str, str]) -> None:
    crash.install()
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert not reports


@pytest.mark.no_qt_log
def test_what_qt_says_goes_to_the_log(crash: Crash, caplog: pytest.LogCaptureFixture) -> None:
    crash.install()
    with caplog.at_level(logging.WARNING):
        qWarning("something about a layout")
    assert "qt: something about a layout" in caplog.text


@pytest.mark.usefixtures("qapp")
def test_garbage_is_collected_by_the_timer_alone() -> None:
    timer = GarbageTimer()
    timer.start()
    try:
        assert not gc.isenabled()
        loop: list[object] = []
        loop.append(loop)
        before = gc.get_count()[0]
        timer.collect()
        assert gc.get_count()[0] < before + 1
    finally:
        timer.stop()
    assert gc.isenabled()


@pytest.mark.usefixtures("qapp")
def test_what_is_made_in_the_first_minute_is_not_looked_through_again() -> None:
    timer = GarbageTimer()
    timer.start()
    try:
        for _ in range(SETTLING_ROUNDS):
            made_early: list[object] = []
            made_early.append(made_early)
            frozen = gc.get_freeze_count()
            timer.collect()
            assert gc.get_freeze_count() > frozen
        frozen = gc.get_freeze_count()
        timer.collect()
        assert gc.get_freeze_count() <= frozen, "later pages may go, so they are looked through"
    finally:
        timer.stop()
    assert gc.get_freeze_count() == 0
