"""Give a sale back: undo, void, or refund in part or in full."""

from dataclasses import replace
from datetime import date, timedelta

from desktop.answers import NOTHING_BACK, RefundDone, SaleElsewhere, SaleFound
from desktop.book import Book
from desktop.requests import RefundRequest
from desktop.store.allocations import ELSEWHERE
from desktop.store.centre import has_joined, holds_refund, known_centre
from desktop.store.database import Store
from desktop.store.entries import lots_of
from desktop.store.members import Standing, member_card
from desktop.store.rights import cells_of
from desktop.store.sales import SaleState, sale_state
from desktop.verbs.again import refund_again
from desktop.verbs.expire import bring_up_to_date
from desktop.verbs.sell import current_member, fresh_card
from regulars.canonical import Json
from regulars.ids import Id, spell, unspell
from regulars.points.lots import Settlement
from regulars.points.refunds import Refund, TakenBack, refund, spread, take_back
from regulars.refusals import (
    NothingLeftToRefund,
    RefundNotHeld,
    RefundTooLarge,
    Refusal,
    UnknownSale,
)


def find_sale(
    store: Store, sale: Id, today: date, now_ms: int
) -> SaleFound | SaleElsewhere | Refusal:
    """Show a sale before it is given back, with the member as a refund would find them now.

    Only reads: what has ended is taken off the balance shown, as the refund will do first. A till
    that has joined takes a sale it does not know for one of another till.
    """
    from desktop.store.asked import as_told, asked_state  # no start waits for the wire's words

    state = sale_state(store, sale)
    is_alone = not has_joined(store)
    if state is None:
        is_own = store.row("select 1 from operation where id = ?", (sale,)) is not None
        is_nobodys = is_alone or is_own  # an act of this till that is no sale
        return UnknownSale() if is_nobodys else SaleElsewhere(sale, *asked_state(store, sale))
    is_held = is_alone or holds_refund(store, sale)
    if not is_held:
        state = as_told(store, sale, state)
    asked, went = ("", NOTHING_BACK) if is_alone else asked_state(store, sale)
    member = member_card(store, unspell(state.data["member"]), today, now_ms)
    assert member is not None, "a sale belongs to a member"
    lots = _lots(store, state)
    gone, repaid = (
        lots.expire_row(today - timedelta(days=1), balance=member.balance, debt=member.debt)
        if is_alone
        else (0, 0)
    )
    head = state.operation.header
    return SaleFound(
        sale=sale,
        kind=head.kind,
        member=replace(member, balance=member.balance - gone - repaid, debt=member.debt - repaid),
        receipt=state.data.get("receipt", ""),
        on=date.fromisoformat(state.data["on"]),
        at_ms=head.at_ms,
        lines=state.lines,
        sold=state.sold,
        earned=state.data.get("earned", 0),
        is_gone=state.is_gone,
        takeable=member.balance - gone - repaid if is_alone else _rights(store, state.wallet),
        ended=_ended(state, lots, today),
        is_held=is_held,
        asked=asked,
        went=went,
    )


def give_back(book: Book, request: RefundRequest) -> RefundDone | Refusal:
    """Write a refund: spent points to their own lots, earned points off the balance."""
    with book.writing():
        state = sale_state(book.store, request.sale)
        if state is None:
            return UnknownSale()
        done = book.journal.done(request.act)
        if done is not None:
            return refund_again(book, request, done)
        if state.is_gone:
            return NothingLeftToRefund()
        if has_joined(book.store) and not holds_refund(book.store, request.sale):
            return RefundNotHeld(request.sale)
        back = work_out(state, request)
        if isinstance(back, Refusal):
            return back
        member = current_member(book, unspell(state.data["member"]))
        assert member is not None, "a sale belongs to a member"
        ended = _ended(state, _lots(book.store, state), book.today())
        restored = _restored(book.store, state, back.spent_back)
        own = sum(points for wallet, points in restored if wallet == state.wallet)
        split = take_back(
            replace(back, spent_back=own),
            balance=_takeable(book, member, state.wallet),
            debt=member.debt,
            ended=ended,
        )
        whole = back.amount_minor == state.sold.left_minor
        written = book.journal.write(
            "reverse",
            _data(book, request, state, back, split, restored, whole=whole),
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


def _cash(back: Refund) -> int:
    """Give the money to hand out; a reward without a sale was never paid with any."""
    return max(0, back.amount_minor - back.paid_back_minor)


def work_out(state: SaleState, request: RefundRequest) -> Refund | Refusal:
    sold = state.sold
    """Work out what a request gives back of a sale."""
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


def _lots(store: Store, state: SaleState) -> Settlement:
    wallet = store.value("select key from wallet where id = :id", {"id": state.wallet})
    return lots_of(store, wallet)


def _ended(state: SaleState, lots: Settlement, today: date) -> int:
    """Give the points of a sale that ended unused and that no refund has counted yet."""
    return max(0, lots.lapsed(state.operation.header.id, today) - state.lapsed)


def _restored(store: Store, state: SaleState, points: int) -> list[tuple[Id, int]]:
    """Give spent points back to the wallets they came from, the last one first."""
    back: list[tuple[Id, int]] = []
    for spelled, spent in reversed(state.data["spent"]):
        before = store.value(
            "select coalesce(sum(points), 0) from entry where act = ? and points > 0"
            " and kind in ('restore', 'unspend')"
            " and wallet = (select key from wallet where id = ?)",
            (state.operation.header.id, unspell(spelled)),
        )
        now = min(points, spent - before)
        if now:
            back.append((unspell(spelled), now))
        points -= now
    return back


def _takeable(book: Book, member: Standing, wallet: Id) -> int:
    """Give what a refund can take: all that is shown, or the rights of a till that has joined."""
    if member.unsettled != ELSEWHERE:
        return member.balance
    return _rights(book.store, wallet)


def _rights(store: Store, wallet: Id) -> int:
    key = store.value("select key from wallet where id = ?", (wallet,))
    return 0 if known_centre(store).is_frozen else cells_of(store, key).available


def _data(
    book: Book,
    request: RefundRequest,
    state: SaleState,
    back: Refund,
    split: TakenBack,
    restored: list[tuple[Id, int]],
    *,
    whole: bool,
) -> dict[str, Json]:
    data = state.data
    wallet = data.get("wallet") or data["spent"][0][0]
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
        "restored": [[spell(to), points] for to, points in restored],
        "repaid": split.repaid,
        "paid_back": back.paid_back_minor,
        "whole": whole,
    }
