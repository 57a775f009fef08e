"""The one door to PostgreSQL: connections, transactions bound to a tenant, and their troubles.

Every transaction of the service names its tenant; row-level security shows it no other's rows, and
a transaction that names none is refused. What is asked of the database is said elsewhere.
"""

import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from types import TracebackType
from typing import Any, Self, TypeVar
from uuid import UUID

import psycopg
import psycopg_pool
from psycopg import errors
from psycopg.adapt import Dumper
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.pq import Format, PipelineStatus

from central import trouble
from central.arrays import ARRAY_OIDS, Column
from central.piping import Piped
from regulars.ids import Id

Connection = psycopg.Connection[tuple[Any, ...]]
Cursor = psycopg.Cursor[tuple[Any, ...]]
Answer = TypeVar("Answer")

_PREPARED_MAX = 500
"""The service has some two hundred statements."""
_IDS_MAX = 4_000
"""Ids that need not be read again: every statement names a tenant."""
ATTEMPTS = 8
"""How often a transaction that lost a race is run again before it is called busy."""
_WAIT_S = 10.0
_TRUSTED_S = 10.0
"""A connection that answered so lately is used without a look at it."""
_RETRIES_S = 4.0
"""So long one try to connect goes on by itself; then whoever asks next tries at once. Its pauses
double: left alone for minutes, a database that is back would be asked minutes later."""
_NOTICES = {
    "connect_timeout": "5",
    "keepalives_idle": "10",
    "keepalives_interval": "5",
    "keepalives_count": "3",
    "tcp_user_timeout": "30000",
}
"""A database whose computer dies says nothing, and by itself the system waits for hours. Whoever
names several hosts reaches the next one because of these; what the address says goes before."""


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds PostgreSQL waits for a lock, for a statement, and for us; 0 is for ever."""

    lock_s: int = 5
    statement_s: int = 30
    idle_s: int = 30

    def bound(self, address: str) -> str:
        """Give an address whose connections have this patience."""
        values = {
            "lock_timeout": self.lock_s,
            "statement_timeout": self.statement_s,
            "idle_in_transaction_session_timeout": self.idle_s,
        }
        words = [f"-c {name}={seconds}s" for name, seconds in values.items()]
        said = conninfo_to_dict(address).get("options", "")
        return make_conninfo(noticing(address), options=" ".join([*words, str(said or "")]).strip())


PATIENT = Patience(30, 0, 0)
"""For a person at the command line, who may prove a whole shop in one transaction."""


BUGS: tuple[type[Exception], ...] = (
    AssertionError,
    LookupError,
    ArithmeticError,
    TypeError,
    ValueError,
    errors.IntegrityError,
    errors.DataError,
)
"""What is raised where data meets a rule that does not expect it: ours, or one of the tables."""


def noticing(address: str) -> str:
    """Give an address whose connections notice that nobody is at the other end."""
    said = conninfo_to_dict(address)
    return make_conninfo(address, **{name: _NOTICES[name] for name in _NOTICES.keys() - said})


class _ColumnDumper(Dumper):
    """Hands an array over as it was spelled."""

    format = Format.BINARY

    def dump(self, obj: Column) -> bytes:
        return obj.spelled


for _kind, _oid in ARRAY_OIDS.items():
    psycopg.adapters.register_dumper(
        _kind, type(f"{_kind.__name__}Dumper", (_ColumnDumper,), {"oid": _oid})
    )


class LostRace(trouble.DatabaseBusy):
    """Another transaction was in the way of this one; the same again may pass."""


# The first that fits; a connection that broke says OperationalError and nothing nearer.
_TROUBLES: tuple[tuple[type[psycopg.Error], type[trouble.Trouble]], ...] = (
    (errors.SerializationFailure, LostRace),
    (errors.DeadlockDetected, LostRace),
    (psycopg_pool.PoolTimeout, trouble.DatabaseBusy),
    (errors.LockNotAvailable, trouble.DatabaseBusy),
    (errors.QueryCanceled, trouble.DatabaseBusy),
    (errors.TooManyConnections, trouble.DatabaseBusy),
    (errors.DiskFull, trouble.DatabaseFull),
    (errors.OutOfMemory, trouble.DatabaseFull),
    (errors.InsufficientPrivilege, trouble.DatabaseForbidden),
    (errors.InvalidAuthorizationSpecification, trouble.DatabaseForbidden),
    (psycopg.OperationalError, trouble.DatabaseGone),
)


def changed(address: str, **values: str) -> str:
    """Give an address with other values in it, such as dbname or user."""
    return make_conninfo(address, **values)


def for_program(address: str) -> tuple[str, dict[str, str]]:
    """Give an address for a program's command line, and its password for the environment.

    Everybody on this computer can read a command line.
    """
    values = conninfo_to_dict(address)
    password = values.pop("password", None)
    return make_conninfo("", **values), {} if password is None else {"PGPASSWORD": str(password)}


@lru_cache(_IDS_MAX)
def uuid(identity: Id) -> UUID:
    """Give an id as PostgreSQL keeps it."""
    return UUID(bytes=identity)


def identity(found: UUID) -> Id:
    """Give an id as the domain knows it."""
    return Id(found.bytes)


@contextmanager
def troubles() -> Iterator[None]:
    """Turn what the world did to the database into a Trouble; a bug of ours stays what it is."""
    try:
        yield
    except psycopg.Error as error:
        kind = next((kind for cause, kind in _TROUBLES if isinstance(error, cause)), None)
        if kind is None:
            raise
        raise kind from error


@contextmanager
def connected(address: str) -> Iterator[Connection]:
    """Hold one connection of one's own, in which every statement is its own transaction.

    For migrations and the command line; the service uses `Database`.
    """
    with troubles():
        connection = psycopg.connect(noticing(address), autocommit=True)
    try:
        with troubles():
            yield connection
    finally:
        connection.close()


def is_piped(connection: Connection) -> bool:
    """Tell whether statements are sent without waiting for what comes of each."""
    return connection.pgconn.pipeline_status != PipelineStatus.OFF


def catch_up(connection: Connection) -> None:
    """Wait for what has come of everything that was sent."""
    pipeline = connection._pipeline  # noqa: SLF001 - entering another instead would wait twice
    assert pipeline is not None, "statements are piped"
    if pipeline.result_queue:
        pipeline.sync()


class _Newest(deque[Any]):
    """Connections that wait, of which the last that was used is taken first."""

    def popleft(self) -> Any:
        return self.pop()


class _Pool(psycopg_pool.ConnectionPool["_Held"]):
    """A pool that uses few connections much: what each has at hand, here and there, is still warm.

    The driver's takes turns, so that a quiet shop meets a connection nobody asked for seconds.
    """

    def __init__(self, *args: Any, **values: Any) -> None:
        values["open"] = False
        super().__init__(*args, **values)
        self._pool = _Newest(self._pool)
        self.open()


class _Held(Piped):
    """A connection of the pool: when it last answered, and whether it was taken for that alone."""

    answered_s: float = float("-inf")
    is_trusted: bool = False


def tenant(connection: Connection, identity: Id) -> None:
    """Bind what is left of this transaction to one tenant."""
    connection.execute("select set_config('regulars.tenant', %s, true)", (str(uuid(identity)),))


class Database:
    """The service's connections; made once, used by many threads.

    Opening it refuses a role that row-level security would not bind.
    """

    def __init__(
        self,
        address: str,
        *,
        size: int = 8,
        wait_s: float = _WAIT_S,
        patience: Patience = Patience(),
        is_owner: bool = False,
    ) -> None:
        """Connect; raises DatabaseGone, DatabaseForbidden or RoleTooMighty.

        `is_owner` is for putting a backup back, before the service may come in.
        """
        if not is_owner:
            with connected(address) as connection:
                _refuse_mighty(connection)
        self._doubted_s = float("-inf")  # a connection broke then: look at all others again
        self._pool = _Pool(
            patience.bound(address),
            connection_class=_Held,
            kwargs={"autocommit": True},
            configure=_keep_ready,
            min_size=1,
            max_size=size,
            timeout=wait_s,
            reconnect_timeout=_RETRIES_S,
            check=self._look_at,
            open=True,
        )

    def __enter__(self) -> Self:
        """Use the connections while a block lasts."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        """Close them all."""
        self.close()

    def close(self) -> None:
        """Close every connection; whoever still holds one loses it."""
        self._pool.close()

    def write(
        self, identity: Id, work: Callable[[Connection], Answer], *, is_piped: bool = False
    ) -> Answer:
        """Run work in one transaction of a tenant, again where it lost a race; gives its answer.

        Work must have no effect but on the connection, or one that may come twice. `is_piped`:
        statements are sent without waiting for what comes of each, so nothing is known of one
        before something is fetched. Raises DatabaseBusy, DatabaseGone (nothing was saved) or
        OutcomeUnknown (ask again).
        """
        return self._again(identity, work, "", is_piped=is_piped)

    def read(
        self, identity: Id, work: Callable[[Connection], Answer], *, is_piped: bool = False
    ) -> Answer:
        """Run work that only reads, with everything as it was at one moment."""
        mode = " transaction isolation level repeatable read read only"
        return self._again(identity, work, mode, is_piped=is_piped)

    def ask(self, question: str, values: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
        """Call one of the few functions that look across tenants; see the migrations."""
        with troubles(), self._pool.connection() as connection:
            return connection.execute(question.encode(), values).fetchall()

    def _look_at(self, connection: _Held) -> None:
        """Make sure that somebody is at the other end, unless there was a moment ago."""
        least_s = max(self._doubted_s, time.monotonic() - _TRUSTED_S)
        connection.is_trusted = connection.answered_s > least_s
        if not connection.is_trusted:
            psycopg_pool.ConnectionPool.check_connection(connection)

    def _again(
        self, who: Id, work: Callable[[Connection], Answer], mode: str, *, is_piped: bool
    ) -> Answer:
        for _ in range(ATTEMPTS):
            try:
                return self._once(who, work, mode, is_piped=is_piped)
            except LostRace:
                continue
        raise trouble.DatabaseBusy

    def _once(
        self, who: Id, work: Callable[[Connection], Answer], mode: str, *, is_piped: bool
    ) -> Answer:
        is_saving = is_trusted = False
        try:
            with troubles(), self._pool.connection() as connection:
                is_trusted = connection.is_trusted
                with connection.pipeline() if is_piped else nullcontext():
                    connection.execute(f"begin{mode}".encode())
                    tenant(connection, who)
                    answer = work(connection)
                    if is_piped and not mode:
                        catch_up(connection)  # what goes wrong before the commit saved nothing
                    is_saving = not mode
                    connection.execute(b"commit")
                connection.answered_s = time.monotonic()
        except trouble.DatabaseGone as error:
            if is_saving:
                raise trouble.OutcomeUnknown from error
            if is_trusted:  # it was gone before; all others are looked at from here on
                self._doubted_s = time.monotonic()
                raise LostRace from error
            raise
        return answer


def _keep_ready(connection: Connection) -> None:
    """Let the database keep every statement ready that a connection asks twice."""
    connection.prepared_max, connection.prepare_threshold = _PREPARED_MAX, 1


def _refuse_mighty(connection: Connection) -> None:
    """Make sure that security binds the role, and that no table is its own."""
    (is_mighty,) = connection.execute(
        "select rolsuper or rolbypassrls or rolcreaterole or exists (select 1 from pg_class"
        " where relnamespace = 'public'::regnamespace and pg_has_role(relowner, 'member'))"
        " from pg_roles where rolname = current_user"
    ).fetchone() or (True,)
    if is_mighty:
        raise trouble.RoleTooMighty
