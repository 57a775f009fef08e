"""Rows about people as a device may have them: each at its newest, and no more than it is to know.

An office is told everything. A counter is told all of those who joined at its store or came by
there; of anybody else the name, the end of the phone number, and a mark of all of it.
"""

from collections.abc import Mapping, Sequence

from central.database import uuid
from central.working.asking import Asking, keys
from central.working.persons import Persons, read_stamp
from regulars.agreement.messages import Place
from regulars.agreement.profile import Answer
from regulars.canonical import Json
from regulars.ids import Id
from regulars.people.phone import tail
from sync.wire import Row
from sync.wire_rows import ConsentRow

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


def members_of(
    asking: Asking, store: Id, wallets: Mapping[str, str], *, is_office: bool
) -> dict[str, dict[str, Json]]:
    """Give the rows of members by id, for a device of a store; `wallets` are theirs, by member.

    Without their places in the feed. Texts that are empty are left out.
    """
    persons = Persons(asking)
    found: dict[str, dict[str, Json]] = {}
    members = keys(wallets)
    for member, number, joined, sealed_under, *rest in asking.rows(
        _MEMBERS, members=members, store=uuid(store)
    ):
        *sealed, is_theirs = rest
        told = persons.read_fields(member, sealed_under, sealed)
        if not (is_office or is_theirs):
            told = _of_others(persons, told)
        name = member.hex
        row: dict[str, Json] = {"id": name, "wallet": wallets[name], "number": number}
        found[name] = {**row, "joined": joined.isoformat(), **told}
    return found


def _of_others(persons: Persons, told: Mapping[str, str]) -> dict[str, str]:
    """Give what a counter is told of people who were never at its store."""
    phone = told.get("phone", "")
    said = {"name": told.get("name", ""), "tail": tail(phone)}
    said |= {"mark": persons.contact(phone) if phone else ""}
    return {name: text for name, text in said.items() if text}


def consents_of(asking: Asking, facts: Sequence[tuple[str, int, str]], seen: Place) -> list[Row]:
    """Give what members said, which travels with them; `facts` are member, place and wallet."""
    if not facts:
        return []
    places = {member: place for member, place, _ in facts}
    rows: list[Row] = []
    for member, purpose, text, is_given, channel, stamp in asking.rows(
        _CONSENTS, members=keys(places)
    ):
        answer = Answer(is_given, text, channel, read_stamp(stamp))
        said = ConsentRow(
            Id(member.bytes),
            purpose,
            places[member.hex],
            answer.text,
            answer.given,
            answer.channel,
            answer.at_ms,
            seen=(seen.epoch, seen.seq),
        )
        rows.append(said.row())
    return rows
