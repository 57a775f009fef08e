"""Everybody who might knock at a door of the centre, and what they ask there.

`QUESTIONS` has an entry for each route of the application: how it is asked about a till.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from uuid import uuid4

from fastapi.routing import APIRoute
from starlette.routing import BaseRoute, Route

from central.agreement import Agreement
from central.certificate import Certificate
from central.database import Database
from central.enrolling import Enrolling
from central.service.rates import Limits, Rate
from central.shops import revoke
from central.snapshots import Audience, Snapshots
from central.tokens import TOKEN_LIVES_S
from central.vouching import Vouching
from regulars.ids import Id
from sync.enrolment import Role
from sync.wire_enrol import NonceRequest
from sync.wire_look import RetireRequest, TimelineRequest
from sync.wire_pins import PinsRequest
from sync.wire_pull import PullRequest
from sync.wire_push import Outcome, PushAnswer
from sync.wire_rights import GrantReport, RightsRequest
from sync.wire_snapshot import SnapshotHead
from tests.central.service.book import Book
from tests.central.service.standing import BOSS, KEYS, Hand, Raw, Running, Shop, Till, ask, running

MANY = Rate(1_000_000, 1_000_000.0)
GENEROUS = Limits(MANY, MANY, MANY, MANY, MANY, MANY)
"""Nobody is told to wait, so that every answer is the door's own."""
JSON, NDJSON = "application/json", "application/x-ndjson"
GUESTS = (
    "no key",
    "nonsense",
    "expired",
    "wrong device",
    "revoked",
    "retired",
    "other shop",
    "counter",
    "office",
)
"""A till of the shop has one of two roles; who stands at it, cashier or manager, is its own
business, and the centre hears of it in operations alone."""


@dataclass(frozen=True, slots=True)
class Question:
    """One request, but for who asks."""

    method: str
    path: str
    body: bytes = b""
    kind: str = JSON

    def asked(self, centre: Running, token: str) -> Raw:
        """Ask it with a token, or without one where that is empty."""
        headers = {"content-type": self.kind} if self.body else {}
        if token:
            headers["authorization"] = f"Bearer {token}"
        return ask(centre, self.method, self.path, self.body, headers)


Make = Callable[[Book], Question]
"""What is asked about a till, and about the member and the wallet that its log is about."""


def _push(about: Book) -> Question:
    return Question("POST", "/v1/sync/push", about.push(1).spelled(), NDJSON)


def _enrol(about: Book) -> Question:
    return Question("POST", "/v1/enrol", about.till.wish("ZZZZZZZZ").spelled())


def _nonce(about: Book) -> Question:
    wish = NonceRequest(about.till.device, about.till.epoch)
    return Question("POST", "/v1/token/nonce", wish.spelled())


def _token(about: Book) -> Question:
    return Question("POST", "/v1/token", about.till.prove(b"\x05" * 32).spelled())


def _rights(about: Book) -> Question:
    wish = RightsRequest(about.till.device, about.till.epoch, 1, about.wallet, 500)
    return Question("POST", "/v1/rights", wish.spelled())


def _report(about: Book) -> Question:
    said = GrantReport(about.till.device, about.till.epoch, 1, (), ((1, 1),), is_last=True)
    return Question("POST", "/v1/rights/report", said.spelled())


def _pins(about: Book) -> Question:
    said = PinsRequest(about.till.device, about.till.epoch, 1, ())
    return Question("POST", "/v1/pins", said.spelled())


def _retire(about: Book) -> Question:
    wish = RetireRequest(about.till.device, about.till.epoch, BOSS, 0)
    return Question("POST", "/v1/tills/retire", wish.spelled())


def _timeline(about: Book) -> Question:
    return Question("GET", TimelineRequest(about.member).path())


def _pull(_about: Book) -> Question:
    return Question("GET", f"/v1/sync/pull?{PullRequest().query()}")


def _plain(path: str) -> Make:
    return lambda _about: Question("GET", path)


