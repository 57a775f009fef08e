"""The feed: what changed, in the order it was committed, each thing once at its latest change.

A number handed out when a change begins would be seen out of order: whoever reads between two
commits would skip the earlier number for ever. So the numbers come from the tenant's own row, whose
lock is held until the commit: `publish` is the last statement of a transaction.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import NamedTuple

from central.arrays import column
from central.database import Connection, uuid
from regulars.ids import Id

_PUBLISH = """
with counter as (
  update tenant set next_seq = next_seq + %(count)s where tenant = %(tenant)s
  returning next_seq - %(count)s as first
), placed as (
  insert into entity_version (tenant, kind, entity, seq, is_deleted)
  select %(tenant)s, kind, entity, first + number - 1, is_deleted
  from counter, unnest(%(kinds)s::text[], %(entities)s::bytea[], %(deleted)s::boolean[])
    with ordinality as change (kind, entity, is_deleted, number)
  on conflict (tenant, kind, entity) do update
  set seq = excluded.seq, is_deleted = excluded.is_deleted
  returning 1
)
select count(*) from placed
"""
_PAGE = """
select seq, kind, entity, is_deleted from entity_version
where tenant = %(tenant)s and seq > %(after)s
order by seq limit %(limit)s
"""
_OF_KIND = """
select seq, kind, entity, is_deleted from entity_version
where tenant = %(tenant)s and kind = %(kind)s and entity > %(after)s
order by entity limit %(limit)s
"""
_NEWEST = "select next_seq - 1 from tenant where tenant = %(tenant)s"


@dataclass(frozen=True, slots=True)
class Change:
    """A thing that tills may know and that is now different; `entity` is its key, as bytes."""

    kind: str
    entity: bytes
    is_deleted: bool = False


class Item(NamedTuple):
    """A line of the feed: what to read anew, or to forget."""

    seq: int
    kind: str
    entity: bytes
    is_deleted: bool


def publish(connection: Connection, tenant: Id, changes: Iterable[Change]) -> None:
    """Give changes their place in the feed; the last statement of the transaction."""
    last = {(change.kind, change.entity): change for change in changes}
    if not last:
        return
    rows = list(last.values())
    values = {
        "tenant": uuid(tenant),
        "count": len(rows),
        "kinds": column([row.kind for row in rows]),
        "entities": column([row.entity for row in rows]),
        "deleted": column([row.is_deleted for row in rows]),
    }
    written = connection.execute(_PUBLISH, values).fetchall()
    assert written == [(len(rows),)], "the tenant is there, and is the one of this transaction"


def page(connection: Connection, tenant: Id, after: int, limit: int) -> list[Item]:
    """List what changed since `after`, in the order it was committed."""
    return ask_page(connection, tenant, after, limit)()


def ask_page(
    connection: Connection, tenant: Id, after: int, limit: int
) -> Callable[[], list[Item]]:
    """Ask what changed since `after`, and give what waits for it."""
    values = {"tenant": uuid(tenant), "after": after, "limit": limit}
    rows = connection.execute(_PAGE, values).fetchall
    return lambda: [Item(*row) for row in rows()]


def of_kind(connection: Connection, tenant: Id, kind: str, after: bytes, limit: int) -> list[Item]:
    """List what the feed has of a kind behind a name, in the order of their names."""
    values = {"tenant": uuid(tenant), "kind": kind, "after": after, "limit": limit}
    return [Item(*row) for row in connection.execute(_OF_KIND, values).fetchall()]


def newest(connection: Connection, tenant: Id) -> int:
    """Give the number of the newest change; 0 before the first."""
    ((seq,),) = connection.execute(_NEWEST, {"tenant": uuid(tenant)}).fetchall()
    return int(seq)
