"""Twelve months are quickly guessed: after three wrong ones somebody has to answer for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.answers import RedeemDone, SaleDone
from desktop.book import Book
from desktop.requests import BY_NAME, Proof, RedeemRequest, SaleRequest
from desktop.store.rebuild import rebuild
from desktop.verbs.sell import redeem, sell
from regulars.ids import Id
from regulars.points.earning import Line
from regulars.refusals import CareNeeded, Refusal, WrongMonth
from tests.desktop.book import KEY, FixedClock, add_member, make_book, reopen

APPROVAL = CareNeeded("approval", 1_000)
MONTH = CareNeeded("birthday", 1_000)
RIGHT, WRONG = 7, 8


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = make_book(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def ada(book: Book) -> Id:
    return rich(book, "Ada")


def rich(book: Book, name: str) -> Id:
    member = add_member(book, name, birthday="1990-07-04")
    done = sell(book, SaleRequest(book.journal.fresh_id(), member, (Line(100_000),)))
    assert isinstance(done, SaleDone)
    return member


def say(book: Book, member: Id, month: int = 0, approver: Id | None = None) -> object:
    """Try to spend without the card; a sale and a reward count alike."""
    act, proof = book.journal.fresh_id(), Proof(month, approver)
    return redeem(book, RedeemRequest(act, member, 100, how=BY_NAME, proof=proof))


def say_at_sale(book: Book, member: Id, month: int) -> object:
    act = book.journal.fresh_id()
    lines = (Line(5_000),)
    return sell(
        book,
        SaleRequest(act, member, lines, spend_points=100, how=BY_NAME, proof=Proof(month)),
    )


def test_a_right_month_is_enough(book: Book, ada: Id) -> None:
    assert say(book, ada) == MONTH
    assert isinstance(say(book, ada, RIGHT), RedeemDone)


def test_after_three_wrong_months_not_even_the_right_one_is_taken(book: Book, ada: Id) -> None:
    answers = [say(book, ada, WRONG), say_at_sale(book, ada, WRONG), say(book, ada, WRONG)]
    assert answers == [WrongMonth(), WrongMonth(), APPROVAL]
    assert [say(book, ada, month) for month in (0, RIGHT)] == [APPROVAL, APPROVAL]
    assert say_at_sale(book, ada, RIGHT) == APPROVAL
    assert isinstance(say(book, ada, approver=book.staff), RedeemDone)
    assert say(book, ada, RIGHT) == APPROVAL  # an approval is for one act


def test_others_are_still_asked_their_month(book: Book, ada: Id) -> None:
    for _ in range(3):
        say(book, ada, WRONG)
    assert isinstance(say(book, rich(book, "Bo"), RIGHT), RedeemDone)


def test_a_right_month_forgets_the_wrong_ones(book: Book, ada: Id) -> None:
    for _ in range(4):
        assert [say(book, ada, WRONG) for _ in range(2)] == [WrongMonth()] * 2
        assert isinstance(say(book, ada, RIGHT), RedeemDone)


def test_the_count_outlives_the_till_and_a_rebuild(book: Book, ada: Id, tmp_path: Path) -> None:
    for _ in range(2):
        say(book, ada, WRONG)
    again = reopen(book)
    assert say(again, ada, WRONG) == APPROVAL
    built = rebuild(again.store, tmp_path / "again.db", KEY)
    rows = "select name, value from local where name like 'wrong_month%'"
    assert built.rows(rows) == again.store.rows(rows) != []
    built.close()
    again.store.close()


def test_the_next_day_begins_anew_and_keeps_no_old_counts(book: Book, ada: Id) -> None:
    for _ in range(3):
        say(book, ada, WRONG)
    bo = rich(book, "Bo")
    clock = book.clock
    assert isinstance(clock, FixedClock)
    clock.pass_days(1)
    assert say(book, ada) == MONTH
    assert say(book, bo, WRONG) == WrongMonth()
    count = "select count(*) from local where name like 'wrong_month%'"
    assert book.store.value(count) == 1


def test_a_clock_set_back_finds_the_same_count(book: Book, ada: Id) -> None:
    clock = book.clock
    assert isinstance(clock, FixedClock)
    for _ in range(3):
        say(book, ada, WRONG)
        clock.pass_days(-1)
    assert say(book, ada, RIGHT) == APPROVAL


def test_nothing_of_it_is_in_the_log(book: Book, ada: Id) -> None:
    before = book.store.value("select count(*) from operation")
    refused = say(book, ada, WRONG)
    assert isinstance(refused, Refusal)
    assert book.store.value("select count(*) from operation") == before
