"""A centre of real processes: PostgreSQL of its own, and `regulars-central serve`, to be killed."""

import io
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout, suppress
from dataclasses import dataclass, field
from pathlib import Path

from central.admin import main
from central.cluster import ADMINISTRATOR, Cluster, prepare
from central.database import connected
from central.migrate import migrate
from central.roles import OWNER, SERVICE, make_database
from central.trouble import ClusterFailed
from tests.central.sharing import is_alive

DATABASE = "centre"
ROOT = Path(__file__).parents[2]
TRIES = 50
_PREFIX = "regulars-town-"


@contextmanager
def home() -> Iterator[Path]:
    """Give a folder with a short name; one that a killed run left is cleared away by the next."""
    for left in Path("/tmp").glob(f"{_PREFIX}*"):
        if not is_alive(int(left.name.split("-")[2])):
            shutil.rmtree(left, ignore_errors=True)  # a server without its folder ends itself
    folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-", dir="/tmp"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def processes_under(parent: int) -> list[int]:
    """List the children of a process."""
    found: list[int] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found


@dataclass(slots=True)
class Store:
    """A PostgreSQL that can be killed as with `kill -9`, and started again."""

    cluster: Cluster

    @property
    def pid(self) -> int:
        """Give the process that leads the others."""
        text = (self.cluster.folder / "data" / "postmaster.pid").read_text("ascii")
        return int(text.split("\n", 1)[0])

    def kill(self) -> None:
        """Kill it and all its processes at once."""
        leader = self.pid
        for one in [leader, *processes_under(leader)]:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGKILL)

    def start(self) -> None:
        """Start it; what was killed a moment ago may still hold its memory."""
        for left in reversed(range(TRIES)):
            try:
                self.cluster.start()
            except ClusterFailed:
                if not left:
                    raise
            else:
                return

    def rows(self, question: str) -> list[tuple[object, ...]]:
        """Ask it as its administrator, whom no security binds."""
        with connected(self.cluster.address(DATABASE, ADMINISTRATOR)) as connection:
            return connection.execute(question.encode()).fetchall()


def make_store(folder: Path) -> Store:
    """Make a PostgreSQL with the centre's database, and start it."""
    store = Store(prepare(folder))
    store.cluster._make(durable=False)
    store.start()
    with connected(store.cluster.address("postgres", ADMINISTRATOR)) as connection:
        connection.execute("alter system set fsync = off")  # killed processes leave the memory
        connection.execute("select pg_reload_conf()")
    make_database(store.cluster, DATABASE)
    migrate(store.cluster.address(DATABASE, OWNER))
    return store


def stand_by(primary: Store, folder: Path) -> Store:
    """Make a copy that follows a database; from then on no commit is told before it has it."""
    if folder.exists():
        shutil.rmtree(folder / "data", ignore_errors=True)
    other = Store(prepare(folder))
    source = ["-h", str(primary.cluster.folder), "-p", "5432", "-U", ADMINISTRATOR]
    other.cluster._run("pg_basebackup", *source, "-R", "-X", "stream", "-c", "fast")
    other.start()
    with connected(primary.cluster.address("postgres", ADMINISTRATOR)) as connection:
        connection.execute("alter system set synchronous_standby_names = '*'")
        connection.execute("select pg_reload_conf()")
        for _ in range(TRIES):
            found = connection.execute(_FOLLOWERS).fetchall()
            if found == [("sync",)]:
                return other
    raise AssertionError("nobody follows")


_FOLLOWERS = "select sync_state from pg_stat_replication, pg_sleep(0.1)"


def promote(standby: Store) -> None:
    """Let the one that stood by take over, and wait for nobody from then on."""
    standby.cluster._run("pg_ctl", "promote", "-w")
    with connected(standby.cluster.address("postgres", ADMINISTRATOR)) as connection:
        connection.execute("alter system set synchronous_standby_names = ''")
        connection.execute("select pg_reload_conf()")


@dataclass(slots=True)
class Service:
    """One process of `regulars-central serve`; `module` is another program in its place."""

    address: str
    folder: Path
    log: Path
    module: str = "central"
    port: int = 0
    starts: int = 0
    _process: subprocess.Popen[str] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start it and wait until it listens, at the port of last time."""
        with self.log.open("a") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", self.module, *self._words()],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        assert said.startswith("Address"), said + self.log.read_text("utf-8")[-2_000:]
        self.port = int(said.rpartition(":")[2])
        self.starts += 1

    def _words(self) -> Sequence[str]:
        where = ["--database", self.address, "--folder", str(self.folder)]
        return ["serve", *where, "--plain", "--listen", f"127.0.0.1:{self.port}", "--threads", "4"]

    def kill(self) -> None:
        """Kill it."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            assert self._process.stdout is not None
            self._process.stdout.close()
        self._process = None


def code(address: str, folder: Path, *, founds: bool) -> str:
    """Make a code with `regulars-central code`."""
    words = ["code", "--database", address, "--folder", str(folder)]
    with redirect_stdout(io.StringIO()) as said:
        done = main([*words, "--founds"] if founds else words)
    assert done == 0, said.getvalue()
    return said.getvalue().split("\n", 1)[0]


def service_address(*clusters: Cluster) -> str:
    """Give how services reach the database: of several, the one that may be written to."""
    hosts = ",".join(str(one.folder) for one in clusters)
    ports = ",".join("5432" for _ in clusters)
    only = " target_session_attrs=read-write" if len(clusters) > 1 else ""
    return f"host={hosts} port={ports} dbname={DATABASE} user={SERVICE}{only}"


def verified(address: str, folder: Path) -> str:
    """Run `regulars-central verify`; gives what it says of what is wrong, or nothing."""
    run = [sys.executable, "-m", "central", "verify", "--database", address]
    run += ["--folder", str(folder)]
    done = subprocess.run(run, cwd=ROOT, capture_output=True, text=True, check=False)
    return "" if done.returncode == 0 else done.stdout + done.stderr
