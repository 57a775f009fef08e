"""The commands that only read: they run beside an open till and change nothing of the shop."""

from collections.abc import Iterator
from datetime import date
from itertools import zip_longest
from pathlib import Path
from typing import Final

from desktop import trouble
from desktop.admin_desk import FOUND, WELL, Desk
from desktop.head_note import Doubt
from desktop.opening import check_start
from desktop.paths import Folder
from desktop.secrets import Keys, store_in_use
from desktop.store import rebuild as rebuilding
from desktop.store import verify as proving
from desktop.store.backup import backups, connection_kind, make_backup, quick_check
from desktop.store.database import Store
from desktop.store.journal import head_of
from desktop.store.migrations import NEWEST, version_of
from desktop.store.places import EPOCH_SHIFT, SEQ_MASK
from desktop.store.shop import load_shop
from desktop.store.verify_chain import Finding, check_recent
from desktop.store.what_if import outstanding_on

PRAGMAS: Final = ("synchronous", "journal_mode", "foreign_keys", "trusted_schema", "query_only")
_TABLES: Final = {
    "operation": "1",
    "private": "1",
    "entry": "1, 2",
    "wallet": "1",
    "allocation": "1, 2, 3",
    "member": "1",
    "card": "1",
    "consent": "1, 2",
    "given_back": "1",
    "receipt": "1",
    "document": "1, 2",
    "staff": "1",
}
"""What a rebuild must give again, row by row, with the columns that order each table."""

_DOUBTS: Final = {
    Doubt.MISSING: "it is missing, so an older file put in place would not be noticed",
    Doubt.FOREIGN: "this till did not write it, so an older file would not be noticed",
}


def verify(desk: Desk) -> int:
    """Prove the whole file and name every row that is not what it must be."""
    with desk.beside() as (store, _):
        proof = proving.verify(store, desk.progress)
    desk.say(
        f"{proof.operations:,} operations, {proof.entries:,} entries,"
        f" {proof.wallets:,} wallets, {proof.points:,} points."
    )
    return _findings(desk, proof.findings)


def _findings(desk: Desk, findings: tuple[Finding, ...]) -> int:
    for finding in findings:
        desk.say(f"{finding.where}: {finding.what}")
    if not findings:
        desk.say("Everything is as it must be.")
        return WELL
    desk.say("1 finding." if len(findings) == 1 else f"{len(findings)} findings.")
    return FOUND


def check(desk: Desk) -> int:
    """Look at everything a till rests on, from the engine to the backups."""
    findings: list[Finding] = []
    with desk.beside() as (store, keys):
        desk.say(f"Engine: {connection_kind()}")
        settings = (f"{name} {store.value(f'pragma {name}')}" for name in PRAGMAS)
        desk.say(f"Settings: {', '.join(settings)}")
        desk.say(f"File: version {version_of(store)}; this program knows {NEWEST}")
        desk.say(f"Keys: kept in the {store_in_use(desk.folder.root)}")
        _say_head(desk, store)
        findings += [Finding("page", one) for one in quick_check(store)]
        findings += check_recent(store)
        findings += _start(desk, store, keys)
    _say_backups(desk)
    return _findings(desk, tuple(findings))


def _start(desk: Desk, store: Store, keys: Keys) -> Iterator[Finding]:
    try:
        doubt = check_start(desk.folder, store, keys)
        if doubt:
            yield Finding("head.json", _DOUBTS[doubt])
    except trouble.FileDamaged as damaged:
        yield Finding("file", damaged.detail)


def _say_head(desk: Desk, store: Store) -> None:
    head = head_of(store)
    if head is None:
        desk.say("Log: empty")
        return
    desk.say(
        f"Log: epoch {head.place >> EPOCH_SHIFT}, operation {head.place & SEQ_MASK:,},"
        f" {head.day.isoformat()}, {head.hash.hex()}"
    )


def _say_backups(desk: Desk) -> None:
    found = backups(desk.folder)
    newest = f"{len(found)}, newest {found[0].made_at} (UTC)" if found else "none"
    desk.say(f"Backups on this computer: {newest}")


def backup(desk: Desk, into: Path | None) -> int:
    """Make a backup and prove it, while the till goes on selling."""
    with desk.beside() as (_, keys):
        made = make_backup(desk.folder, keys.database, desk.world.clock.now_ms(), into)
    desk.say(f"{made.path}")
    return WELL


def outstanding(desk: Desk, on: date | None, expiry_months: int | None) -> int:
    """Add up what members could still spend on a day, as it is or under another rule."""
    with desk.beside() as (store, _):
        shop = load_shop(store)
        day = on or shop.calendar.day(desk.world.clock.now_ms())
        with store.reading():
            points = outstanding_on(store, day, expiry_months)
    rule = {None: "", 0: ", had points never ended"}.get(
        expiry_months, f", had points ended after {expiry_months} months"
    )
    worth = shop.currency.shown(shop.programme.value(points))
    desk.say(f"{points:,} points at the end of {day.isoformat()}{rule}. They pay for {worth}.")
    return WELL


def rebuild(desk: Desk, target: Path | None) -> int:
    """Build the shop's file again from its log, beside it, and say where the two differ."""
    path = target or _free(desk.folder)
    if path.exists():
        raise trouble.FileUnwritable(str(path))
    with desk.beside() as (store, keys), store.reading():
        built = rebuilding.rebuild(
            store, path, keys.database, lambda place: desk.progress("built", place & SEQ_MASK)
        )
        try:
            differences = [line for table in _TABLES for line in _differences(store, built, table)]
            proof = proving.verify(built, desk.progress)
        finally:
            built.close()
    for line in differences:
        desk.say(line)
    desk.say(f"Built again from {proof.operations:,} operations: {path}")
    found = _findings(desk, proof.findings)
    desk.say("The shop's own file was not touched.")
    return FOUND if differences else found


def _differences(source: Store, built: Store, table: str) -> Iterator[str]:
    # Table and order stand in this file; no text of a person reaches the statement.
    sql = f"select * from {table} order by {_TABLES[table]}"  # noqa: S608
    with built.reading():
        for row, again in zip_longest(source.run(sql), built.run(sql)):
            if row != again:
                key = (row or again)[0]
                name = key.hex() if isinstance(key, bytes) else key
                yield f"{table} {name}: the file and its log differ from here on"
                return


def _free(folder: Folder) -> Path:
    number = 1
    while (path := folder.root / f"shop rebuilt {number}.db").exists():
        number += 1
    return path
