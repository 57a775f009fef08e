"""The courier's thread: it knocks, stops, and tells; over a made-up line, without any sleeping."""

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from itertools import pairwise

import pytest

from sync.courier import AFTER_A_BUG_MS, Courier, SteadyWaiter, alarm
from sync.engine import Engine
from sync.status import Says, SyncState
from sync.steps import Moment
from sync.trouble import AnswerLost
from sync.wire_problem import Problem
from sync.wire_pull import Page, PullRequest
from sync.wire_push import Push, PushAnswer
from sync.wishes import WishEnd
from tests.sync import memory_words as words
from tests.sync.memory_centre import MemoryCentre
from tests.sync.rig import START_MS, WALLET, Rig, Shop

PATIENCE_S = 10.0
"""How long a test waits for another thread at most; it never takes that long."""


class Line(MemoryCentre):
    """A centre that holds questions for news open until there is some, or somebody hangs up."""

    def begin(self) -> None:
        """Be there."""
        self.cut = threading.Event()
        self.listening = threading.Event()
        self.is_slow = threading.Event()
        self.pushing = threading.Event()
        self.closed = 0
        self.hung_up = 0
        self.pulled: list[PullRequest] = []

    def pull(self, token: str, request: PullRequest) -> Page | Problem:
        self.pulled.append(request)
        if request.wait_s and self.lets_in(token) and not self.has_news(token, request):
            self.listening.set()
            self._hold()
        return super().pull(token, request)

    def push(self, token: str, push: Push) -> PushAnswer | Problem:
        if self.is_slow.is_set():
            self.pushing.set()
            self._hold()
        return super().push(token, push)

    def _hold(self) -> None:
        assert self.cut.wait(PATIENCE_S), "nobody hung up"
        raise AnswerLost("hung up")

    def hang_up(self) -> None:
        self.hung_up += 1
        self.cut.set()

    def close(self) -> None:
        self.closed += 1
        self.cut.clear()


class Hours:
    """Lets virtual time pass: waiting is over at once, and only that moves the clock."""

    def __init__(self, shop: Shop) -> None:
        self.shop = shop
        self.waits: list[int] = []

    def wait(self, most_ms: int) -> None:
        self.waits.append(most_ms)
        self.shop.now_ms += most_ms

    def wake(self) -> None:
        """Nobody waits."""


@dataclass(slots=True)
class Stand:
    """A till's courier, and what it said."""

    rig: Rig
    line: Line
    hours: Hours
    courier: Courier
    said: "queue.Queue[SyncState]"
    alarms: list[tuple[int, Callable[[], None]]] = field(default_factory=list)
    made: int = 0

    def until(self, says: Says, *, waiting: int | None = None) -> SyncState:
        """Wait until the courier says this."""
        while True:
            state = self.said.get(timeout=PATIENCE_S)
            if state.says is says and waiting in {None, state.waiting}:
                return state


def stand() -> Stand:
    shop = Shop()
    rig = Rig(shop)
    line = Line(
        shop.service.rules, shop.service.now_ms, shop.service.vouches, lives_s=86_000, answer_s=0.0
    )
    line.begin()
    said: queue.Queue[SyncState] = queue.Queue()
    hours = Hours(shop)
    alarms: list[tuple[int, Callable[[], None]]] = []
    made = Stand(rig, line, hours, None, said, alarms)  # type: ignore[arg-type] # given below

    def make() -> Engine:
        made.made += 1
        rig.start()
        return rig.engine

    made.courier = Courier(
        make,
        line,
        lambda: Moment(shop.now_ms, START_MS + shop.now_ms),
        said.put,
        waiter=hours,
        later=lambda ms, act: alarms.append((ms, act)),
    )
    return made


@contextmanager
def running() -> Iterator[Stand]:
    made = stand()
    made.courier.start()
    try:
        assert made.line.listening.wait(PATIENCE_S)
        made.until(Says.AGREED)
        yield made
    finally:
        assert made.courier.stop(PATIENCE_S)


def write(made: Stand) -> None:
    """Write an operation, as the till's own thread would."""
    made.rig.give()


def test_what_was_written_is_sent_as_soon_as_the_till_knocks() -> None:
    with running() as made:
        write(made)
        made.courier.nudge()
        made.until(Says.CATCHING_UP, waiting=1)
        made.until(Says.AGREED, waiting=0)
        assert len(made.rig.posted()) == 1
        assert made.hours.waits == [], "it was the centre that was waited for"


def test_a_cut_made_by_the_courier_is_no_trouble_to_anybody() -> None:
    with running() as made:
        for _ in range(5):
            made.line.listening.clear()
            made.courier.nudge()
            assert made.line.listening.wait(PATIENCE_S)
        assert made.line.hung_up == 5
        assert made.line.closed == 5
        said = [made.said.get_nowait() for _ in range(made.said.qsize())]
    assert {state.says for state in said} <= {Says.BEGINNING, Says.CATCHING_UP, Says.AGREED}
    assert all(state.cause is None for state in said)


