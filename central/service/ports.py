"""What stands behind the doors, as the doors know it."""

from collections.abc import Sequence
from typing import Protocol

from central.callers import Caller
from regulars.ids import Id
from sync.wire_look import (
    RetireAnswer,
    RetireRequest,
    TillsAnswer,
    TillsRequest,
    TimelineAnswer,
    TimelineRequest,
)
from sync.wire_pins import PinsAnswer, PinsRequest
from sync.wire_problem import Problem
from sync.wire_pull import Page, PullRequest
from sync.wire_push import Push, PushAnswer
from sync.wire_rights import (
    GrantReport,
    ReportAnswer,
    RightsAnswer,
    RightsRequest,
)
from sync.wire_snapshot import SnapshotHead


class Agreement(Protocol):
    """What tills and centre agree on: the questions of a till that was let in.

    It looks itself whether the caller was shut out since, and whether the message is the caller's.
    """

    def push(self, who: Caller, message: Push, /) -> PushAnswer | Problem:
        """Take operations in."""

    def pulls(
        self, tenant: Id, wishes: Sequence[tuple[Caller, PullRequest]], /
    ) -> list[Page | Problem | None]:
        """Give what changed, at once, to each of a shop's tills that ask together.

        None for one whose question says something new, which `met` takes in.
        """

    def met(self, who: Caller, request: PullRequest, /) -> Page | Problem:
        """Take in what a till's question for news says that is new, and answer it."""

    def rights(self, who: Caller, message: RightsRequest, /) -> RightsAnswer | Problem:
        """Grant rights to spend."""

    def report(self, who: Caller, message: GrantReport, /) -> ReportAnswer | Problem:
        """Learn what a till was granted before a restore."""

    def pins(self, who: Caller, message: PinsRequest, /) -> PinsAnswer | Problem:
        """Learn which PINs were set at a till."""


class Looking(Protocol):
    """What a person looks at from a till; it decides itself what the caller is told."""

    def tills(self, who: Caller, message: TillsRequest | None, /) -> TillsAnswer | Problem:
        """List the tills of the shop, a page of them for who knows of pages."""

    def timeline(self, who: Caller, message: TimelineRequest, /) -> TimelineAnswer | Problem:
        """Give a page of a member's acts at all stores."""

    def retire(self, who: Caller, message: RetireRequest, /) -> RetireAnswer | Problem:
        """Give up a till that is lost."""


class Snapshotting(Protocol):
    """What a new till reads at once."""

    def head(self, who: Caller, /) -> SnapshotHead | Problem:
        """Say what there is."""

    def part(self, who: Caller, digest: bytes, part: int, /) -> bytes | Problem:
        """Give a part of it."""
