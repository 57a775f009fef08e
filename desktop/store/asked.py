"""What this till knows of refunds that were asked for: whether one waits, and what came of it.

The centre says of a sale which request waits for it, which ones it carried out or refused, and what
has gone back. Two tills may ask for one sale: only the one whose own request was carried out may
hand out the money. What it was told is kept for good: a centre put back from a backup forgets it.
"""

import json
from dataclasses import replace
from typing import Any

from desktop.answers import WentBack
from desktop.store.centre import acked_of
from desktop.store.database import Store
from desktop.store.places import EPOCH_SHIFT, SEQ_MASK
from desktop.store.reach import till_name
from desktop.store.sales import SaleState, operation_of
from desktop.store.shop import keep_local_fact, local_fact
from regulars.agreement.asked import most_of
from regulars.ids import Id, spell, unspell
from sync.wire_rows import NOTHING_DEALT, Dealt, LinkRow, read_link_row

WAITING, DONE, ELSEWHERE, GIVEN = "waiting", "done", "elsewhere", "given"
STALE = "stale"
_FACT = "asked {sale}"
_TOLD = "told {request}"
_REFUSED = 0


def remember_asked(store: Store, sale: Id, act: Id) -> None:
    """Note what was asked for here, the newest first, and what the feed had said. In a write."""
    seq, _, _ = _told(store, sale)
    _, before = _noted(store, sale)
    acts = " ".join(spell(one) for one in (act, *before))
    keep_local_fact(store, _FACT.format(sale=spell(sale)), f"{seq} {acts}")


def _noted(store: Store, sale: Id) -> tuple[int, list[Id]]:
    """Give the own requests for a sale, the newest first, and where the feed was at that one."""
    seq, *acts = local_fact(store, _FACT.format(sale=spell(sale))).split() or ["0"]
    return int(seq), [unspell(one) for one in acts]


def _earlier(store: Store, requests: list[Id]) -> int | None:
    """Add up the money that was to be handed out for requests; None where one says not how much."""
    answers = [answer for one in requests if (answer := _answer(store, one)) and answer[0]]
    cash = [money for _, money in answers if money is not None]
    return sum(cash) if len(cash) == len(answers) else None


def be_told(store: Store, said: Dealt) -> None:
    """Keep for good what came of own requests. In a write."""
    for request in said.refused:
        if _is_own(store, request) and not _answer(store, request):
            _keep(store, request, f"{_REFUSED}")
    for number, request in enumerate(said.done, 1):
        answer = _answer(store, request)
        if _is_own(store, request) and (answer is None or not answer[0]):
            cash = f" {said.cash[number - 1]}" if number <= len(said.cash) else ""
            _keep(store, request, f"{number}{cash}")


def _keep(store: Store, request: Id, told: str) -> None:
    keep_local_fact(store, _TOLD.format(request=spell(request)), told)


def _is_own(store: Store, request: Id) -> bool:
    asked = "select 1 from operation where id = ? and kind = 'refund.request'"
    return store.row(asked, (request,)) is not None


def _answer(store: Store, request: Id) -> tuple[int, int | None] | None:
    """Give as which one of its sale a request was carried out, and the money; None: not told."""
    noted = local_fact(store, _TOLD.format(request=spell(request)))
    number, _, cash = noted.partition(" ")
    return (int(number), int(cash) if cash else None) if number else None


def told_requests(store: Store) -> list[tuple[Id, int]]:
    """List own requests of which something was told: as which one of its sale, 0 for refused."""
    rows = store.rows("select name, value from local where name > 'told ' and name < 'told!'")
    found = ((unspell(name.split()[1]), value.split()[0]) for name, value in rows)
    return sorted((request, int(number)) for request, number in found)


def asked_state(store: Store, sale: Id) -> tuple[str, WentBack]:
    """Give "" where nobody asked for the sale as far as is known, else what came of it.

    WAITING; DONE, what this till asked for was carried out; STALE, it was refused, as more had gone
    back than this till knew; ELSEWHERE, it was not carried out, and nothing is left of the sale;
    GIVEN, asked for elsewhere and all dealt with. What was asked for here waits until it is told of
    or, at a centre that tells only what was carried out, until that has it and the feed says
    something newer of that sale.
    """
    asked_at, requests = _noted(store, sale)
    seq, waits, dealt = _told(store, sale)
    own = requests[0] if requests else None
    answer = _answer(store, own) if own else None
    back = sum(dealt.back)
    at = till_name(store, dealt.at) if dealt.at else ""
    went = WentBack(back_minor=back, at=at, earlier_minor=_earlier(store, requests[1:]))
    if answer is not None and answer[0]:
        return DONE, replace(went, cash_minor=answer[1])
    if waits:
        return WAITING, went
    if own is not None and answer is not None:
        meanwhile = max(0, back - sum(_known(store, own)))
        return ELSEWHERE if dealt.is_gone else STALE, replace(went, meanwhile_minor=meanwhile)
    if own is not None:
        is_open = seq <= asked_at or not _has_arrived(store, own)
        return WAITING if is_open else ELSEWHERE, went
    return GIVEN if seq and not _is_some_left(dealt) else "", went


def _is_some_left(dealt: Dealt) -> bool:
    """Tell whether a centre says that something is left; an older one says nothing of it."""
    return not dealt.is_gone and bool(dealt.back or dealt.refused)


def _known(store: Store, request: Id) -> list[int]:
    """Give what this till had known to have gone back when it asked."""
    asked = operation_of(store, request)
    data: Any = {} if asked is None else asked.data
    return list(data.get("known", ()))


def known_back(store: Store, sale: Id, state: SaleState | None) -> list[int]:
    """Give what is known here to have gone back of each line of a sale; [] for nothing."""
    own = [] if state is None else [line.refunded_minor for line in state.sold.lines]
    found = most_of(own, _told(store, sale)[2].back)
    return [*found] if any(found) else []


def as_told(store: Store, sale: Id, state: SaleState) -> SaleState:
    """Give a sale with what the centre has given back of it."""
    back, dealt = known_back(store, sale, state), _told(store, sale)[2]
    sold = state.sold
    if len(back) == len(sold.lines):
        lines = zip(sold.lines, back, strict=True)
        gone = (replace(line, refunded_minor=min(now, line.amount_minor)) for line, now in lines)
        sold = replace(sold, lines=tuple(gone))
    return replace(state, sold=sold, is_gone=state.is_gone or dealt.is_gone)


def _has_arrived(store: Store, own: Id | None) -> bool:
    """Tell whether the centre has an operation of this till."""
    row = store.row("select place from operation where id = ?", (own,)) if own else None
    return row is None or row[0] & SEQ_MASK <= acked_of(store, row[0] >> EPOCH_SHIFT)


def _told(store: Store, sale: Id) -> tuple[int, bool, Dealt]:
    """Give where the feed last spoke of a sale, whether one waits, and what came of others."""
    row = store.row(
        "select seq, body from feed_row where kind = 'request' and id = ?", (spell(sale),)
    )
    said = None if row is None else read_link_row("request", json.loads(row[1]))
    if not isinstance(said, LinkRow):
        return 0, False, NOTHING_DEALT
    return said.seq, said.to is not None, said.dealt
