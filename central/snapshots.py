"""Snapshots for new tills: what the feed says, read ahead by the readers of the feed, and packed.

Made a page at a time, each in a transaction of its own: what changes meanwhile lies behind the
place from which a till goes on, and it is told that again. Kept in parts, sealed, for a week.
"""

import hashlib
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from types import TracebackType
from typing import Any, Self, TypeVar
from uuid import UUID, uuid4

from central.again import Again
from central.callers import Caller
from central.database import Connection, Database, identity
from central.founding import LOBBY
from central.looking import shut_out
from central.private import Vault
from central.service.logs import Log
from central.working.answers import Answers, caller_source, page_rows
from central.working.asking import Asking
from central.working.centre import Working, read_head
from central.working.told import TOLD, WALLET
from regulars.agreement import feed, messages
from regulars.ids import Id, spell
from sync.enrolment import CODE_LIVES_MS, Role
from sync.wire import SCHEMA
from sync.wire_problem import Problem, ProblemKind
from sync.wire_snapshot import PART_BYTES, SnapshotHead, SnapshotLine, without_rights

LEAST = 2_000
"""Things in a feed; with fewer a till is told page by page as fast."""
ROWS = 500
AGE_MS = 7 * 86_400_000
BEHIND = 20_000
"""Changes that a till may have to read behind a snapshot; one that is older is made anew."""
RETRY_S = 2
EVERY_S = 60.0
"""How often it is looked whether somebody holds a code: a till will come and ask."""
NOBODY = Id(b"\xff" * 16)
"""A device that has no rights and sent nothing."""
_FIRST = ("member", WALLET, "card")
KINDS = (*_FIRST, *(kind for kind in TOLD if kind not in _FIRST))
"""People before what is theirs; each kind in the order of names, as a file writes it fastest."""

_SIZE = """
select count(*) from (
  select 1 from entity_version where tenant = %(tenant)s limit %(most)s) as item
"""
_KEPT = """
select making, digest, feed_epoch, seq, count, size, made from snapshot
where tenant = %(tenant)s and audience = %(audience)s
"""
_PART = """
select snapshot.making, part.key, part.bytes from snapshot
  join snapshot_part part on part.tenant = snapshot.tenant and part.making = snapshot.making
where snapshot.tenant = %(tenant)s and audience = %(audience)s and digest = %(digest)s
  and part.part = %(part)s
"""
_ADD_PART = """
insert into snapshot_part (tenant, making, part, key, bytes, made)
values (%(tenant)s, %(making)s, %(part)s, %(key)s, %(bytes)s, %(now)s)
"""
_IS_WHOLE = """
select (select count(*) from snapshot_part where tenant = %(tenant)s and making = %(making)s),
  exists (select 1 from erased where tenant = %(tenant)s and feed_seq > %(seq)s)
"""
_REPLACE = """
delete from snapshot where tenant = %(tenant)s and audience = %(audience)s returning making
"""
_FORGET = "delete from snapshot_part where tenant = %(tenant)s and making = any(%(makings)s)"
_ADD = """
insert into snapshot (tenant, audience, making, digest, feed_epoch, seq, count, size, made)
values (%(tenant)s, %(audience)s, %(making)s, %(digest)s, %(feed)s, %(seq)s, %(count)s, %(size)s,
  %(now)s)
"""
_CODES = """
select distinct store, role from invitation
where tenant = %(tenant)s and used is null and made > %(after)s and not founds and device is null
"""
_TOO_OLD = "delete from snapshot where tenant = %(tenant)s and made <= %(before)s"
_LEFT_OVER = """
delete from snapshot_part part
where tenant = %(tenant)s and %(now)s - made > 86400000
  and not exists (select 1 from snapshot
    where snapshot.tenant = part.tenant and snapshot.making = part.making)
"""
Sign = Callable[[Id, bytes], bytes]
M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Audience:
    """Who is told the same: the counters of a store, or the offices of a shop (None)."""

    tenant: Id
    store: Id | None

    @property
    def bytes(self) -> bytes:
        """Give its name in the database."""
        return self.store or b""

    def caller(self) -> Caller:
        """Give a device of it that has no rights and sent nothing."""
        role = Role.OFFICE if self.store is None else Role.COUNTER
        return Caller(self.tenant, self.store or Id(bytes(16)), NOBODY, 1, role)


