"""Listening: uvicorn with our certificate and our log, and an end in which nobody is cut off."""

import asyncio
import os
import socket
import ssl
from asyncio import sslproto
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

import uvicorn

from central import trouble
from central.service.app import Service
from central.service.connections import Connection, Guests, room_here
from central.service.logs import Log

KEEP_ALIVE_S = 30
"""Longer than a till keeps a connection that nobody uses, so that tills end them."""
END_S = 10
RENEW_S = 86_400.0
_BACKLOG = 1_024
_TLS_BUFFER = 1 << 15
"""Bytes that are unpacked at a time: two of the longest records TLS knows."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """Looks again at the certificate every now and then, so that it never runs out in use.

    `find` gives the file with key and chain, made anew where it was old.
    """

    context: ssl.SSLContext
    find: Callable[[], Path]
    log: Log
    every_s: float = RENEW_S

    async def keep(self) -> None:
        """Look until it is cancelled."""
        while True:
            await asyncio.sleep(self.every_s)
            try:
                found = await asyncio.to_thread(self.find)
                # Not on another thread: whoever called between certificate and key got neither.
                load(self.context, found)
            except trouble.Trouble as error:
                self.log({"event": "trouble", "door": "certificate", "trouble": error.code})


class Server(uvicorn.Server):
    """Lets whoever waits for news go before it waits for everybody to finish."""

    def __init__(
        self, config: uvicorn.Config, service: Service, renewal: "Renewal | None" = None
    ) -> None:
        """Serve one service."""
        super().__init__(config)
        self._service = service
        self._renewal = renewal

    async def main_loop(self) -> None:
        """Serve until it ends; a certificate that runs out meanwhile is renewed."""
        keeping = None
        if self._renewal is not None:
            keeping = asyncio.create_task(self._renewal.keep())
        try:
            await super().main_loop()
        finally:
            if keeping is not None:
                keeping.cancel()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """End in order."""
        self._service.news.end()
        await super().shutdown(sockets)


def listen(host: str, port: int) -> socket.socket:
    """Take an address; a port of 0 takes a free one. Raises AddressTaken.

    The socket names its protocol: asyncio sends at once (TCP_NODELAY) only where it can see that
    it is TCP, and without that every answer takes 40 ms longer.
    """
    try:
        kind, tcp = socket.SOCK_STREAM, socket.IPPROTO_TCP
        family, *_, place = socket.getaddrinfo(host, port, type=kind)[0]
        listening = socket.socket(family, kind, tcp)
    except (OSError, UnicodeError) as error:
        raise trouble.AddressTaken(f"({host}, port {port})") from error
    try:
        if os.name == "posix":
            listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind(place)
        listening.listen(_BACKLOG)
    except OSError as error:
        listening.close()
        raise trouble.AddressTaken(f"({host}, port {port})") from error
    return listening


def make_server(
    service: Service,
    context: ssl.SSLContext | None,
    guests: Guests | None = None,
    renewal: Renewal | None = None,
) -> Server:
    """Make a server; without a context it serves without TLS."""
    guests = Guests(room_here()) if guests is None else guests
    # What asyncio would take for each connection, used or not, is a quarter of a megabyte.
    sslproto.SSLProtocol.max_size = _TLS_BUFFER
    factory: Callable[[uvicorn.Config, Callable[[], ssl.SSLContext]], ssl.SSLContext] | None = None
    if context is not None:
        factory = lambda _config, _default: context  # noqa: E731
    config = uvicorn.Config(
        service.app,
        http=cast("type[asyncio.Protocol]", partial(Connection, guests)),  # it is only called
        ws="none",
        lifespan="on",
        log_config=None,
        access_log=False,
        proxy_headers=False,  # whoever asks is who connects
        server_header=False,
        timeout_keep_alive=KEEP_ALIVE_S,
        timeout_graceful_shutdown=END_S,
        backlog=_BACKLOG,
        ssl_context_factory=factory,
    )
    return Server(config, service, renewal)


def tls(certificate: Path) -> ssl.SSLContext:
    """Read key and chain from a file for a server; raises KeyWrong."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    load(context, certificate)
    return context


def load(context: ssl.SSLContext, certificate: Path) -> None:
    """Use key and chain of a file for whoever connects from now on; raises KeyWrong."""
    try:
        context.load_cert_chain(certificate)
    except (OSError, ssl.SSLError) as error:
        raise trouble.KeyWrong(str(certificate)) from error


def serve(
    service: Service, listening: socket.socket, find: Callable[[], Path] | None, log: Log
) -> None:
    """Serve until somebody ends the process; ends what is under way first.

    `find` gives the file with key and chain, None serves without TLS.
    """
    context = None if find is None else tls(find())
    renewal = Renewal(context, find, log) if context is not None and find is not None else None
    server = make_server(service, context, renewal=renewal)
    try:
        server.run([listening])
    except KeyboardInterrupt:  # how uvicorn hands Ctrl+C on when it has ended
        return
