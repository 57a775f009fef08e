"""What comes in and goes out, packed or not, never more than was allowed.

Unpacking goes on with what arrives and stops at the limit: a packed body that would unpack to more
is turned away before it was held, and before the rest of it was read.
"""

import asyncio
import zlib
from collections.abc import AsyncIterator
from dataclasses import dataclass

from starlette.requests import ClientDisconnect, Request

from central.service.flight import Load
from sync.wire_problem import Problem, ProblemKind

READ_S = 60.0
"""How long a question may take to arrive."""
_SLACK = 1_024
"""Bytes by which packing may make something longer."""
_DIGITS_MAX = 15
_STEP = 1 << 16
"""Bytes unpacked at a time: so little can be held before it was counted."""
_GZIP = 16 + zlib.MAX_WBITS

_TOO_LARGE = Problem(ProblemKind.TOO_LARGE, "the message is too long")
_BROKE_OFF = Problem(ProblemKind.BAD_MESSAGE, "the message broke off, or something follows it")
_NOT_PACKED = Problem(ProblemKind.BAD_MESSAGE, "the message is not packed with gzip")
_PACKED_HOW = Problem(ProblemKind.BAD_MESSAGE, "packed in a way the centre does not know")
_FULL = Problem(ProblemKind.AWAY, "too much is arriving at once", retry_s=1)
_SLOW = Problem(ProblemKind.AWAY, "the message took too long to arrive", retry_s=1)


@dataclass(slots=True)
class _Unpacking:
    """Unpacks piece by piece; a fault is a Problem."""

    most: int
    load: Load
    raw: bytearray
    unpacker: "zlib._Decompress"

    def add(self, piece: bytes) -> Problem | None:
        if self.unpacker.eof:
            return _BROKE_OFF if piece else None
        while True:
            try:
                part = self.unpacker.decompress(piece, _STEP)
            except zlib.error:
                return _NOT_PACKED
            if len(self.raw) + len(part) > self.most:
                return _TOO_LARGE
            if not self.load.add(len(part)):
                return _FULL
            self.raw += part
            piece = self.unpacker.unconsumed_tail
            if not piece and len(part) < _STEP:
                return _BROKE_OFF if self.unpacker.unused_data else None

    def end(self) -> Problem | None:
        return None if self.unpacker.eof else _BROKE_OFF


@dataclass(slots=True)
class _Plain:
    """Gathers what is not packed."""

    most: int
    load: Load
    raw: bytearray

    def add(self, piece: bytes) -> Problem | None:
        if len(self.raw) + len(piece) > self.most:
            return _TOO_LARGE
        if not self.load.add(len(piece)):
            return _FULL
        self.raw += piece
        return None

    def end(self) -> Problem | None:
        return None


async def read_body(request: Request, kind: str, most: int, load: Load) -> bytes | Problem:
    """Read a question of one media type, at most so many bytes when it is unpacked."""
    said = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if said != kind:
        return Problem(ProblemKind.BAD_MESSAGE, f"the message is not {kind}")
    packing = request.headers.get("content-encoding", "").strip().lower()
    if packing not in {"", "identity", "gzip"}:
        return _PACKED_HOW
    if _announced(request) > most + _SLACK:
        return _TOO_LARGE
    gathered: _Unpacking | _Plain = _Plain(most, load, bytearray())
    if packing == "gzip":
        gathered = _Unpacking(most, load, bytearray(), zlib.decompressobj(wbits=_GZIP))
    try:
        async with asyncio.timeout(READ_S):
            return await _gather(request.stream(), gathered, most)
    except TimeoutError:
        return _SLOW
    except ClientDisconnect:
        return _BROKE_OFF


async def _gather(
    pieces: AsyncIterator[bytes], gathered: _Unpacking | _Plain, most: int
) -> bytes | Problem:
    size = 0
    async for piece in pieces:
        size += len(piece)
        wrong = _TOO_LARGE if size > most + _SLACK else gathered.add(piece)
        if wrong is not None:
            return wrong
    return gathered.end() or bytes(gathered.raw)


def _announced(request: Request) -> int:
    text = request.headers.get("content-length", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) <= _DIGITS_MAX else 0


def takes_gzip(request: Request) -> bool:
    """Tell whether the answer may be packed with gzip."""
    for part in request.headers.get("accept-encoding", "").lower().split(","):
        name, _, quality = part.partition(";")
        if name.strip() in {"gzip", "*"}:
            return quality.replace(" ", "").rstrip("0").rstrip(".") not in {"q=", "q=0"}
    return False
