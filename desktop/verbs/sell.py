"""Award a sale, with points spent on it if the member wants, or spend points on a reward."""

from datetime import date

from desktop.answers import MemberCard, RedeemDone, SaleDone
from desktop.book import Book
from desktop.requests import BY_CARD, Proof, RedeemRequest, SaleRequest
from desktop.store.members import Standing, card_of, standing
from desktop.store.postings import WalletRow
from desktop.store.sales import receipt_key, sale_with_receipt
from desktop.verbs.again import redeem_again, sale_again
from desktop.verbs.care import (
    WRONG_MONTHS_MAX,
    count_wrong_month,
    forget_wrong_months,
    wrong_months,
)
from desktop.verbs.expire import bring_up_to_date
from desktop.verbs.spending import NOTHING_SPENT, Spending, decide
from regulars.canonical import Json
from regulars.ids import Id, spell
from regulars.money import AMOUNT_MINOR_MAX
from regulars.operations.operation import NOBODY, Operation
from regulars.points.earning import Earning, Why, earn, expiry_of
from regulars.programme.programme import POINTS_MAX
from regulars.refusals import (
    BadAmount,
    CareNeeded,
    ReceiptKnown,
    Refusal,
    UnknownMember,
    WrongMonth,
)


def sell(book: Book, request: SaleRequest) -> SaleDone | Refusal:
    """Write a sale: its points, what points paid of it, and the receipt that earned them."""
    with book.writing():
        known = _done_before(book, request)
        if known is not None:
            return known
        wrong = _check_size(book, request)
        if wrong is not None:
            return wrong
        member = current_member(book, request.member)
        if member is None:
            return UnknownMember()
        spending = _spend(book, request, member)
        if isinstance(spending, Refusal):
            return spending
        written, why = write_sale(
            book,
            request,
            wallet=member.wallet,
            debt=member.debt,
            spending=spending,
            key=key_of_receipt(book, request),
            row=member.wallet_row(),
        )
        if request.on is not None:
            bring_up_to_date(book, member.wallet)  # points of a late sale may have ended already
        return SaleDone(
            act=request.act,
            member=fresh_card(book, member),
            why=why,
            receipt=request.receipt,
            spent=spending.offer.points,
            pays_minor=spending.offer.pays_minor,
            at_ms=written.header.at_ms,
        )


def write_sale(
    book: Book,
    request: SaleRequest,
    *,
    wallet: Id,
    debt: int,
    spending: Spending = NOTHING_SPENT,
    key: str = "",
    row: WalletRow | None = None,
) -> tuple[Operation, Why]:
    """Price a sale and write it inside a write that is open; the caller has checked it.

    `key` is what earns once: the receipt's key, or the place of a line in an imported file. `row`
    is the wallet, where the caller has just read it.
    """
    earning = earn(
        book.shop.programme, request.lines, paid_minor=spending.offer.pays_minor, debt=debt
    )
    data = _sale_data(book, request, wallet, spending, earning, key)
    return book.journal.write("sale", data, identity=request.act, wallet=row), earning.why


def redeem(book: Book, request: RedeemRequest) -> RedeemDone | Refusal:
    """Spend points for a reward without a sale."""
    with book.writing():
        done = book.journal.done(request.act)
        if done is not None:
            return redeem_again(book, request, done)
        member = current_member(book, request.member)
        if member is None:
            return UnknownMember()
        spending = decide(book, member, request.points, None)
        if isinstance(spending, Refusal):
            return spending
        offer = spending.offer
        care = check_care(book, member, request.points, request.how, request.proof)
        if care is not None:
            return care
        data: dict[str, Json] = {
            "member": spell(member.id),
            "on": book.today().isoformat(),
            "spent": spending.data(),
            "pays": offer.pays_minor,
            "what": request.what,
            "how": request.how,
            "approver": spell(request.proof.approver or NOBODY),
        }
        written = book.journal.write(
            "redeem", data, identity=request.act, wallet=member.wallet_row()
        )
        return RedeemDone(
            act=request.act,
            member=fresh_card(book, member),
            points=offer.points,
            pays_minor=offer.pays_minor,
            what=request.what,
            at_ms=written.header.at_ms,
        )


def current_member(book: Book, member: Id) -> Standing | None:
    """Read a member for a decision: whatever has ended by today is taken out first."""
    found = standing(book.store, member)
    if found is not None and found.has_ended(book.today()) and bring_up_to_date(book, found.wallet):
        return standing(book.store, member)
    return found


