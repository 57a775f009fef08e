"""A till's real file and the till of the rules, as one store; two centres, as one port.

The engine reads the file and hears the centre on PostgreSQL. The till and the centre of the rules
are told the same in their own words, and whatever differs is an error.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from central.callers import Caller
from central.working.answers import backed
from regulars.agreement import exchange
from regulars.agreement.messages import FactRow, WalletRow
from regulars.ids import Id
from sync import wire_push, wire_rights
from sync.enrolment import Standing
from sync.ports import Backlog, Here, Stored
from sync.wire import Row
from sync.wire_pins import Pin
from sync.wire_problem import Problem, ProblemKind
from sync.wire_pull import Page, PullRequest
from sync.wire_push import PushAnswer
from sync.wire_rights import RightsAnswer, read_wallet_row
from tests.central.agreement.mirror import _FACTS, Second, _told, _told_first
from tests.central.level_two.file import TillFile
from tests.desktop.agreeing.shadow import same
from tests.simulation.world import Node
from tests.sync.memory_centre import MemoryCentre
from tests.sync.memory_store import MemoryStore, wallet_of_row


class RulesStore(MemoryStore):
    """The till of the rules; the hashes of its log are the file's."""

    def _chained(self, before: int) -> None:
        """Leave the hashes alone."""

    def take_row(self, row: WalletRow) -> None:
        """Take the row of an answer to a wish in, as the file does."""
        exchange._apply_row(self.till, row)


@dataclass(slots=True)
class PairStore:
    """The port `TillStore` over a file, with the till of the rules beside it."""

    node: Node
    file: TillFile
    rules: RulesStore
    centres: "BothCentres"

    @property
    def till(self) -> object:
        """Give the till of the rules."""
        return self.rules.till

    def who(self) -> Here:
        return self.file.own.who()

    def acked(self, epoch: int) -> int:
        same("acked", self.file.own.acked(epoch), self.rules.acked(epoch))
        return self.file.own.acked(epoch)

    def unsent(self, epoch: int, after: int, most: int) -> Sequence[Stored]:
        return self.file.own.unsent(epoch, after, most)

    def hash_at(self, epoch: int, seq: int) -> bytes:
        same("hash", self.file.own.hash_at(epoch, seq), self.rules.hash_at(epoch, seq))
        return self.file.own.hash_at(epoch, seq)

    def note_answer(self, epoch: int, answer: PushAnswer) -> None:
        self.file.own.note_answer(epoch, answer)
        self.rules.note_answer(epoch, answer)

    def note_gap(self, epoch: int, expected: int) -> None:
        self.file.own.note_gap(epoch, expected)
        self.rules.note_gap(epoch, expected)

    def feed(self) -> int:
        same("feed", self.file.own.feed(), self.rules.feed())
        return self.file.own.feed()

    def begin_anew(self, problem: Problem) -> None:
        self.file.own.begin_anew(problem)
        self.rules.begin_anew(problem)

    def must_report(self) -> bool:
        same("must report", self.file.own.must_report(), self.rules.must_report())
        return self.file.own.must_report()

    def note_reported(self, report_feed: int) -> None:
        self.file.own.note_reported(report_feed)
        self.rules.note_reported(report_feed)

    def cursor(self) -> str:
        return self.file.own.cursor()

    def apply_page(self, page: Page) -> None:
        self.file.own.apply_page(page)
        self.rules.apply_page(self.centres.pages.pop(id(page))[1])

    def apply_rights(self, answer: RightsAnswer) -> None:
        self.file.own.apply_rights(answer)
        self.rules.apply_rights(answer)
        self.rules.take_row(self.centres.rows.pop(id(answer))[1])

    def heads(self) -> Sequence[tuple[int, int]]:
        same("heads", list(self.file.own.heads()), list(self.rules.heads()))
        return self.file.own.heads()

    def grants(self) -> Sequence[tuple[int, Id, int]]:
        return self.file.own.grants()

    def told(self) -> Sequence[tuple[Id, int]]:
        same("told", sorted(self.file.own.told()), sorted(self.rules.told()))
        return self.file.own.told()

    def rights_target(self, wallet: Id, points: int) -> int:
        want = self.file.own.rights_target(wallet, points)
        same("target", want, self.rules.rights_target(wallet, points))
        return want

    def pins(self) -> Sequence[Pin]:
        return ()  # nobody sets one here

    def backlog(self) -> Backlog:
        same("backlog", self.file.own.backlog().count, self.rules.backlog().count)
        return self.file.own.backlog()

    def standing(self) -> Standing:
        same("standing", self.file.own.standing(), self.rules.standing())
        return self.file.own.standing()

    def note_standing(self, standing: Standing) -> None:
        self.file.own.note_standing(standing)
        self.rules.note_standing(standing)

    def lease_until_ms(self) -> int:
        return self.rules.lease_until_ms()


