"""What an operation of a till does at the centre: one rule for each kind that does something.

Whatever moves points is posted, always. Only what moves none may be refused (a change of somebody
who was erased); a kind this centre does not know yet is put by and stops nobody.
"""

from collections.abc import Callable, Mapping
from typing import Any

from regulars.agreement import merging
from regulars.agreement import people as who_is_who
from regulars.agreement import profile as profiles
from regulars.agreement.asked import waiting
from regulars.agreement.authority import (
    back_in_hand,
    double_receipt,
    execute,
    execute_due,
    in_order,
    over_refund,
)
from regulars.agreement.centre import (
    Centre,
    Funded,
    account_of,
    cells_of,
    cover_loss,
    enter,
    give_excess,
    keep_account,
    review,
    say,
    touch,
    write_own,
)
from regulars.agreement.messages import Logged, Outcome, Standing
from regulars.agreement.papers import adopt
from regulars.agreement.planner import note_visit, note_wish
from regulars.agreement.reviews import settle
from regulars.agreement.sales import after_reverse, sale_of
from regulars.operations.kinds import KINDS
from regulars.points.ledger import MISTAKES, Posting, postings
from regulars.rights.funding import UNFUNDED, Funding
from regulars.rights.posting import hand_back, post, reclaim

_NOBODY = "00" * 16
TRIPS = "/!"
"""Ends the kind of an operation that no rule is to see, because one tripped over it."""
_VISITS = frozenset({"sale", "redeem"})
"""The kinds that show that somebody was at a store."""
_EXTRA = 100
"""Entries the centre adds to an operation stand behind all of its own lines."""


def take_in(centre: Centre, op: Logged) -> Outcome:
    """Post an operation that is next in its chain; gives what became of it, for ever."""
    if op.kind not in KINDS:
        centre.parked.append(op)
        if not op.kind.endswith(TRIPS):
            device, epoch = op.source
            review(centre, "parked", f"{device} {epoch}", devices=(device,))
        return Outcome.PARKED
    centre.hlc = max(centre.hlc, op.hlc)
    funding = _post(centre, op) if KINDS[op.kind].moves_points else UNFUNDED
    outcome = Outcome.POSTED
    if not funding.is_plain:
        _not_funded(centre, op, funding)
        outcome = Outcome.REVIEW
    rule = _RULES.get(op.kind)
    return (rule(centre, op) if rule else None) or outcome


def _not_funded(centre: Centre, op: Logged, funding: Funding) -> None:
    if funding.loss and op.kind in {"sale", "redeem"}:
        review(centre, "loss", op.id, funding.loss, **_whose(op))
    elif funding.loss:
        review(centre, "loss-by-hand", op.id, funding.loss, **_whose(op))
    else:
        review(centre, "not-funded", op.id, funding.pool, **_whose(op))


def _whose(op: Logged) -> dict[str, Any]:
    """Say whom a review is about, and from which till it comes."""
    return {"member": op.data.get("member", ""), "devices": (op.source.device,)}


def _post(centre: Centre, op: Logged) -> Funding:
    """Post the lines of an operation, wallet by wallet."""
    lines = postings(op.kind, op.id, op.data)
    enter(centre, op, lines)
    funding = UNFUNDED
    for number, wallet in enumerate(dict.fromkeys(line.wallet for line in lines)):
        mine = [line for line in lines if line.wallet == wallet]
        funding = funding.plus(_post_wallet(centre, op, mine, _EXTRA + 2 * number))
    return funding


def _post_wallet(centre: Centre, op: Logged, lines: list[Posting], number: int) -> Funding:
    wallet, source = lines[0].wallet, op.source
    posted = post(account_of(centre, wallet), cells_of(centre, wallet, source), lines)
    if posted.funding.loss:
        cover_loss(centre, op, lines[0], posted.funding.loss, number)
    if posted.excess:
        give_excess(centre, op, lines[0], posted.excess, number + 1)
    if posted.funding != UNFUNDED:
        centre.funded.append(Funded(op, wallet, posted.funding))
    account, cells = posted.account, posted.cells
    if centre.chains[source].standing is Standing.RETIRED:
        account, cells, points = reclaim(account, cells)
        centre.reclaimed += points
    centre.cells[wallet, source] = cells
    centre.moved.add(wallet)
    if op.kind in _VISITS:
        note_visit(centre, source.device, wallet, min(op.day, centre.day))
    keep_account(centre, wallet, account)
    return posted.funding


