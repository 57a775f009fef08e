"""Read members: one as the counter shows it, many as a search finds them."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from desktop.answers import MemberCard, MemberRow
from desktop.requests import BY_SEARCH
from desktop.store.allocations import ELSEWHERE, ending_of
from desktop.store.database import Store
from desktop.store.group import ending_of_all, purses_of
from desktop.store.people import key_of
from desktop.store.people import who as kept_as
from desktop.store.phone_marks import with_mark
from desktop.store.postings import WalletRow
from desktop.store.reach import reach_of
from desktop.store.shop import keep_local_fact, local_fact
from regulars.ids import Id
from regulars.people.phone import masked, masked_end

ROWS_MAX = 10
_ALIAS = b"regulars-alias-1"
_ALIAS_KEY = "alias_key"


class Standing(NamedTuple):
    """Who a decision is about, and the wallet's figures; days as text, "" is none.

    `next_end` is the first day on which points end: once it has passed, they are to be taken out.
    """

    id: Id
    wallet: Id
    wallet_key: int
    balance: int
    debt: int
    visits: int
    last_visit: str
    next_end: str
    debits: int
    unsettled: int
    name: str
    number: str
    phone: str
    birthday: str
    language: str
    joined: str

    def wallet_row(self) -> WalletRow:
        """Give the wallet as a posting wants it, for a write that nothing else came into."""
        return WalletRow(self.wallet, self.wallet_key, self.debits, self.unsettled, self.next_end)

    def has_ended(self, today: date) -> bool:
        """Tell whether points have ended that still stand in the balance."""
        return "" < self.next_end < today.isoformat()


def standing(store: Store, member: Id) -> Standing | None:
    """Read what a decision needs; None if the member is unknown."""
    found = store.row(
        "select member.id, wallet.id, wallet.key, balance, debt, visits, last_visit, next_end,"
        " used + returned, unsettled, name, number, phone, birthday, language, joined"
        " from member join wallet on wallet.member = member.key where member.id = ?",
        (member,),
    )
    return None if found is None else Standing(*found)


def member_card(
    store: Store, member: Id, today: date, now_ms: int, how: str = BY_SEARCH
) -> MemberCard | None:
    """Read one member with balance, what ends soon and the last visit; None if unknown.

    `how` says how somebody was found; only who looked a card's scan up may say that it is here.
    """
    who = standing(store, member)
    return None if who is None else _card(store, who, today, now_ms, how)


def card_of(store: Store, who: Standing, today: date, now_ms: int) -> MemberCard:
    """Give somebody who was looked up before a write, with the figures as they are after it."""
    balance, debt, visits, last_visit, next_end = store.rows(
        "select balance, debt, visits, last_visit, next_end from wallet where key = ?",
        (who.wallet_key,),
    )[0]
    now = who._replace(
        balance=balance, debt=debt, visits=visits, last_visit=last_visit, next_end=next_end
    )
    return _card(store, now, today, now_ms, BY_SEARCH)


def _card(store: Store, who: Standing, today: date, now_ms: int, how: str) -> MemberCard:
    alone = MemberCard(
        id=who.id,
        wallet=who.wallet,
        name=who.name,
        number=who.number,
        phone_masked=masked(who.phone) if who.phone else "",
        birthday=who.birthday,
        language=who.language,
        joined=date.fromisoformat(who.joined),
        balance=who.balance,
        debt=who.debt,
        ending=tuple(ending_of(store, who.wallet_key, today)) if who.next_end else (),
        visits=who.visits,
        last_visit=date.fromisoformat(who.last_visit) if who.last_visit else None,
        as_of_ms=now_ms,
        how=how,
    )
    return alone if who.unsettled != ELSEWHERE else _with_all_purses(store, alone, today)


def _with_all_purses(store: Store, card: MemberCard, today: date) -> MemberCard:
    """Give a member as a till that has joined shows one: with the wallets of who was merged."""
    purses = purses_of(store, card.id)
    return replace(
        card,
        balance=sum(one.balance for one in purses),
        debt=sum(one.debt for one in purses),
        ending=ending_of_all(store, purses, today),
        reach=reach_of(store, purses, today, card.as_of_ms),
    )


def member_by_fingerprint(store: Store, card: bytes) -> tuple[Id, str] | None:
    """Give the member a card leads to and the card's state."""
    found = store.row(
        "select member.id, card.state from card join member on member.key = card.member"
        " where fingerprint = :fingerprint",
        {"fingerprint": card},
    )
    return None if found is None else (kept_as(store, Id(found[0])), found[1])


