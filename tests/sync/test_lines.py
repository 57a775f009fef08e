"""Two lines to the centre: what is said meanwhile ends no listening, and nothing old is heard."""

import queue
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from sync import lines as lines_module
from sync.courier import Courier
from sync.enrolment import Standing
from sync.lines import Lines
from sync.ports import Here
from sync.status import Says, SyncState
from sync.steps import Ask, Lane, Moment
from sync.trouble import AnswerLost
from sync.wire_pull import Page, PullRequest
from tests.simulation.world import named
from tests.sync.rig import MINUTE_MS, START_MS, Rig, Shop
from tests.sync.samples import DEVICE
from tests.sync.test_courier import PATIENCE_S, Hours, Line

NOBODY = Here(DEVICE, DEVICE, DEVICE, 1)


def page(cursor: str) -> Page:
    return Page(cursor, True, 0, 1, Standing.LIVE, 1, 0, {})


def ask(cursor: str = "", token: str = "t") -> Ask:
    wish = PullRequest(cursor, wait_s=15)
    return Ask(1, Lane.PULL, wish, token, NOBODY, Moment(0, 0), 5_000)


@dataclass
class Held:
    """A line whose questions for news end when a test says so."""

    answer_s: float = 0.0
    asked: "queue.Queue[PullRequest]" = field(default_factory=queue.Queue)
    answers: "queue.Queue[Page | AnswerLost]" = field(default_factory=queue.Queue)
    closed: threading.Event = field(default_factory=threading.Event)

    def pull(self, _token: str, request: PullRequest) -> Page:
        self.asked.put(request)
        said = self.answers.get(timeout=PATIENCE_S)
        if isinstance(said, AnswerLost):
            raise said
        return said

    def hang_up(self) -> None:
        self.answers.put(AnswerLost("hung up"))

    def close(self) -> None:
        self.closed.set()


@dataclass
class Pair:
    """Two such lines, and those made after them."""

    every: list[Held] = field(default_factory=lambda: [Held()])
    lines: Lines = field(init=False)

    def __post_init__(self) -> None:
        self.lines = Lines(self.every[0], self._another)  # type: ignore[arg-type] # only news

    def _another(self) -> Held:
        self.every.append(Held())
        return self.every[-1]

    def leave_at_once(self, wish: Ask) -> None:
        """Begin to listen, and leave."""
        self.lines.begin()
        self.lines.leave()
        assert self.lines.listen(wish) is None
        self.lines.begin()


def test_who_leaves_and_listens_again_hears_the_answer_to_the_first_question() -> None:
    pair = Pair()
    pair.leave_at_once(ask())
    first = pair.every[0]
    assert first.asked.get(timeout=PATIENCE_S) == ask().question
    spoken: object = pair.lines.speaking
    assert spoken is pair.every[1], "it is spoken on the other line"
    first.answers.put(page("c1.5"))
    assert pair.lines.listen(ask()) == page("c1.5")
    assert [one.asked.empty() for one in pair.every] == [True, True], "nothing was asked twice"


def test_the_lines_take_turns_at_listening() -> None:
    pair = Pair()
    for number in range(4):
        for one in pair.every:
            one.answers.put(page(f"c1.{number}"))
        assert pair.lines.listen(ask(f"c1.{number}")) == page(f"c1.{number}")
        for one in pair.every:
            while not one.answers.empty():
                one.answers.get()
    assert [one.asked.qsize() for one in pair.every] == [2, 2]


@pytest.mark.parametrize("other", [ask("c1.9"), ask(token="new")])
def test_what_was_left_is_given_up_where_something_else_is_listened_for(other: Ask) -> None:
    pair = Pair()
    pair.leave_at_once(ask())
    pair.leave_at_once(other)
    assert pair.every[0].closed.wait(PATIENCE_S), "its line is closed once it is quiet"
    assert len(pair.every) == 3
    pair.every[1].answers.put(page("c1.10"))
    assert pair.lines.listen(other) == page("c1.10")


def test_trouble_that_nobody_heard_is_not_heard_later() -> None:
    pair = Pair()
    pair.leave_at_once(ask())
    pair.every[0].answers.put(AnswerLost("of before"))
    assert pair.lines._hearing is not None
    pair.lines._hearing.told.result(PATIENCE_S)
    pair.every[1].answers.put(page("c1.1"))
    assert pair.lines.listen(ask()) == page("c1.1")


def test_trouble_while_it_is_listened_is_heard() -> None:
    pair = Pair()
    pair.every[0].answers.put(AnswerLost("now"))
    assert isinstance(pair.lines.listen(ask()), AnswerLost)


