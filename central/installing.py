"""Makes the centre a service of this computer, and takes it away again: systemd, user, database.

What is to be done is a list of steps; each says in a line what it does before it is done. The same
list, only said, is the dry run. Every step may be done again.
"""

import os
import secrets
import stat
import subprocess
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Final, Protocol

from central import trouble
from central.roles import KEEPER, OWNER, SERVICE, STATEMENTS

CHECKOUT: Final = Path(__file__).resolve().parent.parent
TEMPLATES: Final = CHECKOUT / "installer" / "systemd"
UNITS: Final = (
    "regulars-central.service",
    "regulars-central-backup.service",
    "regulars-central-backup.timer",
)
STARTED: Final = (UNITS[0], UNITS[2])
SYSTEMD: Final = Path("/etc/systemd/system")
SETTINGS: Final = Path("/etc/regulars-central.env")
COMMAND: Final = Path("/usr/local/sbin/regulars-central")
_ROLE_ONCE: Final = """
do $$ begin
  if not exists (select 1 from pg_roles where rolname = '@ROLE@') then @STATEMENT@; end if;
end $$;
"""
_DATABASE_ONCE: Final = """
select 'create database @DATABASE@ owner regulars_owner'
where not exists (select 1 from pg_database where datname = '@DATABASE@') \\gexec
"""
_ROLES: Final = (OWNER, SERVICE, KEEPER)
Say = Callable[[str], None]


class System(Protocol):
    """What an installation does to a computer."""

    def run(self, *words: str, said: str = "") -> None:
        """Run a program to its end, with a text on its standard input; raises InstallFailed."""

    def write(self, path: Path, content: str, mode: int) -> None:
        """Write a file whole or not at all; raises FolderUnfit."""

    def read(self, path: Path) -> str:
        """Read a file; "" where there is none."""

    def remove(self, path: Path) -> None:
        """Remove a file, if it is there."""


