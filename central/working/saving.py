"""Write back what a transaction changed, in the one order that every transaction writes in.

The tenant's own row comes near the end and the feed is the last statement, so that its lock is
held as shortly as can be.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from functools import cache

from central.database import LostRace
from central.feed import Change, publish
from central.working.asking import Asking, columns, key, place_of
from central.working.centre import Working
from central.working.fetching import names_people
from central.working.log_rows import (
    ADD_OPERATIONS,
    OPERATION_COLUMNS,
    operation_row,
    own_advanced,
    register,
    save_logs,
)
from central.working.papers import save_papers
from central.working.person_rows import add_members, save_facts, save_persons
from central.working.persons import Fact, shelf
from central.working.placed import has_lost
from central.working.points import forget_reports, save_points, save_reports, save_wishes
from central.working.profile_rows import came_by, pairs_of, save_profiles
from central.working.reading import Arrived
from central.working.selling import save_answered, save_selling
from regulars.agreement.centre import CENTRE, Funded, Review
from regulars.agreement.effects import tell
from regulars.agreement.messages import Logged, Outcome, Source
from regulars.ids import Id, unspell
from regulars.operations.chain import link
from regulars.operations.operation import NOBODY, Header, Operation
from regulars.rights.cells import NOTHING

_ADD_LOSSES = """
insert into loss (tenant, device, place, wallet, points)
select %(tenant)s, device, place, wallet, points
from unnest(%(device)s::uuid[], %(place)s::bigint[], %(wallet)s::uuid[], %(points)s::bigint[])
  as new (device, place, wallet, points)
"""
_ADD_REVIEWS = """
insert into review (tenant, review, kind, detail, opened)
select %(tenant)s, review, kind,
  jsonb_build_object('about', about, 'points', points), %(now)s
from unnest(%(review)s::uuid[], %(kind)s::text[], %(about)s::text[], %(points)s::bigint[])
  as new (review, kind, about, points)
on conflict (tenant, review) do update set closed = null, closed_by = null, outcome = ''
"""
_CLOSE_REVIEWS = """
update review old set closed = %(now)s, closed_by = new.closed_by, outcome = new.outcome
from unnest(%(review)s::uuid[], %(closed_by)s::uuid[], %(outcome)s::text[])
  as new (review, closed_by, outcome)
where old.tenant = %(tenant)s and old.review = new.review
  and (old.closed is null or old.outcome <> new.outcome)
"""
_ADVANCE = """
update tenant
set hlc = greatest(hlc, %(hlc)s), day = greatest(day, %(day)s), lost = lost + %(lost)s,
  reclaimed = reclaimed + %(reclaimed)s, is_healing = %(is_healing)s, feed_epoch = %(feed_epoch)s
