"""One till's engine before a centre that was restored, copied or that trusts it no more."""

from dataclasses import replace

import pytest

from regulars.agreement import healing, intake
from regulars.agreement import till as till_side
from regulars.agreement.messages import Push as Handed
from regulars.agreement.messages import Standing as PureStanding
from regulars.ids import Id
from sync.enrolment import Standing
from sync.steps import Ask, Lane, put
from sync.wire_problem import Problem, ProblemKind
from sync.wire_push import Push
from sync.wire_rights import GRANTS_MAX, TOLD_MAX, GrantReport, ReportAnswer
from tests.sync.rig import MINUTE_MS, TRIP_MS, Rig, Said, Shop, only
from tests.sync.test_engine import answer_to, at_work


def restore(rig: Rig, acked: int) -> None:
    """Put a backup back in which the centre has so much of the till's log."""
    shop = rig.shop
    chain = shop.centre.chains[rig.source]
    backup = shop.centre.copy()
    kept = backup.chains[rig.source]
    del kept.hashes[acked:], kept.outcomes[acked:]
    kept.posted = acked
    shop.centre = healing.restore(backup, feed_epoch=backup.feed_epoch + 1, enrolled=[rig.source])
    assert chain.last >= acked


@pytest.mark.parametrize(("shows", "first"), [(True, 26), (False, 25)])
def test_a_restored_centre_is_asked_first_then_told_then_sent_what_it_lacks(
    shows: bool, first: int
) -> None:
    """Where it shows no hash, one that it says it has is sent again: its hash proves the rest."""
    rig = at_work(40)
    rig.shop.service.shows_hashes = shows
    restore(rig, 25)
    since = len(rig.asked)
    rig.run(1_000)
    assert rig.lanes(since)[:5] == ["listen", "report", "push", "pull", "listen"]
    assert [push.first for push in rig.pushes(since)] == [first]
    assert rig.posted() == [op.hash for op in rig.till.log]


def test_an_answer_of_a_restored_centre_to_a_push_changes_nothing_but_the_order() -> None:
    rig = at_work(4)
    rig.give()
    restore(rig, 2)
    since = len(rig.asked)
    rig.settle()
    assert rig.lanes(since)[:4] == ["push", "pull", "report", "push"]
    assert rig.posted() == [op.hash for op in rig.till.log]


def test_where_a_copy_wrote_the_same_numbers_all_is_sent_again() -> None:
    rig = at_work(6)
    for number in range(3):
        rig.give(reason=f"only here {number}")
    twin = Rig(rig.shop)
    twin.till.log[:] = rig.till.log[:6]
    twin.till.own.clear()
    for number in range(3):
        twin.give(reason=f"only there {number}")
    push = Handed(rig.source, tuple(twin.till.log[6:]))
    intake.push(rig.shop.centre, push)
    restore(rig, 9)
    rig.start()  # the program starts, and asks for news before it sends
    rig.run(60_000)
    centre = rig.shop.centre
    known = {*centre.chains[rig.source].hashes, *centre.kept}
    assert {op.hash for op in rig.till.log} <= known
    assert rig.store.standing() is Standing.QUARANTINED


def test_a_centre_that_is_restored_again_and_again_is_not_asked_without_a_pause() -> None:
    rig = at_work()
    since, feed = rig.shop.now_ms, 1

    def always_new(ask: Ask) -> Said | None:
        nonlocal feed
        if ask.lane is Lane.TOKEN:
            return None
        feed += 1
        return Problem(ProblemKind.RESNAPSHOT, feed=feed)

    rig.meddle = always_new
    rig.run(5 * MINUTE_MS)
    assert rig.per_minute(since) < 60


def test_two_halves_of_a_centre_that_disagree_are_not_asked_without_a_pause() -> None:
    rig = at_work()
    since = rig.shop.now_ms
    rig.meddle = lambda ask: (
        replace(answer_to(ask.question, ask.question.last), feed=2)
        if isinstance(ask.question, Push)
        else None
    )
    rig.give()
    rig.run(10 * MINUTE_MS)
    assert rig.per_minute(since) < 60
    rig.meddle = lambda _: None
    rig.run(30_000)
    assert rig.is_agreed()


def test_a_cursor_that_is_too_old_is_dropped_and_nothing_is_reported() -> None:
    rig = at_work()
    since = len(rig.asked)
    rig.meddle = only_once(Lane.PULL, Problem(ProblemKind.RESNAPSHOT, feed=1))
    rig.settle()
    rig.settle()
    assert rig.lanes(since) == ["listen", "pull", "listen"]
    assert rig.is_agreed()


def only_once(lane: Lane, said: Said) -> "OnlyOnce":
    return OnlyOnce(lane, said)


