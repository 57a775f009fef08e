"""A made-up service on a real socket: it answers each connection with the bytes it was told.

It keeps what it was asked, so that a test can see what left the till.
"""

import socket
import ssl
import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from types import TracebackType
from typing import Self

_HEADER_END = b"\r\n\r\n"


def http(
    status: int,
    body: bytes,
    kind: str = "application/json",
    headers: Iterable[tuple[str, str]] = (),
) -> bytes:
    """Spell an HTTP answer."""
    lines = [f"HTTP/1.1 {status} Said", f"content-type: {kind}", f"content-length: {len(body)}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "connection: close", "", ""]).encode() + body


@dataclass(slots=True)
class Service:
    """Answers connections one after another; ends with the `with` it is used in."""

    answers: list[bytes]
    tls: ssl.SSLContext | None = None
    asked: list[bytes] = field(default_factory=list)
    port: int = 0
    _listening: socket.socket = field(init=False)
    _thread: threading.Thread = field(init=False)

    def __enter__(self) -> Self:
        """Begin to listen."""
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._serve)
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop, also while it waits for somebody to come."""
        self.answers.clear()
        socket.create_connection(("127.0.0.1", self.port)).close()
        self._thread.join()
        self._listening.close()

    @property
    def address(self) -> str:
        """Give the address to ask."""
        return f"{'https' if self.tls else 'http'}://localhost:{self.port}"

    def _serve(self) -> None:
        while True:
            connection, _ = self._listening.accept()
            with connection:
                if not self.answers:
                    return
                try:
                    self._answer(connection)
                except OSError:  # whoever asked has hung up
                    continue

    def _answer(self, plain: socket.socket) -> None:
        if self.tls is None:
            self.asked.append(_request(plain))
            plain.sendall(self.answers.pop(0))
            return
        with self.tls.wrap_socket(plain, server_side=True) as connection:
            self.asked.append(_request(connection))
            connection.sendall(self.answers.pop(0))


def _request(connection: socket.socket) -> bytes:
    """Read one request to its end."""
    gathered = b""
    while _HEADER_END not in gathered:
        part = connection.recv(65_536)
        if not part:
            return gathered
        gathered += part
    head, _, body = gathered.partition(_HEADER_END)
    length = next(
        (int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-len")),
        0,
    )
    while len(body) < length:
        body += connection.recv(65_536)
    return head + _HEADER_END + body
