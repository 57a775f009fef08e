"""Write back what is said of people: fields, each sealed, consents, where they came by."""

from collections.abc import Callable, Iterable

from central.working.asking import Asking, key
from central.working.persons import Persons, spell_stamp
from central.working.shelf import Marks, Shelf
from regulars.agreement.messages import Logged
from regulars.agreement.profile import FIELDS, Profile, Said

# Whoever was heard of by a sale before stays known where that was.
_WAS_THERE = """
insert into visit (tenant, member, store)
select %(tenant)s, old.member, old.store
from unnest(%(member)s::uuid[], %(device)s::uuid[]) as new (member, device)
  join device on device.tenant = %(tenant)s and device.device = new.device
  join member old on old.tenant = %(tenant)s and old.member = new.member
where old.number = '' and old.store <> device.store
on conflict do nothing
"""
_ENROL = """
update member old set number = new.number, joined = new.joined,
  store = coalesce(device.store, old.store)
from unnest(%(member)s::uuid[], %(number)s::text[], %(joined)s::date[], %(device)s::uuid[])
  as new (member, number, joined, device)
  join device on device.tenant = %(tenant)s and device.device = new.device
where old.tenant = %(tenant)s and old.member = new.member and old.number = ''
"""
# Only over what was read: somebody whose row was not there yet could not be held.
_KEEP = """
update member old set key = %(key)s,
  name = new.name, name_stamp = new.name_stamp,
  phone = new.phone, phone_stamp = new.phone_stamp,
  birthday = new.birthday, birthday_stamp = new.birthday_stamp,
  language = new.language, language_stamp = new.language_stamp
from unnest(%(member)s::uuid[], %(before)s::bytea[], %(name)s::bytea[], %(name_stamp)s::bytea[],
  %(phone)s::bytea[], %(phone_stamp)s::bytea[], %(birthday)s::bytea[], %(birthday_stamp)s::bytea[],
  %(language)s::bytea[], %(language_stamp)s::bytea[])
  as new (member, before, name, name_stamp, phone, phone_stamp, birthday, birthday_stamp,
    language, language_stamp)
where old.tenant = %(tenant)s and old.member = new.member and new.before
  = old.name_stamp || old.phone_stamp || old.birthday_stamp || old.language_stamp
"""
_COLUMNS = (
    "member before name name_stamp phone phone_stamp birthday birthday_stamp"
    " language language_stamp"
)
_ANSWER = """
insert into consent (tenant, member, purpose, text_version, is_given, channel, at, stamp)
select %(tenant)s, member, purpose, text, given, channel, at, stamp
from unnest(%(member)s::uuid[], %(purpose)s::text[], %(text)s::text[], %(given)s::boolean[],
  %(channel)s::text[], %(at)s::bigint[], %(stamp)s::bytea[], %(before)s::bytea[])
  as new (member, purpose, text, given, channel, at, stamp, before)
on conflict (tenant, member, purpose) do update
set text_version = excluded.text_version, is_given = excluded.is_given,
  channel = excluded.channel, at = excluded.at, stamp = excluded.stamp
where consent.stamp = any(%(before)s)
"""
_VISIT = """
insert into visit (tenant, member, store)
select distinct %(tenant)s::uuid, member.member, device.store
from unnest(%(member)s::uuid[], %(device)s::uuid[]) as new (member, device)
  join device on device.tenant = %(tenant)s and device.device = new.device
  join member on member.tenant = %(tenant)s and member.member = new.member
where device.store is not null and device.store is distinct from member.store
on conflict do nothing
returning member
"""
_KNOWN_AT = """
select member.member, device.device
from unnest(%(member)s::uuid[], %(device)s::uuid[]) as asked (member, device)
  join member on member.tenant = %(tenant)s and member.member = asked.member
  join device on device.tenant = %(tenant)s and device.device = asked.device
where device.store is null or device.store is not distinct from member.store
  or exists (select 1 from visit where visit.tenant = %(tenant)s
    and visit.member = member.member and visit.store = device.store)
"""
_NOTHING: Profile = {}
Pair = tuple[str, str]


def save_profiles(persons: Persons, enrolled: Iterable[Logged]) -> None:
    """Write what is known of people, and the number of those who are new."""
    asking = persons.asking
    rows = {
        op.data["member"]: (
            key(op.data["member"]),
            op.data["number"],
            op.day,
            key(op.source.device),
        )
        for op in enrolled
        if op.data["member"] not in persons.erased
    }
    if rows:
        named = [row for _, row in sorted(rows.items())]
        names = ("member", "number", "joined", "device")
        values = {name: [row[at] for row in named] for at, name in enumerate(names)}
        asking.run(_WAS_THERE, member=values["member"], device=values["device"])
        asking.run(_ENROL, **values)
    _keep_fields(persons)
    _keep_answers(persons)


def _keep_fields(persons: Persons) -> None:
    profiles = persons.profiles
    assert isinstance(profiles, Shelf)
    rows = []
    for member, profile in sorted(profiles.changed().items()):
        before = profiles.stored.get(member, _NOTHING)
        row: list[object] = [key(member), b"".join(_stamp(before.get(name)) for name in FIELDS)]
        for name in FIELDS:
            said = profile.get(name)
            row += [persons.sealed_field(member, name, said.text if said else ""), _stamp(said)]
        rows.append(row)
    if rows:
        number = persons.asking.seals().newest
        persons.asking.put(_KEEP, _COLUMNS, rows, key=number)


def _stamp(said: Said | None) -> bytes:
    return b"" if said is None else spell_stamp(said.stamp)


def _keep_answers(persons: Persons) -> None:
    consents = persons.consents
    assert isinstance(consents, Shelf)
    rows = []
    for member, answers in sorted(consents.changed().items()):
        before = consents.stored.get(member, {})
        for purpose, answer in sorted(answers.items()):
            if before.get(purpose) != answer:
                known = before.get(purpose)
                said = (answer.text, answer.given, answer.channel, answer.at_ms)
                stamps = (spell_stamp(answer.stamp), spell_stamp(known.stamp) if known else b"")
                rows.append((key(member), purpose, *said, *stamps))
    persons.asking.put(_ANSWER, "member purpose text given channel at stamp before", rows)


def known_at(asking: Asking) -> Marks[Pair]:
    """Give which people are known where which devices stand, so that nothing is to be noted."""

    def read(pairs: list[Pair]) -> Callable[[], list[Pair]]:
        values = {"member": [key(one) for one, _ in pairs], "device": [key(at) for _, at in pairs]}
        rows = asking.ask(_KNOWN_AT, **values)
        return lambda: [(member.hex, device.hex) for member, device in rows()]

    return Marks(read)


def pairs_of(ops: Iterable[Logged]) -> list[Pair]:
    """List whom these operations name, each with the device that wrote so."""
    return sorted({(op.data["member"], op.source.device) for op in ops if op.data.get("member")})


def came_by(asking: Asking, pairs: Iterable[Pair]) -> list[str]:
    """Note in which stores people came by; gives those who are new in one.

    Where nobody was known to come by before, its tills are to be told all of them.
    """
    pairs = sorted(pairs)
    if not pairs:
        return []
    values = {"member": [key(one) for one, _ in pairs], "device": [key(one) for _, one in pairs]}
    return sorted({member.hex for (member,) in asking.rows(_VISIT, **values)})
