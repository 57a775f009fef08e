"""Bytes that are no HTTP, or HTTP as nobody means it: never a fault of ours, never two meanings.

REGULARS_RAW sets how many broken questions (make nightly: 50,000).
"""

import os
import re
import socket
from collections.abc import Iterator
from random import Random

import pytest
from starlette.requests import Request

from central.agreement import Agreement
from central.callers import Caller
from central.database import Database
from central.enrolling import Enrolling
from central.service.connections import Guests, Patience, Room
from central.service.doors import Doors
from central.vouching import Vouching
from sync.wire_enrol import NonceRequest
from sync.wire_problem import Problem
from sync.wire_pull import Page, PullRequest
from tests.central.service.book import Book
from tests.central.service.cast import GENEROUS
from tests.central.service.fuzz import SECRETS
from tests.central.service.standing import KEYS, Hand, Running, Shop, Till, ask, running

BROKEN = int(os.environ.get("REGULARS_RAW", "250"))
STATUS = re.compile(rb"HTTP/1\.1 (\d{3}) ")
GET = b"GET /health HTTP/1.1\r\nhost: c\r\n"
POST = b"POST /v1/token/nonce HTTP/1.1\r\nhost: c\r\ncontent-type: application/json\r\n"
END = b"connection: close\r\n\r\n"
CHUNKED = POST + b"transfer-encoding: chunked\r\n"
PATIENCE = Patience(head_s=0.3, rest_s=0.3, end_s=0.3)
ODD: dict[str, bytes] = {
    "nothing but an end": b"\r\n\r\n",
    "noise": bytes(range(256)) * 4,
    "a greeting in TLS": b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + bytes(64),
    "a greeting in HTTP 2": b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + bytes(9),
    "another protocol": b"SSH-2.0-nobody\r\n",
    "a method alone": b"GET\r\n\r\n",
    "a version that is not there": b"GET /health HTTP/9.9\r\nhost: c\r\n" + END,
    "no version": b"GET /health\r\n\r\n",
    "an old version": b"GET /health HTTP/1.0\r\n\r\n",
    "no host": b"GET /health HTTP/1.1\r\n" + END,
    "two hosts": GET + b"host: d\r\n" + END,
    "a header without a colon": GET + b"nonsense\r\n" + END,
    "a header with a space before its colon": GET + b"x : y\r\n" + END,
    "a header that goes on in the next line": GET + b"x: y\r\n z\r\n" + END,
    "a zero byte in a header": GET + b"x: a\x00b\r\n" + END,
    "a header that is no ASCII": GET + "x: 王小明\r\n".encode() + END,
    "a header of ten thousand bytes": GET + b"x: " + b"a" * 10_000 + b"\r\n" + END,
    "a header without end": GET + b"x: " + b"a" * 200_000,
    "two thousand headers": GET + b"".join(b"x%d: y\r\n" % n for n in range(2_000)) + END,
    "a path of eight thousand bytes": b"GET /" + b"a" * 8_000 + b" HTTP/1.1\r\nhost: c\r\n" + END,
    "a method of five thousand letters": b"A" * 5_000 + b" / HTTP/1.1\r\nhost: c\r\n" + END,
    "a method in small letters": b"get /health HTTP/1.1\r\nhost: c\r\n" + END,
    "lines that end in LF": b"GET /health HTTP/1.1\nhost: c\n\n",
    "an address of somebody else": b"GET http://other.example/health HTTP/1.1\r\nhost: c\r\n" + END,
    "a tunnel": b"CONNECT other.example:443 HTTP/1.1\r\nhost: c\r\n" + END,
    "TRACE": b"TRACE /health HTTP/1.1\r\nhost: c\r\nauthorization: Bearer s3cr3t\r\n" + END,
    "an asterisk": b"OPTIONS * HTTP/1.1\r\nhost: c\r\n" + END,
    "two slashes": b"GET //health HTTP/1.1\r\nhost: c\r\n" + END,
    "a way up": b"GET /v1/%2e%2e/metrics HTTP/1.1\r\nhost: c\r\n" + END,
    "a zero byte in a path": b"GET /%00 HTTP/1.1\r\nhost: c\r\n" + END,
    "a path that is no text": b"GET /%ff%fe HTTP/1.1\r\nhost: c\r\n" + END,
    "a member that is no text": b"GET /v1/members/%ff/timeline HTTP/1.1\r\nhost: c\r\n" + END,
    "another protocol please": GET + b"upgrade: websocket\r\nconnection: upgrade\r\n\r\n",
    "HTTP 2 please": GET + b"upgrade: h2c\r\nhttp2-settings: AA\r\nconnection: upgrade\r\n\r\n",
    "a length below nothing": POST + b"content-length: -1\r\n" + END,
    "a length with a sign": POST + b"content-length: +2\r\n" + END + b"{}",
    "a length of many digits": POST + b"content-length: " + b"9" * 400 + b"\r\n" + END,
    "two lengths": POST + b"content-length: 2\r\ncontent-length: 3\r\n" + END + b"{}",
    "a length and pieces": CHUNKED + b"content-length: 2\r\n" + END + b"2\r\n{}\r\n0\r\n\r\n",
    "pieces of another kind": POST + b"transfer-encoding: xchunked\r\n" + END + b"0\r\n\r\n",
    "pieces twice": CHUNKED + b"transfer-encoding: identity\r\n" + END + b"0\r\n\r\n",
    "a piece of no size": CHUNKED + END + b"zz\r\n{}\r\n0\r\n\r\n",
    "a piece of any size": CHUNKED + END + b"f" * 40 + b"\r\n{}\r\n",
    "a piece below nothing": CHUNKED + END + b"-2\r\n{}\r\n0\r\n\r\n",
    "a piece with much to say": CHUNKED + END + b"2;" + b"a" * 100_000 + b"\r\n{}\r\n0\r\n\r\n",
    "a piece with something behind it": CHUNKED + END + b"2\r\n{}xx\r\n0\r\n\r\n",
    "a gigabyte": POST + b"content-length: 1073741824\r\n" + END + b"{" * 70_000,
    "a body where none is read": GET + b"content-length: 5\r\n" + END + b"hello",
    "wait until I am let": POST + b"expect: 100-continue\r\ncontent-length: 2\r\n" + END + b"{}",
    "expect something else": POST + b"expect: 200-maybe\r\ncontent-length: 2\r\n" + END + b"{}",
    "two tokens": b"GET /v1/tills HTTP/1.1\r\nhost: c\r\nauthorization: Bearer a\r\n"
    b"authorization: Bearer b\r\n" + END,
    "a token without end": b"GET /v1/tills HTTP/1.1\r\nhost: c\r\nauthorization: Bearer "
    + b"a" * 30_000 + b"\r\n" + END,
    "a token that is no ASCII": b"GET /v1/tills HTTP/1.1\r\nhost: c\r\n"
    b"authorization: Bearer \xff\r\n" + END,
    "signatures of another scheme": b"GET /v1/tills HTTP/1.1\r\nhost: c\r\n"
    b'signature-input: s=();keyid="../../key";alg="none"\r\nsignature: s=:AA==:\r\n' + END,
}  # fmt: skip


