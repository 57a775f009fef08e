"""The centre over HTTPS: the one door to httpx. Decides nothing and repeats nothing by itself.

Every failure leaves as a `SyncTrouble` that names its cause. Once a question may have left this
computer its fate is unknown until an answer is read whole: a broken connection, a page of somebody
else's and a 500 all mean "ask again".
"""

import hashlib
import socket
import ssl
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, NoReturn, TypeVar

import httpcore
import httpx

from sync import trouble
from sync.network import NO_WAY, has_network
from sync.whole import Whole
from sync.wire import ANSWER_MAX, BadMessage, pack, unpack
from sync.wire_enrol import (
    EnrolAnswer,
    EnrolRequest,
    Nonce,
    NonceRequest,
    Token,
    TokenRequest,
    read_enrol_answer,
    read_nonce,
    read_token,
)
from sync.wire_look import (
    RetireAnswer,
    RetireRequest,
    TillsAnswer,
    TillsRequest,
    TimelineAnswer,
    TimelineRequest,
    read_retire_answer,
    read_tills_answer,
    read_timeline_answer,
)
from sync.wire_pins import PinsAnswer, PinsRequest, read_pins_answer
from sync.wire_problem import MEDIA_TYPE, RETRY_S_MAX, Problem, ProblemKind, read_problem
from sync.wire_pull import Page, PullRequest, read_page
from sync.wire_push import Push, PushAnswer, read_push_answer
from sync.wire_rights import (
    GrantReport,
    ReportAnswer,
    RightsAnswer,
    RightsRequest,
    read_report_answer,
    read_rights_answer,
)
from sync.wire_snapshot import BYTES, SnapshotHead, read_snapshot_head
from sync.wire_snapshot import PATH as SNAPSHOT

NDJSON = "application/x-ndjson"
JSON = "application/json"
PEM = "application/x-pem-file"
CONNECT_S = 5.0
ANSWER_S = 20.0
WHOLE_S = 120.0
"""No answer takes longer from its first byte to its last, however it trickles."""
KEPT_S = 25.0
"""How long a connection that nobody uses is kept; the centre keeps it a little longer."""
_BUSY = frozenset({408, 425, 429, 503})
_MALFORMED = 400
_SERVER_FAULT = 500
_HERE = frozenset({"localhost", "127.0.0.1", "::1"})
_CERTIFICATE_NOT_YET_VALID = 9
_BEFORE_WAITING = ("connect_tcp.started", "start_tls.started", "send_request_headers.started")
M = TypeVar("M")
Reader = Callable[[bytes], M | BadMessage]


@dataclass(frozen=True, slots=True)
class Question:
    """One request: where it goes, and what it carries."""

    method: str
    path: str
    body: bytes = b""
    kind: str = JSON
    token: str = ""
    wait_s: int = 0

    def headers(self) -> dict[str, str]:
        """Give its headers; the answer may be packed with gzip and nothing else."""
        headers = {"accept": f"{JSON}, {MEDIA_TYPE}", "accept-encoding": "gzip"}
        headers["user-agent"] = "regulars"
        if self.body:
            headers |= {"content-type": self.kind, "content-encoding": "gzip"}
        return headers | ({"authorization": f"Bearer {self.token}"} if self.token else {})


