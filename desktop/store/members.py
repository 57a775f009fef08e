"""Read members: one as the counter shows it, many as a search finds them."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from desktop.answers import MemberCard, MemberRow
from desktop.store.database import Store
from desktop.store.postings import ending_of
from regulars.ids import Id
from regulars.people.phone import masked

ROWS_MAX = 20


@dataclass(frozen=True, slots=True)
class Standing:
    """What a decision needs of a member; `has_ended` tells that some points may have ended."""

    id: Id
    wallet: Id
    balance: int
    debt: int
    birthday: str
    has_ended: bool


def standing(store: Store, member: Id, today: date) -> Standing | None:
    """Read what a decision needs; None if the member is unknown."""
    found = store.row(
        "select wallet.id, balance, debt, birthday,"
        " (select min(expires_on) from entry where entry.wallet = wallet.key)"
        " from member join wallet on wallet.member = member.key where member.id = :member",
        {"member": member},
    )
    if found is None:
        return None
    wallet, balance, debt, birthday, first_end = found
    has_ended = first_end is not None and first_end < today.isoformat()
    return Standing(member, Id(wallet), balance, debt, birthday, has_ended)


def member_card(
    store: Store, member: Id, today: date, now_ms: int, how: str = "card"
) -> MemberCard | None:
    """Read one member with balance, what ends soon and the last visit; None if unknown."""
    found = store.row(
        "select member.name, number, phone, birthday, language, joined, wallet.key, wallet.id,"
        " balance, wallet.debt, count(entry.key) filter (where entry.kind = 'earn'),"
        " max(entry.day) filter (where entry.kind = 'earn'), max(entry.expires_on)"
        " from member join wallet on wallet.member = member.key"
        " left join entry on entry.wallet = wallet.key"
        " where member.id = :member group by wallet.key",
        {"member": member},
    )
    if found is None:
        return None
    name, number, phone, birthday, language, joined, key, wallet, balance, debt = found[:10]
    visits, last, latest_end = found[10:]
    is_ending = latest_end is not None and latest_end >= today.isoformat()
    return MemberCard(
        id=member,
        wallet=Id(wallet),
        name=name,
        number=number,
        phone_masked=masked(phone) if phone else "",
        birthday=birthday,
        language=language,
        joined=date.fromisoformat(joined),
        balance=balance,
        debt=debt,
        ending=tuple(ending_of(store, key, today)) if is_ending else (),
        visits=visits,
        last_visit=None if last is None else date.fromisoformat(last),
        as_of_ms=now_ms,
        how=how,
    )


def member_by_fingerprint(store: Store, card: bytes) -> tuple[Id, str] | None:
    """Give the member a card belongs to and the card's state."""
    found = store.row(
        "select member.id, card.state from card join member on member.key = card.member"
        " where fingerprint = :fingerprint",
        {"fingerprint": card},
    )
    return None if found is None else (Id(found[0]), found[1])


def alias_fingerprint(number: str) -> bytes:
    """Give the fingerprint of another system's card number."""
    return hashlib.sha256(b"regulars-alias-1" + "".join(number.split()).upper().encode()).digest()


def members_by_number(store: Store, number: str) -> list[Id]:
    """Give the members with a number: one, unless two shops joined."""
    rows = store.rows("select id from member where number = :number", {"number": number})
    return [Id(row[0]) for row in rows]


def members_by_phone(store: Store, phone: str, limit: int = ROWS_MAX) -> list[MemberRow]:
    """Give the members who share a phone number in E.164."""
    return rows_for(
        store,
        store.rows(
            "select key from member where phone = :phone and phone <> '' limit :limit",
            {"phone": phone, "limit": limit},
        ),
    )


def rows_for(store: Store, keys: Sequence[tuple[Any, ...]]) -> list[MemberRow]:
    """Read list rows for member keys, in the order given."""
    return [row for (key,) in keys if (row := member_row(store, key)) is not None]


def member_row(store: Store, key: int) -> MemberRow | None:
    """Read one list row."""
    found = store.row(
        "select member.id, name, number, phone, balance from member"
        " join wallet on wallet.member = member.key where member.key = :key",
        {"key": key},
    )
    if found is None:
        return None
    identity, name, number, phone, balance = found
    return MemberRow(Id(identity), name, number, masked(phone) if phone else "", balance)
