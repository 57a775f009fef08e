"""Who may replace a PIN, and how an operation names a verifier that is in no log.

A verifier is kept apart, so that a PIN that was changed is gone. The log says who set it for whom,
and holds a mark of it: whoever hands up a verifier has to show that operation.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

OWNER = "owner"
"""The role whose PIN only an owner may replace."""
_PURPOSE = b"regulars-pin-1\n"
CHANGED, REFUSED = "pin-changed", "pin-refused"
"""Codes of reviews: somebody's PIN was set at another till; one was sent that nobody may set."""


def mark_of(verifier: str) -> str:
    """Name a verifier in the log: it holds 128 random bits, so no PIN can be tried against it."""
    return hashlib.sha256(_PURPOSE + verifier.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Said:
    """An operation `pin.set` of one person, as the centre has it; a later `stamp` is a later one.

    `device` is where it was written, `by_owner` whether who set it owns the shop now.
    """

    stamp: str
    mark: str
    by: str
    device: str
    by_owner: bool


@dataclass(frozen=True, slots=True)
class Kept:
    """A person as the centre has them: the verifier ("": none), and where that was set."""

    verifier: str
    role: str
    device: str


class Ruling(StrEnum):
    """What becomes of a verifier that a till hands up."""

    KNOWN = "the centre has it already"
    TAKEN = "it counts from now on"
    PASSED = "a later one was set"
    REFUSED = "nobody who may has set it"


def rule(kept: Kept, verifier: str, said: Iterable[Said]) -> tuple[Ruling, Said | None]:
    """Decide on a verifier; gives also the operation that speaks for it, if there is one.

    `said` is all the centre knows to have been set for this person. Only who has no PIN yet, and
    of whom no log says anything, may get one without: as from a shop that ran alone until now.
    What counts was set by who might then: it stands also once they own the shop no more.
    """
    if verifier == kept.verifier:
        return Ruling.KNOWN, None
    found = sorted(said, key=lambda one: one.stamp)
    mark = mark_of(verifier)
    mine = next((one for one in reversed(found) if one.mark == mark), None)
    if mine is None:
        is_first = not kept.verifier and not found
        return (Ruling.TAKEN if is_first else Ruling.REFUSED), None
    counts = mark_of(kept.verifier)
    allowed = [one for one in found if one.by_owner or kept.role != OWNER or one.mark == counts]
    if mine not in allowed:
        return Ruling.REFUSED, mine
    return (Ruling.TAKEN if mine is allowed[-1] else Ruling.PASSED), mine
