"""The limits that ship, counted at the doors to the very question; no header makes them larger."""

import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.client import HTTPConnection
from typing import Any

import pytest
import uvicorn

from central.database import Database
from central.service.rates import Limits, Rate
from regulars.ids import Id
from sync.wire_rights import RightsRequest
from tests.central.service.standing import Running, Shop, Till, running

SHIPPED = Limits()
MORE = 5
ADDRESS = Rate(60, 4.0)
SPOOFS: dict[str, Callable[[int], str]] = {
    "x-forwarded-for": lambda n: f"192.0.2.{n % 250}, 10.0.0.{n % 250}",
    "forwarded": lambda n: f"for=192.0.2.{n % 250};proto=https",
    "x-real-ip": lambda n: f"198.51.100.{n % 250}",
    "x-client-ip": lambda n: f"198.51.100.{n % 250}",
    "true-client-ip": lambda n: f"203.0.113.{n % 250}",
    "x-original-forwarded-for": lambda n: f"203.0.113.{n % 250}",
}


@dataclass(slots=True)
class Stopped:
    """A clock that a test moves, in seconds."""

    now: float = 1_000.0

    def __call__(self) -> float:
        """Give the time."""
        return self.now


@dataclass(slots=True)
class Talk:
    """One connection on which question follows question."""

    centre: Running
    line: HTTPConnection = field(init=False)

    def __post_init__(self) -> None:
        self.line = HTTPConnection("127.0.0.1", self.centre.port, timeout=20)

    def ask(self, path: str, headers: dict[str, str], body: bytes = b"") -> int:
        """Ask, and give the status."""
        kind = {"content-type": "application/json"} if body else {}
        self.line.request("POST" if body else "GET", path, body or None, headers | kind)
        answer = self.line.getresponse()
        answer.read()
        return answer.status

    def many(self, count: int, ask: Callable[[int], int]) -> Counter[int]:
        """Ask so many times; count the statuses."""
        return Counter(ask(number) for number in range(count))


@contextmanager
def talking(
    database: Database, limits: Limits = SHIPPED
) -> Iterator[tuple[Running, Talk, Stopped]]:
    clock = Stopped()
    with running(database, limits=limits, seconds=clock) as centre:
        talk = Talk(centre)
        try:
            yield centre, talk, clock
        finally:
            talk.line.close()


def tokens(centre: Running, count: int) -> list[tuple[Till, dict[str, str]]]:
    """Let tills of one shop in."""
    shop, found = Shop(centre.parts.enrolling).open(), list[tuple[Till, dict[str, str]]]()
    with centre.till_side() as side:
        for till in (Till() for _ in range(count)):
            token = till.enter(side, shop.code())
            found.append((till, {"authorization": f"Bearer {token}"}))
    return found


def spoofed(number: int) -> dict[str, str]:
    return {name: make(number) for name, make in SPOOFS.items()}


@pytest.mark.parametrize("spoofs", [False, True])
def test_a_device_may_ask_as_often_as_it_may_and_not_once_more(
    database: Database, *, spoofs: bool
) -> None:
    with talking(database) as (centre, talk, clock):
        [(_, token), (_, others)] = tokens(centre, 2)

        def ask(number: int) -> int:
            return talk.ask("/v1/sync/pull", token | (spoofed(number) if spoofs else {}))

        burst = SHIPPED.device.burst
        assert talk.many(burst + MORE, ask) == {200: burst, 429: MORE}
        assert talk.ask("/v1/sync/pull", others) == 200
        clock.now += 3 / SHIPPED.device.a_second
        assert talk.many(MORE, ask) == {200: 3, 429: MORE - 3}


@pytest.mark.parametrize("spoofs", [False, True])
def test_a_member_is_asked_for_as_often_as_may_be_and_not_once_more(
    database: Database, *, spoofs: bool
) -> None:
    with talking(database) as (centre, talk, clock):
        tills = tokens(centre, 2)
        wallet, another = Id(b"\x07" * 16), Id(b"\x08" * 16)

        def ask(number: int, of: Id = wallet) -> int:
            till, token = tills[number % 2]
            wish = RightsRequest(till.device, till.epoch, 1, of, number + 1).spelled()
            return talk.ask("/v1/rights", token | (spoofed(number) if spoofs else {}), wish)

        burst = SHIPPED.member.burst
        assert talk.many(burst + MORE, ask) == {200: burst, 429: MORE}
        assert ask(0, another) == 200
        clock.now += 2 / SHIPPED.member.a_second
        assert talk.many(MORE, ask) == {200: 2, 429: MORE - 2}


def test_many_who_ask_at_once_get_no_more_than_one_who_asks_them_in_turn(
    database: Database,
) -> None:
    with talking(database) as (centre, _, _clock):
        [(_, token)] = tokens(centre, 1)
        gate, said = threading.Barrier(12), Counter[int]()
        guard = threading.Lock()

        def ask() -> None:
            talk = Talk(centre)
            gate.wait()
            counted = talk.many(20, lambda n: talk.ask("/v1/sync/pull", token | spoofed(n)))
            talk.line.close()
            with guard:
                said.update(counted)

        threads = [threading.Thread(target=ask) for _ in range(12)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
    assert said == {200: SHIPPED.device.burst, 429: 240 - SHIPPED.device.burst}


def addresses(database: Database) -> Counter[int]:
    """Ask from one address as if from many."""
    with talking(database, Limits(address=ADDRESS)) as (_, talk, clock):
        said = talk.many(ADDRESS.burst + MORE, lambda n: talk.ask("/health", spoofed(n)))
        clock.now += 2 / ADDRESS.a_second
        return said + talk.many(MORE, lambda n: talk.ask("/health", spoofed(n)))


def test_an_address_is_where_a_question_comes_from_whatever_it_says(database: Database) -> None:
    assert addresses(database) == {200: ADDRESS.burst + 2, 429: 2 * MORE - 2}


def test_control_a_centre_that_believes_such_headers_lets_all_of_them_through(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = uvicorn.Config

    def gullible(app: Any, **said: Any) -> uvicorn.Config:
        return right(app, **{**said, "proxy_headers": True, "forwarded_allow_ips": "*"})

    monkeypatch.setattr("central.service.serving.uvicorn.Config", gullible)
    assert addresses(database) == {200: ADDRESS.burst + 2 * MORE}
