"""A till's store in memory: the pure till, seen through the port the engine stands on.

All that must survive a crash is in the `TillSide`; its log has real bytes.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date

from regulars.agreement import exchange
from regulars.agreement.messages import (
    Answer,
    FactRow,
    Gap,
    Page,
    Place,
    Pushed,
    Reported,
    Resnapshot,
    RightsAnswer,
    Source,
    WalletRow,
)
from regulars.agreement.till import TillSide, rights
from regulars.ids import Id
from regulars.operations.chain import seed
from regulars.rights.granting import target
from sync import wire_rights
from sync.enrolment import Standing
from sync.ports import Backlog, Here, Stored
from sync.wire import BadMessage, Row
from sync.wire_pins import Pin
from sync.wire_problem import Problem
from sync.wire_pull import Page as WirePage
from sync.wire_push import PushAnswer
from tests.sync import memory_words as words


@dataclass(slots=True)
class MemoryStore:
    """The port `TillStore`; `at` is the till's own day and wall clock, `name` makes names up."""

    till: TillSide
    at: Callable[[], tuple[date, int]]
    name: Callable[[], str]
    said: Standing = Standing.LIVE
    answers: list[PushAnswer] = field(default_factory=list)
    set_here: list[Pin] = field(default_factory=list)

    def who(self) -> Here:
        return Here(words.TENANT, words.STORE, words.identity(self.till.device), self.till.epoch)

    def acked(self, epoch: int) -> int:
        return self.till.acked.get(epoch, 0)

    def heads(self) -> Sequence[tuple[int, int]]:
        return tuple((epoch, self._last(epoch)) for epoch in self.till.first)

    def _last(self, epoch: int) -> int:
        return self.till.first.get(epoch + 1, len(self.till.log)) - self.till.first[epoch]

    def unsent(self, epoch: int, after: int, most: int) -> Sequence[Stored]:
        first = self.till.first[epoch]
        end = first + min(after + most, self._last(epoch))
        return [words.stored(op) for op in self.till.log[first + after : end]]

    def hash_at(self, epoch: int, seq: int) -> bytes:
        if seq == 0:
            return seed(words.identity(self.till.device), epoch)
        return self.till.log[self.till.first[epoch] + seq - 1].hash

    def note_answer(self, epoch: int, answer: PushAnswer) -> None:
        self.answers.append(answer)
        outcomes = tuple(words.outcome(one) for one in answer.results)
        source = Source(self.till.device, epoch)
        if epoch == self.till.epoch:
            self.said = answer.standing
        standing = words.pure_standing(answer.standing)
        self._hear(Pushed(answer.feed, source, answer.acked, outcomes, standing))

    def note_gap(self, epoch: int, expected: int) -> None:
        self._hear(Gap(self.till.feed_epoch, Source(self.till.device, epoch), expected))

    def feed(self) -> int:
        return self.till.feed_epoch

    def begin_anew(self, problem: Problem) -> None:
        if problem.feed == self.till.feed_epoch:
            self.till.cursor = 0
        heads = dict(problem.heads)
        known = [(epoch, seq, heads[epoch]) for epoch, seq in problem.acked if epoch in heads]
        self._hear(Resnapshot(problem.feed, self.till.device, tuple(known)))

    def must_report(self) -> bool:
        return self.till.must_report

    def note_reported(self, report_feed: int) -> None:
        self._hear(Reported(self.till.feed_epoch, self.till.source, report_feed))

    def cursor(self) -> str:
        return f"c{self.till.feed_epoch}.{self.till.cursor}" if self.till.cursor else ""

    def apply_page(self, page: WirePage) -> None:
        self.said = page.standing
        wallets, facts = [], []
        for kind, found in page.rows.items():
            for row in found:
                if kind == "wallet":
                    wallets.append(wallet_of_row(row))
                else:
                    facts.append(FactRow(kind, row["id"], row["seq"], row["value"]))
        feed, _, place = page.cursor.removeprefix("c").partition(".")
        assert not feed or int(feed) == page.feed
        self._hear(
            Page(
                page.feed,
                self.till.source,
                int(place or 0),
                page.up_to_date,
                page.acked,
                words.pure_standing(page.standing),
                tuple(wallets),
                tuple(facts),
            )
        )

    def apply_rights(self, answer: wire_rights.RightsAnswer) -> None:
        row = answer.wallet
        wallet = words.name_of(row.wallet)
        self._hear(RightsAnswer(answer.feed, self.till.source, wallet, row.granted))

    def grants(self) -> Sequence[tuple[int, Id, int]]:
        told = exchange.grant_report(self.till).grants
        return [(epoch, words.identity(wallet), total) for epoch, wallet, total in told]

    def told(self) -> Sequence[tuple[Id, int]]:
        told = exchange.grant_report(self.till).told
        return [(words.identity(one), number) for one, number in told]

    def rights_target(self, wallet: Id, points: int) -> int:
        return target(rights(self.till, words.name_of(wallet)), points)

    def pins(self) -> Sequence[Pin]:
        return self.set_here

    def backlog(self) -> Backlog:
        for epoch, first in self.till.first.items():
            acked = self.acked(epoch)
            if acked < self._last(epoch):
                oldest = self.till.log[first + acked].hlc >> 16
                return Backlog(exchange.unsent(self.till), oldest)
        return Backlog(0)

    def standing(self) -> Standing:
        return self.said

    def note_standing(self, standing: Standing) -> None:
        self.said = standing
        self.till.is_frozen |= standing is not Standing.LIVE

    def lease_until_ms(self) -> int:
        return self.till.lease_until_ms

    def _hear(self, answer: Answer) -> None:
        before = len(self.till.log)
        exchange.heard(self.till, answer, self.at(), self.name())
        self._chained(before)

    def _chained(self, before: int) -> None:
        """Give what was written because of an answer the hashes of real bytes."""
        words.chain(self.till, before)


def wallet_of_row(row: Row) -> WalletRow:
    read = wire_rights.read_wallet_row(row)
    assert not isinstance(read, BadMessage), read
    return WalletRow(
        words.name_of(read.wallet),
        read.seq,
        read.balance,
        read.debt,
        Place(*read.seen),
        read.granted,
        read.keep,
        read.backed,
    )
