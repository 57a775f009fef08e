"""Write back who is who, and what all tills are told of it."""

from collections.abc import Callable, Iterable, Mapping

from central.working.asking import Asking, Row, key, keys
from central.working.persons import Fact, Persons, shelf
from central.working.shelf import Marks, Shelf
from regulars.agreement.messages import Logged

_ADD_MEMBERS = """
insert into member (tenant, member, store, joined)
select %(tenant)s, member, (select store from device where tenant = %(tenant)s
  and device.device = new.device), joined
from unnest(%(member)s::uuid[], %(device)s::uuid[], %(joined)s::date[])
  as new (member, device, joined)
on conflict do nothing
"""
_ALIAS = """
update member old set alias_of = new.alias_of
from unnest(%(member)s::uuid[], %(alias_of)s::uuid[]) as new (member, alias_of)
where old.tenant = %(tenant)s and old.member = new.member
"""
_ADD_ENROLMENTS = """
insert into enrolment (tenant, member, position, wallet)
select %(tenant)s, member, position, wallet
from unnest(%(member)s::uuid[], %(position)s::integer[], %(wallet)s::uuid[])
  as new (member, position, wallet)
on conflict do nothing
"""
# Points may have come before their member did; whoever was named with them then holds nothing.
_OWN_WALLETS = """
update wallet old set member = new.member
from unnest(%(members)s::uuid[], %(wallets)s::uuid[]) as new (member, wallet)
where old.tenant = %(tenant)s and old.wallet = new.wallet and old.member is distinct from new.member
"""
_FREE_PHONES = "delete from contact_claim where tenant = %(tenant)s and phone = any(%(phones)s)"
_ADD_PHONES = """
insert into contact_claim (tenant, phone, member)
select %(tenant)s, phone, member
from unnest(%(phone)s::bytea[], %(member)s::uuid[]) as new (phone, member)
on conflict do nothing
"""
_ADD_CARDS = """
insert into card (tenant, fingerprint, member, form, state)
select %(tenant)s, fingerprint, member, form, state
from unnest(%(card)s::bytea[], %(member)s::uuid[], %(form)s::text[], %(state)s::text[])
  as new (fingerprint, member, form, state)
on conflict do nothing
"""
_CHANGE_CARDS = """
update card old
set member = new.member, state = new.state,
  form = case when old.member is null then new.form else old.form end
from unnest(%(card)s::bytea[], %(member)s::uuid[], %(form)s::text[], %(state)s::text[])
  as new (fingerprint, member, form, state)
where old.tenant = %(tenant)s and old.fingerprint = new.fingerprint
"""
_ADD_MERGES = """
insert into merge (tenant, act, member, other)
select %(tenant)s, act, member, other
from unnest(%(act)s::uuid[], %(member)s::uuid[], %(other)s::uuid[]) as new (act, member, other)
"""
_UNDO_MERGES = """
update merge old set undone_by = new.undone_by
from unnest(%(act)s::uuid[], %(undone_by)s::uuid[]) as new (act, undone_by)
where old.tenant = %(tenant)s and old.act = new.act
"""
_ADD_ERASED = """
insert into erased (tenant, member, feed_seq, erased)
select %(tenant)s, member, feed_seq, %(now)s
from unnest(%(member)s::uuid[], %(feed_seq)s::bigint[]) as new (member, feed_seq)
"""
_ERASE_PRIVATE = "delete from private where tenant = %(tenant)s and member = any(%(members)s)"
_ERASE_MEMBERS = """
update member set key = null, number = '', name = '', phone = '', birthday = '', language = '',
  name_stamp = '', phone_stamp = '', birthday_stamp = '', language_stamp = ''
where tenant = %(tenant)s and member = any(%(members)s)
"""
_ERASE_CONSENTS = "delete from consent where tenant = %(tenant)s and member = any(%(members)s)"
_ERASE_VISITS = "delete from visit where tenant = %(tenant)s and member = any(%(members)s)"
_FORGET_SNAPSHOTS = "delete from snapshot where tenant = %(tenant)s"
_FORGET_PARTS = "delete from snapshot_part where tenant = %(tenant)s"
_ADD_FACTS = """
insert into fact (tenant, kind, name, value)
select %(tenant)s, kind, name, value
from unnest(%(kind)s::text[], %(name)s::bytea[], %(value)s::text[]) as new (kind, name, value)
on conflict (tenant, kind, name) do update set value = excluded.value
"""


