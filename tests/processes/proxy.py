"""Something bad between tills and the centre: a TCP proxy that cuts, doubles, delays and lies.

It reads whole questions and whole answers and knows nothing of what they mean. Each connection has
a thread of its own; what happens to a question is the plan's word.
"""

import select
import socket
import struct
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random
from types import TracebackType
from typing import Protocol, Self

_HEAD_END = b"\r\n\r\n"
_PART = 65_536
_ADDRESSES = 250
_ABORT = struct.pack("ii", 1, 0)
PORTAL_PAGE = b"<html><title>Welcome to our free network</title>Please accept.</html>"
GATEWAY_PAGE = b"<html><h1>502 Bad Gateway</h1></html>"


class Kind(StrEnum):
    """What can happen to a question and its answer."""

    PASS = "pass"
    DELAY = "delay"
    """The answer comes later, by `size` milliseconds."""
    CUT_QUESTION = "cut-question"
    """The line breaks after `size` bytes of the question."""
    CUT_ANSWER = "cut-answer"
    """The line breaks after `size` bytes of the answer."""
    TWICE = "twice"
    """The question arrives twice; the second answer is told."""
    LATE = "late"
    """The line breaks at once, and the question arrives behind a later one."""
    GATEWAY = "gateway"
    """The question arrives; what comes back is a 502 page."""
    NO_GATEWAY = "no-gateway"
    """A 502 page, and the question never arrives."""
    PORTAL = "portal"
    """A captive portal answers, with status 200."""
    SHORT = "short"
    """The answer is whole to TCP and HTTP, but its last `size` bytes are missing."""
    SILENCE = "silence"
    """The question arrives; nothing ever comes back."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that happens; `size` is counted in bytes or milliseconds."""

    kind: Kind = Kind.PASS
    size: int = 0


class Plan(Protocol):
    """Says what happens to each question and answer."""

    def question(self, raw: bytes) -> Fault:
        """Give what happens to a question."""

    def answer(self, raw: bytes) -> Fault:
        """Give what else happens to the answer of one that passed."""


class Calm:
    """Nothing happens."""

    def question(self, raw: bytes) -> Fault:
        """Let it pass."""
        return Fault()

    def answer(self, raw: bytes) -> Fault:
        """Let it pass."""
        return Fault()


@dataclass(slots=True)
class Sweep:
    """Cuts the line once, after so many bytes of everything that travels either way."""

    at: int
    seen: int = 0
    has_cut: bool = False
    gate: threading.Lock = field(default_factory=threading.Lock)

    def question(self, raw: bytes) -> Fault:
        """Cut the question where the count ends in it."""
        return self._of(raw, Kind.CUT_QUESTION)

    def answer(self, raw: bytes) -> Fault:
        """Cut the answer where the count ends in it."""
        return self._of(raw, Kind.CUT_ANSWER)

    def _of(self, raw: bytes, kind: Kind) -> Fault:
        with self.gate:
            before, self.seen = self.seen, self.seen + len(raw)
            if self.has_cut or self.seen <= self.at:
                return Fault()
            self.has_cut = True
            return Fault(kind, self.at - before)


@dataclass(slots=True)
class Storm:
    """Draws what happens; `percent` of the questions have bad luck."""

    chance: Random
    percent: int
    kinds: tuple[Kind, ...] = tuple(Kind)
    gate: threading.Lock = field(default_factory=threading.Lock)

    def question(self, raw: bytes) -> Fault:
        """Draw a fault, or none."""
        with self.gate:
            if self.chance.randrange(100) >= self.percent:
                return Fault()
            kind = self.chance.choice(self.kinds)
            most = len(raw) if kind is Kind.CUT_QUESTION else 400
            return Fault(kind, self.chance.randrange(most) if kind is not Kind.DELAY else 30)

    def answer(self, raw: bytes) -> Fault:
        """Do no more than was drawn for the question."""
        return Fault()


