"""Starts a centre: its folder, its database, its service, put together and run to the end."""

import gc
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from functools import partial
from ipaddress import ip_address
from pathlib import Path

from central import trouble
from central.again import Again
from central.agreement import Agreement
from central.certificate import Certificate, own_names
from central.database import Connection, Database
from central.enrolling import Enrolling
from central.folder import Folder, is_anywhere, now_ms
from central.found_on_network import Announcement, announced, hear
from central.founding import LOBBY
from central.happened import on_given_up, on_let_in
from central.looking import Looking
from central.migrate import check
from central.placing import EVERY_S as PLACE_EVERY_S
from central.placing import Placing
from central.private import Vault
from central.retaining import EVERY_S as RETAIN_EVERY_S
from central.retaining import Retaining
from central.service.app import Parts, make_app
from central.service.logs import Log, catch_libraries, standard_log
from central.service.serving import listen, serve
from central.shops import shops
from central.snapshots import Snapshots
from central.tokens import Tokens
from central.trouble import Trouble
from central.vouching import Vouching

THREADS = 8
_LOCALHOST = "localhost"
_NEW_OBJECTS = 50_000
"""So many new objects before the garbage is looked through: a push makes that many, and hardly any
of them go round in circles. What the program itself consists of is never looked at again."""
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class Listening:
    """Where to listen; `is_plain` without TLS, for this computer only."""

    host: str
    port: int
    is_plain: bool = False

    def __post_init__(self) -> None:
        if self.is_plain and not _is_here(self.host):
            raise trouble.NotSecure(f"({self.host})")


@dataclass(frozen=True, slots=True)
class Welcome:
    """What is said once the service listens."""

    address: str
    port: int
    fingerprint: str

    def tell(self, say: Say) -> None:
        """Say it to a person."""
        say(f"Address      {self.address}")
        if self.fingerprint:
            say(f"Fingerprint  {self.fingerprint}")


@dataclass(frozen=True, slots=True)
class Start:
    """What a service starts from."""

    address: str
    folder: Folder
    listening: Listening
    size: int = THREADS
    shows_figures: bool = False
    is_hidden: bool = False
    log: Log = field(default_factory=lambda: standard_log(now_ms))


def run(start: Start, welcome: Callable[[Welcome, Database, Enrolling], None]) -> None:
    """Serve until somebody ends the process; raises a Trouble where it cannot begin."""
    with (
        closing(listen(start.listening.host, start.listening.port)) as listening,
        # One connection more than threads: see Vouching. Another lets health be asked under load,
        # the others are for what the service looks after itself, and for snapshots.
        Database(start.address, size=start.size + 4) as database,
    ):
        database.read(LOBBY, _refuse_unready)
        keys = start.folder.keys(database)
        found = None
        if not start.listening.is_plain:
            found = start.folder.certificate(start.listening.host)
        noted = on_let_in(start.folder.journal, now_ms)
        enrolling = Enrolling(database, keys, now_ms, noted=noted)
        agreement = Agreement(
            database,
            now_ms,
            Vouching(enrolling),
            is_wary=True,
            vault=Vault(keys),
            note=start.folder.journal.add,
        )
        snapshots = Snapshots(database, now_ms, Vault(keys), Vouching(enrolling), start.log)
        parts = _parts(start, database, enrolling, agreement, snapshots, found)
        service = make_app(parts)
        catch_libraries(start.log)
        port = listening.getsockname()[1]
        fingerprint = "" if found is None else found.fingerprint
        told = Welcome(_address(start.listening, port), port, fingerprint)
        welcome(told, database, parts.enrolling)
        _take_up(start, database, agreement)
        gc.freeze()
        gc.set_threshold(_NEW_OBJECTS)
        start.log({"event": "listening", "process": os.getpid(), "port": port})
        find = None if found is None else partial(_chain, start)
        with (
            _findable(start, port, found),
            _looked_after(start, database, agreement),
            snapshots,
        ):
            serve(service, listening, find, start.log)
    start.log({"event": "ended", "process": os.getpid()})


def _take_up(start: Start, database: Database, agreement: Agreement) -> None:
    """Post what an older program put by; where the database is busy, the next start does."""
    for shop in shops(database):
        try:
            count = agreement.take_up(shop.tenant)
        except Trouble as error:
            start.log({"event": "trouble", "door": "start", "trouble": error.code})
            continue
        if count:
            start.log({"event": "taken up", "operations": count})


@contextmanager
def _findable(start: Start, port: int, found: Certificate | None) -> Iterator[None]:
    """Answer tills that look for a centre on their network, unless they could not come in."""
    if found is None or start.is_hidden or _is_here(start.listening.host):
        yield
        return
    try:
        heard = hear()
    except trouble.AddressTaken as error:
        start.log({"event": "trouble", "door": "find", "trouble": error.code})
        yield
        return
    told = Announcement(socket.gethostname(), port, found.digest)
    with announced(heard, told, start.log):
        yield


@contextmanager
def _looked_after(start: Start, database: Database, agreement: Agreement) -> Iterator[None]:
    """Do what nobody asks for, again and again, on a thread each."""
    retaining = Retaining(database, agreement, start.log, start.folder.journal)
    with (
        Again("retaining", retaining.look, start.log, RETAIN_EVERY_S),
        Again("placing", Placing(database, agreement).look, start.log, PLACE_EVERY_S),
    ):
        yield


def _chain(start: Start) -> Path:
    return start.folder.certificate(start.listening.host).chain


def _parts(
    start: Start,
    database: Database,
    enrolling: Enrolling,
    agreement: Agreement,
    snapshots: Snapshots,
    found: Certificate | None,
) -> Parts:
    return Parts(
        database=database,
        agreement=agreement,
        enrolling=enrolling,
        tokens=Tokens(database, enrolling.keys.bearer, now_ms),
        looking=Looking(
            database,
            now_ms,
            Vault(enrolling.keys),
            on_given_up(start.folder.journal, now_ms),
            start.folder.journal.add,
        ),
        snapshots=snapshots,
        log=start.log,
        certificate="" if found is None else found.authority,
        threads=start.size,
        shows_figures=start.shows_figures,
    )


def _refuse_unready(connection: Connection) -> None:
    check(connection)


def _address(listening: Listening, port: int) -> str:
    """Give the address as a till is told it."""
    host = listening.host
    if is_anywhere(host):
        host = next(iter(own_names()), _LOCALHOST)
    host = f"[{host}]" if ":" in host else host
    return f"{'http' if listening.is_plain else 'https'}://{host}:{port}"


def _is_here(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == _LOCALHOST