@dataclass(frozen=True, slots=True)
class Place:
    """How a centre stands on a computer."""

    root: Path = CHECKOUT
    user: str = "regulars-central"
    home: Path = Path("/var/lib/regulars-central")
    backups: Path = Path("/var/backups/regulars-central")
    listen: str = "0.0.0.0:8443"
    database: str = "centre"
    has_database: bool = True

    @property
    def passwords(self) -> Path:
        """Give the file with the passwords of all roles, as PostgreSQL's programs read it.

        The service and the backup have files of their own beside it and cannot see this one.
        """
        return self.home / "pgpass"

    def passwords_of(self, use: str) -> Path:
        """Give the file with the passwords that one use of the program needs."""
        return self.home / f"pgpass.{use}"

    def address(self, role: str) -> str:
        """Give how a role reaches the database."""
        return f"host=localhost dbname={self.database} user={role}"


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is done, and how it is said."""

    words: str
    do: Callable[[], None]


def units(place: Place) -> Mapping[str, str]:
    """Give the unit files for a place."""
    values = {
        "@HARDENING@": (TEMPLATES / "hardening.conf").read_text("utf-8"),
        "@USER@": place.user,
        "@ROOT@": str(place.root),
        "@HOME@": str(place.home),
        "@BACKUPS@": str(place.backups),
        "@SETTINGS@": str(SETTINGS),
    }
    found = {}
    for name in UNITS:
        text = (TEMPLATES / name).read_text("utf-8")
        for word, value in values.items():
            text = text.replace(word, value)
        found[name] = text
    return found


def settings(place: Place) -> str:
    """Give the settings of the service, as systemd reads them."""
    values = {
        "REGULARS_CENTRAL_DATABASE": place.address(SERVICE),
        "REGULARS_CENTRAL_KEEPER": place.address(KEEPER),
        "REGULARS_CENTRAL_FOLDER": place.home,
        "REGULARS_CENTRAL_BACKUPS": place.backups,
        "REGULARS_CENTRAL_LISTEN": place.listen,
    }
    return "".join(f'{name}="{value}"\n' for name, value in values.items())


def command(place: Place) -> str:
    """Give the program's commands as the service's own user does them."""
    return (
        "#!/bin/sh\n# The commands of the centre, as the user it runs as, with its settings.\n"
        f"set -a; . {SETTINGS}; PGPASSFILE={place.passwords}; set +a\ncd {place.home}\n"
        f'exec runuser -u {place.user} -- {place.root}/.venv/bin/regulars-central "$@"\n'
    )


def install(place: Place, system: System) -> Iterator[Step]:
    """List what makes a centre a service."""
    user = place.user
    yield Step(
        f"A user of its own, {user}, which nobody can sign in as",
        lambda: system.run("sh", "-c", _ADD_USER, user, str(place.home)),
    )
    for folder in (place.home, place.backups):
        words = ("install", "-d", "-m", "0700", "-o", user, "-g", user, str(folder))
        yield Step(f"A folder that only it can open: {folder}", partial(system.run, *words))
    yield Step(f"Its settings: {SETTINGS}", lambda: system.write(SETTINGS, settings(place), 0o644))
    yield Step(
        f"Its commands, for you as root: {COMMAND}",
        lambda: system.write(COMMAND, command(place), 0o755),
    )
    yield Step(
        "It stops while its program and its tables change, where it runs already",
        lambda: system.run("sh", "-c", _STOP, UNITS[0]),
    )
    if place.has_database:
        yield from _database_steps(place, system)
    for name, text in units(place).items():
        path = SYSTEMD / name
        yield Step(f"For systemd: {path}", partial(system.write, path, text, 0o644))
    yield Step("systemd reads them", lambda: system.run("systemctl", "daemon-reload"))
    yield Step(
        "It starts, now and with the computer; a backup is made every night",
        lambda: system.run("systemctl", "enable", "--now", *STARTED),
    )


_ADD_USER: Final = (
    'getent passwd "$0" >/dev/null || '
    'useradd --system --user-group --home-dir "$1" --shell /usr/sbin/nologin "$0"'
)


_STOP: Final = 'if systemctl -q is-active "$0"; then systemctl stop "$0"; fi'


def _database_steps(place: Place, system: System) -> Iterator[Step]:
    yield Step(
        f"In PostgreSQL: three roles with passwords made now, and the database {place.database}",
        lambda: _make_database(place, system),
    )
    owner = ("migrate", "--database", place.address(OWNER))
    yield Step("Its tables", lambda: system.run(str(COMMAND), *owner))


def _make_database(place: Place, system: System) -> None:
    """Make what is not there; passwords that are there stay."""
    known = system.read(place.passwords)
    words = [
        _ROLE_ONCE.replace("@ROLE@", role).replace("@STATEMENT@", line)
        for role, line in zip(_ROLES, STATEMENTS, strict=True)
    ]
    if not known:
        made = {role: secrets.token_urlsafe(24) for role in _ROLES}
        words += [f"alter role {role} password '{word}';" for role, word in made.items()]
        for path, roles in (
            (place.passwords_of("service"), (SERVICE,)),
            (place.passwords_of("backup"), (SERVICE, KEEPER)),
            (place.passwords, _ROLES),
        ):
            lines = [f"localhost:*:*:{role}:{made[role]}\n" for role in roles]
            system.write(path, "".join(lines), 0o600)
            system.run("chown", "-h", f"{place.user}:{place.user}", str(path))
    words.append(_DATABASE_ONCE.replace("@DATABASE@", place.database))
    script = "\n".join(words) + "\n"
    psql = ("psql", "-X", "-q", "-v", "ON_ERROR_STOP=1", "-d", "postgres")
    system.run("runuser", "-u", "postgres", "--", *psql, said=script)


def uninstall(system: System) -> Iterator[Step]:
    """List what takes the service away; what it kept stays."""
    yield Step(
        "It stops, and starts no more",
        lambda: system.run("systemctl", "disable", "--now", *STARTED),
    )
    for path in (*(SYSTEMD / name for name in UNITS), COMMAND, SETTINGS):
        yield Step(f"Away: {path}", partial(system.remove, path))
    yield Step("systemd forgets them", lambda: system.run("systemctl", "daemon-reload"))


def do(steps: Iterator[Step], say: Say, *, is_dry: bool) -> None:
    """Say and do each step; where one fails, what was done stays and may be done again."""
    for number, step in enumerate(steps, 1):
        say(f"{number}. {step.words}")
        if not is_dry:
            step.do()


def refuse_unreachable(place: Place) -> None:
    """Make sure that another user can run the program where it is; raises Unclear."""
    python = Path(os.path.realpath(place.root / ".venv" / "bin" / "python"))
    homes = (Path("/home"), Path("/root"), Path("/run/user"))
    for path in (place.root, python):
        closed = [one for one in path.parents if not one.stat().st_mode & stat.S_IXOTH]
        if closed or any(home in path.parents for home in homes):
            raise trouble.Unclear(
                f"The service cannot get at {path}. Put this folder where all may read it, such as"
                " /opt/regulars, set it up there with the system's Python, and install from there."
            )


@dataclass(frozen=True, slots=True)
class ThisComputer:
    """The computer this runs on, as root."""

    def run(self, *words: str, said: str = "") -> None:
        """Run a program to its end; raises InstallFailed with its last words."""
        done = subprocess.run(
            words, input=said, capture_output=True, text=True, check=False, cwd="/"
        )
        if done.returncode:
            raise trouble.InstallFailed(f"{words[0]}: {done.stderr.strip()[-600:]}")

    def write(self, path: Path, content: str, mode: int) -> None:
        """Write a file whole or not at all."""
        half = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
        try:
            with os.fdopen(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode), "w") as file:
                file.write(content)
                os.fchmod(file.fileno(), mode)
            half.replace(path)
        except OSError as error:
            half.unlink(missing_ok=True)
            raise trouble.FolderUnfit(str(path)) from error

    def read(self, path: Path) -> str:
        """Read a file; "" where there is none."""
        try:
            return path.read_text("utf-8")
        except FileNotFoundError:
            return ""

    def remove(self, path: Path) -> None:
        """Remove a file, if it is there."""
        path.unlink(missing_ok=True)


def has_systemd(running: Path = Path("/run/systemd/system")) -> bool:
    """Tell whether systemd runs this computer."""
    return running.is_dir()


def closing_words(place: Place) -> Sequence[str]:
    """Say what a person does next."""
    return (
        f"It runs, on {place.listen}. Its address and fingerprint: journalctl -u regulars-central",
        "Let the first till in:           sudo regulars-central code --founds",
        "Copy its key to a safe place:    sudo regulars-central key --to FOLDER",
        "Try a backup:                    sudo systemctl start regulars-central-backup",
    )
