"""The rules' answers as messages of the wire."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from central.callers import Caller
from central.working.asking import key
from central.working.centre import Working
from central.working.person_page import consents_of
from central.working.told import Reader, rows_of
from regulars.agreement import feed, messages
from regulars.agreement.centre import posted_place
from regulars.agreement.messages import Logged, Source
from regulars.ids import Id, spell, unspell
from sync.enrolment import Role, Standing
from sync.wire import SCHEMA, Row
from sync.wire_problem import Problem, ProblemKind
from sync.wire_pull import Gone, Page
from sync.wire_push import Outcome, PushAnswer, Result
from sync.wire_rights import LOTS_MAX, TILLS_MAX, GrantReport, WalletRow, figures, whose

Rows = dict[str, tuple[Row, ...]]
Goners = dict[str, tuple[Gone, ...]]
_CURSOR = re.compile(r"c(\d{1,10})\.(\d{1,18})")
_PLACE = """
select seq from entity_version
where tenant = %(tenant)s and kind = 'wallet' and entity = %(wallet)s
"""
_ELSEWHERE = """
select device, sum(available)::bigint as points from holding
where tenant = %(tenant)s and wallet = %(wallet)s and device <> %(device)s and available > 0
group by device order by points desc, device limit %(most)s
"""


@dataclass(frozen=True, slots=True)
class Answers:
    """What an answer is made with: the transaction, whom it is for, and the centre's signature."""

    working: Working
    who: Caller
    sign: Callable[[bytes], bytes]

    def place_of_wallet(self, wallet: str) -> int:
        """Give where a wallet stands in the feed; one that is not in it is older than any."""
        rows = self.working.asking.rows(_PLACE, wallet=bytes.fromhex(wallet))
        return int(rows[0][0]) if rows else 1

    def elsewhere(self, source: Source, wallet: str) -> Callable[[], tuple[tuple[Id, int], ...]]:
        """Ask which other devices hold rights of a wallet, the most first."""
        values = {"wallet": key(wallet), "device": key(source.device), "most": TILLS_MAX}
        rows = self.working.asking.ask(_ELSEWHERE, **values)
        return lambda: tuple((Id(device.bytes), int(points)) for device, points in rows())


def shut_out(working: Working, who: Caller) -> Problem | None:
    """Say why a device has nothing to ask here; None where it may."""
    source = caller_source(who)
    working.logs.fetch_devices([source.device])
    if source not in working.logs.rows:
        return Problem(ProblemKind.FORBIDDEN, "this device is not enrolled")
    if source in working.logs.revoked:
        return Problem(ProblemKind.REVOKED, feed=working.feed_epoch)
    return None


def another_feed(working: Working, source: Source) -> Problem:
    """Say which life of the feed this is to a till that speaks of another."""
    found = feed.pull(working, messages.Pull(source, 0, 0))
    assert isinstance(found, messages.Resnapshot)
    return resnapshot(found)


def caller_source(who: Caller) -> Source:
    """Give the source that asks."""
    return Source(spell(who.device), who.epoch)


def push_answer(working: Working, answer: messages.Pushed, ops: tuple[Logged, ...]) -> PushAnswer:
    """Say what became of a push."""
    results = tuple(
        Result(op.seq, Outcome(outcome.value), **_funding(working, answer.source, op.seq, outcome))
        for op, outcome in zip(ops, answer.outcomes, strict=True)
    )
    return PushAnswer(
        acked=answer.acked,
        head=ops[-1].hash,
        results=results,
        feed=answer.feed_epoch,
        standing=Standing(answer.standing.value),
        server_ms=working.asking.now_ms,
        wake=bool(working.changed),
    )


def _funding(
    working: Working, source: Source, seq: int, outcome: messages.Outcome
) -> Mapping[str, int]:
    """Say which points paid; of a copied log another operation may stand at that number."""
    if outcome is messages.Outcome.KEPT:
        return {}
    return working.logs.answers.get((source, seq), {})


def resnapshot(found: messages.Resnapshot) -> Problem:
    """Say that the feed is another one, and how far the centre has each life of the log."""
    acked = tuple((epoch, seq) for epoch, seq, _ in found.acked)
    heads = tuple((epoch, head) for epoch, _, head in found.acked)
    return Problem(ProblemKind.RESNAPSHOT, feed=found.feed_epoch, acked=acked, heads=heads)


