"""A centre to try out, in one folder: PostgreSQL, key, certificate, a shop, all made on the first
start and found again on the next. `make central` is this.
"""

import fcntl
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from central import trouble
from central.cluster import ADMINISTRATOR, Cluster, prepare
from central.database import Database, connected
from central.enrolling import Enrolling
from central.folder import DATABASE, Folder, now_ms, postgres_of, trial_address
from central.founding import Founding
from central.migrate import migrate
from central.roles import OWNER, make_database
from central.service.serving import listen
from central.shops import shops
from central.starting import Listening, Say, Start, Welcome, run
from regulars.ids import RANDOM_BYTES, new_id

TRIAL_SHOP = Founding("A shop to try out", "TWD", 0, "Asia/Taipei", 4, "TW", 100, 100)
_IS_THERE = "select exists (select 1 from pg_database where datname = %s)"


def run_trial(
    root: Path, listening: Listening, say: Say, clock: Callable[[], int] = now_ms
) -> None:
    """Run everything until Ctrl+C, then end it in order; raises a Trouble where it cannot."""
    given = root
    root.mkdir(parents=True, exist_ok=True)
    root = root.resolve()
    root.chmod(root.stat().st_mode & ~0o022)  # some systems let a group write in new folders
    with _alone(root), _postgres(postgres_of(root), say) as cluster:
        _prepare(cluster)
        listening = _where(root, listening, say)
        start = Start(trial_address(root), Folder(root), listening)

        def welcome(one: Welcome, database: Database, enrolling: Enrolling) -> None:
            (root / "port").write_text(f"{one.port}\n", "ascii")
            code = _code(database, enrolling, clock)
            one.tell(say)
            say(f"Code         {code}   (lets one till in, within ten minutes)")
            say(f"Another      .venv/bin/regulars-central code --try {given}")
            say("Ctrl+C ends it. Nothing is lost; `make central` goes on from here.")

        run(start, welcome)
    say("Ended.")


@contextmanager
def _alone(root: Path) -> Iterator[None]:
    with (root / "lock").open("w") as door:
        try:
            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise trouble.AlreadyRunning(f"({root})") from error
        yield


@contextmanager
def _postgres(folder: Path, say: Say) -> Iterator[Cluster]:
    cluster = prepare(folder)
    say(f"PostgreSQL {cluster.programs.version} starts in {folder}")
    cluster.stop()  # one that a killed start has left behind; nobody else is in this folder
    cluster.start()
    try:
        yield cluster
    finally:
        cluster.stop()


def _prepare(cluster: Cluster) -> None:
    """Make the database where there is none, and bring it up to date."""
    with connected(cluster.address("postgres", ADMINISTRATOR)) as connection:
        (is_there,) = connection.execute(_IS_THERE, (DATABASE,)).fetchone() or (False,)
    if not is_there:
        make_database(cluster, DATABASE)
    migrate(cluster.address(DATABASE, OWNER))


def _where(root: Path, wanted: Listening, say: Say) -> Listening:
    """Take the port of last time, so that tills find the centre again, unless one was asked for."""
    if wanted.port:
        return wanted
    try:
        port = int((root / "port").read_text("ascii"))
    except (OSError, ValueError):
        return wanted
    try:
        listen(wanted.host, port).close()
    except trouble.AddressTaken:
        say(f"Port {port} of last time is taken: tills have to be told the new address.")
        return wanted
    return Listening(wanted.host, port, wanted.is_plain)


def _code(database: Database, enrolling: Enrolling, clock: Callable[[], int]) -> str:
    known = shops(database)
    if not known:
        tenant, store = (new_id(clock(), secrets.token_bytes(RANDOM_BYTES)) for _ in range(2))
        enrolling.found(tenant, TRIAL_SHOP, is_authority=True)
        enrolling.open_store(tenant, store, "A store to try out")
        known = shops(database)
    one = next(shop for shop in known if shop.stores)
    code = enrolling.invite(one.tenant, one.stores[0].store)
    assert code is not None, "the store is there"
    return code
