"""What a person looks at from a till: all tills of the shop, and a member's acts at every store.

Nobody is told more than they need. A counter is told what its own store's tills may spend, an
office what all may; a timeline says what, when, where and how many points, and nobody's name.
"""

import base64
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, LiteralString, TypeVar
from uuid import UUID

from central.agreement import Agreement
from central.callers import Caller
from central.database import Connection, Database, identity, uuid
from central.deciding import held
from central.founding import CENTRE_ITSELF
from central.happened import Note
from central.private import Vault
from central.working.asking import Asking
from regulars.ids import Id, spell
from sync.enrolment import Role, Standing
from sync.wire_look import (
    NAME_MAX,
    TILLS_PAGE,
    TIMELINE_MAX,
    Act,
    RetireAnswer,
    RetireRequest,
    TillLine,
    TillsAnswer,
    TillsRequest,
    TimelineAnswer,
    TimelineRequest,
)
from sync.wire_problem import Problem, ProblemKind
from sync.wire_rights import TILLS_MAX

_SELF = """
select standing, is_revoked from device_epoch
where tenant = %(tenant)s and device = %(device)s and epoch = %(epoch)s
"""
_TILL = """
select device.device, newest.epoch, coalesce(newest.role, device.role), device.name,
  store.store, coalesce(store.name, '') as store_name, newest.standing, newest.is_revoked,
  coalesce(device.seen, 0),
  coalesce((select received from operation where operation.tenant = %(tenant)s
    and operation.device = device.device order by place desc limit 1), 0),
  greatest(coalesce(newest.reported_seq, 0) - newest.last_seq, 0),
  newest.last_seq - newest.posted_seq,
  (select coalesce(sum(available), 0) from holding
    where holding.tenant = %(tenant)s and holding.device = device.device),
  count(*) over ()
from device
  join lateral (select * from device_epoch where device_epoch.tenant = %(tenant)s
    and device_epoch.device = device.device order by epoch desc limit 1) newest on true
  left join store on store.tenant = %(tenant)s
    and store.store = coalesce(newest.store, device.store)
where device.tenant = %(tenant)s and device.role <> 'centre'
"""
_TILLS_PAGE: LiteralString = (
    _TILL
    + """ and device.device > %(after)s
order by device.device limit %(most)s
"""
)
# Of too many those are left out that were given up or shut out, then who was not seen for longest.
_SEEN_LAST = """
order by newest.is_revoked or newest.standing = 'retired', device.seen desc nulls last,
  device.device
limit %(most)s) found
order by store_name, name, device
"""
_TILLS: LiteralString = f"select * from ({_TILL} {_SEEN_LAST}"  # noqa: S608 - both are above
_NOTE = """
insert into till_act (tenant, device, staff, act, about, epoch, points, at)
values (%(tenant)s, %(device)s, %(staff)s, 'retire', %(about)s, %(of)s, %(points)s, %(now)s)
"""
_IS_OWNER = """
select 1 from staff
where tenant = %(tenant)s and staff = %(staff)s and role = 'owner' and is_active
"""
_IS_ERASED = "select 1 from erased where tenant = %(tenant)s and member = %(member)s"
# Whoever was merged with somebody has that person's acts too, whoever came first.
_ACTS = """
with recursive above (member, alias_of) as (
  select member, alias_of from member where tenant = %(tenant)s and member = %(member)s
  union
  select member.member, member.alias_of from member join above on member.member = above.alias_of
  where member.tenant = %(tenant)s
), person (member) as (
  select member from above where alias_of is null
  union
  select member.member from member join person on member.alias_of = person.member
  where member.tenant = %(tenant)s
), act as (
  select entry.device, entry.place, max(hlc) as hlc, min(day) as day,
    sum(points) filter (where line < 100) as points, -- behind that stands what the centre added
    sum(points) filter (where line >= 100 and line %% 2 = 0) as loss,
    sum(points) filter (where line >= 100 and line %% 2 = 1) as excess
  from entry
  where entry.tenant = %(tenant)s and entry.wallet in (
    select wallet from wallet where wallet.tenant = %(tenant)s
      and wallet.member in (select member from person))
  group by entry.device, entry.place
)
select operation.id, operation.kind, act.day, coalesce(act.points, 0)::bigint,
  coalesce(act.loss, 0)::bigint, coalesce(act.excess, 0)::bigint,
  case when kind = 'reverse' then convert_from(body, 'UTF8')::jsonb #>> '{data,why}' else '' end,
  coalesce(store.name, ''), act.device, act.hlc, act.place
from act join operation on operation.tenant = %(tenant)s
    and (operation.device, operation.place) = (act.device, act.place)
  left join device_epoch on device_epoch.tenant = %(tenant)s
    and (device_epoch.device, device_epoch.epoch) = (act.device, act.place >> 32)
  left join store on store.tenant = %(tenant)s and store.store = device_epoch.store
where (act.hlc, act.place, act.device) < (%(hlc)s, %(place)s, %(before)s)
order by act.hlc desc, act.place desc, act.device desc limit %(most)s
"""
_WHYS = {"undo", "void", "same-receipt", "refunded-twice", "charged", "centre"}
_LAST = (1 << 63) - 1
_BEFORE = re.compile(r"(\d{1,19})\.(\d{1,19})(?:\.([0-9A-Za-z_-]{22}))?")
_FIRST, _PADDING = UUID(int=0), "=="
M = TypeVar("M")
_NOT_HERE = Problem(ProblemKind.FORBIDDEN, "this device may not look at that")


