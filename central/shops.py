"""What whoever runs the centre looks up and changes: shops, stores, devices. No rule of points.

Retiring a device moves points, and so is the agreement's; revoking only shuts a door.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from central.database import Connection, Database, identity, uuid
from central.founding import LOBBY, tell_of_till
from regulars.business_day import Calendar
from regulars.ids import Id, spell

_SHOP = """
select name, currency, is_healing, feed_epoch, day, zone, day_start,
  (select count(*) from member where tenant = %(tenant)s),
  (select coalesce(sum(balance), 0) from wallet where tenant = %(tenant)s)
from tenant where tenant = %(tenant)s
"""
_STORES = """
select store, name from store where tenant = %(tenant)s and is_active order by name, store
"""
_DEVICES = """
select device, device.name, coalesce(store.name, ''), device_epoch.role, epoch,
  case when not is_revoked then standing when standing = 'live' then 'shut out'
    else 'shut out, ' || standing end, is_copied,
  last_seq, posted_seq, seen, standing = 'live' and coalesce(last_seq < reported_seq, true),
  device_epoch.role is not null and public_key <> %(no_key)s,
  (select coalesce(sum(available), 0) from holding
    where holding.tenant = %(tenant)s and holding.device = device_epoch.device
      and holding.epoch = device_epoch.epoch)
from device_epoch join device using (tenant, device)
  left join store on store.tenant = device_epoch.tenant and store.store = device_epoch.store
where device_epoch.tenant = %(tenant)s and device.role <> 'centre'
order by store.name, device.name, device, epoch
"""
_REVOKE = """
update device_epoch set is_revoked = true
where tenant = %(tenant)s and device = %(device)s and not is_revoked
"""
_NO_KEY = bytes(32)


@dataclass(frozen=True, slots=True)
class Store:
    """A place where a shop sells."""

    store: Id
    name: str


@dataclass(frozen=True, slots=True)
class Shop:
    """A tenant, with its stores."""

    tenant: Id
    name: str
    currency: str
    is_healing: bool
    feed: int
    members: int
    points: int
    stores: tuple[Store, ...]
    day: date
    calendar: Calendar


@dataclass(frozen=True, slots=True)
class Device:
    """One life of a device's log. `held`: points it may spend; `seen_ms`: 0 before the first.

    `is_missing`: a restored centre waits for it. Without a key it was only heard of.
    """

    device: Id
    name: str
    store: str
    role: str | None
    epoch: int
    standing: str
    is_copied: bool
    arrived: int
    posted: int
    seen_ms: int
    is_missing: bool
    has_key: bool
    held: int


def shops(database: Database) -> list[Shop]:
    """List every shop of the centre."""
    found = [identity(row[0]) for row in database.ask("select every_tenant()")]
    return [look_at(database, one) for one in found if one != LOBBY]


def look_at(database: Database, shop: Id) -> Shop:
    """Look at one shop that is there."""

    def work(connection: Connection) -> Shop:
        values = {"tenant": uuid(shop)}
        row = connection.execute(_SHOP, values).fetchone()
        assert row is not None, "the shop is there"
        stores = connection.execute(_STORES, values).fetchall()
        name, currency, is_healing, feed, day, zone, day_start, members, points = row
        places = tuple(Store(identity(one), called) for one, called in stores)
        calendar = Calendar(zone, day_start)
        return Shop(
            shop, name, currency, is_healing, feed, members, int(points), places, day, calendar
        )

    return database.read(shop, work)


def devices(database: Database, shop: Id) -> list[Device]:
    """List every life of every device of a shop, the centre's own left out."""

    values = {"tenant": uuid(shop), "no_key": _NO_KEY}

    def work(connection: Connection) -> list[Device]:
        rows = connection.execute(_DEVICES, values).fetchall()
        return [_device(*row) for row in rows]

    return database.read(shop, work)


def _device(device: UUID, *rest: Any) -> Device:
    name, store, role, epoch, standing, is_copied, arrived, posted, *others = rest
    seen, is_missing, has_key, held = others
    return Device(
        identity(device), name, store, role, epoch, standing, is_copied, arrived, posted,
        seen or 0, is_missing, has_key, int(held),
    )  # fmt: skip


def revoke(database: Database, shop: Id, device: Id) -> bool:
    """Shut a device out in every life of its log; tells whether that changed anything."""
    values = {"tenant": uuid(shop), "device": uuid(device)}

    def work(connection: Connection) -> bool:
        is_new = connection.execute(_REVOKE, values).rowcount > 0
        if is_new:
            tell_of_till(connection, shop, device)
        return is_new

    return database.write(shop, work)


def matching(wanted: str, known: Sequence[tuple[Id, str]]) -> list[Id]:
    """Find what a person means: a whole name, or how an id begins."""
    named = [one for one, name in known if name and name == wanted]
    begun = [one for one, _ in known if wanted and spell(one).startswith(wanted.lower())]
    return list(dict.fromkeys(named or begun))
