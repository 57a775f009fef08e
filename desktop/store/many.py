"""Take many rows of one kind in at once: one look at what is known, one statement for what is new.

What this file has a say about (own acts behind a row, somebody erased, a wallet that is not where
the row has it) goes the way of `feed`, row by row; so the file ends the same.
"""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import TypeVar

from desktop.store.allocations import ELSEWHERE
from desktop.store.database import Store
from desktop.store.many_wallets import show_many, show_new
from desktop.store.people import national_digits
from desktop.store.places import place_of
from regulars.canonical import spell_again
from regulars.ids import Id
from regulars.people.names import found_under
from sync.wire import Row
from sync.wire_rows import (
    NOT_SEEN,
    CardRow,
    ConsentRow,
    MemberRow,
    read_card_row,
    read_consent_row,
    read_member_row,
)

FEW = 8
"""With fewer rows of a kind there is nothing to be gained."""
_ERASED_FEW = 64
_STATE, _GOOD = '"state":', '"state":"good"'
M = TypeVar("M", MemberRow, CardRow, ConsentRow)
Plain = Sequence[tuple[Row, M]]


def take(store: Store, kind: str, rows: Sequence[Row], place: int) -> tuple[list[Row], bool]:
    """Take in what can be taken together; gives the rows left for `feed`, and whether any counted.

    `place` is that of the newest own operation. Call it inside a write.
    """
    if len(rows) < FEW or kind not in _KINDS or not _are_unique(row["id"] for row in rows):
        return list(rows), False
    known = {
        name: (seq, body)
        for name, seq, body in store.among(
            "select id, seq, body from feed_row where id in (?*) and kind = ?",
            [row["id"] for row in rows],
            kind,
        )
    }
    left: list[Row] = []
    newer: list[Row] = []
    for row in rows:
        seq, body = known.get(row["id"], (-1, _GOOD))
        if seq < row["seq"] and (kind != "card" or _is_good(body)):
            newer.append(row)
        elif seq <= row["seq"] and body != _spelled(row):
            left.append(row)
    unlike = _KINDS[kind](store, newer)
    strange = {row["id"] for row in unlike}
    written = [row for row in newer if row["id"] not in strange]
    _keep(store, kind, written, place)
    return left + unlike, bool(written)


def _is_good(body: str) -> bool:
    """Tell whether a card was good by its row; a newer centre may say more in it, spelled alike."""
    is_plain = body.count(_STATE) <= 1
    return _GOOD in body and (is_plain or json.loads(body)["state"] == "good")


def _spelled(row: Row) -> str:
    return spell_again(row).decode()


def _keep(store: Store, kind: str, rows: Sequence[Row], place: int) -> None:
    store.many(
        "insert into feed_row (kind, id, seq, place, body) values (?, ?, ?, ?, ?)"
        " on conflict (kind, id) do update set seq = excluded.seq, place = excluded.place,"
        " body = excluded.body",
        [(kind, row["id"], row["seq"], place, _spelled(row)) for row in rows],
    )


def _are_unique(names: Iterable[object]) -> bool:
    listed = list(names)
    return len(set(listed)) == len(listed)


def _members(store: Store, rows: Sequence[Row]) -> list[Row]:
    """Write people; gives the rows of those of whom more must be looked at."""
    read = [(row, said) for row in rows if isinstance(said := read_member_row(row), MemberRow)]
    people, plain, there = _plain_members(store, read)
    fresh = [said for _, said in plain if said.member not in people]
    known = [(*people[said.member], said) for _, said in plain if said.member in people]
    _change_members(store, sorted(known, key=lambda one: one[0]))
    _new_members(store, fresh, people)
    store.many(
        "insert into wallet (id, member, unsettled) values (?, ?, ?) on conflict (id) do nothing",
        [(said.wallet, people[said.member][0], ELSEWHERE) for _, said in plain],
    )
    show_many(store, [said.wallet for _, said in plain if said.wallet in there])
    show_new(store, [said.wallet for _, said in plain if said.wallet not in there])
    return _without(rows, plain)


def _without(rows: Sequence[Row], plain: Plain[M]) -> list[Row]:
    done = {row["id"] for row, _ in plain}
    return [row for row in rows if row["id"] not in done]


People = dict[Id, tuple[int, tuple[str, ...]]]
"""Keys, and columns as `_figures` has them, by id."""


