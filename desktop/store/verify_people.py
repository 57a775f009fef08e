"""Prove who is who in the file of a till that has joined: members, cards, consents, staff, merges.

A second, plain reckoning in memory of what own acts and rows of the feed leave behind, each in its
turn; the tables must say the same.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from desktop.store.database import Store
from desktop.store.places import place_of
from desktop.store.verify_chain import Finding

Progress = Callable[[str, int], bool]
_PERSON = ("name", "phone", "birthday", "language")
_OWN = (
    "member.enrolled",
    "member.changed",
    "card.issued",
    "card.revoked",
    "consent.given",
    "staff",
    "merge",
    "unmerge",
    "erase",
)
_FED = ("member", "alias", "card", "consent", "erased", "staff", "request")
_BLANK = dict.fromkeys((*_PERSON, "number"), "")


@dataclass(slots=True)
class _Known:
    """Everybody, by id as operations spell it."""

    people: dict[str, dict[str, str]] = field(default_factory=dict)
    wallets: dict[str, str] = field(default_factory=dict)
    cards: dict[str, tuple[str, str, str]] = field(default_factory=dict)
    consents: dict[tuple[str, str], tuple[Any, ...]] = field(default_factory=dict)
    changes: dict[str, list[tuple[int, Mapping[str, str]]]] = field(default_factory=dict)
    answers: dict[tuple[str, str], int] = field(default_factory=dict)
    staff: dict[str, tuple[str, str, int]] = field(default_factory=dict)
    own_merges: dict[str, tuple[str, str]] = field(default_factory=dict)
    fed_aliases: dict[str, str] = field(default_factory=dict)
    erased: set[str] = field(default_factory=set)

    def person(self, member: str) -> dict[str, str]:
        """Give what is known of somebody, also of who was only heard of."""
        return self.people.setdefault(member, dict(_BLANK))

    def forget(self, member: str) -> None:
        """Erase somebody."""
        self.erased.add(member)
        self.person(member).update(_BLANK)
        self.cards = {card: one for card, one in self.cards.items() if one[0] != member}


def people_match(store: Store, counts: dict[str, int], progress: Progress) -> Iterator[Finding]:
    """Compare members, cards, consents, staff and merges with what came, in its order."""
    del counts
    known = _Known()
    for number, (kind, data, private, at_ms) in enumerate(_events(store)):
        _RULES[kind](known, data, private, at_ms)
        if number % 5_000 == 0 and not progress("members", number):
            return
    for what, wanted, found in _pairs(store, known):
        for name in wanted.keys() | found.keys():
            if wanted.get(name) != found.get(name):
                yield Finding(f"{what} {name}", "it is not what acts and feed say")


def _events(store: Store) -> Iterator[tuple[str, Any, Mapping[str, str], Any]]:
    rows: list[tuple[tuple[Any, ...], str, Any, Mapping[str, str], Any]] = []
    for place, kind, body, secret in store.rows(
        "select place, kind, body, bytes from operation left join private using (place)"
        " where kind in (select value from json_each(?))",
        (json.dumps(_OWN),),
    ):
        read = json.loads(body)
        private = {} if secret is None else json.loads(secret)
        about = (read["at"], read["id"], place)
        rows.append(((place, 0, ""), kind, read["data"], private, about))
    for place, kind, name, body in store.rows(
        "select place, kind, id, body from feed_row where kind in (select value from json_each(?))",
        (json.dumps(_FED),),
    ):
        order = (place, 1 + _FED.index(kind), name)
        rows.append((order, f"feed {kind}", json.loads(body), {}, (0, "", 0)))
    for _, kind, data, private, about in sorted(rows, key=lambda row: row[0]):
        yield kind, data, private, about


def _enrolled(known: _Known, data: Any, private: Mapping[str, str], _: Any) -> None:
    member = data["member"]
    person = known.person(member)
    person["number"] = data["number"]
    if member not in known.erased:
        person.update({name: private.get(name, "") for name in _PERSON})
        person["language"] = data["language"]
    known.wallets.setdefault(data["wallet"], member)


def _changed(known: _Known, data: Any, private: Mapping[str, str], about: Any) -> None:
    if data["member"] not in known.erased:
        known.person(data["member"]).update(private)
        known.changes.setdefault(data["member"], []).append((about[2], private))


def _issued(known: _Known, data: Any, _: Mapping[str, str], __: Any) -> None:
    if data["member"] not in known.erased:
        known.person(data["member"])
        known.cards.setdefault(data["card"], (data["member"], data["form"], "good"))


def _revoked(known: _Known, data: Any, _: Mapping[str, str], __: Any) -> None:
    if data["member"] not in known.erased:
        known.person(data["member"])
        member, form, _state = known.cards.get(data["card"], (data["member"], "token", ""))
        known.cards[data["card"]] = (member, form, "revoked")


def _agreed(known: _Known, data: Any, _: Mapping[str, str], about: Any) -> None:
    known.person(data["member"])
    said = (data["text"], int(data["given"]), data["channel"], data.get("at", about[0]))
    known.consents[data["member"], data["purpose"]] = said
    known.answers[data["member"], data["purpose"]] = about[2]


def _fed_answer(known: _Known, data: Any, private: Mapping[str, str], about: Any) -> None:
    """An own answer holds until the feed has seen it."""
    own = known.answers.get((data["member"], data["purpose"]), 0)
    if not data.get("seen") or own <= place_of(*data["seen"]):
        _agreed(known, data, private, about)
        known.answers[data["member"], data["purpose"]] = own


def _hired(known: _Known, data: Any, private: Mapping[str, str], _: Any) -> None:
    before = known.staff.get(data["staff"], ("", "", 0))
    name = private.get("name", "") or before[0]
    known.staff[data["staff"]] = (name, data["role"], int(data["active"]))


def _merged(known: _Known, data: Any, _: Mapping[str, str], about: Any) -> None:
    kept, gone = _first(known, data["member"]), _first(known, data["other"])
    if kept != gone:
        known.own_merges[gone] = (kept, about[1])


def _first(known: _Known, member: str) -> str:
    seen = {member}
    while (step := known.own_merges.get(member, (member, ""))[0]) not in seen:
        member = step
        seen.add(member)
    return member


def _unmerged(known: _Known, data: Any, _: Mapping[str, str], __: Any) -> None:
    known.own_merges = {gone: one for gone, one in known.own_merges.items() if one[1] != data["of"]}


def _erased(known: _Known, data: Any, _: Mapping[str, str], __: Any) -> None:
    known.forget(data.get("member") or data["id"])


def _fed_member(known: _Known, data: Any, _: Mapping[str, str], __: Any) -> None:
    person = known.person(data["id"])
    if data["id"] not in known.erased:
        person.update({name: data.get(name, "") for name in (*_PERSON, "number")})
        for place, private in known.changes.get(data["id"], ()):
            if data.get("seen") and place > place_of(*data["seen"]):
                person.update(private)
    known.wallets[data["wallet"]] = data["id"]


def _fed_alias(known: _Known, data: Any, _: Mapping[str, str], __: Any) -> None:
    known.fed_aliases[data["id"]] = data["to"] or data["id"]


def _fed_card(known: _Known, data: Any, _: Mapping[str, str], __: Any) -> None:
    card, member = data["id"], data["member"]
    if member and member not in known.erased:
        known.person(member)
        known.cards[card] = (member, data["form"], known.cards.get(card, ("", "", "good"))[2])
    if data["state"] != "good" and card in known.cards:
        known.cards[card] = (*known.cards[card][:2], "revoked")


def _fed_staff(known: _Known, data: Any, _: Mapping[str, str], __: Any) -> None:
    if "gone" in data:
        known.staff |= {
            one: (*said[:2], 0) for one, said in known.staff.items() if one == data["id"]
        }
    else:
        known.staff[data["id"]] = (data["name"], data["role"], int(data["active"]))


def _nothing(_: _Known, __: Any, ___: Mapping[str, str], ____: Any) -> None:
    """Some rows say nothing of people."""


_RULES: Mapping[str, Callable[[_Known, Any, Mapping[str, str], Any], None]] = {
    "member.enrolled": _enrolled,
    "member.changed": _changed,
    "card.issued": _issued,
    "card.revoked": _revoked,
    "consent.given": _agreed,
    "staff": _hired,
    "merge": _merged,
    "unmerge": _unmerged,
    "erase": _erased,
    "feed member": _fed_member,
    "feed alias": _fed_alias,
    "feed card": _fed_card,
    "feed consent": _fed_answer,
    "feed erased": _erased,
    "feed staff": _fed_staff,
    "feed request": _nothing,
}


def _pairs(
    store: Store, known: _Known
) -> Iterator[tuple[str, Mapping[Any, Any], Mapping[Any, Any]]]:
    """Give what must be and what is, table by table."""
    members = store.rows("select id, name, phone, birthday, language, number from member")
    people = {name: tuple(one[field] for field in (*_PERSON, "number"))
              for name, one in known.people.items()}  # fmt: skip
    yield "member", people, {row[0].hex(): tuple(row[1:]) for row in members}
    wallets = store.rows(
        "select wallet.id, member.id from wallet join member on member.key = wallet.member"
    )
    yield "wallet", known.wallets, {wallet.hex(): member.hex() for wallet, member in wallets}
    cards = store.rows(
        "select fingerprint, member.id, form, state from card"
        " join member on member.key = card.member"
    )
    found_cards = {card.hex(): (member.hex(), form, state) for card, member, form, state in cards}
    yield "card", known.cards, found_cards
    said = store.rows(
        "select member.id, purpose, text_version, given, channel, at_ms from consent"
        " join member on member.key = consent.member"
    )
    consents = {(member.hex(), purpose): tuple(rest) for member, purpose, *rest in said}
    yield "consent", known.consents, consents
    staff = store.rows("select id, name, role, is_active from staff")
    yield "staff", known.staff, {one.hex(): tuple(rest) for one, *rest in staff}
    aliases = store.rows("select member, is_own, kept, act from alias")
    own = {one.hex(): (kept.hex(), act.hex()) for one, is_own, kept, act in aliases if is_own}
    yield "alias", known.own_merges, own
    fed = {one.hex(): kept.hex() for one, is_own, kept, _ in aliases if not is_own}
    yield "alias of the feed", known.fed_aliases, fed
    gone = {one.hex(): 1 for (one,) in store.rows("select member from erased")}
    yield "erased", dict.fromkeys(known.erased, 1), gone
