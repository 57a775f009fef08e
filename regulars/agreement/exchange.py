"""A till's side of every message: what to send next, and what an answer changes.

Every answer may be old, repeated or never come; what it says only ever moves the till forward.
"""

import hashlib
from dataclasses import replace
from datetime import date

from regulars.agreement.asked import Asked, read_asked
from regulars.agreement.messages import (
    Answer,
    FactRow,
    Gap,
    GrantReport,
    Page,
    Pull,
    Push,
    Pushed,
    Reported,
    Request,
    Resnapshot,
    RightsAnswer,
    RightsRequest,
    Source,
    Standing,
    WalletRow,
)
from regulars.agreement.till import TillSide, holds_refund, own_since, rights, write
from regulars.operations.hlc import hear
from regulars.rights.granting import surplus, target

BATCH = 50
LEASE_MS = 14 * 86_400_000


def unsent(till: TillSide) -> int:
    """Count the operations the centre has not confirmed."""
    return sum(
        _last(till, epoch) - min(till.acked.get(epoch, 0), _last(till, epoch))
        for epoch in till.first
    )


def _last(till: TillSide, epoch: int) -> int:
    end = till.first.get(epoch + 1, len(till.log))
    return end - till.first[epoch]


def next_request(till: TillSide) -> Request:
    """Give what to send next: a report that is due, then the log, then a question for news.

    Where the centre seems to be another one, the question comes first: a report to a centre that is
    no more would be given for ever.
    """
    if till.must_pull:
        return next_pull(till)
    if till.must_report:
        return grant_report(till)
    for epoch, first in till.first.items():
        acked = till.acked.get(epoch, 0)
        if acked < _last(till, epoch):
            ops = till.log[first + acked : first + min(acked + BATCH, _last(till, epoch))]
            previous = till.log[first + acked - 1].hash if acked else b""
            return Push(Source(till.device, epoch), tuple(ops), previous)
    return next_pull(till)


def next_pull(till: TillSide) -> Pull:
    """Ask for news; a later life of the log says each time how far the earlier ones go."""
    earlier = tuple((epoch, _last(till, epoch)) for epoch in till.first if epoch != till.epoch)
    ended = earlier if till.epoch > 1 else None
    return Pull(till.source, till.feed_epoch, till.cursor, ended=ended)


def grant_report(till: TillSide) -> GrantReport:
    """Say every grant this till knows of, in all its lives, how long its logs are, and what came
    of its requests for refunds.
    """
    now = [(till.epoch, wallet, cells.granted) for wallet, cells in till.cells.items()]
    before = [(epoch, wallet, points) for (epoch, wallet), points in till.grants.items()]
    heads = tuple((epoch, _last(till, epoch)) for epoch in till.first)
    told = tuple(sorted(till.told.items()))
    return GrantReport(till.source, till.feed_epoch, tuple(sorted(before + now)), heads, told=told)


def ask_rights(till: TillSide, wallet: str, points: int) -> RightsRequest:
    """Ask for enough rights to spend so many points here."""
    want = target(rights(till, wallet), points)
    return RightsRequest(till.source, till.feed_epoch, wallet, want)


def heard(till: TillSide, answer: Answer, at: tuple[date, int], new_id: str) -> None:
    """Take an answer in, as one transaction; `new_id` names what the till writes because of it."""
    if answer.feed_epoch < till.feed_epoch:
        return  # from a centre that is no more
    if answer.feed_epoch > till.feed_epoch and not isinstance(answer, Resnapshot):
        till.must_pull = True  # the centre was restored: ask for news before anything else
        return
    match answer:
        case Pushed() | Gap():
            _heard_push(till, answer)
        case RightsAnswer():
            if answer.source == till.source:
                _know(till, answer.wallet, answer.granted)
        case Resnapshot():
            _begin_anew(till, answer)
        case Reported():
            till.must_report = till.must_report and answer.report_feed != till.feed_epoch
        case Page():
            _apply_page(till, answer, at, new_id)


def _heard_push(till: TillSide, answer: Pushed | Gap) -> None:
    epoch = answer.source.epoch
    if isinstance(answer, Gap):
        till.acked[epoch] = answer.expected - 1
        return
    till.acked[epoch] = max(till.acked.get(epoch, 0), answer.acked)
    _mind(till, answer.source, answer.standing)


