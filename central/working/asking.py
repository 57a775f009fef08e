"""Questions of one transaction and one tenant, and how ids and places are spelled on either side.

The rules know ids as 32 hexadecimal digits, as operations have them; the database knows uuids.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, LiteralString
from uuid import UUID

from central.arrays import column
from central.database import BUGS, Answer, Connection, Cursor, LostRace, catch_up, is_piped, uuid
from central.private import Seals, Vault
from regulars.agreement.messages import Place, Source
from regulars.ids import Id

Row = tuple[object, ...]
"""What is written, in the order of its columns."""
Rows = Callable[[], list[tuple[Any, ...]]]
"""Gives the rows of a question, once."""
_KEYS_MAX = 20_000
_UNKNOWN = -1
_SEQ_BITS = 32
_SEQ_MASK = (1 << _SEQ_BITS) - 1


@dataclass(frozen=True, slots=True)
class Asking:
    """One tenant's transaction; at `now_ms`. `is_reading`: nothing is locked or saved.

    With `known`, which only who reads may have, a question that was asked is not asked again.
    """

    connection: Connection
    tenant: Id
    now_ms: int
    vault: Vault | None = None
    is_reading: bool = False
    known: dict[Hashable, list[tuple[Any, ...]]] | None = None
    due: list[tuple[Cursor, int]] = field(default_factory=list)

    def seals(self) -> Seals:
        """Give the shop's keys for personal data; raises KeysMissingError where there are none."""
        assert self.vault is not None, "whoever meets personal data has the centre's key"
        return self.vault.seals(self)

    def rows(self, question: LiteralString, **values: object) -> list[tuple[Any, ...]]:
        """Ask; every question names the tenant."""
        spelled = self._spelled(values)
        if self.known is None or any(isinstance(value, list) for value in spelled.values()):
            return self.connection.execute(question, spelled).fetchall()
        about = (question, *spelled.values())
        found = self.known.get(about)
        if found is None:
            found = self.known[about] = self.connection.execute(question, spelled).fetchall()
        return [*found]

    def ask(self, question: LiteralString, **values: object) -> Rows:
        """Ask, and give what waits for the rows: many questions can be on their way together.

        The database answers them one after another, each as things are when it is its turn.
        """
        return self.connection.execute(question, self._spelled(values)).fetchall

    def locked(self, question: LiteralString, **values: object) -> list[tuple[Any, ...]]:
        """Ask for rows that are about to be written: nobody else may until this is saved.

        Others may still point at them (no key ever changes).
        """
        return self.ask_locked(question, **values)()

    def ask_locked(self, question: LiteralString, **values: object) -> Rows:
        """Ask for rows that are about to be written, and give what waits for them."""
        locking: LiteralString = "" if self.is_reading else " for no key update"
        return self.ask(question + locking, **values)

    def run(self, statement: LiteralString, **values: object) -> None:
        """Write, without waiting for what comes of it where the connection does not."""
        self._write(statement, values)

    def _write(self, statement: LiteralString, values: Mapping[str, object]) -> Cursor:
        assert not self.is_reading, "a question writes nothing"
        return self.connection.execute(statement, self._spelled(values))

    def _spelled(self, values: Mapping[str, object]) -> Mapping[str, object]:
        """Add what every question names, and give lists in the form the database reads quickest."""
        spelled = {
            name: column(value) if isinstance(value, list) else value
            for name, value in values.items()
        }
        return {**spelled, "tenant": uuid(self.tenant), "now": self.now_ms}

    def put(
        self,
        statement: LiteralString,
        names: str,
        rows: Iterable[Sequence[object]],
        **more: object,
    ) -> None:
        """Write rows in one go; `names` are their columns, each an array for the statement.

        Where another transaction was first with one of them, this one is run again.
        """
        found = list(rows)
        if found:
            written = self._write(statement, {**columns(names, found), **more})
            self.due.append((written, len(found)))
            if not is_piped(self.connection):
                self.settle()

    def settled(self, work: Callable[[], Answer]) -> Answer:
        """Do something and see to it that all of it was written; a lost race is no bug."""
        try:
            answer = work()
            self.settle()
        except BUGS as error:
            if self.has_lost():
                raise LostRace from error
            raise
        return answer

    def settle(self) -> None:
        """Wait for what was written, and look whether another transaction was first somewhere."""
        if any(written.rowcount == _UNKNOWN for written, _ in self.due):
            catch_up(self.connection)
        if self.has_lost():
            raise LostRace
        self.due.clear()

    def has_lost(self) -> bool:
        """Tell whether another transaction was first, as far as is known what was written."""
        return any(written.rowcount not in {_UNKNOWN, count} for written, count in self.due)


def columns(names: str, rows: Sequence[Sequence[object]]) -> Mapping[str, list[object]]:
    """Turn rows into named columns."""
    return {name: [row[at] for row in rows] for at, name in enumerate(names.split())}


@lru_cache(_KEYS_MAX)
def key(name: str) -> UUID:
    """Give an id as the database has it; a push asks for each of its ids several times."""
    return UUID(hex=name)


def keys(names: Iterable[str]) -> list[UUID]:
    """Give ids as the database has them."""
    return [key(name) for name in names]


def place_of(epoch: int, seq: int) -> int:
    """Give a place in a device's log as one number."""
    return (epoch << _SEQ_BITS) + seq


def place_at(number: int) -> Place:
    """Read what `place_of` gave."""
    return Place(number >> _SEQ_BITS, number & _SEQ_MASK)


def source_at(device: UUID, epoch: int) -> Source:
    """Give a source as the rules have it."""
    return Source(device.hex, epoch)
