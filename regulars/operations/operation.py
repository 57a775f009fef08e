"""An operation: one act of a till, with its header, its figures and its personal data beside it.

The header is the same for every kind. `data` holds what the kind asks for (see `kinds`), always
final results, never instructions. `private` holds what can be erased. Bodies are canonical bytes;
hash what is stored, store what was hashed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from regulars.canonical import Json, NotCanonicalError, decode, encode
from regulars.ids import Id, spell, unspell
from regulars.operations.hlc import spell_hlc, unspell_hlc

VERSION = 1
_MET_MAX = 512
"""Ids and days of headers that are remembered as they were read."""
NOBODY = Id(bytes(16))
"""The staff id of what the till does by itself, and of what happens before anyone is hired."""


@dataclass(frozen=True, slots=True)
class Header:
    """Who did what kind of thing, where and when.

    `at_ms` is the wall clock, `day` the shop's business day (never below the log's last), `hlc`
    a clock that never goes back, `programme` the name of the programme version in force.
    """

    kind: str
    id: Id
    seq: int
    tenant: Id
    store: Id
    device: Id
    epoch: int
    staff: Id
    at_ms: int
    day: date
    hlc: int
    programme: bytes
    version: int = VERSION


@dataclass(frozen=True, slots=True)
class Operation:
    """A header and the data of its kind; `sealed` is the hash of personal data, or empty."""

    header: Header
    data: Mapping[str, Json]
    sealed: str = ""

    def body(self) -> bytes:
        """Give the canonical bytes that are hashed, stored and, one day, sent."""
        head = self.header
        whole: dict[str, Json] = {
            "v": head.version,
            "kind": head.kind,
            "id": spell(head.id),
            "seq": head.seq,
            "tenant": spell(head.tenant),
            "store": spell(head.store),
            "device": spell(head.device),
            "epoch": head.epoch,
            "staff": spell(head.staff),
            "at": head.at_ms,
            "day": head.day.isoformat(),
            "hlc": spell_hlc(head.hlc),
            "programme": head.programme.hex(),
            "data": self.data,
        }
        if self.sealed:
            whole["p"] = self.sealed
        return encode(whole)


def read_operation(body: bytes) -> Operation:
    """Read an operation from its bytes; raises NotCanonicalError for anything else."""
    whole = decode(body)
    try:
        header = Header(
            version=_whole(whole["v"]),
            kind=_text(whole["kind"]),
            id=unspell(_text(whole["id"])),
            seq=_whole(whole["seq"]),
            tenant=_met(_text(whole["tenant"])),
            store=_met(_text(whole["store"])),
            device=_met(_text(whole["device"])),
            epoch=_whole(whole["epoch"]),
            staff=_met(_text(whole["staff"])),
            at_ms=_whole(whole["at"]),
            day=_day(_text(whole["day"])),
            hlc=unspell_hlc(_text(whole["hlc"])),
            programme=_hex(_text(whole["programme"])),
        )
        data = whole["data"]
        sealed = _text(whole.get("p", ""))
    except (KeyError, ValueError, TypeError) as wrong:
        message = f"this is not an operation: {wrong}"
        raise NotCanonicalError(message) from wrong
    if not isinstance(data, dict):
        message = "the data of an operation is an object"
        raise NotCanonicalError(message)
    return Operation(header, data, sealed)


@lru_cache(_MET_MAX)
def _met(text: str) -> Id:
    """Read an id that most operations of a log have in common."""
    return unspell(text)


@lru_cache(_MET_MAX)
def _day(text: str) -> date:
    day = date.fromisoformat(text)
    if day.isoformat() != text:  # ISO 8601 has several spellings; an operation has one
        message = f"{text!r} is not a day as operations write it"
        raise ValueError(message)
    return day


@lru_cache(_MET_MAX)
def _hex(text: str) -> bytes:
    read = bytes.fromhex(text)
    if read.hex() != text:
        message = f"{text!r} is not lower-case hexadecimal"
        raise ValueError(message)
    return read


def _whole(value: Json) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        message = f"{value!r} is not a whole number"
        raise TypeError(message)
    return value


def _text(value: Json) -> str:
    if not isinstance(value, str):
        message = f"{value!r} is not a text"
        raise TypeError(message)
    return value
