"""What an engine does when nothing gets through, or the centre says no: wait, say why, go on."""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise
from random import Random

import pytest

from sync import trouble
from sync.backoff import MOST_MS
from sync.engine import SILENCE_MS
from sync.enrolment import Standing
from sync.pauses import SLOW_MS
from sync.status import Says
from sync.steps import Ask, Lane
from sync.trouble import Cause, SyncTrouble
from sync.wire_problem import Problem, ProblemKind
from sync.wire_pull import Page
from sync.wire_push import PushAnswer
from sync.wire_rights import ReportAnswer
from tests.sync.rig import MINUTE_MS, START_MS, Rig, Said, Shop, only, silent

HEALS_IN_MS = 30_000


def at_work() -> Rig:
    """Give a till that listens."""
    rig = Rig(Shop())
    rig.give()
    rig.settle()
    assert rig.is_agreed()
    return rig


def heals(rig: Rig) -> None:
    """Let nothing stand in the way any more; all must agree in half a minute."""
    rig.meddle = lambda _: None
    rig.run(HEALS_IN_MS)
    assert rig.is_agreed()


def pauses(rig: Rig, since_ms: int) -> list[int]:
    """Give the times between the end of one question and the next."""
    times = [begun for begun, _, _ in rig.asked if begun >= since_ms]
    return [later - earlier for earlier, later in pairwise(times)]


TROUBLES = [
    trouble.NoNetworkHere(),
    trouble.NoInternet(),
    trouble.ServiceAway(),
    trouble.ServiceBusy(),
    trouble.ServiceUntrusted(),
    trouble.NotSecure(),
    trouble.ClockWrong(),
    trouble.AnswerLost(),
]


@pytest.mark.parametrize("wrong", TROUBLES, ids=lambda one: one.code)
def test_what_does_not_get_through_is_tried_again_within_seconds_but_never_in_a_hurry(
    wrong: SyncTrouble,
) -> None:
    rig = at_work()
    rig.meddle = lambda _: wrong
    rig.give()
    rig.run(2 * MINUTE_MS)
    since = rig.shop.now_ms
    rig.run(5 * MINUTE_MS)
    found = pauses(rig, since)
    assert max(found) <= MOST_MS + 2_000
    assert sum(found) / len(found) > MOST_MS / 4, "half the bound, on average"
    assert rig.per_minute(since) < 30
    heals(rig)


@pytest.mark.parametrize("wrong", TROUBLES, ids=lambda one: one.code)
def test_the_screen_names_where_to_look_from_the_second_time_until_it_is_over(
    wrong: SyncTrouble,
) -> None:
    rig = at_work()
    rig.meddle = lambda _: wrong
    rig.step()
    assert rig.engine.state(rig.moment()).cause is None
    rig.run(MINUTE_MS)
    state = rig.engine.state(rig.moment())
    assert (state.says, state.cause, state.code) == (Says.APART, wrong.cause, wrong.code)
    heals(rig)
    assert rig.engine.state(rig.moment()).says is Says.AGREED