def test_a_state_is_told_only_when_it_says_something_else() -> None:
    with running() as made:
        for _ in range(5):
            made.line.listening.clear()
            made.courier.nudge()
            assert made.line.listening.wait(PATIENCE_S)
        said = [made.said.get_nowait() for _ in range(made.said.qsize())]
    assert all(one != other for one, other in pairwise(said))


def test_the_courier_stops_in_the_middle_of_listening() -> None:
    made = stand()
    made.courier.start()
    assert made.line.listening.wait(PATIENCE_S)
    assert made.courier.stop(PATIENCE_S)
    assert made.line.closed >= 1


def test_the_courier_stops_in_the_middle_of_a_push_and_the_log_is_whole() -> None:
    made = stand()
    made.line.is_slow.set()
    write(made)
    made.courier.start()
    assert made.line.pushing.wait(PATIENCE_S)
    assert made.courier.stop(PATIENCE_S)
    assert made.rig.store.backlog().count == 1


def test_a_courier_that_was_never_started_stops() -> None:
    assert stand().courier.stop(PATIENCE_S)


def test_a_knock_does_not_cut_a_push() -> None:
    made = stand()
    made.line.is_slow.set()
    write(made)
    made.courier.start()
    assert made.line.pushing.wait(PATIENCE_S)
    made.courier.nudge()
    made.courier.try_now()
    assert made.line.hung_up == 0
    assert made.courier.stop(PATIENCE_S)


def test_rights_are_asked_for_at_once_and_told() -> None:
    with running() as made:
        write(made)
        made.rig.write("rights.return", {"wallet": WALLET, "points": 100, "why": "recalled"})
        made.courier.nudge()
        made.until(Says.AGREED, waiting=0)
        told = made.courier.want_rights(words.identity(WALLET), 60, 3_000)
        wished = told.result(PATIENCE_S)
        assert wished.end is WishEnd.MET
        assert wished.answer is not None
        assert wished.answer.wallet.granted == 60
        ((after_ms, ring),) = made.alarms
        assert after_ms == 3_000
        ring()  # nobody is told twice
        assert told.result(0) == wished


def test_a_wish_ends_in_time_although_something_hangs() -> None:
    made = stand()
    made.line.is_slow.set()
    write(made)
    made.courier.start()
    assert made.line.pushing.wait(PATIENCE_S)
    told = made.courier.want_rights(words.identity(WALLET), 60, 3_000)
    assert not told.done()
    made.alarms[0][1]()
    assert told.result(0).end is WishEnd.TOO_LATE
    assert made.courier.stop(PATIENCE_S)


def test_whoever_still_waits_when_the_courier_stops_is_told() -> None:
    made = stand()
    made.line.is_slow.set()
    write(made)
    made.courier.start()
    assert made.line.pushing.wait(PATIENCE_S)
    told = made.courier.want_rights(words.identity(WALLET), 60, 3_000)
    assert made.courier.stop(PATIENCE_S)
    assert told.result(PATIENCE_S).end is WishEnd.TOO_LATE


def test_who_lost_interest_is_not_told() -> None:
    made = stand()
    told = made.courier.want_rights(words.identity(WALLET), 60, 3_000)
    assert told.cancel()
    made.alarms[0][1]()
    assert told.cancelled()


def test_the_engine_says_how_long_silence_may_last() -> None:
    with running() as made:
        assert made.line.answer_s == 5.0


def test_a_bug_inside_ends_nothing(caplog: pytest.LogCaptureFixture) -> None:
    made = stand()
    right, broken = made.rig.store.apply_page, [True]

    def full(page: Page) -> None:
        if broken:
            broken.pop()
            raise OSError("the disk is full")
        right(page)

    class Failing:
        """The store, on a disk that is full once."""

        apply_page = staticmethod(full)

        def __getattr__(self, name: str) -> object:
            return getattr(made.rig.store, name)

    engines: list[Engine] = []

    def make() -> Engine:
        engines.append(Engine(Failing(), made.rig.signer, bytes))  # type: ignore[arg-type] # all else
        return engines[-1]

    made.courier._make = make
    write(made)
    made.courier.start()
    made.until(Says.AGREED, waiting=0)
    assert made.courier.stop(PATIENCE_S)
    assert len(engines) == 2
    assert AFTER_A_BUG_MS in made.hours.waits
    assert "the disk is full" in caplog.text
    assert len(made.rig.posted()) == 1


def test_waiting_ends_when_somebody_knocks_also_just_before() -> None:
    waiter = SteadyWaiter()
    waiter.wake()
    waiter.wait(60_000)
    thread = threading.Thread(target=lambda: waiter.wait(60_000))
    thread.start()
    waiter.wake()
    thread.join(PATIENCE_S)
    assert not thread.is_alive()


def test_an_alarm_rings_later_on_another_thread() -> None:
    rang: queue.Queue[int | None] = queue.Queue()
    alarm(1, lambda: rang.put(threading.current_thread().ident))
    assert rang.get(timeout=PATIENCE_S) != threading.get_ident()
