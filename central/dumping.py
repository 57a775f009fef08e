"""The one door to PostgreSQL's own programs for backups: found, started, and their faults named."""

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from central import sealing, trouble
from central.cluster import PLACES, bundled
from central.database import connected, for_program

_NEEDED = ("pg_dump", "pg_restore")
_WORDS_MAX = 600
_MADE_ANEW = [f"--exclude-table-data={name}" for name in ("snapshot", "snapshot_part")]


def dump(address: str, into: Path, key: bytes | None = None) -> None:
    """Write a whole database into a file, as it is at one moment, down to the disk.

    With a key it is sealed, and nothing of it was ever on the disk in plain. Raises ProgramMissing
    or ProgramFailed.
    """
    words = ["--format=custom", "--lock-wait-timeout=60s", *_MADE_ANEW]
    if key is None:
        _run(address, "pg_dump", [*words, f"--file={into}"])
        return
    with _running(address, "pg_dump", words, out=subprocess.PIPE) as program:
        assert program.stdout is not None, "it is piped"
        sealing.seal(program.stdout, into, key)


def put_back(address: str, backup: Path, key: bytes | None = None) -> None:
    """Put a file's database into an empty one, all of it or nothing; whoever does so owns it.

    `key` opens a sealed one. Raises ProgramMissing, ProgramFailed, KeyWrong or BackupUnfit.
    """
    words = ["--no-owner", "--exit-on-error", "--single-transaction"]
    if key is None:
        _run(address, "pg_restore", [*words, str(backup)])
        return
    with _running(address, "pg_restore", words, into=subprocess.PIPE) as program:
        assert program.stdin is not None, "it is piped"
        with suppress(BrokenPipeError), program.stdin:  # where it ends early it says why
            for part in sealing.unsealed(backup, key):
                program.stdin.write(part)


def _run(address: str, program: str, words: Sequence[str]) -> None:
    with _running(address, program, words):
        return


@contextmanager
def _running(
    address: str,
    program: str,
    words: Sequence[str],
    *,
    into: int = subprocess.DEVNULL,
    out: int = subprocess.DEVNULL,
) -> Iterator["subprocess.Popen[bytes]"]:
    """Have a program running; behind the block it is over, and has done all of it.

    Raises ProgramFailed. Where the block breaks off it is ended, and so is what it was doing.
    """
    with connected(address) as connection:
        ((number,),) = connection.execute(
            "select current_setting('server_version_num')::integer / 10000"
        ).fetchall()
    place, secret = for_program(address)
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PGOPTIONS")}
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [programs(number) / program, f"--dbname={place}", "--no-password", *words],
            env={**kept, **secret, "LC_ALL": "C"},
            stdin=into,
            stdout=out,
            stderr=said,
        ) as running,
    ):
        try:
            yield running
        except BaseException:
            running.kill()
            raise
        if running.wait():
            said.seek(0)
            words_of_it = said.read().decode("utf-8", "replace").strip()
            raise trouble.ProgramFailed(words_of_it[-_WORDS_MAX:])


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
