"""The floor of taking rows in: what a filled file holds, written again with bare statements.

Nobody reads a page, compares a signature, asks what is known, or finds out how a name is found.
"""

import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from desktop.store.database import Store, open_store
from desktop.store.migrations import migrate
from desktop.store.snapshot import hurry

_KEY = bytes(range(32))
_INDEXES = (
    "select name, sql from sqlite_master where type = 'index' and sql is not null"
    " and tbl_name in ('member', 'wallet', 'card', 'feed_row') order by name"
)
Part = Sequence[str]
"""Tables, each with what is chosen of it."""
PEOPLE: Part = (
    "member",
    "member_words",
    "wallet",
    "consent",
    "feed_row where kind in ('member', 'consent')",
)
WALLETS: Part = ("account",)
CARDS: Part = ("card", "feed_row where kind = 'card'")


@dataclass(frozen=True, slots=True)
class Bare:
    """What the statements cost: seconds, and the processor's."""

    seconds: float
    busy: float


def page_by_page(filled: Store, path: Path, parts: Sequence[tuple[Part, int]]) -> list[Bare]:
    """Write parts of a file into another, durably, so many rows of each table in a transaction."""
    store = _new_file(path)
    found = [_written(store, _rows(filled, part), each) for part, each in parts]
    store.close()
    return found


def at_once(filled: Store, path: Path) -> Bare:
    """Write all into another file as a snapshot is: not durable until the end, indexes last."""
    ready = _rows(filled, (*PEOPLE, *WALLETS, *CARDS))
    store = _new_file(path)
    hurry(store)
    begun, busy = time.perf_counter(), time.process_time()
    with store.writing():
        indexes = store.rows(_INDEXES)
        for name, _ in indexes:
            store.run(f"drop index {name}")
        for sql, rows in ready:
            store.many(sql, rows)
        for _, sql in indexes:
            store.run(sql)
    store.close()
    return Bare(time.perf_counter() - begun, time.process_time() - busy)


def _new_file(path: Path) -> Store:
    store = open_store(path, _KEY, create=True)
    migrate(store, lambda _: None)
    return store


Ready = list[tuple[str, list[tuple[Any, ...]]]]


def _rows(filled: Store, part: Part) -> Ready:
    """Give a statement for each table, and the values for it."""
    found: Ready = []
    for chosen in part:
        table = chosen.split()[0]
        columns = [name for _, name, *_ in filled.rows(f"pragma table_info({table})")]
        names = ["rowid", "words"] if table == "member_words" else columns
        rows = filled.rows(f"select {', '.join(names)} from {chosen}")  # noqa: S608 - our own names
        marks = ", ".join("?" * len(names))
        sql = f"insert into {table} ({', '.join(names)}) values ({marks})"  # noqa: S608 - the same
        found.append((sql, rows))
    return found


def _written(store: Store, ready: Ready, each: int) -> Bare:
    most = max(len(rows) for _, rows in ready)
    begun, busy = time.perf_counter(), time.process_time()
    for at in range(0, most, each):
        with store.writing():
            for sql, rows in ready:
                store.many(sql, rows[at : at + each])
    return Bare(time.perf_counter() - begun, time.process_time() - busy)
