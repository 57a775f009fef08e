"""Nobody is kept for ever: who has been away for two years is erased, after a month's notice.

A day is the shop's own (`tenant.day`), which a wrong clock does not move. Merged members are one
person. Whoever first writes a shop's day down looks, so that one process of many does.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from central.agreement import Agreement
from central.database import Connection, Database, identity, uuid
from central.erasing import erase
from regulars.business_day import month_end
from regulars.ids import Id

AWAY_MONTHS = 24
"""When the month that lies so many after the last visit is over, a person is erased."""
NOTICE_DAYS = 30
"""For so long it can be read before that they will be."""
_WHY = "away for too long"
_AWAY = """
with recursive person as (
  select member, member as first from member where tenant = %(tenant)s and alias_of is null
  union all
  select member.member, person.first from member join person on member.alias_of = person.member
  where member.tenant = %(tenant)s
), visited as (
  select enrolment.member, max(entry.day) as day
  from enrolment join entry using (tenant, wallet) join device using (tenant, device)
  where tenant = %(tenant)s and device.role <> 'centre' and entry.kind <> 'expire'
  group by enrolment.member
), said as (
  select private.member, max(operation.day) as day
  from private join operation using (tenant, device, place)
  where tenant = %(tenant)s and private.member is not null
  group by private.member
), away as (
  select person.first as member, max(greatest(member.joined, visited.day, said.day)) as day
  from person join member using (member) left join visited using (member)
    left join said using (member)
  where member.tenant = %(tenant)s and member.number <> ''
  group by person.first
)
select away.member, member.number, away.day, notice.day,
  (select coalesce(sum(balance), 0) from wallet join person on person.member = wallet.member
    where wallet.tenant = %(tenant)s and person.first = away.member)
from away join member on member.tenant = %(tenant)s and member.member = away.member
  left join notice on notice.tenant = %(tenant)s and notice.member = away.member
where away.day <= %(since)s
order by away.day, member.number
"""
_DAY = "select day from tenant where tenant = %(tenant)s"
_MINE = """
update tenant set retained = day
where tenant = %(tenant)s and retained < day and not is_healing returning day
"""
_NOTICE = """
insert into notice (tenant, member, day) select %(tenant)s, unnest(%(members)s::uuid[]), %(day)s
on conflict do nothing
"""
_BACK = """
delete from notice where tenant = %(tenant)s and not (member = any(%(members)s))
"""


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody the shop has not seen for long: since when, what they have, and what comes next.

    `on` is the day from which they are erased.
    """

    member: Id
    number: str
    last: date
    points: int
    has_notice: bool
    on: date


def away(database: Database, shop: Id) -> list[Away]:
    """List who is to be erased or is told that they will be; nothing is changed."""
    return database.read(shop, lambda connection: _away(connection, shop, _day(connection, shop)))


def retain(database: Database, agreement: Agreement, shop: Id) -> tuple[int, int]:
    """Do today's part for a shop, unless somebody did: gives how many got notice, were erased."""

    def notice(connection: Connection) -> tuple[list[Away], int, date] | None:
        mine = connection.execute(_MINE, {"tenant": uuid(shop)}).fetchone()
        if mine is None:
            return None
        found = _away(connection, shop, mine[0])
        values = {"tenant": uuid(shop), "members": [uuid(one.member) for one in found]}
        connection.execute(_BACK, values)
        new = [uuid(one.member) for one in found if not one.has_notice]
        connection.execute(_NOTICE, {**values, "members": new, "day": mine[0]})
        return found, len(new), mine[0]

    told = database.write(shop, notice)
    if told is None:
        return 0, 0
    found, noticed, day = told
    due = [one for one in found if one.has_notice and one.on <= day]
    erased = [
        erase(agreement, shop, one.member, _WHY, unseen_since=one.last + timedelta(days=1))
        for one in due
    ]
    return noticed, sum(erased)


def _day(connection: Connection, shop: Id) -> date:
    row = connection.execute(_DAY, {"tenant": uuid(shop)}).fetchone()
    assert row is not None, "the shop is there"
    found: date = row[0]
    return found


def _away(connection: Connection, shop: Id, day: date) -> list[Away]:
    soon = day + timedelta(days=NOTICE_DAYS)
    values = {"tenant": uuid(shop), "since": month_end(soon, -AWAY_MONTHS)}
    found = []
    for member, number, last, told, points in connection.execute(_AWAY, values).fetchall():
        over = month_end(last, AWAY_MONTHS)
        if over > soon:
            continue
        notice = day if told is None else told
        on = max(over, notice + timedelta(days=NOTICE_DAYS)) + timedelta(days=1)
        found.append(Away(identity(member), number, last, int(points), told is not None, on))
    return found
