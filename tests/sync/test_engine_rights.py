"""Rights somebody at the counter waits for: asked before all else, and told in time."""

from dataclasses import dataclass

import pytest

from regulars.agreement.till import may_spend, rights
from regulars.ids import Id
from sync import trouble
from sync.enrolment import Standing
from sync.steps import Ask, Lane
from sync.wire_problem import Problem, ProblemKind
from sync.wire_rights import RightsAnswer
from sync.wishes import WISHES_MAX, Wish, Wished, WishEnd, Wishes
from tests.simulation.world import named
from tests.sync import memory_words as words
from tests.sync.rig import WALLET, Rig, Said, Shop, only, silent

WAIT_MS = 3_000


@dataclass(slots=True)
class Two:
    """Two tills of a chain; the points were earned at the back."""

    front: Rig
    back: Rig

    def wish(self, points: int, most_ms: int = WAIT_MS) -> int:
        """Let the front want points."""
        front = self.front
        return front.engine.want_rights(words.identity(WALLET), points, front.moment(), most_ms)

    def ended(self) -> list[Wished]:
        """Give what the front was told."""
        return [one for _, one in self.front.ends]

    def until_told(self) -> list[Wished]:
        """Let time pass until the front is told something."""
        for _ in range(500):
            if self.front.ends:
                return self.ended()
            self.front.step()
        raise AssertionError("nobody is told anything")


def two(points: int = 300) -> Two:
    """Let the back earn so much, and both hear of it."""
    shop = Shop()
    pair = Two(Rig(shop, "front"), Rig(shop, "back"))
    pair.back.give(points)
    pair.back.settle()
    pair.front.settle()
    return pair


def pooled(points: int = 300) -> Two:
    """Let nobody hold the points."""
    pair = two(points)
    back = pair.back
    back.write("rights.return", {"wallet": WALLET, "points": points, "why": "recalled"})
    back.settle()
    pair.front.settle()
    return pair


def test_rights_from_the_pool_are_there_with_the_next_answer() -> None:
    pair = pooled()
    number = pair.wish(200)
    since = len(pair.front.asked)
    pair.front.step()
    assert pair.front.lanes(since) == ["rights"]
    (told,) = pair.ended()
    assert (told.number, told.end) == (number, WishEnd.MET)
    assert told.answer is not None
    assert told.answer.wallet.granted == 200
    assert may_spend(pair.front.till, WALLET, pair.front.at()[1]) == 200


def test_rights_are_asked_for_before_a_long_log_is_sent() -> None:
    pair = pooled()
    for _ in range(1_500):
        pair.front.write("of.a.newer.till", {})
    since = len(pair.front.asked)
    pair.front.step()
    pair.wish(100)
    pair.front.settle()
    assert pair.front.lanes(since)[:3] == ["push", "rights", "push"]


def test_where_nobody_has_more_the_wish_ends_at_once_with_what_there_is() -> None:
    pair = pooled(120)
    pair.wish(500)
    pair.front.step()
    (told,) = pair.ended()
    assert told.end is WishEnd.SHORT
    assert told.answer is not None
    assert told.answer.wallet.granted == 120


def test_what_another_till_holds_is_handed_back_and_had_in_time() -> None:
    pair = two(300)
    pair.wish(300)
    pair.front.step()
    assert pair.ended() == []
    pair.back.step()  # hears of the wish, and hands back
    pair.back.settle()
    pair.front.run(2_000)
    assert [one.end for one in pair.ended()] == [WishEnd.MET]
    assert rights(pair.front.till, WALLET).available == 300
    assert rights(pair.back.till, WALLET).available == 0


def test_what_another_till_does_not_hand_back_in_time_is_named() -> None:
    pair = two(300)
    pair.wish(300)
    started = pair.front.shop.now_ms
    told = pair.until_told()
    assert 0 <= pair.front.ends[0][0] - started - WAIT_MS < 100
    assert told[0].end is WishEnd.SHORT
    assert told[0].answer is not None
    assert told[0].answer.elsewhere == ((words.identity(named("back")), 300),)
    asked = sum(ask.lane is Lane.RIGHTS for _, ask, _ in pair.front.asked)
    assert 2 <= asked <= 7


