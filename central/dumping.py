"""The one door to PostgreSQL's own programs for backups: found, started, and their faults named."""

import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from central import trouble
from central.cluster import PLACES, bundled
from central.database import connected, for_program

_NEEDED = ("pg_dump", "pg_restore")
_WORDS_MAX = 600
_MADE_ANEW = [f"--exclude-table-data={name}" for name in ("snapshot", "snapshot_part")]


def dump(address: str, into: Path) -> None:
    """Write a whole database into a file, as it is at one moment, down to the disk.

    Raises ProgramMissing or ProgramFailed.
    """
    words = ["--format=custom", "--lock-wait-timeout=60s", f"--file={into}", *_MADE_ANEW]
    _run(address, "pg_dump", words)


def put_back(address: str, backup: Path) -> None:
    """Put a file's database into an empty one, all of it or nothing; whoever does so owns it.

    Raises ProgramMissing or ProgramFailed.
    """
    words = ["--no-owner", "--exit-on-error", "--single-transaction", str(backup)]
    _run(address, "pg_restore", words)


def _run(address: str, program: str, words: Sequence[str]) -> None:
    with connected(address) as connection:
        ((number,),) = connection.execute(
            "select current_setting('server_version_num')::integer / 10000"
        ).fetchall()
    place, secret = for_program(address)
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PGOPTIONS")}
    done = subprocess.run(
        [programs(number) / program, f"--dbname={place}", "--no-password", *words],
        env={**kept, **secret, "LC_ALL": "C"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    if done.returncode:
        said = done.stdout.decode("utf-8", "replace").strip()
        raise trouble.ProgramFailed(said[-_WORDS_MAX:])


def programs(server: int, places: Sequence[Path] | None = None) -> Path:
    """Find the folder of programs that fit a server: of its version, else the next newer one.

    Newer ones can read the server, but what they write may be more than it understands. Raises
    ProgramMissing.
    """
    found = dict[int, Path]()
    for place in _places() if places is None else places:
        version = _version(place)
        if version >= server:
            found.setdefault(version, place)
    if not found:
        raise trouble.ProgramMissing(f"(pg_dump and pg_restore {server} or newer)")
    return found[min(found)]


def _places() -> list[Path]:
    found = [place for pattern in PLACES for place in sorted(Path("/").glob(pattern.lstrip("/")))]
    on_path = shutil.which("pg_dump")
    own = bundled()
    return [
        *found,
        *([Path(on_path).parent] if on_path else []),
        *([own.folder] if own is not None else []),
    ]


def _version(place: Path) -> int:
    """Ask for the major version; 0 where not all of it is there."""
    if not all((place / name).is_file() for name in _NEEDED):
        return 0
    try:
        said = subprocess.run(
            [place / "pg_dump", "--version"], capture_output=True, text=True, check=False
        ).stdout
    except OSError:
        return 0
    version = re.search(r"\) (\d+)", said)
    return int(version[1]) if version else 0
