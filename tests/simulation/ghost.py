"""A witness outside the system: every operation a till ever committed, by its own arithmetic.

It reads the data of operations by rules of its own, not with the ledger's postings, and so is a
second opinion on what every cell must be.
"""

from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from regulars.agreement.asked import read_asked
from regulars.agreement.messages import Logged, Outcome, Source

Sums = tuple[int, int, int]


def moved(kind: str, data: Any) -> list[tuple[str, int, int, int]]:
    """Say what an operation earns, uses and returns, by wallet."""
    if kind == "sale":
        spent = [(wallet, 0, points, 0) for wallet, points in data["spent"]]
        return [*spent, (data["wallet"], data["earned"], data["repaid"], 0)]
    if kind == "redeem":
        return [(wallet, 0, points, 0) for wallet, points in data["spent"]]
    if kind == "reverse":
        back = [(wallet, points, 0, 0) for wallet, points in data["restored"]]
        return [*back, (data["wallet"], 0, data["taken"] + data["repaid"], 0)]
    if kind == "adjust":
        points = data["points"]
        return [(data["wallet"], max(points, 0), max(-points, 0) + data["repaid"], 0)]
    if kind == "expire":
        return [
            (wallet, max(-points, 0), repaid, max(points, 0))
            for wallet, points, repaid in data["rows"]
        ]
    if kind == "rights.return":
        return [(data["wallet"], 0, 0, data["points"])]
    return []


@dataclass(slots=True)
class Ghost:
    """What was committed where, and what came of it."""

    ops: dict[bytes, Logged] = field(default_factory=dict)
    sums: dict[tuple[Source, str], list[tuple[int, int, int, int]]] = field(default_factory=dict)
    meant: set[str] = field(default_factory=set)
    on_time: set[str] = field(default_factory=set)
    torn: set[Source] = field(default_factory=set)
    gone: set[Source] = field(default_factory=set)
    ended: set[Source] = field(default_factory=set)
    copied: set[Source] = field(default_factory=set)
    outcomes: dict[tuple[bytes, int], Outcome] = field(default_factory=dict)
    told: dict[str, bool] = field(default_factory=dict)
    frozen: dict[tuple[int, str, Source], int] = field(default_factory=dict)
    redemptions: int = 0
    redeemed: int = 0
    reclaimed: int = 0

    def committed(self, op: Logged) -> None:
        """Note an operation the moment its till has committed it."""
        assert op.hash not in self.ops, "nothing is committed twice"
        assert op.kind not in {"sale", "redeem", "reverse"} or op.id in self.meant, (
            "a till does only what somebody did at the counter"
        )
        self.ops[op.hash] = op
        if op.kind in {"sale", "redeem"} and op.data["spent"]:
            self.redemptions += 1
            self.redeemed += sum(points for _, points in op.data["spent"])
        if op.source in self.copied:
            return
        for wallet, earned, used, returned in moved(op.kind, op.data):
            kept = self.sums.setdefault((op.source, wallet), [])
            last = kept[-1] if kept else (0, 0, 0, 0)
            now = (op.seq, last[1] + earned, last[2] + used, last[3] + returned)
            if kept and last[0] == op.seq:
                kept[-1] = now
            else:
                kept.append(now)

    def heard(self, asked: Collection[str], value: str) -> None:
        """Note what a till is told of its own requests for the refund of a sale.

        Whoever was told that one was carried out hands out money by it.
        """
        said = read_asked(value)
        for request in said.refused:
            if request in asked:
                self.told.setdefault(request, False)
        self.told.update({request: True for request in said.done if request in asked})

    def at(self, source: Source, wallet: str, seq: int) -> Sums:
        """Say what a source had earned, used and returned once it had written so much."""
        kept = self.sums.get((source, wallet), [])
        place = bisect_right(kept, seq, key=lambda row: row[0])
        return kept[place - 1][1:] if place else (0, 0, 0)

    def now(self, source: Source, wallet: str) -> Sums:
        """Say what a source has earned, used and returned by now."""
        kept = self.sums.get((source, wallet))
        return kept[-1][1:] if kept else (0, 0, 0)

    def unknowable(self) -> set[Source]:
        """Give the sources of which some act was done that nobody could know of.

        A person declared them gone, their disk broke, or a copy wrote on in a life that was over.
        A till that began a new life of its log and sent the old one is not among them.
        """
        return self.gone | self.torn | self.copied & self.ended

    def is_plain(self, source: Source) -> bool:
        """Tell whether nothing special ever happened to a source: nobody lost or copied it."""
        return not (source in self.torn or source in self.gone or source in self.copied)