@pytest.mark.parametrize("wrong", [trouble.NoInternet(), trouble.AnswerLost()], ids=str)
def test_without_a_network_a_wish_is_given_up_in_time(wrong: trouble.SyncTrouble) -> None:
    pair = pooled()
    pair.front.meddle = lambda _: wrong
    pair.front.run(60_000)
    started = pair.front.shop.now_ms
    number = pair.wish(100)
    told = pair.until_told()
    assert told == [Wished(number, WishEnd.TOO_LATE)]
    assert pair.front.ends[0][0] - started <= WAIT_MS


def test_a_question_for_rights_is_not_waited_for_longer_than_the_wish() -> None:
    pair = pooled()
    pair.wish(100, 700)
    ask = pair.front.engine.next(pair.front.moment())
    assert isinstance(ask, Ask)
    assert ask.timeout_ms == 700


def test_a_wish_makes_the_next_try_come_at_once() -> None:
    pair = pooled()
    pair.front.meddle = silent
    pair.front.run(60_000)
    pair.front.meddle = lambda _: None
    pair.wish(100)
    pair.front.step()
    assert [one.end for one in pair.ended()] == [WishEnd.MET]


@pytest.mark.parametrize("kind", [ProblemKind.GRANTS_WAIT, ProblemKind.FORBIDDEN], ids=str)
def test_a_no_is_told_at_once(kind: ProblemKind) -> None:
    pair = pooled()
    pair.front.meddle = only(Lane.RIGHTS, Problem(kind))
    pair.wish(100)
    pair.front.step()
    (told,) = pair.ended()
    assert (told.end, told.problem) == (WishEnd.REFUSED, kind)


def test_a_centre_that_may_be_another_one_is_asked_for_news_first() -> None:
    pair = pooled()
    pair.front.start()
    pair.wish(100)
    since = len(pair.front.asked)
    pair.front.settle()
    assert pair.front.lanes(since)[:4] == ["token", "token", "pull", "rights"]


def test_rights_of_another_wallet_or_life_are_not_taken() -> None:
    pair = pooled()
    real: list[RightsAnswer] = []

    def other(ask: Ask) -> Said | None:
        if ask.lane is not Lane.RIGHTS or real:
            return None
        request = ask.question
        answer = pair.front.shop.service.rights(ask.token, request)  # type: ignore[arg-type]
        assert isinstance(answer, RightsAnswer)
        row = answer.wallet
        real.append(answer)
        wrong = type(row)(
            row.tenant, row.device, row.epoch + 1, row.wallet, row.seq, row.balance,
            row.debt, row.seen, row.granted, row.keep, row.backed,
        )  # fmt: skip
        return RightsAnswer(wrong, answer.pool, answer.elsewhere, answer.feed, answer.server_ms)

    pair.front.meddle = other
    pair.wish(100)
    pair.front.step()
    assert rights(pair.front.till, WALLET).available == 0
    pair.front.run(2_000)
    assert rights(pair.front.till, WALLET).available == 100


def test_a_till_nobody_trusts_gets_nothing_and_is_told() -> None:
    pair = pooled()
    pair.front.shop.service.revoked.add(pair.front.source)
    pair.wish(100)
    told = pair.until_told()
    assert told[0].end is WishEnd.TOO_LATE
    assert pair.front.store.standing() is Standing.REVOKED


def test_more_wishes_than_anybody_serves_end_the_oldest() -> None:
    wishes = Wishes()
    for number in range(WISHES_MAX + 2):
        wishes.add(Wish(number, Id(bytes(16)), 1, 1_000))
    assert [one.number for one in wishes.take_ended()] == [0, 1]
    assert wishes.take_ended() == []
    wishes.refuse(0, ProblemKind.OTHER)  # its time was over meanwhile
    assert wishes.take_ended() == []
