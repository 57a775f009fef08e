"""Many hands on one till at once: every act is done once, and points are spent once."""

import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from desktop.answers import Enrolled, RefundDone, SaleDone
from desktop.requests import EnrolRequest, RedeemRequest, RefundRequest, SaleRequest
from desktop.store.verify import verify
from desktop.till import Till
from regulars.ids import Id
from regulars.points.earning import Line
from regulars.programme.programme import Programme
from tests.desktop.book import make_till

HANDS = 8
TIMES = 12


@pytest.fixture
def till(tmp_path: Path) -> Iterator[Till]:
    made = make_till(tmp_path, Programme(redeem_min=1))
    yield made
    proof = made.read_long(verify).result(30)
    assert made.close()
    assert proof.findings == ()


@pytest.fixture
def member(till: Till) -> Id:
    done = till.enrol(EnrolRequest("Mei", agreed=True)).result(10)
    assert isinstance(done, Enrolled)
    return done.member.id


def all_at_once(job: Callable[[int], Future[Any]]) -> list[Any]:
    """Let every hand do a job at the same moment; gives what each was answered."""
    start = threading.Barrier(HANDS)
    answers: list[Any] = [None] * HANDS

    def work(hand: int) -> None:
        start.wait(10)
        answers[hand] = job(hand).result(30)

    hands = [threading.Thread(target=work, args=(hand,)) for hand in range(HANDS)]
    for one in hands:
        one.start()
    for one in hands:
        one.join(30)
    assert None not in answers
    return answers


def _sell_same(till: Till, request: SaleRequest, hand: int) -> Future[Any]:
    del hand
    return till.sell(request)


def _sell_receipt(till: Till, member: Id, number: int, hand: int) -> Future[Any]:
    receipt = f"{'aA'[hand % 2]}-{number}"
    return till.sell(SaleRequest(till.fresh_id(), member, (Line(10_000),), receipt=receipt))


def _give_back_part(till: Till, act: Id, hand: int) -> Future[Any]:
    del hand
    return till.give_back(RefundRequest(till.fresh_id(), act, "refund", amount_minor=6_000))


def balance(till: Till, member: Id) -> int:
    card = till.member(member, "card").result(10)
    assert card is not None
    return card.balance


def test_one_sale_asked_for_by_many_is_posted_once(till: Till, member: Id) -> None:
    for _ in range(TIMES):
        request = SaleRequest(till.fresh_id(), member, (Line(10_000),))
        answers = all_at_once(partial(_sell_same, till, request))
        assert all(isinstance(one, SaleDone) for one in answers)
        assert sorted(one.repeated for one in answers) == [False] + [True] * (HANDS - 1)
        assert len({one.why for one in answers}) == 1
    assert balance(till, member) == 100 * TIMES


def test_one_receipt_in_many_hands_earns_once(till: Till, member: Id) -> None:
    for number in range(TIMES):
        answers = all_at_once(partial(_sell_receipt, till, member, number))
        codes = sorted(getattr(one, "code", "done") for one in answers)
        assert codes == ["done"] + ["receipt-known"] * (HANDS - 1)
    assert balance(till, member) == 100 * TIMES


def test_one_balance_is_spent_once_by_many(till: Till, member: Id) -> None:
    for _ in range(TIMES):
        till.sell(SaleRequest(till.fresh_id(), member, (Line(10_000),))).result(10)
        answers = all_at_once(
            lambda _: till.redeem(RedeemRequest(till.fresh_id(), member, 100, "tea"))
        )
        codes = sorted(getattr(one, "code", "done") for one in answers)
        assert codes == ["done"] + ["not-enough-points"] * (HANDS - 1)
        assert balance(till, member) == 0


def test_one_sale_is_given_back_once_by_many(till: Till, member: Id) -> None:
    for _ in range(TIMES):
        act = till.fresh_id()
        till.sell(SaleRequest(act, member, (Line(10_000),))).result(10)
        answers = all_at_once(partial(_give_back_part, till, act))
        done = [one for one in answers if isinstance(one, RefundDone)]
        assert len(done) == 1
        assert balance(till, member) == 40
        till.give_back(RefundRequest(till.fresh_id(), act, "refund")).result(10)
        assert balance(till, member) == 0
