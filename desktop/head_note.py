"""The note beside the file: how far its log goes, so that a file put back as it was is noticed.

The note is vouched for with a key that only the till's device key gives, so whoever has the file
alone cannot write one to fit an older file. Who keeps both as they were and puts both back is not
noticed here; only a witness outside this folder could.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from desktop import trouble
from desktop.secrets import Keys, write_private
from desktop.store.database import Store
from desktop.store.journal import head_of
from desktop.store.places import EPOCH_SHIFT

NAME = "head.json"
EPOCH_MOST = 1_000_000
"""More epochs than any shop has: a note that says more is not believed."""


class Doubt(StrEnum):
    """Why a start cannot tell whether this is the newest file; not a reason to sell nothing."""

    NONE = ""
    MISSING = "missing"
    FOREIGN = "foreign"
    """There is a note, but this till did not write it, or it was damaged."""


@dataclass(frozen=True, slots=True)
class _Note:
    place: int
    hash: str
    mac: str


def write_note(path: Path, store: Store, keys: Keys) -> None:
    """Note how far the log goes, whole or not at all; raises a Trouble."""
    head = head_of(store)
    if head is None:
        return
    said = head.hash.hex()
    note = {"place": head.place, "hash": said, "mac": _mac(keys, head.place, said)}
    write_private(path, json.dumps(note).encode())


def hold_against(path: Path, store: Store, keys: Keys) -> Doubt:
    """Hold the file against the note; raises FileDamaged where it is not the newest one."""
    head = head_of(store)
    if head is None:
        return Doubt.NONE
    note = _read(path)
    if note is None:
        return Doubt.FOREIGN if path.exists() else Doubt.MISSING
    if not hmac.compare_digest(note.mac.encode(), _mac(keys, note.place, note.hash).encode()):
        return Doubt.FOREIGN
    if note.place > head.place:
        raise trouble.FileDamaged("the newest operations are missing; this is an older file")
    found = store.value("select hash from operation where place = :place", {"place": note.place})
    if found is None or found.hex() != note.hash:
        raise trouble.FileDamaged("its log is not the one this till wrote")
    return Doubt.NONE


def noted_epoch(path: Path) -> int:
    """Give the epoch a note speaks of, whoever wrote it; 0 where it says nothing to believe."""
    note = _read(path)
    epoch = 0 if note is None else note.place >> EPOCH_SHIFT
    return epoch if 0 <= epoch <= EPOCH_MOST else 0


def _read(path: Path) -> _Note | None:
    try:
        read = json.loads(path.read_bytes())
        place, said, mac = read["place"], read["hash"], read["mac"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        return None
    is_note = type(place) is int and isinstance(said, str) and isinstance(mac, str)
    is_plain = is_note and said.isascii() and mac.isascii() and 0 <= place < 1 << 63
    return _Note(place, said, mac) if is_plain else None


def _mac(keys: Keys, place: int, said: str) -> str:
    return hmac.new(keys.note_key(), f"{place}:{said}".encode(), hashlib.sha256).hexdigest()
