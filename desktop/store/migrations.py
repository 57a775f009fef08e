"""Bring a file up to date: each version in one transaction, and never without a proved backup.

A file from a newer program is refused before anything is written. Steps run one statement at a
time inside `begin immediate`: a script that commits as it goes leaves half a schema behind when
the power goes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from desktop import trouble
from desktop.store.database import APPLICATION_ID, Store
from desktop.store.schema import VERSION_1, VERSION_2, statements
from desktop.store.sqlite import utils


@dataclass(frozen=True, slots=True)
class Step:
    """What takes a file from the version before to `version`."""

    version: int
    run: Callable[[Store], None]


def _make(store: Store, script: str) -> None:
    database = utils(store.connection)  # inside `writing`, so nothing is committed on its own
    for statement in statements(script):
        database.execute(statement)


def _version_1(store: Store) -> None:
    store.run(f"pragma application_id = {APPLICATION_ID}")
    _make(store, VERSION_1)
    store.run("insert into member_words (member_words, rank) values ('secure-delete', 1)")


def _version_2(store: Store) -> None:
    _make(store, VERSION_2)


STEPS: Sequence[Step] = (Step(1, _version_1), Step(2, _version_2))
NEWEST = STEPS[-1].version
Backup = Callable[[Store], None]


def version_of(store: Store) -> int:
    """Give the version of an open file."""
    found: int = store.value("pragma user_version")
    return found


def refuse_newer(store: Store, steps: Sequence[Step] = STEPS) -> None:
    """Raise FileNewer for a file this program does not know."""
    found = version_of(store)
    if found > steps[-1].version:
        raise trouble.FileNewer(f"({found} > {steps[-1].version})")


def refuse_too_old(store: Store, steps: Sequence[Step] = STEPS) -> None:
    """Raise FileTooOld for a file in use that is older than the first step knows how to take."""
    found = version_of(store)
    if found < steps[0].version:
        raise trouble.FileTooOld(f"({found} < {steps[0].version})")


def migrate(store: Store, backup: Backup, steps: Sequence[Step] = STEPS) -> int:
    """Run the steps a file lacks; gives how many ran. Raises BackupFailed before any change."""
    refuse_newer(store, steps)
    found = version_of(store)
    missing = [step for step in steps if step.version > found]
    if missing and found > 0:
        backup(store)
    for step in missing:
        with store.writing():
            step.run(store)
            store.run(f"pragma user_version = {step.version}")
    return len(missing)