def _plain_members(
    store: Store, read: Plain[MemberRow]
) -> tuple[People, list[tuple[Row, MemberRow]], frozenset[bytes]]:
    """Give who of them is known, the rows that need no second look, and the wallets that exist."""
    ids, wallets = [said.member for _, said in read], [said.wallet for _, said in read]
    people: People = {Id(one[0]): (one[1], one[2:]) for one in store.among(_PEOPLE, ids)}
    if not _are_unique(wallets):
        return people, [], frozenset()
    erased = _erased(store, ids)
    pairs = store.among(_HOLDERS, wallets)
    pairs += store.among(_HELD, [key for key, _ in people.values()])
    theirs = {said.member: said.wallet for _, said in read}
    whose = {said.wallet: said.member for _, said in read}
    odd = {
        one
        for wallet, member in pairs
        for one in (member, whose.get(wallet, member))
        if theirs.get(member) != wallet or whose.get(wallet) != member
    }
    odd |= erased | _changed_here(store, [said for _, said in read])
    plain = [one for one in read if one[1].member not in odd]
    return people, plain, frozenset(wallet for wallet, _ in pairs)


def _erased(store: Store, members: Sequence[Id]) -> set[bytes]:
    """Give who of them was erased; of most shops all who ever were are read as quickly."""
    every = store.rows("select member from erased limit ?", (_ERASED_FEW + 1,))
    found = every if len(every) <= _ERASED_FEW else store.among(_ERASED, members)
    return {one for (one,) in found}


_KEYS = "select id, key from member where id in (?*)"
_PEOPLE = (
    "select id, key, name, phone, phone_digits, phone_reversed, initials, birthday, language,"
    " number, joined from member where id in (?*)"
)
_ERASED = "select member from erased where member in (?*)"
_HOLDERS = (
    "select wallet.id, member.id from wallet join member on member.key = wallet.member"
    " where wallet.id in (?*)"
)
_HELD = (
    "select wallet.id, member.id from wallet join member on member.key = wallet.member"
    " where wallet.member in (?*)"
)


def _changed_here(store: Store, said: Sequence[MemberRow]) -> set[bytes]:
    """Give whom own acts changed that some row may not have seen."""
    seen = [place_of(*one.seen) for one in said if one.seen != NOT_SEEN]
    if not seen:
        return set()
    rows = store.rows(
        "select unhex(cast(body as text) ->> '$.data.member') from private"
        " join operation using (place) where private.place > ? and kind = 'member.changed'",
        (min(seen),),
    )
    return {member for (member,) in rows}


def _figures(said: MemberRow, initials: str) -> tuple[str, ...]:
    """Give a person's columns, from the name to the day they joined."""
    digits = national_digits(said.phone)
    end = digits if said.phone else said.tail
    more = (said.birthday, said.language, said.number, said.joined.isoformat())
    return (said.name, said.phone, digits, end[::-1], initials, *more)


def _new_members(store: Store, fresh: Sequence[MemberRow], people: People) -> None:
    if not fresh:
        return
    first: int = store.value("select coalesce(max(key), 0) + 1 from member")
    people |= {said.member: (key, ()) for key, said in enumerate(fresh, first)}
    found = [(said, *_found_under(said)) for said in fresh]
    store.many(
        "insert into member (key, id, place, name, phone, phone_digits, phone_reversed, initials,"
        " birthday, language, number, joined) values (?, ?, 0, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (key, said.member, *_figures(said, initials))
            for key, (said, initials, _) in enumerate(found, first)
        ],
    )
    words = [(key, words) for key, (said, _, words) in enumerate(found, first) if said.name]
    store.many(_ADD_WORDS, words)


_ADD_WORDS = "insert into member_words (rowid, words) values (?, ?)"


def _change_members(store: Store, known: Sequence[tuple[int, tuple[str, ...], MemberRow]]) -> None:
    """Write people who are here, where they changed; `known` is in the order of their keys.

    In that order the index of names takes them in without writing itself down in between. What
    people are found by stays untouched where it is the same: six places of the file for each.
    """
    new = [(key, before, _figures(said, _found_under(said)[0])) for key, before, said in known]
    store.many(
        "update member set name = ?, phone = ?, phone_digits = ?, phone_reversed = ?,"
        " initials = ?, birthday = ?, language = ?, number = ?, joined = ? where key = ?",
        [(*now, key) for key, before, now in new if now[:5] != before[:5] or now[7] != before[7]],
    )
    store.many(
        "update member set birthday = ?, language = ?, joined = ? where key = ?",
        [(now[5], now[6], now[8], key) for key, before, now in new if now != before],
    )
    for key, before, (name, *_) in new:
        if before[0] != name:
            store.run("delete from member_words where rowid = ?", (key,))
            if name:
                store.run(_ADD_WORDS, (key, found_under(name)[1]))


