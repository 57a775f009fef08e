"""Rows about people as a device may have them: each at its newest, and no more than it is to know.

An office is told everything. A counter is told all of those who joined at its store or came by
there; of anybody else the name and the end of the phone number.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from central.callers import Caller
from central.database import uuid
from central.working.asking import key, keys
from central.working.centre import Working
from central.working.persons import Persons, read_stamp
from regulars.agreement.centre import posted_place
from regulars.agreement.messages import FactRow
from regulars.agreement.profile import FIELDS, Answer
from regulars.canonical import Json
from regulars.ids import Id, spell, unspell
from regulars.people.phone import tail
from sync.enrolment import Role
from sync.wire_rows import CardRow, ConsentRow, LinkRow, MemberRow, Seen

PEOPLE = frozenset({"member", "card", "alias", "erased", "request"})
"""The kinds of facts that are told here."""
Rows = dict[str, list[Mapping[str, Json]]]
_MEMBERS = """
select member, number, joined, key, name, phone, birthday, language, store = %(store)s
  or exists (select 1 from visit where visit.tenant = %(tenant)s
    and visit.member = member.member and visit.store = %(store)s)
from member where tenant = %(tenant)s and member = any(%(members)s)
"""
_CONSENTS = """
select member, purpose, text_version, is_given, channel, stamp from consent
where tenant = %(tenant)s and member = any(%(members)s) order by member, purpose
"""
_CARDS = """
select fingerprint, member, form, state from card
where tenant = %(tenant)s and fingerprint = any(%(cards)s)
"""


def rows_of_people(working: Working, who: Caller, facts: Iterable[FactRow]) -> Rows:
    """Give the rows of facts about people, by kind; other facts are passed over."""
    found = list(facts)
    rows: Rows = {}
    _add_members(rows, working, who, [fact for fact in found if fact.kind == "member"])
    _add_cards(rows, working, [fact for fact in found if fact.kind == "card"])
    for fact in found:
        if fact.kind in {"alias", "erased", "request"}:
            to = unspell(fact.value) if fact.value else None
            row = LinkRow(fact.kind, unspell(fact.name), fact.seq, to).row()
            rows.setdefault(fact.kind, []).append(row)
    return rows


def _add_members(rows: Rows, working: Working, who: Caller, facts: Sequence[FactRow]) -> None:
    if not facts:
        return
    place = posted_place(working, spell(who.device))
    seen = (place.epoch, place.seq)
    members = keys(fact.name for fact in facts)
    known = {
        member.hex: rest
        for member, *rest in working.asking.rows(_MEMBERS, members=members, store=uuid(who.store))
    }
    seqs = {fact.name: fact.seq for fact in facts}
    for fact in facts:
        row = _member(working.persons, who, fact, seen, known[fact.name])
        rows.setdefault("member", []).append(row.row())
    for member, purpose, text, given, channel, stamp in working.asking.rows(
        _CONSENTS, members=members
    ):
        answer = Answer(given, text, channel, read_stamp(stamp))
        said = _consent(Id(member.bytes), purpose, seqs[member.hex], answer, seen)
        rows.setdefault("consent", []).append(said.row())


def _member(
    persons: Persons, who: Caller, fact: FactRow, seen: Seen, known: Sequence[Any]
) -> MemberRow:
    number, joined, sealed_under, *sealed, is_theirs = known
    member = key(fact.name)
    told = {
        name: persons.read_field(member, sealed_under, name, text)
        for name, text in zip(FIELDS, sealed, strict=True)
    }
    if who.role is not Role.OFFICE and not is_theirs:
        told = {"name": told["name"], "tail": tail(told["phone"])}
    return MemberRow(
        unspell(fact.name), fact.seq, unspell(fact.value), number, joined, seen=seen, **told
    )


def _consent(member: Id, purpose: str, seq: int, answer: Answer, seen: Seen) -> ConsentRow:
    return ConsentRow(
        member,
        purpose,
        seq,
        answer.text,
        answer.given,
        answer.channel,
        answer.at_ms,
        seen=seen,
    )


def _add_cards(rows: Rows, working: Working, facts: Sequence[FactRow]) -> None:
    if not facts:
        return
    cards = [bytes.fromhex(fact.name) for fact in facts]
    known = {bytes(card).hex(): rest for card, *rest in working.asking.rows(_CARDS, cards=cards)}
    for fact in facts:
        member, form, state = known[fact.name]
        holder = None if member is None else Id(member.bytes)
        said = CardRow(
            bytes.fromhex(fact.name), fact.seq, holder, form, is_revoked=state == "revoked"
        )
        rows.setdefault("card", []).append(said.row())
