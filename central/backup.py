"""Backups of the centre's database: whole files, each proved by putting it back, within a budget.

A file gets its name when it has been proved; the note beside it says by what. The centre's key is
never among them: whoever finds a backup must not find the key with it.
"""

import fcntl
import hashlib
import json
import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from central import dumping, trouble
from central.database import PATIENT, Connection, Database, changed, connected, troubles
from central.folder import Folder
from central.founding import LOBBY
from central.happened import ERASED, Journal
from central.keys import backup_key, replace_secret, sync_folder
from central.migrate import check
from central.proving import prove
from central.roles import KEEPER, STATEMENTS
from central.shops import shops
from regulars.ids import spell

AGE_DAYS: Final = 30
"""No backup older than this is kept beside a newer one: it holds what people wanted erased."""
_FORM: Final = "%Y%m%dT%H%M%SZ"
_NAME: Final = "centre-*.dump"
_ERASURES: Final = "erased.jsonl"
_SCRATCH: Final = "regulars_proof_"
_BLOCK: Final = 1 << 20


@dataclass(frozen=True, slots=True)
class Note:
    """What stands beside a backup. `shops`: how many operations each had; `findings` of the proof.

    `is_good` only where the proof found nothing: the file was put back, and all of it is right.
    """

    taken: datetime
    size: int
    digest: str
    migrations: int
    shops: Mapping[str, int] = field(default_factory=dict)
    findings: tuple[str, ...] = ()

    @property
    def is_good(self) -> bool:
        """Tell whether this can be put back as it is."""
        return not self.findings

    def spelled(self) -> bytes:
        """Give the note as it is kept: for people as much as for programs."""
        said = {
            "taken": self.taken.isoformat(),
            "size": self.size,
            "sha256": self.digest,
            "migrations": self.migrations,
            "shops": dict(self.shops),
            "findings": list(self.findings),
        }
        return json.dumps(said, indent=1).encode()


@dataclass(frozen=True, slots=True)
class Kept:
    """A backup and its note."""

    path: Path
    note: Note


@dataclass(frozen=True, slots=True)
class Source:
    """What is backed up: a database, as the service and as the keeper reach it, and the folder."""

    service: str
    keeper: str
    folder: Folder


def note_of(backup: Path) -> Path:
    """Give where a backup's note stands."""
    return backup.with_suffix(".json")


def kept(place: Path) -> list[Kept]:
    """List the backups of a folder, the newest first; what has no note is none."""
    found = [(path, read_note(path)) for path in sorted(place.glob(_NAME), reverse=True)]
    return [Kept(path, note) for path, note in found if note is not None]