def alias_key(store: Store) -> bytes | None:
    """Give the secret under which this shop remembers other systems' card numbers.

    It is personal data of the operation that founded the shop: in the file, beside the log. A till
    that joined the shop was told it. None in a file that was founded without one.
    """
    secret = store.value(
        "select bytes from private where place = (select min(place) from operation)"
    )
    known: dict[str, str] = {} if secret is None else json.loads(secret)
    told = known.get("alias_key") or local_fact(store, _ALIAS_KEY)
    return bytes.fromhex(told) if told else None


def keep_alias_key(store: Store, key: bytes) -> None:
    """Keep what the centre says that secret is, inside a write; an own one stays, b"" is none."""
    if key and alias_key(store) is None:
        keep_local_fact(store, _ALIAS_KEY, key.hex())


def alias_fingerprint(key: bytes, number: str) -> bytes:
    """Give the fingerprint of another system's card number.

    Such numbers are short: without a secret, whoever has the log would find them by trying.
    """
    plain = "".join(number.split()).upper().encode()
    return hmac.new(key, _ALIAS + plain, hashlib.sha256).digest()


def member_by_alias(store: Store, number: str) -> Id | None:
    """Give who is known by another system's card number; None is nobody."""
    key = alias_key(store)
    found = None if key is None else member_by_fingerprint(store, alias_fingerprint(key, number))
    return None if found is None else found[0]


def members_by_number(store: Store, number: str) -> list[Id]:
    """Give the members with a number: one, unless two shops joined."""
    rows = store.rows("select id from member where number = :number", {"number": number})
    return list(dict.fromkeys(kept_as(store, Id(row[0])) for row in rows))


def members_by_phone(store: Store, phone: str, limit: int = ROWS_MAX) -> list[MemberRow]:
    """Give the members who share a phone number in E.164, also those of other stores."""
    found = store.rows(
        "select key from member where phone = :phone and phone <> '' limit :limit",
        {"phone": phone, "limit": limit},
    )
    marked = with_mark(store, phone, limit - len(found)) if phone else []
    return rows_for(store, [*found, *((key,) for key in marked)])


def rows_for(store: Store, keys: Sequence[tuple[Any, ...]]) -> list[MemberRow]:
    """Read list rows for member keys, in the order given, with one statement.

    Who was merged into somebody gives their place to them.
    """
    wanted = tuple(key for (key,) in keys)
    found = _read_rows(store, wanted)
    kept = {key: _key_of_kept(store, row[1]) for key, row in found.items() if row[0]}
    if kept:
        wanted = tuple(dict.fromkeys(kept.get(key, key) for key in wanted))
        found = _read_rows(store, wanted)
    return [_row(*found[key][1:]) for key in wanted if key in found]


def _read_rows(store: Store, keys: tuple[Any, ...]) -> dict[Any, tuple[Any, ...]]:
    """Read members with their wallets, each page of the file once.

    A wallet made with its member has the same key. Looking there first spares a page of the index
    for each row: a third of what a search reads where nothing is in memory yet.
    """
    found = _joined(store, "wallet.key = member.key and wallet.member = member.key", keys)
    missing = tuple(key for key in keys if key not in found)
    return found | _joined(store, "wallet.member = member.key", missing)


def _joined(store: Store, on: str, keys: tuple[Any, ...]) -> dict[Any, tuple[Any, ...]]:
    if not keys:
        return {}
    marks = ", ".join("?" * len(keys))
    sql = (
        "select member.key, exists (select 1 from alias where alias.member = member.id),"  # noqa: S608 - marks only
        " member.id, name, number, phone, phone_reversed, balance from member"
        " join wallet on " + on + " where member.key in (" + marks + ")"
    )
    return {key: tuple(row) for key, *row in store.rows(sql, keys)}


def _key_of_kept(store: Store, member: bytes) -> int | None:
    return key_of(store, kept_as(store, Id(member)))


def _row(identity: bytes, name: str, number: str, phone: str, end: str, balance: int) -> MemberRow:
    # Of members of other stores only the end is told; it still tells two of one name apart.
    shown = masked(phone) if phone else masked_end(end[::-1]) if end else ""
    return MemberRow(Id(identity), name, number, shown, balance)
