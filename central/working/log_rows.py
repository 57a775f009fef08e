"""Write chains and operations back: what arrived, what became of it, what stands beside it."""

import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from uuid import UUID

from central.working.asking import Asking, Row, columns, key, place_of
from central.working.beside import seal_beside
from central.working.logs import HEALING, TRIPPED, UNKNOWN, Logs, figures, long
from central.working.reading import Arrived
from regulars.agreement.centre import CENTRE, Funded
from regulars.agreement.chains import Chain
from regulars.agreement.effects import TRIPS
from regulars.agreement.messages import Outcome, Source
from regulars.ids import Id
from regulars.operations.chain import seed


def save_logs(logs: Logs, funded: Iterable[Funded], erased: set[str]) -> None:
    """Write chains, operations and what stands beside them; nothing personal of who is erased."""
    chains = {
        source: chain
        for source, chain in logs.chains.known().items()
        if logs.before.get(source) != figures(chain) or long(chain.outcomes).changed
    }
    _save_chains(logs, chains)
    answers: dict[tuple[Source, int], dict[str, int]] = defaultdict(
        lambda: {"rights": 0, "pool": 0, "loss": 0}
    )
    for one in funded:
        sums = answers[one.op.source, one.op.seq]
        sums["rights"] += one.funding.rights
        sums["pool"] += one.funding.pool
        sums["loss"] += one.funding.loss
    logs.answers.update(answers)
    for source, chain in chains.items():
        _save_operations(logs, source, chain, erased)
    _save_kept(logs)
    _save_closed(logs)


_ADD_DEVICES = """
insert into device (tenant, device, role, enrolled)
select %(tenant)s, device, %(role)s, %(now)s from unnest(%(devices)s::uuid[]) device
on conflict do nothing
"""
_ADD_CHAINS = """
insert into device_epoch (tenant, device, epoch, standing, is_copied, last_seq, posted_seq, head,
  reported_seq, ends_seq, is_met, public_key)
select %(tenant)s, device, epoch, standing, is_copied, last, posted, head, reported, ends, true, own
from unnest(%(device)s::uuid[], %(epoch)s::integer[], %(standing)s::text[],
  %(is_copied)s::boolean[], %(last)s::bigint[], %(posted)s::bigint[], %(head)s::bytea[],
  %(reported)s::bigint[], %(ends)s::bigint[], %(own)s::bytea[])
  as new (device, epoch, standing, is_copied, last, posted, head, reported, ends, own)
on conflict do nothing
"""
_REGISTER = """
insert into device_epoch (tenant, device, epoch, head, public_key)
select %(tenant)s, device, epoch, head, own
from unnest(%(device)s::uuid[], %(epoch)s::integer[], %(head)s::bytea[], %(own)s::bytea[])
  as new (device, epoch, head, own)
on conflict do nothing
"""
_CHANGE_CHAINS = """
update device_epoch old
set standing = new.standing, is_copied = new.is_copied, last_seq = new.last,
  posted_seq = new.posted, head = new.head, reported_seq = new.reported,
  ends_seq = new.ends, is_met = true
from unnest(%(device)s::uuid[], %(epoch)s::integer[], %(standing)s::text[],
  %(is_copied)s::boolean[], %(last)s::bigint[], %(posted)s::bigint[], %(head)s::bytea[],
  %(reported)s::bigint[], %(ends)s::bigint[], %(own)s::bytea[])
  as new (device, epoch, standing, is_copied, last, posted, head, reported, ends, own)
where old.tenant = %(tenant)s and (old.device, old.epoch) = (new.device, new.epoch)
"""
_CHAIN_COLUMNS = "device epoch standing is_copied last posted head reported ends own"


