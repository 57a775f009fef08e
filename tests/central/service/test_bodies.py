"""Bodies as nobody of ours sends them: too long, packed to burst, broken off, of another kind."""

import gzip
import socket
import zlib
from http.client import HTTPSConnection

import pytest
from starlette.requests import Request

from central.service import bodies
from central.service.bodies import takes_gzip
from sync.http import HttpCentre
from sync.wire import ALONE_MAX, MESSAGE_MAX, RAW_MAX, pack
from tests.central.service.standing import Raw, Running, Shop, Till, ask
from tests.sync.samples import SAMPLES

GZIP = {"content-encoding": "gzip"}
NDJSON = {"content-type": "application/x-ndjson"}
JSON = {"content-type": "application/json"}


@pytest.fixture
def bearer(shop: Shop, till_side: HttpCentre) -> tuple[Till, dict[str, str]]:
    """A till that was let in, and the header that says so."""
    till = Till()
    return till, {"authorization": f"Bearer {till.enter(till_side, shop.code())}"}


def wish(till: Till) -> bytes:
    from sync.wire_enrol import NonceRequest

    return NonceRequest(till.device, 1).spelled()


def test_a_body_may_be_packed_or_not(centre: Running, bearer: tuple[Till, dict[str, str]]) -> None:
    till, token = bearer
    for body, headers in (
        (wish(till), JSON),
        (wish(till), JSON | {"content-encoding": "identity"}),
        (wish(till), {"content-type": "Application/JSON; charset=utf-8"}),
        (pack(wish(till)), JSON | GZIP),
        (gzip.compress(wish(till)), JSON | GZIP),
    ):
        assert ask(centre, "POST", "/v1/token/nonce", body, headers).status == 200
    push = till.push().spelled()
    assert ask(centre, "POST", "/v1/sync/push", push, token | NDJSON).status == 200


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({}, b"{}"),
        ({"content-type": "text/plain"}, b"{}"),
        (NDJSON, b"{}"),
        (JSON | {"content-encoding": "br"}, b"{}"),
        (JSON | GZIP, b"{}"),
        (JSON | GZIP, pack(b"{}")[:-1]),
        (JSON | GZIP, pack(b"{}") + b"x"),
        (JSON | GZIP, pack(b"{}") + pack(b"{}")),
        (JSON | GZIP, b""),
        (JSON, b""),
        (JSON, b"["),
        (JSON, b"[]"),
        (JSON, b"{}"),
        (JSON, b"\xff" * 100),
        (JSON, b'{"device":7,"epoch":1}'),
        (JSON, b"[" * 100_000),
    ],
)
def test_what_is_no_message_is_named_so(
    centre: Running, headers: dict[str, str], body: bytes
) -> None:
    answer = ask(centre, "POST", "/v1/token/nonce", body, headers)
    assert (answer.status, answer.problem) == (400, "bad-message")


def test_a_body_that_is_too_long_is_turned_away_before_it_is_read(
    centre: Running, bearer: tuple[Till, dict[str, str]]
) -> None:
    _, token = bearer
    for path, most, headers in (
        ("/v1/enrol", MESSAGE_MAX, JSON),
        ("/v1/token", MESSAGE_MAX, JSON),
        ("/v1/rights", MESSAGE_MAX, token | JSON),
        ("/v1/rights/report", 2 * MESSAGE_MAX, token | JSON),
        ("/v1/sync/push", ALONE_MAX, token | NDJSON),
    ):
        promised = headers | {"content-length": str(most + 2_000)}
        answer = promise(centre, path, promised)
        assert (answer.status, answer.problem) == (413, "too-large"), path
        fits = headers | {"content-length": "2"}
        assert ask(centre, "POST", path, b"{}", fits).status == 400, path


def promise(centre: Running, path: str, headers: dict[str, str], sent: bytes = b"") -> Raw:
    """Send the head of a question and perhaps some of its body; read the answer."""
    lines = [f"POST {path} HTTP/1.1", "host: centre", *(f"{n}: {v}" for n, v in headers.items())]
    assert centre.trusted is not None
    with (
        socket.create_connection(("127.0.0.1", centre.port), timeout=20) as plain,
        centre.trusted.wrap_socket(plain, server_hostname="127.0.0.1") as tls,
    ):
        tls.sendall("\r\n".join([*lines, "", ""]).encode() + sent)
        said = b""
        while b"\r\n\r\n" not in said or not said.partition(b"\r\n\r\n")[2]:
            part = tls.recv(65_536)
            if not part:
                break
            said += part
    head, _, body = said.partition(b"\r\n\r\n")
    first, *rest = head.decode().split("\r\n")
    found = dict(line.lower().split(": ", 1) for line in rest)
    return Raw(int(first.split()[1]), found, body)