@pytest.fixture(scope="module")
def place(database: Database) -> Iterator[Running]:
    """A centre with the agreement there is, that tells nobody to wait and waits for nobody."""
    agreement = Agreement(database, Hand(), Vouching(Enrolling(database, KEYS, Hand())))
    guests = Guests(Room(), PATIENCE)
    with running(database, agreement=agreement, limits=GENEROUS, guests=guests) as one:
        yield one


def hear(centre: Running, said: bytes) -> bytes:
    """Say something and no more, and give all that comes back until the centre hangs up."""
    heard = b""
    with socket.create_connection(("127.0.0.1", centre.port), timeout=20) as line:
        try:
            line.sendall(said)
            line.shutdown(socket.SHUT_WR)
            while part := line.recv(65_536):
                heard += part
        except OSError:  # it hung up on what was still being said
            return heard
    return heard


def faults(heard: bytes) -> list[str]:
    """Name what is wrong with what came back: a fault, or more than anybody needs to know."""
    statuses = [int(one) for one in STATUS.findall(heard)]
    wrong = [f"status {one}" for one in statuses if one >= 500]
    text = heard.decode("utf-8", "replace").lower()
    return wrong + [one for one in (*SECRETS, "uvicorn", "s3cr3t") if one in text]


@pytest.mark.parametrize("said", ODD.values(), ids=ODD)
def test_what_is_no_question_is_no_fault_of_ours_and_is_left(place: Running, said: bytes) -> None:
    heard = hear(place, said)
    assert faults(heard) == []
    assert len([one for one in STATUS.findall(heard) if one not in {b"100", b"400"}]) <= 1
    assert ask(place, "GET", "/health").status == 200


