"""Give a sale back: undo, void, or refund in part or in full."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.answers import RefundDone, SaleFound
from desktop.book import Book
from desktop.requests import RefundRequest
from desktop.store.database import Store
from desktop.store.members import member_card
from desktop.store.postings import lots_of
from desktop.store.sales import SaleState, operation_of, sale_state
from desktop.verbs.expire import bring_up_to_date
from desktop.verbs.sell import current_member, fresh_card, member_of
from regulars.canonical import Json
from regulars.ids import Id, spell, unspell
from regulars.operations.operation import Operation
from regulars.points.refunds import Refund, claw_back, refund, spread
from regulars.refusals import NothingLeftToRefund, RefundTooLarge, Refusal, UnknownSale


def find_sale(store: Store, sale: Id, today: date, now_ms: int) -> SaleFound | Refusal:
    """Show a sale before it is given back. Only reads."""
    state = sale_state(store, sale)
    if state is None:
        return UnknownSale()
    member = member_card(store, unspell(state.data["member"]), today, now_ms)
    assert member is not None, "a sale belongs to a member"
    head = state.operation.header
    return SaleFound(
        sale=sale,
        kind=head.kind,
        member=member,
        receipt=state.data.get("receipt", ""),
        on=date.fromisoformat(state.data["on"]),
        at_ms=head.at_ms,
        lines=state.lines,
        sold=state.sold,
        earned=state.data.get("earned", 0),
        is_gone=state.is_gone,
    )


@dataclass(frozen=True, slots=True)
class _Split:
    """How the points to take back divide: from the balance, owed, or ended already."""

    taken: int
    debt: int
    lapsed: int
    repaid: int


def give_back(book: Book, request: RefundRequest) -> RefundDone | Refusal:
    """Write a refund: spent points to their own lots, earned points off the balance."""
    with book.writing():
        state = sale_state(book.store, request.sale)
        if state is None:
            return UnknownSale()
        done = operation_of(book.store, request.act)
        if done is not None:
            return _repeat(book, done)
        if state.is_gone:
            return NothingLeftToRefund()
        back = _work_out(state, request)
        if isinstance(back, Refusal):
            return back
        member = current_member(book, unspell(state.data["member"]))
        assert member is not None, "a sale belongs to a member"
        split = _split(book, state, back, balance=member.balance, debt=member.debt)
        whole = back.amount_minor == state.sold.left_minor
        written = book.journal.write(
            "reverse",
            _data(book, request, state, back, split, whole=whole),
            identity=request.act,
        )
        bring_up_to_date(book, member.wallet)
        return RefundDone(
            act=request.act,
            sale=request.sale,
            why=request.why,
            member=fresh_card(book, member),
            back=back,
            taken=split.taken,
            debt=split.debt,
            lapsed=split.lapsed,
            cash_minor=_cash(back),
            receipt=state.data.get("receipt", ""),
            at_ms=written.header.at_ms,
        )


def _repeat(book: Book, done: Operation) -> RefundDone:
    """Give the answer of a refund again, from what was written then."""
    assert done.header.kind == "reverse", "an act has one name and one kind"
    data: Any = done.data
    sale = unspell(data["of"])
    state = sale_state(book.store, sale)
    assert state is not None, "what was given back was sold"
    return RefundDone(
        act=done.header.id,
        sale=sale,
        why=data["why"],
        member=member_of(book, data["member"]),
        back=Refund(
            line_minor=tuple(data["lines"]),
            amount_minor=data["amount"],
            earned_back=data["earned_back"],
            spent_back=sum(points for _, points in data["restored"]),
            paid_back_minor=data["paid_back"],
        ),
        taken=data["taken"],
        debt=data["debt"],
        lapsed=data["lapsed"],
        cash_minor=max(0, data["amount"] - data["paid_back"]),
        receipt=state.data.get("receipt", ""),
        at_ms=done.header.at_ms,
    )


def _cash(back: Refund) -> int:
    """Give the money to hand out; a reward without a sale was never paid with any."""
    return max(0, back.amount_minor - back.paid_back_minor)


def _work_out(state: SaleState, request: RefundRequest) -> Refund | Refusal:
    sold = state.sold
    if request.line_minor is not None:
        if len(request.line_minor) != len(sold.lines):
            return UnknownSale()
        lines = request.line_minor
    elif request.amount_minor is not None:
        if not 0 < request.amount_minor <= sold.left_minor:
            return RefundTooLarge(left_minor=sold.left_minor, asked_minor=request.amount_minor)
        lines = spread(sold, request.amount_minor)
    else:
        lines = tuple(line.left_minor for line in sold.lines)
    return refund(sold, lines, whole=sum(lines) == sold.left_minor)


def _split(book: Book, state: SaleState, back: Refund, *, balance: int, debt: int) -> _Split:
    """Take back from the balance after spent points returned; what has ended is not taken."""
    wallet = book.store.value(
        "select wallet from sale where place = :place", {"place": state.place}
    )
    ended = lots_of(book.store, wallet).lapsed(state.operation.header.id, book.today())
    lapsed = min(back.earned_back, max(0, ended - state.lapsed))
    taken, new_debt = claw_back(back.earned_back - lapsed, balance + back.spent_back)
    left = balance + back.spent_back - taken
    return _Split(taken, new_debt, lapsed, repaid=min(debt + new_debt, left, back.spent_back))


def _data(
    book: Book,
    request: RefundRequest,
    state: SaleState,
    back: Refund,
    split: _Split,
    *,
    whole: bool,
) -> dict[str, Json]:
    data = state.data
    wallet = data.get("wallet") or data["spent"][0][0]
    spent_from = data["spent"][0][0] if data["spent"] else wallet
    return {
        "of": spell(request.sale),
        "member": data["member"],
        "wallet": wallet,
        "on": book.today().isoformat(),
        "why": request.why,
        "lines": list(back.line_minor),
        "amount": back.amount_minor,
        "earned_back": back.earned_back,
        "taken": split.taken,
        "debt": split.debt,
        "lapsed": split.lapsed,
        "restored": [[spent_from, back.spent_back]] if back.spent_back else [],
        "repaid": split.repaid,
        "paid_back": back.paid_back_minor,
        "whole": whole,
    }
