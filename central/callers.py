"""Who asks the centre for something, once a token has shown it."""

from dataclasses import dataclass

from regulars.ids import Id
from sync.enrolment import Role


@dataclass(frozen=True, slots=True)
class Caller:
    """A device in one life of its log, and the shop and store it belongs to."""

    tenant: Id
    store: Id
    device: Id
    epoch: int
    role: Role
