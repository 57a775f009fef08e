"""One PostgreSQL for all workers of a test run: the first one starts it, the last one stops it.

Not for the program. What a killed run leaves behind, the next one clears away.
"""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from central.cluster import Cluster, prepare
from central.migrate import migrate
from central.roles import OWNER, make_database

TEMPLATE = "house"
_PREFIX = "regulars-pg-"
_USERS = "users.json"


@contextmanager
def joined(base: Path) -> Iterator[Cluster]:
    """Use the cluster of the run whose temporary folder is `base`."""
    with _alone(base):
        cluster = _found(base)
        _write_users(cluster.folder, [*_users(cluster.folder), os.getpid()])
    try:
        yield cluster
    finally:
        with _alone(base):
            _leave(base, cluster)


@contextmanager
def _alone(base: Path) -> Iterator[None]:
    with (base / "postgres.lock").open("w") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield


def _found(base: Path) -> Cluster:
    """Find the run's cluster, or make it with its template."""
    note = base / "postgres.folder"
    if note.exists():
        return prepare(Path(note.read_text("utf-8")))
    sweep()
    place = tempfile.gettempdir()
    folder = Path(tempfile.mkdtemp(prefix=_PREFIX, dir=place if len(place) < 60 else "/tmp"))
    _write_users(folder, [os.getpid()])
    cluster = prepare(folder)
    cluster.start(durable=False)
    make_database(cluster, TEMPLATE)
    migrate(cluster.address(TEMPLATE, OWNER))
    _write_users(folder, [])
    note.write_text(str(cluster.folder), "utf-8")
    return cluster


def _leave(base: Path, cluster: Cluster) -> None:
    others = [user for user in _users(cluster.folder) if user != os.getpid()]
    _write_users(cluster.folder, others)
    if not any(is_alive(user) for user in others):
        cluster.stop(is_kept=False)
        shutil.rmtree(cluster.folder)
        (base / "postgres.folder").unlink()


def sweep() -> None:
    """Clear away the clusters of runs that were killed; a server without its folder ends itself."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        with suppress(PermissionError):  # another person's
            if (folder / _USERS).exists() and not any(is_alive(one) for one in _users(folder)):
                prepare(folder).stop()
                shutil.rmtree(folder)


def is_alive(process: int) -> bool:
    """Tell whether a process is there."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _users(folder: Path) -> list[int]:
    return [int(one) for one in json.loads((folder / _USERS).read_text("utf-8"))]


def _write_users(folder: Path, users: list[int]) -> None:
    (folder / _USERS).write_text(json.dumps(users), "utf-8")
