"""An act has one name and one content: asked again it answers again, and for nothing else."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.answers import AdjustDone, Enrolled, RedeemDone, RefundDone, SaleDone
from desktop.book import Book
from desktop.requests import (
    AdjustRequest,
    ChangeRequest,
    EnrolRequest,
    RedeemRequest,
    RefundRequest,
    SaleRequest,
)
from desktop.verbs.adjust import adjust
from desktop.verbs.enrol import change_member, enrol
from desktop.verbs.give_back import give_back
from desktop.verbs.identify import Scanned, scanned
from desktop.verbs.sell import redeem, sell
from regulars.points.earning import Line
from regulars.refusals import ActKnown, CardRevoked
from tests.desktop.book import add_member, make_book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = make_book(tmp_path)
    yield made
    made.store.close()


def operations(book: Book, kind: str = "%") -> int:
    count: int = book.store.value(
        "select count(*) from operation where kind like :kind", {"kind": kind}
    )
    return count


def test_an_adjustment_asked_again_is_answered_again(book: Book) -> None:
    request = AdjustRequest(book.journal.fresh_id(), add_member(book), 50, "goodwill")
    first, again = adjust(book, request), adjust(book, request)
    assert isinstance(again, AdjustDone)
    assert first == again
    assert again.member.balance == 50


def test_an_adjustment_that_says_something_else_is_refused(book: Book) -> None:
    request = AdjustRequest(book.journal.fresh_id(), add_member(book), 50, "goodwill")
    other = add_member(book, "Bo")
    assert isinstance(adjust(book, request), AdjustDone)
    before = operations(book)
    different = [
        replace(request, points=60),
        replace(request, member=other),
        replace(request, reason="mistake"),
    ]
    assert [adjust(book, one) for one in different] == [ActKnown()] * 3
    assert operations(book) == before
    assert isinstance(adjust(book, replace(request, act=book.journal.fresh_id())), AdjustDone)


def test_a_name_of_another_kind_of_act_is_refused(book: Book) -> None:
    act = book.journal.fresh_id()
    ada = enrol(book, EnrolRequest("Ada", agreed=True, act=act))
    assert isinstance(ada, Enrolled)
    assert adjust(book, AdjustRequest(act, ada.member.id, 50, "goodwill")) == ActKnown()
    given = AdjustRequest(book.journal.fresh_id(), ada.member.id, 50, "goodwill")
    assert isinstance(adjust(book, given), AdjustDone)
    assert enrol(book, EnrolRequest("Ada", agreed=True, act=given.act)) == ActKnown()


def test_enrolling_again_makes_nobody_new_and_gives_a_card_that_works(book: Book) -> None:
    act = book.journal.fresh_id()
    request = EnrolRequest("Ada", "0912 345 678", "07-04", agreed=True, marketing=True, act=act)
    first, again = enrol(book, request), enrol(book, request)
    assert isinstance(first, Enrolled)
    assert isinstance(again, Enrolled)
    assert first.member.id == again.member.id
    assert operations(book, "member.enrolled") == 1
    assert isinstance(scanned(book.store, first.card_text, book.today(), 0), CardRevoked)
    assert isinstance(scanned(book.store, again.card_text, book.today(), 0), Scanned)


def test_enrolling_somebody_else_under_the_same_name_of_act_is_refused(book: Book) -> None:
    request = EnrolRequest("Ada", "0912 345 678", agreed=True, act=book.journal.fresh_id())
    done = enrol(book, request)
    assert isinstance(done, Enrolled)
    change_member(book, ChangeRequest(done.member.id, name="Ada Byron"))
    before = operations(book)
    different = [
        replace(request, name="Bo"),
        replace(request, phone="0912 345 679"),
        replace(request, birthday="07-04"),
        replace(request, language="zh_Hant"),
        replace(request, marketing=True),
    ]
    assert [enrol(book, one) for one in different] == [ActKnown()] * 5
    assert operations(book) == before
    assert isinstance(enrol(book, request), Enrolled)  # the control: the same as then


def test_without_a_name_two_people_are_two_members(book: Book) -> None:
    enrol(book, EnrolRequest("Ada", agreed=True))
    enrol(book, EnrolRequest("Ada", agreed=True))
    assert operations(book, "member.enrolled") == 2


def test_a_sale_that_says_something_else_is_refused(book: Book) -> None:
    ada, other = add_member(book), add_member(book, "Bo")
    request = SaleRequest(book.journal.fresh_id(), ada, (Line(10_000),), "A-1")
    assert isinstance(sell(book, request), SaleDone)
    before = operations(book)
    different = [
        replace(request, lines=(Line(10_001),)),
        replace(request, lines=(Line(5_000), Line(5_000))),
        replace(request, lines=(Line(10_000, category="tea"),)),
        replace(request, receipt="A-2"),
        replace(request, spend_points=100),
        replace(request, member=other),
    ]
    assert [sell(book, one) for one in different] == [ActKnown()] * 6
    assert operations(book) == before
    again = sell(book, replace(request, how="search"))  # locked and unlocked in between
    assert isinstance(again, SaleDone)
    assert again.repeated


def test_a_redemption_that_says_something_else_is_refused(book: Book) -> None:
    ada, other = add_member(book), add_member(book, "Bo")
    sell(book, SaleRequest(book.journal.fresh_id(), ada, (Line(50_000),)))
    request = RedeemRequest(book.journal.fresh_id(), ada, 200, "tea")
    first = redeem(book, request)
    assert isinstance(first, RedeemDone)
    different = [
        replace(request, points=100),
        replace(request, what="cake"),
        replace(request, member=other),
    ]
    assert [redeem(book, one) for one in different] == [ActKnown()] * 3
    assert redeem(book, request) == first


def test_a_refund_that_says_something_else_is_refused(book: Book) -> None:
    ada = add_member(book)
    sold = [
        sell(book, SaleRequest(book.journal.fresh_id(), ada, (Line(10_000),))) for _ in range(2)
    ]
    one, other = [done.act for done in sold if isinstance(done, SaleDone)]
    request = RefundRequest(book.journal.fresh_id(), one, "refund", amount_minor=4_000)
    first = give_back(book, request)
    assert isinstance(first, RefundDone)
    different = [
        replace(request, amount_minor=5_000),
        replace(request, why="void"),
        replace(request, sale=other),
        replace(request, amount_minor=None, line_minor=(4_001,)),
        replace(request, amount_minor=None),  # all of it
    ]
    assert [give_back(book, one) for one in different] == [ActKnown()] * 5
    assert give_back(book, request) == first