def read_note(backup: Path) -> Note | None:
    """Read the note beside a backup; None where there is none, or it means nothing."""
    try:
        said = json.loads(note_of(backup).read_text("utf-8"))
        return Note(
            datetime.fromisoformat(said["taken"]),
            int(said["size"]),
            str(said["sha256"]),
            int(said["migrations"]),
            {str(shop): int(count) for shop, count in said["shops"].items()},
            tuple(str(one) for one in said["findings"]),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def erasures(place: Path) -> Journal:
    """Give the list, beside backups, of who was erased: it is only added to, and stays for ever."""
    return Journal(place, _ERASURES)


def carry_erasures(source: Journal, target: Journal) -> None:
    """Write down in one list who was erased by another, once; raises FolderUnfit."""
    known = {(one.tenant, one.device) for one in target.all() if one.what == ERASED}
    for one in source.all():
        if one.what == ERASED and (one.tenant, one.device) not in known:
            known.add((one.tenant, one.device))
            target.add(one)


def make(source: Source, place: Path, now: datetime, *, is_plain: bool = False) -> Kept:
    """Make a backup and prove it; raises a Trouble, and then nothing new is in the folder.

    It is sealed under a key that follows from the centre's own, unless it is to be plain.
    """
    home = source.folder.key
    key = None if is_plain or not home.exists() else backup_key(home)
    _refuse_beside_key(source, place)
    with _alone(place):
        for left in place.glob("*.part"):
            left.unlink()
        half = place / f"centre-{now.strftime(_FORM)}.part"
        path = half.with_suffix(".dump")
        if path.exists():
            raise trouble.BackupUnderWay(f"({path})")
        _refuse_without_keeper(source)
        try:
            os.close(os.open(half, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
            dumping.dump(source.keeper, half, key)
            note = _proved(source, half, now, key)
            replace_secret(note_of(path), note.spelled())
            half.rename(path)
            sync_folder(place)
            carry_erasures(source.folder.journal, erasures(place))
        except OSError as error:
            raise trouble.FolderUnfit(str(place)) from error
        finally:
            half.unlink(missing_ok=True)
    return Kept(path, note)


def _proved(source: Source, half: Path, now: datetime, key: bytes | None) -> Note:
    digest, size = fingerprint(half)
    with scratch(source.keeper, now) as name:
        dumping.put_back(changed(source.keeper, dbname=name), half, key)
        return replace(prove_all(source, name), taken=now, size=size, digest=digest)


def prove_all(source: Source, name: str) -> Note:
    """Look at all of a database that was put back, as the service would see it, with our key."""
    counts, findings = dict[str, int](), list[str]()
    with Database(changed(source.service, dbname=name), size=1, patience=PATIENT) as database:
        migrations = database.read(LOBBY, _migrations)
        known = shops(database)
        if known:
            source.folder.keys(database)
        for shop in known:
            proof = prove(database, shop.tenant)
            counts[spell(shop.tenant)] = proof.operations
            findings += [f"{spell(shop.tenant)}: {one}" for one in proof.findings]
    return Note(datetime.now(UTC), 0, "", migrations, counts, tuple(findings))


def _migrations(connection: Connection) -> int:
    check(connection)
    ((count,),) = connection.execute("select max(number) from migration").fetchall()
    return int(count)


def fingerprint(path: Path) -> tuple[str, int]:
    """Give a file's SHA-256 and size."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            size += len(block)
    return digest.hexdigest(), size


@contextmanager
def scratch(keeper: str, now: datetime) -> Iterator[str]:
    """Have an empty database for a while; those a killed proof left a day ago are dropped."""
    name = f"{_SCRATCH}{now.strftime('%Y%m%d%H%M%S')}_{secrets.token_hex(4)}"
    with connected(changed(keeper, dbname="postgres")) as connection:
        before = f"{_SCRATCH}{(now - timedelta(days=1)).strftime('%Y%m%d%H%M%S')}"
        for (old,) in connection.execute(
            "select datname from pg_database join pg_roles on datdba = pg_roles.oid"
            " where rolname = current_user and starts_with(datname, %s) and datname < %s",
            (_SCRATCH, before),
        ).fetchall():
            with suppress(trouble.Trouble), troubles():
                connection.execute(f'drop database if exists "{old}"'.encode())
        connection.execute(f"create database {name} template template0".encode())
        try:
            yield name
        finally:  # PostgreSQL waits some seconds for sessions that are just ending
            connection.execute(f"drop database if exists {name}".encode())


def thin(place: Path, budget: int, now: datetime) -> list[Path]:
    """Delete what is too old or too much, the oldest first; gives what was deleted.

    The newest good one stays, whatever its age and size; so does the newest of all.
    """
    with _alone(place):
        found = kept(place)
        good = next((one for one in found if one.note.is_good), None)
        room, gone = budget, list[Path]()
        for at, one in enumerate(found):
            is_old = now - one.note.taken > timedelta(days=AGE_DAYS)
            stays = at == 0 or one is good
            if stays or (one.note.size <= room and not is_old):
                room -= one.note.size
                continue
            one.path.unlink()
            note_of(one.path).unlink()
            gone.append(one.path)
        return gone


def _refuse_beside_key(source: Source, place: Path) -> None:
    place = place.resolve()
    home = source.folder.root.resolve()
    if place == home or home in place.parents or (place / source.folder.key.name).exists():
        raise trouble.Unclear(
            f"{place} is where the centre's key is. Whoever finds a backup must not find the key"
            " with it: choose another folder."
        )


def _refuse_without_keeper(source: Source) -> None:
    try:
        with connected(source.keeper) as connection:
            connection.execute("select 1")
    except trouble.DatabaseGone as error:
        with connected(source.service):
            said = next(one for one in STATEMENTS if f" {KEEPER} " in one)
            raise trouble.KeeperMissing(said) from error


@contextmanager
def _alone(place: Path) -> Iterator[None]:
    try:
        place.mkdir(mode=0o700, parents=True, exist_ok=True)
        door = (place / "lock").open("w")
    except OSError as error:
        raise trouble.FolderUnfit(str(place)) from error
    with door:
        try:
            fcntl.flock(door, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise trouble.BackupUnderWay(f"({place})") from error
        yield
