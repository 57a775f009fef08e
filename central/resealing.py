"""Gives a shop a new key for personal data and seals everything under it, a part at a time.

Others work meanwhile; a process learns of a new key within ten minutes. A key that nothing is
under any more is thrown away a day after it was replaced.
"""

from dataclasses import dataclass

from central.database import Connection, Database, uuid
from central.private import Seals, Vault
from central.working.asking import Asking
from central.working.beside import read_beside, seal_beside
from central.working.persons import Persons
from regulars.agreement.profile import FIELDS
from regulars.ids import Id

STEP = 500
_DAY_MS = 86_400_000
_NEWEST = "select max(key) from field_key where tenant = %(tenant)s"
_DROP = """
delete from field_key old
where tenant = %(tenant)s and key < (select max(key) from field_key where tenant = %(tenant)s)
  and exists (select 1 from field_key newer where newer.tenant = %(tenant)s
    and newer.key > old.key and newer.made < %(now)s - %(day)s)
  and not exists (select 1 from private where tenant = %(tenant)s and private.key = old.key)
  and not exists (select 1 from member where tenant = %(tenant)s and member.key = old.key)
  and not exists (select 1 from snapshot_part
    where tenant = %(tenant)s and snapshot_part.key = old.key)
"""
_HOLD = "select 1 from tenant where tenant = %(tenant)s for no key update"
_FORGET_SNAPSHOTS = "delete from snapshot where tenant = %(tenant)s"
_FORGET_PARTS = "delete from snapshot_part where tenant = %(tenant)s"
_BESIDE = """
select device, place, key, salt, bytes, member from private
where tenant = %(tenant)s and key is distinct from %(newest)s
order by device, place limit %(step)s
"""
_TAKE_AWAY = """
delete from private
where tenant = %(tenant)s and device = %(device)s and place = %(place)s
"""
_PUT_BACK = """
insert into private (tenant, device, place, key, bytes, member)
values (%(tenant)s, %(device)s, %(place)s, %(key)s, %(bytes)s, %(member)s)
"""
_MEMBERS = """
select member, key, name, phone, birthday, language from member
where tenant = %(tenant)s and key <> %(newest)s order by member limit %(step)s
for no key update
"""
_KEEP = """
update member set key = %(key)s, name = %(name)s, phone = %(phone)s, birthday = %(birthday)s,
  language = %(language)s
where tenant = %(tenant)s and member = %(member)s
"""


@dataclass(frozen=True, slots=True)
class Resealed:
    """What was done: rows under the new key, and keys that are no more."""

    rows: int
    dropped: int


def reseal(database: Database, vault: Vault, shop: Id, now_ms: int) -> Resealed:
    """Make a new key and seal all there is under it. Begun again, it goes on and makes another."""
    vault.make(database, shop, now_ms)

    def begin(connection: Connection) -> int:
        values = {"tenant": uuid(shop), "now": now_ms, "day": _DAY_MS}
        connection.execute(_HOLD, values)  # while none of them may be finished
        connection.execute(_FORGET_SNAPSHOTS, values)  # made anew under the new key
        connection.execute(_FORGET_PARTS, values)
        dropped = connection.execute(_DROP, values).rowcount
        ((newest,),) = connection.execute(_NEWEST, values).fetchall()
        vault.add(connection, shop, newest + 1, now_ms)
        return dropped

    dropped = database.write(shop, begin)
    vault.forget(shop)
    rows = 0
    while step := database.write(shop, lambda one: _step(Asking(one, shop, now_ms, vault))):
        rows += step
    return Resealed(rows, dropped)


def _step(asking: Asking) -> int:
    """Seal some more; gives how much."""
    seals = asking.seals()
    found = asking.rows(_BESIDE, newest=seals.newest, step=STEP)
    for device, place, number, salt, plain, member in found:
        beside = bytes(salt or b"") + bytes(plain)
        if number is not None:
            beside = b"".join(read_beside(seals, device, place, number, plain))
        asking.run(_TAKE_AWAY, device=device, place=place)
        asking.run(
            _PUT_BACK,
            device=device,
            place=place,
            key=seals.newest,
            bytes=seal_beside(seals, device, place, beside),
            member=member,
        )
    return len(found) + _step_members(asking, seals)


def _step_members(asking: Asking, seals: Seals) -> int:
    persons = Persons(asking)
    found = asking.rows(_MEMBERS, newest=seals.newest, step=STEP)
    for member, number, *sealed in found:
        fields = {
            name: persons.sealed_field(
                member.hex, name, persons.read_field(member, number, name, text)
            )
            for name, text in zip(FIELDS, sealed, strict=True)
        }
        asking.run(_KEEP, member=member, key=seals.newest, **fields)
    return len(found)
