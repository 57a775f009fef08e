"""Engines broken on purpose: what watches over the engine notices every one.

Each control names a bug that other systems had, or that this one had while it was written, and who
notices it: an example of the other files, or the seeds.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import pytest

from sync import engine, hearing, outgoing, pauses, tokens
from sync.engine import Engine
from sync.hearing import Hearing
from sync.outgoing import signed
from sync.pauses import Pace, Pause
from sync.steps import Ask, Lane, Moment, Step
from sync.wire_problem import Problem, ProblemKind
from sync.wire_pull import PullRequest
from sync.wire_push import Push, PushAnswer
from sync.wishes import Wishes
from tests.sync import test_engine as examples
from tests.sync import test_engine_restored as restored
from tests.sync import test_engine_rights as rights
from tests.sync import test_engine_trouble as troubles
from tests.sync.engine_world import Desk, EngineWorld, play_seed
from tests.sync.memory_store import MemoryStore
from tests.sync.rig import MINUTE_MS, Said, silent

Patch = pytest.MonkeyPatch
SEEDS, STEPS = 60, 120


@dataclass(frozen=True, slots=True)
class Control:
    """A bug, and what must notice it."""

    bug: Callable[[Patch], None]
    noticed_by: Callable[[], None]


# Who notices


def seeds() -> None:
    """Play seeds until one is violated."""
    for seed in range(SEEDS):
        play_seed(seed, STEPS)


def a_centre_that_claims_more() -> None:
    """A centre acknowledges more than it was sent; what is written next must arrive."""
    rig = examples.at_work()

    def claims(ask: Ask) -> Said | None:
        if not isinstance(ask.question, Push):
            return None
        answer = rig.shop.service.push(ask.token, ask.question)
        assert isinstance(answer, PushAnswer)
        return replace(answer, acked=answer.acked + 1)

    rig.meddle = claims
    for _ in range(3):
        rig.give()
        rig.settle()
    assert rig.is_agreed()


def a_token_that_was_forgotten() -> None:
    """The centre was started anew and knows no token any more."""
    rig = examples.at_work()
    rig.shop.service.tokens.clear()
    rig.give()
    rig.run(30_000)
    assert rig.is_agreed()


def a_network_that_comes_back() -> None:
    """Nothing gets through for half an hour, then everything."""
    rig = troubles.at_work()
    rig.meddle = silent
    rig.give()
    rig.run(30 * MINUTE_MS)
    troubles.heals(rig)


def a_service_that_asks_for_time() -> None:
    troubles.test_a_service_that_asks_for_time_gets_it_even_if_a_person_presses_a_key()


def a_night_without_a_network() -> None:
    wrong = troubles.TROUBLES[0]
    troubles.test_what_does_not_get_through_is_tried_again_within_seconds_but_never_in_a_hurry(
        wrong
    )


def a_no_to_pushes() -> None:
    troubles.test_a_no_to_one_kind_of_question_stops_no_other_and_is_asked_again(
        ProblemKind.OTHER, Lane.PUSH
    )


# The bugs


def acknowledgements_are_believed_beyond_what_was_sent(patch: Patch) -> None:
    patch.setattr(hearing, "believed", lambda _, answer: answer)


def a_retry_has_new_ids(patch: Patch) -> None:
    sent: set[tuple[int, int]] = set()

    def renamed(push: Push, signer: Any) -> Push:
        again = (push.epoch, push.first) in sent
        sent.add((push.epoch, push.first))
        bodies = push.bodies
        if again:
            body = bodies[0]
            place = body.index(b'"id":"') + 6
            bodies = (body[:place] + b"ff" + body[place + 2 :], *bodies[1:])
        return signed(replace(push, bodies=bodies), signer)

    patch.setattr(engine, "signed", renamed)


def nobody_waits_between_tries(patch: Patch) -> None:
    patch.setattr(pauses, "wait_ms", lambda *_: 0)


def everybody_waits_an_hour(patch: Patch) -> None:
    patch.setattr(pauses, "wait_ms", lambda *_: 3_600_000)


def a_second_push_while_one_is_under_way(patch: Patch) -> None:
    right = Engine.next

    def hasty(one: Engine, now: Moment) -> Step:
        one._flight = None
        return right(one, now)

    def go(world: EngineWorld, desk: Desk, _turn: int) -> None:
        step = desk.engine.next(world.moment(desk))
        if isinstance(step, Ask):
            world._put(desk, step)

    def wake(world: EngineWorld, node: Any, wait_ms: int) -> None:
        if not node.is_down:
            world._plan(world.desk(node), wait_ms)

    patch.setattr(Engine, "next", hasty)
    patch.setattr(EngineWorld, "_go", go)
    patch.setattr(EngineWorld, "wake", wake)


def answers_of_another_life_are_believed(patch: Patch) -> None:
    patch.setattr(Hearing, "_is_of_this_life", lambda *_: True)


def nothing_is_reported_after_a_restore(patch: Patch) -> None:
    patch.setattr(MemoryStore, "must_report", lambda _: False)


def a_restored_centre_is_believed_how_far_it_has_the_log(patch: Patch) -> None:
    right = Hearing._begin_anew

    def wrong(one: Hearing, problem: Problem, now: Moment) -> None:
        right(one, problem, now)
        one.hints.clear()
        store: Any = one.store
        store.till.acked.update(problem.acked)

    patch.setattr(Hearing, "_begin_anew", wrong)


def a_gap_is_passed_over(patch: Patch) -> None:
    patch.setattr(Hearing, "_gap", lambda *_: None)


def a_token_is_kept_whatever_the_centre_says(patch: Patch) -> None:
    patch.setattr(tokens.Pass, "drop", lambda _: None)


def a_wish_for_time_is_passed_over(patch: Patch) -> None:
    right = Pause.fail

    def wrong(one: Pause, now_ms: int, roll: bytes, _retry_after_ms: int = 0) -> None:
        right(one, now_ms, roll)

    patch.setattr(Pause, "fail", wrong)


def one_no_stops_everything(patch: Patch) -> None:
    def wrong(one: Hearing, _lane: Lane, now: Moment, *_: Problem) -> None:
        one.net.fail(now.steady_ms, one.chance(4))

    patch.setattr(Hearing, "_fail", wrong)


def a_centre_that_does_not_wait_is_asked_at_once_again(patch: Patch) -> None:
    patch.setattr(Pace, "slow_down", lambda *_: None)
    patch.setattr(Pace, "free_ms", lambda _, now_ms: now_ms)
    patch.setattr(Pace, "take", lambda *_: None)


def a_page_for_the_life_before_is_applied(patch: Patch) -> None:
    def wrong(one: Engine, ask: Ask, answer: Any, now: Moment) -> None:
        one._flight = None
        one.known.net.end()
        one._take(ask, answer, now)

    patch.setattr(Engine, "answered", wrong)


def long_pushes_stay_long(patch: Patch) -> None:
    patch.setattr(Hearing, "_push_less", lambda _: None)


def a_wish_waits_behind_the_log(patch: Patch) -> None:
    right = Engine._wanted

    def wrong(one: Engine, *rest: Any) -> list[Any]:
        """Put rights behind all else."""
        return sorted(right(one, *rest), key=lambda wanted: wanted.lane is Lane.RIGHTS)

    patch.setattr(Engine, "_wanted", wrong)


def a_wish_is_never_given_up(patch: Patch) -> None:
    patch.setattr(Wishes, "expire", lambda *_: None)


def the_newest_life_is_sent_first(patch: Patch) -> None:
    right = outgoing.next_push

    def wrong(store: Any, *rest: Any) -> Push | None:
        class Turned:
            def __getattr__(self, name: str) -> object:
                return getattr(store, name)

            def heads(self) -> object:
                return tuple(reversed(store.heads()))

        return right(Turned(), *rest)  # type: ignore[arg-type] # all but one go to the store

    patch.setattr(engine, "next_push", wrong)


def what_was_asked_ahead_answers_whatever_is_asked(patch: Patch) -> None:
    """A page that is not kept is passed over, and the one behind it taken."""

    def wrong(one: Engine, question: object, _here: object) -> Ask | None:
        return one._ahead if isinstance(question, PullRequest) else None

    patch.setattr(Engine, "_ahead_of", wrong)


CONTROLS = [
    Control(what_was_asked_ahead_answers_whatever_is_asked, seeds),
    Control(acknowledgements_are_believed_beyond_what_was_sent, a_centre_that_claims_more),
    Control(a_retry_has_new_ids, seeds),
    Control(nobody_waits_between_tries, a_night_without_a_network),
    Control(everybody_waits_an_hour, a_network_that_comes_back),
    Control(a_second_push_while_one_is_under_way, seeds),
    Control(
        answers_of_another_life_are_believed,
        restored.test_an_answer_of_a_restored_centre_to_a_push_changes_nothing_but_the_order,
    ),
    Control(nothing_is_reported_after_a_restore, seeds),
    Control(
        a_restored_centre_is_believed_how_far_it_has_the_log,
        restored.test_where_a_copy_wrote_the_same_numbers_all_is_sent_again,
    ),
    Control(a_gap_is_passed_over, restored.test_a_gap_is_sent_from_and_its_last_is_looked_at),
    Control(a_token_is_kept_whatever_the_centre_says, a_token_that_was_forgotten),
    Control(a_wish_for_time_is_passed_over, a_service_that_asks_for_time),
    Control(one_no_stops_everything, a_no_to_pushes),
    Control(
        a_centre_that_does_not_wait_is_asked_at_once_again,
        examples.test_a_centre_that_does_not_wait_for_news_is_not_asked_much_more,
    ),
    Control(
        a_page_for_the_life_before_is_applied,
        examples.test_a_page_for_the_life_before_is_passed_over,
    ),
    Control(
        long_pushes_stay_long,
        troubles.test_pushes_that_are_lost_become_shorter_and_then_longer_again,
    ),
    Control(
        a_wish_waits_behind_the_log, rights.test_rights_are_asked_for_before_a_long_log_is_sent
    ),
    Control(
        a_wish_is_never_given_up,
        rights.test_what_another_till_does_not_hand_back_in_time_is_named,
    ),
    Control(the_newest_life_is_sent_first, examples.test_every_life_of_the_log_is_sent_in_order),
]


def sentence(control: Control) -> str:
    return control.bug.__name__.replace("_", " ")


@pytest.mark.parametrize("control", CONTROLS, ids=sentence)
def test_a_broken_engine_is_noticed(control: Control, monkeypatch: Patch) -> None:
    with monkeypatch.context() as patch:
        control.bug(patch)
        with pytest.raises((AssertionError, LookupError)):
            control.noticed_by()


@pytest.mark.parametrize("control", CONTROLS, ids=sentence)
def test_an_engine_that_is_whole_is_not_complained_about(control: Control) -> None:
    if control.noticed_by is not seeds:  # those are played elsewhere
        control.noticed_by()
