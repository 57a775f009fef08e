"""Operations from their bytes, as the rules need them; what cannot be posted safely is only kept.

A till's bug must neither stop its queue nor reach the rules: whatever is not exactly what its kind
asks for gets a kind that no rule knows, and is parked whole.
"""

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from regulars.agreement.effects import EFFECTS
from regulars.agreement.messages import Logged, Source
from regulars.agreement.sales import sale_of
from regulars.canonical import NotCanonicalError, decode
from regulars.ids import Id, spell
from regulars.operations.chain import seal
from regulars.operations.kinds import KINDS, WrongDataError, check_data
from regulars.operations.operation import VERSION, Operation, read_operation
from regulars.points.ledger import postings
from regulars.programme.programme import is_goods, read_programme
from sync.wire_push import Push

UNREADABLE = "unreadable"
_FIRST_DAY, _LAST_DAY = date(1970, 1, 1), date(9000, 1, 1)
_POINTS_MAX = 10**9
_AT_MAX = 1 << 46
_HLC_MAX = 1 << 62
_KIND_MAX, _KEY_MAX, _TEXT_MAX = 60, 400, 1_000
_PERSONAL_MAX = {"phone": 64}
_HOUR_MAX = 23
_GIVES_BACK = {"reverse", "refund.request"}
_LOOKED_AT = EFFECTS | {"shop.opened"}
_ID = re.compile(r"[0-9a-f]{32}")
_CARD = re.compile(r"[0-9a-f]{64}")
_IDS = ("member", "wallet", "other", "other_wallet", "of", "store", "till", "staff")
_WORDS = ("language", "purpose", "text", "channel")
_TEXTS = ("name", "role", "key", "value", "region", "zone", *_WORDS)
_AMOUNTS = ("earned", "repaid", "earned_back", "taken", "debt", "lapsed", "pays")


@dataclass(frozen=True, slots=True)
class Arrived:
    """An operation with all that is stored of it. `about`: whose personal data stands beside it."""

    op: Logged
    body: bytes
    version: int = VERSION
    at_ms: int = 0
    salt: bytes = b""
    private: bytes = b""

    @property
    def about(self) -> str:
        """Give the member whom the personal data is about; "" for nobody."""
        name = self.op.data.get("member", "")  # also of a kind that is not known yet
        return name if isinstance(name, str) and _ID.fullmatch(name) else ""


def arrive(
    tenant: Id, source: Source, seq: int, body: bytes, hash_: bytes, beside: tuple[bytes, bytes]
) -> Arrived:
    """Read an operation at its place; `beside` is the salt and the personal data, or nothing."""
    operation = _read(tenant, source, seq, body)
    if operation is None:
        identity = hashlib.sha256(b"regulars-unreadable-1" + hash_).hexdigest()[:32]
        return Arrived(Logged(UNREADABLE, identity, source, seq, _FIRST_DAY, 0, {}, hash_), body)
    head = operation.header
    salt, private = beside
    if private and seal(salt, private) != operation.sealed:
        salt = private = b""
    op = Logged(
        kind=_kind(operation),
        id=spell(head.id),
        source=source,
        seq=seq,
        day=head.day,
        hlc=head.hlc,
        data=operation.data,
        hash=hash_,
        private=_personal(private),
    )
    return Arrived(op, body, head.version, head.at_ms, salt, private)


def arrivals(tenant: Id, message: Push) -> tuple[Arrived, ...]:
    """Read the operations of a push; nothing in them can fail."""
    source = Source(spell(message.device), message.epoch)
    beside = {one.seq: (one.salt, one.private) for one in message.beside}
    return tuple(
        arrive(tenant, source, seq, body, hash_, beside.get(seq, (b"", b"")))
        for seq, (body, hash_) in enumerate(
            zip(message.bodies, message.hashes(), strict=True), message.first
        )
    )


def again(source: Source, seq: int, body: bytes, hash_: bytes, private: bytes = b"") -> Logged:
    """Read an operation that was taken in before."""
    operation = read_operation(body)
    head = operation.header
    return Logged(
        _kind(operation),
        spell(head.id),
        source,
        seq,
        head.day,
        head.hlc,
        operation.data,
        hash_,
        _personal(private),
    )


