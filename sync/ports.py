"""What tills need of each other's world, as Protocols: the centre, and the till's own store.

The engine knows only these. `sync.http` is the centre over a network; a test may put a centre in
the same process there. `desktop` is the store.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from regulars.ids import Id
from sync.wire_enrol import (
    EnrolAnswer,
    EnrolRequest,
    Nonce,
    NonceRequest,
    Token,
    TokenRequest,
)
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


class TillStore(Protocol):
    """What the engine needs of the till's own file. Every write is whole, or was not."""

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
        """Meet a centre that is new or was restored: its feed, and how far it has each epoch."""

    def cursor(self) -> str:
        """Give the cursor after the last page that was applied; "" before the first."""

    def apply_page(self, page: Page) -> None:
        """Apply a page and keep its cursor, in one write; the same page again changes nothing."""

    def apply_rights(self, answer: RightsAnswer) -> None:
        """Keep rights that were asked for; a smaller total than is known changes nothing."""

    def heads(self) -> Sequence[tuple[int, int]]:
        """Give how far the log goes in each of its epochs, the present one last."""

    def grants(self) -> Sequence[tuple[int, Id, int]]:
        """Give what this till knows it was granted, over all its epochs: epoch, wallet, total."""


class Signer(Protocol):
    """Signs with this till's key, wherever that is kept."""

    def __call__(self, statement: bytes) -> bytes:
        """Give the signature over a statement, 64 bytes."""
