"""Award a sale, with points spent on it if the member wants, or spend points on a reward."""

from datetime import date

from desktop.answers import MemberCard, RedeemDone, SaleDone
from desktop.book import Book
from desktop.requests import BY_CARD, Proof, RedeemRequest, SaleRequest
from desktop.store.members import member_card
from desktop.store.sales import operation_of, receipt_key, sale_with_receipt
from desktop.verbs.expire import bring_up_to_date
from regulars.canonical import Json
from regulars.ids import Id, spell
from regulars.points.earning import Earning, earn, expiry_of
from regulars.points.redeeming import NO_OFFER, Offer, check_spend
from regulars.refusals import CareNeeded, ReceiptKnown, Refusal, UnknownMember, WrongMonth


def sell(book: Book, request: SaleRequest) -> SaleDone | Refusal:
    """Write a sale: its points, what points paid of it, and the receipt that earned them."""
    with book.writing():
        known = _done_before(book, request)
        if known is not None:
            return known
        member = current_member(book, request.member)
        if member is None:
            return UnknownMember()
        offer = _spend(book, request, member)
        if isinstance(offer, Refusal):
            return offer
        earning = earn(
            book.shop.programme, request.lines, paid_minor=offer.pays_minor, debt=member.debt
        )
        day = request.on or book.today()
        written = book.journal.write(
            "sale", _sale_data(book, request, member, offer, earning, day), identity=request.act
        )
        return SaleDone(
            act=request.act,
            member=fresh_card(book, member),
            why=earning.why,
            receipt=request.receipt,
            spent=offer.points,
            pays_minor=offer.pays_minor,
            at_ms=written.header.at_ms,
        )


def redeem(book: Book, request: RedeemRequest) -> RedeemDone | Refusal:
    """Spend points for a reward without a sale."""
    with book.writing():
        member = current_member(book, request.member)
        if member is None:
            return UnknownMember()
        offer = check_spend(
            book.shop.programme,
            points=request.points,
            available=member.balance,
            debt=member.debt,
            amount_minor=None,
        )
        if isinstance(offer, Refusal):
            return offer
        care = check_care(book, member, request.points, request.how, request.proof)
        if care is not None:
            return care
        if operation_of(book.store, request.act) is None:
            data: dict[str, Json] = {
                "member": spell(member.id),
                "on": book.today().isoformat(),
                "spent": [[spell(member.wallet), offer.points]],
                "pays": offer.pays_minor,
                "what": request.what,
                "how": request.how,
            }
            book.journal.write("redeem", data, identity=request.act)
        return RedeemDone(
            act=request.act,
            member=fresh_card(book, member),
            points=offer.points,
            pays_minor=offer.pays_minor,
            what=request.what,
            at_ms=book.clock.now_ms(),
        )


def current_member(book: Book, member: Id) -> MemberCard | None:
    """Read a member for a decision: whatever has ended by today is taken out first."""
    card = member_card(book.store, member, book.today(), book.clock.now_ms())
    if card is None:
        return None
    if bring_up_to_date(book, card.wallet):
        return fresh_card(book, card)
    return card


def fresh_card(book: Book, member: MemberCard) -> MemberCard:
    """Read a member again after something was written."""
    card = member_card(book.store, member.id, book.today(), book.clock.now_ms(), member.how)
    assert card is not None, "a member who was just there is still there"
    return card


def check_care(
    book: Book, member: MemberCard, points: int, how: str, proof: Proof
) -> Refusal | None:
    """Ask the second question where points are spent without the card."""
    rule = book.shop.setting("redeem_without_card", "birthday")
    if how == BY_CARD or proof.approver is not None or rule == "name":
        return None
    above = book.shop.programme.care_above
    if rule == "birthday" and points <= above and member.birthday:
        if proof.birth_month == 0:
            return CareNeeded(need="birthday", above=above)
        month = int(member.birthday[-5:-3])
        return None if proof.birth_month == month else WrongMonth()
    return CareNeeded(need="approval", above=above)


def _done_before(book: Book, request: SaleRequest) -> SaleDone | Refusal | None:
    """Answer a request that was written already, or refuse a receipt that has earned."""
    done = operation_of(book.store, request.act)
    if done is not None:
        return _repeat(book, request)
    if not request.receipt:
        return None
    known = sale_with_receipt(book.store, key_of_receipt(book, request))
    if known is None:
        return None
    return ReceiptKnown(
        receipt=request.receipt, sale=known.sale, day=known.day, member_name=known.member_name
    )


def _repeat(book: Book, request: SaleRequest) -> SaleDone:
    """Give the answer of a sale again, from what was written then."""
    done = operation_of(book.store, request.act)
    assert done is not None, "only a sale that was written is repeated"
    data = done.data
    earning = earn(book.shop.programme, request.lines, paid_minor=_whole(data["pays"]), debt=0)
    member = member_card(book.store, request.member, book.today(), book.clock.now_ms())
    assert member is not None, "a sale belongs to a member"
    spent = data["spent"]
    assert isinstance(spent, list), "spent is a list"
    return SaleDone(
        act=request.act,
        member=member,
        why=earning.why,
        receipt=request.receipt,
        spent=sum(points for _, points in spent),
        pays_minor=_whole(data["pays"]),
        at_ms=done.header.at_ms,
        repeated=True,
    )


def _whole(value: Json) -> int:
    assert isinstance(value, int), "a figure of an operation is whole"
    return value


def key_of_receipt(book: Book, request: SaleRequest) -> str:
    """Give the key under which this request's receipt earns once."""
    daily = book.shop.setting("receipts_restart", "never") == "daily"
    day = (request.on or book.today()).isoformat() if daily else ""
    return receipt_key(request.receipt, day)


def _spend(book: Book, request: SaleRequest, member: MemberCard) -> Offer | Refusal:
    if request.spend_points == 0:
        return NO_OFFER
    offer = check_spend(
        book.shop.programme,
        points=request.spend_points,
        available=member.balance,
        debt=member.debt,
        amount_minor=request.amount_minor,
    )
    if isinstance(offer, Refusal):
        return offer
    care = check_care(book, member, request.spend_points, request.how, request.proof)
    return offer if care is None else care


def _sale_data(
    book: Book,
    request: SaleRequest,
    member: MemberCard,
    offer: Offer,
    earning: Earning,
    day: date,
) -> dict[str, Json]:
    expires = expiry_of(book.shop.programme, day)
    why = earning.why
    wallet = spell(member.wallet)
    return {
        "member": spell(member.id),
        "wallet": wallet,
        "on": day.isoformat(),
        "receipt": request.receipt,
        "receipt_key": key_of_receipt(book, request) if request.receipt else "",
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
        "spent": [[wallet, offer.points]] if offer.points else [],
        "pays": offer.pays_minor,
        "how": request.how,
        "source": request.source,
    }
