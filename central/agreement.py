"""The centre's half of agreement: each question of a till is one transaction of the shared rules.

A transaction holds what it names, lets `regulars.agreement` decide, and writes back what differs.
Every method may be asked again, on any process of the service.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any, TypeVar

from central import deciding, parked, pins, pulling
from central.callers import Caller
from central.database import BUGS, Connection, Database
from central.happened import Note
from central.private import Vault
from central.vouching import Vouching
from central.working import fetching
from central.working.answers import (
    Answers,
    another_feed,
    caller_source,
    push_answer,
    report_of,
    shut_out,
    wire_row,
)
from central.working.asking import Asking
from central.working.centre import Head, Working, ask_head, read_head
from central.working.log_rows import first_hash
from central.working.logs import Logs
from central.working.reading import Arrived, arrivals
from central.working.saving import save
from regulars.agreement import authority, feed, healing, intake, messages
from regulars.agreement.messages import Source
from regulars.ids import Id, spell
from sync.signing import vouches
from sync.wire import KEY_BYTES, SIGNATURE_BYTES
from sync.wire_pins import PinsAnswer, PinsRequest
from sync.wire_problem import Problem, ProblemKind
from sync.wire_pull import Page, PullRequest
from sync.wire_push import Push, PushAnswer
from sync.wire_rights import GrantReport, ReportAnswer, RightsAnswer, RightsRequest

Sign = Callable[[Id, bytes], bytes]
"""Signs a statement with a tenant's key of the centre."""
_NO_SIGNATURE = bytes(SIGNATURE_BYTES)
_NO_KEY = bytes(KEY_BYTES)
"""Of a till this centre only heard of; a signature that seems to fit it can be made by anybody."""
Clock = Callable[[], int]
"""Milliseconds since 1970, UTC."""
Answer = TypeVar("Answer")
Refused = TypeVar("Refused")
STEP_DAYS = 35
"""Days that may pass at once: a shop that was closed longer, or a clock that is wrong."""
NEVER = date(2000, 1, 1)
"""The day of a shop in which none has begun."""
_CLOCKS_MS = 3_600_000


@dataclass(frozen=True, slots=True)
class _NewDay:
    """The authority's day is over: begin the next, then ask again."""

    day: date


