"""What whoever runs the centre sees: health, readiness, figures, lines; and nothing of a person."""

import asyncio
import json
import re
import socket
import ssl
from dataclasses import replace
from io import StringIO
from logging import ERROR, getLogger
from pathlib import Path
from urllib.parse import quote

import pytest
from starlette.types import ASGIApp, Message

from central.certificate import Certificate, certificate
from central.cluster import ADMINISTRATOR, Cluster
from central.database import Database, connected
from central.roles import SERVICE
from central.service.logs import JsonLog, Line, LineHandler
from central.service.rates import is_here
from central.service.serving import Renewal, listen
from central.service.shared import Shared
from central.trouble import DatabaseGone, KeyWrong
from regulars.ids import spell
from sync.http import HttpCentre
from sync.signing import sign
from sync.trouble import ServiceUntrusted
from sync.wire_enrol import NonceRequest
from sync.wire_pull import PullRequest
from sync.wire_push import Beside
from tests.central.service.standing import Hand, Running, Shop, Till, ask, running

LINE = re.compile(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.]+(e[+-]?[0-9]+)?')


def test_a_service_that_lives_and_can_answer_says_both(centre: Running) -> None:
    assert ask(centre, "GET", "/health").body == b"alive\n"
    assert ask(centre, "GET", "/ready").body == b"ready\n"


def test_a_service_without_the_migrations_it_needs_lives_but_is_not_ready(
    cluster: Cluster, own_database: str
) -> None:
    with Database(cluster.address(own_database, SERVICE), size=1) as database:
        with connected(cluster.address(own_database, ADMINISTRATOR)) as one:
            one.execute("delete from migration where number = (select max(number) from migration)")
        with running(database) as centre:
            assert ask(centre, "GET", "/health").status == 200
            answer = ask(centre, "GET", "/ready")
    assert (answer.status, answer.problem) == (503, "away")
    assert b"database-older" in answer.body


def test_a_service_whose_database_is_gone_lives_and_says_later(
    cluster: Cluster, own_database: str
) -> None:
    address = cluster.address(own_database, SERVICE)
    with (
        Database(address, size=1, wait_s=0.2) as database,
        running(database, ready_s=0.0) as centre,
    ):
        assert ask(centre, "GET", "/ready").status == 200
        with connected(cluster.address("postgres", ADMINISTRATOR)) as one:
            one.execute(f"drop database {own_database} with (force)".encode())
        answer = ask(centre, "GET", "/ready")
        assert (answer.status, answer.problem) == (503, "away")
        assert int(answer.headers["retry-after"]) > 0
        body = NonceRequest(Till().device, 1).spelled()
        headers = {"content-type": "application/json"}
        assert ask(centre, "POST", "/v1/token/nonce", body, headers).status == 503
        assert ask(centre, "GET", "/health").status == 200


def test_figures_are_what_prometheus_reads(database: Database) -> None:
    with running(database) as centre, centre.till_side() as side:
        shop, till = Shop(centre.parts.enrolling).open(), Till()
        token = till.enter(side, shop.code())
        side.pull(token, PullRequest())
        ask(centre, "GET", "/nowhere")
        answer = ask(centre, "GET", "/metrics")
    assert answer.headers["content-type"].startswith("text/plain; version=0.0.4")
    lines = answer.body.decode().splitlines()
    assert all(line.startswith("# TYPE ") or LINE.fullmatch(line) for line in lines)
    assert 'regulars_requests_total{door="pull",status="200"} 1' in lines
    assert 'regulars_requests_total{door="none",status="404"} 1' in lines
    assert 'regulars_request_seconds_count{door="enrol"} 1' in lines
    assert 'regulars_problems_total{problem="other"} 1' in lines
    assert "regulars_pulls_waiting 0" in lines
    for name in (shop.tenant, shop.store, till.device):
        assert spell(name) not in answer.body.decode()


def test_what_is_written_down_names_no_person_no_code_and_no_token(database: Database) -> None:
    with running(database) as centre, centre.till_side() as side:
        shop, till = Shop(centre.parts.enrolling).open(), Till()
        code = shop.code()
        token = till.enter(side, code)
        private = '{"name":"王小明","phone":"+886912345678"}'.encode()
        push = till.push(b'{"kind":"member.enrolled"}')
        push = replace(push, beside=(Beside(1, bytes(16), private),))
        side.push(token, replace(push, signature=sign(till.key, push.statement())))
        ask(centre, "GET", f"/v1/sync/pull?cursor={token}", headers={"authorization": token})
        ask(centre, "POST", quote("/王小明/+886912345678"), b"+886912345678")
    said = json.dumps(centre.lines, ensure_ascii=False)
    events = {line["event"] for line in centre.lines}
    assert events == {"answered"}
    for secret in ("小明", "+8869", "12345678", token, token[:20], code, code[:5], "127.0.0.1"):
        assert secret not in said
    pushed = next(line for line in centre.lines if line["door"] == "push")
    assert pushed["device"] == spell(till.device)
    assert set(pushed) == {"event", "id", "door", "status", "ms", "in", "out", "device"}
    assert {line["door"] for line in centre.lines} == {
        "enrol", "nonce", "token", "push", "pull", "none"
    }  # fmt: skip


