"""Cut a page into slices: somebody at the counter may be waiting for the thread that writes."""

from collections.abc import Iterator
from dataclasses import replace

from desktop.store.feed import in_order
from sync.wire import Row
from sync.wire_pull import Page

ROWS = 40
"""Rows that are taken in at once."""


def slices(page: Page, most: int = ROWS) -> Iterator[Page]:
    """Give a page in parts of so many rows, people before what belongs to them.

    Only the last has the cursor, and what is gone: a till that stops between two reads the page
    again, which changes nothing where it was taken in already.
    """
    rows = [*in_order(page.rows), *(("wallet", row) for row in page.rows.get("wallet", ()))]
    parts = [rows[at : at + most] for at in range(0, len(rows), most)] or [[]]
    for part in parts[:-1]:
        yield replace(page, rows=_by_kind(part), gone={}, cursor="", reached=0)
    yield replace(page, rows=_by_kind(parts[-1]))


def _by_kind(part: list[tuple[str, Row]]) -> dict[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = {}
    for kind, row in part:
        found.setdefault(kind, []).append(row)
    return {kind: tuple(rows) for kind, rows in found.items()}