class Agreement:
    """What tills may ask. One for a process; used by many threads."""

    def __init__(
        self,
        database: Database,
        clock: Clock,
        sign: Sign | None = None,
        *,
        is_wary: bool = False,
        vault: Vault | None = None,
        note: Note = lambda _: None,
    ) -> None:
        """Work on a database; time and the centre's signature come from outside.

        Without `sign` rows of wallets travel unsigned. Whoever is wary begins no day while this
        clock and the database's are far apart. `vault` opens what is personal; who signs has it.
        `note` writes down, before a transaction ends, what a restored centre is to know.
        """
        if vault is None and isinstance(sign, Vouching):
            vault = Vault(sign.enrolling.keys)
        self._vault = vault
        self._note = note
        self._is_wary = is_wary
        self._calm: set[Id] = set()  # shops that were not healing when they were last seen
        self._database = database
        self._clock = clock
        self._sign = sign

    # What tills ask

    def push(self, who: Caller, message: Push) -> PushAnswer | Problem:
        """Take operations in."""
        if message.device != who.device or message.epoch > who.epoch:
            return Problem(ProblemKind.FORBIDDEN, "another device's log")
        source = Source(spell(who.device), message.epoch)
        if message.first == 1 and message.previous != first_hash(source):
            return Problem(ProblemKind.BAD_MESSAGE, "a log begins with its seed")
        arrived = arrivals(who.tenant, message)

        def take_in(part: tuple[Arrived, ...], previous: bytes) -> PushAnswer | Problem:
            ops = tuple(one.op for one in part)
            return self._write(
                who.tenant,
                lambda working: self._push(working, who, message, part, previous),
                ahead=lambda logs: fetching.ask_ahead(logs, source, ops),
            )

        try:
            return take_in(arrived, message.previous)
        except BUGS:
            return parked.one_by_one(arrived, message.previous, take_in)

    def _push(
        self,
        working: Working,
        who: Caller,
        message: Push,
        arrived: tuple[Arrived, ...],
        previous: bytes,
    ) -> PushAnswer | Problem:
        source = Source(spell(message.device), message.epoch)
        ops = tuple(one.op for one in arrived)
        fetching.fetch_logs(working, source, ops)
        shut = shut_out(working, who)
        if shut is not None:
            return shut
        found = [working.logs.keys.get(one, _NO_KEY) for one in (source, caller_source(who))]
        keys = [key for key in found if key != _NO_KEY]
        if not any(vouches(key, message.statement(), message.signature) for key in keys):
            return Problem(ProblemKind.BAD_MESSAGE, "the signature is not this device's")
        if fetching.is_rare(working, source, ops):
            read_head(working.asking, is_locked=True)
        working.logs.arrived = {one.op.hash: one for one in arrived}
        chain = working.chains.get(source)
        fresh = tuple(op for op in ops if chain is None or op.seq > chain.last)
        known = len(ops) - len(fresh)
        fetching.fetch(working, source, fresh, ops[known - 1].hash if known else previous)
        working.refresh()
        answer = intake.push(working, messages.Push(source, ops, previous))
        parked.tell_person(working, fresh)
        save(working)
        if isinstance(answer, messages.Gap):
            return Problem(
                ProblemKind.SEQ_GAP,
                "operations are missing",
                expected=answer.expected,
                feed=answer.feed_epoch,
            )
        return push_answer(working, answer, ops)

    def pull(self, who: Caller, request: PullRequest) -> Page | Problem:
        """Give what changed since a cursor; waiting for news is the service's business."""
        (found,) = self.pulls(who.tenant, [(who, request)])
        return self.met(who, request) if found is None else found

    def pulls(self, tenant: Id, wishes: Sequence[pulling.Wish]) -> list[Page | Problem | None]:
        """Answer questions of one shop's tills for news with one look at its feed.

        None for one that says something new: `met` answers it, and may wait for that till's row.
        """
        looking = pulling.Looking(wishes)
        return self._write(
            tenant,
            lambda working: pulling.pages(working, looking, partial(self._answers, working)),
            is_reading=True,
            ahead=looking.ask_ahead,
        )

    def met(self, who: Caller, request: PullRequest) -> Page | Problem:
        """Take in what a question for news says that is new, and answer it."""
        self._write(who.tenant, lambda working: pulling.meet(working, who, request))
        (found,) = self.pulls(who.tenant, [(who, pulling.met(request))])
        assert found is not None, "whoever was met is known"
        return found

    def rights(self, who: Caller, request: RightsRequest) -> RightsAnswer | Problem:
        """Raise what a till may spend towards what it wants."""
        if (request.device, request.epoch) != (who.device, who.epoch):
            return Problem(ProblemKind.FORBIDDEN, "another device's rights")
        return self._write(
            who.tenant,
            lambda working: self._rights(working, who, request),
            ahead=lambda logs: logs.expect_devices([spell(who.device)]),
        )

    def _rights(
        self, working: Working, who: Caller, request: RightsRequest
    ) -> RightsAnswer | Problem:
        source, wallet = caller_source(who), spell(request.wallet)
        working.logs.fetch_devices([source.device])
        shut = shut_out(working, who)
        if shut is not None:
            return shut
        if request.feed != working.feed_epoch:
            return another_feed(working, source)
        if working.healing:
            return Problem(ProblemKind.GRANTS_WAIT, feed=working.feed_epoch)
        working.points.cells.expect([(wallet, source)])
        working.points.entries.expect([wallet])
        working.points.wanted.expect([wallet])
        answers = self._answers(working, who)
        elsewhere = answers.elsewhere(source, wallet)  # that row is held: nobody changes it now
        working.refresh()
        asked = messages.RightsRequest(source, request.feed, wallet, request.want)
        feed.request_rights(working, asked)
        authority.settle_all(working)
        places = save(working)
        seq = places.get(("wallet", wallet)) or answers.place_of_wallet(wallet)
        row = feed.wallet_row(working, source, wallet, seq)
        return RightsAnswer(
            wire_row(answers, row),
            working.accounts[wallet].pool if wallet in working.accounts else 0,
            elsewhere(),
            working.feed_epoch,
            working.asking.now_ms,
        )

    def report(self, who: Caller, message: GrantReport) -> ReportAnswer | Problem:
        """Take in what a till was granted before the centre was restored."""
        epochs = [grant[0] for grant in message.grants] + [head[0] for head in message.heads]
        is_mine = (message.device, message.epoch) == (who.device, who.epoch)
        if not is_mine or any(epoch > who.epoch for epoch in epochs):
            return Problem(ProblemKind.FORBIDDEN, "another device's grants")
        return self._write(who.tenant, lambda working: self._report(working, who, message))

    def _report(
        self, working: Working, who: Caller, message: GrantReport
    ) -> ReportAnswer | Problem:
        source = caller_source(who)
        working.logs.fetch_devices([source.device])
        shut = shut_out(working, who)
        if shut is not None:
            return shut
        if message.feed != working.feed_epoch:
            return another_feed(working, source)
        healing.report(working, report_of(working, source, message))
        waiting = len({one.device for one in healing.missing(working)}) if working.healing else 0
        save(working)
        return ReportAnswer(waiting, working.feed_epoch, working.asking.now_ms)

    def pins(self, who: Caller, message: PinsRequest) -> PinsAnswer | Problem:
        """Learn which PINs were set at a till; all others are told of the newest."""
        if (message.device, message.epoch) != (who.device, who.epoch):
            return Problem(ProblemKind.FORBIDDEN, "another device's PINs")
        return self._write(who.tenant, lambda working: self._pins(working, who, message))

    def _pins(self, working: Working, who: Caller, message: PinsRequest) -> PinsAnswer | Problem:
        shut = shut_out(working, who)
        if shut is not None:
            return shut
        if message.feed != working.feed_epoch:
            return another_feed(working, caller_source(who))
        return pins.keep(working, caller_source(who), message, self._note)

    # What the centre's people and its clock ask

    def begin_day(self, tenant: Id, day: date) -> None:
        """Begin a business day of the authority: what has ended is written.

        Asking again is harmless, and completes what was broken off.
        """
        self._write(tenant, lambda working: deciding.begin_day(working, day), is_day_kept=False)
        self._end_points(tenant)

    def _end_points(self, tenant: Id) -> None:
        after: str | None = "00" * 16
        while after is not None:
            after = self._write(tenant, partial(deciding.go_on, after=after), is_day_kept=False)

    def place(self, tenant: Id) -> bool:
        """Bring points of the next wallets to where their members shop; False when all are done."""
        if self._write(tenant, deciding.is_night_due, is_reading=True, is_day_kept=False):
            self._end_points(tenant)  # the day's look at all wallets may have been broken off
        return self._write(tenant, deciding.place, is_day_kept=False)

    def retire(
        self,
        tenant: Id,
        device: Id,
        epoch: int,
        check: deciding.Check[Refused] = lambda *_: None,
    ) -> int | Refused:
        """Declare a till gone, as a person decides; gives the points that come back.

        `check` sees in the same transaction what it holds, while nothing can change that, and may
        refuse. Raises LookupError for a till that was never enrolled.
        """
        source = Source(spell(device), epoch)
        return self._write(
            tenant, lambda working: deciding.retire(working, source, check), is_day_kept=False
        )

    def restore(self, tenant: Id, feed_epoch: int, enrolled: Iterable[tuple[Id, int]] = ()) -> None:
        """Begin again from a backup that was put back; `enrolled` names tills it may not know.

        `feed_epoch` is one that no centre of this tenant has had.
        """
        sources = [Source(spell(device), epoch) for device, epoch in enrolled]
        if self._vault is not None:
            self._vault.forget(tenant)
        self._write(
            tenant,
            lambda working: deciding.restore(working, feed_epoch, sources),
            is_day_kept=False,
            is_alone=True,
        )

    def decide(self, tenant: Id, work: Callable[[Working], Answer]) -> Answer:
        """Do something in one transaction as a person decides; nobody else changes groups then."""
        return self._write(tenant, work, is_day_kept=False, is_alone=True)

    def take_up(self, tenant: Id) -> int:
        """Post what was put by and is understood now; gives how many operations that was.

        An operation that trips the centre (again) stays put by.
        """
        places = self._database.read(tenant, lambda one: parked.places(one, tenant))
        done = 0
        for place in places:
            with suppress(*BUGS):
                done += self._write(tenant, partial(parked.take_up, place=place), is_alone=True)
        return done

    # How a transaction is made

    def _write(
        self,
        tenant: Id,
        work: Callable[[Working], Answer],
        *,
        is_reading: bool = False,
        is_day_kept: bool = True,
        is_alone: bool = False,
        ahead: Callable[[Logs], None] = lambda _: None,
    ) -> Answer:
        def inside(connection: Connection) -> Answer | _NewDay:
            known: dict[Hashable, list[tuple[Any, ...]]] | None = {} if is_reading else None
            asking = Asking(connection, tenant, self._clock(), self._vault, is_reading, known)
            logs = Logs(asking)
            asked = ask_head(asking, is_locked=is_alone)
            if tenant in self._calm:  # where it heals, nothing may be held before the tenant's row
                ahead(logs)
            head = asked()
            (self._calm.discard if head.is_healing else self._calm.add)(tenant)
            today = head.today(asking.now_ms)
            if is_day_kept and self._is_over(asking, head, today):
                return _NewDay(today)
            working = Working(asking, head, logs)
            done = asking.settled(lambda: work(working))
            if not is_reading:
                deciding.note_erased(working, self._note)
            return done

        run = self._database.read if is_reading else self._database.write
        return self._until_today(tenant, partial(run, tenant, inside, is_piped=True))

    def _is_over(self, asking: Asking, head: Head, today: date) -> bool:
        """Tell whether the day is over. What ends with a day never comes back, a clock may lie."""
        if today <= head.day or is_behind(head.day, today):
            return False
        if not self._is_wary:
            return True
        ((theirs,),) = asking.rows("select (extract(epoch from clock_timestamp()) * 1000)::bigint")
        return abs(int(theirs) - asking.now_ms) <= _CLOCKS_MS

    def _until_today(self, tenant: Id, ask: Callable[[], Answer | _NewDay]) -> Answer:
        """Ask, and where a day has passed begin the next one first."""
        answer = self._keyed(tenant, ask)
        while isinstance(answer, _NewDay):
            self.begin_day(tenant, answer.day)
            answer = self._keyed(tenant, ask)
        return answer

    def _keyed(self, tenant: Id, ask: Callable[[], Answer]) -> Answer:
        """Ask, and where the shop has no keys for personal data yet make them first."""
        vault = self._vault
        return ask() if vault is None else vault.making(self._database, tenant, self._clock, ask)

    def _answers(self, working: Working, who: Caller) -> Answers:
        sign = self._sign
        if sign is None:
            return Answers(working, who, lambda _: _NO_SIGNATURE)
        return Answers(working, who, partial(sign, who.tenant))


def is_behind(day: date, today: date) -> bool:
    """Tell whether a shop's day is so far back that a person has to say that the time is right."""
    return day > NEVER and (today - day).days > STEP_DAYS