def test_a_line_is_json_and_one_line() -> None:
    stream = StringIO()
    JsonLog(stream, Hand(1_772_416_800_123))({"event": "a\nb", "n": 1})
    assert stream.getvalue() == '{"at":"2026-03-02T02:00:00.123+00:00","event":"a\\nb","n":1}\n'


def test_what_a_library_says_is_written_without_what_it_was_told() -> None:
    lines: list[object] = []
    logger = getLogger("some.library")
    handler = LineHandler(lines.append)
    logger.addHandler(handler)
    logger.propagate = False
    logger.log(ERROR, "it failed for %s", "王小明", exc_info=ValueError("+886912345678"))
    logger.removeHandler(handler)
    (line,) = lines
    assert isinstance(line, dict)
    assert (line["said"], line["error"]) == ("it failed for %s", "ValueError")
    assert "8869" not in str(line)
    assert "小明" not in str(line)


def test_tills_can_fetch_what_they_are_to_trust_and_compare_it(
    centre: Running, own_certificate: Certificate, database: Database
) -> None:
    answer = ask(centre, "GET", "/certificate")
    assert answer.body.decode() == own_certificate.authority
    with running(database) as plain:
        assert ask(plain, "GET", "/certificate").status == 404


def test_a_till_that_trusts_another_centre_asks_this_one_nothing(
    centre: Running, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = certificate(tmp_path_factory.mktemp("other"), [])
    side = HttpCentre(centre.address, ssl.create_default_context(cadata=other.authority))
    with pytest.raises(ServiceUntrusted):
        side.nonce(NonceRequest(Till().device, 1))
    side.close()


def test_answers_leave_at_once() -> None:
    with listen("127.0.0.1", 0) as listening:
        assert listening.proto == socket.IPPROTO_TCP  # see there


def test_an_old_kind_of_tls_is_not_spoken(centre: Running) -> None:
    assert centre.trusted is not None
    assert shown(centre), "it has begun to serve"
    context = centre.server.config.ssl
    assert context is not None
    assert context.minimum_version >= ssl.TLSVersion.TLSv1_2


def test_a_certificate_that_was_renewed_is_used_without_a_new_start(
    database: Database, tmp_path: Path
) -> None:
    old, new = (certificate(tmp_path, [], None, name) for name in ("old", "new"))
    finds = iter([KeyWrong("broken for once")])

    def find() -> Path:
        found = next(finds, None)
        if found is not None:
            raise found
        return new.chain

    lines = list[Line]()
    with running(
        database, old, renewal=lambda context: Renewal(context, find, lines.append, 0.01)
    ) as centre:
        for _ in range(500):
            if shown(centre) == ssl.PEM_cert_to_DER_cert(leaf(new)):
                break
        else:
            pytest.fail("the old certificate is shown for ever")
    assert [line["trouble"] for line in lines] == ["key-wrong"]


def shown(centre: Running) -> bytes | None:
    assert centre.trusted is not None
    with (
        socket.create_connection(("127.0.0.1", centre.port), timeout=20) as plain,
        centre.trusted.wrap_socket(plain, server_hostname="127.0.0.1") as tls,
    ):
        return tls.getpeercert(binary_form=True)


def leaf(made: Certificate) -> str:
    begin = "-----BEGIN CERTIFICATE-----"
    return begin + made.chain.read_text("ascii").split(begin)[1]


def test_many_who_ask_whether_it_is_ready_share_one_look() -> None:
    looks, now = list[int](), [0.0]

    async def look() -> None:
        looks.append(1)
        await asyncio.sleep(0)
        if len(looks) > 1:
            raise DatabaseGone

    async def play() -> None:
        ready = Shared(look, 1.0, lambda: now[0])
        await asyncio.gather(*(ready() for _ in range(50)))
        now[0] = 0.9
        await ready()
        assert len(looks) == 1
        now[0] = 1.0
        said = await asyncio.gather(*(ready() for _ in range(50)), return_exceptions=True)
        assert {type(one) for one in said} == {DatabaseGone}
        assert len(looks) == 2

    asyncio.run(play())


@pytest.mark.parametrize("shows", [True, False])
def test_figures_are_for_this_computer_unless_somebody_wants_it_otherwise(
    database: Database, *, shows: bool
) -> None:
    with running(database, shows_figures=shows) as centre:
        assert ask(centre, "GET", "/metrics").status == 200
        from_afar = centre.service.app
        found = asyncio.run(_status(from_afar, "192.0.2.7"))
    assert found == (200 if shows else 404)


async def _status(app: ASGIApp, address: str) -> int:
    found = list[int]()

    async def receive() -> Message:
        return {"type": "http.request"}

    async def send(message: Message) -> None:
        found.extend([message["status"]] if "status" in message else [])

    scope = {
        "type": "http",
        "method": "GET",
        "path": "/metrics",
        "headers": [],
        "query_string": b"",
    }
    await app({**scope, "client": (address, 1)}, receive, send)
    return found[0]


@pytest.mark.parametrize(
    ("address", "is_ours"),
    [("127.0.0.9", True), ("::1", True), ("::ffff:127.0.0.1", True), ("192.0.2.7", False),
     ("2001:db8::1", False), ("", False), ("localhost", False)],
)  # fmt: skip
def test_which_addresses_are_this_computer_s(address: str, is_ours: bool) -> None:
    assert is_here(address) is is_ours
