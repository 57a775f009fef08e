"""Problems: what the centre answers when it does not do what was asked (RFC 9457).

A problem is an answer, not a failure on the way: asking the same again gives the same, until what
it names has changed. Operations are never refused with one; they have results.
"""

from dataclasses import dataclass
from enum import StrEnum

from regulars.canonical import Json, encode
from sync.wire import ANSWER_MAX, HASH_BYTES, BadMessage, Fields, named, read
from sync.wire_push import EPOCH_MAX, EPOCHS_MAX, SEQ_MAX, heads

MEDIA_TYPE = "application/problem+json"
_TYPE_ROOT = "/problems/"
_DETAIL_MAX = 1_000
RETRY_S_MAX = 3_600


class ProblemKind(StrEnum):
    """What stands in the way, under a name that never changes."""

    SEQ_GAP = "seq-gap"
    """Operations are missing before these: send from `expected`."""
    RESNAPSHOT = "resnapshot"
    """The cursor is of another life of the database (`feed`), or too old: begin anew."""
    UPGRADE_REQUIRED = "upgrade-required"
    """This program is too old to read the rows; its own operations are still taken."""
    TOKEN = "token"  # noqa: S105 # the name of a problem
    """There is no token, or it has run out: sign a new nonce."""
    REVOKED = "revoked"
    """This device is shut out."""
    CODE = "code"
    """The enrolment code is wrong, used or too old."""
    MISMATCH = "mismatch"
    """The shop's money or point value is not the tenant's."""
    OTHER_SHOP = "other-shop"
    """The code is for one shop, the till's log is of another: it cannot belong to both."""
    FORBIDDEN = "forbidden"
    """This device may not ask for that."""
    BAD_MESSAGE = "bad-message"
    TOO_LARGE = "too-large"
    TOO_MANY = "too-many"
    """Too many questions: wait `retry_s` seconds."""
    AWAY = "away"
    """The centre cannot do it now, but will: wait `retry_s` seconds."""
    GRANTS_WAIT = "grants-wait"
    """The centre was restored and waits for the tills' reports before it grants anything."""
    OTHER = "other"
    """A word of a newer centre."""


STATUS: dict[ProblemKind, int] = {
    ProblemKind.SEQ_GAP: 409,
    ProblemKind.RESNAPSHOT: 410,
    ProblemKind.UPGRADE_REQUIRED: 426,
    ProblemKind.TOKEN: 401,
    ProblemKind.REVOKED: 403,
    ProblemKind.CODE: 403,
    ProblemKind.MISMATCH: 409,
    ProblemKind.OTHER_SHOP: 409,
    ProblemKind.FORBIDDEN: 403,
    ProblemKind.BAD_MESSAGE: 400,
    ProblemKind.TOO_LARGE: 413,
    ProblemKind.TOO_MANY: 429,
    ProblemKind.AWAY: 503,
    ProblemKind.GRANTS_WAIT: 409,
    ProblemKind.OTHER: 400,
}


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem. `detail` is for a log, never for a screen, and names nobody.

    `expected` is the sequence number a gap begins with, `min_schema` what an upgrade must know,
    `retry_s` how long to wait, `feed` the life of the centre's database, `acked` how far it has
    each epoch of this till's log, and `heads` the hash it has there: a till believes only its own;
    0 or nothing where they do not apply.
    """

    kind: ProblemKind
    detail: str = ""
    expected: int = 0
    min_schema: int = 0
    retry_s: int = 0
    feed: int = 0
    acked: tuple[tuple[int, int], ...] = ()
    heads: tuple[tuple[int, bytes], ...] = ()

    @property
    def status(self) -> int:
        """Give the HTTP status it travels under."""
        return STATUS[self.kind]

    def spelled(self) -> bytes:
        """Give the bytes on the wire."""
        said: dict[str, Json] = {"type": _TYPE_ROOT + self.kind.value, "status": self.status}
        said |= {"title": self.kind.value.replace("-", " "), "detail": self.detail}
        numbers = {name: getattr(self, name) for name in _NUMBERS}
        said |= {name: number for name, number in numbers.items() if number}
        if self.acked:
            said["acked"] = [list(one) for one in self.acked]
        if self.heads:
            said["heads"] = [[epoch, head.hex()] for epoch, head in self.heads]
        return encode(said)


_NUMBERS = {"expected": SEQ_MAX, "min_schema": 10**6, "retry_s": RETRY_S_MAX, "feed": 2**53 - 1}


def read_problem(raw: bytes) -> Problem | BadMessage:
    """Read a problem; one with a name this program does not know is `OTHER`."""
    return read(raw, ANSWER_MAX, _problem)


def _problem(said: Fields) -> Problem:
    name = said.text("type").removeprefix(_TYPE_ROOT)
    return Problem(
        ProblemKind(name) if name in set(ProblemKind) else ProblemKind.OTHER,
        said.text("detail", _DETAIL_MAX) if said.has("detail") else "",
        **{name: _number(said, name, most) for name, most in _NUMBERS.items()},
        acked=heads(said, "acked") if said.has("acked") else (),
        heads=_hashes(said) if said.has("heads") else (),
    )


def _hashes(said: Fields) -> tuple[tuple[int, bytes], ...]:
    pairs = [named(one, ("epoch", "hash"), "heads") for one in said.things("heads", EPOCHS_MAX)]
    return tuple(
        (one.whole("epoch", 1, EPOCH_MAX), one.octets("hash", HASH_BYTES)) for one in pairs
    )


def _number(said: Fields, name: str, most: int) -> int:
    return said.whole(name, 0, most) if said.has(name) else 0
