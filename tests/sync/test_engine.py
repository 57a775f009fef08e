"""One till's engine: what it asks in which order, and what it believes."""

from dataclasses import replace

import pytest

from regulars.agreement import intake
from regulars.agreement import till as till_side
from regulars.agreement.messages import Push as Handed
from sync import signing
from sync.engine import LISTEN_S
from sync.enrolment import Standing
from sync.outgoing import believed
from sync.steps import Ask, HungUp, Lane
from sync.wire import OPERATIONS_MAX, RAW_MAX
from sync.wire_problem import Problem, ProblemKind
from sync.wire_push import Outcome, Push, PushAnswer
from tests.simulation.world import named
from tests.sync import memory_words as words
from tests.sync.rig import MINUTE_MS, Rig, Said, Shop, silent

KEY = b"\x11" * 32


def at_work(count: int = 3) -> Rig:
    """Give a till that has sent all it wrote and listens."""
    rig = Rig(Shop())
    for _ in range(count):
        rig.give()
    rig.settle()
    assert rig.is_agreed()
    return rig


def test_a_new_till_asks_for_news_then_reports_then_sends_then_reads_then_listens() -> None:
    rig = at_work()
    assert rig.lanes() == ["token", "token", "pull", "report", "push", "pull", "listen"]


def test_what_was_written_is_sent_before_listening_again() -> None:
    rig = at_work()
    since = len(rig.asked)
    rig.give()
    rig.settle()
    assert rig.lanes(since)[0] == "push"
    assert rig.is_agreed()


def test_only_one_question_is_open_at_a_time() -> None:
    rig = at_work()
    assert isinstance(rig.engine.next(rig.moment()), Ask)
    with pytest.raises(AssertionError, match="one question at a time"):
        rig.engine.next(rig.moment())


def test_an_answer_to_a_question_that_was_not_asked_last_is_a_bug() -> None:
    rig = at_work()
    ask = rig.engine.next(rig.moment())
    assert isinstance(ask, Ask)
    with pytest.raises(AssertionError, match="not asked last"):
        rig.engine.answered(replace(ask, number=ask.number - 1), HungUp(), rig.moment())


def test_operations_travel_as_stored_and_signed_over_the_newest_hash() -> None:
    rig = Rig(Shop(), signer=lambda said: signing.sign(KEY, said))
    rig.shop.service.vouches = lambda said, by: signing.vouches(signing.public_key(KEY), said, by)
    private = {"name": "Li", "phone": "+886", "birthday": ""}
    rig.write("member.changed", {"member": named("member")}, private)
    rig.give()
    rig.settle()
    (push,) = rig.pushes()
    assert push.bodies == tuple(words.body_of(op) for op in rig.till.log)
    assert [one.seq for one in push.beside] == [1]
    assert rig.is_agreed()


def test_every_life_of_the_log_is_sent_in_order() -> None:
    rig = Rig(Shop())
    rig.give()
    till_side.begin_epoch(rig.till)
    rig.give()
    rig.give()
    till_side.begin_epoch(rig.till)
    rig.give()
    rig.settle()
    assert [(push.epoch, len(push.bodies)) for push in rig.pushes()] == [(1, 1), (2, 2), (3, 1)]


def test_a_long_log_goes_in_batches_of_five_hundred() -> None:
    rig = Rig(Shop())
    for _ in range(1_201):
        rig.write("of.a.newer.till", {})
    rig.settle()
    assert [len(push.bodies) for push in rig.pushes()] == [OPERATIONS_MAX, OPERATIONS_MAX, 201]
    assert rig.is_agreed()


def test_long_operations_go_in_smaller_batches_and_the_longest_alone() -> None:
    rig = Rig(Shop())
    for length in (100_000, 100_000, 100_000, 400_000, 10):
        rig.write("of.a.newer.till", {"text": "x" * length})
    rig.settle()
    assert [len(push.bodies) for push in rig.pushes()] == [2, 1, 1, 1]
    assert [len(push.spelled()) > RAW_MAX for push in rig.pushes()] == [False, False, True, False]


def test_an_operation_nobody_can_read_stops_nobody() -> None:
    rig = Rig(Shop())
    rig.write("of.a.newer.till", {"points": 7})
    rig.give()
    rig.settle()
    results = [one.outcome for answer in rig.store.answers for one in answer.results]
    assert results == [Outcome.PARKED, Outcome.POSTED]


# What is believed


def answer_to(push: Push, acked: int, head: bytes = b"") -> PushAnswer:
    found = head or push.hashes()[min(acked, push.last) - push.first]
    return PushAnswer(acked, found, (), 1, Standing.LIVE, 0)


def test_what_lies_behind_the_last_operation_that_was_sent_is_not_believed() -> None:
    rig = at_work()
    (push,) = rig.pushes()
    answer = believed(push, answer_to(push, 9))
    assert answer is not None
    assert answer.acked == 3


def test_an_acknowledgement_of_another_log_is_not_believed() -> None:
    rig = at_work()
    (push,) = rig.pushes()
    assert believed(push, answer_to(push, 2)) is not None
    assert believed(push, answer_to(push, 2, bytes(32))) is None
    assert believed(push, answer_to(push, 0, bytes(32))) is None


def test_a_part_that_arrived_is_not_sent_again() -> None:
    rig = Rig(Shop())
    for _ in range(4):
        rig.give()

    def half(ask: Ask) -> Said | None:
        if not isinstance(ask.question, Push) or ask.question.first > 1:
            return None
        op = words.read_ops(ask.question)[0]
        intake.push(rig.shop.centre, Handed(rig.source, (op,)))
        return answer_to(ask.question, 1)

    rig.meddle = half
    rig.settle()
    assert [push.first for push in rig.pushes()] == [1, 2]
    assert rig.is_agreed()