def add_members(asking: Asking, ops: Iterable[Logged], known: set[str]) -> None:
    """Make rows for everybody these operations name, where there are none yet; `known` have one."""
    rows: dict[str, tuple[object, ...]] = {}
    for op in ops:
        for field in ("member", "other"):
            member = op.data.get(field)
            if member and member not in rows and member not in known:
                rows[member] = (key(member), key(op.source.device), op.day)
    if rows:
        named = sorted(rows.items())
        asking.run(
            _ADD_MEMBERS,
            member=[row[0] for _, row in named],
            device=[row[1] for _, row in named],
            joined=[row[2] for _, row in named],
        )


def save_persons(
    persons: Persons,
    ops: Iterable[Logged],
    own: Iterable[Logged],
    places: Callable[[], Mapping[Fact, int]],
) -> None:
    """Write claims back.

    `ops` are what was posted, `own` what the authority wrote; `places` gives where facts stand in
    the feed now.
    """
    asking = persons.asking
    aliases = shelf(persons.aliases)
    changed = [(key(gone), key(kept)) for gone, kept in aliases.changed().items()]
    asking.put(
        _ALIAS, "member alias_of", [*changed, *((key(one), None) for one in aliases.removed())]
    )
    _save_enrolments(persons)
    _save_phones(persons)
    ops = list(ops)
    _save_cards(persons, {op.data["card"]: op for op in ops if op.kind == "card.issued"})
    _save_merges(persons, {op.data["of"]: op.id for op in (*ops, *own) if op.kind == "unmerge"})
    erased = marks(persons.erased).added
    at = places() if erased else {}
    rows = [(key(member), at.get(("erased", member), 0)) for member in erased]
    asking.put(_ADD_ERASED, "member feed_seq", rows)
    if erased:
        asking.run(_ERASE_PRIVATE, members=keys(erased))
        asking.run(_ERASE_MEMBERS, members=keys(erased))
        asking.run(_ERASE_CONSENTS, members=keys(erased))
        asking.run(_ERASE_VISITS, members=keys(erased))
        asking.run(_FORGET_SNAPSHOTS)  # they are in there too; also in one that is being made
        asking.run(_FORGET_PARTS)


def _save_enrolments(persons: Persons) -> None:
    wallets = persons.wallets
    assert isinstance(wallets, Shelf)
    rows = [
        (key(member), position, key(wallet))
        for member, all_of in wallets.changed().items()
        for position, wallet in enumerate(all_of)
        if position >= len(wallets.stored.get(member, ()))
    ]
    persons.asking.put(_ADD_ENROLMENTS, "member position wallet", rows)
    if rows:
        values = {"members": [row[0] for row in rows], "wallets": [row[2] for row in rows]}
        persons.asking.run(_OWN_WALLETS, **values)


def _save_phones(persons: Persons) -> None:
    phones = shelf(persons.phones)
    changed = phones.changed()
    freed = [*phones.removed(), *(phone for phone in changed if phone in phones.stored)]
    if freed:
        persons.asking.run(_FREE_PHONES, phones=[bytes.fromhex(phone) for phone in freed])
    rows = [(bytes.fromhex(phone), key(member)) for phone, member in sorted(changed.items())]
    persons.asking.put(_ADD_PHONES, "phone member", rows)


def _save_cards(persons: Persons, issued: Mapping[str, Logged]) -> None:
    cards, revoked = shelf(persons.cards), marks(persons.revoked)
    added: list[Row] = []
    changed: list[Row] = []
    for card in sorted({*cards.changed(), *revoked.added}):
        holder = cards.get(card)
        op = issued.get(card)
        is_alias = op is not None and op.data["form"] == "alias"
        row = (
            bytes.fromhex(card),
            key(holder) if holder else None,
            "alias" if is_alias else "token",
            "revoked" if card in revoked else "good",
        )
        (changed if card in persons.card_rows else added).append(row)
    persons.asking.put(_ADD_CARDS, "card member form state", added)
    persons.asking.put(_CHANGE_CARDS, "card member form state", changed)


def _save_merges(persons: Persons, undone: Mapping[str, str]) -> None:
    merges = persons.merges
    assert isinstance(merges, Shelf)
    rows = [
        (key(act), key(member), key(other)) for act, (member, other) in merges.changed().items()
    ]
    persons.asking.put(_ADD_MERGES, "act member other", rows)
    gone = [(key(act), key(undone[act])) for act in merges.removed()]
    persons.asking.put(_UNDO_MERGES, "act undone_by", gone)


def save_facts(asking: Asking, facts: Shelf[Fact, str]) -> None:
    """Write what all tills are told."""
    rows = [
        (kind, bytes.fromhex(name), value)
        for (kind, name), value in sorted(facts.changed().items())
    ]
    asking.put(_ADD_FACTS, "kind name value", rows)


def marks(found: set[str]) -> Marks[str]:
    """Look at a set of `Persons` as what it is."""
    assert isinstance(found, Marks)
    return found
