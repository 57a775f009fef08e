"""What this till knows of refunds that were asked for: whether one waits or was dealt with.

The centre says of a sale which request waits for it, and with an empty one that none does any more.
"""

import json

from desktop.store.database import Store
from desktop.store.shop import keep_local_fact, local_fact
from regulars.ids import Id, spell

WAITING, DEALT = "waiting", "dealt"
_FACT = "asked {sale}"


def remember_asked(store: Store, sale: Id) -> None:
    """Note that a refund was asked for here, and what the feed had said by then. In a write."""
    seq, _ = _told(store, sale)
    keep_local_fact(store, _FACT.format(sale=spell(sale)), str(seq))


def asked_state(store: Store, sale: Id) -> str:
    """Give "" where nobody asked for the sale as far as is known, else WAITING or DEALT.

    What was asked for here waits until the feed says something newer of that sale.
    """
    noted = local_fact(store, _FACT.format(sale=spell(sale)))
    seq, waits = _told(store, sale)
    if waits or (noted and seq <= int(noted)):
        return WAITING
    return DEALT if seq else ""


def _told(store: Store, sale: Id) -> tuple[int, bool]:
    """Give the place in the feed of what was last said of a sale, and whether a request waits."""
    row = store.row(
        "select seq, body from feed_row where kind = 'request' and id = ?", (spell(sale),)
    )
    if row is None:
        return 0, False
    return row[0], bool(json.loads(row[1])["to"])