def report_of(working: Working, source: Source, said: GrantReport) -> messages.GrantReport:
    """Give a report as the rules hear it, with what it names read in one go."""
    grants = tuple((epoch, spell(wallet), points) for epoch, wallet, points in said.grants)
    told = tuple((spell(one), number) for one, number in said.told)
    if working.healing:
        holdings = [(wallet, Source(source.device, epoch)) for epoch, wallet, _ in grants]
        working.points.accounts.fetch(sorted({wallet for wallet, _ in holdings}))
        working.points.cells.fetch(holdings)
    working.selling.answered.fetch((source.device, one) for one, _ in told)
    return messages.GrantReport(source, said.feed, grants, said.heads, said.is_last, told)


def wire_page(answers: Answers, page: messages.Page, *, hears: bool) -> Page:
    """Give a page of the feed as it travels; `hears`: the till reads what is new in a page."""
    who = answers.who
    rows, gone = page_rows(answers, page)
    said = Page(
        cursor=f"c{page.feed_epoch}.{page.cursor}",
        up_to_date=page.is_last,
        acked=page.acked,
        feed=page.feed_epoch,
        standing=Standing(page.standing.value),
        min_schema=SCHEMA,
        server_ms=answers.working.asking.now_ms,
        rows=rows,
        gone=gone,
        reached=page.cursor,
        hlc=page.hlc if hears else 0,
    )
    return replace(said, signature=answers.sign(said.statement(who.tenant, who.device, who.epoch)))


def page_rows(answers: Answers, page: messages.Page) -> tuple[Rows, Goners]:
    """Read the rows of a page for whoever asks, and what is gone of it; by kind."""
    rows: Rows = {}
    gone: Goners = {}
    if page.wallets:
        rows["wallet"] = _wallet_rows(answers.who, page.wallets)
    working = answers.working
    who = answers.who
    seen = posted_place(working, page.source.device)
    reader = Reader(page.standing, seen, who.device, who.store, who.role is Role.OFFICE)
    facts: dict[str, list[tuple[str, int, str]]] = {}
    for fact in page.facts:
        facts.setdefault(fact.kind, []).append((fact.name, fact.seq, fact.value))
    for kind, named in facts.items():
        found, over = rows_of(working.asking, reader, kind, named)
        if found:
            rows[kind] = tuple(found)
        if over:
            gone[kind] = tuple(over)
    if consents := consents_of(working.asking, facts.get("member", []), seen):
        rows["consent"] = tuple(consents)
    return rows, gone


def _wallet_rows(who: Caller, wallets: Sequence[messages.WalletRow]) -> tuple[Row, ...]:
    """Spell the wallets of a page, which is signed as a whole."""
    theirs = whose(who.tenant, who.device, who.epoch)
    return tuple(
        {
            **theirs,
            **figures(one.balance, one.debt, one.place, one.granted, one.keep, backed(one.backed)),
            "id": one.wallet,
            "seq": one.seq,
        }
        for one in wallets
    )


def read_cursor(cursor: str, feed_epoch: int) -> tuple[int, int]:
    """Read a cursor of ours; one that is not, or of another life of the feed, begins anew."""
    if not cursor:
        return feed_epoch, 0
    match = _CURSOR.fullmatch(cursor)
    return (int(match[1]), int(match[2])) if match else (0, 0)


def wire_row(answers: Answers, row: messages.WalletRow) -> WalletRow:
    """Give a wallet as it travels alone, signed."""
    who = answers.who
    said = WalletRow(
        tenant=who.tenant,
        device=who.device,
        epoch=who.epoch,
        wallet=unspell(row.wallet),
        seq=row.seq,
        balance=row.balance,
        debt=row.debt,
        seen=row.place,
        granted=row.granted,
        keep=row.keep,
        backed=backed(row.backed),
    )
    return replace(said, signature=answers.sign(said.statement()))


def backed(lots: tuple[tuple[date | None, int], ...]) -> tuple[tuple[date | None, int], ...]:
    """Add up the points alive by the day they end, soonest first; what never ends is last."""
    if len(lots) == 1:
        return lots
    sums: dict[date | None, int] = {}
    for ends, points in lots:
        sums[ends] = sums.get(ends, 0) + points
    return tuple(sorted(sums.items(), key=lambda one: one[0] or date.max))[:LOTS_MAX]
