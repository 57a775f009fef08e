"""What a restored database must not have forgotten: who was let in, shut out, given up, erased.

A file in the centre's folder, beside its key: a line each, only ever added to. It names devices and
their public keys, and of who was erased the id, which says nothing of them. Every process and every
command of a centre writes to it.
"""

import json
import os
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Self

from central import trouble
from regulars.ids import Id, spell
from sync.wire_enrol import EnrolAnswer

LET_IN, SHUT_OUT, GIVEN_UP, ERASED = "let in", "shut out", "given up", "erased"
PIN_SET = "pin set"
_WORDS = ("what", "tenant", "device", "store", "role", "key", "staff", "by")


@dataclass(frozen=True, slots=True)
class Happened:
    """One line; ids and key in hexadecimal digits. What does not apply is empty.

    `device` is the member where somebody was erased. `by` set the PIN of `staff` at `device`.
    """

    what: str
    tenant: str
    device: str
    epoch: int
    at_ms: int
    store: str = ""
    role: str = ""
    key: str = ""
    staff: str = ""
    by: str = ""

    @classmethod
    def read(cls, said: Mapping[str, object]) -> Self:
        """Read a line; raises ValueError."""
        words = {name: said.get(name, "") for name in _WORDS}
        epoch, at_ms = said.get("epoch"), said.get("at_ms")
        is_text = all(isinstance(word, str) for word in words.values())
        if not (is_text and isinstance(epoch, int) and isinstance(at_ms, int)):
            raise ValueError(said)
        return cls(**{name: str(word) for name, word in words.items()}, epoch=epoch, at_ms=at_ms)


Note = Callable[[Happened], None]
"""Writes down what happened."""


@dataclass(frozen=True, slots=True)
class Journal:
    """The file of one centre's folder, or of another that is only ever added to."""

    folder: Path
    name: str = "happened.jsonl"

    def add(self, one: Happened) -> None:
        """Write a line down to the disk; raises FolderUnfit.

        One write in append mode, so that several processes may. What an earlier power cut left
        half ends before it.
        """
        line = json.dumps(asdict(one), separators=(",", ":"), sort_keys=True)
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            flags = os.O_WRONLY | os.O_CREAT | os.O_APPEND
            file = os.open(self.folder / self.name, flags, 0o600)
            try:
                os.write(file, f"\n{line}\n".encode("ascii"))
                os.fsync(file)
            finally:
                os.close(file)
        except OSError as error:
            raise trouble.FolderUnfit(str(self.folder)) from error

    def all(self) -> list[Happened]:
        """Give what happened, in order; a line that broke off is passed over."""
        try:
            text = (self.folder / self.name).read_text("ascii", "replace")
        except FileNotFoundError:
            return []
        except OSError as error:
            raise trouble.FolderUnfit(str(self.folder)) from error
        return [one for line in text.splitlines() if (one := _read(line)) is not None]


def on_let_in(journal: Journal, now_ms: Callable[[], int]) -> Callable[[EnrolAnswer, bytes], None]:
    """Give what writes down that somebody was let in, and under which key."""

    def note(welcome: EnrolAnswer, key: bytes) -> None:
        journal.add(
            Happened(
                LET_IN,
                spell(welcome.tenant),
                spell(welcome.device),
                welcome.epoch,
                now_ms(),
                store=spell(welcome.store),
                role=welcome.role.value,
                key=key.hex(),
            )
        )

    return note


def on_given_up(journal: Journal, now_ms: Callable[[], int]) -> Callable[[Id, Id, int], None]:
    """Give what writes down that a life of a till of a shop was given up."""

    def note(tenant: Id, device: Id, epoch: int) -> None:
        journal.add(Happened(GIVEN_UP, spell(tenant), spell(device), epoch, now_ms()))

    return note


def _read(line: str) -> Happened | None:
    try:
        said = json.loads(line)
        return Happened.read(said) if isinstance(said, dict) else None
    except ValueError:
        return None