def test_what_stands_behind_a_body_is_never_part_of_it(place: Running) -> None:
    hidden = b"GET /certificate HTTP/1.1\r\nhost: c\r\n" + END
    for lengths in (
        b"content-length: %d\r\ntransfer-encoding: chunked\r\n" % (len(hidden) + 5),
        b"transfer-encoding: chunked\r\ncontent-length: 5\r\n",
        b"content-length: 5\r\ncontent-length: %d\r\n" % (len(hidden) + 5),
    ):
        heard = hear(place, POST + lengths + b"\r\n0\r\n\r\n" + hidden)
        statuses = [int(one) for one in STATUS.findall(heard)]
        assert statuses in ([400], [400, 404]), lengths  # refused, or both ends read the same


def test_questions_behind_each_other_are_answered_in_order(place: Running) -> None:
    heard = hear(place, (GET + b"\r\n") * 40 + GET + END)
    assert STATUS.findall(heard) == [b"200"] * 41


def wishes(centre: Running) -> list[bytes]:
    """Give whole questions that get through, as bytes."""
    book = Book(Till())
    with centre.till_side() as side:
        token = book.till.enter(side, Shop(centre.parts.enrolling).open().code())
    book.sell(100)
    known = f"host: c\r\nauthorization: Bearer {token}\r\n".encode()
    lines = (b"GET /v1/sync/pull?limit=5", b"GET /v1/tills", b"GET /health")
    found = [line + b" HTTP/1.1\r\n" + known + END for line in lines]
    push = book.push().spelled()
    head = b"POST /v1/sync/push HTTP/1.1\r\ncontent-type: application/x-ndjson\r\n" + known
    found.append(head + b"content-length: %d\r\n" % len(push) + END + push)
    nonce = NonceRequest(book.till.device, 1).spelled()
    pieces = b"".join(
        b"%x\r\n" % 7 + nonce[at : at + 7].ljust(7) + b"\r\n" for at in range(0, 91, 7)
    )
    found.append(CHUNKED + END + pieces + b"0\r\n\r\n")
    return found


def break_somewhere(chance: Random, whole: bytes) -> bytes:
    """Change, cut, double or add some bytes."""
    broken = bytearray(whole)
    for _ in range(chance.randrange(1, 5)):
        at, size = chance.randrange(len(broken)), chance.choice((1, 1, 2, 9))
        new = chance.choice(
            (b"", b"\r\n", b"\x00", b":", b" ", chance.randbytes(size), broken[:at])
        )
        broken[at : at + size] = new[:200]
    return bytes(broken) + b"\r\n\r\n"


def broken_ones(centre: Running, count: int, seed: int) -> list[str]:
    """Break questions in many ways; give what was wrong with the answers."""
    chance, whole, wrong = Random(seed), wishes(centre), list[str]()
    for number in range(count):
        said = break_somewhere(chance, whole[number % len(whole)])
        wrong += [f"{one} after {said!r}" for one in faults(hear(centre, said))]
    return wrong


def test_a_question_broken_anywhere_is_no_fault_of_ours(place: Running) -> None:
    before = len(place.lines)
    assert broken_ones(place, BROKEN, seed=7) == []
    assert [one for one in place.lines[before:] if one["event"] == "bug"] == []
    assert ask(place, "GET", "/ready").status == 200


def test_control_a_door_that_trips_is_noticed(
    place: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    def trips(_doors: Doors, request: Request) -> Caller | Problem:
        raise KeyError(request.headers["authorization"])

    monkeypatch.setattr(Doors, "_who", trips)
    assert any(one.startswith("status 500") for one in broken_ones(place, 40, seed=7))


def test_five_hundred_who_never_finish_keep_nobody_else_waiting(database: Database) -> None:
    guests = Guests(Room(from_one=600), Patience(head_s=60, rest_s=60, end_s=60))
    with running(database, guests=guests, limits=GENEROUS) as centre, centre.till_side() as side:
        slow = [socket.create_connection(("127.0.0.1", centre.port)) for _ in range(500)]
        for number, one in enumerate(slow):
            one.sendall((POST + b"content-length: 99\r\n\r\n{", GET)[number % 2])
        shop, till = Shop(centre.parts.enrolling).open(), Till()
        token = till.enter(side, shop.code())
        for _ in range(20):
            assert isinstance(side.pull(token, PullRequest()), Page)
        for one in slow:
            one.close()
        for _ in range(500):  # until the centre has noticed that they are gone
            if guests._networks.total() <= 2:
                break
            assert ask(centre, "GET", "/health").status == 200