def fresh_card(book: Book, member: Standing) -> MemberCard:
    """Read a member as the counter shows one, after something was written."""
    return card_of(book.store, member, book.today(), book.clock.now_ms())


def check_care(book: Book, member: Standing, points: int, how: str, proof: Proof) -> Refusal | None:
    """Ask the second question where points are spent without the card.

    A wrong month is counted in the write that this is part of; the refusal must not undo it.
    """
    rule = book.shop.setting("redeem_without_card", "birthday")
    if how == BY_CARD or proof.approver is not None or rule == "name":
        return None
    above = book.shop.programme.care_above
    approval = CareNeeded(need="approval", above=above)
    if rule != "birthday" or points > above or not member.birthday:
        return approval
    if wrong_months(book, member.id) >= WRONG_MONTHS_MAX:
        return approval
    if proof.birth_month == 0:
        return CareNeeded(need="birthday", above=above)
    if proof.birth_month != int(member.birthday[-5:-3]):
        count = count_wrong_month(book, member.id)
        return WrongMonth() if count < WRONG_MONTHS_MAX else approval
    forget_wrong_months(book, member.id)
    return None


def _done_before(book: Book, request: SaleRequest) -> SaleDone | Refusal | None:
    """Answer a request that was written already, or refuse a receipt that has earned."""
    done = book.journal.done(request.act)
    if done is not None:
        return sale_again(book, request, done)
    key = key_of_receipt(book, request)
    known = sale_with_receipt(book.store, key) if key else None
    if known is None:
        return None
    return ReceiptKnown(
        receipt=request.receipt, sale=known.sale, day=known.day, member_name=known.member_name
    )


def _check_size(book: Book, request: SaleRequest) -> Refusal | None:
    """Refuse a sale no shop makes: sums and points must stay exact in every file and report."""
    amounts = [line.amount_minor for line in request.lines]
    most = max(sum(amounts), *amounts, 0)
    if min(amounts, default=0) < 0 or most > AMOUNT_MINOR_MAX:
        return BadAmount(book.shop.currency.text(sum(amounts)))
    rules = book.shop.programme
    if sum(amounts) * rules.earn_points // rules.earn_per_minor > POINTS_MAX:
        return BadAmount(book.shop.currency.text(sum(amounts)))
    return None


def _day_of(book: Book, request: SaleRequest) -> date:
    """Give the day of a sale; a register whose clock is ahead sells today, not tomorrow."""
    return book.today() if request.on is None else min(request.on, book.today())


def key_of_receipt(book: Book, request: SaleRequest) -> str:
    """Give the key under which this request's receipt earns once."""
    daily = book.shop.setting("receipts_restart", "never") == "daily"
    day = _day_of(book, request).isoformat() if daily else ""
    return receipt_key(request.receipt, day)


def _spend(book: Book, request: SaleRequest, member: Standing) -> Spending | Refusal:
    if request.spend_points == 0:
        return NOTHING_SPENT
    spending = decide(book, member, request.spend_points, request.amount_minor)
    if isinstance(spending, Refusal):
        return spending
    care = check_care(book, member, request.spend_points, request.how, request.proof)
    return spending if care is None else care


def _sale_data(
    book: Book,
    request: SaleRequest,
    wallet_id: Id,
    spending: Spending,
    earning: Earning,
    key: str,
) -> dict[str, Json]:
    day = _day_of(book, request)
    expires = expiry_of(book.shop.programme, day)
    why = earning.why
    wallet = spell(wallet_id)
    return {
        "member": spell(request.member),
        "wallet": wallet,
        "on": day.isoformat(),
        "receipt": request.receipt,
        "receipt_key": key,
        "amount": why.amount_minor,
        "lines": [
            [line.category, line.item, line.quantity, line.amount_minor, points]
            for line, points in zip(request.lines, earning.line_points, strict=True)
        ],
        "excluded": why.excluded_minor,
        "paid": why.paid_minor,
        "base": why.base_minor,
        "earned": why.earned,
        "repaid": why.repaid,
        "expires": "" if expires is None else expires.isoformat(),
        "spent": spending.data(),
        "pays": spending.offer.pays_minor,
        "how": request.how,
        "source": request.source,
        "approver": spell(request.proof.approver or NOBODY),
    }
