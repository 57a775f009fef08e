"""How the names and operations of the pure rules look on the wire, and back."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from regulars.agreement.messages import FactRow, Logged, Outcome, Source, WalletRow
from regulars.agreement.messages import Standing as PureStanding
from regulars.agreement.till import TillSide
from regulars.canonical import NotCanonicalError, decode, encode
from regulars.ids import Id, spell, unspell
from regulars.operations.chain import link, seal, seed
from regulars.operations.operation import NOBODY, Header, Operation, read_operation
from sync import wire_push, wire_rights
from sync.enrolment import Standing
from sync.ports import Stored

TENANT, STORE = Id(b"\x01" * 16), Id(b"\x02" * 16)


def identity(name: str) -> Id:
    """Give the id a name spells."""
    return unspell(name)


def name_of(identity_: Id) -> str:
    """Give the name of an id."""
    return spell(identity_)


def salt_of(op: Logged) -> bytes:
    """Give a salt; here it may follow from the operation."""
    return seal(bytes(16), f"{op.source}{op.seq}".encode())[:16].encode()


def body_of(op: Logged, salt: bytes = b"") -> bytes:
    """Give the bytes of an operation as a till would store them."""
    header = Header(
        kind=op.kind,
        id=identity(op.id),
        seq=op.seq,
        tenant=TENANT,
        store=STORE,
        device=identity(op.source.device),
        epoch=op.source.epoch,
        staff=NOBODY,
        at_ms=op.hlc >> 16,
        day=op.day,
        hlc=op.hlc,
        programme=bytes(16),
    )
    sealed = seal(salt or salt_of(op), encode(op.private)) if op.private else ""
    return Operation(header, op.data, sealed).body()


def stored(op: Logged) -> Stored:
    """Give an operation as a store holds it."""
    if not op.private:
        return Stored(op.seq, body_of(op), op.hash)
    return Stored(op.seq, body_of(op), op.hash, salt_of(op), encode(op.private))


def chain(till: TillSide, since: int) -> None:
    """Give the operations written since real bytes' hashes; their till has only names for them."""
    for place in range(since, len(till.log)):
        op = till.log[place]
        before = seed(identity(op.source.device), op.source.epoch)
        previous = till.log[place - 1].hash if op.seq > 1 else before
        till.log[place] = replace(op, hash=link(previous, body_of(op)))


def read_ops(push: wire_push.Push) -> tuple[Logged, ...]:
    """Read the operations of a push as the rules see them."""
    beside = {one.seq: decode(one.private) for one in push.beside}
    source = Source(name_of(push.device), push.epoch)
    return tuple(
        _read(body, source, push.first + number, hash_, beside)
        for number, (body, hash_) in enumerate(zip(push.bodies, push.hashes(), strict=True))
    )


def _read(
    body: bytes, source: Source, seq: int, hash_: bytes, beside: Mapping[int, object]
) -> Logged:
    try:
        said = read_operation(body)
    except NotCanonicalError:
        nothing: dict[str, object] = {}
        return Logged("", hash_.hex(), source, seq, date(2026, 1, 1), 0, nothing, hash_)
    private = beside.get(seq, {})
    assert isinstance(private, dict)
    return Logged(
        said.header.kind,
        name_of(said.header.id),
        source,
        seq,
        said.header.day,
        said.header.hlc,
        said.data,
        hash_,
        private,
    )


def results(first: int, outcomes: Sequence[Outcome]) -> tuple[wire_push.Result, ...]:
    """Give outcomes as an answer names them."""
    return tuple(
        wire_push.Result(first + number, wire_push.Outcome(one.value))
        for number, one in enumerate(outcomes)
    )


def outcome(result: wire_push.Result) -> Outcome:
    """Give an outcome as the rules name it."""
    return Outcome(result.outcome.value)


def standing(one: PureStanding) -> Standing:
    """Give a standing as an answer names it."""
    return Standing(one.value)


def pure_standing(one: Standing) -> PureStanding:
    """Give a standing as the rules name it: what is shut out is not trusted."""
    return PureStanding.RETIRED if one is Standing.REVOKED else PureStanding(one.value)


def fact_row(_asks: Source, fact: FactRow) -> dict[str, object]:
    """Give anything else as it stands in a page for a till in memory."""
    return {"id": fact.name, "seq": fact.seq, "value": fact.value}


def wallet_row(row: WalletRow, source: Source, tenant: Id = TENANT) -> wire_rights.WalletRow:
    """Give a wallet as it stands in a page."""
    return wire_rights.WalletRow(
        tenant=tenant,
        device=identity(source.device),
        epoch=source.epoch,
        wallet=identity(row.wallet),
        seq=row.seq,
        balance=row.balance,
        debt=row.debt,
        seen=(row.place.epoch, row.place.seq),
        granted=row.granted,
        keep=row.keep,
        backed=row.backed,
    )