class OnlyOnce:
    """Answer the first question of a kind so."""

    def __init__(self, lane: Lane, said: Said) -> None:
        self.lane, self.said, self.is_over = lane, said, False

    def __call__(self, ask: Ask) -> Said | None:
        if self.is_over or ask.lane is not self.lane:
            return None
        self.is_over = True
        return self.said


def test_a_gap_is_sent_from_and_its_last_is_looked_at() -> None:
    rig = at_work(10)
    rig.give()
    rig.meddle = only_once(Lane.PUSH, Problem(ProblemKind.SEQ_GAP, expected=5, feed=1))
    since = len(rig.asked)
    rig.settle()
    assert [push.first for push in rig.pushes(since)] == [11, 4]
    assert rig.is_agreed()


def test_a_gap_behind_what_was_sent_is_nonsense() -> None:
    rig = at_work(10)
    since = rig.shop.now_ms
    rig.give()
    rig.meddle = only(Lane.PUSH, Problem(ProblemKind.SEQ_GAP, expected=12, feed=1))
    rig.run(5 * MINUTE_MS)
    assert rig.store.acked(1) == 10
    assert rig.per_minute(since) < 60


def test_a_report_of_many_grants_goes_in_parts_and_is_noted_with_the_last() -> None:
    rig = Rig(Shop())
    told = [(1, Id(number.to_bytes(16, "big")), 5) for number in range(2 * GRANTS_MAX + 1)]
    answers = [(Id(number.to_bytes(16, "big")), 1) for number in range(3 * TOLD_MAX + 1)]
    store = rig.store
    parts: list[GrantReport] = []

    class Many:
        """The store, with many grants."""

        def __getattr__(self, name: str) -> object:
            return getattr(store, name)

        def grants(self) -> list[tuple[int, Id, int]]:
            return told

        def told(self) -> list[tuple[Id, int]]:
            return answers

    rig.engine.store = Many()  # type: ignore[assignment] # all other questions go to the store
    rig.settle()
    parts = [ask.question for _, ask, _ in rig.asked if isinstance(ask.question, GrantReport)]
    assert [len(part.grants) for part in parts] == [GRANTS_MAX, GRANTS_MAX, 1, 0]
    assert [part.is_last for part in parts] == [False, False, False, True]
    assert [one for part in parts for one in part.grants] == told
    assert [one for part in parts for one in part.told] == answers
    assert not rig.store.must_report()


def test_an_answer_to_a_report_for_a_life_that_is_over_is_no_report() -> None:
    rig = Rig(Shop())
    rig.run(3 * TRIP_MS)
    ask = rig.engine.next(rig.moment())
    assert isinstance(ask, Ask)
    assert isinstance(ask.question, GrantReport)
    assert ask.question.feed == 1
    rig.shop.centre = healing.restore(rig.shop.centre, feed_epoch=2, enrolled=[rig.source])
    rig.store.begin_anew(Problem(ProblemKind.RESNAPSHOT, feed=2))
    said = put(rig.shop.service, ask)
    assert isinstance(said, ReportAnswer)
    assert said.feed == 2
    rig.engine.answered(ask, said, rig.moment())
    assert rig.store.must_report()
    rig.store.note_reported(1)
    assert rig.store.must_report(), "the store itself knows what the report was for"
    rig.run(60_000)
    told = [ask.question for _, ask, _ in rig.asked if ask.lane is Lane.REPORT]
    assert [one.feed for one in told if isinstance(one, GrantReport)] == [2]
    assert not rig.store.must_report()
    assert not rig.shop.centre.healing


# Standing


def test_a_copied_till_sends_all_and_spends_nothing() -> None:
    rig = at_work()
    twin = Rig(rig.shop)
    twin.give(reason="there")
    twin.settle()
    assert twin.store.standing() is Standing.QUARANTINED
    assert twin.till.is_frozen
    assert twin.till.log[0].hash in rig.shop.centre.kept
    assert twin.store.backlog().count == 0


def test_a_till_that_was_given_up_goes_on_sending() -> None:
    rig = at_work()
    rig.shop.centre.chains[rig.source].standing = PureStanding.RETIRED
    rig.give()
    rig.settle()
    assert rig.store.standing() is Standing.RETIRED
    assert rig.is_agreed()


def test_a_till_that_is_shut_out_asks_now_and_then_and_comes_back_with_a_new_life() -> None:
    rig = at_work()
    rig.shop.service.revoked.add(rig.source)
    rig.give()
    rig.run(1_000)
    since = rig.shop.now_ms
    rig.run(10 * MINUTE_MS)
    assert rig.store.standing() is Standing.REVOKED
    assert rig.till.is_frozen
    assert 0 < rig.per_minute(since) <= 2
    till_side.begin_epoch(rig.till)
    rig.store.said = Standing.LIVE
    rig.give()
    rig.run(60_000)
    assert rig.is_agreed()
