"""Points end: write what the lots say has ended, for one wallet or for a whole day.

What is left of a lot at the end of its last day ends. The figure is derived from the ledger; the
EXPIRE rows only bring totals up to it, never below nothing. Only the authority writes them, which
is this till as long as it has joined no centre.
"""

from datetime import date, timedelta

from desktop.book import Book
from desktop.store.allocations import ELSEWHERE
from desktop.store.centre import has_joined
from desktop.store.entries import lots_of
from desktop.store.shop import keep_local_fact, local_fact
from regulars.canonical import Json
from regulars.ids import Id, spell

ROWS_MAX = 400
_DONE = "expired_until"


def bring_up_to_date(book: Book, wallet: Id) -> bool:
    """Write what has ended in one wallet by yesterday; tells whether anything had."""
    found = book.store.row(
        "select key, balance, debt, unsettled from wallet where id = :wallet", {"wallet": wallet}
    )
    assert found is not None, "the wallet of a member exists"
    if found[3] == ELSEWHERE:
        return False
    row = _due(book, found[0], found[1], found[2], book.today() - timedelta(days=1))
    if row is None:
        return False
    _write(book, [[spell(wallet), *row]])
    return True


def expire_due(book: Book, *, rows_max: int = ROWS_MAX) -> int:
    """Write one batch of what has ended by yesterday; gives how many wallets remain to look at.

    Call it again until it gives 0. Each batch is a transaction of its own, so that sales at the
    counter go on between them.
    """
    with book.writing():
        if has_joined(book.store):
            return 0
        yesterday = book.today() - timedelta(days=1)
        if local_fact(book.store, _DONE) == yesterday.isoformat():
            return 0  # a later day in it was a clock that has been set back since
        after = _begun(book, yesterday)
        found = book.store.rows(
            "select key from wallet indexed by wallet_ending"  # by key, all would be read
            " where next_end <> '' and next_end <= :until"
            " and key > :after order by key limit :limit",
            {"until": yesterday.isoformat(), "after": after, "limit": rows_max},
        )
        if not found:
            keep_local_fact(book.store, _DONE, yesterday.isoformat())
            keep_local_fact(book.store, _DONE + ".wallet", "0")
            return 0
        _expire_wallets(book, [row[0] for row in found], yesterday)
        keep_local_fact(book.store, _DONE + ".wallet", str(found[-1][0]))
        return len(found)


def expire_all_now(book: Book) -> None:
    """Write all that has ended by yesterday, inside a write that is open."""
    yesterday = book.today() - timedelta(days=1)
    found = book.store.rows(
        "select key from wallet indexed by wallet_ending"
        " where next_end <> '' and next_end <= :until order by key",
        {"until": yesterday.isoformat()},
    )
    for first in range(0, len(found), ROWS_MAX):
        _expire_wallets(book, [row[0] for row in found[first : first + ROWS_MAX]], yesterday)


def _begun(book: Book, until: date) -> int:
    """Give the last wallet looked at for this day; a new day begins again with the first."""
    if local_fact(book.store, _DONE + ".day") != until.isoformat():
        keep_local_fact(book.store, _DONE + ".day", until.isoformat())
        return 0
    return int(local_fact(book.store, _DONE + ".wallet") or 0)


def _expire_wallets(book: Book, wallets: list[int], until: date) -> None:
    rows: list[Json] = []
    for wallet in wallets:
        identity, balance, debt = book.store.rows(
            "select id, balance, debt from wallet where key = :key", {"key": wallet}
        )[0]
        row = _due(book, wallet, balance, debt, until)
        if row is not None:
            rows.append([spell(identity), *row])
    if rows:
        _write(book, rows)


def _due(book: Book, wallet: int, balance: int, debt: int, until: date) -> tuple[int, int] | None:
    """Give the points to take (below 0: to give back) and what of them repays a debt."""
    row = lots_of(book.store, wallet).expire_row(until, balance=balance, debt=debt)
    return None if row[0] == 0 else row


def _write(book: Book, rows: list[Json]) -> None:
    book.journal.write("expire", {"on": book.today().isoformat(), "rows": rows})
