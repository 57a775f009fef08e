"""A service that runs in this process on a real socket, with an agreement made up for tests."""

import ssl
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from http.client import HTTPConnection, HTTPSConnection
from uuid import uuid4

from central.callers import Caller
from central.certificate import Certificate
from central.database import Database
from central.enrolling import Enrolling
from central.founding import Founding
from central.keys import Keys
from central.looking import Looking
from central.private import Vault
from central.service.app import Parts, Service, make_app
from central.service.connections import Guests
from central.service.logs import Line
from central.service.serving import Renewal, Server, listen, make_server, tls
from central.snapshots import Snapshots
from central.tokens import Tokens
from central.vouching import Vouching
from regulars.codes import read_enrolment
from regulars.ids import Id
from regulars.operations.chain import seed
from sync.enrolment import Role, Secrets, Standing
from sync.http import HttpCentre
from sync.signing import public_key, sign
from sync.wire_enrol import EnrolAnswer, EnrolRequest, NonceRequest, Token, TokenRequest
from sync.wire_enrol import Nonce as Offered
from sync.wire_pins import PinsAnswer, PinsRequest
from sync.wire_problem import MEDIA_TYPE, Problem, read_problem
from sync.wire_pull import Page, PullRequest
from sync.wire_push import Outcome, Push, PushAnswer, Result
from sync.wire_rights import (
    GrantReport,
    ReportAnswer,
    RightsAnswer,
    RightsRequest,
    WalletRow,
)
from tests.central.house import hire
from tests.sync.samples import NOW_MS

SHOP = Founding("Corner shop", "TWD", 0, "Asia/Taipei", 4, "TW", 100, 100)
BOSS = Id(b"\xb0" * 16)
KEYS = Keys(b"\x01" * 32, b"\x02" * 32, b"\x03" * 32)


@dataclass(slots=True)
class Hand:
    """A clock that a test moves."""

    ms: int = NOW_MS

    def __call__(self) -> int:
        """Give the time."""
        return self.ms


@dataclass(slots=True)
class MadeUp:
    """Answers as an agreement would, and keeps what it was asked; `next` overrides, by question."""

    asked: list[tuple[Caller, object]] = field(default_factory=list)
    news: dict[Id, int] = field(default_factory=dict)
    next: dict[str, Callable[[], Problem]] = field(default_factory=dict)
    wakes: bool = True
    came: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def push(self, who: Caller, message: Push, /) -> PushAnswer | Problem:
        """Post everything."""
        if (problem := self._note("push", who, message)) is not None:
            return problem
        self.news[who.tenant] = self.news.get(who.tenant, 0) + 1
        numbers = range(message.first, message.last + 1)
        results = tuple(Result(seq, Outcome.POSTED) for seq in numbers)
        return PushAnswer(
            message.last, message.hashes()[-1], results, 1, Standing.LIVE, NOW_MS, wake=self.wakes
        )

    def pulls(
        self, tenant: Id, wishes: Sequence[tuple[Caller, PullRequest]], /
    ) -> list[Page | Problem | None]:
        """Give each one row for everything that happened since its cursor."""
        assert all(who.tenant == tenant for who, _ in wishes)
        return [self.met(who, wish) for who, wish in wishes]

    def met(self, who: Caller, message: PullRequest, /) -> Page | Problem:
        """Give it to one."""
        if (problem := self._note("pull", who, message)) is not None:
            return problem
        now, seen = self.news.get(who.tenant, 0), int(message.cursor or 0)
        rows = {"store": ({"id": "aa" * 16, "seq": now},)} if now > seen else {}
        return Page(str(now), True, 0, 1, Standing.LIVE, 1, NOW_MS, rows)

    def rights(self, who: Caller, message: RightsRequest, /) -> RightsAnswer | Problem:
        """Grant whatever was wished for."""
        if (problem := self._note("rights", who, message)) is not None:
            return problem
        row = WalletRow(
            who.tenant,
            who.device,
            who.epoch,
            message.wallet,
            1,
            message.want,
            0,
            (1, 0),
            message.want,
            message.want,
            (),
        )
        return RightsAnswer(row, 0, (), 1, NOW_MS)

    def report(self, who: Caller, message: GrantReport, /) -> ReportAnswer | Problem:
        """Wait for nobody."""
        return self._note("report", who, message) or ReportAnswer(0, 1, NOW_MS)

    def pins(self, who: Caller, message: PinsRequest, /) -> PinsAnswer | Problem:
        """Know everybody."""
        return self._note("pins", who, message) or PinsAnswer((), 1, NOW_MS)

    def _note(self, question: str, who: Caller, message: object) -> Problem | None:
        self.asked.append((who, message))
        self.came.release()
        return self.next[question]() if question in self.next else None


