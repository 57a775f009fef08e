"""Connections: how many there may be, and how long one may keep us waiting.

uvicorn's own timer begins only after an answer and ends with the next byte. Here one that says
nothing, half a head, or a body that goes on behind its answer ends too.
"""

import asyncio
import sys
from collections import Counter
from dataclasses import dataclass, field
from typing import Any, cast

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from central.service.rates import network

_OTHER_FILES = 128
"""Open files of the process that are no connections of tills."""
_HELD_MAX = 1 << 14
"""Bytes of an answer that are held back until it is whole: what fits into one record of TLS."""


@dataclass(frozen=True, slots=True)
class Patience:
    """How long we wait for a whole head, for the rest of a body that was answered, for an end."""

    head_s: float = 10.0
    rest_s: float = 5.0
    end_s: float = 10.0


@dataclass(frozen=True, slots=True)
class Room:
    """How many connections there may be, in all and from one network."""

    most: int = 5_000
    from_one: int = 400


def room_here() -> Room:
    """Give as much room as this process may have files open."""
    wanted = Room()
    if sys.platform == "win32":
        return wanted
    from resource import RLIMIT_NOFILE, getrlimit

    most = getrlimit(RLIMIT_NOFILE)[0]
    return wanted if most < 0 else Room(max(16, min(wanted.most, most - _OTHER_FILES)))


@dataclass(slots=True)
class Guests:
    """Who is connected to one server."""

    room: Room
    patience: Patience = field(default_factory=Patience)
    turned_away: int = 0
    _networks: Counter[str] = field(default_factory=Counter)

    def enter(self, where: str) -> bool:
        """Let one more in; False where there is no room."""
        is_full = self._networks.total() >= self.room.most
        if is_full or self._networks[where] >= self.room.from_one:
            self.turned_away += 1
            return False
        self._networks[where] += 1
        return True

    def leave(self, where: str) -> None:
        """Let one go that was let in."""
        self._networks[where] -= 1
        if not self._networks[where]:
            del self._networks[where]


class Whole:
    """A way out that sends the head and the body of an answer in one piece.

    uvicorn writes each by itself: over TLS two records and two calls of the system, and a till that
    is woken before there is anything to read. What is long is not held back, and nothing for longer
    than this turn of the event loop.
    """

    def __init__(self, inside: asyncio.Transport, loop: asyncio.AbstractEventLoop) -> None:
        """Stand before a way out."""
        self._inside = inside
        self._loop = loop
        self._held = bytearray()

    def write(self, data: bytes) -> None:
        """Hold back what more may follow."""
        if data and not self._held:
            self._loop.call_soon(self.flush)
        self._held += data
        if len(self._held) > _HELD_MAX:
            self.flush()

    def flush(self) -> None:
        """Send what was held back."""
        held, self._held = self._held, bytearray()
        if held:
            self._inside.write(held)

    def close(self) -> None:
        """End, behind all that was written."""
        self.flush()
        self._inside.close()

    def __getattr__(self, name: str) -> Any:
        """Be the way out in all else."""
        return getattr(self._inside, name)


class Connection(H11Protocol):
    """One connection of one guest."""

    def __init__(
        self,
        guests: Guests,
        config: Config,
        server_state: ServerState,
        app_state: dict[str, Any],
        _loop: asyncio.AbstractEventLoop | None = None,
    ) -> None:
        """Belong to a server, as uvicorn makes it."""
        super().__init__(config, server_state, app_state, _loop)
        self._guests = guests
        self._where: str | None = None
        self._timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin; where there is no room, end at once."""
        super().connection_made(transport)
        self._whole = Whole(transport, self.loop)
        self.transport = cast("asyncio.Transport", self._whole)  # it does all that uvicorn asks
        where = network(self.client[0] if self.client else "")
        if not self._guests.enter(where):
            transport.abort()
            return
        self._where = where
        self._within(self._guests.patience.head_s)

    def connection_lost(self, exc: Exception | None) -> None:
        """End."""
        self._forget_timer()
        if self._where is not None:
            self._guests.leave(self._where)
            self._where = None
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Take what came; a byte more is no reason to wait longer for the rest of a head."""
        if self._where is None:
            return
        super().data_received(data)
        if self._is_answering():
            self._forget_timer()
        elif self._timer is None:
            self._within(self._guests.patience.head_s)

    def on_response_complete(self) -> None:
        """Go on after an answer, but do not listen for ever to what was answered already."""
        self._whole.flush()
        super().on_response_complete()
        if self._is_answering():  # one that was waiting behind it
            self._forget_timer()
        elif self.conn.their_state is h11.SEND_BODY:
            self._within(self._guests.patience.rest_s)
        elif self.transport.is_closing():
            self._within(self._guests.patience.end_s)

    def send_400_response(self, msg: str) -> None:
        """Say that this is no HTTP, where no answer has begun; whoever is answering may stop.

        uvicorn tries to say it in any state, and lets the answer that is under way trip over it.
        """
        if self.conn.our_state in {h11.IDLE, h11.SEND_RESPONSE}:
            super().send_400_response(msg)
        else:
            self.transport.close()
        if self._is_answering():
            self.cycle.disconnected = True
            self.cycle.message_event.set()

    def timeout_keep_alive_handler(self) -> None:
        """End after a silence, also where the last answer is not fetched."""
        super().timeout_keep_alive_handler()
        self._within(self._guests.patience.end_s)

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _within(self, seconds: float) -> None:
        """Give the connection up unless something happens within so many seconds."""
        self._forget_timer()
        self._timer = self.loop.call_later(seconds, self.transport.abort)

    def _forget_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
