"""Rows of the feed by which all tills know their shop: stores, tills, programme, settings, PINs.

Each row has its place in the feed, `seq` (see `wire_pull`); people are in `wire_rows`.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from regulars.canonical import Json
from regulars.ids import Id, spell
from sync.wire import BadMessage, Fields, Row, attempt, named
from sync.wire_push import EPOCH_MAX, SEQ_MAX

VERIFIER_MAX = 300
Seen = tuple[int, int]
"""The asking till's newest operation (epoch, number) that the centre had when it made a row. What
the till itself has said after that counts there until the centre has it."""


@dataclass(frozen=True, slots=True)
class StoreRow:
    """A place where the shop sells."""

    store: Id
    seq: int
    name: str
    seen: Seen = (0, 0)

    def row(self) -> dict[str, Json]:
        """Give the row as it stands in a page, under the kind "store"."""
        said: dict[str, Json] = {"id": spell(self.store), "seq": self.seq, "name": self.name}
        return said | {"seen": list(self.seen)}


def read_store_row(row: Row) -> StoreRow | BadMessage:
    """Read a row of the kind "store"."""
    said = Fields(row)
    return attempt(
        lambda: StoreRow(
            said.identity("id"), said.whole("seq", 1), said.text("name"), _read_seen(said)
        )
    )


@dataclass(frozen=True, slots=True)
class TillRow:
    """A device of the shop; None is in no store. `standing` is a word of the centre's."""

    device: Id
    seq: int
    store: Id | None
    name: str
    standing: str
    role: str = "counter"
    seen: Seen = (0, 0)

    def row(self) -> dict[str, Json]:
        """Give the row as it stands in a page, under the kind "till"."""
        store = "" if self.store is None else spell(self.store)
        said: dict[str, Json] = {"id": spell(self.device), "seq": self.seq, "store": store}
        said |= {"name": self.name, "standing": self.standing, "role": self.role}
        return said | {"seen": list(self.seen)}


def read_till_row(row: Row) -> TillRow | BadMessage:
    """Read a row of the kind "till"."""
    said = Fields(row)
    return attempt(
        lambda: TillRow(
            said.identity("id"),
            said.whole("seq", 1),
            None if said.text("store") == "" else said.identity("store"),
            said.text("name"),
            said.text("standing"),
            said.text("role") if said.has("role") else "counter",
            _read_seen(said),
        )
    )


@dataclass(frozen=True, slots=True)
class DocumentRow:
    """Something the whole shop goes by: the programme, its goods, a setting; `body` as written."""

    kind: str
    name: str
    seq: int
    body: Mapping[str, Json]
    seen: Seen = (0, 0)

    def row(self) -> dict[str, Json]:
        """Give the row as it stands in a page, under the kind "document"."""
        said: dict[str, Json] = {"id": f"{self.kind} {self.name}", "seq": self.seq}
        said |= {"kind": self.kind, "name": self.name, "body": dict(self.body)}
        return said | {"seen": list(self.seen)}


def read_document_row(row: Row) -> DocumentRow | BadMessage:
    """Read a row of the kind "document"."""
    said = Fields(row)
    return attempt(
        lambda: DocumentRow(
            said.text("kind"),
            said.text("name"),
            said.whole("seq", 1),
            said.map("body").values,
            _read_seen(said),
        )
    )


@dataclass(frozen=True, slots=True, repr=False)
class PinRow:
    """What a person's PIN is checked against; worth nothing without the pepper of the shop.

    `seen_ms` is when it was set, by the clock of the till where it was: the newest counts.
    """

    staff: Id
    seq: int
    verifier: str
    seen_ms: int

    def row(self) -> dict[str, Json]:
        """Give the row as it stands in a page, under the kind "pin"."""
        said: dict[str, Json] = {"id": spell(self.staff), "seq": self.seq}
        return said | {"verifier": self.verifier, "seen": self.seen_ms}


def read_pin_row(row: Row) -> PinRow | BadMessage:
    """Read a row of the kind "pin"."""
    said = Fields(row)
    return attempt(
        lambda: PinRow(
            said.identity("id"),
            said.whole("seq", 1),
            said.text("verifier", VERIFIER_MAX),
            said.instant("seen"),
        )
    )


def _read_seen(said: Fields) -> Seen:
    seen = named(said.things("seen", 2), ("epoch", "seq"), "seen")
    return seen.whole("epoch", 0, EPOCH_MAX), seen.whole("seq", 0, SEQ_MAX)
