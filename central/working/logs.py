"""The logs of devices in a transaction: their chains, and what became of each operation."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from central.working.asking import (
    Asking,
    Rows,
    key,
    keys,
    place_at,
    place_of,
    source_at,
)
from central.working.beside import read_beside
from central.working.reading import Arrived, arrive
from central.working.shelf import Long, Marks, Shelf
from regulars.agreement.chains import Chain
from regulars.agreement.messages import Logged, Outcome, Place, Source, Standing

HEALING, UNKNOWN, TRIPPED = "healing", "unknown", "trips"
_CHAINS = """
select device, epoch, standing, is_revoked, is_copied, last_seq, posted_seq, head, reported_seq,
  ends_seq, is_met, public_key,
  (select d.store from device d where d.tenant = device_epoch.tenant
    and d.device = device_epoch.device and d.role = 'counter')
from device_epoch where tenant = %(tenant)s and device = any(%(devices)s) order by device, epoch
"""
_EVERY_CHAIN = """
select device, epoch, standing, is_revoked, is_copied, last_seq, posted_seq, head, reported_seq,
  ends_seq, is_met, public_key,
  (select d.store from device d where d.tenant = device_epoch.tenant
    and d.device = device_epoch.device and d.role = 'counter')
from device_epoch where tenant = %(tenant)s and is_met order by device, epoch
"""
_OPERATIONS = """
select o.place, o.hash, o.outcome, o.answer, p.outcome, p.answer, p.why
from operation o left join parked p using (tenant, device, place)
where o.tenant = %(tenant)s and o.device = %(device)s and o.place between %(first)s and %(last)s
"""
_WAITING = """
select o.place, o.body, o.hash, v.key, v.bytes
from parked p join operation o using (tenant, device, place)
  left join private v using (tenant, device, place)
where p.tenant = %(tenant)s and p.device = %(device)s and p.place between %(first)s and %(last)s
  and p.outcome is null and p.why = 'healing'
