"""Somebody who sits where the centre should be, and keeps every byte that a till tells them."""

import socket
import ssl
import threading
import warnings
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Self

HEAD_END = b"\r\n\r\n"
PAGE = b"HTTP/1.1 502 No\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
TUNNEL = b"HTTP/1.1 200 Connection established\r\n\r\n"


def speaking(path: Path, version: ssl.TLSVersion | None = None) -> ssl.SSLContext:
    """Speak TLS with a certificate; with a version, that one alone, however old it is."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    return context if version is None else aged(context, version, version)


def aged(
    context: ssl.SSLContext,
    least: ssl.TLSVersion,
    most: ssl.TLSVersion = ssl.TLSVersion.MAXIMUM_SUPPORTED,
) -> ssl.SSLContext:
    """Let either end speak versions so old that its makers warn of them."""
    context.set_ciphers("ALL:@SECLEVEL=0")
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version, context.maximum_version = least, most
    return context


@dataclass(slots=True)
class Tap:
    """Listens; `told` is what came out of TLS, or in plain. It never answers well.

    A `proxy` is told where to connect to first, which is no secret and is kept in `tunnels`.
    """

    tls: ssl.SSLContext | None = None
    is_proxy: bool = False
    answer: bytes = PAGE
    told: bytes = b""
    hellos: int = 0
    tunnels: list[bytes] = field(default_factory=list)
    _listening: socket.socket = field(init=False)
    _thread: threading.Thread = field(init=False)

    @property
    def port(self) -> int:
        """Give where it listens."""
        return int(self._listening.getsockname()[1])

    def __enter__(self) -> Self:
        """Begin to listen."""
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._thread = threading.Thread(target=self._listen)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, also while it waits for somebody to come."""
        with suppress(OSError):
            self._listening.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        self._listening.close()

    def _listen(self) -> None:
        while True:
            try:
                connection, _ = self._listening.accept()
            except OSError:
                return
            with connection, suppress(OSError):
                connection.settimeout(10)
                self._hear(connection)

    def _hear(self, plain: socket.socket) -> None:
        if self.is_proxy:
            asked = b""
            while HEAD_END not in asked:
                asked += _some(plain)
            self.tunnels.append(asked)
            plain.sendall(TUNNEL)
        if self.tls is None:
            self._keep(plain)
            return
        self.hellos += 1
        with self.tls.wrap_socket(plain, server_side=True) as secret:
            self._keep(secret)

    def _keep(self, one: socket.socket) -> None:
        """Keep one question, or as much of it as there is, and send the caller away."""
        heard = b""
        while HEAD_END not in heard and (part := one.recv(65_536)):
            heard += part
            if part.startswith(b"\x16\x03"):  # a till that greets in TLS where nobody speaks it
                self.hellos += 1
                heard = b""
                break
        head, _, body = heard.partition(HEAD_END)
        lines = head.lower().split(b"\r\n")
        length = next((int(one[15:]) for one in lines if one.startswith(b"content-length:")), 0)
        while len(body) < length and (part := one.recv(65_536)):
            body += part
        self.told += head + HEAD_END + body if heard else b""
        one.sendall(self.answer)


def _some(one: socket.socket) -> bytes:
    part = one.recv(65_536)
    if not part:
        raise ConnectionResetError
    return part
