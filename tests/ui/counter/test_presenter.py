"""What the counter decides, without Qt: names of sales, late answers, and questions."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any, TypeVar

import pytest

from desktop.answers import MemberCard, MemberRow, RedeemDone, RefundDone, SaleDone, Today
from desktop.changes import Changed
from desktop.requests import Proof, RedeemRequest, RefundRequest, SaleRequest
from desktop.staff import OWNER, Person
from desktop.store.shop import Identity, Shop
from desktop.trouble import DiskFailed, DiskFull, Trouble
from desktop.verbs.identify import Scanned
from regulars.business_day import Calendar
from regulars.ids import Id
from regulars.money import CURRENCIES
from regulars.points.earning import earn
from regulars.points.refunds import Refund
from regulars.programme.programme import Programme
from regulars.refusals import (
    CareNeeded,
    NotEnoughPoints,
    NothingLeftToRefund,
    NothingToUndo,
    Refusal,
    TooFewPoints,
    UnknownCard,
    UnknownMember,
    UnknownSale,
    WrongMonth,
)
from ui.counter.draft import Choice, Draft, Preview, Step
from ui.counter.outcome import Missing, Outcome, Replaced, Undone
from ui.counter.ports import HandedSale
from ui.counter.presenter import CounterPresenter

T = TypeVar("T")
NOW_MS = 1_795_314_660_000


def an_id(number: int) -> Id:
    return Id(number.to_bytes(16, "big"))


def a_member(number: int = 1, name: str = "Ada", **more: Any) -> MemberCard:
    usual: dict[str, Any] = {
        "id": an_id(number),
        "wallet": an_id(number + 100),
        "name": name,
        "number": "",
        "phone_masked": "",
        "birthday": "",
        "language": "en",
        "joined": date(2023, 1, 1),
        "balance": 1_000,
        "debt": 0,
        "ending": (),
        "visits": 1,
        "last_visit": None,
        "as_of_ms": NOW_MS,
        "how": "card",
    }
    return MemberCard(**(usual | more))


PERSON = Person(an_id(9), "Ho", OWNER)
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


@dataclass
class FakeTill:
    """Answers what a test gives it; keeps what it was asked."""

    shop: Shop = SHOP
    person: Person | None = PERSON
    answers: list[Refusal | Trouble | None] = field(default_factory=list)
    asked: list[SaleRequest | RedeemRequest] = field(default_factory=list)
    undone: list[RefundRequest] = field(default_factory=list)
    found: list[MemberRow] = field(default_factory=list)
    read: MemberCard | None = None
    code: Scanned | Refusal = field(default_factory=UnknownCard)
    ids: int = 1_000

    def fresh_id(self) -> Id:
        self.ids += 1
        return an_id(self.ids)

    def today(self) -> Future[Today]:
        return done(Today(1, 2, 3, 4))

    def search(self, typed: str) -> Future[list[MemberRow]]:
        return done([replace(row, name=typed) for row in self.found])

    def scanned(self, text: str) -> Future[Scanned | Refusal]:
        return done(self.code)

    def member(self, member: Id, how: str) -> Future[MemberCard | None]:
        return done(None if self.read is None else replace(self.read, how=how))

    def sell(self, request: SaleRequest) -> Future[SaleDone | Refusal]:
        self.asked.append(request)
        refused = self._next()
        if refused is not None:
            return refused
        why = earn(self.shop.programme, request.lines).why
        member = a_member(int.from_bytes(request.member, "big"))
        return done(SaleDone(request.act, member, why, "", request.spend_points, 0, NOW_MS))

    def redeem(self, request: RedeemRequest) -> Future[RedeemDone | Refusal]:
        self.asked.append(request)
        refused = self._next()
        if refused is not None:
            return refused
        return done(RedeemDone(request.act, a_member(), request.points, 300, "", NOW_MS))

    def give_back(self, request: RefundRequest) -> Future[RefundDone | Refusal]:
        self.undone.append(request)
        refused = self._next()
        if refused is not None:
            return refused
        back = Refund((), 0, 0, 0, 0)
        return done(
            RefundDone(request.act, request.sale, "undo", a_member(), back, 0, 0, 0, 0, "", NOW_MS)
        )

    def _next(self) -> Future[Any] | None:
        answer = self.answers.pop(0) if self.answers else None
        if answer is None:
            return None
        if isinstance(answer, Trouble):
            failed: Future[Any] = Future()
            failed.set_exception(answer)
            return failed
        return done(answer)


def done(value: T) -> Future[T]:
    future: Future[T] = Future()
    future.set_result(value)
    return future


class FakeView:
    """Keeps what it was told to show."""

    def __init__(self) -> None:
        self.said: list[Outcome] = []
        self.hushed = 0
        self.draft = Draft()
        self.preview = Preview(Step.MEMBER)
        self.member: tuple[MemberCard | None, bool] = (None, False)
        self.rows: tuple[MemberRow, ...] | None = None
        self.month = ""
        self.approval: Callable[[Person], None] | None = None
        self.field = ""
        self.can_undo = False
        self.slips: list[object] = []
        self.refunds: list[Id | None] = []
        self.waiting: list[str] = []
        self.taken = ""
        self.numbers: Today | None = None

    def show_member(self, member: MemberCard | None, *, served: bool) -> None:
        self.member = (member, served)

    def show_today(self, today: Today) -> None:
        self.numbers = today

    def show_found(self, rows: tuple[MemberRow, ...] | None, typed: str) -> None:
        self.rows = rows

    def show_draft(self, draft: Draft) -> None:
        self.draft = draft

    def show_preview(self, preview: Preview) -> None:
        self.preview = preview

    def say(self, outcome: Outcome) -> None:
        self.said.append(outcome)

    def hush(self) -> None:
        self.hushed += 1

    def ask_month(self, name: str) -> None:
        self.month = name

    def ask_approval(self, act: str, then: Callable[[Person], None]) -> None:
        self.approval = then

    def lead_to(self, field: str) -> None:
        self.field = field

    def allow(self, *, undo: bool, slip: bool) -> None:
        self.can_undo = undo

    def print_slip(self, facts: object) -> None:
        self.slips.append(facts)

    def open_refund(self, sale: Id | None) -> None:
        self.refunds.append(sale)

    def show_waiting(self, sales: tuple[HandedSale, ...], taken: str) -> None:
        self.waiting, self.taken = [sale.receipt for sale in sales], taken


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


@dataclass
class Counter:
    """A presenter with everything around it."""

    till: FakeTill = field(default_factory=FakeTill)
    view: FakeView = field(default_factory=FakeView)
    later: Later = field(default_factory=Later)

    def __post_init__(self) -> None:
        self.presenter = CounterPresenter(self.till, self.view, self.later)
        self.presenter.start()

    def type(self, amount: str = "", *, chosen: str = "", receipt: str = "") -> None:
        self.presenter.typed(amount=amount, parts=(), receipt=receipt, chosen=chosen)


@pytest.fixture
def counter() -> Counter:
    return Counter()


def test_a_second_enter_while_the_sale_is_written_does_nothing(counter: Counter) -> None:
    counter.presenter.serve(a_member())
    counter.type("10")
    counter.later.is_holding = True
    for _ in range(3):
        counter.presenter.enter()
        counter.presenter.undo()
    counter.later.let_in()
    counter.presenter.enter()
    assert len(counter.till.asked) == 1
    assert counter.till.undone == []


def test_asking_again_after_a_trouble_is_the_same_sale(counter: Counter) -> None:
    counter.till.answers = [DiskFull(), DiskFailed()]
    counter.presenter.serve(a_member())
    counter.type("10")
    for _ in range(3):
        counter.presenter.enter()
    assert len({request.act for request in counter.till.asked}) == 1
    assert isinstance(counter.view.said[0], DiskFull)
    assert isinstance(counter.view.said[1], DiskFailed)
    assert counter.view.draft == Draft()


def test_a_sale_that_was_edited_is_another_sale(counter: Counter) -> None:
    counter.till.answers = [DiskFull(), DiskFull()]
    counter.presenter.serve(a_member())
    for amount in ("10", "11"):
        counter.type(amount)
        counter.presenter.enter()
    counter.presenter.serve(a_member(2, "Bo"))
    counter.presenter.enter()
    assert len({request.act for request in counter.till.asked}) == 3


def test_the_month_is_asked_and_the_same_sale_tried_again(counter: Counter) -> None:
    counter.till.answers = [CareNeeded("birthday", 1_000), WrongMonth(), None]
    counter.presenter.serve(a_member(how="name"))
    counter.type("10")
    counter.presenter.choose(Choice.ALL)
    counter.presenter.enter()
    assert counter.view.month == "Ada"
    counter.presenter.question.answer_month(3)
    counter.presenter.question.answer_month(11)
    assert [request.proof.birth_month for request in counter.till.asked] == [0, 3, 11]
    assert len({request.act for request in counter.till.asked}) == 1
    assert counter.view.month == ""
    counter.presenter.question.answer_month(11)
    assert len(counter.till.asked) == 3


def test_the_question_is_put_away_when_somebody_else_is_served(counter: Counter) -> None:
    counter.till.answers = [CareNeeded("birthday", 1_000)]
    counter.presenter.serve(a_member(how="name"))
    counter.type("10")
    counter.presenter.choose(Choice.ALL)
    counter.presenter.enter()
    counter.presenter.serve(a_member(2, "Bo"))
    counter.presenter.question.answer_month(11)
    assert counter.view.month == ""
    assert len(counter.till.asked) == 1
    assert not counter.presenter.put_question_away()


def test_an_approval_counts_for_the_sale_it_was_asked_for(counter: Counter) -> None:
    counter.till.answers = [CareNeeded("approval", 0), CareNeeded("approval", 0)]
    boss = Person(an_id(77), "Lin", OWNER)
    counter.presenter.serve(a_member(how="phone"))
    counter.type("10")
    counter.presenter.choose(Choice.ALL)
    counter.presenter.enter()
    old = counter.view.approval
    assert old is not None
    counter.type("11")
    old(boss)
    assert len(counter.till.asked) == 1
    counter.presenter.enter()
    assert counter.view.approval is not None
    counter.view.approval(boss)
    assert counter.till.asked[-1].proof == Proof(approver=boss.id)
    assert counter.till.asked[-1].act == counter.till.asked[-2].act


def test_only_the_newest_search_is_shown(counter: Counter) -> None:
    counter.till.found = [MemberRow(an_id(1), "", "", "", 0)]
    counter.later.is_holding = True
    counter.presenter.finding.typed("z")
    counter.presenter.finding.typed("zs")
    counter.later.waiting.reverse()
    counter.later.let_in()
    assert counter.view.rows is not None
    assert [row.name for row in counter.view.rows] == ["zs"]


def test_enter_before_the_answer_opens_the_only_one_found(counter: Counter) -> None:
    counter.till.found = [MemberRow(an_id(1), "", "", "", 0)]
    counter.till.read = a_member()
    counter.later.is_holding = True
    counter.presenter.finding.typed("0912345678")
    counter.presenter.finding.enter(None)
    counter.later.let_in()
    member, _ = counter.view.member
    assert member is not None
    assert member.how == "phone"


def test_enter_before_the_answer_opens_nobody_of_several(counter: Counter) -> None:
    counter.till.found = [MemberRow(an_id(n), "", "", "", 0) for n in (1, 2)]
    counter.later.is_holding = True
    counter.presenter.finding.typed("ann")
    counter.presenter.finding.enter(None)
    counter.later.let_in()
    assert counter.view.member == (None, False)
    counter.presenter.finding.choose(counter.till.found[0])
    assert counter.view.said == [UnknownMember()]


@pytest.mark.parametrize(
    ("code", "outcome"), [(UnknownSale(), UnknownSale()), (Scanned(sale=an_id(9)), None)]
)
def test_a_code_typed_by_hand_is_taken_like_a_scan(
    counter: Counter, code: Scanned | Refusal, outcome: Refusal | None
) -> None:
    counter.till.code = code
    counter.presenter.finding.identified(code)
    assert counter.view.said == ([] if outcome is None else [outcome])
    assert counter.view.refunds == ([an_id(9)] if outcome is None else [])
    counter.presenter.finding.identified(Scanned(choices=(MemberRow(an_id(1), "", "", "", 0),)))
    assert counter.view.rows is not None


def test_a_card_scanned_while_a_sale_is_written_takes_nothing_of_it(counter: Counter) -> None:
    bo = a_member(2, "Bo")
    counter.presenter.serve(a_member())
    counter.type("10")
    counter.later.is_holding = True
    counter.presenter.enter()
    counter.presenter.serve(bo)
    counter.later.let_in()
    assert counter.view.member == (bo, False)
    assert counter.view.draft == Draft()
    assert counter.view.preview.step is Step.AMOUNT


def test_what_was_typed_while_a_sale_is_written_stays(counter: Counter) -> None:
    counter.presenter.serve(a_member())
    counter.type("10")
    counter.later.is_holding = True
    counter.presenter.enter()
    counter.type("25")
    counter.later.let_in()
    counter.presenter.serve(a_member(2, "Bo"))
    assert counter.view.preview.amount_minor == 2_500


def test_undo_brings_nothing_back_over_what_was_typed_since(counter: Counter) -> None:
    counter.presenter.serve(a_member())
    counter.type("10")
    counter.presenter.enter()
    counter.presenter.serve(a_member(2, "Bo"))
    counter.type("30")
    counter.presenter.undo()
    said = counter.view.said[-1]
    assert isinstance(said, Undone)
    assert not said.is_restored
    assert counter.view.preview.amount_minor == 3_000


def test_undo_keeps_how_the_member_was_found(counter: Counter) -> None:
    """Otherwise undoing would turn a name into a card, and ask no second question."""
    counter.presenter.serve(a_member(how="name"))
    counter.type("10")
    counter.presenter.enter()
    counter.presenter.undo()
    counter.presenter.enter()
    assert counter.till.asked[-1].how == "name"


def test_what_was_refunded_elsewhere_can_no_longer_be_undone(counter: Counter) -> None:
    counter.presenter.serve(a_member())
    counter.type("10")
    counter.presenter.enter()
    counter.till.answers = [NothingLeftToRefund()]
    counter.presenter.undo()
    counter.presenter.undo()
    assert counter.view.said[-2:] == [NothingLeftToRefund(), NothingToUndo()]
    assert not counter.view.can_undo


def test_points_are_of_whoever_is_served(counter: Counter) -> None:
    counter.presenter.serve(a_member())
    counter.type("10")
    counter.presenter.toggle_all()
    assert counter.view.preview.offer.points == 1_000
    counter.presenter.serve(a_member(2, "Bo", balance=5_000))
    assert counter.view.preview.offer.points == 0
    assert counter.view.said == [Replaced("Ada", "Bo")]
    counter.presenter.toggle_all()
    counter.presenter.serve(a_member(2, "Bo", balance=5_000))  # the card comes out late
    assert counter.view.preview.offer.points == 1_000
    counter.presenter.toggle_all()
    assert counter.view.preview.offer.points == 0


@pytest.mark.parametrize(
    ("balance", "debt", "amount", "code"),
    [
        (40, 0, "10", "too-few-points"),
        (0, 12, "10", "debt-first"),
        (500, 0, "0.50", "more-than-sale"),
    ],
)
def test_where_nothing_fits_it_is_said_why(
    counter: Counter, balance: int, debt: int, amount: str, code: str
) -> None:
    counter.presenter.serve(a_member(balance=balance, debt=debt))
    counter.type(amount)
    counter.presenter.toggle_all()
    counter.presenter.enter()
    refusal = counter.view.said[-1]
    assert isinstance(refusal, Refusal)
    assert refusal.code == code
    assert counter.till.asked == []


def test_points_that_pay_nothing_are_refused() -> None:
    worthless = replace(SHOP, programme=Programme(worth_minor=0))
    counter = Counter(till=FakeTill(shop=worthless))
    counter.presenter.serve(a_member())
    counter.type("10")
    counter.presenter.toggle_all()
    assert counter.view.preview.refusal is not None
    assert counter.view.preview.refusal.code == "worth-nothing"


@pytest.mark.parametrize(
    ("choice", "chosen", "points"),
    [
        (Choice.POINTS, "400", 400),
        (Choice.MONEY, "4", 400),
        (Choice.MONEY, ".5", 0),
        (Choice.POINTS, "", 0),
        (Choice.POINTS, "2000", 0),
    ],
)
def test_points_are_named_by_number_or_by_worth(
    counter: Counter, choice: Choice, chosen: str, points: int
) -> None:
    counter.presenter.serve(a_member())
    counter.type("20", chosen=chosen)
    counter.presenter.choose(choice)
    assert counter.view.preview.offer.points == points


def test_too_many_or_too_few_points_are_refused_at_once(counter: Counter) -> None:
    counter.presenter.serve(a_member())
    counter.type("20", chosen="2000")
    counter.presenter.toggle_unit()
    too_many, too_few = counter.view.preview, TooFewPoints(least=100, asked=50)
    counter.type("20", chosen="50")
    assert too_many.refusal == NotEnoughPoints(available=1_000, asked=2_000)
    assert counter.view.preview.refusal == too_few


def test_enter_says_what_is_still_wanted(counter: Counter) -> None:
    counter.presenter.enter()
    assert counter.view.said == []
    counter.type("10")
    counter.presenter.enter()
    assert counter.view.said[-1] == Missing(Step.MEMBER)
    counter.presenter.serve(a_member())
    counter.type("0")
    counter.presenter.enter()
    assert counter.view.said[-1] == Missing(Step.AMOUNT)
    counter.type("9" * 13)
    counter.presenter.enter()
    refusal = counter.view.said[-1]
    assert isinstance(refusal, Refusal)
    assert refusal.code == "bad-amount"


def test_an_older_reading_does_not_replace_a_newer_one(counter: Counter) -> None:
    ada = a_member()
    counter.presenter.serve(ada)
    counter.till.read = replace(ada, balance=1, as_of_ms=NOW_MS - 1)
    counter.presenter.changed(Changed(everything=True))
    assert counter.view.member == (ada, False)
    counter.till.read = replace(ada, balance=2)
    counter.presenter.changed(Changed(frozenset({ada.id}), shop=True))
    member, _ = counter.view.member
    assert member is not None
    assert member.balance == 2
    counter.till.read = None
    counter.presenter.changed(Changed(everything=True))
    assert counter.view.member[0] == member


def test_a_member_served_last_is_read_again_too(counter: Counter) -> None:
    counter.presenter.serve(a_member())
    counter.type("10")
    counter.presenter.enter()
    counter.till.read = a_member(balance=5)
    counter.presenter.changed(Changed(everything=True))
    member, served = counter.view.member
    assert member is not None
    assert (member.balance, served) == (5, True)
