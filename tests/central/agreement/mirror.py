"""A simulated world with a second centre on PostgreSQL that is asked the very same questions.

After every exchange the two centres' answers are compared, and all they hold unless it only read.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

import pytest

from central.agreement import Agreement
from central.callers import Caller
from central.database import Connection, Database, uuid
from central.keys import Keys
from central.private import Vault
from central.working import saving
from central.working.answers import backed
from central.working.asking import Asking, key
from regulars.agreement import messages
from regulars.agreement.centre import Centre
from regulars.agreement.messages import Answer, Request, Source
from regulars.canonical import encode
from regulars.ids import Id, unspell
from sync import signing, wire_push, wire_rights
from sync.enrolment import Role
from sync.wire import Row
from sync.wire_problem import Problem, ProblemKind
from sync.wire_pull import Page, PullRequest, read_page
from tests.central.agreement import spelling
from tests.central.agreement.backups import Backup, put_back, take
from tests.central.agreement.state import State, differences, remembered, stored
from tests.desktop.agreeing.shadow import asked_row
from tests.simulation.world import BEGIN, CHEAPEST, Node, World, store_of

_FOUND = """
insert into tenant (tenant, name, currency, exponent, zone, day_start, region, worth_points,
  worth_minor, founded, day, redeem_min)
values (%(tenant)s, 'Mirror', 'TWD', 0, 'UTC', 0, 'TW', 100, 1, 0, %(day)s, %(least)s)
"""
_STORE = "insert into store (tenant, store, name) values (%(tenant)s, %(store)s, '')"
_DEVICE = """
insert into device (tenant, device, store, role, enrolled)
values (%(tenant)s, %(device)s, %(store)s, 'counter', 0)
on conflict (tenant, device) do update set store = coalesce(excluded.store, device.store)
"""
_EPOCH = """
insert into device_epoch (tenant, device, epoch, head, public_key)
values (%(tenant)s, %(device)s, %(epoch)s, %(head)s, %(key)s)
on conflict (tenant, device, epoch) do update set public_key = excluded.public_key
"""


TILLS = 12
"""So many simulated tills there are at most."""
VAULT = Vault(Keys(b"\x01" * 32, b"\x02" * 32, b"\x03" * 32))
"""The keys of every simulated centre."""


@contextmanager
def nobody_comes_by() -> Iterator[None]:
    """Whose profiles a store is told is no rule of agreement: others look at that."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(saving, "came_by", lambda *_: [])
        yield


class DifferentError(AssertionError):
    """The two centres are not the same."""


