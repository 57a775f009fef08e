"""A light connection to the centre, so that one process can be five hundred tills.

HTTP/1.1 over TLS as a till's; what a till's program does beside is not measured here.
"""

import asyncio
import gzip
import ssl
import time
from contextlib import suppress
from dataclasses import dataclass, field

_ADDRESSES = 250
_KEPT_S = 20.0


def own_address(number: int) -> str:
    """Give an address of this computer's loopback for a till, so that limits hold for each."""
    return f"127.0.{1 + number // _ADDRESSES}.{1 + number % _ADDRESSES}"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back; `body` is unpacked."""

    status: int
    head: bytes
    body: bytes


@dataclass(slots=True)
class Line:
    """One till's connection, opened when it is needed and kept."""

    host: str
    port: int
    trusted: ssl.SSLContext
    here: str
    _used_s: float = 0.0
    _way: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = field(default=None)

    async def ask(
        self,
        method: str,
        path: str,
        body: bytes = b"",
        kind: str = "application/json",
        token: str = "",
    ) -> Answer:
        """Ask once; `body` is packed already. Raises OSError or IncompleteReadError."""
        if self._way is not None and time.monotonic() - self._used_s > _KEPT_S:
            await self.close()  # the centre ends a connection that nobody uses
        self._used_s = time.monotonic()
        if self._way is None:
            self._way = await asyncio.open_connection(
                self.host, self.port, ssl=self.trusted, local_addr=(self.here, 0), limit=1 << 20
            )
        reader, writer = self._way
        lines = [f"{method} {path} HTTP/1.1", f"host: {self.host}", "accept-encoding: gzip"]
        if token:
            lines.append(f"authorization: Bearer {token}")
        if body:
            lines += [f"content-type: {kind}", "content-encoding: gzip"]
            lines.append(f"content-length: {len(body)}")
        writer.write("\r\n".join([*lines, "", ""]).encode() + body)
        await writer.drain()
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        raw = await reader.readexactly(int(_header(head, b"content-length") or 0))
        if _header(head, b"content-encoding") == b"gzip":
            raw = gzip.decompress(raw)
        return Answer(int(head.split(b" ", 2)[1]), head, raw)

    async def close(self) -> None:
        """End it."""
        if self._way is not None:
            (_, out), self._way = self._way, None
            out.close()
            with suppress(OSError):  # the centre may have ended it first
                await out.wait_closed()


def _header(head: bytes, name: bytes) -> bytes:
    _, found, rest = head.partition(b"\r\n" + name + b":")
    return rest.partition(b"\r\n")[0].strip() if found else b""