@dataclass(slots=True)
class HttpCentre:
    """The centre at an address such as https://centre.example:8443. One thread at a time uses it.

    Only `hang_up` is for other threads.
    `trusted` knows whose certificates to believe: those this computer believes, where not told.
    """

    address: str
    trusted: ssl.SSLContext = field(default_factory=ssl.create_default_context)
    is_networked: Callable[[], bool] = has_network
    connect_s: float = CONNECT_S
    answer_s: float = ANSWER_S
    transport: httpx.BaseTransport | None = None
    seconds: Callable[[], float] = time.monotonic
    _client: httpx.Client | None = field(default=None, init=False)
    _socket: socket.socket | None = field(default=None, init=False)
    _is_cut: bool = field(default=False, init=False)

    def close(self) -> None:
        """End all connections; another question opens new ones."""
        if self._client is not None:
            self._client.close()
        self._client, self._socket, self._is_cut = None, None, False

    def hang_up(self) -> None:
        """End the question that is being asked, or the next one: AnswerLost there, until `close`.

        Closing a socket that another thread reads from wakes nobody; shutting it down does.
        """
        self._is_cut = True
        if self._socket is not None:
            with suppress(OSError):  # closed meanwhile, or still in its first handshake
                socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def _watch(self, event: str, info: Mapping[str, Any]) -> None:
        """Remember the socket in use; whoever hung up before there was one is heard here."""
        if event.endswith(("connect_tcp.complete", "start_tls.complete")):
            self._socket = info["return_value"].get_extra_info("socket")
            Whole(info["return_value"], httpcore.WriteError)
        if self._is_cut and event.endswith(_BEFORE_WAITING):
            if event.endswith("start_tls.started") and self._socket is not None:
                self._socket.close()  # between its two halves nobody else knows of it
            raise trouble.AnswerLost("this till hung up")

    def certificate(self) -> str:
        """Ask whom tills are to trust; "" where the centre says it serves this computer only."""
        answer = self._ask(Question("GET", "/certificate"), _read_certificate, PEM)
        return "" if isinstance(answer, Problem) else answer

    def enrol(self, request: EnrolRequest) -> EnrolAnswer | Problem:
        """Ask to be let in with a one-time code."""
        return self._ask(_post("/v1/enrol", request.spelled()), read_enrol_answer)

    def nonce(self, request: NonceRequest) -> Nonce | Problem:
        """Ask for something to sign."""
        return self._ask(_post("/v1/token/nonce", request.spelled()), read_nonce)

    def token(self, request: TokenRequest) -> Token | Problem:
        """Show who asks, and get a token."""
        return self._ask(_post("/v1/token", request.spelled()), read_token)

    def push(self, token: str, push: Push) -> PushAnswer | Problem:
        """Hand over operations."""
        question = Question("POST", "/v1/sync/push", push.spelled(), NDJSON, token)
        return self._ask(question, read_push_answer)

    def pull(self, token: str, request: PullRequest) -> Page | Problem:
        """Ask what changed; may take as long as the request says to wait."""
        path = f"/v1/sync/pull?{request.query()}"
        return self._ask(Question("GET", path, token=token, wait_s=request.wait_s), read_page)

    def rights(self, token: str, request: RightsRequest) -> RightsAnswer | Problem:
        """Ask for rights to spend from a wallet."""
        return self._ask(_post("/v1/rights", request.spelled(), token), read_rights_answer)

    def report(self, token: str, report: GrantReport) -> ReportAnswer | Problem:
        """Tell a restored centre what it granted before."""
        return self._ask(_post("/v1/rights/report", report.spelled(), token), read_report_answer)

    def pins(self, token: str, request: PinsRequest) -> PinsAnswer | Problem:
        """Hand up verifiers of PINs that were set here."""
        return self._ask(_post("/v1/pins", request.spelled(), token), read_pins_answer)

    def tills(self, token: str, request: TillsRequest) -> TillsAnswer | Problem:
        """Ask for a page of the tills of the shop."""
        return self._ask(Question("GET", request.path(), token=token), read_tills_answer)

    def timeline(self, token: str, request: TimelineRequest) -> TimelineAnswer | Problem:
        """Ask what a member did at all stores."""
        return self._ask(Question("GET", request.path(), token=token), read_timeline_answer)

    def retire(self, token: str, request: RetireRequest) -> RetireAnswer | Problem:
        """Give up a till that is lost, in the name of a person."""
        return self._ask(_post("/v1/tills/retire", request.spelled(), token), read_retire_answer)

    def snapshot(self, token: str) -> SnapshotHead | Problem:
        """Ask what a new till can read at once."""
        return self._ask(Question("GET", SNAPSHOT, token=token), read_snapshot_head)

    def snapshot_part(self, token: str, head: SnapshotHead, part: int) -> bytes | Problem:
        """Fetch a part of a snapshot."""
        return self._ask(Question("GET", head.part_path(part), token=token), _as_it_is, BYTES)

    def _ask(self, question: Question, reader: Reader[M], kind: str = JSON) -> M | Problem:
        client = self._client or self._opened()
        content = pack(question.body) if question.body else b""
        timeout = httpx.Timeout(self.answer_s + question.wait_s, connect=self.connect_s)
        try:
            with client.stream(
                question.method,
                question.path,
                content=content,
                headers=question.headers(),
                timeout=timeout,
                extensions={"trace": self._watch},
            ) as answer:
                return _understood(answer, _whole(answer, self.seconds), reader, kind)
        except httpx.HTTPError as error:
            self._raise(error)

    def _opened(self) -> httpx.Client:
        try:
            url = httpx.URL(self.address)
        except httpx.InvalidURL as error:
            raise trouble.NotSecure(self.address) from error
        if url.scheme != "https" and not (url.scheme == "http" and url.host in _HERE):
            raise trouble.NotSecure(self.address)
        self._client = httpx.Client(
            base_url=url,
            verify=self.trusted,
            transport=self.transport,
            limits=httpx.Limits(keepalive_expiry=KEPT_S),
            trust_env=url.host not in _HERE,  # no proxy stands between a computer and itself
            follow_redirects=False,  # a token is for one host alone
        )
        return self._client

    def _raise(self, error: httpx.HTTPError) -> NoReturn:
        if isinstance(error, httpx.ConnectError | httpx.ConnectTimeout | httpx.PoolTimeout):
            raise _unconnected(error, is_networked=self.is_networked()) from error
        if isinstance(error, httpx.UnsupportedProtocol):
            raise trouble.NotSecure(self.address) from error
        raise trouble.AnswerLost(type(error).__name__) from error


