"""Bring the centre's database up to date: numbered SQL files, each in one transaction, once.

What ran is remembered with a fingerprint; a file that changed or went missing afterwards is
refused, and so is a database that a newer program has migrated. Two at once: one waits.
"""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from central import trouble
from central.database import Connection, connected
from central.roles import SERVICE, STATEMENTS

FOLDER = Path(__file__).parent / "migrations"
_NAME = re.compile(r"(\d{4})_[a-z][a-z_]*\.sql")
_ENDS_TRANSACTION = re.compile(r"^\s*(begin|commit|rollback|end)\s*;", re.MULTILINE | re.IGNORECASE)
_FORMERLY = {17: bytes.fromhex("c96be882a04686fdc1bc4fb8be0baff244c2eb206e726b9fcda07cf5e93837a4")}
"""What a file said before it was mended, where that does the same to every database it ran on."""
_LOCK = 0x726567756C617273  # "regulars", so that two programs mean the same lock
_REMEMBER = """
create table if not exists migration (
  number integer primary key check (number > 0),
  name text not null,
  fingerprint bytea not null check (length(fingerprint) = 32),
  ran_at timestamptz not null default now()
)
"""


@dataclass(frozen=True, slots=True)
class Migration:
    """One file, and the fingerprint of its words."""

    number: int
    name: str
    words: str

    @property
    def fingerprint(self) -> bytes:
        """Give the hash of what runs."""
        return hashlib.sha256(self.words.encode()).digest()


def read_migrations(folder: Path = FOLDER) -> list[Migration]:
    """Read the files in their order, 1, 2, 3 …; raises MigrationMissing."""
    found: list[Migration] = []
    for path in sorted(folder.glob("*.sql")):
        match = _NAME.fullmatch(path.name)
        if match is None or int(match[1]) != len(found) + 1:
            raise trouble.MigrationMissing(path.name)
        words = path.read_text("utf-8")  # line ends as they may be after a checkout, made alike
        assert not _ENDS_TRANSACTION.search(words), f"{path.name} ends its own transaction"
        found.append(Migration(len(found) + 1, path.name, words))
    if not found:
        raise trouble.MigrationMissing(str(folder))
    return found


def migrate(address: str, migrations: Sequence[Migration] | None = None) -> int:
    """Run what the database at this address lacks; gives how many ran.

    The address names the owner's role. Raises a Trouble before anything is changed.
    """
    migrations = read_migrations() if migrations is None else migrations
    with connected(address) as connection:
        _refuse_without_service(connection)
        # Held by the session, so that it spans the transactions; closing lets it go.
        connection.execute("select pg_advisory_lock(%s)", (_LOCK,))
        connection.execute(_REMEMBER)
        connection.execute(f"grant select on migration to {SERVICE}".encode())
        done = len(_ran(connection, migrations))
        for migration in migrations[done:]:
            _run(connection, migration)
        return len(migrations) - done


def check(connection: Connection, migrations: Sequence[Migration] | None = None) -> None:
    """Make sure the service finds its database as it needs it; raises DatabaseOlder and others."""
    migrations = read_migrations() if migrations is None else migrations
    (is_there,) = connection.execute("select to_regclass('migration') is not null").fetchone() or (
        False,
    )
    if not is_there or len(_ran(connection, migrations)) < len(migrations):
        raise trouble.DatabaseOlder


def _ran(connection: Connection, migrations: Sequence[Migration]) -> Mapping[int, bytes]:
    """Give what ran, having made sure that it is what the files say."""
    ran: dict[int, bytes] = dict(
        connection.execute("select number, fingerprint from migration order by number").fetchall()
    )
    if len(ran) > len(migrations):
        raise trouble.DatabaseNewer(f"({max(ran)} > {len(migrations)})")
    for migration in migrations[: len(ran)]:
        if migration.number not in ran:
            raise trouble.MigrationMissing(migration.name)
        if ran[migration.number] not in {migration.fingerprint, _FORMERLY.get(migration.number)}:
            raise trouble.MigrationChanged(migration.name)
    return ran


def _run(connection: Connection, migration: Migration) -> None:
    with connection.transaction():
        connection.execute(migration.words.encode())
        connection.execute(
            "insert into migration (number, name, fingerprint) values (%s, %s, %s)",
            (migration.number, migration.name, migration.fingerprint),
        )


def _refuse_without_service(connection: Connection) -> None:
    question = "select exists (select 1 from pg_roles where rolname = %s)"
    (is_there,) = connection.execute(question, (SERVICE,)).fetchone() or (False,)
    if not is_there:
        raise trouble.RoleMissing(STATEMENTS[1])