def test_a_body_without_a_length_is_read_up_to_the_limit_and_no_further(centre: Running) -> None:
    chunk = b"10000\r\n" + b" " * 0x10000 + b"\r\n"
    headers = JSON | {"transfer-encoding": "chunked"}
    answer = promise(centre, "/v1/enrol", headers, chunk * (MESSAGE_MAX // 0x10000 + 2))
    assert (answer.status, answer.problem) == (413, "too-large")


def test_a_bomb_is_never_unpacked(centre: Running, bearer: tuple[Till, dict[str, str]]) -> None:
    _, token = bearer
    for path, most, headers in (
        ("/v1/enrol", MESSAGE_MAX, JSON),
        ("/v1/sync/push", ALONE_MAX, token | NDJSON),
    ):
        packer = zlib.compressobj(9, wbits=31)
        piece = bytes(1 << 20)
        bomb = b"".join(packer.compress(piece) for _ in range(60)) + packer.flush()
        assert len(bomb) < most
        answer = ask(centre, "POST", path, bomb, headers | GZIP)
        assert (answer.status, answer.problem) == (413, "too-large"), path


def test_a_push_of_many_is_shorter_than_one_of_a_long_list(
    centre: Running, bearer: tuple[Till, dict[str, str]]
) -> None:
    till, token = bearer
    half = b'{"a":"' + b"x" * (RAW_MAX // 2) + b'"}'
    for logged, status in (((half, half), 413), ((half + half,), 200)):
        raw = till.push(*logged).spelled()
        answer = ask(centre, "POST", "/v1/sync/push", pack(raw), token | NDJSON | GZIP)
        assert answer.status == status
        assert answer.problem == ("too-large" if status == 413 else "")


def test_half_a_question_reaches_nobody(
    centre: Running, bearer: tuple[Till, dict[str, str]]
) -> None:
    till, token = bearer
    raw = till.push(b'{"half":1}').spelled()
    before = len(centre.agreement.asked)
    headers = token | NDJSON | {"content-length": str(len(raw))}
    assert centre.trusted is not None
    lines = ["POST /v1/sync/push HTTP/1.1", "host: c", *(f"{n}: {v}" for n, v in headers.items())]
    for length in (0, 1, len(raw) // 2, len(raw) - 1):
        with (
            socket.create_connection(("127.0.0.1", centre.port), timeout=20) as plain,
            centre.trusted.wrap_socket(plain, server_hostname="127.0.0.1") as tls,
        ):
            tls.sendall("\r\n".join([*lines, "", ""]).encode() + raw[:length])
    assert ask(centre, "POST", "/v1/sync/push", raw, headers).status == 200
    assert [one for _, one in centre.agreement.asked[before:]] == [till.push(b'{"half":1}')]


def test_a_long_answer_is_packed_for_whoever_takes_that(
    centre: Running, bearer: tuple[Till, dict[str, str]]
) -> None:
    till, token = bearer
    raw = till.push(*(b"{}" for _ in range(100))).spelled()
    plain = ask(centre, "POST", "/v1/sync/push", raw, token | NDJSON)
    packed = ask(
        centre, "POST", "/v1/sync/push", raw, token | NDJSON | {"accept-encoding": "br, gzip"}
    )
    assert "content-encoding" not in plain.headers
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 3


@pytest.mark.parametrize(
    ("said", "takes"),
    [
        ("gzip", True),
        ("br, gzip;q=0.5", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("br", False),
        ("", False),
    ],
)
def test_who_takes_packed_answers(said: str, takes: bool) -> None:
    scope = {"type": "http", "headers": [(b"accept-encoding", said.encode())]}
    assert takes_gzip(Request(scope)) is takes


def test_a_message_at_another_door_is_never_a_fault(
    centre: Running, bearer: tuple[Till, dict[str, str]]
) -> None:
    _, token = bearer
    golden = [sample.message.spelled() for sample in SAMPLES.values()]
    paths = ("/v1/enrol", "/v1/token/nonce", "/v1/token", "/v1/rights", "/v1/rights/report")
    asks = [(path, JSON, body) for path in paths for body in golden]
    asks += [("/v1/sync/push", NDJSON, body) for body in golden]
    connection = HTTPSConnection("127.0.0.1", centre.port, timeout=20, context=centre.trusted)
    for path, kind, body in asks:
        connection.request("POST", path, body, token | kind)
        answer = connection.getresponse()
        assert answer.read()
        assert answer.status in {200, 400, 401, 403}, path
    connection.close()


def test_a_body_that_does_not_arrive_is_not_waited_for_long(
    centre: Running, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bodies, "READ_S", 0.05)
    answer = promise(centre, "/v1/enrol", JSON | {"content-length": "9"}, b"{")
    assert (answer.status, answer.problem) == (503, "away")