def test_an_answer_that_lay_there_for_long_is_not_given(monkeypatch: pytest.MonkeyPatch) -> None:
    pair = Pair()
    pair.leave_at_once(ask())
    pair.every[0].answers.put(page("c1.1"))
    assert pair.lines._hearing is not None
    pair.lines._hearing.told.result(PATIENCE_S)
    monkeypatch.setattr(lines_module, "KEPT_S", -1.0)
    pair.every[1].answers.put(page("c1.2"))
    assert pair.lines.listen(ask()) == page("c1.2")


def test_closing_ends_what_is_listened_for() -> None:
    pair = Pair()
    pair.leave_at_once(ask())
    pair.lines.close()
    assert all(one.closed.wait(PATIENCE_S) for one in pair.every)


def behind(number: int, cursor: str = "c1.5", ahead: int = 0) -> Ask:
    wish = PullRequest(cursor)
    return Ask(number, Lane.PULL, wish, "t", NOBODY, Moment(0, 0), 5_000, ahead=ahead)


def test_what_was_asked_ahead_is_heard_by_who_asks_it() -> None:
    pair = Pair()
    pair.lines.fetch(behind(7))
    pair.every[0].answers.put(page("c1.9"))
    assert pair.lines.has(behind(8, ahead=7))
    assert pair.lines.listen(behind(8, ahead=7)) == page("c1.9")
    assert not pair.lines.has(behind(9, ahead=7)), "and only once"


@pytest.mark.parametrize("other", [behind(8), behind(8, ahead=6), behind(8, "c1.4", ahead=7)])
def test_what_was_asked_ahead_is_no_answer_to_anything_else(other: Ask) -> None:
    pair = Pair()
    pair.lines.fetch(behind(7))
    assert not pair.lines.has(other)
    pair.lines.close()


def test_trouble_of_what_was_asked_ahead_is_not_heard_later() -> None:
    pair = Pair()
    pair.lines.fetch(behind(7))
    pair.every[0].answers.put(AnswerLost("meanwhile"))
    assert pair.lines._hearing is not None
    pair.lines._hearing.told.result(PATIENCE_S)
    assert not pair.lines.has(behind(8, ahead=7))


# --- the courier with two lines ------------------------------------------------------------------


@dataclass
class Stand:
    """A till's courier with two lines, and what it said."""

    rig: Rig
    every: list[Line]
    courier: Courier
    said: "queue.Queue[SyncState]"

    def until(self, says: Says, waiting: int) -> None:
        while True:
            state = self.said.get(timeout=PATIENCE_S)
            assert state.cause is None, "leaving is no trouble"
            if (state.says, state.waiting) == (says, waiting):
                return


@contextmanager
def running(first: Callable[[Shop], None] = lambda _: None, limit: int = 50) -> Iterator[Stand]:
    shop = Shop()
    first(shop)
    rig, hours, said = Rig(shop), Hours(shop), queue.Queue[SyncState]()
    every: list[Line] = []

    def another() -> Line:
        service = shop.service
        line = Line(service.rules, service.now_ms, service.vouches, lives_s=86_000, limit=limit)
        line.tokens, line.nonces = (every[0].tokens, every[0].nonces) if every else ({}, {})
        line.begin()
        every.append(line)
        return line

    courier = Courier(
        lambda: rig.engine,
        another(),
        lambda: Moment(shop.now_ms, START_MS + shop.now_ms),
        said.put,
        another=another,
        waiter=hours,
        later=lambda *_: None,
    )
    stand = Stand(rig, every, courier, said)
    courier.start()
    try:
        stand.until(Says.AGREED, 0)
        yield stand
    finally:
        assert courier.stop(PATIENCE_S)


def test_a_till_that_listens_sends_what_it_writes_without_hanging_up() -> None:
    with running() as stand:
        for count in range(1, 6):
            stand.rig.give()
            stand.courier.nudge()
            stand.until(Says.AGREED, 0)
            assert len(stand.rig.shop.centre.chains[stand.rig.till.source].hashes) == count
        assert [one.hung_up for one in stand.every] == [0, 0]


def test_a_till_that_reads_much_asks_for_each_page_once_and_while_it_takes_one_in() -> None:
    def much(shop: Shop) -> None:
        other = Rig(shop, name="other")
        for number in range(40):
            other.give(wallet=named(f"wallet {number}"))
        other.run(MINUTE_MS)

    with running(much, limit=3) as stand:
        assert stand.rig.is_agreed()
        every = [one for line in stand.every for one in line.pulled]
        pulled = [one for one in every if one.cursor and not one.wait_s]
        assert len(pulled) == len({one.cursor for one in pulled}) == 40 // 3
        assert min(len(line.pulled) for line in stand.every) > 40 // 8, "the lines take turns"
