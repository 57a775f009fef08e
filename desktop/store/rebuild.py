"""Build a shop's file again from its log and private table alone, beside the old one."""

from collections.abc import Callable, Sequence
from pathlib import Path

from desktop.store.allocations import settle_behind
from desktop.store.apply import Applied, apply
from desktop.store.database import Store, open_store
from desktop.store.feed import bring_everybody, project_again
from desktop.store.journal import private_of, record
from desktop.store.migrations import migrate
from regulars.operations.operation import read_operation

BATCH = 2_000
_OF_THIS_FILE = ("local", "pin", "outcome")
_FROM_ELSEWHERE = ("local", "centre", "acked", "account", "old_grant", "feed_row")
"""What came from a centre, and the epoch: own acts are counted by them."""
Progress = Callable[[int], bool]


def _never_stop(_done: int) -> bool:
    return True


def rebuild(source: Store, target: Path, key: bytes, progress: Progress = _never_stop) -> Store:
    """Read the log of `source` into a new file and apply it; gives the open new file.

    What is not in the log (PINs, facts of this file alone, what a centre said) is copied. A
    progress that answers False ends the work with what was built so far; the caller throws that
    away.
    """
    built = open_store(target, key, create=True)
    migrate(built, lambda _: None)
    with built.writing():
        _copy(source, built, _FROM_ELSEWHERE)
        bring_everybody(built)
        project_again(built, 0)  # what came before the first own operation
        arrivals = {place for (place,) in built.rows("select distinct place from feed_row")}
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
                if row[0] in arrivals:
                    project_again(built, row[0])
        settle_behind(built)
        place = rows[-1][0]
        if not progress(place):
            return built
    with built.writing():
        _put_off(source, built)
        _copy(source, built, _OF_THIS_FILE)
    return built


def _copy(source: Store, built: Store, tables: Sequence[str]) -> None:
    """Copy tables that no log holds, row by row."""
    for table in tables:
        if source.row("select 1 from sqlite_master where name = ?", (table,)) is None:
            continue  # the file of an earlier program
        # An earlier program may have left a column that this one does not have.
        names = ", ".join(
            name for (name,) in built.rows("select name from pragma_table_info(?)", (table,))
        )
        for row in source.rows(f"select {names} from {table}"):  # noqa: S608 - ours
            marks = ", ".join("?" * len(row))
            built.run(
                f"insert or replace into {table} ({names}) values ({marks})",  # noqa: S608 - ours
                row,
            )


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
