"""Ask whoever holds it for a refund that is not in this till's hands, and hand the shop over."""

from collections.abc import Callable
from typing import Any

from desktop.answers import RefundAsked
from desktop.book import Book
from desktop.requests import RefundRequest
from desktop.store.asked import WAITING, as_told, asked_state, known_back, remember_asked
from desktop.store.joining import join
from desktop.store.sales import SaleState, sale_state
from desktop.verbs.expire import expire_all_now
from desktop.verbs.give_back import work_out
from regulars.canonical import Json
from regulars.ids import Id, spell
from regulars.operations.operation import NOBODY
from regulars.refusals import ActKnown, NothingLeftToRefund, RefundAskedAlready, Refusal


def ask_refund(
    book: Book, request: RefundRequest, approver: Id | None = None
) -> RefundAsked | Refusal:
    """Write a wish for a refund; a sale that is not known here can only go back as a whole.

    One at a time for each sale. It says what this till knows to have gone back of it: where more
    has, it is refused, and nothing is given back twice.
    """
    with book.writing():
        done = book.journal.done(request.act)
        if done is not None:
            is_same = done.header.kind == "refund.request" and done.data["of"] == spell(
                request.sale
            )
            return (
                RefundAsked(request.act, request.sale, done.header.at_ms)
                if is_same
                else (ActKnown())
            )
        if asked_state(book.store, request.sale)[0] == WAITING:
            return RefundAskedAlready()
        state = sale_state(book.store, request.sale)
        data = (
            _whole() if state is None else _asked(as_told(book.store, request.sale, state), request)
        )
        if isinstance(data, Refusal):
            return data
        common: dict[str, Json] = {
            "of": spell(request.sale),
            "on": book.today().isoformat(),
            "why": request.why,
            "approver": spell(approver or NOBODY),
            "known": [*known_back(book.store, request.sale, state)],
        }
        written = book.journal.write("refund.request", common | data, identity=request.act)
        remember_asked(book.store, request.sale, request.act)
        return RefundAsked(request.act, request.sale, written.header.at_ms)


def _whole() -> dict[str, Json]:
    return {"member": "", "lines": [], "amount": 0, "whole": True}


def _asked(state: SaleState, request: RefundRequest) -> dict[str, Json] | Refusal:
    if state.is_gone:
        return NothingLeftToRefund()
    back: Any = work_out(state, request)
    if isinstance(back, Refusal):
        return back
    return {
        "member": state.data["member"],
        "lines": list(back.line_minor),
        "amount": back.amount_minor,
        "whole": back.amount_minor == state.sold.left_minor,
    }


def hand_over(
    book: Book,
    *,
    centre: Id,
    key: bytes,
    lease_days: int,
    first: Callable[[], None] = lambda: None,
) -> None:
    """Let a lone shop join the centre it brings its log to: that decides from here on.

    What has ended is written first, as only the authority may. All of it is one write, which
    begins with `first`.
    """
    with book.writing():
        first()
        expire_all_now(book)
        join(book.store, lease_days=lease_days, is_authority=True)
        data: dict[str, Json] = {"centre": spell(centre), "key": key.hex()}
        book.journal.write("authority.handed_over", data)
