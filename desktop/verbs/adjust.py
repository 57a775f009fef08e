"""Give or take points by hand: always with a reason, above a limit with a named approver."""

from typing import Any

from desktop.answers import AdjustDone
from desktop.book import Book
from desktop.requests import AdjustRequest
from desktop.store.history import last_place_before
from desktop.verbs.again import member_of
from desktop.verbs.sell import current_member, fresh_card
from desktop.verbs.spending import available
from regulars.canonical import Json
from regulars.ids import spell
from regulars.operations.operation import NOBODY, Operation, read_operation
from regulars.points.earning import expiry_of
from regulars.refusals import (
    ActKnown,
    AdjustTooLarge,
    NotAllowed,
    PointsNotPositive,
    ReasonMissing,
    Refusal,
    UnknownMember,
)

REASONS = ("goodwill", "mistake", "promotion", "opening", "other")
LIMIT = 200
"""What a cashier may give or take in a day with a reason alone."""
POINTS_MAX = 1_000_000


def adjust(book: Book, request: AdjustRequest) -> AdjustDone | Refusal:
    """Write an adjustment; points taken never exceed what the member has."""
    refusal = _refusal(request)
    if refusal is not None:
        return refusal
    with book.writing():
        done = book.journal.done(request.act)
        if done is not None:
            return _repeat(book, request, done)
        if request.approver is None and _given_today(book) + abs(request.points) > LIMIT:
            return NotAllowed("adjust")
        member = current_member(book, request.member)
        if member is None:
            return UnknownMember()
        if request.points < 0 and -request.points > available(book, member):
            return AdjustTooLarge(limit=available(book, member))
        expires = expiry_of(book.shop.programme, book.today())
        ends = "" if expires is None or request.points < 0 else expires.isoformat()
        data: dict[str, Json] = {
            "member": spell(member.id),
            "wallet": spell(member.wallet),
            "on": book.today().isoformat(),
            "points": request.points,
            "repaid": max(0, min(member.debt, request.points)),
            "expires": ends,
            "reason": request.reason,
            "approver": spell(request.approver or NOBODY),
        }
        note = {"note": request.note.strip()[:200]} if request.note.strip() else None
        written = book.journal.write("adjust", data, note, identity=request.act)
        return AdjustDone(
            act=request.act,
            member=fresh_card(book, member),
            points=request.points,
            reason=request.reason,
            at_ms=written.header.at_ms,
        )


def _given_today(book: Book) -> int:
    """Sum what this person gave or took by hand today with nobody's approval."""
    rows = book.store.rows(
        "select body from operation where place > :before and kind = 'adjust'",
        {"before": last_place_before(book.store, book.today())},
    )
    acts = [read_operation(body) for (body,) in rows]
    return sum(
        abs(int(str(act.data["points"])))
        for act in acts
        if act.header.staff == book.journal.staff and act.data["approver"] == spell(NOBODY)
    )


def _repeat(book: Book, request: AdjustRequest, done: Operation) -> AdjustDone | Refusal:
    """Give the answer of an adjustment again, from what was written then.

    Who approved it is not compared: asking again needs an approval of its own.
    """
    data: Any = done.data
    asked = (spell(request.member), request.points, request.reason)
    if done.header.kind != "adjust" or (data["member"], data["points"], data["reason"]) != asked:
        return ActKnown()
    return AdjustDone(
        act=done.header.id,
        member=member_of(book, data["member"]),
        points=data["points"],
        reason=data["reason"],
        at_ms=done.header.at_ms,
    )


def _refusal(request: AdjustRequest) -> Refusal | None:
    if request.points == 0:
        return PointsNotPositive()
    if request.reason not in REASONS:
        return ReasonMissing()
    if abs(request.points) > POINTS_MAX:
        return AdjustTooLarge(limit=POINTS_MAX)
    if abs(request.points) > LIMIT and request.approver is None:
        return NotAllowed("adjust")
    return None
