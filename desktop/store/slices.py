"""Cut a page into slices: somebody at the counter may be waiting for the thread that writes."""

from dataclasses import dataclass, field, replace

from desktop.store.feed import in_order
from sync.wire import Row
from sync.wire_pull import Page

WORK_FIRST, WORK_LEAST, WORK_MOST = 100, 20, 10_000
"""How much is taken in at once, in units of the cheapest row."""
_WORK = {"member": 3, "consent": 1, "wallet": 2, "card": 1}
_WORK_ONE_BY_ONE = 5
AIM_MS, AIM_MS_WAITED = 40, 16
"""So long a slice may take: where nobody is at the counter, and while somebody is.

Half of them take longer than half of that, and a busy computer makes some twice as long.
"""
AT_THE_COUNTER_MS = 60_000
"""Whoever waited for a slice is about to do more."""


@dataclass(slots=True)
class Slices:
    """A page that is cut bit by bit: people before what belongs to them.

    Only the last slice has the cursor, and what is gone: a till that stops between two reads the
    page again, which changes nothing where it was taken in already.
    """

    page: Page
    _rows: list[tuple[str, Row]] = field(init=False)
    _at: int = 0
    is_more: bool = True

    def __post_init__(self) -> None:
        """Put the rows in order: a slice then changes few places of the file, and those much."""
        rows = {kind: self._sorted(kind) for kind in self.page.rows}
        self._rows = [*in_order(rows), *(("wallet", row) for row in rows.get("wallet", ()))]

    def _sorted(self, kind: str) -> tuple[Row, ...]:
        rows = self.page.rows[kind]
        return tuple(sorted(rows, key=_name)) if kind in _WORK else rows

    def next(self, work: int) -> Page:
        """Give so many rows more as are about so much work."""
        assert self.is_more, "the last slice ends the page"
        begun = self._at
        while work > 0 and self._at < len(self._rows):
            work -= _WORK.get(self._rows[self._at][0], _WORK_ONE_BY_ONE)
            self._at += 1
        some = self._rows[begun : self._at]
        self.is_more = self._at < len(self._rows)
        if self.is_more:
            return replace(self.page, rows=_by_kind(some), gone={}, cursor="", reached=0)
        return replace(self.page, rows=_by_kind(some))


def _name(row: Row) -> str:
    name: str = row["id"]
    return name


def paced(work: int, took_ms: int, aim_ms: int = AIM_MS) -> int:
    """Give how much work the next slice has, from how long the last one took."""
    if took_ms > aim_ms:
        return max(WORK_LEAST, work * aim_ms // max(2 * aim_ms, took_ms))
    return min(WORK_MOST, work * 2) if took_ms < aim_ms // 2 else work


def _by_kind(part: list[tuple[str, Row]]) -> dict[str, tuple[Row, ...]]:
    found: dict[str, list[Row]] = {}
    for kind, row in part:
        found.setdefault(kind, []).append(row)
    return {kind: tuple(rows) for kind, rows in found.items()}
