"""The centre over a real socket: what leaves the till, and what every failure is called."""

import socket
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import httpx
import pytest

from sync import network, trouble
from sync.http import HttpCentre
from sync.ports import Centre
from sync.trouble import Cause, SyncTrouble
from sync.wire import SIGNATURE_BYTES, pack, unpack
from sync.wire_enrol import NonceRequest, TokenRequest
from sync.wire_problem import MEDIA_TYPE, Problem, ProblemKind
from sync.wire_pull import PullRequest
from sync.wire_rights import GrantReport, RightsRequest
from tests.sync.samples import DEVICE, PAGE, SAMPLES, TENANT, WALLET, enrolment, signed_push
from tests.sync.service import Service, http

TRUSTED = ssl.create_default_context()  # takes a while, and only TLS asks it
WISH = NonceRequest(DEVICE, 1)
NONCE = SAMPLES["nonce"].message.spelled()
RIGHTS = RightsRequest(DEVICE, 1, 1, WALLET, 1_500)
REPORT = GrantReport(DEVICE, 1, 2, ((1, WALLET, 1_200),), ((1, 41),), is_last=True)
TOKEN = TokenRequest(TENANT, DEVICE, 1, b"\x66" * 32, bytes(SIGNATURE_BYTES))


@contextmanager
def answering(*answers: bytes) -> Iterator[tuple[HttpCentre, Service]]:
    with Service(list(answers)) as service:
        centre = HttpCentre(service.address, TRUSTED)
        try:
            yield centre, service
        finally:
            centre.close()


def lost(*answers: bytes) -> SyncTrouble:
    """Give the trouble that comes of an answer."""
    with answering(*answers) as (centre, _), pytest.raises(SyncTrouble) as caught:
        centre.nonce(WISH)
    return caught.value


@dataclass(frozen=True, slots=True)
class Route:
    ask: Callable[[Centre], object]
    line: str
    answer: str
    body: bytes = b""
    token: str = ""


ROUTES = [
    Route(
        lambda c: c.enrol(enrolment(None)),
        "POST /v1/enrol",
        "enrol_answer",
        enrolment(None).spelled(),
    ),
    Route(lambda c: c.nonce(WISH), "POST /v1/token/nonce", "nonce", WISH.spelled()),
    Route(lambda c: c.token(TOKEN), "POST /v1/token", "token", TOKEN.spelled()),
    Route(
        lambda c: c.push("t1", signed_push()),
        "POST /v1/sync/push",
        "push_answer",
        signed_push().spelled(),
        "t1",
    ),
    Route(
        lambda c: c.pull("t1", PullRequest("c1.1", 10, 0, 1)),
        "GET /v1/sync/pull?cursor=c1.1&limit=10&wait=0&schema=1",
        "page",
        token="t1",
    ),
    Route(
        lambda c: c.rights("t1", RIGHTS), "POST /v1/rights", "rights_answer", RIGHTS.spelled(), "t1"
    ),
    Route(
        lambda c: c.report("t1", REPORT),
        "POST /v1/rights/report",
        "report_answer",
        REPORT.spelled(),
        "t1",
    ),
]


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.line.partition("?")[0])
def test_every_question_goes_its_way_and_its_answer_comes_back(route: Route) -> None:
    expected = SAMPLES[route.answer].message
    with answering(http(200, expected.spelled())) as (centre, service):
        assert route.ask(centre) == expected
    head, _, body = service.asked[0].partition(b"\r\n\r\n")
    lines = head.decode().split("\r\n")
    assert lines[0] == f"{route.line} HTTP/1.1"
    assert "user-agent: regulars" in lines
    assert ("authorization: Bearer t1" in head.decode()) == bool(route.token)
    assert (unpack(body, 10_000) if body else b"") == route.body


def test_a_packed_answer_is_unpacked() -> None:
    packed = http(200, pack(PAGE.spelled()), headers=[("content-encoding", "gzip")])
    with answering(packed) as (centre, _):
        assert centre.pull("t1", PullRequest()) == PAGE


@pytest.mark.parametrize(
    "kind",
    [one for one in ProblemKind if one not in {ProblemKind.AWAY, ProblemKind.TOO_MANY}],
)
def test_a_problem_is_an_answer(kind: ProblemKind) -> None:
    problem = Problem(kind, "because", expected=7)
    with answering(http(problem.status, problem.spelled(), MEDIA_TYPE)) as (centre, _):
        assert centre.nonce(WISH) == problem