NO_SNAPSHOT = "0" * 64
"""Stands in an address for the snapshot there is."""
QUESTIONS: dict[str, Make] = {
    "POST /v1/enrol": _enrol,
    "POST /v1/token/nonce": _nonce,
    "POST /v1/token": _token,
    "POST /v1/sync/push": _push,
    "GET /v1/sync/pull": _pull,
    "POST /v1/rights": _rights,
    "POST /v1/rights/report": _report,
    "POST /v1/pins": _pins,
    "GET /v1/tills": _plain("/v1/tills"),
    "POST /v1/tills/retire": _retire,
    "GET /v1/members/{member}/timeline": _timeline,
    "GET /v1/snapshot": _plain("/v1/snapshot"),
    "GET /v1/snapshot/{digest}/{part}": _plain(f"/v1/snapshot/{NO_SNAPSHOT}/0"),
    "GET /health": _plain("/health"),
    "GET /ready": _plain("/ready"),
    "GET /metrics": _plain("/metrics"),
    "GET /certificate": _plain("/certificate"),
    "GET /openapi.json": _plain("/openapi.json"),
    "HEAD /openapi.json": lambda _about: Question("HEAD", "/openapi.json"),
}


def routes(known: list[BaseRoute]) -> list[str]:
    """Name every route of an application with its method; what is no such route is an error."""
    found = list[str]()
    for one in known:
        assert isinstance(one, APIRoute | Route), f"{one} is no route with methods"
        found += [f"{method} {one.path}" for method in sorted(one.methods or ())]
    return found


@dataclass(frozen=True, slots=True)
class Cast:
    """A shop with tills of every kind, another shop, and the token of each guest."""

    centre: Running
    shop: Shop
    about: dict[str, Book]
    tokens: dict[str, str]
    snapshot: str

    def question(self, name: str, about: Book) -> Question:
        """Give a question about somebody, and about the snapshot there is of their store."""
        question = QUESTIONS[name](about)
        return replace(question, path=question.path.replace(NO_SNAPSHOT, self.snapshot))

    def whom(self, guest: str) -> Book:
        """Say about whom a guest asks: about itself, or about a till that is not its own."""
        return self.about[guest if guest in {"revoked", "retired", "counter"} else "victim"]


@contextmanager
def cast(database: Database, certificate: Certificate) -> Iterator[Cast]:
    """Run a centre with the agreement there is, and let everybody in."""
    enrolling = Enrolling(database, KEYS, Hand())
    agreement = Agreement(database, Hand(), Vouching(enrolling))
    with (
        running(database, certificate, agreement=agreement, limits=GENEROUS) as centre,
        centre.till_side() as side,
    ):
        shop, other = (Shop(centre.parts.enrolling).open() for _ in range(2))
        roles = {"office": Role.OFFICE, "other shop": Role.OFFICE}
        tills = {name: Till() for name in ("victim", *GUESTS[2:])}
        homes = {name: other if name == "other shop" else shop for name in tills}
        now, tokens = centre.clock.ms, {"no key": "", "nonsense": "AAAA" * 30}
        for name, till in tills.items():
            centre.clock.ms = now - TOKEN_LIVES_S * 1_000 if name == "expired" else now
            code = homes[name].code(roles.get(name, Role.COUNTER))
            tokens[name] = till.enter(side, code)
        centre.clock.ms = now
        about = {name: Book(till) for name, till in tills.items()}
        about["victim"].enrol()
        for book in about.values():
            book.sell(100)
        for name in ("revoked", "retired", "victim"):
            pushed = side.push(tokens[name], about[name].push())
            assert isinstance(pushed, PushAnswer), pushed
            assert {one.outcome for one in pushed.results} == {Outcome.POSTED}, pushed
        assert revoke(database, shop.tenant, tills["revoked"].device)
        agreement.retire(shop.tenant, tills["retired"].device, 1)
        yield Cast(centre, shop, about, tokens, _snapshot(centre, tills["victim"]))


def _snapshot(centre: Running, till: Till) -> str:
    """Make what a new till of a store is told; gives its digest."""
    snapshots = centre.parts.snapshots
    assert isinstance(snapshots, Snapshots)
    audience = Audience(till.tenant, till.store)
    assert snapshots.make(audience)
    who = replace(audience.caller(), device=till.device, epoch=till.epoch)
    head = snapshots.head(who)
    assert isinstance(head, SnapshotHead), head
    return head.digest.hex()


def nobody(till: Till) -> Book:
    """Give a till that was never let in, with the same shop and the same key."""
    book = Book(replace(till, device=Id(uuid4().bytes)))
    book.sell(100)
    return book