def authority_at(address: str) -> str:
    """Give the certificate (PEM) that tills of a centre are to trust, as whoever answers says it.

    Nobody vouches for it: a person compares its fingerprint. Raises a SyncTrouble.
    """
    stranger = ssl.create_default_context()
    stranger.check_hostname = False
    stranger.verify_mode = ssl.CERT_NONE  # what is read here is public, and nothing is said
    centre = HttpCentre(address, stranger, answer_s=CONNECT_S)
    try:
        return centre.certificate()
    finally:
        centre.close()


def trusting(authority: str) -> ssl.SSLContext:
    """Believe this authority and no other; raises ServiceUntrusted where it cannot be one."""
    try:
        return ssl.create_default_context(cadata=authority)
    except (ssl.SSLError, ValueError) as error:
        raise trouble.ServiceUntrusted("this is no certificate") from error


def fingerprint_of(authority: str) -> str:
    """Give what a person compares: SHA-256 of a certificate (PEM), in groups of four."""
    try:
        der = ssl.PEM_cert_to_DER_cert(authority.strip())
    except ValueError as error:
        raise trouble.ServiceUntrusted("this is no certificate") from error
    digits = hashlib.sha256(der).hexdigest().upper()
    return " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def _post(path: str, body: bytes, token: str = "") -> Question:
    return Question("POST", path, body, JSON, token)


def _whole(answer: httpx.Response, seconds: Callable[[], float]) -> bytes:
    """Read an answer as it came, never more or longer than a bound; raises AnswerLost."""
    gathered: list[bytes] = []
    size, until = 0, seconds() + WHOLE_S
    for part in answer.iter_raw():
        size += len(part)
        if size > ANSWER_MAX or seconds() > until:
            raise trouble.AnswerLost("the answer is too long")
        gathered.append(part)
    raw = b"".join(gathered)
    if answer.headers.get("content-encoding", "") != "gzip":
        return raw
    unpacked = unpack(raw, ANSWER_MAX)
    if isinstance(unpacked, BadMessage):
        raise trouble.AnswerLost(unpacked.sentence)
    return unpacked


