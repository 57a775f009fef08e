"""Values of enrolment: the one-time code, what it allows, and what the centre keeps of a device.

Pure: time is passed in, and nothing is looked up. Guessing is held off by the centre, which counts
wrong codes; 40 random bits for ten minutes leave a guesser no hope.
"""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from regulars.ids import Id

CODE_LIVES_MS = 10 * 60 * 1_000
FINGERPRINT_BYTES = 32


class Role(StrEnum):
    """What a device is for: a counter holds its own store's members, an office the whole tenant."""

    COUNTER = "counter"
    OFFICE = "office"


class Standing(StrEnum):
    """What the centre thinks of a device. Its operations are taken in whatever that is."""

    LIVE = "live"
    RETIRED = "retired"
    """A person gave it up: its rights went back to the pool."""
    QUARANTINED = "quarantined"
    """Two tills wrote under its name: what it says is kept until a person has looked."""
    REVOKED = "revoked"
    """Shut out: its key opens nothing; it can only enrol anew, in another epoch."""


@dataclass(frozen=True, slots=True, repr=False)
class Secrets:
    """Keys all tills of a tenant share, 32 bytes each: for looking phones up, and for PINs.

    `alias` is the one under which other systems' card numbers are remembered; b"" where the shop
    has none. It is beside the point of whether two shops have the same keys.
    """

    phone: bytes
    pepper: bytes
    alias: bytes = field(default=b"", compare=False)


@dataclass(frozen=True, slots=True)
class Device:
    """What the centre keeps of a till. `acked` and `head`: how far it has the till's log."""

    tenant: Id
    store: Id
    device: Id
    epoch: int
    role: Role
    key: bytes
    standing: Standing
    acked: int
    head: bytes
    enrolled_ms: int
    seen_ms: int


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time code as the centre keeps it: its fingerprint, and what it allows.

    `founds` tells that the till brings a shop that ran alone, with all its log. `used_ms` is 0
    until somebody used it.
    """

    fingerprint: bytes
    tenant: Id
    store: Id
    role: Role
    founds: bool
    made_ms: int
    used_ms: int = 0


class CodeProblem(StrEnum):
    """Why a code opens nothing."""

    USED = "used"
    EXPIRED = "expired"


def code_fingerprint(code: str) -> bytes:
    """Give a code (twelve characters, no dashes) as something that does not show it.

    Short as a code is, this can be undone by trying all of them: the centre keeps it under a key.
    """
    return hashlib.sha256(b"regulars-invitation-1" + code.encode("ascii")).digest()


def code_problem(invitation: Invitation, now_ms: int) -> CodeProblem | None:
    """Tell why an invitation lets nobody in now; None where it does.

    A clock that went back counts as expired: a code never lives longer than it was made for.
    """
    if invitation.used_ms:
        return CodeProblem.USED
    if not 0 <= now_ms - invitation.made_ms < CODE_LIVES_MS:
        return CodeProblem.EXPIRED
    return None


def standing_of(word: str) -> Standing:
    """Read a standing; a word of a newer centre is read as the one that spends nothing."""
    return Standing(word) if word in set(Standing) else Standing.QUARANTINED
