"""What is said about how a till and the centre stand: one value, and what decides it. Pure."""

from dataclasses import dataclass, field
from enum import StrEnum

from sync.enrolment import Standing
from sync.trouble import Cause

SAID_FROM = 2
"""A single question without an answer is nobody's concern; so many in a row are said."""
STUCK_FROM = 3
"""The centre is heard, but says no to one kind of question so often in a row."""
_MINUTE_MS = 60_000


class Says(StrEnum):
    """What a person should know first; the worst there is."""

    SHUT_OUT = "shut-out"
    """The centre trusts this till no more (`standing`): it earns and redeems nothing; a person."""
    APART = "apart"
    """The centre is not heard; `cause` names where to look."""
    CLOCK = "clock"
    """The centre is heard, but this computer's clock is minutes or more from its."""
    OLD = "old"
    """This program is too old to read; it goes on selling and sending."""
    STUCK = "stuck"
    """The centre is heard, but says no to something; `code` is for us."""
    BEGINNING = "beginning"
    """Nothing was heard yet since the start."""
    CATCHING_UP = "catching-up"
    """There is more to send or to read, and it is on its way."""
    AGREED = "agreed"
    """All is sent, all is read."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What an engine knows of itself; times in milliseconds of the wall clock, 0 for never.

    `failures` questions in a row had no answer, the last for `cause` and `trouble`. `heard_ms` is
    the last whole answer. `problem` is what the centre said no with, `problems` times in a row.
    """

    now_ms: int
    waiting: int = 0
    oldest_ms: int = 0
    heard_ms: int = 0
    failures: int = 0
    cause: Cause | None = None
    trouble: str = ""
    problem: str = ""
    problems: int = 0
    is_clock_wrong: bool = False
    is_old: bool = False
    is_reading: bool = False
    standing: Standing = Standing.LIVE
    lease_until_ms: int = 0


@dataclass(frozen=True, slots=True)
class SyncState:
    """What the strip on the screen says. Equal where nothing that is shown has changed.

    `waiting` operations are not confirmed, the oldest for `oldest_minutes`. `is_lease_over`: the
    centre was not heard for so long that nothing may be redeemed here.
    """

    says: Says
    cause: Cause | None = None
    code: str = ""
    waiting: int = 0
    oldest_minutes: int = 0
    standing: Standing = Standing.LIVE
    is_lease_over: bool = False
    heard_ms: int = field(default=0, compare=False)
    lease_until_ms: int = field(default=0, compare=False)


def state_of(facts: Facts) -> SyncState:
    """Decide what is said."""
    says = _says(facts)
    age_ms = facts.now_ms - facts.oldest_ms if facts.waiting and facts.oldest_ms else 0
    return SyncState(
        says=says,
        cause=_cause(says, facts),
        code=_code(says, facts),
        waiting=facts.waiting,
        oldest_minutes=max(0, age_ms) // _MINUTE_MS,
        standing=facts.standing,
        is_lease_over=facts.now_ms >= facts.lease_until_ms,
        heard_ms=facts.heard_ms,
        lease_until_ms=facts.lease_until_ms,
    )


def _says(facts: Facts) -> Says:
    if facts.standing is not Standing.LIVE:
        return Says.SHUT_OUT
    if facts.failures >= SAID_FROM:
        return Says.APART
    if facts.is_clock_wrong:
        return Says.CLOCK
    if facts.is_old:
        return Says.OLD
    if facts.problems >= STUCK_FROM:
        return Says.STUCK
    if not facts.heard_ms:
        return Says.BEGINNING
    return Says.CATCHING_UP if facts.waiting or facts.is_reading else Says.AGREED


def _cause(says: Says, facts: Facts) -> Cause | None:
    """Name where to look; a till that is shut out may be without a network besides."""
    if says is Says.CLOCK:
        return Cause.CLOCK
    if says is Says.STUCK:
        return Cause.SERVICE
    return facts.cause if facts.failures >= SAID_FROM else None


def _code(says: Says, facts: Facts) -> str:
    if facts.failures >= SAID_FROM:
        return facts.trouble
    return (facts.problem or facts.trouble) if says is Says.STUCK else ""