def test_an_answer_that_breaks_off_anywhere_is_unknown_and_never_failed() -> None:
    whole = http(200, NONCE)
    cuts = [*range(0, len(whole) - 1, 3), len(whole) - 1]
    with answering(*(whole[:cut] for cut in cuts)) as (centre, _):
        for cut in cuts:
            with pytest.raises(trouble.AnswerLost) as caught:
                centre.nonce(WISH)
            assert caught.value.is_unknown, cut


def test_an_answer_without_a_length_that_breaks_off_is_unknown() -> None:
    packed = pack(PAGE.spelled())
    head = b"HTTP/1.1 200 Said\r\ncontent-type: application/json\r\n"
    for sent in (PAGE.spelled()[:-1], b""):
        assert isinstance(lost(head + b"\r\n" + sent), trouble.AnswerLost)
    gzip = head + b"content-encoding: gzip\r\n\r\n"
    assert isinstance(lost(gzip + packed[:-4]), trouble.AnswerLost)


@pytest.mark.parametrize("status", [500, 502, 504])
@pytest.mark.parametrize("kind", ["text/html", MEDIA_TYPE])
def test_a_service_that_broke_may_have_done_it(status: int, kind: str) -> None:
    body = Problem(ProblemKind.OTHER).spelled()
    found = lost(http(status, body, kind))
    assert isinstance(found, trouble.AnswerLost)
    assert (found.is_unknown, found.cause) == (True, Cause.SERVICE)


@pytest.mark.parametrize(
    ("answer", "wait_ms"),
    [
        (http(503, b"<html>", "text/html", [("retry-after", "7")]), 7_000),
        (http(503, b"<html>", "text/html", [("retry-after", "tomorrow")]), 0),
        (http(503, b"<html>", "text/html", [("retry-after", "9" * 4_000)]), 0),
        (http(429, b"", "text/plain"), 0),
        (http(503, Problem(ProblemKind.AWAY, retry_s=30).spelled(), MEDIA_TYPE), 30_000),
        (http(429, Problem(ProblemKind.TOO_MANY, retry_s=2).spelled(), MEDIA_TYPE), 2_000),
    ],
)
def test_a_busy_service_says_how_long_to_wait(answer: bytes, wait_ms: int) -> None:
    found = lost(answer)
    assert isinstance(found, trouble.ServiceBusy)
    assert found.retry_after_ms == wait_ms
    assert found.is_unknown  # it may have been busy after it had begun


@pytest.mark.parametrize("status", [200, 302, 307, 404, 407, 511])
def test_somebody_elses_page_is_no_way_through(status: int) -> None:
    page = http(status, b"<html>Welcome to the mall</html>", "text/html")
    found = lost(page)
    assert isinstance(found, trouble.NoInternet)
    assert found.cause is Cause.INTERNET


def test_a_token_never_follows_to_another_address() -> None:
    with answering(http(200, NONCE)) as (_, other):
        away = http(307, b"", "text/html", [("location", other.address + "/v1/rights")])
        with answering(away) as (centre, _), pytest.raises(trouble.NoInternet):
            centre.rights("t1", RIGHTS)
        assert other.asked == []


@pytest.mark.parametrize(
    "body",
    [b"", b"{}", b"[]", b"\xff", NONCE.replace(b"66", b"6", 1), NONCE + NONCE],
)
def test_an_answer_that_is_not_the_message_is_unknown(body: bytes) -> None:
    assert isinstance(lost(http(200, body)), trouble.AnswerLost)
    assert isinstance(lost(http(400, body, MEDIA_TYPE)), trouble.AnswerLost)


def test_an_answer_that_unpacks_without_end_is_given_up() -> None:
    bomb = http(200, pack(bytes(40_000_000)), headers=[("content-encoding", "gzip")])
    assert isinstance(lost(bomb), trouble.AnswerLost)


def test_an_answer_that_trickles_for_ever_is_given_up() -> None:
    clock = iter([0.0, 121.0])
    with Service([http(200, NONCE)]) as service:
        centre = HttpCentre(service.address, TRUSTED, seconds=lambda: next(clock))
        with pytest.raises(trouble.AnswerLost):
            centre.nonce(WISH)
        centre.close()


