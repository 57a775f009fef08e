"""An open till's link to its centre: the courier, made with the shop and ended with it.

A lone till has none. Nothing here waits for the network but `stop`, and that not for long.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from desktop.opening import OpenShop
from desktop.store.way import Way, way_of
from desktop.till import Till
from regulars.ids import Id
from sync.status import SyncState

if TYPE_CHECKING:  # only a till that has joined waits for them to load
    from sync.http import HttpCentre
    from sync.looks import Looked
    from sync.steps import Moment
    from sync.wire_look import LookRequest
    from sync.wishes import Wished

WANT_MS = 2_500
"""Nobody at the counter waits longer for rights; whoever asked is told then what there is."""
Heard = Callable[[SyncState], None]


def _nobody_listens(_: SyncState) -> None:
    return


class Link:
    """Keeps an open till in step with its centre from `start` to `stop`.

    `heard` is called on the courier's thread with every state that says something new. All other
    threads may call what is here.
    """

    def __init__(self, till: Till, way: Way, key: bytes, heard: Heard = _nobody_listens) -> None:
        """Prepare; `key` is the till's own, by which it signs. `open_link` does this."""
        from desktop.till_file import TillFile
        from sync.courier import Courier
        from sync.engine import Engine
        from sync.signing import sign

        self._till, self._heard = till, heard
        self._state: SyncState | None = None
        self.way = way
        chance = till.world.chance
        file = TillFile(till)
        self._courier = Courier(
            lambda: Engine(file, lambda statement: sign(key, statement), chance, way.key),
            line_to(way),
            self._moment,
            self._said,
            another=lambda: line_to(way),
            together=file.together,
        )

    def _moment(self) -> Moment:
        from sync.steps import Moment

        clock = self._till.world.clock
        return Moment(clock.steady_ms(), clock.now_ms())

    def _said(self, state: SyncState) -> None:
        self._state = state
        self._heard(state)

    def start(self) -> None:
        """Begin."""
        self._courier.start()

    def stop(self, timeout_s: float = 5.0) -> bool:
        """End, also in the middle of a question; before the till is closed. Tells if in time."""
        return self._courier.stop(timeout_s)

    def state(self) -> SyncState | None:
        """Give how till and centre stand; None until that is known."""
        return self._state

    def nudge(self) -> None:
        """Tell that the till wrote something: it is sent now."""
        self._courier.nudge()

    def try_now(self) -> None:
        """Try at once although the centre was out of reach: a person asked for it."""
        self._courier.try_now()

    def want_rights(self, wallet: Id, points: int, most_ms: int = WANT_MS) -> Future[Wished]:
        """Ask for rights to spend so many points; the answer comes within `most_ms`."""
        return self._courier.want_rights(wallet, points, most_ms)

    def look(self, request: LookRequest, most_ms: int) -> Future[Looked]:
        """Ask for something a person wants to see; the answer comes within `most_ms`."""
        return self._courier.look(request, most_ms)


def line_to(way: Way) -> HttpCentre:
    """Give the line to a centre; where its certificate cannot be read, one that trusts nobody."""
    import ssl

    from sync.http import HttpCentre, trusting
    from sync.trouble import ServiceUntrusted

    if not way.authority:
        return HttpCentre(way.address)
    try:
        return HttpCentre(way.address, trusting(way.authority))
    except ServiceUntrusted:
        return HttpCentre(way.address, ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT))


def open_link(till: Till, heard: Heard = _nobody_listens) -> Link | None:
    """Give the link of an open till that has joined, not started yet; None for a lone one.

    Waits for the store: not for the GUI thread. Raises a Trouble of the file.
    """

    def read(opened: OpenShop) -> tuple[Way, bytes] | None:
        way = way_of(opened.book.store)
        return None if way is None else (way, opened.keys.device)

    found = till.writer.submit(read).result()
    return None if found is None else Link(till, *found, heard)