def _save_chains(logs: Logs, chains: Mapping[Source, Chain]) -> None:
    added: list[Row] = []
    changed: list[Row] = []
    for source, chain in chains.items():
        known = logs.rows.get(source)
        before = logs.before.get(source)
        is_same = known is not None and before is not None and before[0] == chain.standing
        row = (
            key(source.device),
            source.epoch,
            known if is_same else chain.standing.value,
            chain.is_copied,
            chain.last,
            chain.posted,
            chain.hashes[-1] if chain.last else first_hash(source),
            chain.heads,
            chain.ends,
            _key_of(logs, source.device),
        )
        (added if known is None else changed).append(row)
    if added:
        devices = [row[0] for row in added]
        logs.asking.run(_ADD_DEVICES, devices=devices, role="counter")
    logs.asking.put(_ADD_CHAINS, _CHAIN_COLUMNS, added)
    logs.asking.put(_CHANGE_CHAINS, _CHAIN_COLUMNS, changed)


def register(logs: Logs, sources: Iterable[Source]) -> None:
    """Make rows for sources that somebody speaks of and that nobody has met."""
    rows = [
        (key(one.device), one.epoch, first_hash(one), _key_of(logs, one.device))
        for one in sorted(set(sources))
        if one not in logs.rows and one not in logs.chains
    ]
    logs.asking.put(_REGISTER, "device epoch head own", rows)


def first_hash(source: Source) -> bytes:
    """Give what the first operation of a source follows."""
    return seed(Id(bytes.fromhex(source.device)), source.epoch)


def _key_of(logs: Logs, device: str) -> bytes:
    """Give the key of a device's newest life: the one that vouches for those it brings along."""
    known = [source for source in logs.keys if source.device == device]
    return logs.keys[max(known)] if known else bytes(32)


ADD_OPERATIONS = """
insert into operation (tenant, device, place, id, kind, version, at, day, hlc, body, hash, outcome,
  answer, received)
select %(tenant)s, device, place, id, kind, version, at, day, hlc, body, hash, outcome,
  answer::jsonb, %(now)s
from unnest(%(device)s::uuid[], %(place)s::bigint[], %(id)s::uuid[], %(kind)s::text[],
  %(version)s::integer[], %(at)s::bigint[], %(day)s::date[], %(hlc)s::bigint[], %(body)s::bytea[],
  %(hash)s::bytea[], %(outcome)s::text[], %(answer)s::text[])
  as new (device, place, id, kind, version, at, day, hlc, body, hash, outcome, answer)
on conflict do nothing
"""
OPERATION_COLUMNS = "device place id kind version at day hlc body hash outcome answer"
_ADD_PRIVATE = """
insert into private (tenant, device, place, key, bytes, member)
select %(tenant)s, device, place, key, bytes, member
from unnest(%(device)s::uuid[], %(place)s::bigint[], %(key)s::smallint[], %(bytes)s::bytea[],
  %(member)s::uuid[]) as new (device, place, key, bytes, member)
"""
_ADD_PARKED = """
insert into parked (tenant, device, place, why)
select %(tenant)s, device, place, why
from unnest(%(device)s::uuid[], %(place)s::bigint[], %(why)s::text[]) as new (device, place, why)
"""
_TAKE_UP = """
update parked old set outcome = new.outcome, why = new.why, answer = new.answer::jsonb,
  taken_up = %(now)s
from unnest(%(device)s::uuid[], %(place)s::bigint[], %(outcome)s::text[], %(why)s::text[],
  %(answer)s::text[]) as new (device, place, outcome, why, answer)
where old.tenant = %(tenant)s and (old.device, old.place) = (new.device, new.place)
"""