@dataclass(slots=True)
class Second:
    """The centre on a database, and how its words are compared with those of the first."""

    database: Database
    administrator: Connection
    tenant: Id
    now_ms: int = 0
    exchanges: int = 0
    cursors: dict[tuple[int, int], str] = field(default_factory=dict)
    backups: list[Backup] = field(default_factory=list)
    known: set[Source] = field(default_factory=set)
    stores: dict[str, str] = field(default_factory=dict)

    @property
    def agreement(self) -> Agreement:
        """Give the centre: a new one for each question, as on any process."""
        return Agreement(
            self.database,
            lambda: self.now_ms,
            lambda _, words: signing.sign(spelling.KEY, words),
            vault=VAULT,
        )

    def found(self) -> None:
        """Make the shop."""
        values = {"tenant": uuid(self.tenant), "day": BEGIN, "least": CHEAPEST}

        def work(connection: Connection) -> None:
            connection.execute(_FOUND, values)
            for store in sorted({store_of(number) for number in range(TILLS)}):
                connection.execute(_STORE, {**values, "store": key(store)})

        self.database.write(self.tenant, work)

    def enrol(self, source: Source) -> Caller:
        """Register a till as enrolment would, also one that a restored centre only heard of."""
        device = unspell(source.device)
        if source not in self.known:
            self.known.add(source)
            values = {
                "tenant": uuid(self.tenant),
                "device": uuid(device),
                "store": key(self.stores[source.device]) if source.device in self.stores else None,
                "epoch": source.epoch,
                "head": bytes(32),
                "key": spelling.PUBLIC,
            }

            def work(connection: Connection) -> None:
                connection.execute(_DEVICE, values)
                connection.execute(_EPOCH, values)

            self.database.write(self.tenant, work)
        return Caller(self.tenant, Id(bytes(16)), device, source.epoch, Role.OFFICE)

    # One question, and whether its answer is the same

    def serve(self, request: Request, first: Answer, *, is_healing: bool, feed: int) -> None:
        """Ask what the first centre was asked."""
        self.exchanges += 1
        who = self.enrol(request.source)
        match request:
            case messages.Push():
                said = spelling.spelled(request, self.tenant)
                _same(_pushed(self.agreement.push(who, said)), _pushed_first(first))
            case messages.Pull():
                self._pull(who, request, first, feed)
            case messages.RightsRequest():
                self._rights(who, request, first, is_healing=is_healing, feed=feed)
            case messages.GrantReport():
                self._report(who, request, feed)

    def _pull(self, who: Caller, request: messages.Pull, first: Answer, feed: int) -> None:
        epoch = request.feed_epoch
        known = "" if epoch == feed and not request.cursor else f"c{epoch}.{request.cursor}"
        cursor = self.cursors.get((epoch, request.cursor), known)
        answer = self.agreement.pull(who, PullRequest(cursor, request.limit, ended=request.ended))
        if isinstance(answer, Problem):
            assert isinstance(first, messages.Resnapshot), answer
            acked = tuple((number, seq) for number, seq, _ in first.acked)
            heads = tuple((number, head) for number, _, head in first.acked)
            said = Problem(ProblemKind.RESNAPSHOT, feed=first.feed_epoch, acked=acked, heads=heads)
            _same(answer, said)
            return
        assert isinstance(first, messages.Page), first
        assert read_page(answer.spelled()) == answer, "what is sent is what arrives"
        self.cursors[epoch, first.cursor] = answer.cursor
        _same(_page(answer), _page_first(first))
        _same(answer.up_to_date, first.is_last)
        _same((answer.acked, answer.standing.value), (first.acked, first.standing.value))

    def _rights(
        self,
        who: Caller,
        request: messages.RightsRequest,
        first: Answer,
        *,
        is_healing: bool,
        feed: int,
    ) -> None:
        said = wire_rights.RightsRequest(
            who.device, who.epoch, request.feed_epoch, unspell(request.wallet), request.want
        )
        answer = self.agreement.rights(who, said)
        assert isinstance(first, messages.RightsAnswer)
        if isinstance(answer, Problem):
            is_other = request.feed_epoch != feed
            kind = ProblemKind.RESNAPSHOT if is_other else ProblemKind.GRANTS_WAIT
            assert is_other or is_healing
            _same(answer.kind, kind)
            return
        _same(answer.wallet.granted, first.granted)
        assert wire_rights.read_rights_answer(answer.spelled()) == answer
        is_signed = signing.vouches(
            spelling.PUBLIC, answer.wallet.statement(), answer.wallet.signature
        )
        assert is_signed

    def _report(self, who: Caller, request: messages.GrantReport, feed: int) -> None:
        said = wire_rights.GrantReport(
            who.device,
            who.epoch,
            max(request.feed_epoch, 1),
            tuple((epoch, unspell(wallet), points) for epoch, wallet, points in request.grants),
            request.heads,
            is_last=True,
            told=tuple((unspell(one), number) for one, number in request.told),
        )
        answer = self.agreement.report(who, said)
        if isinstance(answer, Problem):
            _same(answer.kind, ProblemKind.RESNAPSHOT)
            assert request.feed_epoch != feed

    def stored(self, connection: Connection) -> State:
        """Say all that the centre on the database holds."""
        return stored(Asking(connection, self.tenant, self.now_ms, VAULT, is_reading=True))

    def remembered(self, centre: Centre) -> State:
        """Say all that a centre in memory holds, with phone numbers as this one marks them."""
        seals = VAULT.known(self.tenant)
        return remembered(centre, lambda phone: seals.mark(phone).hex() if seals else "")

    def back_up(self) -> None:
        """Copy the shop's rows."""
        self.backups.append(take(self.administrator, self.tenant))

    def restore(self, feed: int, enrolled: list[Source]) -> None:
        """Put the newest copy back, and begin again from it."""
        put_back(self.administrator, self.tenant, self.backups[-1])
        self.known.clear()
        sources = [(unspell(source.device), source.epoch) for source in enrolled]
        self.agreement.restore(self.tenant, feed, sources)


def _same(one: object, other: object) -> None:
    if one != other:
        raise DifferentError(f"{one}\nis not\n{other}")


def _pushed(answer: wire_push.PushAnswer | Problem) -> object:
    if isinstance(answer, Problem):
        return (answer.kind, answer.expected, answer.feed)
    assert wire_push.read_push_answer(answer.spelled()) == answer
    results = [result.outcome.value for result in answer.results]
    return (answer.acked, results, answer.feed, answer.standing.value)


def _pushed_first(answer: Answer) -> object:
    if isinstance(answer, messages.Gap):
        return (ProblemKind.SEQ_GAP, answer.expected, answer.feed_epoch)
    assert isinstance(answer, messages.Pushed)
    results = [outcome.value for outcome in answer.outcomes]
    return (answer.acked, results, answer.feed_epoch, answer.standing.value)