def test_an_answer_that_brings_nothing_forward_is_no_reason_to_hurry() -> None:
    rig = at_work()
    since = rig.shop.now_ms
    rig.give()
    rig.meddle = lambda ask: (
        answer_to(ask.question, ask.question.first - 1, bytes(32))
        if isinstance(ask.question, Push)
        else None
    )
    rig.run(10 * MINUTE_MS)
    assert rig.per_minute(since) < 60
    rig.meddle = lambda _: None
    rig.run(30_000)
    assert rig.is_agreed()


# Tokens


def test_a_token_is_renewed_before_it_runs_out() -> None:
    rig = at_work()
    rig.run(60 * MINUTE_MS)
    problems = [said for _, _, said in rig.asked if isinstance(said, Problem)]
    assert {one.kind for one in problems} <= {ProblemKind.RESNAPSHOT}
    assert rig.lanes().count("token") == 2 * (1 + 60 * MINUTE_MS // (840 * 1_000))


def test_a_token_that_ran_out_in_the_middle_is_renewed_and_the_same_is_sent_again() -> None:
    rig = at_work()
    since = len(rig.asked)
    rig.shop.service.tokens.clear()
    rig.give()
    rig.settle()
    assert rig.lanes(since)[:4] == ["push", "token", "token", "push"]
    first, second = rig.pushes(since)
    assert first == second
    assert rig.is_agreed()


def test_a_centre_that_knows_no_token_is_not_asked_for_ever() -> None:
    rig = at_work()
    since = rig.shop.now_ms
    rig.meddle = lambda ask: None if ask.lane is Lane.TOKEN else Problem(ProblemKind.TOKEN)
    rig.give()
    rig.run(5 * MINUTE_MS)
    assert rig.per_minute(since) < 60


def test_a_token_belongs_to_one_life_of_the_log() -> None:
    rig = at_work()
    since = len(rig.asked)
    till_side.begin_epoch(rig.till)
    rig.give()
    rig.settle()
    assert rig.lanes(since)[:3] == ["token", "token", "push"]


# Answers that come too late


def test_a_page_for_the_life_before_is_passed_over() -> None:
    rig = at_work()
    ask = rig.engine.next(rig.moment())
    assert isinstance(ask, Ask)
    page = next(said for _, asked, said in rig.asked if asked.is_patient)
    cursor = rig.store.cursor()
    assert cursor
    till_side.begin_epoch(rig.till)
    rig.engine.answered(ask, page, rig.moment())
    assert rig.store.cursor() == ""
    assert cursor


def test_what_a_till_cut_itself_is_no_failure() -> None:
    rig = at_work()
    ask = rig.engine.next(rig.moment())
    assert isinstance(ask, Ask)
    assert ask.is_patient
    rig.give()
    rig.engine.answered(ask, HungUp(), rig.moment())
    again = rig.engine.next(rig.moment())
    assert isinstance(again, Ask)
    assert again.lane is Lane.PUSH
    assert rig.engine.state(rig.moment()).cause is None


# Listening


def test_an_idle_till_asks_a_few_times_a_minute() -> None:
    rig = at_work()
    since = rig.shop.now_ms
    rig.run(60 * MINUTE_MS)
    assert rig.per_minute(since) <= 60 / LISTEN_S + 1


def test_a_centre_that_does_not_wait_for_news_is_not_asked_much_more() -> None:
    rig = at_work()
    page = rig.asked[-1][2]
    since = rig.shop.now_ms
    rig.meddle = lambda ask: page if ask.is_patient else None
    rig.run(5 * MINUTE_MS)
    assert rig.per_minute(since) <= 15


def test_news_without_end_is_gathered() -> None:
    rig, other = at_work(), Rig(Shop())
    other = Rig(rig.shop, "back")
    other.settle()
    since = rig.shop.now_ms

    def more(ask: Ask) -> None:
        if ask.is_patient:
            other.give()
            other.settle()

    rig.meddle = more
    rig.run(5 * MINUTE_MS)
    listened = sum(ask.is_patient for begun, ask, _ in rig.asked if begun >= since)
    assert listened <= 8 + (rig.shop.now_ms - since) / 1_000


def test_pages_are_read_one_behind_the_other_until_there_is_no_more() -> None:
    rig = Rig(Shop(), "front")
    other = Rig(rig.shop, "back")
    rig.shop.service.limit = 3
    for number in range(10):
        other.give(wallet=named(f"wallet {number}"))
    other.settle()
    rig.settle()
    assert rig.lanes()[-5:] == ["pull", "pull", "pull", "pull", "listen"]
    assert rig.till.cursor == rig.shop.centre.seq


def test_a_page_that_promises_more_and_gives_nothing_does_not_make_a_till_spin() -> None:
    rig = at_work()
    page = rig.asked[-1][2]
    rig.meddle = lambda ask: replace(page, up_to_date=False) if ask.lane is Lane.PULL else None  # type: ignore[type-var]
    since = rig.shop.now_ms
    rig.run(10 * MINUTE_MS)
    assert rig.per_minute(since) < 60


def test_while_no_answer_comes_the_oldest_question_is_the_first_again() -> None:
    rig = at_work()
    rig.meddle = silent
    rig.give()
    rig.run(MINUTE_MS)
    rig.meddle = lambda _: None
    since = len(rig.asked)
    rig.run(30_000)
    assert rig.lanes(since)[0] == "push"
    assert rig.is_agreed()
