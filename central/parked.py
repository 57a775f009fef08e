"""Operations that are put by: what trips the centre stops nobody; what it learns is taken up.

An operation is put by whole when the centre does not know its kind, cannot read it, or trips over
it. Its till's queue goes on; a person is told, until it is taken up.
"""

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple
from uuid import UUID

from central.database import BUGS, Connection, uuid
from central.working import fetching
from central.working.asking import place_at, source_at
from central.working.beside import read_beside
from central.working.centre import Working
from central.working.logs import HEALING, UNKNOWN
from central.working.reading import Arrived, arrive
from central.working.saving import save
from regulars.agreement import intake
from regulars.agreement.centre import review
from regulars.agreement.effects import TRIPS
from regulars.agreement.messages import Logged
from regulars.agreement.reviews import solve
from regulars.ids import Id
from regulars.operations.kinds import KINDS
from sync.wire_problem import Problem
from sync.wire_push import PushAnswer

_PLACES = """
select o.device, o.place, o.body, o.hash
from parked p join operation o using (tenant, device, place)
where p.tenant = %(tenant)s and p.outcome is null and p.why <> %(healing)s
order by o.device, o.place
"""
_PARKED = """
select o.body, o.hash, v.key, v.bytes
from parked p join operation o using (tenant, device, place)
  left join private v using (tenant, device, place)
where p.tenant = %(tenant)s and p.device = %(device)s and p.place = %(place)s
  and p.outcome is null
"""
_LEFT = """
select 1 from parked
where tenant = %(tenant)s and device = %(device)s and place >> 32 = %(place)s >> 32
  and place <> %(place)s and outcome is null and why = %(unknown)s limit 1
"""
_TAKEN_UP = """
update parked set outcome = %(outcome)s, taken_up = %(now)s
where tenant = %(tenant)s and device = %(device)s and place = %(place)s
"""


class Spot(NamedTuple):
    """Where an operation that is put by stands."""

    device: UUID
    place: int


def one_by_one(
    arrived: tuple[Arrived, ...],
    previous: bytes,
    take_in: Callable[[tuple[Arrived, ...], bytes], PushAnswer | Problem],
) -> PushAnswer | Problem:
    """Take operations in, each alone, because together they trip the centre; gives one answer.

    The one that trips it is put by. If it even then does, the bug is raised.
    """
    answers: list[PushAnswer] = []
    for one in arrived:
        try:
            answer = take_in((one,), previous)
        except BUGS:
            answer = take_in((_put_by(one),), previous)
        if isinstance(answer, Problem):
            return answer
        answers.append(answer)
        previous = one.op.hash
    results = tuple(result for answer in answers for result in answer.results)
    return replace(answers[-1], results=results, wake=any(answer.wake for answer in answers))


def _put_by(one: Arrived) -> Arrived:
    return replace(one, op=replace(one.op, kind=one.op.kind + TRIPS))


def tell_person(working: Working, ops: tuple[Logged, ...]) -> None:
    """Let a person look at operations that are put by because they trip the centre."""
    for op in ops:
        if op.kind.endswith(TRIPS):
            review(working, "trips-the-centre", op.id, devices=(op.source.device,))


def places(connection: Connection, tenant: Id) -> list[Spot]:
    """List what is put by and can be read now; what waits until the centre has healed is not."""
    values = {"tenant": uuid(tenant), "healing": HEALING}
    rows = connection.execute(_PLACES, values).fetchall()
    return [
        Spot(device, place)
        for device, place, *bytes_ in rows
        if _is_known(tenant, device, place, *bytes_)
    ]


def _is_known(tenant: Id, device: UUID, place: int, body: bytes, hash_: bytes) -> bool:
    epoch, seq = place_at(place)
    one = arrive(tenant, source_at(device, epoch), seq, bytes(body), bytes(hash_), (b"", b""))
    return one.op.kind in KINDS


def take_up(working: Working, place: Spot) -> bool:
    """Post an operation that was put by, if this centre can; tells whether it did."""
    asking = working.asking
    rows = asking.rows(_PARKED, **place._asdict())
    if working.healing or not rows:
        return False
    epoch, seq = place_at(place.place)
    body, hash_, number, sealed = rows[0]
    beside = (b"", b"")
    if number is not None:
        beside = read_beside(asking.seals(), place.device, place.place, number, sealed)
    source = source_at(place.device, epoch)
    one = arrive(asking.tenant, source, seq, bytes(body), bytes(hash_), beside)
    if one.op.kind not in KINDS:
        return False
    fetching.fetch_logs(working, source, (one.op,))
    working.logs.arrived = {one.op.hash: one}
    fetching.fetch(working, source, (one.op,))
    working.refresh()
    outcome = intake.take_up(working, one.op)
    solve(working, "trips-the-centre", one.op.id)
    if not asking.rows(_LEFT, **place._asdict(), unknown=UNKNOWN):
        solve(working, "parked", f"{source.device} {source.epoch}")
    save(working)
    asking.run(_TAKEN_UP, **place._asdict(), outcome=outcome.value)
    return True
