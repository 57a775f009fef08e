"""What the refund page decides, without Qt: one refund for one Enter, and late answers."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

from desktop.answers import MemberCard, RefundAsked, RefundDone, SaleElsewhere, SaleFound
from desktop.changes import Changed
from desktop.requests import RefundRequest
from desktop.store.shop import Identity, Shop
from desktop.trouble import DiskFull, Trouble
from regulars.business_day import Calendar
from regulars.ids import Id
from regulars.money import CURRENCIES
from regulars.points.earning import Line
from regulars.points.refunds import Refund, Sold, SoldLine
from regulars.programme.programme import Programme
from regulars.refusals import NothingLeftToRefund, RefundNotHeld, Refusal, UnknownSale
from ui.refund.presenter import VOID, Dealt, Form, Outcome, Preview, RefundPresenter, Step

T = TypeVar("T")


def an_id(number: int) -> Id:
    return Id(number.to_bytes(16, "big"))


MEMBER = MemberCard(
    id=an_id(1),
    wallet=an_id(2),
    name="Ada",
    number="",
    phone_masked="",
    birthday="",
    language="en",
    joined=date(2023, 1, 1),
    balance=3,
    debt=0,
    ending=(),
    visits=1,
    last_visit=None,
    as_of_ms=0,
)
SHOP = Shop(
    identity=Identity(an_id(1), an_id(2), an_id(3), 1),
    currency=CURRENCIES["USD"],
    calendar=Calendar("Asia/Taipei"),
    region="TW",
    training=False,
    name="Corner",
    till_name="",
    programme=Programme(),
)
SALE = SaleFound(
    sale=an_id(9),
    kind="sale",
    member=MEMBER,
    receipt="A-1",
    on=date(2026, 11, 22),
    at_ms=0,
    lines=(Line(600), Line(400)),
    sold=Sold((SoldLine(600, 6), SoldLine(400, 4)), 0, 0),
    earned=10,
    is_gone=False,
    takeable=3,
)


@dataclass
class FakeTill:
    """Gives sales that wait until the test lets them in."""

    shop: Shop = SHOP
    found: SaleFound | SaleElsewhere | Refusal = SALE
    trouble: Trouble | None = None
    asked: list[RefundRequest] = field(default_factory=list)
    wished: list[RefundRequest] = field(default_factory=list)
    refusal: Refusal | None = None
    ids: int = 1_000

    def fresh_id(self) -> Id:
        self.ids += 1
        return an_id(self.ids)

    def sale(self, sale: Id) -> Future[SaleFound | SaleElsewhere | Refusal]:
        answer = self.found
        return done(answer if isinstance(answer, Refusal) else replace(answer, sale=sale))

    def sale_by_receipt(self, receipt: str) -> Future[SaleFound | SaleElsewhere | Refusal]:
        return done(self.found)

    def ask_refund(self, request: RefundRequest) -> Future[RefundAsked | Refusal]:
        self.wished.append(request)
        if self.trouble is not None:
            failed: Future[Any] = Future()
            failed.set_exception(self.trouble)
            return failed
        return done(RefundAsked(request.act, request.sale, 0))

    def give_back(self, request: RefundRequest) -> Future[RefundDone | Refusal]:
        self.asked.append(request)
        if self.trouble is not None:
            failed: Future[Any] = Future()
            failed.set_exception(self.trouble)
            return failed
        if self.refusal is not None:
            return done(self.refusal)
        back = Refund((), 0, 0, 0, 0)
        return done(
            RefundDone(request.act, request.sale, request.why, MEMBER, back, 0, 0, 0, 0, "", 0)
        )


def done(value: T) -> Future[T]:
    future: Future[T] = Future()
    future.set_result(value)
    return future


class FakeView:
    """Keeps what it was told to show."""

    def __init__(self) -> None:
        self.sale: SaleFound | SaleElsewhere | None = None
        self.form = Form()
        self.preview = Preview(Step.FIND)
        self.said: list[Outcome] = []
        self.field = ""
        self.finished_with: list[RefundDone] = []
        self.has_left = False

    def show_sale(self, sale: SaleFound | SaleElsewhere | None) -> None:
        self.sale = sale

    def show_form(self, form: Form) -> None:
        self.form = form

    def show_preview(self, preview: Preview) -> None:
        self.preview = preview

    def say(self, outcome: Outcome) -> None:
        self.said.append(outcome)

    def hush(self) -> None:
        self.said.clear()

    def lead_to(self, field: str) -> None:
        self.field = field

    def finished(self, done: RefundDone) -> None:
        self.finished_with.append(done)

    def leave(self) -> None:
        self.has_left = True


class Later:
    """Holds answers back until the test lets them in."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []
        self.is_holding = False

    def __call__(
        self, future: Future[T], then: Callable[[T], None], failed: Callable[[Trouble], None]
    ) -> None:
        def deliver() -> None:
            error = future.exception()
            if error is None:
                then(future.result())
            else:
                assert isinstance(error, Trouble)
                failed(error)

        if self.is_holding:
            self.waiting.append(deliver)
        else:
            deliver()

    def let_in(self) -> None:
        waiting, self.waiting, self.is_holding = self.waiting, [], False
        for deliver in waiting:
            deliver()


