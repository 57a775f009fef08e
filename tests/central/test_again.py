"""What the service looks after by itself goes on after trouble and after a mistake of ours."""

import threading

import pytest

from central.again import Again
from central.service.logs import Line
from central.trouble import DatabaseGone

HOUR_S = 3_600.0


def _unsaid(_: Line) -> None:
    """Leave a line alone that is not asked about."""


@pytest.mark.parametrize(
    ("happens", "said"),
    [
        (DatabaseGone(), {"event": "trouble", "door": "care", "trouble": DatabaseGone().code}),
        (LookupError("no such shop"), {"event": "bug", "door": "care", "error": "LookupError"}),
    ],
)
def test_it_looks_again_whatever_happened(happens: Exception, said: Line) -> None:
    looks = threading.Semaphore(0)
    lines: list[Line] = []

    def look(_: Again) -> None:
        looks.release()
        raise happens

    with Again("care", look, lines.append, 0.0):
        assert all(looks.acquire(timeout=30) for _ in range(3))
    assert lines[:2] == [said, said]


def test_what_comes_is_done_before_the_next_look() -> None:
    looked, done = threading.Event(), threading.Event()
    with Again("care", lambda _: None, _unsaid, HOUR_S, looked.set) as again:
        assert looked.wait(30)
        looked.clear()
        again.soon(done.set)
        assert done.wait(30)
        assert not looked.is_set(), "an hour is an hour"


def test_what_comes_and_fails_does_not_end_it() -> None:
    lines: list[Line] = []
    done = threading.Event()

    def fails() -> None:
        raise DatabaseGone

    with Again("care", lambda _: None, lines.append, HOUR_S) as again:
        again.soon(fails)
        again.soon(done.set)
        assert done.wait(30)
    assert [line["event"] for line in lines] == ["trouble"]


def test_a_look_hears_that_it_should_end() -> None:
    began, heard = threading.Event(), threading.Event()

    def look(again: Again) -> None:
        began.set()
        if again.ended.wait(30):
            heard.set()

    with Again("care", look, _unsaid, HOUR_S):
        assert began.wait(30)
    assert heard.is_set()


def test_a_mistake_that_is_none_of_the_known_kinds_is_not_hidden() -> None:
    seen: list[type[BaseException]] = []
    before = threading.excepthook
    threading.excepthook = lambda args: seen.append(args.exc_type)
    try:

        def look(_: Again) -> None:
            raise RuntimeError

        with Again("care", look, _unsaid, 0.0):
            pass
    finally:
        threading.excepthook = before
    assert seen == [RuntimeError]