def test_a_service_that_listens_and_says_nothing_may_have_done_it() -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}"
        centre = HttpCentre(address, TRUSTED, answer_s=0.05)
        with pytest.raises(trouble.AnswerLost):
            centre.nonce(WISH)
        centre.close()


def test_a_computer_where_nobody_listens_is_our_service_and_nothing_was_done() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    centre = HttpCentre(f"http://127.0.0.1:{port}", TRUSTED)
    with pytest.raises(trouble.ServiceAway) as caught:
        centre.nonce(WISH)
    assert (caught.value.is_unknown, caught.value.cause) == (False, Cause.SERVICE)
    centre.close()


def failing(error: Exception, under: Exception | None) -> httpx.MockTransport:
    def raises(_: httpx.Request) -> httpx.Response:
        raise error from under

    return httpx.MockTransport(raises)


NO_NAME = socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution")


@pytest.mark.parametrize(
    ("error", "under", "is_networked", "kind"),
    [
        (httpx.ConnectError("x"), NO_NAME, False, trouble.NoNetworkHere),
        (httpx.ConnectError("x"), NO_NAME, True, trouble.NoInternet),
        (httpx.ConnectError("x"), OSError(101, "unreachable"), False, trouble.NoNetworkHere),
        (httpx.ConnectError("x"), OSError(113, "no route"), True, trouble.NoInternet),
        (httpx.ConnectTimeout("x"), None, True, trouble.NoInternet),
        (httpx.ConnectTimeout("x"), None, False, trouble.NoNetworkHere),
        (httpx.ConnectError("x"), ConnectionRefusedError(), True, trouble.ServiceAway),
        (httpx.ReadTimeout("x"), None, True, trouble.AnswerLost),
        (httpx.WriteError("x"), BrokenPipeError(), True, trouble.AnswerLost),
        (httpx.ReadError("x"), ConnectionResetError(), False, trouble.AnswerLost),
        (httpx.RemoteProtocolError("x"), None, True, trouble.AnswerLost),
        (httpx.ProxyError("x"), None, True, trouble.AnswerLost),
    ],
)
def test_every_way_not_to_get_through_has_its_name(
    error: Exception, under: Exception | None, is_networked: bool, kind: type[SyncTrouble]
) -> None:
    centre = HttpCentre(
        "https://centre.example",
        TRUSTED,
        is_networked=lambda: is_networked,
        transport=failing(error, under),
    )
    with pytest.raises(kind) as caught:
        centre.push("t1", signed_push())
    assert type(caught.value) is kind
    assert caught.value.is_unknown == (kind is trouble.AnswerLost)
    centre.close()


@pytest.mark.parametrize(
    "address",
    ["http://centre.example", "ftp://localhost", "centre.example", "", "http://127.0.0.1.evil"],
)
def test_nothing_goes_out_in_the_clear(address: str) -> None:
    def sent(_: httpx.Request) -> httpx.Response:
        raise AssertionError("something was sent")

    centre = HttpCentre(address, TRUSTED, transport=httpx.MockTransport(sent))
    with pytest.raises(trouble.NotSecure) as caught:
        centre.nonce(WISH)
    assert not caught.value.can_retry


def test_a_connection_that_failed_is_not_used_again() -> None:
    with answering(http(200, NONCE)[:20], http(200, NONCE)) as (centre, _):
        with pytest.raises(trouble.AnswerLost):
            centre.nonce(WISH)
        assert centre.nonce(WISH) == SAMPLES["nonce"].message


def test_a_computer_with_no_way_out_has_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    class Nowhere:
        def __init__(self, *_: object) -> None:
            raise OSError(101, "Network is unreachable")

    monkeypatch.setattr("sync.network.socket.socket", Nowhere)
    assert not network.has_network()


def test_troubles_have_names_that_do_not_change() -> None:
    codes = {kind().code for kind in SyncTrouble.__subclasses__()}
    assert codes == {
        "no-network-here",
        "no-internet",
        "service-away",
        "service-busy",
        "service-untrusted",
        "not-secure",
        "clock-wrong",
        "answer-lost",
    }
