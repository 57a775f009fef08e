"""What this till knows of refunds that were asked for: whether one waits, and for whom it was done.

The centre says of a sale which request waits for it, and which ones it carried out. Two tills may
ask for one sale: only the one whose own request was carried out may hand out the money.
"""

import json

from desktop.store.centre import acked_of
from desktop.store.database import Store
from desktop.store.places import EPOCH_SHIFT, SEQ_MASK
from desktop.store.shop import keep_local_fact, local_fact
from regulars.ids import Id, spell, unspell

WAITING, DONE, ELSEWHERE, GIVEN = "waiting", "done", "elsewhere", "given"
_FACT = "asked {sale}"


def remember_asked(store: Store, sale: Id, act: Id) -> None:
    """Note what was asked for here, and what the feed had said by then. In a write."""
    seq, _, _ = _told(store, sale)
    keep_local_fact(store, _FACT.format(sale=spell(sale)), f"{seq} {spell(act)}")


def asked_state(store: Store, sale: Id) -> str:
    """Give "" where nobody asked for the sale as far as is known, else what came of it.

    WAITING; DONE, what this till asked for was carried out; ELSEWHERE, it was not, as the sale was
    given back otherwise; GIVEN, asked for elsewhere and dealt with. What was asked for here waits
    until the centre has it and the feed says something newer of that sale.
    """
    noted = local_fact(store, _FACT.format(sale=spell(sale)))
    seq, waits, done = _told(store, sale)
    asked_at, _, own = noted.partition(" ")
    if own and own in done:
        return DONE
    if waits or (noted and (seq <= int(asked_at) or not _has_arrived(store, own))):
        return WAITING
    if noted:
        return ELSEWHERE
    return GIVEN if seq else ""


def _has_arrived(store: Store, own: str) -> bool:
    """Tell whether the centre has an operation of this till."""
    row = store.row("select place from operation where id = ?", (unspell(own),)) if own else None
    return row is None or row[0] & SEQ_MASK <= acked_of(store, row[0] >> EPOCH_SHIFT)


def _told(store: Store, sale: Id) -> tuple[int, bool, list[str]]:
    """Give where the feed last spoke of a sale, whether a request waits, and those carried out."""
    row = store.row(
        "select seq, body from feed_row where kind = 'request' and id = ?", (spell(sale),)
    )
    if row is None:
        return 0, False, []
    said = json.loads(row[1])
    return row[0], bool(said["to"]), said.get("done", [])