def _sale(centre: Centre, op: Logged) -> Outcome | None:
    sale = sale_of(op)
    centre.sales[op.id] = sale
    note_wish(centre, sum(points for _, points in sale.spent))
    outcome = None
    if sale.receipt_key:
        first = centre.receipts.setdefault(sale.receipt_key, op.id)
        if first != op.id:
            double_receipt(centre, sale, first)
            outcome = Outcome.REVIEW
    _execute_for(centre, op.id)
    return outcome


def _reverse(centre: Centre, op: Logged) -> Outcome | None:
    """A till gives back its own sale; once it handed that right over, a person looks at it."""
    of = op.data["of"]
    before = centre.sales.get(of)
    if before is None or len(before.sold.lines) != len(op.data["lines"]):
        review(centre, "unknown-sale", op.id, **_whose(op))
        return Outcome.REVIEW
    held_elsewhere = back_in_hand(centre, before) or before.device != op.source.device
    after = after_reverse(before, op.data)
    centre.sales[of] = after
    is_freed = op.data["whole"] and op.data["why"] in MISTAKES
    if is_freed and centre.receipts.get(after.receipt_key) == of:
        del centre.receipts[after.receipt_key]
    over_refund(centre, before, after, op)
    if held_elsewhere:
        review(centre, "refund-not-held", op.id, **_whose(op))
        return Outcome.REVIEW
    return None


def _returned(centre: Centre, op: Logged) -> None:
    wallet, source = op.data["wallet"], op.source
    account, cells = hand_back(
        account_of(centre, wallet), cells_of(centre, wallet, source), op.data["points"]
    )
    centre.cells[wallet, source] = cells
    centre.moved.add(wallet)
    keep_account(centre, wallet, account)


def _day_close(centre: Centre, op: Logged) -> None:
    device = op.source.device
    centre.closed[device] = max(op.place, centre.closed.get(device, op.place))
    if not centre.healing:
        execute_due(centre, centre.asked(device=device))


def _release(centre: Centre, op: Logged) -> None:
    sale = centre.sales.get(op.data["of"])
    if sale is not None and sale.device == op.source.device:
        centre.released.add(sale.id)
        _execute_for(centre, sale.id)


def _request(centre: Centre, op: Logged) -> None:
    centre.requests[op.id] = op
    _execute_for(centre, op.data["of"])
    if op.id in centre.requests:
        of = op.data["of"]
        say(centre, "request", of, waiting(centre.facts.get(("request", of), ""), op.id))


def _execute_for(centre: Centre, sale: str) -> None:
    """Carry out what was asked for a sale, if the right to do so is here.

    A centre that heals does so once everything is posted: what tills were told comes first.
    """
    if not centre.healing and sale in centre.sales and back_in_hand(centre, centre.sales[sale]):
        for asked in in_order(centre, centre.asked(sale=sale)):
            execute(centre, asked)


def _enrolled(centre: Centre, op: Logged) -> Outcome | None:
    data, people = op.data, centre.people
    member = data["member"]
    is_paired = who_is_who.pair(people, member, data["wallet"])
    if is_paired:
        say(centre, "member", member, data["wallet"])
    else:
        _not_theirs(centre, op)
    won = _keep(centre, op, {**op.private, "language": data["language"]})
    phone = op.private.get("phone", "") if "phone" in won else ""
    is_taken = who_is_who.enrol(people, member, data["wallet"], phone)
    if who_is_who.who(people, member) != member:
        merging.say_group(centre, member)  # merged before this arrived
    if is_taken:
        holder = people.phones[people.contact(phone)]
        if not (is_paired and merging.merge_as_one(centre, op, holder)):
            _same_phone(centre, op, holder)
    return Outcome.REVIEW if is_taken or not is_paired else None


def _not_theirs(centre: Centre, op: Logged) -> None:
    """Show a person an enrolment no sound till writes: points of another, or a second time."""
    member, wallet = op.data["member"], op.data["wallet"]
    holder = centre.people.holders.get(wallet)
    if holder is None:
        review(centre, "enrolled-again", f"{member} {wallet}", **_whose(op))
    else:
        review(centre, "wallet-of-two", f"{member} {holder}", **_whose(op))


