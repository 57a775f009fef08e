"""Answer an act that was written already: again, from what was written then, and nothing else.

The name of an act is made once for each intent, so a second request under it is the first one
coming twice. One that asks for something else is refused: to answer it with the first would tell
the cashier that something was done which was not.
"""

from typing import Any

from desktop.answers import MemberCard, RedeemDone, RefundDone, SaleDone
from desktop.book import Book
from desktop.requests import RedeemRequest, RefundRequest, SaleRequest
from desktop.store.members import member_card
from desktop.store.sales import programme_named, sale_state
from regulars.ids import spell, unspell
from regulars.operations.operation import Operation
from regulars.points.earning import Why
from regulars.points.refunds import Refund
from regulars.refusals import ActKnown, Refusal


def member_of(book: Book, spelled: str) -> MemberCard:
    """Read the member an operation names."""
    card = member_card(book.store, unspell(spelled), book.today(), book.clock.now_ms())
    assert card is not None, "what was written belongs to a member"
    return card


def sale_again(book: Book, request: SaleRequest, done: Operation) -> SaleDone | Refusal:
    """Give the answer of a sale again, from what was written then."""
    data: Any = done.data
    if done.header.kind != "sale" or not _is_sale(request, data):
        return ActKnown()
    rule = programme_named(book.store, done.header.programme) or book.shop.programme
    return SaleDone(
        act=done.header.id,
        member=member_of(book, data["member"]),
        why=Why(
            amount_minor=data["amount"],
            excluded_minor=data["excluded"],
            paid_minor=data["paid"],
            base_minor=data["base"],
            rate_points=rule.earn_points,
            rate_minor=rule.earn_per_minor,
            earned=data["earned"],
            repaid=data["repaid"],
        ),
        receipt=data["receipt"],
        spent=sum(points for _, points in data["spent"]),
        pays_minor=data["pays"],
        at_ms=done.header.at_ms,
        repeated=True,
    )


def _is_sale(request: SaleRequest, data: Any) -> bool:
    lines = [[line.category, line.item, line.quantity, line.amount_minor] for line in request.lines]
    return (
        data["member"] == spell(request.member)
        and [line[:4] for line in data["lines"]] == lines
        and data["receipt"] == request.receipt
        and sum(points for _, points in data["spent"]) == request.spend_points
    )


def redeem_again(book: Book, request: RedeemRequest, done: Operation) -> RedeemDone | Refusal:
    """Give the answer of a redemption again, from what was written then."""
    data: Any = done.data
    if done.header.kind != "redeem" or not _is_redemption(request, data):
        return ActKnown()
    return RedeemDone(
        act=request.act,
        member=member_of(book, data["member"]),
        points=sum(points for _, points in data["spent"]),
        pays_minor=data["pays"],
        what=data["what"],
        at_ms=done.header.at_ms,
    )


def _is_redemption(request: RedeemRequest, data: Any) -> bool:
    spent = sum(points for _, points in data["spent"])
    asked = (spell(request.member), request.points, request.what)
    return (data["member"], spent, data["what"]) == asked


def refund_again(book: Book, request: RefundRequest, done: Operation) -> RefundDone | Refusal:
    """Give the answer of a refund again, from what was written then."""
    data: Any = done.data
    if done.header.kind != "reverse" or not _is_refund(request, data):
        return ActKnown()
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


def _is_refund(request: RefundRequest, data: Any) -> bool:
    amount, lines = request.amount_minor, request.line_minor
    return (
        (data["of"], data["why"]) == (spell(request.sale), request.why)
        and (amount is None or amount == data["amount"])
        and (lines is None or list(lines) == data["lines"])
        and (amount is not None or lines is not None or data["whole"])  # all that was left
    )
