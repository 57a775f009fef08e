"""A centre to measure: a durable PostgreSQL of our own, `regulars-central serve` with TLS.

Nothing is turned down: what is confirmed is on the disk, every till has an address of its own.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from central.cluster import ADMINISTRATOR, Cluster, prepare
from central.database import Database, connected
from central.enrolling import Enrolling
from central.folder import Folder, now_ms
from central.founding import Founding
from central.migrate import migrate
from central.roles import OWNER, SERVICE, make_database
from regulars.codes import read_enrolment
from regulars.ids import RANDOM_BYTES, Id, new_id
from sync.http import authority_at

ROOT = Path(__file__).parents[2]
DATABASE = "centre"
SHOP = Founding("Bench", "TWD", 0, "Asia/Taipei", 4, "TW", 100, 100)
_TICKS = os.sysconf("SC_CLK_TCK")


@dataclass(slots=True)
class Service:
    """One process of the service."""

    database: str
    folder: Path
    log: Path
    port: int = 0
    _process: subprocess.Popen[str] | None = field(default=None, init=False)

    def start(self) -> None:
        """Start it and wait until it listens."""
        words = ["serve", "--database", self.database, "--folder", str(self.folder), "--hidden"]
        with self.log.open("a") as log:
            self._process = subprocess.Popen(  # noqa: S603 - this program, with words of its own
                [sys.executable, "-m", "central", *words, "--listen", f"127.0.0.1:{self.port}"],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        assert self._process.stdout is not None
        said = self._process.stdout.readline()
        assert said.startswith("Address"), self.log.read_text("utf-8")[-2_000:]
        self.port = int(said.rpartition(":")[2])

    @property
    def address(self) -> str:
        """Give how tills reach it."""
        return f"https://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """Give its process."""
        assert self._process is not None
        return self._process.pid

    def end(self) -> None:
        """End it in order."""
        if self._process is not None:
            self._process.terminate()
            self._process.wait(30)
            assert self._process.stdout is not None
            self._process.stdout.close()
            self._process = None


@dataclass(slots=True)
class Town:
    """Everything that runs."""

    folder: Path
    cluster: Cluster
    service: Service
    database: Database
    enrolling: Enrolling
    authority: str

    @property
    def address(self) -> str:
        """Give how tills reach the centre."""
        return self.service.address

    def found(self) -> tuple[Id, Id]:
        """Found a shop with a store; gives their ids."""
        shop, store = fresh(), fresh()
        self.enrolling.found(shop, SHOP, is_authority=True)
        self.enrolling.open_store(shop, store, "Store")
        return shop, store

    def code(self, shop: Id, store: Id) -> str:
        """Make a code that lets a till in, as a till sends it."""
        text = self.enrolling.invite(shop, store)
        assert text is not None, "the store is there"
        code = read_enrolment(text)
        assert code is not None, text
        return code

    def rows(self, question: str) -> list[tuple[object, ...]]:
        """Ask the database as its administrator, whom no security binds."""
        with connected(self.cluster.address(DATABASE, ADMINISTRATOR)) as connection:
            return connection.execute(question.encode()).fetchall()

    def settle(self) -> None:
        """Let the database do now what it would do sooner or later, outside what is measured."""
        with connected(self.cluster.address(DATABASE, ADMINISTRATOR)) as connection:
            connection.execute("vacuum analyze")
            connection.execute("checkpoint")

    def cpu_s(self) -> tuple[float, float]:
        """Give the processor time that service and PostgreSQL have used, in seconds."""
        leader = int((self.cluster.folder / "data" / "postmaster.pid").read_text().split("\n")[0])
        return _cpu_s(self.service.pid), _cpu_s(leader) + sum(map(_cpu_s, _children(leader)))

    def memory_mb(self) -> float:
        """Give the memory that the service holds now, in megabytes."""
        return _status_mb(self.service.pid, "VmRSS")

    def peak_mb(self) -> float:
        """Give the most memory that the service has held, in megabytes."""
        return _status_mb(self.service.pid, "VmHWM")


def fresh() -> Id:
    """Give a new id."""
    return new_id(now_ms(), os.urandom(RANDOM_BYTES))


def _status_mb(pid: int, name: str) -> float:
    for line in Path(f"/proc/{pid}/status").read_text("utf-8").splitlines():
        if line.startswith(f"{name}:"):
            return int(line.split()[1]) / 1024
    return 0.0


def _cpu_s(pid: int) -> float:
    """Give what a process has used, with those of its children that have ended."""
    with suppress(OSError):
        values = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return sum(map(int, values[11:15])) / _TICKS
    return 0.0


def _children(parent: int) -> list[int]:
    found: list[int] = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError, ValueError):
            if int(stat.read_text().rpartition(")")[2].split()[1]) == parent:
                found.append(int(stat.parent.name))
    return found


@contextmanager
def town() -> Iterator[Town]:
    """Run a centre while the block lasts; nobody has come yet."""
    with ExitStack() as ending:
        folder = Path(tempfile.mkdtemp(prefix="regulars-bench-", dir="/var/tmp"))
        ending.callback(shutil.rmtree, folder, ignore_errors=True)
        folder.chmod(0o755)
        cluster = prepare(folder / "db")
        cluster.start(durable=True)
        ending.callback(cluster.stop, is_kept=False)
        make_database(cluster, DATABASE)
        migrate(cluster.address(DATABASE, OWNER))
        address = cluster.address(DATABASE, SERVICE)
        database = ending.enter_context(Database(address, size=2))
        service = Service(address, folder, folder / "service.log")
        service.start()
        ending.callback(service.end)
        keys = Folder(folder).keys(database)
        enrolling = Enrolling(database, keys, now_ms)
        yield Town(folder, cluster, service, database, enrolling, authority_at(service.address))
