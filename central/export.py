"""All that a shop has of one person, tenant-wide, as a file that person can read.

Read as it was at one moment. Everybody they were ever merged with is the same person.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from central.database import Connection, Database
from central.private import Vault
from central.working.asking import Asking, keys
from central.working.beside import read_beside
from central.working.persons import Persons
from regulars.agreement.people import followers, who
from regulars.agreement.profile import FIELDS
from regulars.ids import Id, spell

Said = dict[str, Any]
_SHOP = "select name, currency, exponent from tenant where tenant = %(tenant)s"
_MEMBERS = """
select member, number, joined, coalesce(store.name, ''), key, member.name, phone, birthday, language
from member left join store on store.tenant = member.tenant and store.store = member.store
where member.tenant = %(tenant)s and member = any(%(members)s) order by joined, member
"""
_CONSENTS = """
select purpose, text_version, is_given, channel, at from consent
where tenant = %(tenant)s and member = any(%(members)s) order by at, purpose
"""
_CARDS = """
select form, state from card
where tenant = %(tenant)s and member = any(%(members)s) order by fingerprint
"""
_WALLETS = """
select wallet, balance, debt from wallet
where tenant = %(tenant)s and member = any(%(members)s) order by wallet
"""
_ENTRIES = """
select day, kind, points, debt, expires_on, act from entry
where tenant = %(tenant)s and wallet = %(wallet)s order by day, hlc, device, place, line
"""
_OPERATIONS = """
select operation.id, operation.device, operation.place, operation.at, operation.kind,
  operation.outcome, operation.body, coalesce(store.name, ''), device.name,
  private.key, private.bytes
from operation join device on device.tenant = operation.tenant
    and device.device = operation.device
  left join store on store.tenant = device.tenant and store.store = device.store
  left join private on private.tenant = operation.tenant and private.device = operation.device
    and private.place = operation.place
where operation.tenant = %(tenant)s and position(%(name)s::bytea in operation.body) > 0
order by operation.at, operation.device, operation.place
"""
_STORES = """
select distinct store.name from visit join store using (tenant, store)
where tenant = %(tenant)s and visit.member = any(%(members)s) order by store.name
"""
_NOTICE = """
select day from notice where tenant = %(tenant)s and member = any(%(members)s) order by day
"""


def export(database: Database, vault: Vault, shop: Id, member: Id, now_ms: int) -> str:
    """Give all that is known of a person, as text of JSON with plain names."""

    def work(connection: Connection) -> Said:
        return _export(Asking(connection, shop, now_ms, vault, is_reading=True), member)

    said = vault.making(database, shop, lambda: now_ms, lambda: database.read(shop, work))
    return json.dumps(said, ensure_ascii=False, indent=2) + "\n"


def _export(asking: Asking, member: Id) -> Said:
    persons = Persons(asking)
    everybody = followers(persons, [who(persons, spell(member))])
    members = keys(everybody)
    ((name, currency, exponent),) = asking.rows(_SHOP)
    return {
        "shop": {"name": name, "currency": currency, "digits_after_the_point": exponent},
        "made": _moment(asking.now_ms),
        "person": [_person(persons, *row) for row in asking.rows(_MEMBERS, members=members)],
        "consents": [
            {
                "purpose": purpose,
                "words": text,
                "given": is_given,
                "how": channel,
                "when": _moment(at),
            }
            for purpose, text, is_given, channel, at in asking.rows(_CONSENTS, members=members)
        ],
        "cards": [
            {"form": form, "state": state} for form, state in asking.rows(_CARDS, members=members)
        ],
        "stores": [name for (name,) in asking.rows(_STORES, members=members)],
        "to_be_erased_since": [day.isoformat() for (day,) in asking.rows(_NOTICE, members=members)],
        "wallets": [_wallet(asking, *row) for row in asking.rows(_WALLETS, members=members)],
        "acts": list({act["id"]: act for one in everybody for act in _acts(asking, one)}.values()),
    }


def _person(
    persons: Persons, member: UUID, number: str, joined: Any, store: str, key: int, *sealed: bytes
) -> Said:
    fields = {
        name: persons.read_field(member, key, name, text)
        for name, text in zip(FIELDS, sealed, strict=True)
    }
    known = {"id": member.hex, "number": number, "joined": joined.isoformat(), "store": store}
    return known | fields


def _wallet(asking: Asking, wallet: UUID, balance: int, debt: int) -> Said:
    entries = [
        {
            "day": day.isoformat(),
            "what": kind,
            "points": points,
            "owed": owed,
            "ends": "" if ends is None else ends.isoformat(),
            "act": act.hex,
        }
        for day, kind, points, owed, ends, act in asking.rows(_ENTRIES, wallet=wallet)
    ]
    return {"id": wallet.hex, "balance": balance, "owed": debt, "entries": entries}


def _acts(asking: Asking, member: str) -> Iterator[Said]:
    """Give every operation that names somebody, with what stands beside it."""
    for row in asking.rows(_OPERATIONS, name=member.encode()):
        act, device, place, at, kind, outcome, body, store, till, number, sealed = row
        said: Said = {"id": act.hex, "when": _moment(at), "what": kind, "outcome": outcome}
        said |= {"store": store, "till": till, "said": json.loads(bytes(body)).get("data", {})}
        if number is not None:
            _, private = read_beside(asking.seals(), device, place, number, sealed)
            said["beside"] = json.loads(private)
        yield said


def _moment(at_ms: int) -> str:
    return datetime.fromtimestamp(at_ms / 1_000, UTC).isoformat(timespec="seconds")