where tenant = %(tenant)s
returning next_seq
"""


def save(working: Working) -> dict[Fact, int]:
    """Write everything back; gives where what changed stands in the feed now."""
    if working.asking.is_reading:
        return {}
    if working.healing:
        save_logs(working.logs, (), working.persons.erased)
        register(working.logs, (of for _, of in working.points.cells.changed()))
        save_reports(working.points)
        save_answered(working.selling)
        save_wishes(working.points)
        return _publish(working, _advance(working))
    ops = _taken(working)
    here = [one for one in pairs_of(ops) if one in working.known_at]
    # Who is erased by a person's word after a restore may be somebody only the folder remembers.
    named = [*ops, *(op for op in working.own if op.kind == "erase")]
    add_members(working.asking, named, {member for member, _ in here})
    save_logs(working.logs, working.funded, working.persons.erased)
    _save_own(working)
    save_points(working.points, working, _owners(working, ops))
    _save_losses(working.asking, working.funded)
    save_selling(working.selling)
    save_wishes(working.points)
    _save_reviews(working.asking, working.reviews, working.told.changed())
    save_facts(working.asking, working.told)
    save_profiles(working.persons, [op for op in ops if op.kind == "member.enrolled"])
    for member in came_by(working.asking, set(pairs_of(ops)).difference(here)):
        tell(working, member)
    save_papers(working, (one.op for one in working.logs.arrived.values()))
    if working.head.is_healing:
        forget_reports(working.points)
    _save_wishes_met(working)
    first = _advance(working)
    if has_lost(working.asking, _given(working), working.logs.turned()):
        raise LostRace
    save_persons(working.persons, ops, working.own, lambda: _places(working, first()))
    return _publish(working, first)


def _taken(working: Working) -> list[Logged]:
    """List what was posted now and names people or wallets."""
    return [one.op for one in working.logs.arrived.values() if names_people(one.op)]


def _owners(working: Working, ops: Iterable[Logged]) -> dict[str, str]:
    """Say whose wallets are: as enrolled now, or as operations that name both tell."""
    owners = shelf(working.persons.holders).known()
    for op in ops:
        for wallet, member in (("wallet", "member"), ("other_wallet", "other")):
            if op.data.get(wallet) and op.data.get(member):
                owners.setdefault(op.data[wallet], op.data[member])
    return owners


def _save_own(working: Working) -> None:
    """Append what the authority wrote to its own log."""
    if working.own_before is None:
        return
    last, head = working.own_before
    rows = []
    for op in working.own:
        body = _body(working.asking, op)
        head = link(head, body)
        arrived = Arrived(
            Logged(op.kind, op.id, op.source, op.seq, op.day, op.hlc, op.data, head),
            body,
            at_ms=working.asking.now_ms,
        )
        place = place_of(op.source.epoch, op.seq)
        rows.append(operation_row(key(CENTRE), place, arrived, Outcome.POSTED.value, "{}"))
        last = op.seq
    working.asking.put(ADD_OPERATIONS, OPERATION_COLUMNS, rows)
    own_advanced(working.asking, working.feed_epoch, last, head)


def _body(asking: Asking, op: Logged) -> bytes:
    header = Header(
        kind=op.kind,
        id=unspell(op.id),
        seq=op.seq,
        tenant=asking.tenant,
        store=Id(bytes(16)),
        device=unspell(CENTRE),
        epoch=op.source.epoch,
        staff=NOBODY,
        at_ms=asking.now_ms,
        day=op.day,
        hlc=op.hlc,
        programme=b"",
    )
    return Operation(header, op.data).body()


def _save_losses(asking: Asking, funded: Iterable[Funded]) -> None:
    rows = [
        (
            key(one.op.source.device),
            place_of(one.op.source.epoch, one.op.seq),
            key(one.wallet),
            one.funding.loss,
        )
        for one in funded
        if one.funding.loss
    ]
    asking.put(_ADD_LOSSES, "device place wallet points", rows)


def _save_reviews(asking: Asking, reviews: Iterable[Review], told: Mapping[Fact, str]) -> None:
    rows = [(key(one.name), one.code, one.about, one.points) for one in reviews]
    asking.put(_ADD_REVIEWS, "review kind about points", rows)
    said = [
        (name, json.loads(value))
        for (kind, name), value in told.items()
        if kind == "review" and value
    ]
    settled = [(key(name), key(one["by"]), one["choice"]) for name, one in said if "choice" in one]
    if settled:
        asking.run(_CLOSE_REVIEWS, **columns("review closed_by outcome", settled))


def _advance(working: Working) -> Callable[[], int]:
    """Write the tenant's own row; gives what waits for the next place in the feed.

    Nobody else publishes now. Where a till is thought of otherwise, that row is held too, also
    where nothing else changed: it may be given points at this moment.
    """
    head = working.head
    before = (head.feed_epoch, head.hlc, head.day, head.is_healing)
    now = (working.feed_epoch, working.hlc, working.day, working.healing)
    is_more = working.loss or working.reclaimed or working.changed or working.logs.turned()
    if before == now and not is_more:
        return lambda: head.next_seq
    rows = working.asking.ask(
        _ADVANCE,
        hlc=working.hlc,
        day=working.day,
        lost=working.loss,
        reclaimed=working.reclaimed,
        is_healing=working.healing,
        feed_epoch=working.feed_epoch,
    )
    return cache(lambda: int(rows()[0][0]))


_WISHED = """
update tenant set wishes = array(
  select greatest(0, had + more)
  from unnest(wishes, %(more)s::bigint[]) with ordinality as one (had, more, size) order by size)
where tenant = %(tenant)s
"""


def _save_wishes_met(working: Working) -> None:
    """Add up how much was spent at once; others do so too."""
    before, now = working.head.wishes, working.places.sizes
    more = [count - had for had, count in zip(before, now, strict=True)]
    if any(more):
        working.asking.run(_WISHED, more=more)


def _given(working: Working) -> set[Source]:
    """Name the tills that got rights which they have not asked for."""
    before = working.points.held
    return {
        of
        for (wallet, of), cells in working.points.cells.changed().items()
        if not working.logs.is_held(of.device)
        and cells.granted > before.get((wallet, of), NOTHING).granted
    }


def _places(working: Working, first: int) -> dict[Fact, int]:
    names = sorted(working.changed, key=lambda name: working.changed[name])
    return {name: first + number for number, name in enumerate(names)}


def _publish(working: Working, first: Callable[[], int]) -> dict[Fact, int]:
    changes = [Change(kind, bytes.fromhex(name)) for kind, name in _places(working, 0)]
    changes += [Change("till", bytes.fromhex(name)) for name in working.logs.other_standings()]
    publish(working.asking.connection, working.asking.tenant, changes)
    return _places(working, first())
