"""What tills and centre say to each other, and an operation as agreement needs to see it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any, NamedTuple


class Source(NamedTuple):
    """A till in one life of its log: the writer of one chain."""

    device: str
    epoch: int


class Place(NamedTuple):
    """How far a till's log goes, over all its lives."""

    epoch: int
    seq: int


NOWHERE = Place(0, 0)


class Standing(StrEnum):
    """What the centre thinks of a source: trusted, declared gone, or copied."""

    LIVE = "live"
    RETIRED = "retired"
    QUARANTINED = "quarantined"


class Outcome(StrEnum):
    """What became of an operation; it is the same whenever it is asked for again."""

    POSTED = "posted"
    DUPLICATE = "duplicate"
    REVIEW = "posted-with-review"
    PARKED = "parked"
    REFUSED = "refused"
    KEPT = "kept"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class Logged:
    """An operation in the log of a source, with the hash that chains it to all before it."""

    kind: str
    id: str
    source: Source
    seq: int
    day: date
    hlc: int
    data: Mapping[str, Any]
    hash: bytes
    private: Mapping[str, str] = field(default_factory=dict)

    @property
    def place(self) -> Place:
        """Give the place in the till's log."""
        return Place(self.source.epoch, self.seq)


@dataclass(frozen=True, slots=True)
class Push:
    """Operations of one source without a gap, oldest first; `previous` is the hash before them."""

    source: Source
    ops: tuple[Logged, ...]
    previous: bytes = b""


@dataclass(frozen=True, slots=True)
class Pushed:
    """The centre has what was sent, up to `acked`."""

    feed_epoch: int
    source: Source
    acked: int
    outcomes: tuple[Outcome, ...]
    standing: Standing


@dataclass(frozen=True, slots=True)
class Gap:
    """The centre misses operations: send again from `expected`."""

    feed_epoch: int
    source: Source
    expected: int


@dataclass(frozen=True, slots=True)
class Pull:
    """Ask for what has changed since a place in the feed.

    `ended` says how far the earlier lives of this log go, as (epoch, last sequence number): nothing
    is ever added to them, and of a life that is not named there is nothing. None: it is not said.
    """

    source: Source
    feed_epoch: int
    cursor: int
    limit: int = 50
    ended: tuple[tuple[int, int], ...] | None = None


@dataclass(frozen=True, slots=True)
class WalletRow:
    """One wallet as the centre has it, for one till.

    `place` is how much of this till's own log is in the figures. `backed` lists the lots alive,
    `keep` the rights the till is asked to keep.
    """

    wallet: str
    seq: int
    balance: int
    debt: int
    place: Place
    granted: int
    keep: int
    backed: tuple[tuple[date | None, int], ...]


@dataclass(frozen=True, slots=True)
class FactRow:
    """Something else that every till should know; `value` is the newest."""

    kind: str
    name: str
    seq: int
    value: str


@dataclass(frozen=True, slots=True)
class Page:
    """What has changed, up to `cursor`; `acked` is how much of the asking source is known.

    `hlc` is how far the clocks of all that is in it have come, as far as the centre believes them,
    at its time `now_ms`.
    """

    feed_epoch: int
    source: Source
    cursor: int
    is_last: bool
    acked: int
    standing: Standing
    wallets: tuple[WalletRow, ...]
    facts: tuple[FactRow, ...]
    hlc: int = 0
    now_ms: int = 0


@dataclass(frozen=True, slots=True)
class Resnapshot:
    """The centre is not the one whose feed was read: report what you know, then read anew.

    `acked` are (epoch, last sequence number, its hash) of the lives of the log it knows.
    """

    feed_epoch: int
    device: str
    acked: tuple[tuple[int, int, bytes], ...]


@dataclass(frozen=True, slots=True)
class RightsRequest:
    """Ask to raise the total of grants to `want`."""

    source: Source
    feed_epoch: int
    wallet: str
    want: int


@dataclass(frozen=True, slots=True)
class RightsAnswer:
    """The total of grants there is now."""

    feed_epoch: int
    source: Source
    wallet: str
    granted: int


@dataclass(frozen=True, slots=True)
class GrantReport:
    """What a till knows after the centre was restored.

    `grants` are (epoch, wallet, granted), `heads` (epoch, last sequence number): all its lives.
    `told` are own requests for refunds: as which one of its sale it was told that each was carried
    out, 0 where it was refused. A report in several parts counts as heard with the last one.
    """

    source: Source
    feed_epoch: int
    grants: tuple[tuple[int, str, int], ...]
    heads: tuple[tuple[int, int], ...]
    is_last: bool = True
    told: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Reported:
    """The report has arrived; `report_feed` is the life of the centre that it was for.

    It may come so late that the till owes the next life a report, which this does not answer.
    """

    feed_epoch: int
    source: Source
    report_feed: int


Request = Push | Pull | RightsRequest | GrantReport
Answer = Pushed | Gap | Page | Resnapshot | RightsAnswer | Reported
