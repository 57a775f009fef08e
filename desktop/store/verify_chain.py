"""Check the log's own chain: what its rows say, what its bytes say, and what each follows from.

`check_recent` is what every start can afford: the newest operations.
"""

from dataclasses import dataclass
from typing import Any

from desktop.store.database import Store
from desktop.store.places import EPOCH_SHIFT, SEQ_MASK
from regulars.canonical import NotCanonicalError, decode
from regulars.ids import Id, unspell
from regulars.operations.chain import follows, link, seed
from regulars.operations.hlc import unspell_hlc
from regulars.operations.kinds import check_data

RECENT = 1_000
LOG = "select place, id, kind, body, hash, at_ms, day, hlc from operation"
"""The columns of an operation as `check_link` takes them."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A row that is not what it must be; `where` names it, `what` says what is wrong."""

    where: str
    what: str


def check_recent(store: Store, count: int = RECENT) -> list[Finding]:
    """Check the newest operations: what every start can afford."""
    with store.reading():
        rows = store.rows(
            f"{LOG} order by place desc limit :count",
            {"count": count + 1},
        )[::-1]
        found: list[Finding] = []
        before: tuple[int, bytes] | None = None
        for row in rows:
            if before is None and len(rows) > count:
                before = (row[0], row[4])  # its own predecessor is not looked at
                continue
            found += check_link(row, before)
            before = (row[0], row[4])
        return found


def check_link(row: tuple[Any, ...], before: tuple[int, bytes] | None) -> list[Finding]:
    """Hold a row of LOG against its bytes and the place and hash of the one before it."""
    place, identity, kind, body, hash_, *times = row
    where = f"operation {place >> EPOCH_SHIFT}-{place & SEQ_MASK}"
    try:
        read: Any = decode(body)
        device, epoch, seq = unspell(read["device"]), read["epoch"], read["seq"]
        body_says = (epoch << EPOCH_SHIFT | seq, unspell(read["id"]), read["kind"])
        body_times = [read["at"], read["day"], unspell_hlc(read["hlc"])]
        check_data(read["kind"], read["data"], {})
    except (NotCanonicalError, KeyError, ValueError, TypeError, AttributeError):
        return [Finding(where, "its bytes are not an operation")]
    found: list[Finding] = []
    if body_says != (place, Id(identity), kind) or body_times != times:
        found.append(Finding(where, "its row and its bytes differ"))
    is_first = place & SEQ_MASK == 1
    if not is_first and (before is None or before[0] != place - 1):
        found.append(Finding(where, "the operation before it is missing"))
        return found
    previous = seed(device, place >> EPOCH_SHIFT) if is_first or before is None else before[1]
    if link(previous, body) != hash_:
        found.append(Finding(where, "its hash does not follow from its bytes and what was before"))
    if is_first and _said_to_follow(read) != ("" if before is None else follows(*before)):
        found.append(Finding(where, "it does not follow the last operation of the epoch before"))
    return found


def _said_to_follow(read: Any) -> Any:
    said = read.get("data")
    return said.get("follows", "") if isinstance(said, dict) else ""