def desk(till: FakeTill) -> tuple[RefundPresenter, FakeView, Later]:
    view, later = FakeView(), Later()
    return RefundPresenter(till, view, later), view, later


def test_a_second_enter_gives_nothing_back_twice() -> None:
    till = FakeTill()
    presenter, view, later = desk(till)
    presenter.open_sale(SALE.sale)
    later.is_holding = True
    presenter.enter()
    presenter.enter()
    later.let_in()
    assert len(till.asked) == 1
    presenter.enter()  # the refund is done: this leaves
    assert (len(till.asked), view.has_left) == (1, True)


def test_more_can_come_back_once_something_is_typed() -> None:
    till = FakeTill()
    presenter, view, _ = desk(till)
    presenter.open_sale(SALE.sale)
    presenter.typed(amount="1", lines=("", ""))
    presenter.enter()
    presenter.typed(amount="2", lines=("", ""))
    presenter.enter()
    assert [request.line_minor for request in till.asked] == [(60, 40), (120, 80)]
    assert len(view.finished_with) == 2


def test_what_would_be_owed_is_worked_out() -> None:
    presenter, view, _ = desk(FakeTill())
    presenter.open_sale(SALE.sale)
    assert (view.preview.taken, view.preview.debt, view.preview.cash_minor) == (3, 7, 1_000)
    presenter.typed(amount="", lines=("1", ""))
    assert (view.preview.taken, view.preview.debt, view.preview.cash_minor) == (1, 0, 100)


def test_points_that_ended_unused_are_not_shown_as_taken_back() -> None:
    for ended, expected in ((0, (3, 7)), (6, (3, 1)), (8, (2, 0)), (10, (0, 0))):
        presenter, view, _ = desk(FakeTill(found=replace(SALE, ended=ended)))
        presenter.open_sale(SALE.sale)
        assert (view.preview.taken, view.preview.debt) == expected


def test_an_amount_that_is_none_is_refused() -> None:
    till = FakeTill()
    presenter, view, _ = desk(till)
    presenter.open_sale(SALE.sale)
    for amount, lines in (
        ("x", ()),
        ("", ("x", "")),
        ("99", ()),
        ("", ("7", "")),
        ("", ("0", "0")),
    ):
        presenter.typed(amount=amount, lines=lines)
        presenter.enter()
        assert view.preview.step is Step.REFUSED
    codes = [outcome.code for outcome in view.said if isinstance(outcome, Refusal)]
    assert codes == [
        "bad-amount",
        "bad-amount",
        "refund-too-large",
        "refund-too-large",
        "nothing-left-to-refund",
    ]
    assert till.asked == []


def test_the_newest_question_is_answered() -> None:
    presenter, view, later = desk(FakeTill())
    later.is_holding = True
    presenter.open_sale(an_id(7))
    presenter.open_sale(an_id(8))
    later.waiting.reverse()
    later.let_in()
    assert view.sale is not None
    assert view.sale.sale == an_id(8)
    later.is_holding = True
    presenter.find("A-1")
    presenter.open_blank()
    later.let_in()
    assert view.sale is None


def test_a_slip_scanned_while_a_refund_is_written_is_shown() -> None:
    till = FakeTill()
    presenter, view, later = desk(till)
    presenter.open_sale(an_id(7))
    later.is_holding = True
    presenter.enter()
    presenter.open_sale(an_id(8))
    later.let_in()
    assert view.sale is not None
    assert view.sale.sale == an_id(8)
    assert view.preview.step is Step.GIVE_BACK
    assert [done.sale for done in view.finished_with] == [an_id(7)]