@dataclass(frozen=True, slots=True)
class Looking:
    """Answers what a person wants to see. One for a process; used by many threads."""

    database: Database
    clock: Callable[[], int]
    vault: Vault | None = None
    given_up: Callable[[Id, Id, int], None] = lambda *_: None
    """Is told which life of which till of a shop is, for a time when the database forgot it."""
    note: Note = lambda _: None
    """Writes down what else a restored centre is to know: a shop that heals by it may erase."""

    def tills(self, who: Caller, request: TillsRequest | None = None) -> TillsAnswer | Problem:
        """List the tills of the shop, a page of them for who knows of pages."""
        return self._read(who, lambda asking: _tills(asking, who, request))

    def timeline(self, who: Caller, request: TimelineRequest) -> TimelineAnswer | Problem:
        """Give a page of a member's acts at all stores, the newest first."""
        return self._read(who, lambda asking: _timeline(asking, request))

    def retire(self, who: Caller, request: RetireRequest) -> RetireAnswer | Problem:
        """Give up a till that is lost, for an office; that is written down with it.

        The till asks for a PIN; whether who stands there owns the shop is looked up here. What the
        lost till holds must be what they were shown, or less; it cannot grow meanwhile.
        """

        def check(asking: Asking) -> Problem | None:
            refused = shut_out(asking, who) or _note_retiring(asking, who, request)
            if refused is None:
                self.given_up(who.tenant, request.device, request.epoch)
            return refused

        agreement = Agreement(self.database, self.clock, vault=self.vault, note=self.note)
        points = agreement.retire(who.tenant, request.device, request.epoch, check)
        return points if isinstance(points, Problem) else RetireAnswer(points, self.clock())

    def _read(self, who: Caller, work: Callable[[Asking], M]) -> M | Problem:
        def inside(connection: Connection) -> M | Problem:
            asking = Asking(connection, who.tenant, self.clock(), is_reading=True)
            return shut_out(asking, who) or work(asking)

        return self.database.read(who.tenant, inside)


def shut_out(asking: Asking, who: Caller) -> Problem | None:
    """Say why a device has nothing to look at: only one that is trusted is shown anything."""
    rows = asking.rows(_SELF, device=uuid(who.device), epoch=who.epoch)
    if not rows:
        return Problem(ProblemKind.FORBIDDEN, "this device is not enrolled")
    ((standing, is_revoked),) = rows
    if is_revoked:
        return Problem(ProblemKind.REVOKED)
    return None if standing == Standing.LIVE else _NOT_HERE


def _tills(asking: Asking, who: Caller, request: TillsRequest | None) -> TillsAnswer:
    is_office = who.role is Role.OFFICE
    if request is None:
        rows = asking.rows(_TILLS, most=TILLS_MAX)
        found = tuple(_till(row[:-1], who) for row in rows)
        count = rows[0][-1] if rows else 0
        left_out = count if count > len(found) else 0
        return TillsAnswer(found, is_office, asking.now_ms, left_out)
    after = UUID(hex=request.after) if request.after else _FIRST
    rows = asking.rows(_TILLS_PAGE, after=after, most=TILLS_PAGE + 1)
    found = tuple(_till(row[:-1], who) for row in rows[:TILLS_PAGE])
    more = spell(found[-1].device) if len(rows) > TILLS_PAGE else ""
    return TillsAnswer(found, is_office, asking.now_ms, after=more)


