"""What a person looks at: asked soon, told in time why not, and nothing else waits for it."""

from sync import trouble
from sync.looks import LOOKS_MAX, Look, Looked, Looks
from sync.steps import Ask, Lane
from sync.wire_look import RetireRequest, TillsAnswer, TillsRequest, TimelineAnswer, TimelineRequest
from sync.wire_problem import Problem, ProblemKind
from tests.simulation.world import named
from tests.sync import memory_words as words
from tests.sync.rig import Rig, Said, Shop, only, silent
from tests.sync.test_courier import running, stand

WAIT_MS = 10_000
MEMBER = words.identity(named("member"))


def settled(**more: object) -> Rig:
    """Give a till that has nothing to say."""
    rig = Rig(Shop(), **more)  # type: ignore[arg-type] # fields by name
    rig.settle()
    return rig


def look(rig: Rig, request: object = None) -> int:
    asked = request or TillsRequest()
    return rig.engine.look(asked, rig.moment(), WAIT_MS)  # type: ignore[arg-type] # one of three


def told(rig: Rig, most_ms: int = 2 * WAIT_MS) -> list[Looked]:
    """Let time pass until somebody is told something."""
    until = rig.shop.now_ms + most_ms
    while rig.shop.now_ms < until:
        rig.step()
        found = rig.engine.looked()
        if found:
            return found
    return []


def test_a_look_is_the_next_question_and_its_answer_is_told_once() -> None:
    rig = settled()
    number, since = look(rig), len(rig.asked)
    (one,) = told(rig)
    assert rig.lanes(since) == ["look"]
    assert (one.number, isinstance(one.answer, TillsAnswer)) == (number, True)
    assert rig.engine.looked() == []


def test_each_kind_of_look_gets_the_answer_of_its_kind() -> None:
    rig = settled()
    look(rig, TimelineRequest(MEMBER))
    (one,) = told(rig)
    assert isinstance(one.answer, TimelineAnswer)
    assert one.answer.member == MEMBER
    look(rig, RetireRequest(MEMBER, 1, MEMBER, 0))
    (no,) = told(rig)
    assert isinstance(no.answer, Problem)
    assert no.answer.kind is ProblemKind.FORBIDDEN


def test_whoever_looks_without_a_network_is_told_at_once_why() -> None:
    rig = settled()
    rig.meddle = lambda _: trouble.NoNetworkHere()
    begun = rig.shop.now_ms
    look(rig)
    (one,) = told(rig)
    assert isinstance(one.answer, trouble.NoNetworkHere)
    assert rig.shop.now_ms - begun < 1_000


def test_a_till_that_is_cut_off_long_since_tries_once_more_for_whoever_looks() -> None:
    rig = settled()
    rig.meddle = silent
    rig.run(600_000)
    rig.meddle = lambda _: None
    look(rig)
    (one,) = told(rig)
    assert isinstance(one.answer, TillsAnswer)


def test_a_look_that_nobody_answers_ends_in_time_with_what_stands_in_the_way() -> None:
    rig = settled()
    begun = rig.shop.now_ms
    look(rig)
    ends: list[int] = []

    def noting(ask: Ask) -> Said | None:
        ends.extend(rig.shop.now_ms for one in rig.engine.looked() if one.answer is None)
        return Problem(ProblemKind.TOKEN) if ask.lane is Lane.LOOK else None

    rig.meddle = noting
    rig.run(2 * WAIT_MS)
    (end,) = ends
    assert WAIT_MS <= end - begun <= WAIT_MS + 1_000


def test_a_token_that_has_run_out_is_renewed_and_the_look_goes_on() -> None:
    rig = settled()
    refused: list[Ask] = []

    def once(ask: Ask) -> Said | None:
        if ask.lane is Lane.LOOK and not refused:
            refused.append(ask)
            return Problem(ProblemKind.TOKEN)
        return None

    rig.meddle = once
    look(rig)
    (one,) = told(rig)
    assert isinstance(one.answer, TillsAnswer)


def test_a_no_to_a_look_is_told_and_holds_up_nothing_else() -> None:
    rig = settled()
    rig.meddle = only(Lane.LOOK, Problem(ProblemKind.FORBIDDEN))
    for _ in range(20):
        look(rig)
        (one,) = told(rig)
        assert isinstance(one.answer, Problem)
    rig.give()
    rig.settle()
    assert rig.store.backlog().count == 0
    assert rig.engine.state(rig.moment()).says == "agreed"


def test_rights_that_somebody_waits_for_go_before_a_look() -> None:
    rig = settled()
    since = len(rig.asked)
    look(rig)
    rig.engine.want_rights(words.identity(named("wallet")), 10, rig.moment(), WAIT_MS)
    rig.step()
    rig.step()
    assert rig.lanes(since) == ["rights", "look"]


def test_nobody_looks_at_everything_at_once() -> None:
    looks = Looks()
    for number in range(LOOKS_MAX + 1):
        looks.add(Look(number, TillsRequest(), 1))
    assert looks.take_ended() == [Looked(0)]
    looks.expire(1, trouble.NoInternet())
    assert len(looks.take_ended()) == LOOKS_MAX
    assert looks.end_ms() is None


def test_the_courier_carries_a_look_and_tells_whoever_asked() -> None:
    with running() as made:
        looked = made.courier.look(TillsRequest(), WAIT_MS).result(WAIT_MS / 1_000)
        assert isinstance(looked.answer, TillsAnswer)


def test_whoever_looks_when_the_courier_stops_is_told() -> None:
    made = stand()
    looked = made.courier.look(TillsRequest(), WAIT_MS)
    made.courier.start()
    assert made.courier.stop(WAIT_MS / 1_000)
    assert looked.result(0) is not None