@dataclass(slots=True)
class Till:
    """A till's end: ids and key of its own."""

    device: Id = field(default_factory=lambda: Id(uuid4().bytes))
    tenant: Id = field(default_factory=lambda: Id(uuid4().bytes))
    store: Id = field(default_factory=lambda: Id(uuid4().bytes))
    key: bytes = field(default_factory=lambda: uuid4().bytes + uuid4().bytes)
    epoch: int = 1

    def wish(self, code: str, secrets: Secrets | None = None, *, last: int = 0) -> EnrolRequest:
        """Ask to be let in, with a code as it is shown."""
        wish = EnrolRequest(
            code=read_enrolment(code) or code,
            tenant=self.tenant,
            store=self.store,
            device=self.device,
            epoch=self.epoch,
            key=public_key(self.key),
            schema=1,
            last=last,
            currency=SHOP.currency,
            exponent=SHOP.exponent,
            worth_points=SHOP.worth_points,
            worth_minor=SHOP.worth_minor,
            secrets=secrets,
        )
        return self.signed(wish)

    def signed(self, wish: EnrolRequest) -> EnrolRequest:
        """Sign a wish, perhaps one that was changed."""
        return wish.signed(sign(self.key, wish.statement()))

    def prove(self, nonce: bytes) -> TokenRequest:
        """Sign what the centre made up."""
        wish = TokenRequest(self.tenant, self.device, self.epoch, nonce)
        return wish.signed(sign(self.key, wish.statement()))

    def push(self, *bodies: bytes, first: int = 1, epoch: int | None = None) -> Push:
        """Hand over operations."""
        epoch = self.epoch if epoch is None else epoch
        push = Push(self.device, epoch, 1, first, seed(self.device, epoch), bodies or (b'{"a":1}',))
        return replace(push, signature=sign(self.key, push.statement()))

    def enter(self, centre: HttpCentre, code: str) -> str:
        """Be let in and get a token, all over the network."""
        welcome = centre.enrol(self.wish(code))
        assert isinstance(welcome, EnrolAnswer), welcome
        self.tenant, self.store, self.epoch = welcome.tenant, welcome.store, welcome.epoch
        return self.token(centre)

    def token(self, centre: HttpCentre) -> str:
        """Get a token over the network."""
        nonce = centre.nonce(NonceRequest(self.device, self.epoch))
        assert isinstance(nonce, Offered), nonce
        token = centre.token(self.prove(nonce.nonce))
        assert isinstance(token, Token), token
        return token.text


@dataclass(slots=True)
class Shop:
    """A founded shop with a store, whose doors can be opened to tills."""

    enrolling: Enrolling
    tenant: Id = field(default_factory=lambda: Id(uuid4().bytes))
    store: Id = field(default_factory=lambda: Id(uuid4().bytes))

    def open(self) -> "Shop":
        """Found it; its owner is the same person for every test."""
        assert self.enrolling.found(self.tenant, SHOP, is_authority=True)
        self.enrolling.open_store(self.tenant, self.store, "One")
        self.enrolling.database.write(self.tenant, lambda one: hire(one, self.tenant, BOSS))
        return self

    def code(
        self, role: Role = Role.COUNTER, *, founds: bool = False, device: Id | None = None
    ) -> str:
        """Make a code for its store."""
        code = self.enrolling.invite(self.tenant, self.store, role, founds=founds, device=device)
        assert code is not None
        return code


