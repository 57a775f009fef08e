"""Pull: a till reads what changed since its cursor, a page at a time, each thing at its newest.

Rows are objects by kind; each has at least an `id` and `seq`, its place in the feed: of two rows of
one thing the one with the larger counts. What else a kind's rows hold stands with the kind; here
only their envelope, so that an older till passes over kinds it does not know.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlencode

from regulars.canonical import Json, NotCanonicalError, encode, spell_again
from regulars.ids import Id, spell
from regulars.operations.hlc import spell_hlc
from sync.enrolment import Standing, standing_of
from sync.wire import (
    ANSWER_MAX,
    HASH_BYTES,
    ROWS_MAX,
    SCHEMA,
    SIGNATURE_BYTES,
    BadMessage,
    Fields,
    Row,
    fields,
    named,
    read,
)
from sync.wire_push import EPOCH_MAX, SEQ_MAX

CURSOR_MAX = 512
HLC_BYTES = 8
_KNOWN = frozenset(
    {
        "cursor",
        "up_to_date",
        "acked",
        "feed",
        "standing",
        "min_schema",
        "server_ms",
        "rows",
        "gone",
        "checksums",
        "reached",
        "signature",
        "hlc",
    }
)
Gone = tuple[str, int]
"""A thing that is not told any more, and the place in the feed at which it ceased to be."""
WAIT_S_MAX = 25
"""How long the centre holds a question open when there is no news."""
ENDED_MAX = 200
"""Earlier lives of a log with something in them; a till that had more of them says nothing."""
_LIFE = re.compile(r"(\d{1,10})\.(\d{1,10})", re.ASCII)


@dataclass(frozen=True, slots=True)
class PullRequest:
    """What a till has already, as the cursor it was given ("": nothing), and what it can hold.

    A later life of a log says in `ended` how far the earlier ones go, as (epoch, last number);
    of one that is not named it has nothing. `hears`: it reads `hlc` in a page. Who does not say so
    is told none: an older program holds a signature against the fields that it knows.
    """

    cursor: str = ""
    limit: int = ROWS_MAX
    wait_s: int = 0
    schema: int = SCHEMA
    ended: tuple[tuple[int, int], ...] | None = None
    hears: bool = False

    def query(self) -> str:
        """Give the query part of the address; a pull has no body."""
        parts: dict[str, str | int] = {
            "cursor": self.cursor,
            "limit": self.limit,
            "wait": self.wait_s,
            "schema": self.schema,
        }
        if self.ended is not None:
            parts["ended"] = ",".join(f"{epoch}.{last}" for epoch, last in self.ended)
        if self.hears:
            parts["hlc"] = 1
        return urlencode(parts)


def read_pull_request(query: Mapping[str, str]) -> PullRequest | BadMessage:
    """Read the parts of a query; what is not there has its default."""
    cursor = query.get("cursor", "")
    if len(cursor) > CURSOR_MAX or not (cursor.isascii() and cursor.isprintable()):
        return BadMessage("'cursor' is not one this centre gave")
    numbers: list[int] = []
    bounds = (("limit", ROWS_MAX, 1, ROWS_MAX), ("wait", 0, 0, WAIT_S_MAX))
    for name, default, least, most in (*bounds, ("schema", SCHEMA, 1, 10**6)):
        text = query.get(name, str(default))
        is_number = text.isascii() and text.isdigit() and len(text) < len("1" + str(most))
        if not is_number or not least <= int(text) <= most:
            return BadMessage(f"{name!r} is not a whole number from {least} to {most}")
        numbers.append(int(text))
    limit, wait_s, schema = numbers
    ended = _ended(query["ended"]) if "ended" in query else None
    if isinstance(ended, BadMessage):
        return ended
    return PullRequest(cursor, limit, wait_s, schema, ended, query.get("hlc", "") == "1")


def _ended(text: str) -> tuple[tuple[int, int], ...] | BadMessage:
    """Read how far earlier lives go: `epoch.last`, each epoch once and in order."""
    parts = text.split(",") if text else []
    found = [_LIFE.fullmatch(part) for part in parts[: ENDED_MAX + 1]]
    lives = tuple((int(one[1]), int(one[2])) for one in found if one)
    epochs = [epoch for epoch, _ in lives]
    is_good = (
        len(lives) == len(parts) <= ENDED_MAX
        and epochs == sorted(set(epochs))
        and all(0 < epoch <= EPOCH_MAX and last <= SEQ_MAX for epoch, last in lives)
    )
    return lives if is_good else BadMessage("'ended' does not say how far lives of a log go")


@dataclass(frozen=True, slots=True)
class Page:
    """What changed, and the cursor that stands after it: apply both in one transaction, or none.

    `acked` is how far the centre has this device's own log. `feed` names the life of the centre's
    database: another one means it was restored. `reached` is the place in the feed where the cursor
    stands; 0 is not said. `gone` holds ids and places by kind. `checksums` are there from time to
    time, by kind, when the till is up to date. The centre signs what it says to this device; `more`
    is what this program does not know of that. `hlc` is how far the clocks of all that is in the
    page have come, as a hybrid clock reads (0: not said).
    """

    cursor: str
    up_to_date: bool
    acked: int
    feed: int
    standing: Standing
    min_schema: int
    server_ms: int
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    gone: Mapping[str, tuple[Gone, ...]] = field(default_factory=dict)
    checksums: Mapping[str, bytes] = field(default_factory=dict)
    reached: int = 0
    signature: bytes = b""
    hlc: int = 0
    more: Mapping[str, Json] = field(default_factory=dict, compare=False)

    def spelled(self) -> bytes:
        """Give the bytes on the wire, before packing; what is signed was spelled strictly then."""
        whole = self._said()
        if not self.signature:
            return encode(whole)
        return spell_again(whole | {"signature": self.signature.hex()})

    def statement(self, tenant: Id, device: Id, epoch: int) -> bytes:
        """Give what the centre signs: a digest of the page, and whom it is for."""
        said: dict[str, Json] = {
            "digest": sha256(encode(self._said())).hexdigest(),
            "tenant": spell(tenant),
            "device": spell(device),
            "epoch": epoch,
        }
        return b"regulars-page-1\n" + encode(said)

    def _said(self) -> dict[str, Json]:
        whole: dict[str, Json] = {
            "cursor": self.cursor,
            "up_to_date": self.up_to_date,
            "acked": self.acked,
            "feed": self.feed,
            "standing": self.standing.value,
            "min_schema": self.min_schema,
            "server_ms": self.server_ms,
            "rows": {kind: list(rows) for kind, rows in self.rows.items()},
            "gone": {kind: [list(one) for one in gone] for kind, gone in self.gone.items()},
        }
        whole |= self.more
        if self.reached:
            whole["reached"] = self.reached
        if self.hlc:
            whole["hlc"] = spell_hlc(self.hlc)
        if self.checksums:
            whole["checksums"] = {kind: sum_.hex() for kind, sum_ in self.checksums.items()}
        return whole


def read_page(raw: bytes) -> Page | BadMessage:
    """Read a page of changes as it is after unpacking."""
    return read(raw, ANSWER_MAX, _page)


def _page(said: Fields) -> Page:
    sums = said.map("checksums") if said.has("checksums") else Fields({})
    return Page(
        cursor=said.text("cursor", CURSOR_MAX),
        up_to_date=said.flag("up_to_date"),
        acked=said.whole("acked", 0, SEQ_MAX),
        feed=said.whole("feed", 1),
        standing=standing_of(said.text("standing")),
        min_schema=said.whole("min_schema", 1),
        server_ms=said.instant("server_ms"),
        rows=read_rows(said.map("rows")),
        gone=read_gone(said.map("gone")),
        checksums={kind: sums.octets(kind, HASH_BYTES) for kind in sums.values},
        reached=said.whole("reached") if said.has("reached") else 0,
        signature=said.octets("signature", SIGNATURE_BYTES) if said.has("signature") else b"",
        hlc=int.from_bytes(said.octets("hlc", HLC_BYTES), "big") if said.has("hlc") else 0,
        more=_more(said),
    )


def _more(said: Fields) -> dict[str, Json]:
    """Keep the fields of a newer centre: its signature is over them too."""
    found: dict[str, Json] = {}
    for name, value in said.values.items():
        if name not in _KNOWN:
            try:
                encode({name: value})
            except NotCanonicalError:
                continue  # nobody signs what has no one spelling
            found[name] = value
    return found


def read_rows(said: Fields) -> dict[str, tuple[Row, ...]]:
    """Read rows by kind, each with its envelope; raises WrongFieldError."""
    rows = {kind: said.things(kind, ROWS_MAX) for kind in said.values}
    for kind, found in rows.items():
        for row in found:
            if not _is_plain(row):
                envelope = fields(row, kind)
                envelope.text("id")
                envelope.whole("seq", 1)
    return {kind: tuple(found) for kind, found in rows.items()}


def _is_plain(row: object) -> bool:
    """Tell of nearly every row that it has its envelope; of others `Fields` says what is wrong."""
    if type(row) is not dict:
        return False
    name, seq = row.get("id"), row.get("seq")
    return type(name) is str and len(name) < _PLAIN and type(seq) is int and 0 < seq < _PLAIN_SEQ


_PLAIN, _PLAIN_SEQ = 256, 1 << 53


def read_gone(said: Fields) -> dict[str, tuple[Gone, ...]]:
    """Read what is gone, by kind; raises WrongFieldError."""
    found: dict[str, tuple[Gone, ...]] = {}
    for kind in said.values:
        pairs = [named(one, ("id", "seq"), kind) for one in said.things(kind, ROWS_MAX)]
        found[kind] = tuple((pair.text("id"), pair.whole("seq", 1)) for pair in pairs)
    return found