@dataclass(slots=True)
class Proxy:
    """Listens at `port` and carries to wherever `upstream` says now; ends with its `with`."""

    upstream: Callable[[], int]
    plan: Plan = field(default_factory=Calm)
    port: int = 0
    met: Counter[Kind] = field(default_factory=Counter)
    carried: int = 0
    _held: list[bytes] = field(default_factory=list)
    _gate: threading.Lock = field(default_factory=threading.Lock)
    _open: set[socket.socket] = field(default_factory=set)
    _is_over: bool = False
    _listening: socket.socket = field(init=False)

    def __enter__(self) -> Self:
        """Begin."""
        self._listening = socket.create_server(("127.0.0.1", 0), backlog=128)
        self.port = self._listening.getsockname()[1]
        threading.Thread(target=self._listen, daemon=True).start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End every connection."""
        self._is_over = True
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._listening.close()
        self.hang_up()

    @property
    def address(self) -> str:
        """Give the address to ask."""
        return f"http://127.0.0.1:{self.port}"

    def hang_up(self) -> None:
        """Break every line there is."""
        with self._gate:
            lines = list(self._open)
        for line in lines:
            with suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)

    def deliver(self) -> None:
        """Let everything arrive that was held back."""
        while (raw := self._next_held()) is not None:
            self._put(raw, None)

    def _next_held(self) -> bytes | None:
        with self._gate:
            return self._held.pop(0) if self._held else None

    def _listen(self) -> None:
        while not self._is_over:
            try:
                client, _ = self._listening.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(client,), daemon=True).start()

    def _serve(self, client: socket.socket) -> None:
        with self._gate:
            self._open.add(client)
        try:
            client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while (raw := read_message(client)) is not None and self._carry(client, raw):
                pass
        except OSError:
            return  # whoever asked has hung up
        finally:
            with self._gate:
                self._open.discard(client)
            client.close()

    def _carry(self, client: socket.socket, raw: bytes) -> bool:
        """Carry one question; tells whether the line is still good."""
        fault = self.plan.question(raw)
        self._note(fault)
        match fault.kind:
            case Kind.LATE:
                with self._gate:
                    self._held.append(raw)
                return cut(client, fault.size)
            case Kind.CUT_QUESTION:
                self._put_part(raw[: fault.size], fault.size)
                return cut(client, fault.size)
            case Kind.NO_GATEWAY:
                return give(client, page(502, GATEWAY_PAGE))
            case Kind.PORTAL:
                return give(client, page(200, PORTAL_PAGE))
            case Kind.TWICE:
                self._put(raw, client)
            case _:
                pass
        answer = self._put(raw, client)
        if (late := self._next_held()) is not None:
            self._put(late, None)
        if answer is None:
            return cut(client, 0)
        return self._tell(client, answer, fault)

    def _tell(self, client: socket.socket, answer: bytes, fault: Fault) -> bool:
        if fault.kind is Kind.PASS:
            fault = self.plan.answer(answer)
            self._note(fault)
        match fault.kind:
            case Kind.GATEWAY:
                return give(client, page(502, GATEWAY_PAGE))
            case Kind.SILENCE:
                select.select([client], [], [], 30)  # until whoever asked gives up
                return False
            case Kind.DELAY:
                readable, _, _ = select.select([client], [], [], fault.size / 1_000)
                return not readable and give(client, answer)
            case Kind.CUT_ANSWER:
                client.sendall(answer[: fault.size])
                return cut(client, fault.size)
            case Kind.SHORT:
                return give(client, shortened(answer, fault.size))
            case _:
                return give(client, answer)

    def _note(self, fault: Fault) -> None:
        with self._gate:
            self.carried += fault.kind is Kind.PASS
            if fault.kind is not Kind.PASS:
                self.met[fault.kind] += 1

    def _put(self, raw: bytes, client: socket.socket | None) -> bytes | None:
        """Ask the service; None where it is gone, or whoever asked hung up meanwhile."""
        try:
            with self._connected() as service:
                service.sendall(raw)
                waits = [service] if client is None else [service, client]
                readable, _, _ = select.select(waits, [], [], 60)
                if service not in readable:
                    return None
                return read_message(service)
        except OSError:
            return None

    def _connected(self) -> socket.socket:
        """Reach the service from one of many addresses, as tills do: each has its own limits."""
        own = f"127.0.1.{self.carried % _ADDRESSES + 1}"
        service = socket.create_connection(("127.0.0.1", self.upstream()), 60, (own, 0))
        service.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        return service

    def _put_part(self, part: bytes, size: int) -> None:
        with suppress(OSError):
            service = self._connected()
            service.sendall(part)
            cut(service, size)


def read_message(line: socket.socket) -> bytes | None:
    """Read one whole question or answer; None at the end of the line."""
    gathered = b""
    while _HEAD_END not in gathered:
        part = line.recv(_PART)
        if not part:
            return None
        gathered += part
    head, _, body = gathered.partition(_HEAD_END)
    lengths = [
        int(one.partition(b":")[2])
        for one in head.lower().split(b"\r\n")
        if one.startswith(b"content-length:")
    ]
    assert b"transfer-encoding:" not in head.lower(), "every message says how long it is"
    left = sum(lengths) - len(body)
    parts = [gathered]
    while left > 0:
        part = line.recv(_PART)
        if not part:
            return None
        parts.append(part)
        left -= len(part)
    return b"".join(parts)


def page(status: int, body: bytes) -> bytes:
    """Give a page of somebody else's."""
    head = f"HTTP/1.1 {status} Said\r\ncontent-type: text/html\r\ncontent-length: {len(body)}"
    return head.encode() + _HEAD_END + body


def shortened(answer: bytes, size: int) -> bytes:
    """Take bytes off the end of an answer, and let its head say so."""
    head, _, body = answer.partition(_HEAD_END)
    body = body[: max(0, len(body) - 1 - size)]
    lines = [
        b"content-length: %d" % len(body) if one.lower().startswith(b"content-length:") else one
        for one in head.split(b"\r\n")
    ]
    return b"\r\n".join(lines) + _HEAD_END + body


def give(line: socket.socket, answer: bytes) -> bool:
    """Tell an answer."""
    line.sendall(answer)
    return True


def cut(line: socket.socket, size: int) -> bool:
    """Break a line: in order, or (at odd places) as a cable that is torn out."""
    if size % 2:
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _ABORT)
    line.close()
    return False
