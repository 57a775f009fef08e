"""What every question passes on its way: it gets an id, is counted, is written down."""

import time
from collections.abc import Callable
from dataclasses import dataclass

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from central.service.answers import REQUEST_ID, Asked, named
from central.service.logs import Log
from central.service.metrics import Metrics
from central.service.rates import Buckets, network
from sync.wire_problem import Problem, ProblemKind

_WATCHED = frozenset({"health", "ready", "metrics"})
"""Doors that are asked every few seconds: counted, but not written down while all is well."""


@dataclass(frozen=True, slots=True)
class Gate:
    """Stands around the whole application."""

    app: ASGIApp
    log: Log
    metrics: Metrics
    addresses: Buckets
    random: Callable[[int], bytes]
    seconds: Callable[[], float] = time.monotonic

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one question through."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        note = Asked(self.random(8).hex())
        scope["regulars"] = note
        begun, sent = self.seconds(), _Sent(send, note.request_id)
        try:
            await self._through(scope, receive, sent)
        finally:
            self._note(note, sent, (self.seconds() - begun) * 1_000)

    async def _through(self, scope: Scope, receive: Receive, sent: "_Sent") -> None:
        client = scope.get("client")
        wait = self.addresses.take(network(client[0] if client else ""), self.seconds())
        if wait:
            problem = Problem(ProblemKind.TOO_MANY, "too many questions", retry_s=int(wait) + 1)
            await named(Request(scope), problem)(scope, receive, sent)
        else:
            await self.app(scope, receive, sent)

    def _note(self, note: Asked, sent: "_Sent", took_ms: float) -> None:
        self.metrics.note(note.door, sent.status, took_ms, is_waiting=note.is_waiting)
        self.metrics.bytes_in += note.bytes_in
        self.metrics.bytes_out += sent.size
        if note.problem:
            self.metrics.problems[note.problem] += 1
        if note.door in _WATCHED and not note.problem:
            return
        line: dict[str, str | int | bool] = {
            "event": "answered",
            "id": note.request_id,
            "door": note.door,
            "status": sent.status,
            "ms": round(took_ms),
            "in": note.bytes_in,
            "out": sent.size,
        }
        line |= {"device": note.device} if note.device else {}
        self.log(line | ({"problem": note.problem} if note.problem else {}))


class _Sent:
    """Sends an answer on and remembers how it was."""

    def __init__(self, send: Send, request_id: str) -> None:
        self._send = send
        self._id = request_id
        self.status = 500  # until an answer has begun, there is a fault of ours
        self.size = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            headers = MutableHeaders(raw=message["headers"])
            headers[REQUEST_ID] = self._id
            headers["cache-control"] = "no-store"
            headers["x-content-type-options"] = "nosniff"
        elif message["type"] == "http.response.body":
            self.size += len(message.get("body", b""))
        await self._send(message)
