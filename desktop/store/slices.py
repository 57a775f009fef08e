"""Cut a page into slices: somebody at the counter may be waiting for the thread that writes."""

from dataclasses import replace

from desktop.store.feed import in_order
from sync.wire import Row
from sync.wire_pull import Page

ROWS_FIRST, ROWS_LEAST, ROWS_MOST = 20, 10, 160
"""Rows that are taken in at once."""
AIM_MS = 16
"""So long a slice may take; somebody who comes in the middle of one waits for its end.

Half of them take longer than half of that, and a busy computer makes some twice as long.
"""


def cut(page: Page, most: int) -> tuple[Page, Page | None]:
    """Give the first rows of a page, people before what belongs to them, and what is left.

    Only the last slice has the cursor, and what is gone: a till that stops between two reads the
    page again, which changes nothing where it was taken in already.
    """
    rows = [*in_order(page.rows), *(("wallet", row) for row in page.rows.get("wallet", ()))]
    if len(rows) <= most:
        return replace(page, rows=_by_kind(rows)), None
    first = replace(page, rows=_by_kind(rows[:most]), gone={}, cursor="", reached=0)
    return first, replace(page, rows=_by_kind(rows[most:]))


def paced(rows: int, took_ms: int) -> int:
    """Give how many rows the next slice has, from how long the last one took."""
    if took_ms > AIM_MS:
        return max(ROWS_LEAST, rows // 2)
    return min(ROWS_MOST, rows * 2) if took_ms < AIM_MS // 2 else rows


def _by_kind(part: list[tuple[str, Row]]) -> dict[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = {}
    for kind, row in part:
        found.setdefault(kind, []).append(row)
    return {kind: tuple(rows) for kind, rows in found.items()}
