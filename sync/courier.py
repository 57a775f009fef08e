"""The thread that carries an engine's questions to the centre and its answers back.

It decides nothing: what to ask and how long to wait is the engine's word. The store is read and
written on this thread only. Nothing that other threads call here waits for a disk or the network.
"""

import logging
import threading
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

from regulars.ids import Id
from sync.engine import Engine
from sync.lines import Lines
from sync.looks import Looked
from sync.ports import Line
from sync.status import SyncState
from sync.steps import Answer, Ask, HungUp, Moment, Step, Wait, put
from sync.trouble import AnswerLost, SyncTrouble
from sync.wire_look import LookRequest
from sync.wire_problem import Problem
from sync.wire_pull import Page
from sync.wishes import Wished, WishEnd

log = logging.getLogger(__name__)

AFTER_A_BUG_MS = 8_000
"""What went wrong inside is tried again with a new engine; the log of the till is untouched."""
STOP_S = 5.0
SAY_WHY_MS = 500


_BRIEF = 20
"""Rows of a page that are taken in with all that belongs to it, in one go."""
_Came = Answer | Problem | SyncTrouble | HungUp
T = TypeVar("T")


def at_once(job: Callable[[], T]) -> T:
    """Do something here and now."""
    return job()


class Together(Protocol):
    """Does what asks the till's file several things in one go, where each would be a way there."""

    def __call__(self, job: Callable[[], T], /) -> T:
        """Do it, and give what it gives."""


class Waiter(Protocol):
    """How the courier waits; a test lets virtual time pass instead."""

    def wait(self, most_ms: int) -> None:
        """Wait so long, or until `wake`; one `wake` before counts too."""

    def wake(self) -> None:
        """End the waiting, from any thread."""


class SteadyWaiter:
    """Waits by the clock of the machine."""

    def __init__(self) -> None:
        """Begin without having been woken."""
        self._woken = threading.Event()

    def wait(self, most_ms: int) -> None:
        """Wait so long, or until `wake`."""
        self._woken.wait(most_ms / 1_000)
        self._woken.clear()

    def wake(self) -> None:
        """End the waiting."""
        self._woken.set()


def alarm(after_ms: int, act: Callable[[], None]) -> None:
    """Do something later on a thread of its own, which does not keep the program alive."""
    timer = threading.Timer(after_ms / 1_000, act)
    timer.daemon = True
    timer.start()


@dataclass(frozen=True, slots=True)
class _Want:
    """A wish on its way to the engine."""

    wallet: Id
    points: int
    until_ms: int
    told: "Future[Wished]"


@dataclass(frozen=True, slots=True)
class _Look:
    """A look on its way to the engine."""

    request: LookRequest
    until_ms: int
    told: "Future[Looked]"