def _found_under(said: MemberRow) -> tuple[str, str]:
    return found_under(said.name) if said.name else ("", "")


def _cards(store: Store, rows: Sequence[Row]) -> list[Row]:
    """Write cards of people who are known; gives the rows of others."""
    read = [
        (row, said)
        for row in rows
        if isinstance(said := read_card_row(row), CardRow) and said.form in {"token", "alias"}
    ]
    holders = [said.member for _, said in read if said.member is not None]
    people = _keys(store, holders)
    plain = [(row, said, people[said.member]) for row, said in read if said.member in people]
    store.many(
        "insert into card (fingerprint, member, form, state) values (?, ?, ?, ?)"
        " on conflict (fingerprint) do update set member = excluded.member, form = excluded.form,"
        " state = case when excluded.state = 'good' then state else 'revoked' end",
        [
            (said.card, key, said.form, "revoked" if said.is_revoked else "good")
            for _, said, key in plain
        ],
    )
    return _without(rows, [(row, said) for row, said, _ in plain])


def _keys(store: Store, members: Sequence[Id]) -> dict[Id | None, int]:
    """Give the keys of those who are known and were not erased."""
    asked = list(dict.fromkeys(members))
    erased = _erased(store, asked)
    return {Id(one): key for one, key in store.among(_KEYS, asked) if one not in erased}


def _consents(store: Store, rows: Sequence[Row]) -> list[Row]:
    """Write what people said; gives the rows of those who may have said something else here."""
    read = [(row, said) for row in rows if isinstance(said := read_consent_row(row), ConsentRow)]
    if not _are_unique((said.member, said.purpose) for _, said in read):
        return list(rows)
    people = _keys(store, [said.member for _, said in read])
    answered = _answered_here(store, _other_answers(store, [said for _, said in read], people))
    plain = [
        (row, said)
        for row, said in read
        if said.member in people and (said.member, said.purpose) not in answered
    ]
    store.many(
        "insert into consent (member, purpose, text_version, given, channel, at_ms)"
        " values (?, ?, ?, ?, ?, ?) on conflict (member, purpose) do update set"
        " text_version = excluded.text_version, given = excluded.given,"
        " channel = excluded.channel, at_ms = excluded.at_ms",
        [
            (people[one.member], one.purpose, one.text, int(one.given), one.channel, one.at_ms)
            for _, one in plain
        ],
    )
    return _without(rows, plain)


def _other_answers(
    store: Store, said: Sequence[ConsentRow], people: Mapping[Id | None, int]
) -> list[ConsentRow]:
    """Give what is said otherwise here; the log is only looked through for that."""
    keys = {people[one.member] for one in said if one.member in people}
    known = {(key, purpose): told for key, purpose, *told in store.among(_ANSWERS, list(keys))}
    return [
        one
        for one in said
        if known.get((people.get(one.member, 0), one.purpose))
        not in (None, [one.text, int(one.given), one.channel, one.at_ms])
    ]


_ANSWERS = (
    "select member, purpose, text_version, given, channel, at_ms from consent where member in (?*)"
)


def _answered_here(store: Store, said: Sequence[ConsentRow]) -> set[tuple[bytes, str]]:
    """Give who said something for which purpose in an own act that some row may not have seen."""
    seen = [place_of(*one.seen) for one in said if one.seen != NOT_SEEN]
    if not seen:
        return set()
    rows = store.rows(
        "select unhex(cast(body as text) ->> '$.data.member'),"
        " cast(body as text) ->> '$.data.purpose' from operation"
        " where place > ? and kind = 'consent.given'",
        (min(seen),),
    )
    return {(member, purpose) for member, purpose in rows}


_KINDS: Mapping[str, Callable[[Store, Sequence[Row]], list[Row]]] = {
    "member": _members,
    "card": _cards,
    "consent": _consents,
}