def _understood(answer: httpx.Response, raw: bytes, reader: Reader[M], wanted: str) -> M | Problem:
    kind = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    if answer.status_code == httpx.codes.OK and kind == wanted:
        message = reader(raw)
        if isinstance(message, BadMessage):
            raise trouble.AnswerLost(message.sentence)
        return message
    if answer.status_code >= _MALFORMED and kind == MEDIA_TYPE:
        problem = read_problem(raw)
        if isinstance(problem, BadMessage):
            raise trouble.AnswerLost(problem.sentence)
        return _or_away(problem, answer)
    raise _foreign(answer)


def _as_it_is(raw: bytes) -> bytes | BadMessage:
    return raw


def _read_certificate(raw: bytes) -> str | BadMessage:
    try:
        return raw.decode("ascii")
    except UnicodeDecodeError:
        return BadMessage("a certificate is plain text")


def _or_away(problem: Problem, answer: httpx.Response) -> Problem:
    """Give a problem, except that the service is busy, which is a trouble like any other."""
    wait = max(problem.retry_s * 1_000, retry_after_ms(answer))
    if problem.kind in {ProblemKind.AWAY, ProblemKind.TOO_MANY}:
        raise trouble.ServiceBusy(problem.detail, wait)
    if answer.status_code >= _SERVER_FAULT:
        raise trouble.AnswerLost(str(answer.status_code), wait)
    return problem


def _foreign(answer: httpx.Response) -> trouble.SyncTrouble:
    """Name what an answer stands for that is not the service's own.

    A gateway that gives up (502, 504) and a service that broke (500) may both have done what was
    asked. Any other page is from something on the way: a captive portal sends one with status 200.
    """
    said = f"status {answer.status_code}"
    wait = retry_after_ms(answer)
    if answer.status_code in _BUSY:
        return trouble.ServiceBusy(said, wait)
    is_portal = answer.status_code == httpx.codes.NETWORK_AUTHENTICATION_REQUIRED
    if answer.status_code >= _SERVER_FAULT and not is_portal:
        return trouble.AnswerLost(said, wait)
    return trouble.NoInternet(f"somebody else answered, {said}", wait)


def retry_after_ms(answer: httpx.Response) -> int:
    """Give how long a Retry-After in seconds asks to wait; 0 where there is none to believe."""
    text = answer.headers.get("retry-after", "")
    is_number = text.isascii() and text.isdigit() and len(text) <= len(str(RETRY_S_MAX))
    return min(int(text), RETRY_S_MAX) * 1_000 if is_number else 0


def _unconnected(error: httpx.HTTPError, *, is_networked: bool) -> trouble.SyncTrouble:
    """Name why no connection came about; nothing was sent."""
    said = type(error).__name__
    for under in _causes(error):
        if isinstance(under, ssl.SSLCertVerificationError):
            if under.verify_code == _CERTIFICATE_NOT_YET_VALID:  # no centre comes from the future
                return trouble.ClockWrong(said)
            return trouble.ServiceUntrusted(under.verify_message)
        if isinstance(under, ssl.SSLError):
            return trouble.ServiceAway(said)
        if isinstance(under, ConnectionError):
            return trouble.ServiceAway(said)  # a computer answered that nobody listens there
        if isinstance(under, OSError) and under.errno in NO_WAY and not is_networked:
            return trouble.NoNetworkHere(said)
    return trouble.NoInternet(said) if is_networked else trouble.NoNetworkHere(said)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Give an error and all it was raised from."""
    seen: BaseException | None = error
    while seen is not None:
        yield seen
        seen = seen.__cause__ or seen.__context__