class Courier:
    """Keeps one till and the centre in step until it is stopped.

    `make` builds the engine on the courier's thread; `line` is the way to the centre, and `another`
    makes a second one, so that it can be spoken while it is listened; without it listening ends
    where something is to be said. `heard` is called on the courier's thread with every state that
    says something else than the one before.
    """

    def __init__(
        self,
        make: Callable[[], Engine],
        line: Line,
        clock: Callable[[], Moment],
        heard: Callable[[SyncState], None],
        *,
        another: Callable[[], Line] | None = None,
        waiter: Waiter | None = None,
        later: Callable[[int, Callable[[], None]], None] = alarm,
        together: Together = at_once,
    ) -> None:
        """Prepare; nothing happens before `start`."""
        self._make, self._clock, self._heard = make, clock, heard
        self._lines = Lines(line, another)
        self._waiter = waiter or SteadyWaiter()
        self._later = later
        self._together = together
        self._gate = threading.Lock()  # over the next six; never held while anything waits
        self._wants: list[_Want | _Look] = []
        self._open: dict[Future[Any], Wished | Looked] = {}  # and what is said when it is too late
        self._is_knocked = self._is_key = self._is_stopping = self._is_hung = False
        self._flight: Ask | None = None
        self._told: dict[int, Future[Any]] = {}
        self._said: SyncState | None = None
        self._thread = threading.Thread(target=self._run, name="courier", daemon=True)

    # For other threads

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def nudge(self) -> None:
        """Tell that the till wrote something: it is sent now, unless the centre is out of reach."""
        self._knock(is_key=False)

    def try_now(self) -> None:
        """Try at once although the centre was out of reach: a person pressed a key."""
        self._knock(is_key=True)

    def want_rights(self, wallet: Id, points: int, most_ms: int) -> "Future[Wished]":
        """Ask for rights to spend so many points, before all else, for at most so long.

        Gives at once what will say what came of it; that is never later than `most_ms`.
        """
        told: Future[Wished] = Future()
        until_ms = self._clock().steady_ms + most_ms
        self._want(_Want(wallet, points, until_ms, told), Wished(0, WishEnd.TOO_LATE), most_ms)
        return told

    def look(self, request: LookRequest, most_ms: int) -> "Future[Looked]":
        """Ask for something that a person wants to see, for at most so long.

        Gives at once what will say what came of it.
        """
        told: Future[Looked] = Future()
        until_ms = self._clock().steady_ms + most_ms
        # The engine knows why, so it has a moment longer to say so.
        self._want(_Look(request, until_ms, told), Looked(0), most_ms + SAY_WHY_MS)
        return told

    def _want(self, want: _Want | _Look, late: Wished | Looked, most_ms: int) -> None:
        with self._gate:
            self._wants.append(want)
            self._open[want.told] = late
        self._later(most_ms, lambda: self._tell(want.told, late))
        self._knock(is_key=False)

    def stop(self, timeout_s: float = STOP_S) -> bool:
        """Stop, also in the middle of a question, and join; tells whether that was done in time."""
        with self._gate:
            self._is_stopping = True
            self._hang_up()
        self._waiter.wake()
        if self._thread.is_alive():
            self._thread.join(timeout_s)
        return not self._thread.is_alive()

    def _knock(self, *, is_key: bool) -> None:
        with self._gate:
            self._is_knocked = True
            self._is_key |= is_key
            if self._flight is not None and self._flight.is_patient:
                self._hang_up()
        self._waiter.wake()

    def _hang_up(self) -> None:
        if self._flight is None:
            return
        if self._flight.is_patient and self._lines.are_two:
            self._lines.leave()
        else:
            self._is_hung = True
            self._lines.leave()  # it may be what was asked ahead that is waited for
            self._lines.speaking.hang_up()

    # On the courier's thread

    def _run(self) -> None:
        while not self._is_stopping:
            try:
                self._work(self._make())
            except Exception:
                # A bug, or a disk that is full: selling goes on, and so will this.
                log.exception("the courier stumbled and begins again")
                self._waiter.wait(AFTER_A_BUG_MS)
        self._lines.close()
        self._give_up()

    def _work(self, engine: Engine) -> None:
        while not self._is_stopping:
            self._take_wishes(engine)
            now = self._clock()
            step = self._next(engine, now)
            if isinstance(step, Wait):
                self._waiter.wait(max(1, step.until_ms - now.steady_ms))
            else:
                answer = self._carry(step)
                ahead = engine.ahead(step, answer, self._clock())
                if ahead is not None and self._lines.are_two:
                    self._lines.fetch(ahead)
                self._take(engine, step, answer)
                self._tell_all(engine)

    def _next(self, engine: Engine, now: Moment) -> Step:
        """Find out what to do, and say how till and centre stand if that is something new."""
        step, state = self._together(lambda: (engine.next(now), engine.state(now)))
        self._tell_all(engine)
        if state != self._said:
            self._said = state
            self._heard(state)
        return step

    def _take(self, engine: Engine, ask: Ask, answer: _Came) -> None:
        now = self._clock()
        if isinstance(answer, Page) and _size(answer) > _BRIEF:  # a sale goes between its slices
            engine.answered(ask, answer, now)
        else:
            self._together(lambda: engine.answered(ask, answer, now))

    def _take_wishes(self, engine: Engine) -> None:
        with self._gate:
            wants, self._wants = self._wants, []
            is_key = self._is_key
            self._is_key = self._is_knocked = False
        now = self._clock()
        if is_key:
            engine.try_now(now)
        for want in wants:
            left_ms = want.until_ms - now.steady_ms
            if left_ms <= 0:
                continue
            if isinstance(want, _Look):
                number = engine.look(want.request, now, left_ms)
            else:
                number = engine.want_rights(want.wallet, want.points, now, left_ms)
            self._told[number] = want.told

    def _carry(self, ask: Ask) -> _Came:
        """Put a question; whoever knocks while it only listens ends it."""
        with self._gate:
            if self._is_stopping or (self._is_knocked and ask.is_patient):
                return HungUp()
            self._flight = ask
            self._lines.begin()
        answer: _Came
        try:
            answer = self._put(ask)
        except SyncTrouble as trouble:
            answer = trouble
        finally:
            with self._gate:
                is_hung, self._is_hung = self._is_hung, False
                self._flight = None
        if is_hung:
            self._lines.speaking.close()
            return HungUp() if isinstance(answer, AnswerLost) else answer
        return answer

    def _put(self, ask: Ask) -> _Came:
        if self._lines.are_two and (ask.is_patient or self._lines.has(ask)):
            heard = self._lines.listen(ask)
            return HungUp(is_open=True) if heard is None else heard
        line = self._lines.speaking
        line.answer_s = ask.silence_ms / 1_000
        return put(line, ask)

    def _tell_all(self, engine: Engine) -> None:
        """Tell whose wish or look has ended."""
        every: list[Wished | Looked] = [*engine.ended(), *engine.looked()]
        for ended in every:
            told = self._told.pop(ended.number, None)
            if told is not None:
                self._tell(told, ended)

    def _give_up(self) -> None:
        """Tell all who still wait that nothing comes."""
        with self._gate:
            left = list(self._open.items())
        for told, late in left:
            self._tell(told, late)

    def _tell(self, told: "Future[Any]", ended: Wished | Looked) -> None:
        """Say what came of a wish, unless that has been said: time may be over meanwhile."""
        with self._gate:
            if self._open.pop(told, None) is None:
                return
        if told.set_running_or_notify_cancel():
            told.set_result(ended)


def _size(page: Page) -> int:
    return sum(map(len, (*page.rows.values(), *page.gone.values())))
