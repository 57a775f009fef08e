"""A centre that is lost, with its folder and its backups, and is put back."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from central import backup, dumping
from central.cluster import ADMINISTRATOR, Cluster
from central.database import Database, connected
from central.folder import Folder, now_ms
from central.migrate import read_migrations
from central.restoring import Named, Restored, restore
from central.roles import KEEPER, OWNER, SERVICE
from regulars.ids import Id

NOW = datetime(2026, 11, 22, 3, tzinfo=UTC)


@dataclass(slots=True)
class Lost:
    """A centre whose database will be lost, its folder, and a new database to put it into."""

    cluster: Cluster
    name: str
    folder: Folder
    place: Path

    def empty(self, name: str = "") -> str:
        """Make an empty database, as an administrator does; gives its name."""
        name = name or f"{self.name}_new"
        with connected(self.cluster.address("postgres", ADMINISTRATOR)) as one:
            one.execute(f"create database {name} owner {OWNER}".encode())
        return name

    @contextmanager
    def database(self, name: str = "") -> Iterator[Database]:
        with Database(self.cluster.address(name or self.name, SERVICE), size=3) as one:
            yield one

    def back_up(self, *, is_proved: bool = False) -> Path:
        """Make a backup; the proof is left out where a test is about something else."""
        service = self.cluster.address(self.name, SERVICE)
        keeper = self.cluster.address(self.name, KEEPER)
        if is_proved:
            return backup.make(backup.Source(service, keeper, self.folder), self.place, NOW).path
        self.place.mkdir(exist_ok=True)
        file = self.place / "centre-20261122T030000Z.dump"
        dumping.dump(keeper, file)
        digest, size = backup.fingerprint(file)
        note = backup.Note(NOW, size, digest, len(read_migrations()))
        backup.note_of(file).write_bytes(note.spelled())
        return file

    def restore(self, file: Path, name: str, *named: tuple[Id, Named]) -> Restored:
        return restore(file, self.cluster.address(name, OWNER), self.folder, named, now_ms)