def _save_operations(logs: Logs, source: Source, chain: Chain, erased: set[str]) -> None:
    stored = logs.before.get(source)
    last = int(str(stored[2])) if stored else 0
    device = key(source.device)
    operations, private, parked, taken_up = [], [], [], []
    for at, outcome in sorted(long(chain.outcomes).changed.items()):
        place = place_of(source.epoch, at + 1)
        answer = json.dumps(logs.answers.get((source, at + 1), {}))
        if at < last:
            why = UNKNOWN if outcome is Outcome.PARKED else HEALING
            final = None if outcome is Outcome.PARKED else outcome.value
            taken_up.append((device, place, final, why, answer))
            continue
        one = logs.arrived[chain.hashes[at]]
        operations.append(operation_row(device, place, one, outcome.value, answer))
        if one.private and not (one.about and one.about in erased):
            about = key(one.about) if one.about else None
            seals = logs.asking.seals()
            sealed = seal_beside(seals, device, place, one.salt + one.private)
            private.append((device, place, seals.newest, sealed, about))
        if outcome in {Outcome.WAITING, Outcome.PARKED}:
            parked.append((device, place, _why(outcome, one)))
    asking = logs.asking
    asking.put(ADD_OPERATIONS, OPERATION_COLUMNS, operations)
    asking.put(_ADD_PRIVATE, "device place key bytes member", private)
    asking.put(_ADD_PARKED, "device place why", parked)
    asking.put(_TAKE_UP, "device place outcome why answer", taken_up)


def _why(outcome: Outcome, one: Arrived) -> str:
    if outcome is Outcome.WAITING:
        return HEALING
    return TRIPPED if one.op.kind.endswith(TRIPS) else UNKNOWN


def operation_row(
    device: UUID, place: int, one: Arrived, outcome: str, answer: str
) -> tuple[object, ...]:
    """Give the row of an operation."""
    op = one.op
    return (
        device,
        place,
        key(op.id),
        op.kind,
        one.version,
        one.at_ms,
        op.day,
        op.hlc,
        one.body,
        op.hash,
        outcome,
        answer,
    )


_KEEP = """
insert into kept (tenant, device, place, hash, body, received)
select %(tenant)s, device, place, hash, body, %(now)s
from unnest(%(device)s::uuid[], %(place)s::bigint[], %(hash)s::bytea[], %(body)s::bytea[])
  as new (device, place, hash, body)
on conflict do nothing
"""
_CLOSE = """
update device set closed_place = %(place)s
where tenant = %(tenant)s and device = %(device)s
"""


def _save_kept(logs: Logs) -> None:
    rows = [
        (key(op.source.device), place_of(*op.place), hash_, logs.arrived[hash_].body)
        for hash_, op in logs.kept.items()
    ]
    if rows:
        logs.asking.run(_KEEP, **columns("device place hash body", rows))


def _save_closed(logs: Logs) -> None:
    for device, place in logs.closed.changed().items():
        logs.asking.run(_CLOSE, device=key(device), place=place_of(*place))


_ADD_OWN_CHAIN = """
insert into device_epoch (tenant, device, epoch, head, public_key)
values (%(tenant)s, %(device)s, %(epoch)s, %(head)s, %(own)s)
on conflict do nothing
"""
_OWN_CHAIN = """
select last_seq, head from device_epoch
where tenant = %(tenant)s and device = %(device)s and epoch = %(epoch)s
"""
_OWN_ADVANCED = """
update device_epoch set last_seq = %(last)s, posted_seq = %(last)s, head = %(head)s
where tenant = %(tenant)s and device = %(device)s and epoch = %(epoch)s
"""


def own_chain(asking: Asking, epoch: int) -> tuple[int, bytes]:
    """Give how far the authority's own log goes, and its hash there; nobody else writes it now."""
    source = Source(CENTRE, epoch)
    asking.run(_ADD_DEVICES, devices=[key(CENTRE)], role="centre")
    values = {"device": key(CENTRE), "epoch": epoch}
    asking.run(_ADD_OWN_CHAIN, **values, head=first_hash(source), own=bytes(32))
    ((last, head),) = asking.locked(_OWN_CHAIN, **values)
    return int(last), bytes(head)


def own_advanced(asking: Asking, epoch: int, last: int, head: bytes) -> None:
    """Write how far the authority's own log goes now."""
    asking.run(_OWN_ADVANCED, device=key(CENTRE), epoch=epoch, last=last, head=head)
