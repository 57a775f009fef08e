"""Write a snapshot into a file that nobody has open yet: a new till's, with its own log in it.

It is unpacked line by line; `snapshot_rows` writes each. Whatever breaks, the file is thrown away.
"""

import os
import zlib
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

from desktop import trouble
from desktop.store.centre import keep_centre, known_centre
from desktop.store.database import Store, open_store
from desktop.store.shop import Identity
from desktop.store.snapshot_rows import Loading, NotWholeError
from desktop.store.sqlite import EngineError, door
from sync.wire_snapshot import LINE_MAX, SnapshotHead

_CACHE_KIB = 64 * 1024
_LINES = 20
"""So many lines are written down at once: some ten megabytes."""
Going = Callable[[int], bool]
"""Told how many packed bytes are in; False ends the work."""


def load(
    path: Path, key: bytes, whose: Identity, head: SnapshotHead, packed: Iterable[bytes], go: Going
) -> None:
    """Fill a new till's file, which nobody has open, from packed rows whose digest was compared.

    Raises NotWholeError, or a Trouble; then the file is to be thrown away.
    """
    store = open_store(path, key)
    try:
        with door():
            hurry(store)
            with store.writing():
                place = store.value("select coalesce(max(place), 0) from operation")
                loading = Loading(store, whose, place)
                loading.begin()
                for number, line in enumerate(_lines(packed, go), 1):
                    loading.take(line)
                    if number % _LINES == 0:
                        _write_down(store)
                loading.settle()
                _go_on_from(store, head)
            _prove(store, loading.rows, head)
            store.connection.execute("pragma journal_mode = wal")
    except (EngineError, LookupError, TypeError, ValueError, AttributeError) as error:
        raise NotWholeError("a row is not what its kind should be") from error
    finally:
        store.close()
    _to_the_disk(path)


def _write_down(store: Store) -> None:
    """Let changed pages be clean ones: the engine keeps the changed ones in memory at any cost.

    So what is looked up in no order (whose a card is) stays at hand, and not what is done with.
    """
    store.connection.execute("commit")
    store.connection.execute("begin immediate")


def hurry(store: Store) -> None:
    """Nothing is safe until the end, and nobody else looks: whatever breaks, the file goes."""
    store.tidies_itself = False
    for pragma in (
        "journal_mode = delete",
        "journal_mode = off",
        "locking_mode = exclusive",
        "synchronous = off",
        "foreign_keys = off",
        f"cache_size = -{_CACHE_KIB}",
    ):
        store.connection.execute(f"pragma {pragma}")


def _lines(packed: Iterable[bytes], go: Going) -> Iterator[bytes]:
    """Give the lines of what was packed, holding one at a time."""
    unpack = zlib.decompressobj()
    rest, done = b"", 0
    for part in packed:
        done += len(part)
        if not go(done):
            raise NotWholeError("somebody ended it")
        left = part
        while left:
            rest += _unpacked(unpack, left)
            left = unpack.unconsumed_tail
            *lines, rest = rest.split(b"\n")
            yield from lines
            if len(rest) > LINE_MAX:
                raise NotWholeError("a line is too long")
    if rest or not unpack.eof or unpack.unused_data:
        raise NotWholeError("it broke off")


def _unpacked(unpack: Any, part: bytes) -> bytes:
    try:
        plain: bytes = unpack.decompress(part, LINE_MAX)
    except zlib.error as error:
        raise NotWholeError("it is not packed") from error
    return plain


def _go_on_from(store: Store, head: SnapshotHead) -> None:
    """Pull from where the snapshot was made; a centre that was met for the first time is told."""
    known = known_centre(store)
    keep_centre(
        store, known._replace(feed=head.feed, cursor=head.cursor, reached=0, must_report=True)
    )


def _prove(store: Store, rows: int, head: SnapshotHead) -> None:
    """Make sure that all came, and that everything belongs to somebody who is here.

    Members are numbered from 1 without a gap, so their count says who is here; looking each one up
    would read the file in no order. Pages are vouched for one by one whenever they are read.
    """
    if rows != head.rows:
        raise NotWholeError(f"{rows} rows of {head.rows}")
    ((most, count),) = store.rows("select max(key), (select count(*) from member) from member")
    for question in _ENDS:
        ((first, last),) = store.rows(question)
        if count and (most != count or not 0 < (first or 1) <= (last or 1) <= count):
            raise NotWholeError("something belongs to nobody")
    for table in ("private", "entry", "allocation", "outcome"):  # of the own log, which is short
        if store.rows(f"pragma foreign_key_check({table})"):
            raise NotWholeError("something belongs to nobody")


_ENDS = (
    "select (select min(member) from wallet), (select max(member) from wallet)",
    "select (select min(member) from card), (select max(member) from card)",
    "select (select min(member) from consent), (select max(member) from consent)",
)


def _to_the_disk(path: Path) -> None:
    try:
        handle = os.open(path, os.O_RDWR)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise trouble.from_os(error, str(path)) from error
