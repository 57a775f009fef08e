"""Push: a till hands its newest operations to the centre, and what the centre made of each.

A push is lines of bytes, each ended by a newline: a head, the operations as they are stored and
were hashed, then the personal data that stands beside them. Whatever an operation says is not
looked at here: one that nobody can read still has its place and is parked, never a stuck queue.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from regulars.canonical import Json, encode, parse
from regulars.ids import Id, spell
from regulars.operations.chain import SALT_BYTES, link
from sync.enrolment import Standing, standing_of
from sync.wire import (
    ALONE_MAX,
    ANSWER_MAX,
    HASH_BYTES,
    OPERATIONS_MAX,
    RAW_MAX,
    SIGNATURE_BYTES,
    BadMessage,
    Fields,
    WrongFieldError,
    attempt,
    fields,
    named,
    read,
)

_HEAD_BYTES = 1_024
"""Room for the head of a push."""
_BESIDE_BYTES = 96
"""Room for what a line of personal data adds to it."""
SEQ_MAX = 2**32 - 1
EPOCH_MAX = 2**31 - 1
EPOCHS_MAX = 1_000
"""Lives of one log: a till is restored now and then, not every day."""


@dataclass(frozen=True, slots=True, repr=False)
class Beside:
    """The personal data of the operation `seq`, as it was sealed: canonical JSON and its salt."""

    seq: int
    salt: bytes
    private: bytes


@dataclass(frozen=True, slots=True, repr=False)
class Push:
    """Operations of one device and epoch, without gaps from `first`, and what stands beside them.

    `previous` is the hash before the first; `signature` is the device's over the newest hash.
    """

    device: Id
    epoch: int
    schema: int
    first: int
    previous: bytes
    bodies: tuple[bytes, ...]
    beside: tuple[Beside, ...] = ()
    signature: bytes = bytes(SIGNATURE_BYTES)

    @property
    def last(self) -> int:
        """Give the sequence number of the newest operation in it."""
        return self.first + len(self.bodies) - 1

    def hashes(self) -> tuple[bytes, ...]:
        """Give the hash of each operation, worked out from the bytes."""
        hashes = [self.previous]
        for body in self.bodies:
            hashes.append(link(hashes[-1], body))
        return tuple(hashes[1:])

    def statement(self) -> bytes:
        """Give what the device signs: its log up to here is the one with this head."""
        return batch_statement(self.device, self.epoch, self.last, self.hashes()[-1])

    def spelled(self) -> bytes:
        """Give the bytes on the wire, before packing."""
        head: dict[str, Json] = {
            "device": spell(self.device),
            "epoch": self.epoch,
            "schema": self.schema,
            "first": self.first,
            "previous": self.previous.hex(),
            "operations": len(self.bodies),
            "beside": len(self.beside),
            "signature": self.signature.hex(),
        }
        lines = [encode(head), *self.bodies, *(_spell_beside(one) for one in self.beside)]
        return b"\n".join(lines) + b"\n"


def batch_statement(device: Id, epoch: int, seq: int, head: bytes) -> bytes:
    """Give what a device signs of its log: how far it goes and the hash it has there."""
    return b"regulars-push-1\n" + encode(
        {"device": spell(device), "epoch": epoch, "seq": seq, "head": head.hex()}
    )


def fitting(bodies: Sequence[bytes], private: Sequence[bytes]) -> int:
    """Tell how many of a log's next operations go into one push: at least one, if there is one.

    `private` holds the personal data of each, or nothing.
    """
    room = RAW_MAX - _HEAD_BYTES
    for count, (body, secret) in enumerate(zip(bodies, private, strict=True)):
        # Personal data is canonical JSON: standing in a text again, no byte takes more than two.
        room -= len(body) + 1 + (2 * len(secret) + _BESIDE_BYTES if secret else 0)
        if count == OPERATIONS_MAX or (room < 0 and count > 0):
            return count
    return len(bodies)


def read_push(raw: bytes) -> Push | BadMessage:
    """Read a push as it is after unpacking."""
    return attempt(lambda: _push(raw))


def _push(raw: bytes) -> Push:
    if len(raw) > ALONE_MAX:
        raise WrongFieldError(f"the push is longer than {ALONE_MAX} bytes")
    lines = raw.split(b"\n")
    head = fields(parse(lines[0]), "the head of the push")
    count = head.whole("operations", 1, OPERATIONS_MAX)
    beside = head.whole("beside", 0, count)
    if count > 1 and len(raw) > RAW_MAX:
        raise WrongFieldError(f"a push of several operations is longer than {RAW_MAX} bytes")
    if len(lines) != 1 + count + beside + 1 or lines[-1]:
        raise WrongFieldError("the push does not have the lines its head says: it broke off")
    bodies = tuple(lines[1 : 1 + count])
    if not all(bodies):
        raise WrongFieldError("an operation of the push is empty")
    first = head.whole("first", 1, SEQ_MAX - count)
    return Push(
        device=head.identity("device"),
        epoch=head.whole("epoch", 1, EPOCH_MAX),
        schema=head.whole("schema", 1),
        first=first,
        previous=head.octets("previous", HASH_BYTES),
        bodies=bodies,
        beside=_read_beside(lines[1 + count : -1], first, first + count - 1),
        signature=head.octets("signature", SIGNATURE_BYTES),
    )


def _spell_beside(one: Beside) -> bytes:
    said: dict[str, Json] = {"seq": one.seq, "salt": one.salt.hex()}
    return encode(said | {"private": one.private.decode()})


def _read_beside(lines: Sequence[bytes], first: int, last: int) -> tuple[Beside, ...]:
    read_lines = [fields(parse(line), "a line of personal data") for line in lines]
    found = tuple(
        Beside(
            line.whole("seq", first, last),
            line.octets("salt", SALT_BYTES),
            line.text("private", ALONE_MAX).encode(),
        )
        for line in read_lines
    )
    if any(one.seq >= other.seq for one, other in pairwise(found)):
        raise WrongFieldError("personal data stands twice or out of order")
    return found


class Outcome(StrEnum):
    """What became of an operation at the centre; but for WAITING it stays the same for ever."""

    POSTED = "posted"
    DUPLICATE = "duplicate"
    """It was there already under another place: nothing was done again."""
    POSTED_WITH_REVIEW = "posted-with-review"
    PARKED = "parked"
    """Its kind or version is newer than the centre: kept whole, and done later."""
    REFUSED = "refused"
    """Only what moves no points: a name for somebody who was erased."""
    KEPT = "kept"
    """Two tills write under one name: kept for a person to look at, posted by nobody else."""
    WAITING = "waiting"
    """The centre was restored: posted as soon as every till has reported."""
    OTHER = "other"
    """A word of a newer centre; the operation arrived all the same."""


@dataclass(frozen=True, slots=True)
class Result:
    """What became of one operation, and which points paid for what it took."""

    seq: int
    outcome: Outcome
    rights: int = 0
    pool: int = 0
    loss: int = 0


@dataclass(frozen=True, slots=True)
class PushAnswer:
    """How far the centre has this epoch of a log, with the hash there. `wake`: pull, there is news.

    `feed` names the life of the centre's database: a larger one means that it was restored.
    What is acknowledged is done for good; a till never needs an answer to be safe.
    """

    acked: int
    head: bytes
    results: tuple[Result, ...]
    feed: int
    standing: Standing
    server_ms: int
    wake: bool = False

    def spelled(self) -> bytes:
        """Give the bytes on the wire."""
        return encode(
            {
                "acked": self.acked,
                "head": self.head.hex(),
                "results": [_spell_result(one) for one in self.results],
                "feed": self.feed,
                "standing": self.standing.value,
                "server_ms": self.server_ms,
                "wake": self.wake,
            }
        )


def read_push_answer(raw: bytes) -> PushAnswer | BadMessage:
    """Read what the centre answers to a push."""
    return read(raw, ANSWER_MAX, _push_answer)


def _push_answer(said: Fields) -> PushAnswer:
    return PushAnswer(
        acked=said.whole("acked", 0, SEQ_MAX),
        head=said.octets("head", HASH_BYTES),
        results=tuple(_result(one) for one in said.objects("results", OPERATIONS_MAX)),
        feed=said.whole("feed", 1),
        standing=standing_of(said.text("standing")),
        server_ms=said.instant("server_ms"),
        wake=said.flag("wake"),
    )


def _spell_result(one: Result) -> dict[str, Json]:
    said: dict[str, Json] = {"seq": one.seq, "result": one.outcome.value}
    if one.rights or one.pool or one.loss:
        said["funding"] = {"rights": one.rights, "pool": one.pool, "loss": one.loss}
    return said


def _result(said: Fields) -> Result:
    word = said.text("result")
    outcome = Outcome(word) if word in set(Outcome) else Outcome.OTHER
    funding = said.map("funding") if said.has("funding") else Fields(_NO_FUNDING)
    return Result(
        said.whole("seq", 1, SEQ_MAX),
        outcome,
        *(funding.whole(name) for name in _NO_FUNDING),
    )


_NO_FUNDING = {"rights": 0, "pool": 0, "loss": 0}


def heads(said: Fields, name: str) -> tuple[tuple[int, int], ...]:
    """Read how far a log goes in each of its epochs: pairs of epoch and sequence number."""
    found = [named(one, ("epoch", "seq"), name) for one in said.things(name, EPOCHS_MAX)]
    return tuple((one.whole("epoch", 1, EPOCH_MAX), one.whole("seq", 0, SEQ_MAX)) for one in found)
