"""Answers and notes reach the GUI thread, all of them, once each, and nobody who has left."""

import threading
from concurrent.futures import Future

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot
from shiboken6 import delete

from ui.bridge import Bridge


def unexpected(error: BaseException) -> None:
    raise error


def test_an_answer_from_another_thread_arrives_on_the_gui_thread(qtbot: QtBot) -> None:
    bridge, future = Bridge(), Future[int]()
    seen: list[tuple[int, threading.Thread]] = []
    bridge.when_done(future, lambda n: seen.append((n, threading.current_thread())), unexpected)
    thread = threading.Thread(target=future.set_result, args=(7,))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [(7, threading.main_thread())]


def test_who_waited_is_let_go_on_the_gui_thread(qtbot: QtBot) -> None:
    """A page that a worker frees is destroyed on the wrong thread, and takes the till with it."""
    let_go: list[threading.Thread] = []

    class Page:
        def __init__(self) -> None:
            self.seen: list[int] = []

        def show(self, number: int) -> None:
            self.seen.append(number)

        def __del__(self) -> None:
            let_go.append(threading.current_thread())

    bridge, page, may_end = Bridge(), Page(), threading.Event()
    futures = [Future[int]()]
    seen = page.seen
    bridge.when_done(futures[0], page.show, unexpected)
    del page

    def work() -> None:
        future = futures.pop()
        future.set_result(7)
        may_end.wait(10)

    thread = threading.Thread(target=work)
    thread.start()
    qtbot.waitUntil(lambda: bool(seen))
    may_end.set()
    thread.join()
    assert let_go == [threading.main_thread()]


def test_an_error_arrives_as_a_value(qtbot: QtBot) -> None:
    bridge, future = Bridge(), Future[int]()
    errors: list[BaseException] = []
    bridge.when_done(future, lambda _n: None, errors.append)
    future.set_exception(OSError("disk"))
    qtbot.waitUntil(lambda: bool(errors))
    assert isinstance(errors[0], OSError)


def test_a_closed_page_is_not_called(qtbot: QtBot) -> None:
    bridge, owner = Bridge(), QObject()
    seen: list[int] = []
    late, after = Future[int](), Future[int]()
    bridge.when_done(late, seen.append, unexpected, owner)
    bridge.when_done(after, seen.append, unexpected)
    late.set_result(1)
    delete(owner)
    after.set_result(2)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [2]


def test_a_cancelled_job_is_nobodys_news(qtbot: QtBot) -> None:
    bridge = Bridge()
    seen: list[int] = []
    gone, after = Future[int](), Future[int]()
    bridge.when_done(gone, seen.append, unexpected)
    bridge.when_done(after, seen.append, unexpected)
    assert gone.cancel()
    after.set_result(2)
    qtbot.waitUntil(lambda: bool(seen))
    assert seen == [2]


def test_a_bridge_that_is_gone_is_not_called() -> None:
    bridge, future = Bridge(), Future[int]()
    bridge.when_done(future, unexpected, unexpected)  # type: ignore[arg-type]
    delete(bridge)
    future.set_result(1)
    bridge.publish("late")
    assert future.done()


def test_five_thousand_answers_from_four_threads_arrive_once_each(qtbot: QtBot) -> None:
    bridge = Bridge()
    seen: list[int] = []
    futures = [Future[int]() for _ in range(5_000)]
    for future in futures:
        bridge.when_done(future, seen.append, unexpected)

    def finish(start: int) -> None:
        for at in range(start, 5_000, 4):
            futures[at].set_result(at)

    threads = [threading.Thread(target=finish, args=(start,)) for start in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    qtbot.waitUntil(lambda: len(seen) == 5_000)
    assert sorted(seen) == list(range(5_000))


def test_twenty_thousand_notes_do_not_stop_the_program(qtbot: QtBot) -> None:
    """A Qt release once aborted the process in exactly this loop; it must never be taken."""
    bridge = Bridge()
    seen: list[int] = []
    bridge.changed.connect(seen.append)

    def publish() -> None:
        for at in range(20_000):
            bridge.publish(at)

    thread = threading.Thread(target=publish)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(seen) == 20_000)
    assert seen == list(range(20_000))