@dataclass(slots=True, eq=False)
class Snapshots:
    """Answers new tills, and makes what they ask for on a thread while the block lasts."""

    database: Database
    clock: Callable[[], int]
    vault: Vault
    sign: Sign
    log: Log
    least: int = LEAST
    every_s: float = EVERY_S
    _queued: set[Audience] = field(default_factory=set)
    _again: Again = field(init=False)

    def __post_init__(self) -> None:
        self._again = Again("snapshots", self._look, self.log, self.every_s)

    def __enter__(self) -> Self:
        """Begin."""
        self._again.__enter__()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """End; what is half made is left over, and cleared away by a later look."""
        self._again.__exit__(kind, error, traceback)

    # What tills ask

    def head(self, who: Caller) -> SnapshotHead | Problem:
        """Say what there is for a till; where it must be made first, that it will be."""
        audience = Audience(who.tenant, None if who.role is Role.OFFICE else who.store)

        def work(connection: Connection) -> SnapshotHead | Problem | None:
            asking = Asking(connection, who.tenant, self.clock(), is_reading=True)
            return shut_out(asking, who) or self._kept(asking, audience)

        found = self.database.read(who.tenant, work)
        if found is None:
            self._want(audience)
            return Problem(ProblemKind.AWAY, "the snapshot is being made", retry_s=RETRY_S)
        if isinstance(found, Problem):
            return found
        return replace(found, signature=self.sign(who.tenant, found.statement()))

    def part(self, who: Caller, digest: bytes, part: int) -> bytes | Problem:
        """Give a part of a snapshot; of one that is no more, nothing."""
        audience = Audience(who.tenant, None if who.role is Role.OFFICE else who.store)

        def work(connection: Connection) -> bytes | Problem:
            asking = Asking(connection, who.tenant, self.clock(), self.vault, is_reading=True)
            shut = shut_out(asking, who)
            if shut is not None:
                return shut
            rows = asking.rows(_PART, audience=audience.bytes, digest=digest, part=part)
            if not rows:
                return Problem(ProblemKind.RESNAPSHOT, "this snapshot is no more")
            ((making, key, sealed),) = rows
            return asking.seals().unseal(key, bytes(sealed), *_about(making, part))

        return self.database.read(who.tenant, work)

    def _kept(self, asking: Asking, audience: Audience) -> SnapshotHead | None:
        """Give what is at hand, unsigned; None where it must be made."""
        head = read_head(asking)
        rows = asking.rows(_KEPT, audience=audience.bytes)
        if rows:
            ((_, digest, feed_epoch, seq, count, size, made),) = rows
            is_new = asking.now_ms - made < AGE_MS and head.next_seq - seq <= max(
                BEHIND, count // 4
            )
            if feed_epoch == head.feed_epoch and is_new:
                kept = _Made(feed_epoch, seq, count, size, bytes(digest), made)
                return kept.head(audience)
        ((some,),) = asking.rows(_SIZE, most=self.least)
        if head.is_healing or some < self.least:
            return _Made(head.feed_epoch, 0, made=asking.now_ms).head(audience)
        return None

    # How they are made

    def _want(self, audience: Audience) -> None:
        if audience not in self._queued:
            self._queued.add(audience)
            self._again.soon(partial(self._make_wanted, audience))

    def _make_wanted(self, audience: Audience) -> None:
        """Make what a till asked for; where it fails, whoever asks next has it done again."""
        try:
            self.make(audience)
        finally:
            self._queued.discard(audience)

    def _look(self, again: Again) -> None:
        for (found,) in self.database.ask("select every_tenant()"):
            tenant = identity(found)
            if tenant != LOBBY and not again.is_over:
                again.attempt(partial(self.look, tenant))

    def look(self, tenant: Id) -> None:
        """Make what tills will ask for, and throw away what is too old or was never finished."""
        for audience in self._write(tenant, _look):
            if self._lacks(audience):
                self.make(audience)

    def _lacks(self, audience: Audience) -> bool:
        return self._read(audience.tenant, lambda one: self._kept(one.asking, audience)) is None

    def make(self, audience: Audience) -> bool:
        """Make a snapshot and keep it in place of the one before.

        False where it may not count, because somebody was erased meanwhile, or because it ends.
        """
        head = self._read(audience.tenant, lambda working: working.head)
        making = uuid4()
        made = _Made(head.feed_epoch, head.next_seq - 1, made=self.clock())
        pack = zlib.compressobj(3)
        for kind in KINDS:
            after: str | None = ""
            while after is not None:
                if self._again.is_over:
                    return False
                line, after = self._read(
                    audience.tenant, partial(_line, audience, kind=kind, after=after)
                )
                made.count += sum(len(rows) for rows in line.rows.values())
                self._keep(audience, making, made, pack.compress(line.spelled() + b"\n"))
        self._keep(audience, making, made, pack.flush(), is_last=True)
        return self._write(audience.tenant, partial(_finish, audience, making, made))

    def _keep(
        self,
        audience: Audience,
        making: UUID,
        made: "_Made",
        packed: bytes,
        *,
        is_last: bool = False,
    ) -> None:
        """Take packed bytes in; whole parts are sealed and written."""
        made.size += len(packed)
        made.hash.update(packed)
        made.left += packed
        while len(made.left) >= PART_BYTES or (is_last and made.left):
            part, made.left = made.left[:PART_BYTES], made.left[PART_BYTES:]
            self._write(audience.tenant, partial(_add_part, making, made.parts, part))
            made.parts += 1

    def _read(self, tenant: Id, work: Callable[[Working], M]) -> M:
        def inside(connection: Connection) -> M:
            asking = Asking(connection, tenant, self.clock(), self.vault, is_reading=True)
            return work(Working(asking, read_head(asking)))

        def ask() -> M:
            return self.database.read(tenant, inside)

        return self.vault.making(self.database, tenant, self.clock, ask)

    def _write(self, tenant: Id, work: Callable[[Asking], M]) -> M:
        def ask() -> M:
            return self.database.write(
                tenant, lambda one: work(Asking(one, tenant, self.clock(), self.vault))
            )

        return self.vault.making(self.database, tenant, self.clock, ask)