def _read(tenant: Id, source: Source, seq: int, body: bytes) -> Operation | None:
    """Read an operation that is what its place says, with a header that fits."""
    try:
        operation = read_operation(body)
    except NotCanonicalError:
        return None
    head = operation.header
    is_mine = (spell(head.device), head.epoch, head.seq) == (*source, seq)
    fits = (
        head.tenant == tenant
        and head.kind.isprintable()
        and 0 < len(head.kind) <= _KIND_MAX
        and 0 <= head.version < 1 << 15
        and 0 <= head.at_ms <= _AT_MAX
        and 0 <= head.hlc < _HLC_MAX
        and _FIRST_DAY <= head.day <= _LAST_DAY
    )
    return operation if is_mine and fits else None


def _kind(operation: Operation) -> str:
    """Give a kind for the rules: one they do not know where they could not follow it safely."""
    kind, version = operation.header.kind, operation.header.version
    if version != VERSION:
        return f"{kind}/{version}"
    is_safe = kind not in KINDS or _is_sound(kind, spell(operation.header.id), operation.data)
    return kind if is_safe else f"{kind}/?"


def _personal(private: bytes) -> Mapping[str, str]:
    """Read personal data; what the rules look at must be a short text."""
    if not private:
        return {}
    try:
        said = decode(private)
    except NotCanonicalError:
        return {}
    return {
        name: value
        for name, value in said.items()
        if isinstance(value, str) and _is_short(value, _PERSONAL_MAX.get(name, _TEXT_MAX))
    }


def _is_sound(kind: str, identity: str, data: Mapping[str, Any]) -> bool:
    """Tell whether data is all that the rules take for granted."""
    try:
        check_data(kind, data, {})
        if kind not in _LOOKED_AT and not KINDS[kind].moves_points:
            return True
        is_sound = _has_sound_fields(data) and _has_sound_postings(kind, identity, data)
        return is_sound and _says_something(kind, data)
    except (WrongDataError, ValueError, TypeError, LookupError, OverflowError, AssertionError):
        return False


def _says_something(kind: str, data: Mapping[str, Any]) -> bool:
    """Tell whether what is said of the shop can be read by everybody who is told."""
    if kind == "shop.opened":
        return bool(0 <= data["day_start"] <= _HOUR_MAX)
    if kind == "programme":
        programme = read_programme(data["document"])
        return programme.worth_points <= _POINTS_MAX and programme.worth_minor <= _POINTS_MAX
    return kind != "category" or is_goods(data)


def _has_sound_fields(data: Mapping[str, Any]) -> bool:
    ids = [data[name] for name in _IDS if name in data and (data[name] or name != "member")]
    ids += [wallet for wallet, *_ in _lists(data, "spent", "restored", "rows")]
    amounts = [data[name] for name in _AMOUNTS if name in data]
    amounts += [points for _, points in _lists(data, "spent", "restored")]
    amounts += [figure for row in _lists(data, "rows") for figure in row[2:]]
    days = [date.fromisoformat(data[name]) for name in ("on", "expires") if data.get(name)]
    return (
        all(_ID.fullmatch(one) for one in ids)
        and ("card" not in data or bool(_CARD.fullmatch(data["card"])))
        and all(_is_amount(one) for one in amounts)
        and all(_FIRST_DAY <= day <= _LAST_DAY for day in days)
        and _is_short(data.get("receipt_key", ""), _KEY_MAX)
        and all(_is_short(data[name], _TEXT_MAX) for name in _TEXTS if name in data)
    )


def _lists(data: Mapping[str, Any], *names: str) -> Iterator[Any]:
    for name in names:
        yield from data.get(name, ())


def _has_sound_postings(kind: str, identity: str, data: Mapping[str, Any]) -> bool:
    if kind in {"sale", "redeem"}:
        sale = sale_of(Logged(kind, identity, Source("", 1), 1, _FIRST_DAY, 0, data, b""))
        lines = [figure for line in sale.sold.lines for figure in (line.amount_minor, line.points)]
        if not all(_is_whole(one) for one in lines):
            return False
    figures = [*data["lines"], *data.get("known", ())] if kind in _GIVES_BACK else []
    if not all(_is_whole(one) for one in figures):
        return False
    if kind == "member.enrolled" and not _is_short(data["number"], _TEXT_MAX):
        return False
    if kind == "rights.return" and not (0 < data["points"] <= _POINTS_MAX):
        return False
    return all(
        type(line.points) is int and abs(line.points) <= _POINTS_MAX
        for line in postings(kind, identity, data)
    )


def _is_amount(value: object) -> bool:
    return type(value) is int and 0 <= value <= _POINTS_MAX


def _is_whole(value: object) -> bool:
    return type(value) is int and value >= 0


def _is_short(value: object, most: int) -> bool:
    return isinstance(value, str) and len(value) <= most and "\x00" not in value
