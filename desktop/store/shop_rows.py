"""Apply what the feed says of the shop itself: stores, tills, programme, settings, staff, PINs.

What this till has said and the centre does not have yet counts here until it has; so a document is
always its newest row, or an own operation behind what the row has seen.
"""

import json
from collections.abc import Callable, Iterator, Mapping

from desktop.store.centre import acked_of
from desktop.store.database import Store
from desktop.store.places import EPOCH_SHIFT, SEQ_MASK, place_of
from desktop.store.shop import keep_local_fact, local_fact
from regulars.canonical import Json, encode
from regulars.ids import Id, spell, unspell
from regulars.operations.operation import read_operation
from regulars.programme.programme import is_goods, read_programme
from sync.wire import BadMessage, Row
from sync.wire_pins import Pin
from sync.wire_rows import StaffRow, read_staff_row
from sync.wire_shop import (
    DocumentRow,
    Seen,
    StoreRow,
    TillRow,
    read_document_row,
    read_pin_row,
    read_store_row,
    read_till_row,
)


def _store(store: Store, row: Row) -> bool:
    said = read_store_row(row)
    if isinstance(said, StoreRow):
        _keep(store, *paper_in("store", row), said.seen)
    return isinstance(said, StoreRow)


def _till(store: Store, row: Row) -> bool:
    said = read_till_row(row)
    if isinstance(said, TillRow):
        _keep(store, *paper_in("till", row), said.seen)
    return isinstance(said, TillRow)


def _document(store: Store, row: Row) -> bool:
    """Take in what the shop goes by; what this program could not open a shop with is left alone."""
    said = read_document_row(row)
    is_named = isinstance(said, DocumentRow) and row["id"] == f"{said.kind} {said.name}"
    if isinstance(said, BadMessage) or not is_named or not _can_be_read(said):
        return False
    _keep(store, *paper_in("document", row), said.seen)
    return True


def _can_be_read(said: DocumentRow) -> bool:
    body = said.body
    match said.kind:
        case "programme":
            return said.name == "current" and _is_programme(body)
        case "category":
            return said.name == "all" and is_goods(body)
        case "setting":
            return body.get("key") == said.name and isinstance(body.get("value"), str)
        case _:
            return False


def _is_programme(body: Mapping[str, Json]) -> bool:
    document = body.get("document")
    try:
        return isinstance(document, dict) and bool(read_programme(document).name)
    except (LookupError, TypeError, ValueError, AssertionError):
        return False


def _keep(store: Store, paper: tuple[str, str], body: Mapping[str, Json], seen: Seen) -> None:
    """Write a document as a row says, or as an own operation does that the row has not seen."""
    own = store.value("select place from document where kind = ? and name = ?", paper) or 0
    said = _said_here(store, own) if own > place_of(*seen) else body
    store.run(
        "insert into document (kind, name, body, place) values (?, ?, ?, 0)"
        " on conflict (kind, name) do update set body = excluded.body",
        (*paper, encode(dict(said)).decode()),
    )


def _said_here(store: Store, place: int) -> Mapping[str, Json]:
    written = store.value("select body from operation where place = ?", (place,))
    return read_operation(written).data


def paper_in(kind: str, row: Row) -> tuple[tuple[str, str], Mapping[str, Json]]:
    """Give which document a row is about, and what it says: a store, a till, a document."""
    name = str(row["id"])
    if kind == "document":
        own, name = name.split(" ", 1)
        return (own, name), row.get("body", {})
    return (kind, name), {kind: name, "name": row.get("name", "")}


def _staff(store: Store, row: Row) -> bool:
    match read_staff_row(row):
        case StaffRow() as said:
            store.run(
                "insert into staff (id, name, role, is_active) values (?, ?, ?, ?)"
                " on conflict (id) do update set name = excluded.name, role = excluded.role,"
                " is_active = excluded.is_active",
                (said.staff, said.name, said.role, int(said.is_active)),
            )
            return True
        case BadMessage():
            return False


def _pin(store: Store, row: Row) -> bool:
    """Take a verifier in unless a later one was set here; wrong tries stay what they are here."""
    said = read_pin_row(row)
    if isinstance(said, BadMessage):
        return False
    if said.seen_ms >= set_here_ms(store, said.staff):
        store.run(
            "insert into pin (staff, verifier) values (?, ?)"
            " on conflict (staff) do update set verifier = excluded.verifier",
            (said.staff, said.verifier),
        )
    return True


OF_THE_SHOP: Mapping[str, Callable[[Store, Row], bool]] = {
    "store": _store,
    "till": _till,
    "document": _document,
    "staff": _staff,
    "pin": _pin,
}
"""In the order in which the rows of a page are taken in."""


def forget(store: Store, kind: str, name: str) -> None:
    """Let something be as if nobody had told of it, but for what this till says itself."""
    match kind:
        case "staff":
            store.run("update staff set is_active = 0 where id = unhex(?)", (name,))
        case "pin":
            store.run("delete from pin where staff = unhex(?)", (name,))
        case _:
            paper, _said = paper_in(kind, {"id": name})
            store.run("delete from document where kind = ? and name = ? and place = 0", paper)
            own = store.value("select place from document where kind = ? and name = ?", paper)
            if own is not None:
                said = encode(dict(_said_here(store, own))).decode()
                store.run(
                    "update document set body = ? where kind = ? and name = ?", (said, *paper)
                )


# PINs that were set here


def set_here_ms(store: Store, staff: Id) -> int:
    """Give when a person's PIN was last set at this till; 0 if never."""
    return int(local_fact(store, _fact(staff)) or 0)


def note_set(store: Store, staff: Id, now_ms: int, place: int = 0) -> None:
    """Note that a PIN was set here, later than any that is known. Call it inside a write.

    `place` is that of the operation that says so; the centre hears of that first.
    """
    known = _known_pins(store).get(staff)
    set_ms = max(now_ms, set_here_ms(store, staff) + 1, known[1] + 1 if known else 0)
    keep_local_fact(store, _fact(staff), str(set_ms))
    keep_local_fact(store, _place(staff), str(place))


def pins_to_tell(store: Store) -> Iterator[Pin]:
    """Give the verifiers that the centre, in this life of it, has not told of itself."""
    known = _known_pins(store)
    for staff, verifier, seen_ms in store.rows("select staff, verifier, seen_ms from pin"):
        here = set_here_ms(store, Id(staff))
        seq, told = known.get(Id(staff), (-1, 0))
        if (seq < 0 or here > told) and _is_said(store, Id(staff)):
            yield Pin(Id(staff), verifier, max(here, told) or seen_ms)


def _is_said(store: Store, staff: Id) -> bool:
    """Tell whether the centre has the operation that says who set a PIN here, if there is one."""
    place = int(local_fact(store, _place(staff)) or 0)
    return not place or acked_of(store, place >> EPOCH_SHIFT) >= place & SEQ_MASK


def _known_pins(store: Store) -> dict[Id, tuple[int, int]]:
    rows = store.rows("select id, seq, body from feed_row where kind = 'pin'")
    return {unspell(name): (seq, json.loads(body).get("seen", 0)) for name, seq, body in rows}


def _fact(staff: Id) -> str:
    return f"pin {spell(staff)}"


def _place(staff: Id) -> str:
    return f"pin {spell(staff)} place"
