"""What tills need of each other's world, as Protocols: the centre, and the till's own store.

The engine knows only these. `sync.http` is the centre over a network; a test may put a centre in
the same process there. `desktop` is the store.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from regulars.ids import Id

if TYPE_CHECKING:  # words of the wire: a lone till has no use for them
    from sync.enrolment import Standing
    from sync.wire_enrol import (
        EnrolAnswer,
        EnrolRequest,
        Nonce,
        NonceRequest,
        Token,
        TokenRequest,
    )
    from sync.wire_look import (
        RetireAnswer,
        RetireRequest,
        TillsAnswer,
        TillsRequest,
        TimelineAnswer,
        TimelineRequest,
    )
    from sync.wire_pins import Pin, PinsAnswer, PinsRequest
    from sync.wire_problem import Problem
    from sync.wire_pull import Page, PullRequest
    from sync.wire_push import Push, PushAnswer
    from sync.wire_rights import (
        GrantReport,
        ReportAnswer,
        RightsAnswer,
        RightsRequest,
    )


class Centre(Protocol):
    """Where tills meet. Every question may be asked again; asking twice does nothing twice.

    A method gives the answer, or the Problem the centre names; it raises a SyncTrouble where no
    answer came. `token` is the text of a Token.
    """

    def enrol(self, request: EnrolRequest) -> EnrolAnswer | Problem:
        """Ask to be let in with a one-time code."""

    def nonce(self, request: NonceRequest) -> Nonce | Problem:
        """Ask for something to sign."""

    def token(self, request: TokenRequest) -> Token | Problem:
        """Show who asks, and get a token."""

    def push(self, token: str, push: Push) -> PushAnswer | Problem:
        """Hand over operations."""

    def pull(self, token: str, request: PullRequest) -> Page | Problem:
        """Ask what changed; may take as long as the request says to wait."""

    def rights(self, token: str, request: RightsRequest) -> RightsAnswer | Problem:
        """Ask for rights to spend from a wallet."""

    def report(self, token: str, report: GrantReport) -> ReportAnswer | Problem:
        """Tell a restored centre what it granted before."""

    def pins(self, token: str, request: PinsRequest) -> PinsAnswer | Problem:
        """Hand up verifiers of PINs that were set here."""

    def tills(self, token: str, request: TillsRequest) -> TillsAnswer | Problem:
        """Ask for all tills of the shop."""

    def timeline(self, token: str, request: TimelineRequest) -> TimelineAnswer | Problem:
        """Ask what a member did at all stores."""

    def retire(self, token: str, request: RetireRequest) -> RetireAnswer | Problem:
        """Give up a till that is lost, in the name of a person."""


class Line(Centre, Protocol):
    """A way to the centre that one thread asks through, and that another may cut."""

    answer_s: float
    """How long silence may last in an answer, on top of what a pull asks the centre to wait."""

    def hang_up(self) -> None:
        """End the question that is being asked, or the next one: it raises a SyncTrouble there.

        Any thread may do so; after `close` questions are asked again.
        """

    def close(self) -> None:
        """End all connections; another question opens new ones."""


@dataclass(frozen=True, slots=True)
class Stored:
    """An operation as a till's log holds it; `salt` and `private` are empty where it has none."""

    seq: int
    body: bytes
    hash: bytes
    salt: bytes = b""
    private: bytes = b""


@dataclass(frozen=True, slots=True)
class Here:
    """Who this till is to the centre."""

    tenant: Id
    store: Id
    device: Id
    epoch: int


@dataclass(frozen=True, slots=True)
class Backlog:
    """What the centre has not confirmed: how many operations, and when the oldest was written."""

    count: int
    oldest_ms: int = 0


class TillStore(Protocol):
    """What the engine needs of the till's own file. Every write is whole, or was not.

    What is noted, applied or begun has been looked at by the engine: it answers a question of this
    till, in its present epoch, from the life of the centre that the store knows.
    """

    def who(self) -> Here:
        """Give who this till is, in its present epoch."""

    def acked(self, epoch: int) -> int:
        """Give how far the centre is known to have an epoch of the log; 0 at its beginning."""

    def unsent(self, epoch: int, after: int, most: int) -> Sequence[Stored]:
        """Give the next operations of an epoch after a place, in order, without gaps."""

    def hash_at(self, epoch: int, seq: int) -> bytes:
        """Give the hash of an operation; at 0 what stands before the first of the epoch."""

    def note_answer(self, epoch: int, answer: PushAnswer) -> None:
        """Keep how far the centre has an epoch, and what it made of each operation."""

    def note_gap(self, epoch: int, expected: int) -> None:
        """Keep that the centre has an epoch only up to before this place: it was restored."""

    def feed(self) -> int:
        """Give the life of the centre's database that was last heard of; 0 before the first."""

    def begin_anew(self, problem: Problem) -> None:
        """Read from the beginning again: the cursor is "" afterwards.

        Where `feed` of the problem is another one, the centre is new or was restored: the feed is
        kept, a report is due, and of an epoch so much counts as confirmed as `acked` says, if this
        log has the hash of `heads` there, and otherwise nothing (`acked` alone is a hint, which the
        engine tries, because a copy may have written the same numbers).
        """

    def must_report(self) -> bool:
        """Tell whether this life of the centre waits for what this till was granted."""

    def note_reported(self, report_feed: int) -> None:
        """Keep that the report has arrived, all of it; of another life's report nothing is kept."""

    def cursor(self) -> str:
        """Give the cursor after the last page that was applied; "" before the first."""

    def apply_page(self, page: Page) -> None:
        """Apply a page, and keep its cursor in the last write; again, it changes nothing."""

    def apply_rights(self, answer: RightsAnswer) -> None:
        """Keep rights that were asked for; a smaller total than is known changes nothing."""

    def heads(self) -> Sequence[tuple[int, int]]:
        """Give how far the log goes in each of its epochs, the present one last."""

    def grants(self) -> Sequence[tuple[int, Id, int]]:
        """Give what this till knows it was granted, over all its epochs: epoch, wallet, total."""

    def told(self) -> Sequence[tuple[Id, int]]:
        """Give what this till was told of its requests for refunds, for good.

        As which one of its sale each was carried out, 0 where it was refused.
        """

    def rights_target(self, wallet: Id, points: int) -> int:
        """Give the total of grants this till must reach to spend so many points of a wallet."""

    def backlog(self) -> Backlog:
        """Give what is not confirmed, over all epochs."""

    def pins(self) -> Sequence[Pin]:
        """Give the verifiers of PINs that the centre is to be told."""

    def standing(self) -> Standing:
        """Give what the centre last said it thinks of this till."""

    def note_standing(self, standing: Standing) -> None:
        """Keep what the centre thinks of this till; anything but live freezes its rights."""

    def lease_until_ms(self) -> int:
        """Give until when this till may redeem without another word from the centre."""


class Signer(Protocol):
    """Signs with this till's key, wherever that is kept."""

    def __call__(self, statement: bytes) -> bytes:
        """Give the signature over a statement, 64 bytes."""
