"""A sale on its way to the disk, and what the till is asked for it. Pure values, no Qt."""

from dataclasses import dataclass
from datetime import date

from desktop.answers import MemberCard
from desktop.requests import HANDED, TYPED, Proof, RedeemRequest, SaleRequest
from regulars.ids import Id
from ui.counter.draft import Draft, Preview
from ui.counter.ports import HandedSale


@dataclass(frozen=True, slots=True)
class Posting:
    """Everything a sale was when Enter was pressed."""

    act: Id
    member: MemberCard
    draft: Draft
    preview: Preview
    handed: HandedSale | None


def posting_of(
    act: Id, member: MemberCard, draft: Draft, preview: Preview, handed: HandedSale | None
) -> Posting:
    """Gather what Enter was pressed on; a sale of the register is known by its receipt.

    That also where its amount was corrected.
    """
    is_handed = handed is not None and handed.receipt == draft.receipt.strip()
    return Posting(act, member, draft, preview, handed if is_handed else None)


def sale_request(posting: Posting, proof: Proof) -> SaleRequest:
    """Ask for a sale, with the points it spends."""
    return SaleRequest(
        act=posting.act,
        member=posting.member.id,
        lines=posting.preview.lines,
        receipt=posting.draft.receipt.strip(),
        spend_points=posting.preview.offer.points,
        how=posting.member.how,
        source=HANDED if posting.draft.handed else TYPED,
        on=_day_of(posting.handed),
        proof=proof,
    )


def _day_of(handed: HandedSale | None) -> date | None:
    """Give the day of a sale the register made; its receipt belongs to that day."""
    return None if handed is None else handed.on


def redeem_request(posting: Posting, proof: Proof) -> RedeemRequest:
    """Ask for points spent without a sale."""
    return RedeemRequest(
        act=posting.act,
        member=posting.member.id,
        points=posting.preview.offer.points,
        how=posting.member.how,
        proof=proof,
    )