@dataclass(slots=True)
class BothCentres(MemoryCentre):
    """The port `Centre`: the rules in memory answer, then the centre on PostgreSQL must too.

    `pages` and `rows` are what the rules said where the database's answer has other places.
    """

    other: Callable[[], Second] = field(kw_only=True)
    compare: Callable[[], None] = field(kw_only=True)
    cursors: dict[str, str] = field(default_factory=dict)
    pages: dict[int, tuple[Page, Page]] = field(default_factory=dict)
    rows: dict[int, tuple[RightsAnswer, WalletRow]] = field(default_factory=dict)
    exchanges: int = 0

    def push(self, token: str, push: wire_push.Push) -> PushAnswer | Problem:
        first = MemoryCentre.push(self, token, push)
        if self._is_away(first):
            return first
        second = self.other().agreement.push(self._caller(token), push)
        if isinstance(first, Problem) or isinstance(second, Problem):
            same("a push", _named(second), _named(first))
            self._count()
            return second
        self._count()
        plain = [(one.seq, one.outcome) for one in second.results]
        same("outcomes", plain, [(one.seq, one.outcome) for one in first.results])
        for name in ("acked", "head", "feed", "standing"):
            same(name, getattr(second, name), getattr(first, name))
        return second

    def pull(self, token: str, request: PullRequest) -> Page | Problem:
        theirs = replace(request, cursor=self.cursors.get(request.cursor, request.cursor))
        before = self._met()
        first = MemoryCentre.pull(self, token, theirs)
        if self._is_away(first):
            return first
        limit = min(self.limit, request.limit)
        second = self.other().agreement.pull(self._caller(token), replace(request, limit=limit))
        self._count(is_reading=before == self._met())
        if isinstance(first, Problem) or isinstance(second, Problem):
            same("a pull", _named(second), _named(first))
            return second
        for name in ("acked", "feed", "standing", "up_to_date"):
            same(name, getattr(second, name), getattr(first, name))
        same("rows", _plain(second), _plain(first))
        self.cursors[second.cursor] = first.cursor or second.cursor
        self.pages[id(second)] = (second, first)
        return second

    def rights(self, token: str, request: wire_rights.RightsRequest) -> RightsAnswer | Problem:
        first = MemoryCentre.rights(self, token, request)
        if self._is_away(first):
            return first
        second = self.other().agreement.rights(self._caller(token), request)
        self._count()
        if isinstance(second, Problem):
            is_other = second.kind is ProblemKind.RESNAPSHOT
            assert is_other or isinstance(first, Problem), (first, second)
            return second
        assert not isinstance(first, Problem), (first, second)
        pure, real = wallet_of_row(first.wallet.row()), wallet_of_row(second.wallet.row())
        seq = self.rules().changed.get(("wallet", pure.wallet), 1)
        plain = replace(pure, seq=seq, backed=backed(pure.backed))
        same("a wallet asked for", replace(real, seq=seq), plain)
        same("the pool", second.pool, first.pool)
        self.rows[id(second)] = (second, replace(pure, seq=seq))
        return second

    def report(
        self, token: str, report: wire_rights.GrantReport
    ) -> wire_rights.ReportAnswer | Problem:
        first = MemoryCentre.report(self, token, report)
        if self._is_away(first):
            return first
        second = self.other().agreement.report(self._caller(token), report)
        self._count()
        if isinstance(second, Problem):
            same("a report", second.kind, ProblemKind.RESNAPSHOT)
            assert report.feed != self.rules().feed_epoch
        return second

    def _met(self) -> object:
        """Give what a question for news may change."""
        chains = self.rules().chains.items()
        return self.rules().seq, [(source, one.standing, one.ends) for source, one in chains]

    def _count(self, *, is_reading: bool = False) -> None:
        """Compare all that both hold, unless the database could only read."""
        self.exchanges += 1
        if not is_reading:
            self.compare()

    def _is_away(self, first: object) -> bool:
        """Tell whether the door answered, which both centres have in common here."""
        kinds = {ProblemKind.TOKEN, ProblemKind.REVOKED, ProblemKind.FORBIDDEN}
        return isinstance(first, Problem) and first.kind in kinds

    def _caller(self, token: str) -> Caller:
        return self.other().enrol(self.tokens[token][0])

    def has_news(self, token: str, request: PullRequest) -> bool:
        theirs = replace(request, cursor=self.cursors.get(request.cursor, request.cursor))
        return MemoryCentre.has_news(self, token, theirs)


def _named(answer: object) -> object:
    if isinstance(answer, Problem):
        return (answer.kind, answer.expected, answer.feed, answer.acked)
    return answer


def _plain(page: Page) -> object:
    """Give what a page says, without the places of its rows and the centre's signature."""
    wallets = [read_wallet_row(row) for row in page.rows.get("wallet", ())]
    rows = [
        (row.wallet, row.balance, row.debt, row.seen, row.granted, row.keep, backed(row.backed))
        for row in wallets
        if isinstance(row, wire_rights.WalletRow)
    ]
    facts = {
        _first(kind, row) if "value" in row else _told(kind, row)
        for kind, found in page.rows.items()
        for row in found
        if kind in _FACTS
    }
    return rows, facts


def _first(kind: str, row: Row) -> tuple[str, str, str]:
    """Give what the rules tell, as what travels says it."""
    return _told_first(FactRow(kind, row["id"], row["seq"], row["value"]))
