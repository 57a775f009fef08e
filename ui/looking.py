"""Why the centre shows nothing, as a word that a page can say. No Qt."""

from enum import StrEnum

from sync.looks import Looked
from sync.trouble import Cause, SyncTrouble
from sync.wire_problem import Problem, ProblemKind

MOST_MS = 10_000
"""So long a person is asked to wait for something to look at."""


class WhyNot(StrEnum):
    """Why there is nothing to see now."""

    ALONE = "alone"
    NETWORK_HERE = "network-here"
    INTERNET = "internet"
    SERVICE = "service"
    CLOCK = "clock"
    NO_ANSWER = "no-answer"
    NOT_ALLOWED = "not-allowed"
    CHANGED = "changed"


_CAUSES = {
    Cause.NETWORK_HERE: WhyNot.NETWORK_HERE,
    Cause.INTERNET: WhyNot.INTERNET,
    Cause.SERVICE: WhyNot.SERVICE,
    Cause.CLOCK: WhyNot.CLOCK,
}


def why_not(looked: Looked) -> WhyNot:
    """Say why a look brought no answer."""
    match looked.answer:
        case SyncTrouble():
            return _CAUSES[looked.answer.cause]
        case Problem(kind=ProblemKind.FORBIDDEN | ProblemKind.REVOKED):
            return WhyNot.NOT_ALLOWED
        case Problem(kind=ProblemKind.MISMATCH):
            return WhyNot.CHANGED
        case Problem():
            return WhyNot.SERVICE
        case _:
            return WhyNot.NO_ANSWER
