"""The head of a snapshot: what a new till is about to read, vouched for by the centre.

The rows follow as a stream of their own; this says how many bytes they are, what they hash to, and
from which cursor the till pulls afterwards. Rights are never in a snapshot.
"""

from dataclasses import dataclass

from regulars.canonical import Json, encode
from regulars.ids import Id, spell
from sync.wire import ANSWER_MAX, HASH_BYTES, SIGNATURE_BYTES, BadMessage, Fields, read
from sync.wire_pull import CURSOR_MAX


@dataclass(frozen=True, slots=True)
class SnapshotHead:
    """`size` bytes of packed rows with this SHA-256, made for one audience of one tenant.

    `audience` is a store's id, or "" for the whole tenant.
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


def read_snapshot_head(raw: bytes) -> SnapshotHead | BadMessage:
    """Read the head of a snapshot."""
    return read(raw, ANSWER_MAX, _snapshot_head)


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
