"""The centre in this process: the pure rules behind the port, spoken to in real bytes.

Every question and every answer is spelled and read again, tokens run out, signatures are looked at.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol, TypeVar
from urllib.parse import parse_qsl

from regulars.agreement import feed, healing, intake
from regulars.agreement.centre import Centre, account_of
from regulars.agreement.messages import (
    FactRow,
    Gap,
    GrantReport,
    Logged,
    Outcome,
    Page,
    Pull,
    Push,
    Pushed,
    Resnapshot,
    RightsRequest,
    Source,
    Standing,
)
from regulars.ids import Id
from sync import wire_push, wire_rights
from sync.ports import Here
from sync.wire import BadMessage
from sync.wire_enrol import (
    EnrolAnswer,
    EnrolRequest,
    Nonce,
    NonceRequest,
    Token,
    TokenRequest,
    read_nonce_request,
    read_token_request,
)
from sync.wire_look import (
    RetireAnswer,
    RetireRequest,
    TillsAnswer,
    TillsRequest,
    TimelineAnswer,
    TimelineRequest,
    read_retire_request,
    read_tills_answer,
    read_timeline_answer,
)
from sync.wire_pins import PinsAnswer, PinsRequest, read_pins_answer, read_pins_request
from sync.wire_problem import Problem, ProblemKind, read_problem
from sync.wire_pull import Page as WirePage
from sync.wire_pull import PullRequest, read_page, read_pull_request
from tests.sync import memory_words as words

M = TypeVar("M")
LIMIT = 50


class Spelled(Protocol):
    def spelled(self) -> bytes: ...


def over_the_wire(message: Spelled, read: Callable[[bytes], M | BadMessage]) -> M:
    """Give what arrives of a message."""
    read_again = read(message.spelled())
    assert not isinstance(read_again, BadMessage), read_again
    assert read_again == message
    return read_again


@dataclass(slots=True)
class MemoryCentre:
    """The port `Centre`. `rules` may be put in the place of others: that is a restore.

    `vouches` tells whether a device signed a statement. `lives_s` is how long a token is good.
    `spell_fact` says what else than wallets stands in a page for a till. An older
    centre `shows_hashes` of nothing that it has.
    """

    rules: Callable[[], Centre]
    now_ms: Callable[[], int]
    vouches: Callable[[bytes, bytes], bool]
    lives_s: int = 900
    limit: int = LIMIT
    answer_s: float = 0.0
    tenant: Id = words.TENANT
    spell_fact: Callable[[Source, FactRow], Mapping[str, object]] = words.fact_row
    revoked: set[Source] = field(default_factory=set)
    heard: Callable[[Push, Pushed], None] = lambda *_: None
    tokens: dict[str, tuple[Source, int]] = field(default_factory=dict)
    nonces: dict[bytes, Source] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    shows_hashes: bool = True
    verifiers: dict[Id, str] = field(default_factory=dict)

    def hang_up(self) -> None:
        """Nothing ever hangs here."""

    def close(self) -> None:
        """There is nothing to close."""

    def enrol(self, request: EnrolRequest) -> EnrolAnswer | Problem:
        return Problem(ProblemKind.CODE)

    def nonce(self, request: NonceRequest) -> Nonce | Problem:
        request = over_the_wire(request, read_nonce_request)
        source = Source(words.name_of(request.device), request.epoch)
        self.asked.append("nonce")
        if source in self.revoked:
            return self._problem(Problem(ProblemKind.REVOKED))
        made = len(self.nonces).to_bytes(32, "big")
        self.nonces[made] = source
        return Nonce(made, self.now_ms())

    def token(self, request: TokenRequest) -> Token | Problem:
        request = over_the_wire(request, read_token_request)
        source = Source(words.name_of(request.device), request.epoch)
        self.asked.append("token")
        is_signed = self.vouches(request.statement(), request.signature)
        if self.nonces.get(request.nonce) != source or not is_signed:
            return self._problem(Problem(ProblemKind.TOKEN))
        self.nonces[request.nonce] = Source("", 0)
        text = f"t{len(self.tokens)}"
        self.tokens[text] = (source, self.now_ms() + self.lives_s * 1_000)
        return Token(text, self.lives_s, self.now_ms())

    def push(self, token: str, push: wire_push.Push) -> wire_push.PushAnswer | Problem:
        push = over_the_wire(push, wire_push.read_push)
        asks = self._who(token, "push")
        if isinstance(asks, Problem):
            return asks
        source = Source(words.name_of(push.device), push.epoch)
        if source.device != asks.device or not self.vouches(push.statement(), push.signature):
            return self._problem(Problem(ProblemKind.FORBIDDEN))
        centre, message = self.rules(), Push(source, words.read_ops(push), push.previous)
        answer = intake.push(centre, message)
        if isinstance(answer, Gap):
            problem = Problem(ProblemKind.SEQ_GAP, expected=answer.expected, feed=answer.feed_epoch)
            return self._problem(problem)
        self.heard(message, answer)
        said = wire_push.PushAnswer(
            acked=answer.acked,
            head=_head(centre, message.ops, answer),
            results=words.results(push.first, answer.outcomes),
            feed=answer.feed_epoch,
            standing=words.standing(answer.standing),
            server_ms=self.now_ms(),
        )
        return over_the_wire(said, wire_push.read_push_answer)

    def pull(self, token: str, request: PullRequest) -> WirePage | Problem:
        asks = self._who(token, "pull")
        if isinstance(asks, Problem):
            return asks
        query = {"cursor": request.cursor, "limit": str(request.limit)}
        more = dict(parse_qsl(request.query(), keep_blank_values=True))
        again = read_pull_request(more | query | {"wait": str(request.wait_s)})
        assert again == request
        answer = feed.pull(self.rules(), self._pull(asks, request))
        if isinstance(answer, Resnapshot):
            known = tuple((epoch, seq) for epoch, seq, _ in answer.acked)
            heads = tuple((epoch, head) for epoch, _, head in answer.acked)
            problem = Problem(
                ProblemKind.RESNAPSHOT, feed=answer.feed_epoch, acked=known,
                heads=heads if self.shows_hashes else (),
            )  # fmt: skip
            return self._problem(problem)
        return over_the_wire(self._page(asks, answer), read_page)

    def _pull(self, asks: Source, request: PullRequest) -> Pull:
        """Read a cursor; who has none yet reads from the beginning."""
        epoch, _, place = request.cursor.removeprefix("c").partition(".")
        known = int(epoch) if epoch else self.rules().feed_epoch
        limit = min(self.limit, request.limit)
        return Pull(asks, known, int(place or 0), limit, request.ended)

    def _page(self, asks: Source, answer: Page) -> WirePage:
        rows: dict[str, list[dict[str, object]]] = {}
        for row in answer.wallets:
            rows.setdefault("wallet", []).append(
                dict(words.wallet_row(row, asks, self.tenant).row())
            )
        for fact in answer.facts:
            rows.setdefault(fact.kind, []).append(dict(self.spell_fact(asks, fact)))
        return WirePage(
            cursor=f"c{answer.feed_epoch}.{answer.cursor}" if answer.cursor else "",
            up_to_date=answer.is_last,
            acked=answer.acked,
            feed=answer.feed_epoch,
            standing=words.standing(answer.standing),
            min_schema=1,
            server_ms=self.now_ms(),
            rows={kind: tuple(found) for kind, found in rows.items()},
        )

    def tills(self, token: str, request: TillsRequest) -> TillsAnswer | Problem:
        asks = self._who(token, "tills")
        if isinstance(asks, Problem):
            return asks
        return over_the_wire(TillsAnswer((), False, self.now_ms()), read_tills_answer)

    def timeline(self, token: str, request: TimelineRequest) -> TimelineAnswer | Problem:
        asks = self._who(token, "timeline")
        if isinstance(asks, Problem):
            return asks
        said = TimelineAnswer(request.member, (), "", self.now_ms())
        return over_the_wire(said, read_timeline_answer)

    def retire(self, token: str, request: RetireRequest) -> RetireAnswer | Problem:
        over_the_wire(request, read_retire_request)
        asks = self._who(token, "retire")
        return asks if isinstance(asks, Problem) else Problem(ProblemKind.FORBIDDEN)

    def rights(
        self, token: str, request: wire_rights.RightsRequest
    ) -> wire_rights.RightsAnswer | Problem:
        request = over_the_wire(request, wire_rights.read_rights_request)
        asks = self._who(token, "rights")
        if isinstance(asks, Problem):
            return asks
        centre = self.rules()
        if centre.healing:
            return self._problem(Problem(ProblemKind.GRANTS_WAIT, feed=centre.feed_epoch))
        wallet = words.name_of(request.wallet)
        answer = feed.request_rights(
            centre, RightsRequest(asks, request.feed, wallet, request.want)
        )
        account = account_of(centre, wallet)
        held = [
            (words.identity(source.device), cells.available)
            for (of, source), cells in centre.cells.items()
            if of == wallet and source.device != asks.device and cells.available
        ]
        row = feed.wallet_row(centre, asks, wallet, max(1, centre.seq))
        assert row.granted == answer.granted
        said = wire_rights.RightsAnswer(
            words.wallet_row(row, asks, self.tenant), max(0, account.pool), tuple(held),
            centre.feed_epoch, self.now_ms(),
        )  # fmt: skip
        return over_the_wire(said, wire_rights.read_rights_answer)

    def report(
        self, token: str, report: wire_rights.GrantReport
    ) -> wire_rights.ReportAnswer | Problem:
        report = over_the_wire(report, wire_rights.read_grant_report)
        asks = self._who(token, "report")
        if isinstance(asks, Problem):
            return asks
        grants = [(epoch, words.name_of(wallet), total) for epoch, wallet, total in report.grants]
        centre = self.rules()
        answered = tuple((words.name_of(one), number) for one, number in report.told)
        told = GrantReport(asks, report.feed, tuple(grants), report.heads, report.is_last, answered)
        healing.report(centre, told)
        missing = sum(one.heads is None for one in centre.chains.values())
        said = wire_rights.ReportAnswer(missing, centre.feed_epoch, self.now_ms())
        return over_the_wire(said, wire_rights.read_report_answer)

    def pins(self, token: str, request: PinsRequest) -> PinsAnswer | Problem:
        request = over_the_wire(request, read_pins_request)
        asks = self._who(token, "pins")
        if isinstance(asks, Problem):
            return asks
        self.verifiers |= {one.staff: one.verifier for one in request.pins}
        said = PinsAnswer((), self.rules().feed_epoch, self.now_ms())
        return over_the_wire(said, read_pins_answer)

    def lets_in(self, token: str) -> bool:
        """Tell whether a token opens doors now."""
        return not isinstance(self._who(token, "door"), Problem)

    def prolong(self, token: str) -> None:
        """Let a token live on: whoever was let in waits inside."""
        source, until = self.tokens[token]
        self.tokens[token] = (source, max(until, self.now_ms() + 1_000))

    def has_news(self, token: str, request: PullRequest) -> bool:
        """Tell whether a question for news would be answered at once."""
        source, _ = self.tokens[token]
        centre = self.rules()
        asked = self._pull(source, request)
        known = (asked.feed_epoch, asked.cursor)
        return source in self.revoked or known != (centre.feed_epoch, centre.seq)

    def _who(self, token: str, what: str) -> Source | Problem:
        self.asked.append(what)
        source, until = self.tokens.get(token, (Source("", 0), 0))
        if source in self.revoked:
            return self._problem(Problem(ProblemKind.REVOKED))
        if until <= self.now_ms():
            return self._problem(Problem(ProblemKind.TOKEN))
        return source

    def _problem(self, problem: Problem) -> Problem:
        return over_the_wire(problem, read_problem)


def _head(centre: Centre, ops: tuple[Logged, ...], answer: Pushed) -> bytes:
    """Give the hash the centre has at the newest; what it keeps stands beside its chain."""
    if answer.outcomes[-1] is Outcome.KEPT:
        return ops[-1].hash
    return centre.chains[answer.source].hashes[answer.acked - 1]


def shut_out(centre: MemoryCentre, here: Here) -> None:
    """Revoke a device, as a person does."""
    source = Source(words.name_of(here.device), here.epoch)
    centre.revoked.add(source)
    centre.rules().chains[source].standing = Standing.RETIRED