@dataclass(slots=True)
class _Made:
    """A snapshot, or as much of it as there is."""

    feed_epoch: int
    seq: int
    count: int = 0
    size: int = 0
    digest: bytes = bytes(32)
    made: int = 0
    parts: int = 0
    left: bytes = b""
    hash: Any = field(default_factory=hashlib.sha256)

    def head(self, audience: Audience) -> SnapshotHead:
        """Give its head, unsigned."""
        return SnapshotHead(
            audience.tenant,
            "" if audience.store is None else spell(audience.store),
            self.feed_epoch,
            f"c{self.feed_epoch}.{self.seq}",
            SCHEMA,
            self.count,
            self.size,
            self.digest,
            self.made,
        )


def _line(
    audience: Audience, working: Working, *, kind: str, after: str
) -> tuple[SnapshotLine, str | None]:
    """Read some rows of a kind as the feed tells them; and behind which name the next begin."""
    who = audience.caller()
    source = caller_source(who)
    working.readers = [source]
    items = working.of_kind(kind, after, ROWS)
    page = messages.Page(
        feed_epoch=working.feed_epoch,
        source=source,
        cursor=0,
        is_last=False,
        acked=0,
        standing=messages.Standing.LIVE,
        wallets=feed.wallets_in(working, source, items),
        facts=feed.facts_in(working, items),
    )
    rows, gone = page_rows(Answers(working, who, lambda _: b""), page)
    if WALLET in rows:
        rows[WALLET] = tuple(without_rights(row) for row in rows[WALLET])
    is_more = len(items) == ROWS
    return SnapshotLine(rows, gone), items[-1][1][1] if is_more else None


def _about(making: UUID, part: int) -> tuple[bytes, ...]:
    return b"snapshot", making.bytes, part.to_bytes(4, "big")


def _add_part(making: UUID, part: int, packed: bytes, asking: Asking) -> None:
    seals = asking.seals()
    sealed = seals.seal(packed, *_about(making, part))
    asking.run(_ADD_PART, making=making, part=part, key=seals.newest, bytes=sealed)


def _finish(audience: Audience, making: UUID, made: _Made, asking: Asking) -> bool:
    """Let it count, unless parts of it were taken away or somebody in it is erased by now.

    Whoever is being erased at this moment is waited for: neither of the two would see the other.
    """
    read_head(asking, is_locked=True)
    ((parts, is_erased),) = asking.rows(_IS_WHOLE, making=making, seq=made.seq)
    is_whole, over = parts == made.parts and not is_erased, [making]
    if is_whole:
        values = {"feed": made.feed_epoch, "seq": made.seq, "count": made.count, "size": made.size}
        over = [before for (before,) in asking.rows(_REPLACE, audience=audience.bytes)]
        digest = made.hash.digest()
        asking.run(_ADD, audience=audience.bytes, making=making, digest=digest, **values)
    asking.run(_FORGET, makings=over)  # no others: another process may be making them now
    return is_whole


def _look(asking: Asking) -> list[Audience]:
    """Clear away, and list for whom there are codes that let a new till in."""
    asking.run(_TOO_OLD, before=asking.now_ms - AGE_MS)
    asking.run(_LEFT_OVER)
    codes = asking.rows(_CODES, after=asking.now_ms - CODE_LIVES_MS)
    return [
        Audience(asking.tenant, None if role == Role.OFFICE else identity(store))
        for store, role in codes
    ]