order by o.place
"""
_ACTS = """
select id from operation
where tenant = %(tenant)s and id = any(%(ids)s) and outcome <> 'duplicate'
"""
_CLOSED = """
select device, closed_place from device
where tenant = %(tenant)s and device = any(%(devices)s) and closed_place is not null
"""


class _Chains(Shelf[Source, Chain]):
    """Chains, of which a new one begins empty."""

    def __init__(self, logs: "Logs") -> None:
        super().__init__(logs.read_chains)
        self._logs = logs

    def fitted(self, key: Source, value: Chain) -> Chain:
        """Give a new chain with a log that can be read like all others."""
        if not isinstance(value.hashes, Long):
            self._logs.lengthen(key, value, 0)
        return value


class Logs:
    """What is known of chains, and what this transaction adds to them."""

    def __init__(self, asking: Asking) -> None:
        """Begin with nothing read."""
        self.asking = asking
        self.chains = _Chains(self)
        self.acts: Marks[str] = Marks(self._read_acts)
        self.closed: Shelf[str, Place] = Shelf(self._read_closed)
        self.stores: Shelf[str, str] = Shelf(self._read_stores)
        self.kept: dict[bytes, Logged] = {}
        self.arrived: dict[bytes, Arrived] = {}
        self.answers: dict[tuple[Source, int], Mapping[str, int]] = {}
        self.before: dict[Source, tuple[object, ...]] = {}
        self.rows: dict[Source, str] = {}  # every source that has a row, also one never met
        self.keys: dict[Source, bytes] = {}
        self.revoked: set[Source] = set()  # shut out by a person; no rule knows of it
        self._devices: set[str] = set()
        self._due: list[Rows] = []

    # Reading

    def fetch_devices(self, devices: Iterable[str]) -> None:
        """Read all lives of devices, and let nobody else write them until this is saved."""
        self.expect_devices(devices)
        self._arrive()

    def expect_devices(self, devices: Iterable[str]) -> None:
        """Ask for devices; `fetch_devices` waits for them, and nothing is known of them before."""
        todo = sorted(set(devices) - self._devices)
        if todo:
            self._devices.update(todo)
            self._due.append(self.asking.ask_locked(_CHAINS, devices=keys(todo)))

    def _arrive(self) -> None:
        due, self._due = self._due, []
        for rows in due:
            self._take(rows())

    def fetch_all(self) -> None:
        """Read every source that was ever met."""
        self._arrive()
        rows = self.asking.locked(_EVERY_CHAIN)
        self._devices.update(device.hex for device, *_ in rows)
        self._take(rows)

    def _read_stores(self, devices: list[str]) -> Mapping[str, str]:
        self.fetch_devices(devices)
        return {}  # they are on the shelf already

    def is_held(self, device: str) -> bool:
        """Tell whether a device was read here, so that nobody else writes it."""
        return device in self._devices

    def stores_held(self) -> list[str]:
        """List the devices that were read here and stand in a store."""
        return sorted(self.stores.known())

    def lives(self, device: str) -> list[Source]:
        """List the met lives of a device."""
        self.fetch_devices([device])
        return sorted(source for source in self.chains.known() if source.device == device)

    def read_chains(self, wanted: list[Source]) -> Mapping[Source, Chain]:
        self.fetch_devices(source.device for source in wanted)
        return {}  # they are on the shelf already

    def _take(self, rows: Iterable[tuple[Any, ...]]) -> None:
        found: dict[Source, Chain] = {}
        for (
            device,
            epoch,
            standing,
            is_revoked,
            copied,
            last,
            posted,
            head,
            reported,
            *rest,
        ) in rows:
            ends, is_met, own, store = rest
            source = source_at(device, epoch)
            if store is not None:
                self.stores.take({device.hex: store.hex})
            self.rows.setdefault(source, standing)
            self.keys[source] = bytes(own)
            if is_revoked:
                self.revoked.add(source)
            if is_met:
                chain = Chain(
                    _in_the_rules(standing, is_revoked=is_revoked),
                    posted=posted,
                    heads=reported,
                    is_copied=copied,
                    ends=ends,
                )
                self.lengthen(source, chain, last)
                if last:
                    long(chain.hashes).take(last - 1, bytes(head))
                found[source] = chain
                self.before.setdefault(source, figures(chain))
        self.chains.take(found)

    def other_standings(self) -> list[str]:
        """List the devices of which the centre thinks otherwise than when this began."""
        return sorted({source.device for source in self.turned()})

    def turned(self) -> dict[Source, Chain]:
        """Give the chains of which the centre thinks otherwise than when this began."""
        found = self.chains.known().items()
        return {
            of: one for of, one in found if of in self.before and self.before[of][0] != one.standing
        }

    def lengthen(self, source: Source, chain: Chain, last: int) -> None:
        """Let a chain read single numbers of its log."""
        chain.hashes = Long(last, lambda at: self._hash_at(source, at))
        chain.outcomes = Long(last, lambda at: self._outcome_at(source, at))

    def fetch_numbers(self, source: Source, first: int, last: int) -> None:
        """Read hashes and outcomes of a stretch of a log."""
        chain = self.chains.get(source)
        if chain is None or first > chain.last:
            return
        rows = self.asking.rows(
            _OPERATIONS,
            device=key(source.device),
            first=place_of(source.epoch, max(first, 1)),
            last=place_of(source.epoch, last),
        )
        for place, hash_, outcome, answer, later, later_answer, why in rows:
            seq = place_at(place).seq
            long(chain.hashes).take(seq - 1, bytes(hash_))
            long(chain.outcomes).take(seq - 1, _outcome(outcome, later, why))
            self.answers[source, seq] = later_answer if later else answer

    def _hash_at(self, source: Source, at: int) -> bytes:
        self.fetch_numbers(source, at + 1, at + 1)
        return bytes(long(self.chains[source].hashes).known(at))

    def _outcome_at(self, source: Source, at: int) -> Outcome:
        self.fetch_numbers(source, at + 1, at + 1)
        return Outcome(long(self.chains[source].outcomes).known(at))

    def _read_acts(self, ids: list[str]) -> Callable[[], list[str]]:
        rows = self.asking.ask(_ACTS, ids=keys(ids))
        return lambda: [one.hex for (one,) in rows()]

    def _read_closed(self, devices: list[str]) -> Callable[[], Mapping[str, Place]]:
        rows = self.asking.ask(_CLOSED, devices=keys(devices))
        return lambda: {device.hex: place_at(place) for device, place in rows()}

    def waiting_of(self, source: Source) -> list[Logged]:
        """Give what a source sent while the centre heals: stored before, then what came now."""
        first, last = place_of(source.epoch, 1), place_of(source.epoch + 1, 0) - 1
        rows = self.asking.rows(_WAITING, device=key(source.device), first=first, last=last)
        stored: list[Logged] = []
        for place, body, hash_, number, sealed in rows:
            beside = (b"", b"")
            if number is not None:
                beside = read_beside(self.asking.seals(), key(source.device), place, number, sealed)
            seq = place_at(place).seq
            one = arrive(self.asking.tenant, source, seq, bytes(body), bytes(hash_), beside)
            self.arrived[one.op.hash] = one
            stored.append(one.op)
        return stored + self.chains[source].waiting


def _in_the_rules(standing: str, *, is_revoked: bool) -> Standing:
    """Say how the rules take a source: nobody waits for one that is shut out, or grants it rights.

    What the rules make of it from there is written as ever; that it is shut out is a fact beside.
    """
    found = Standing(standing)
    return Standing.QUARANTINED if is_revoked and found is Standing.LIVE else found


def long(sequence: Any) -> Long[Any]:
    """Look at the numbers of a chain that this transaction holds."""
    assert isinstance(sequence, Long)
    return sequence


def _outcome(outcome: str, later: str | None, why: str | None) -> Outcome:
    """Say what became of an operation; one that had to wait has its outcome in another row."""
    if outcome != Outcome.WAITING.value:
        return Outcome(outcome)
    if later is not None:
        return Outcome(later)
    return Outcome.WAITING if why == HEALING else Outcome.PARKED


def figures(chain: Chain) -> tuple[object, ...]:
    """Give what the row of a chain says; the third of it is how far its log goes."""
    return (chain.standing, chain.is_copied, chain.last, chain.posted, chain.heads, chain.ends)