def _page(page: Page) -> object:
    wallets = [wire_rights.read_wallet_row(row) for row in page.rows.get("wallet", ())]
    rows = [
        (
            row.wallet.hex(),
            row.balance,
            row.debt,
            row.seen,
            row.granted,
            row.keep,
            row.backed,
        )
        for row in wallets
        if isinstance(row, wire_rights.WalletRow)
    ]
    assert len(rows) == len(wallets)
    facts = {
        _told(kind, row) for kind, found in page.rows.items() for row in found if kind in _FACTS
    }
    return rows, facts


_FACTS = {"member": "wallet", "alias": "to", "erased": "to", "request": "", "review": ""}
"""Facts whose value travels as it is; the rows of other kinds are read where they are looked up."""


def _told(kind: str, row: Row) -> tuple[str, str, str]:
    if kind == "request":
        return kind, row["id"], str(dict(sorted({**row, "seq": 0}.items())))
    return kind, row["id"], row[_FACTS[kind]] if _FACTS[kind] else _said(row)


def _told_first(fact: messages.FactRow) -> tuple[str, str, str]:
    if fact.kind == "request":
        row = asked_row(fact.value, unspell(fact.name), 0, unspell).row()
        return fact.kind, fact.name, str(dict(sorted(row.items())))
    return fact.kind, fact.name, fact.value


def _said(row: Mapping[str, Any]) -> str:
    """Give the fact that a row of what wants a person was made from."""
    return encode(
        {name: value for name, value in row.items() if name not in {"id", "seq"}}
    ).decode()


def _page_first(page: messages.Page) -> object:
    rows = [
        (
            row.wallet,
            row.balance,
            row.debt,
            tuple(row.place),
            row.granted,
            row.keep,
            backed(row.backed),
        )
        for row in page.wallets
    ]
    facts = {_told_first(fact) for fact in page.facts if fact.kind in _FACTS}
    return rows, facts


@dataclass(slots=True)
class Mirror(World):
    """A world whose every question goes to both centres."""

    second: Second | None = None

    @property
    def other(self) -> Second:
        """Give the second centre."""
        assert self.second is not None
        midnight = datetime(BEGIN.year, BEGIN.month, BEGIN.day, tzinfo=UTC)
        self.second.now_ms = int(midnight.timestamp()) * 1_000 + self.now_ms
        return self.second

    def wall_ms(self) -> int:
        """Give the clock of both centres; simulated tills live long before it."""
        return self.other.now_ms

    def compare(self) -> None:
        """Compare all that the two hold."""
        found = differences(
            self.other.database.read(self.other.tenant, self.other.stored),
            self.other.remembered(self.centre),
        )
        if found:
            raise DifferentError("\n".join(found))

    def doing(self, node: Node, act: Callable[[], None]) -> None:
        """Let a till do something; its bytes are real ones."""
        before = len(node.till.log)

        def really() -> None:
            act()
            spelling.chain(node.till, before, self.other.tenant)

        World.doing(self, node, really)

    def serve(self, request: Request) -> Answer:
        """Let both centres answer."""
        before = self.met()
        answer = World.serve(self, request)
        # What the first was before it answered decides what the second may answer: a report may
        # have ended the healing, but a wish for rights never does.
        self.other.serve(
            request, answer, is_healing=self.centre.healing, feed=self.centre.feed_epoch
        )
        is_reading = isinstance(request, messages.Pull)  # in a transaction that cannot write
        if not is_reading or before != self.met():
            self.compare()
        return answer

    def met(self) -> object:
        """Give what a question for news may change."""
        chains = self.centre.chains.items()
        return self.centre.seq, [(source, one.standing, one.ends) for source, one in chains]

    def tick_centre(self) -> None:
        """Begin a new day at both."""
        is_new = self.today() != self.centre.day
        World.tick_centre(self)
        if is_new:
            agreement = self.other.agreement
            agreement.begin_day(self.other.tenant, self.today())
            while agreement.place(self.other.tenant):
                pass
            self.compare()

    def retire(self, source: Source) -> None:
        """Declare a till gone at both."""
        World.retire(self, source)
        self.other.agreement.retire(self.other.tenant, unspell(source.device), source.epoch)
        self.compare()

    def back_up(self) -> None:
        """Put copies of both by."""
        World.back_up(self)
        self.other.back_up()

    def restore(self) -> None:
        """Lose both, and put copies back."""
        enrolled = list(self.centre.chains)
        World.restore(self)
        self.other.restore(self.centre.feed_epoch, enrolled)
        self.compare()
