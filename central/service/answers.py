"""How the service answers: a message, a problem of the wire, or one of HTTP's own.

Whatever goes wrong is said as problem+json, with a status and a name, and never with what somebody
sent or what a database said.
"""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Protocol

from starlette.requests import Request
from starlette.responses import Response

from regulars.canonical import encode
from sync.wire import pack
from sync.wire_problem import MEDIA_TYPE, Problem, ProblemKind
from sync.wire_snapshot import BYTES

JSON = "application/json"
NDJSON = "application/x-ndjson"
PACK_FROM = 1_024
"""Shorter answers fit into one packet as they are."""
REQUEST_ID = "x-request-id"


class Spoken(Protocol):
    """A message of the wire."""

    def spelled(self) -> bytes:
        """Give the bytes on the wire."""


@dataclass(slots=True)
class Asked:
    """What is noted of one question while it is answered; nothing of it names a person."""

    request_id: str
    door: str = "none"
    device: str = ""
    problem: str = ""
    is_waiting: bool = False
    bytes_in: int = 0


def asked(request: Request) -> Asked:
    """Give what is noted of a question."""
    found = request.scope["regulars"]
    assert isinstance(found, Asked)
    return found


def answered(request: Request, answer: Spoken | Problem, *, takes_gzip: bool) -> Response:
    """Spell an answer; may take a moment, so not on the event loop."""
    raw = answer.spelled()
    if isinstance(answer, Problem):
        return problem_response(request, answer.kind, answer.status, raw, answer.retry_s)
    headers = {"vary": "accept-encoding"}
    if takes_gzip and len(raw) >= PACK_FROM:
        raw = pack(raw, is_quick=True)
        headers["content-encoding"] = "gzip"
    return Response(raw, media_type=JSON, headers=headers)


def octets(raw: bytes) -> Response:
    """Give bytes as they are."""
    return Response(raw, media_type=BYTES)


def named(request: Request, problem: Problem) -> Response:
    """Spell a problem of the wire."""
    return answered(request, problem, takes_gzip=False)


def problem_response(
    request: Request, kind: str, status: int, raw: bytes, retry_s: int = 0
) -> Response:
    """Put a problem into an answer, and note it."""
    asked(request).problem = kind
    headers = {"retry-after": str(retry_s)} if retry_s else {}
    if status == HTTPStatus.UNAUTHORIZED:
        headers["www-authenticate"] = "Bearer"
    return Response(raw, status, headers, MEDIA_TYPE)


def status_response(request: Request, status: int) -> Response:
    """Say a status of HTTP that is no problem of the wire: no such door, a fault of ours."""
    raw = encode(
        {
            "type": f"/problems/{ProblemKind.OTHER}",
            "status": status,
            "title": HTTPStatus(status).phrase,
            "detail": f"request {asked(request).request_id}",
        }
    )
    return problem_response(request, ProblemKind.OTHER, status, raw)