def test_nothing_is_asked_without_a_receipt() -> None:
    presenter, view, _ = desk(FakeTill(found=UnknownSale()))
    presenter.find("  ")
    presenter.enter()
    assert (view.said, view.field) == ([], "find")
    presenter.find("A")
    assert view.said == [UnknownSale()]


def test_a_trouble_leaves_everything_as_it_was() -> None:
    till = FakeTill(trouble=DiskFull())
    presenter, view, _ = desk(till)
    presenter.open_sale(SALE.sale)
    presenter.choose_why(VOID)
    presenter.enter()
    assert isinstance(view.said[-1], DiskFull)
    till.trouble = None
    presenter.enter()
    assert [request.why for request in till.asked] == [VOID, VOID]
    assert len({request.act for request in till.asked}) == 1
    assert len(view.finished_with) == 1


def test_what_is_gone_is_not_given_back_again() -> None:
    till = FakeTill(found=replace(SALE, is_gone=True))
    presenter, view, _ = desk(till)
    presenter.open_sale(SALE.sale)
    presenter.enter()
    assert view.said == [NothingLeftToRefund()]
    assert till.asked == []


# What is not in this till's hands -----------------------------------------------------------------


def test_what_is_not_held_here_is_asked_for_once_and_waits() -> None:
    till = FakeTill(found=replace(SALE, is_held=False))
    presenter, view, later = desk(till)
    presenter.open_sale(SALE.sale)
    assert (view.preview.step, view.preview.cash_minor) == (Step.ASK, 1_000)
    later.is_holding = True
    presenter.enter()
    presenter.enter()
    later.let_in()
    assert [request.line_minor for request in till.wished] == [None]
    assert (view.preview.step, till.asked) == (Step.ASKED, [])
    assert isinstance(view.said[-1], RefundAsked)
    presenter.enter()
    assert (view.has_left, len(till.wished)) == (True, 1)


def test_a_part_can_be_asked_for_and_trouble_keeps_its_name() -> None:
    till = FakeTill(found=replace(SALE, is_held=False), trouble=DiskFull())
    presenter, view, _ = desk(till)
    presenter.open_sale(SALE.sale)
    presenter.typed(amount="1", lines=("", ""))
    presenter.enter()
    till.trouble = None
    presenter.enter()
    assert [request.line_minor for request in till.wished] == [(60, 40)] * 2
    assert len({request.act for request in till.wished}) == 1
    assert view.preview.step is Step.ASKED


def test_a_refund_the_till_no_longer_holds_becomes_a_question() -> None:
    till = FakeTill(refusal=RefundNotHeld(SALE.sale))
    presenter, view, _ = desk(till)
    presenter.open_sale(SALE.sale)
    presenter.enter()
    assert (view.said[-1], view.preview.step) == (RefundNotHeld(SALE.sale), Step.ASK)
    presenter.enter()
    assert len({request.act for request in till.asked + till.wished}) == 2


def test_a_sale_of_another_till_goes_back_as_a_whole() -> None:
    till = FakeTill(found=SaleElsewhere(an_id(5)))
    presenter, view, _ = desk(till)
    presenter.open_sale(an_id(5))
    assert view.preview == Preview(Step.ASK)
    presenter.enter()
    assert [(one.sale, one.line_minor) for one in till.wished] == [(an_id(5), None)]
    assert view.preview.step is Step.ASKED


def test_the_result_is_said_when_the_feed_brings_it_and_not_before() -> None:
    waiting = replace(SALE, is_held=False, asked="waiting")
    till = FakeTill(found=waiting)
    presenter, view, later = desk(till)
    presenter.changed(Changed(everything=True))
    presenter.open_sale(SALE.sale)
    for note in (Changed(), Changed(frozenset({an_id(7)})), Changed(refunds=True)):
        presenter.changed(note)
    assert view.said == []
    till.found = replace(waiting, asked="done")
    presenter.changed(Changed(frozenset({MEMBER.id})))
    assert view.said == [Dealt(MEMBER, "done")]
    assert view.preview.step is Step.DEALT
    presenter.typed(amount="1", lines=("", ""))
    assert [view.preview.step] == [Step.ASK], "what is left can be asked for as well"
    till.found = SaleElsewhere(an_id(5), "waiting")
    presenter.open_sale(an_id(5))
    till.found = SaleElsewhere(an_id(5), "given")
    later.is_holding = True
    presenter.changed(Changed(refunds=True))
    presenter.open_blank()
    later.let_in()
    assert view.said == [], "it is not on the screen any more"
    presenter.open_sale(an_id(5))
    assert view.preview.step is Step.DEALT
