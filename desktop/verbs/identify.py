"""Find who is standing at the counter: by a scan, or by whatever the cashier types."""

from dataclasses import dataclass
from datetime import date

from desktop.answers import MemberCard, MemberRow
from desktop.requests import BY_CARD, BY_NUMBER
from desktop.store.centre import has_joined
from desktop.store.database import Store
from desktop.store.members import (
    member_by_alias,
    member_by_fingerprint,
    member_card,
    members_by_number,
    rows_for,
)
from regulars.codes import CardCode, NumberCode, SlipCode, Unreadable, fingerprint, read
from regulars.ids import Id
from regulars.refusals import (
    CardRevoked,
    Refusal,
    UnknownCard,
    UnknownMember,
    UnknownSale,
    UnreadableCode,
)


@dataclass(frozen=True, slots=True)
class Scanned:
    """What a scan turned out to be: a member, several to choose from, or a sale to refund."""

    member: MemberCard | None = None
    choices: tuple[MemberRow, ...] = ()
    sale: Id | None = None


def scanned(store: Store, text: str, today: date, now_ms: int) -> Scanned | Refusal:
    """Say what a scanner's text means to this shop. Only reads."""
    match read(text):
        case CardCode(text=card):
            return _card(store, fingerprint(card), today, now_ms)
        case NumberCode(number=number):
            found = _number(store, number, today, now_ms)
            if not isinstance(found, UnknownMember):
                return found
            return _alias(store, text, today, now_ms) or found
        case SlipCode(sale_id=sale):
            known = store.row(
                "select 1 from operation where id = :id and kind in ('sale', 'redeem')",
                {"id": sale},
            )
            # What another till sold is asked for on the same page.
            return Scanned(sale=Id(sale)) if known or has_joined(store) else UnknownSale()
        case Unreadable(reason=reason):
            alias = _alias(store, text, today, now_ms)
            return UnreadableCode(reason) if alias is None else alias


def _card(store: Store, card: bytes, today: date, now_ms: int) -> Scanned | Refusal:
    found = member_by_fingerprint(store, card)
    if found is None:
        return UnknownCard()
    member, state = found
    if state == "revoked":
        return CardRevoked(member)
    return _one(store, member, today, now_ms, BY_CARD)


def _one(store: Store, member: Id, today: date, now_ms: int, how: str) -> Scanned | Refusal:
    card = member_card(store, member, today, now_ms, how)
    return UnknownMember() if card is None else Scanned(member=card)


def _number(store: Store, number: str, today: date, now_ms: int) -> Scanned | Refusal:
    members = members_by_number(store, number)
    if len(members) == 1:
        return _one(store, members[0], today, now_ms, BY_NUMBER)
    if members:
        keys = store.rows("select key from member where number = :number", {"number": number})
        return Scanned(choices=tuple(rows_for(store, keys)))
    return UnknownMember()


def _alias(store: Store, text: str, today: date, now_ms: int) -> Scanned | Refusal | None:
    """Look a foreign code up as another system's card; None where it is nobody's."""
    plain = text.strip()
    if not plain or len(plain) > 64 or not plain.isascii() or not plain.isprintable():  # noqa: PLR2004 - no card number is longer
        return None
    found = member_by_alias(store, plain)
    return None if found is None else _one(store, found, today, now_ms, BY_NUMBER)