@dataclass(slots=True)
class Running:
    """A service that runs: where, with whom behind it, and what it has written down."""

    port: int
    parts: Parts
    service: Service
    server: Server
    agreement: MadeUp
    clock: Hand
    lines: list[Line]
    trusted: ssl.SSLContext | None

    @property
    def address(self) -> str:
        """Give the address a till is told."""
        return f"{'http' if self.trusted is None else 'https'}://127.0.0.1:{self.port}"

    @contextmanager
    def till_side(self) -> Iterator[HttpCentre]:
        """Speak to it as a till does."""
        centre = (
            HttpCentre(self.address)
            if self.trusted is None
            else HttpCentre(self.address, self.trusted)
        )
        try:
            yield centre
        finally:
            centre.close()


def parts_of(
    database: Database, clock: Hand, made_up: MadeUp, lines: list[Line], **changes: object
) -> Parts:
    """Put parts together as `serve` does."""
    parts = Parts(
        database=database,
        agreement=made_up,
        enrolling=Enrolling(database, KEYS, clock),
        tokens=Tokens(database, KEYS.bearer, clock),
        looking=Looking(database, clock),
        snapshots=snapshots_of(database, clock),
        log=lines.append,
    )
    return replace(parts, **changes)  # type: ignore[arg-type] # fields by name


def snapshots_of(database: Database, clock: Callable[[], int]) -> Snapshots:
    """Give snapshots that are made when a test says so."""
    enrolling = Enrolling(database, KEYS, clock)
    return Snapshots(database, clock, Vault(KEYS), Vouching(enrolling), lambda _: None)


@contextmanager
def running(
    database: Database,
    certificate: Certificate | None = None,
    guests: Guests | None = None,
    renewal: Callable[[ssl.SSLContext], Renewal] | None = None,
    **changes: object,
) -> Iterator[Running]:
    """Run a service while the block lasts."""
    clock, agreement, lines = Hand(), MadeUp(), list[Line]()
    authority = "" if certificate is None else certificate.authority
    parts = parts_of(database, clock, agreement, lines, certificate=authority, **changes)
    service = make_app(parts)
    context = None if certificate is None else tls(certificate.chain)
    keeping = None if renewal is None or context is None else renewal(context)
    server = make_server(service, context, guests, keeping)
    trusted = None if certificate is None else ssl.create_default_context(cadata=authority)
    listening = listen("127.0.0.1", 0)
    port = listening.getsockname()[1]
    thread = threading.Thread(target=server.run, args=([listening],))
    thread.start()
    try:
        yield Running(port, parts, service, server, agreement, clock, lines, trusted)
    finally:
        server.should_exit = True
        thread.join()


@dataclass(frozen=True, slots=True)
class Raw:
    """An answer as it came."""

    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def problem(self) -> str:
        """Give the name of the problem it is; "" where it is none."""
        said = read_problem(self.body)
        is_one = self.headers.get("content-type") == MEDIA_TYPE and isinstance(said, Problem)
        return said.kind.value if is_one and isinstance(said, Problem) else ""


def ask(
    running: Running,
    method: str,
    path: str,
    body: bytes = b"",
    headers: dict[str, str] | None = None,
) -> Raw:
    """Ask with nothing of ours in between."""
    connection = (
        HTTPConnection("127.0.0.1", running.port, timeout=20)
        if running.trusted is None
        else HTTPSConnection("127.0.0.1", running.port, timeout=20, context=running.trusted)
    )
    try:
        connection.request(method, path, body or None, headers or {})
        answer = connection.getresponse()
        said = {name.lower(): value for name, value in answer.getheaders()}
        return Raw(answer.status, said, answer.read())
    finally:
        connection.close()
