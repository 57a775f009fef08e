"""Build a shop's file again from its log and private table alone, beside the old one."""

from collections.abc import Callable
from pathlib import Path

from desktop.store.allocations import settle_behind
from desktop.store.apply import Applied, apply
from desktop.store.database import Store, open_store
from desktop.store.journal import private_of, record
from desktop.store.migrations import migrate
from regulars.operations.operation import read_operation

BATCH = 2_000
_KEPT = {
    "select name, value from local": "insert into local (name, value) values (?, ?)",
    "select staff, verifier, misses, seen_ms from pin": "insert into pin"
    " (staff, verifier, misses, seen_ms) values (?, ?, ?, ?)",
}
Progress = Callable[[int], bool]


def _never_stop(_done: int) -> bool:
    return True


def rebuild(source: Store, target: Path, key: bytes, progress: Progress = _never_stop) -> Store:
    """Read the log of `source` into a new file and apply it; gives the open new file.

    What is not in the log (PINs, facts of this file alone) is copied. A progress that answers
    False ends the work with what was built so far; the caller throws that away.
    """
    built = open_store(target, key, create=True)
    migrate(built, lambda _: None)
    place = 0
    while True:
        rows = source.rows(
            "select place, body, hash, salt, bytes from operation left join private using (place)"
            " where place > :place order by place limit :batch",
            {"place": place, "batch": BATCH},
        )
        if not rows:
            break
        with built.writing():
            for row in rows:
                _again(built, *row)
        settle_behind(built)
        place = rows[-1][0]
        if not progress(place):
            return built
    with built.writing():
        _put_off(source, built)
        for select, insert in _KEPT.items():
            for row in source.rows(select):
                built.run(insert, row)
    return built


def _put_off(source: Store, built: Store) -> None:
    """Leave put off what the file has put off, so that the two can be held against each other."""
    for wallet, entry in source.rows("select key, unsettled from wallet where unsettled > 0"):
        row = {"wallet": wallet, "entry": entry}
        built.run("delete from allocation where wallet = :wallet and entry = :entry", row)
        built.run("update wallet set unsettled = :entry where key = :wallet", row)


def _again(
    built: Store, place: int, body: bytes, hash_: bytes, salt: bytes | None, secret: bytes | None
) -> None:
    operation = read_operation(body)
    record(built, place, operation, body, hash_)
    if salt is not None:
        built.run(
            "insert into private (place, salt, bytes) values (:place, :salt, :bytes)",
            {"place": place, "salt": salt, "bytes": secret},
        )
    apply(built, Applied(place, operation, private_of(built, place)))