def _till(row: tuple[Any, ...], who: Caller) -> TillLine:
    device, epoch, role, name, store, store_name, standing, is_revoked, *rest = row
    seen_ms, newest_ms, missing, waiting, points = rest
    place = None if store is None else identity(store)
    is_told = who.role is Role.OFFICE or place == who.store
    return TillLine(
        device=identity(device),
        epoch=epoch,
        role=Role(role),
        name=name[:NAME_MAX],
        store=place,
        store_name=store_name[:NAME_MAX],
        standing=Standing.REVOKED if is_revoked else Standing(standing),
        seen_ms=max(seen_ms, newest_ms),
        newest_ms=newest_ms,
        missing=missing,
        waiting=waiting,
        held=int(points) if is_told else None,
    )


def _note_retiring(asking: Asking, who: Caller, request: RetireRequest) -> Problem | None:
    if who.role is not Role.OFFICE or request.device in {who.device, CENTRE_ITSELF}:
        return _NOT_HERE
    if not asking.rows(_IS_OWNER, staff=uuid(request.staff)):
        return Problem(ProblemKind.FORBIDDEN, "only an owner of the shop gives up a till")
    about = {"about": uuid(request.device), "of": request.epoch}
    known = asking.rows(_SELF, device=about["about"], epoch=request.epoch)
    if not known:
        return Problem(ProblemKind.FORBIDDEN, "there is no such till")
    points = held(asking, request.device, request.epoch)
    if points > request.held:
        return Problem(ProblemKind.MISMATCH, "the till holds more by now")
    who_asks = {"device": uuid(who.device), "staff": uuid(request.staff)}
    asking.run(_NOTE, points=points, **about, **who_asks)
    return None


def _timeline(asking: Asking, request: TimelineRequest) -> TimelineAnswer:
    member = uuid(request.member)
    if asking.rows(_IS_ERASED, member=member):
        return TimelineAnswer(request.member, (), "", asking.now_ms)
    hlc, place, device = _read_before(request.before)
    values = {"hlc": hlc, "place": place, "before": device, "most": TIMELINE_MAX + 1}
    rows = asking.rows(_ACTS, member=member, **values)
    acts: list[Act] = []
    for number, row in enumerate(rows):
        found = _acts(row)
        if len(acts) + len(found) > TIMELINE_MAX:
            before = _before(rows[number - 1], row)
            return TimelineAnswer(request.member, tuple(acts), before, asking.now_ms)
        acts += found
    return TimelineAnswer(request.member, tuple(acts), "", asking.now_ms)


def _before(row: tuple[Any, ...], following: tuple[Any, ...]) -> str:
    """Say where a page ended: two tills may have written the same number at the same moment.

    Only then is the device said, which an older program does not read.
    """
    *_, device, hlc, place = row
    if following[-2:] != (hlc, place):
        return f"{hlc}.{place}"
    said = base64.urlsafe_b64encode(device.bytes).decode("ascii").removesuffix(_PADDING)
    return f"{hlc}.{place}.{said}"


def _read_before(said: str) -> tuple[int, int, UUID]:
    """Read where a page ended; without a device, as it was once said, at the first of all."""
    known = _BEFORE.fullmatch(said)
    if known is None:
        return _LAST, _LAST, _FIRST
    hlc, place, device = known.groups()
    found = _FIRST
    if device is not None:
        found = UUID(bytes=base64.urlsafe_b64decode(device + _PADDING))
    return min(int(hlc), _LAST), min(int(place), _LAST), found


def _acts(row: tuple[Any, ...]) -> list[Act]:
    """Give an act, and before it what the shop carried of it or the centre gave back with it."""
    act, kind, day, points, loss, excess, why, store_name, device, _, _ = row
    if kind == "import":  # of many lines, none of which the centre added
        points, loss, excess = points + loss + excess, 0, 0
    if device == uuid(CENTRE_ITSELF) and kind == "adjust":
        why = "centre"
    where = (store_name[:NAME_MAX], identity(device))
    said = why if why in _WHYS else ""
    found = [Act(identity(act), kind, day, points, *where, said)]
    extra = (("loss", loss), ("excess", excess))
    found += [Act(identity(act), "adjust", day, more, *where, why) for why, more in extra if more]
    return found