def test_the_screen_says_how_much_waits_and_for_how_long() -> None:
    rig = at_work()
    heard = START_MS + rig.shop.now_ms
    rig.meddle = silent
    rig.give()
    rig.run(5 * MINUTE_MS)
    rig.give()
    rig.run(5 * MINUTE_MS)
    state = rig.engine.state(rig.moment())
    assert (state.waiting, state.oldest_minutes) == (2, 10)
    assert state.heard_ms == heard
    assert not state.is_lease_over
    rig.run(15 * 24 * 60 * MINUTE_MS // 100)
    assert rig.engine.state(replace(rig.moment(), wall_ms=heard + 15 * 86_400_000)).is_lease_over


def test_a_service_that_asks_for_time_gets_it_even_if_a_person_presses_a_key() -> None:
    rig = at_work()
    rig.meddle = lambda _: trouble.ServiceBusy("429", 30_000)
    rig.give()
    rig.step()
    rig.meddle = lambda _: None
    count = len(rig.asked)
    rig.shop.now_ms += 2_000
    rig.engine.try_now(rig.moment())
    rig.run(27_000)
    assert len(rig.asked) == count
    rig.run(MOST_MS + 4_000)
    assert rig.is_agreed()


def test_a_problem_that_asks_for_time_gets_it_too() -> None:
    rig = at_work()
    rig.meddle = lambda _: Problem(ProblemKind.TOO_MANY, retry_s=20)
    rig.give()
    rig.step()
    count = len(rig.asked)
    rig.run(19_000)
    assert len(rig.asked) == count
    heals(rig)


def test_a_key_ends_the_wait_but_not_more_than_once_a_second() -> None:
    rig = at_work()
    rig.meddle = silent
    rig.run(2 * MINUTE_MS)
    since = rig.shop.now_ms
    count = len(rig.asked)
    for _ in range(200):
        rig.shop.now_ms += 10
        rig.engine.try_now(rig.moment())
        step = rig.engine.next(rig.moment())
        if isinstance(step, Ask):
            rig.asked.append((rig.shop.now_ms, step, trouble.NoInternet()))
            rig.engine.answered(step, trouble.NoInternet(), rig.moment())
    assert 1 <= len(rig.asked) - count <= 2 + (rig.shop.now_ms - since) // 400
    rig.meddle = lambda _: None
    rig.shop.now_ms += 1_000
    rig.engine.try_now(rig.moment())
    assert isinstance(rig.engine.next(rig.moment()), Ask)


def test_writing_does_not_shorten_the_wait() -> None:
    rig = at_work()
    rig.meddle = lambda _: trouble.NoInternet()
    rig.give()
    rig.run(MINUTE_MS)
    since = rig.shop.now_ms
    for _ in range(600):
        rig.give()
        rig.run(100)
    assert rig.per_minute(since) < 30


# The centre says no


@pytest.mark.parametrize("lane", [Lane.PUSH, Lane.PULL, Lane.REPORT], ids=str)
@pytest.mark.parametrize(
    "kind",
    [
        ProblemKind.OTHER,
        ProblemKind.BAD_MESSAGE,
        ProblemKind.TOO_LARGE,
        ProblemKind.FORBIDDEN,
        ProblemKind.MISMATCH,
        ProblemKind.CODE,
        ProblemKind.GRANTS_WAIT,
        ProblemKind.SEQ_GAP,
        ProblemKind.UPGRADE_REQUIRED,
        ProblemKind.RESNAPSHOT,
    ],
    ids=str,
)
def test_a_no_to_one_kind_of_question_stops_no_other_and_is_asked_again(
    kind: ProblemKind, lane: Lane
) -> None:
    rig = Rig(Shop()) if lane is Lane.REPORT else at_work()
    rig.start()
    rig.meddle = only(lane, Problem(kind))
    rig.give()
    rig.run(3 * MINUTE_MS)
    since = rig.shop.now_ms
    rig.run(10 * MINUTE_MS)
    assert rig.per_minute(since) < 60
    if lane is Lane.PUSH:
        assert rig.till.lease_until_ms, "news is read all the same"
    else:
        assert rig.store.backlog().count == 0, "all is sent all the same"
    rig.meddle = lambda _: None
    rig.run(SLOW_MS + HEALS_IN_MS)
    assert rig.is_agreed()


def test_a_no_that_stays_is_said() -> None:
    rig = at_work()
    rig.meddle = only(Lane.PUSH, Problem(ProblemKind.BAD_MESSAGE))
    rig.give()
    rig.run(MINUTE_MS)
    state = rig.engine.state(rig.moment())
    assert (state.says, state.cause, state.code) == (Says.STUCK, Cause.SERVICE, "bad-message")
    assert state.waiting == 1
    heals(rig)
    assert rig.engine.state(rig.moment()).says is Says.AGREED


def test_a_program_that_is_too_old_to_read_goes_on_sending() -> None:
    rig = at_work()
    rig.meddle = only(Lane.PULL, Problem(ProblemKind.UPGRADE_REQUIRED, min_schema=2))
    rig.run(1_000)
    since = rig.shop.now_ms
    for _ in range(10):
        rig.give()
        rig.run(MINUTE_MS)
    assert rig.store.backlog().count == 0
    assert rig.engine.state(rig.moment()).says is Says.OLD
    assert sum(ask.lane is Lane.PULL for at, ask, _ in rig.asked if at >= since) <= 21


def test_a_page_for_newer_programs_says_so_too() -> None:
    rig = at_work()
    page = rig.asked[-1][2]
    assert isinstance(page, Page)
    rig.meddle = only(Lane.PULL, replace(page, min_schema=2))
    rig.run(MINUTE_MS)
    assert rig.engine.state(rig.moment()).says is Says.OLD


def test_pushes_that_are_lost_become_shorter_and_then_longer_again() -> None:
    rig = at_work()
    for _ in range(2_000):
        rig.write("of.a.newer.till", {})

    def slow(ask: Ask) -> Said | None:
        is_long = ask.lane is Lane.PUSH and len(rig.pushes()) and rig_long(ask) > 100
        return trouble.AnswerLost("silence") if is_long else None

    rig.meddle = slow
    rig.run(2 * MINUTE_MS)
    sizes = [len(push.bodies) for push in rig.pushes()]
    assert sizes[1:5] == [500, 250, 125, 62]
    assert 62 in sizes[5:]
    assert rig.is_agreed()


def rig_long(ask: Ask) -> int:
    return len(getattr(ask.question, "bodies", ()))


def test_an_operation_that_trips_the_centre_lets_those_before_it_through() -> None:
    rig = at_work()
    for _ in range(200):
        rig.give()

    def tripped(ask: Ask) -> Said | None:
        bodies = getattr(ask.question, "bodies", ())
        first = getattr(ask.question, "first", 0)
        is_in = first <= 150 < first + len(bodies)
        return trouble.AnswerLost("500") if is_in else None

    rig.meddle = tripped
    rig.run(5 * MINUTE_MS)
    assert rig.store.acked(1) == 149
    assert rig.till.cursor == rig.shop.centre.seq, "and news is read"
    heals(rig)


# Clocks


@pytest.mark.parametrize("off_ms", [-86_400_000, -140_000, 140_000, 86_400_000])
def test_a_wrong_clock_here_is_said_and_hinders_nothing(off_ms: int) -> None:
    rig = Rig(Shop(), skew_ms=off_ms)
    rig.give()
    rig.settle()
    state = rig.engine.state(rig.moment())
    assert (state.says, state.cause) == (Says.CLOCK, Cause.CLOCK)
    assert rig.is_agreed()
    rig.skew_ms = 0
    rig.run(MINUTE_MS)
    assert rig.engine.state(rig.moment()).says is Says.AGREED


def test_waiting_for_news_is_not_taken_for_a_slow_clock() -> None:
    rig = at_work()
    rig.skew_ms = 115_000
    rig.run(10 * MINUTE_MS)
    assert rig.engine.state(rig.moment()).says is Says.AGREED


def test_a_clock_that_is_set_back_makes_nobody_wait_longer() -> None:
    rig = at_work()
    rig.meddle = silent
    rig.give()
    rig.run(MINUTE_MS)
    rig.skew_ms = -30 * 86_400_000
    heals(rig)


# A centre that talks nonsense


def nonsense(chance: Random, rig: Rig) -> Callable[[Ask], Said | None]:
    """Give answers of every shape, most of them to another question or of another life."""

    def say(ask: Ask) -> Said | None:
        feed = chance.choice((1, 1, 1, 1, 2, 3))
        standing = chance.choice((Standing.LIVE, Standing.LIVE, Standing.RETIRED))
        acked = chance.randrange(12)
        cursor = chance.choice((rig.store.cursor(), f"c{feed}.{chance.randrange(3)}"))
        more = chance.random() < 0.5
        said: list[Said | None] = [
            None,
            trouble.AnswerLost("half an answer"),
            trouble.NoInternet("a portal"),
            Problem(
                chance.choice(list(ProblemKind)), expected=acked, feed=chance.choice((0, feed))
            ),
        ]
        if ask.lane is Lane.PULL:
            if not cursor.startswith(f"c{feed}.") and cursor:
                cursor = ""
            said.append(Page(cursor, more, acked, feed, standing, 1, START_MS))
        if ask.lane is Lane.PUSH:
            said.append(PushAnswer(acked, bytes(32), (), feed, standing, START_MS))
        if ask.lane is Lane.REPORT:
            said.append(ReportAnswer(0, feed, START_MS))
        return chance.choice(said)

    return say


@pytest.mark.parametrize("seed", range(120))
def test_no_nonsense_makes_an_engine_spin_fall_over_or_lose_anything(seed: int) -> None:
    chance = Random(seed)
    rig = Rig(Shop(), f"front {seed}")
    for _ in range(10):
        rig.give()
    rig.meddle = nonsense(chance, rig)
    rig.run(MINUTE_MS)
    since, steps = rig.shop.now_ms, rig.steps
    rig.run(2 * MINUTE_MS)
    assert rig.steps - steps < 2 * 250, "steps of two minutes"
    assert rig.per_minute(since) < 120
    # The centre comes to its senses; it had been restored as often as it claimed.
    rig.shop.centre.feed_epoch = max(4, rig.till.feed_epoch + 1)
    rig.meddle = lambda _: None
    rig.run(SLOW_MS + HEALS_IN_MS)
    assert rig.posted() == [op.hash for op in rig.till.log]
    assert rig.store.backlog().count == 0


def test_silence_is_noticed_in_seconds() -> None:
    rig = at_work()
    step = rig.engine.next(rig.moment())
    assert isinstance(step, Ask)
    assert step.timeout_ms <= 20_000
    assert SILENCE_MS + MOST_MS < HEALS_IN_MS
