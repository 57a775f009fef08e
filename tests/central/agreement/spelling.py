"""What simulated tills say, as real bytes: bodies, hashes, salts and signatures."""

from dataclasses import replace

from regulars.agreement.messages import Logged, Push
from regulars.agreement.till import TillSide
from regulars.canonical import encode
from regulars.ids import Id, unspell
from regulars.operations.chain import link, seal, seed
from regulars.operations.operation import NOBODY, Header, Operation
from sync import signing, wire_push

KEY = bytes(range(32))
"""The private key of every simulated till."""
PUBLIC = signing.public_key(KEY)


def salt_of(op: Logged) -> bytes:
    """Give a salt that follows from the operation."""
    return bytes.fromhex(op.id)


def body_of(op: Logged, tenant: Id) -> bytes:
    """Give the bytes of an operation as a till would store them."""
    header = Header(
        kind=op.kind,
        id=unspell(op.id),
        seq=op.seq,
        tenant=tenant,
        store=Id(bytes(16)),
        device=unspell(op.source.device),
        epoch=op.source.epoch,
        staff=NOBODY,
        at_ms=op.hlc >> 16,
        day=op.day,
        hlc=op.hlc,
        programme=bytes(32),
    )
    sealed = seal(salt_of(op), encode(dict(op.private))) if op.private else ""
    return Operation(header, op.data, sealed).body()


def chain(till: TillSide, since: int, tenant: Id) -> None:
    """Give the newest operations of a till the hashes of their real bytes."""
    for place in range(since, len(till.log)):
        op = till.log[place]
        first = seed(unspell(op.source.device), op.source.epoch)
        previous = till.log[place - 1].hash if op.seq > 1 else first
        till.log[place] = replace(op, hash=link(previous, body_of(op, tenant)))


def spelled(push: Push, tenant: Id) -> wire_push.Push:
    """Give a push as it travels, signed."""
    device = unspell(push.source.device)
    said = wire_push.Push(
        device=device,
        epoch=push.source.epoch,
        schema=1,
        first=push.ops[0].seq,
        previous=push.previous or seed(device, push.source.epoch),
        bodies=tuple(body_of(op, tenant) for op in push.ops),
        beside=tuple(
            wire_push.Beside(op.seq, salt_of(op), encode(dict(op.private)))
            for op in push.ops
            if op.private
        ),
    )
    signed = replace(said, signature=signing.sign(KEY, said.statement()))
    read = wire_push.read_push(signed.spelled())
    assert read == signed, "what is sent is what arrives"
    return signed
