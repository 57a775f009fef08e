"""Answers tills that look for a centre on the shop's network. Tells nothing that is secret.

Only who is on a private network is answered, with no more bytes than the question had, not often.
"""

import selectors
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from ipaddress import ip_address

from central import trouble
from central.service.logs import Log, places
from central.service.rates import Buckets, Rate
from sync.wire import BadMessage
from sync.wire_found import (
    DATAGRAM_MAX,
    GROUP,
    NAME_MAX,
    PORT,
    QUESTION_BYTES,
    FindAnswer,
    read_find_request,
)

_OFTEN = Rate(10, 2.0)
_ANY = "0.0.0.0"  # noqa: S104 # multicast is heard on every network of this computer


@dataclass(frozen=True, slots=True)
class Announcement:
    """What is told: the computer's name, the service's port, the authority's fingerprint."""

    name: str
    port: int
    fingerprint: bytes

    def answer(self, raw: bytes, address: str) -> bytes | None:
        """Give the answer to a datagram; None where there is none to give."""
        wish = read_find_request(raw)
        if isinstance(wish, BadMessage) or not _is_near(address):
            return None
        name = "".join(one if one.isprintable() else "?" for one in self.name)[:NAME_MAX]
        said = FindAnswer(wish.nonce, name, self.port, self.fingerprint).spelled()
        return said if len(said) <= QUESTION_BYTES else None


def hear(port: int = PORT, group: str = GROUP) -> socket.socket:
    """Take the port that tills ask at; several centres on one computer may. Raises AddressTaken."""
    heard = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    try:
        heard.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        heard.bind((_ANY, port))
    except OSError as error:
        heard.close()
        raise trouble.AddressTaken(f"(UDP port {port})") from error
    member = socket.inet_aton(group) + socket.inet_aton(_ANY)
    try:
        heard.setsockopt(socket.IPPROTO_IP, socket.IP_ADD_MEMBERSHIP, member)
    except OSError:
        return heard  # a network without multicast; broadcast still comes
    return heard


@contextmanager
def announced(
    heard: socket.socket,
    told: Announcement,
    log: Log,
    seconds: Callable[[], float] = time.monotonic,
) -> Iterator[None]:
    """Answer while the block lasts, on a thread of its own; the socket is closed behind it."""
    here, there = socket.socketpair()
    answering = _Answering(heard, here, told, log, Buckets(_OFTEN), seconds)
    thread = threading.Thread(target=answering.run, name="find", daemon=True)
    with closing(heard), closing(here), closing(there):
        thread.start()
        try:
            yield
        finally:
            there.send(b"x")
            thread.join()


@dataclass(frozen=True, slots=True)
class _Answering:
    heard: socket.socket
    end: socket.socket
    told: Announcement
    log: Log
    buckets: Buckets
    seconds: Callable[[], float]

    def run(self) -> None:
        """Answer until something comes at the other end."""
        self.heard.setblocking(False)
        with selectors.DefaultSelector() as ready:
            ready.register(self.heard, selectors.EVENT_READ)
            ready.register(self.end, selectors.EVENT_READ)
            while True:
                if any(key.fileobj is self.end for key, _ in ready.select()):
                    return
                try:
                    self._answer_one()
                except OSError as error:  # a network that went away meanwhile, or is full
                    self.log({"event": "trouble", "door": "find", "where": places(error)})

    def _answer_one(self) -> None:
        raw, place = self.heard.recvfrom(DATAGRAM_MAX + 1)
        answer = self.told.answer(raw, place[0])
        if answer is not None and not self.buckets.take(place[0], self.seconds()):
            self.heard.sendto(answer, place)


def _is_near(address: str) -> bool:
    found = ip_address(address)
    return found.is_private or found.is_loopback or found.is_link_local