def _same_phone(centre: Centre, op: Logged, holder: str) -> None:
    """Show a person two members with one number: they may be the same."""
    review(centre, "same-phone", f"{op.data['member']} {holder}", **_whose(op))


def _keep(centre: Centre, op: Logged, fields: Mapping[str, str]) -> set[str]:
    """Take in what an operation says of a person; names the fields in which it is the latest."""
    member, people = op.data["member"], centre.people
    if member in people.erased:
        return set()
    at = profiles.stamp(op.hlc, op.source.device, centre.now_ms)
    nothing: profiles.Profile = {}
    before = people.profiles.get(member, nothing)
    after = profiles.changed(before, fields, at)
    people.profiles[member] = after
    tell(centre, member)  # also of what came too late: whoever said it has to hear so
    return {name for name in fields if name in after and after[name] is not before.get(name)}


def tell(centre: Centre, member: str) -> None:
    """Tell all tills of somebody anew, once they are enrolled."""
    if ("member", member) in centre.facts:
        touch(centre, "member", member)


def _changed(centre: Centre, op: Logged) -> Outcome | None:
    member = op.data["member"]
    if member in centre.people.erased:
        return Outcome.REFUSED
    won = _keep(centre, op, op.private)
    phone = op.private.get("phone", "")
    people = centre.people
    if "phone" in won and who_is_who.claim_phone(people, member, phone):
        _same_phone(centre, op, people.phones[people.contact(phone)])
        return Outcome.REVIEW
    return None


def _consent(centre: Centre, op: Logged) -> None:
    data, people = op.data, centre.people
    member = data["member"]
    if member in people.erased:
        return
    at = profiles.stamp(op.hlc, op.source.device, centre.now_ms)
    answer = profiles.Answer(data["given"], data["text"], data["channel"], at)
    nothing: profiles.Answers = {}
    before = people.consents.get(member, nothing)
    people.consents[member] = profiles.answered(before, data["purpose"], answer)
    tell(centre, member)


def _card(centre: Centre, op: Logged) -> Outcome | None:
    card, member = op.data["card"], op.data["member"]
    taken = who_is_who.issue(centre.people, card, member)
    _say_card(centre, card)
    if taken:
        review(centre, "card-of-two", card, **_whose(op))
        return Outcome.REVIEW
    return None


def _revoked(centre: Centre, op: Logged) -> None:
    centre.people.revoked.add(op.data["card"])
    _say_card(centre, op.data["card"])


def _say_card(centre: Centre, card: str) -> None:
    holder = "" if card in centre.people.revoked else centre.people.cards.get(card, "")
    say(centre, "card", card, holder)


def _erase(centre: Centre, op: Logged) -> None:
    """Forget a person: everybody they were ever merged with is the same one."""
    people = centre.people
    for member in who_is_who.followers(people, [who_is_who.who(people, op.data["member"])]):
        who_is_who.erase(people, member)
        say(centre, "erased", member, op.id)


def erase(centre: Centre, member: str, why: str, approver: str = _NOBODY) -> Logged:
    """Forget a person as somebody at the centre decides; not while it heals."""
    assert not centre.healing, "a centre that heals decides nothing"
    op = write_own(centre, "erase", {"member": member, "why": why, "approver": approver})
    _erase(centre, op)
    return op


_RULES: Mapping[str, Callable[[Centre, Logged], Outcome | None]] = {
    "sale": _sale,
    "redeem": _sale,
    "reverse": _reverse,
    "rights.return": _returned,
    "day.close": _day_close,
    "refund.release": _release,
    "refund.request": _request,
    "member.enrolled": _enrolled,
    "member.changed": _changed,
    "consent.given": _consent,
    "card.issued": _card,
    "card.revoked": _revoked,
    "merge": merging.merge,
    "unmerge": merging.unmerge,
    "erase": _erase,
    "store": adopt,
    "till": adopt,
    "staff": adopt,
    "programme": adopt,
    "category": adopt,
    "setting": adopt,
    "review.settled": settle,
}
EFFECTS = frozenset(_RULES)
"""The kinds that do more here than move points."""
