"""Prove the file of a till that has joined a centre: shown figures, cells, and what the feed told.

Own acts and rows of the feed are put in the order in which they came; the newest row of a thing
stands for all of it. What the centre alone knows (a grant, a balance) has no proof here.
"""

import json
from collections.abc import Callable, Iterator
from typing import Any

from desktop.store.allocations import ELSEWHERE
from desktop.store.centre import last_of
from desktop.store.database import Store
from desktop.store.joining import HANDED_BACK
from desktop.store.places import EPOCH_SHIFT
from desktop.store.rights import account_of, cells_of, shown
from desktop.store.shop import epoch_of
from desktop.store.verify_chain import Finding
from desktop.store.verify_people import people_match
from desktop.store.verify_rows import DOCUMENTS, SALES
from regulars.ids import Id
from regulars.rights.cells import Cells
from regulars.rights.granting import surplus

Progress = Callable[[str, int], bool]


def _wallets(store: Store, counts: dict[str, int], progress: Progress) -> Iterator[Finding]:
    """Hold what each wallet shows, and its cells, against its row and the own entries."""
    epoch = epoch_of(store)
    handed_back = dict(store.rows(HANDED_BACK, {"first": epoch << EPOCH_SHIFT}))
    rows = store.run(
        "select wallet.key, wallet.id, balance, wallet.debt, visits, last_visit, next_end,"
        " unsettled, count(entry.key) filter (where kind = 'earn'),"
        " coalesce(max(day) filter (where kind = 'earn'), ''),"
        " coalesce(sum(max(points, 0)) filter (where key_ >> 42 = :epoch), 0),"
        " coalesce(sum(max(-points, 0)) filter (where key_ >> 42 = :epoch and kind <> 'expire'),"
        " 0), coalesce(sum(max(-points, 0)) filter (where key_ >> 42 = :epoch"
        " and kind = 'expire'), 0) from wallet left join (select *, key as key_ from entry)"
        " as entry on entry.wallet = wallet.key group by wallet.key",
        {"epoch": epoch},
    )
    for key, identity, balance, debt, visits, visit, end, lots, count, day, *mine in rows:
        counts["wallets"] += 1
        where = f"wallet {key}"
        account = account_of(store, Id(identity))
        if (balance, debt) != shown(store, key, account):
            yield Finding(where, "it does not show the centre's row and the acts behind it")
        earned, used, returned = mine
        returned += handed_back.get(identity, 0)
        cells = cells_of(store, key)
        if cells != Cells(account.granted, earned, used, returned):
            yield Finding(where, "its rights are not what the log says")
        if (visits, visit) != (count, day):
            yield Finding(where, "its visits are not what the log says")
        if (end, lots) != ("", ELSEWHERE):
            yield Finding(where, "it reckons with lots, which are the business of the centre")
        if _is_over(store, identity) != (surplus(cells, account.keep) > 0):
            yield Finding(where, "whether rights are to go back is not what its row says")
        if counts["wallets"] % 5_000 == 0 and not progress("totals", counts["wallets"]):
            return


def _is_over(store: Store, wallet: bytes) -> bool:
    return bool(store.value("select is_over from account where wallet = ?", (wallet,)))


def _log(store: Store, counts: dict[str, int], progress: Progress) -> Iterator[Finding]:
    """Hold what the centre confirmed, and what was handed over, against the log."""
    del counts, progress
    for epoch, seq in store.rows("select epoch, seq from acked"):
        if seq > last_of(store, epoch):
            yield Finding(f"acked {epoch}", "the centre has more than this log ever held")
    for (place,) in store.rows(
        "select outcome.place from outcome left join operation using (place)"
        " where operation.place is null"
    ):
        yield Finding(f"outcome {place}", "there is no such operation")
    last = store.value("select coalesce(max(place), 0) from operation")
    for kind, name in store.rows("select kind, id from feed_row where place > ?", (last,)):
        yield Finding(f"feed_row {kind} {name}", "it came after the end of the log")
    for (wallet,) in store.rows("select wallet from allocation group by wallet"):
        yield Finding(f"allocation of wallet {wallet}", "lots are the business of the centre")
    for (sale,) in store.rows(
        "select sale from asked where sale not in (select id from operation)"
    ):
        yield Finding(f"asked {sale.hex()}", "no such sale was made here")


def _handed_over(store: Store, counts: dict[str, int], progress: Progress) -> Iterator[Finding]:
    """Hold the refunds that were handed over against the operations that said so."""
    del counts, progress
    released: set[bytes] = set()
    closed = 0
    for place, kind, body in store.rows(
        "select place, kind, body from operation where kind in ('refund.release', 'day.close')"
        " order by place"
    ):
        data: Any = json.loads(body)["data"]
        if kind == "day.close":
            closed = place
        else:
            released.add(bytes.fromhex(data["of"]))
    if released != {sale for (sale,) in store.rows("select sale from released")}:
        yield Finding("released", "it is not what the operations say")
    if closed != (store.value("select place from closed") or 0):
        yield Finding("closed", "it is not the last day.close")


AGREEING = (_wallets, _log, _handed_over, people_match, SALES, DOCUMENTS)
"""What is looked at instead of a lone till's totals, lots, members and rows."""

__all__ = ["AGREEING", "people_match"]