def _mind(till: TillSide, source: Source, standing: Standing) -> None:
    if source == till.source and standing is not Standing.LIVE:
        till.is_frozen = True


def _know(till: TillSide, wallet: str, granted: int) -> None:
    """Take a total of grants in; only the larger counts."""
    till.cells[wallet] = rights(till, wallet).knowing(granted)


def _begin_anew(till: TillSide, answer: Resnapshot) -> None:
    """Meet a centre that is new or was restored: report, send again, read from the beginning."""
    till.must_pull = False
    if answer.feed_epoch == till.feed_epoch:
        return
    till.must_report = True
    till.feed_epoch = answer.feed_epoch
    till.cursor = 0
    till.acked = {
        epoch: seq for epoch, seq, head in answer.acked if _is_mine(till, epoch, seq, head)
    }
    till.facts = {}
    till.rows = {wallet: replace(row, seq=-1) for wallet, row in till.rows.items()}


def _is_mine(till: TillSide, epoch: int, seq: int, head: bytes) -> bool:
    """Tell whether what the centre has is this log: a copy may have written the same numbers."""
    if epoch not in till.first or not 0 < seq <= _last(till, epoch):
        return False
    return till.log[till.first[epoch] + seq - 1].hash == head


def _apply_page(till: TillSide, page: Page, at: tuple[date, int], new_id: str) -> None:
    till.must_pull = False
    if page.source != till.source:
        return
    if page.acked > till.last:
        till.is_frozen = True  # the centre knows more of this log than it holds: it is a copy
    _mind(till, page.source, page.standing)
    for row in page.wallets:
        _apply_row(till, row)
    for fact in page.facts:
        _apply_fact(till, fact)
    till.cursor = max(till.cursor, page.cursor)
    till.hlc = hear(till.hlc, page.hlc, page.now_ms)
    till.lease_until_ms = at[1] + LEASE_MS  # also earlier: the clock was ahead and is right now
    if not till.is_frozen:
        _do_as_asked(till, at, new_id)


def _apply_row(till: TillSide, row: WalletRow) -> None:
    known = till.rows.get(row.wallet)
    if known is None or row.seq >= known.seq:
        till.rows[row.wallet] = row
    _know(till, row.wallet, row.granted)


def _apply_fact(till: TillSide, fact: FactRow) -> None:
    known = till.facts.get((fact.kind, fact.name))
    if known is None or fact.seq >= known[0]:
        till.facts[fact.kind, fact.name] = (fact.seq, fact.value)
        if fact.kind == "request":
            _be_told(till, read_asked(fact.value))


def _be_told(till: TillSide, said: Asked) -> None:
    """Remember for good what came of own requests: a centre put back from a backup forgets it."""
    for request in till.asked.intersection(said.refused):
        till.told.setdefault(request, 0)
    for number, request in enumerate(said.done, 1):
        if request in till.asked:
            till.told[request] = till.told.get(request) or number


def _do_as_asked(till: TillSide, at: tuple[date, int], new_id: str) -> None:
    """Hand back rights that are not to be kept, and refunds that somebody waits for.

    In the order of their names, not of their coming: a till that starts again knows no other.
    """
    for number, (_, row) in enumerate(sorted(till.rows.items())):
        extra = _to_hand_back(till, row)
        if extra:
            data = {"wallet": row.wallet, "points": extra, "why": "recalled"}
            write(till, "rights.return", data, identity=_named(new_id, f"r{number}"), at=at)
    for number, ((kind, name), (_, value)) in enumerate(sorted(till.facts.items())):
        if kind == "request" and read_asked(value).to and holds_refund(till, name):
            data = {"of": name, "on": max(till.day, at[0]).isoformat(), "why": "asked"}
            write(till, "refund.release", data, identity=_named(new_id, f"f{number}"), at=at)


def _named(new_id: str, part: str) -> str:
    """Name one of several operations that an answer leads to."""
    return hashlib.sha256(f"{new_id} {part}".encode()).hexdigest()[:32]


def _to_hand_back(till: TillSide, row: WalletRow) -> int:
    """Give the rights to hand back; a row that lacks own operations is not acted upon."""
    extra = surplus(rights(till, row.wallet), row.keep)
    return 0 if extra and own_since(till, row.wallet) != (0, 0) else extra
