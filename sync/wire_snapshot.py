"""A snapshot: what a new till reads at once instead of page by page, vouched for by the centre.

The head says how many bytes there are, what they hash to, and from which cursor the till pulls
afterwards. The bytes are lines packed with zlib, fetched in parts; each line holds rows as a page
does. Rights are never in a snapshot.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from regulars.canonical import Json, encode
from regulars.ids import Id, spell
from sync.wire import ANSWER_MAX, HASH_BYTES, SIGNATURE_BYTES, BadMessage, Fields, Row, read
from sync.wire_pull import CURSOR_MAX, Gone, read_gone, read_rows

PATH = "/v1/snapshot"
PART_BYTES = 1 << 20
"""Bytes of a part; only the last is shorter."""
LINE_MAX = 8 << 20
"""Bytes of a line, unpacked."""
BYTES = "application/octet-stream"
_DIGEST = re.compile(r"[0-9a-f]{64}", re.ASCII)
_PART = re.compile(r"\d{1,6}", re.ASCII)
_OF_A_TILL = ("tenant", "device", "epoch", "seen", "granted", "keep", "signature")


@dataclass(frozen=True, slots=True)
class SnapshotHead:
    """`size` bytes of packed rows with this SHA-256, made for one audience of one tenant.

    `audience` is a store's id, or "" for the whole tenant. A size of 0: there is so little that a
    till reads it page by page.
    """

    tenant: Id
    audience: str
    feed: int
    cursor: str
    schema: int
    rows: int
    size: int
    digest: bytes
    made_ms: int
    signature: bytes = bytes(SIGNATURE_BYTES)

    @property
    def parts(self) -> int:
        """Give how many parts there are."""
        return -(-self.size // PART_BYTES)

    def part_path(self, part: int) -> str:
        """Give the address of a part."""
        return f"{PATH}/{self.digest.hex()}/{part}"

    def spelled(self) -> bytes:
        """Give the bytes on the wire."""
        return encode(self._said() | {"signature": self.signature.hex()})

    def statement(self) -> bytes:
        """Give what the centre signs."""
        return b"regulars-snapshot-1\n" + encode(self._said())

    def _said(self) -> dict[str, Json]:
        return {
            "tenant": spell(self.tenant),
            "audience": self.audience,
            "feed": self.feed,
            "cursor": self.cursor,
            "schema": self.schema,
            "rows": self.rows,
            "size": self.size,
            "digest": self.digest.hex(),
            "made_ms": self.made_ms,
        }


@dataclass(frozen=True, slots=True)
class SnapshotLine:
    """Rows, and what is gone, as in a page; of wallets without what is one till's alone."""

    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    gone: Mapping[str, tuple[Gone, ...]] = field(default_factory=dict)

    def spelled(self) -> bytes:
        """Give the bytes on the wire, without the end of the line."""
        rows: Json = {kind: list(rows) for kind, rows in self.rows.items()}
        gone: Json = {kind: [list(one) for one in gone] for kind, gone in self.gone.items()}
        return encode({"rows": rows, "gone": gone})


def read_snapshot_head(raw: bytes) -> SnapshotHead | BadMessage:
    """Read the head of a snapshot."""
    return read(raw, ANSWER_MAX, _snapshot_head)


def read_snapshot_line(raw: bytes) -> SnapshotLine | BadMessage:
    """Read a line of a snapshot, unpacked."""
    return read(
        raw,
        LINE_MAX,
        lambda said: SnapshotLine(read_rows(said.map("rows")), read_gone(said.map("gone"))),
    )


def read_snapshot_part(digest: str, part: str) -> tuple[bytes, int] | BadMessage:
    """Read which part of which snapshot an address names."""
    if not (_DIGEST.fullmatch(digest) and _PART.fullmatch(part)):
        return BadMessage("the address names no part of a snapshot")
    return bytes.fromhex(digest), int(part)


def without_rights(row: Row) -> Row:
    """Give a wallet's row as a snapshot holds it: nothing in it is of one till."""
    return {name: value for name, value in row.items() if name not in _OF_A_TILL}


def for_new_till(row: Row, tenant: Id, device: Id, epoch: int) -> Row:
    """Give a wallet's row as the feed would tell a till that has no rights and sent nothing."""
    whose: dict[str, Json] = {"tenant": spell(tenant), "device": spell(device), "epoch": epoch}
    return {**row, **whose, "seen": [0, 0], "granted": 0, "keep": 0}


def _snapshot_head(said: Fields) -> SnapshotHead:
    return SnapshotHead(
        tenant=said.identity("tenant"),
        audience=said.text("audience"),
        feed=said.whole("feed", 1),
        cursor=said.text("cursor", CURSOR_MAX),
        schema=said.whole("schema", 1),
        rows=said.whole("rows"),
        size=said.whole("size"),
        digest=said.octets("digest", HASH_BYTES),
        made_ms=said.instant("made_ms"),
        signature=said.octets("signature", SIGNATURE_BYTES),
    )
