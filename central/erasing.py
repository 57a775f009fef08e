"""Erases a person at the centre, and tells which devices have done so too.

Everybody they were ever merged with is the same person. Their points stay, under a bare id.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from central.agreement import Agreement
from central.database import Connection, Database, identity, uuid
from central.happened import ERASED, Happened
from central.working.asking import keys
from central.working.centre import Working
from central.working.saving import save
from regulars.agreement.effects import erase as erase_there
from regulars.agreement.people import followers, who
from regulars.ids import Id, spell, unspell

_AGAIN = "erased before the restore"
_ERASED = "select member from erased where tenant = %(tenant)s"
_RECEIPTS = """
select erased.member, erased.erased, device.device, device.name, coalesce(store.name, ''),
  device.feed_seq >= erased.feed_seq
from erased join device on device.tenant = erased.tenant and device.role <> 'centre'
    and (device.enrolled <= erased.erased or device.feed_seq >= erased.feed_seq)
  left join store on store.tenant = device.tenant and store.store = device.store
where erased.tenant = %(tenant)s
order by erased.erased, erased.member, store.name, device.name, device.device
"""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Of one who was erased: how many devices have erased them, and which still have to."""

    member: Id
    erased_ms: int
    devices: int
    missing: tuple[tuple[Id, str], ...]

    @property
    def done(self) -> int:
        """Give how many devices have."""
        return self.devices - len(self.missing)


def erase(
    agreement: Agreement, shop: Id, member: Id, why: str, *, unseen_since: date | None = None
) -> bool:
    """Erase a person; False where they are erased already, or the centre heals after a restore.

    With `unseen_since` only somebody whom the shop has not seen from that day on.
    """

    def work(working: Working) -> bool:
        persons = working.persons
        everybody = followers(persons, [who(persons, spell(member))])
        persons.hold(everybody)
        if working.healing or spell(member) in persons.erased:
            return False
        if unseen_since is not None and _was_seen(working, everybody, unseen_since):
            return False
        erase_there(working, spell(member), why)
        save(working)
        return True

    return agreement.decide(shop, work)


def erase_again(
    database: Database, agreement: Agreement, shop: Id, happened: Iterable[Happened]
) -> list[str]:
    """Erase whom this database has forgotten to have erased; gives who that was.

    While the shop heals nobody is; ask again then.
    """

    def known(connection: Connection) -> set[Id]:
        rows = connection.execute(_ERASED, {"tenant": uuid(shop)}).fetchall()
        return {identity(member) for (member,) in rows}

    said = [one.device for one in happened if (one.what, one.tenant) == (ERASED, spell(shop))]
    is_known = database.read(shop, known) if said else set()
    wanted = [name for name in dict.fromkeys(said) if unspell(name) not in is_known]
    return [name for name in wanted if erase(agreement, shop, unspell(name), _AGAIN)]


_SEEN = """
select exists (
  select 1 from enrolment join entry using (tenant, wallet) join device using (tenant, device)
  where tenant = %(tenant)s and enrolment.member = any(%(members)s) and entry.day >= %(since)s
    and device.role <> 'centre' and entry.kind <> 'expire'
)
"""


def _was_seen(working: Working, members: Sequence[str], since: date) -> bool:
    ((found,),) = working.asking.rows(_SEEN, members=keys(members), since=since)
    return bool(found)


def receipts(database: Database, shop: Id) -> list[Receipt]:
    """List everybody who was erased, and how far their erasure has come."""

    def work(connection: Connection) -> list[Receipt]:
        counts: dict[tuple[Id, int], list[tuple[Id, str]]] = {}
        devices: dict[tuple[Id, int], int] = {}
        for member, erased, device, name, store, is_done in connection.execute(
            _RECEIPTS, {"tenant": uuid(shop)}
        ).fetchall():
            one = (identity(member), int(erased))
            devices[one] = devices.get(one, 0) + 1
            missing = counts.setdefault(one, [])
            if not is_done:
                missing.append((identity(device), " ".join(part for part in (store, name) if part)))
        return [Receipt(*one, devices[one], tuple(missing)) for one, missing in counts.items()]

    return database.read(shop, work)
