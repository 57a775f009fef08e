"""Prove that the ledger says what the log says, entry by entry.

Both are read once, each in its own order, and folded into one number that does not depend on the
order. Only where the numbers differ is every entry looked up, so that the wrong one can be named.
"""

import hashlib
import json
import os
from collections.abc import Callable, Iterator
from typing import Any

from desktop.store.database import Store
from desktop.store.places import EPOCH_SHIFT, LINE_SHIFT, SEQ_MASK
from desktop.store.verify_chain import Finding
from regulars.ids import unspell
from regulars.operations.hlc import unspell_hlc
from regulars.points.ledger import postings

Progress = Callable[[str, int], bool]
_DIGEST_BYTES = 16
_PLACE_BITS = 63 - LINE_SHIFT  # a key of a later place would not fit its column
_ENTRIES = (
    "select entry.key, wallet.id, kind, points, entry.debt, day, act, expires_on, hlc"
    " from entry left join wallet on wallet.key = entry.wallet"
)
Row = tuple[Any, ...]


def entries_match(store: Store, counts: dict[str, int], progress: Progress) -> Iterator[Finding]:
    """Compare all entries with all operations, and name every entry that differs."""
    secret = os.urandom(_DIGEST_BYTES)  # so that no two wrongs can be made to look like a right
    log = 0
    for number, (place, wanted) in enumerate(_operations(store)):
        if wanted is None:
            yield _unreadable(place)
            continue
        log += sum(_fold(secret, row) for row in wanted.values())
        if number % 5_000 == 0 and not progress("entries", number):
            return
    ledger = 0
    for row in store.run(_ENTRIES):
        ledger += _fold(secret, row)
        counts["entries"] += 1
        counts["points"] += row[3]
    if log != ledger:
        yield from _missing_or_other(store)
        yield from _strangers(store)


def _fold(secret: bytes, row: Row) -> int:
    spelled = repr(row).encode()
    return int.from_bytes(hashlib.blake2b(spelled, key=secret, digest_size=_DIGEST_BYTES).digest())


def _operations(store: Store) -> Iterator[tuple[int, dict[int, Row] | None]]:
    """Give the entries that each operation makes; None where its bytes do not say."""
    for place, body in store.run("select place, body from operation order by place"):
        try:
            yield place, _wanted(place, json.loads(body))
        except (ValueError, KeyError, TypeError, AttributeError):
            yield place, None


def _unreadable(place: int) -> Finding:
    where = f"operation {place >> EPOCH_SHIFT}-{place & SEQ_MASK}"
    return Finding(where, "what it did to wallets cannot be read")


def _wanted(place: int, read: Any) -> dict[int, Row]:
    """Give the entries an operation makes, by key, as they are read from the table."""
    if place >> _PLACE_BITS:
        message = "no till writes so far"
        raise ValueError(message)
    lines = postings(read["kind"], read["id"], read["data"])
    if not lines:
        return {}
    hlc = unspell_hlc(read["hlc"])
    return {
        place << LINE_SHIFT | number: (
            place << LINE_SHIFT | number,
            unspell(line.wallet),
            line.kind.value,
            line.points,
            line.debt,
            line.day.isoformat(),
            unspell(line.act),
            None if line.expires_on is None else line.expires_on.isoformat(),
            hlc,
        )
        for number, line in enumerate(lines)
    }


def _missing_or_other(store: Store) -> Iterator[Finding]:
    # The one part of the text that is put together stands in this file.
    one = f"{_ENTRIES} where entry.key = ? and wallet.id = ?"
    for _, wanted in _operations(store):
        for key, row in (wanted or {}).items():
            found = store.row(one, (key, row[1]))
            if found is None:
                yield Finding(f"entry {key}", "it is missing")
            elif found != row:
                yield Finding(f"entry {key}", "it is not what its operation says")


def _strangers(store: Store) -> Iterator[Finding]:
    """Find entries that no operation made, or made for another wallet."""
    for key, wallet in store.run(
        "select entry.key, wallet.id from entry left join wallet on wallet.key = entry.wallet"
    ):
        place = key >> LINE_SHIFT
        body = store.value("select body from operation where place = ?", (place,))
        try:
            wanted = {} if body is None else _wanted(place, json.loads(body))
        except (ValueError, KeyError, TypeError, AttributeError):
            continue  # it was reported with the operations
        if key not in wanted:
            yield Finding(f"entry {key}", "no operation brought it")
        elif wanted[key][1] != wallet:
            yield Finding(f"entry {key}", "it stands in another wallet than its operation says")
