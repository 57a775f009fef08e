"""Entries of one wallet written one after another, for tests of what the lots make of them."""

from datetime import date

from regulars.points.entries import Entry, EntryKind, Order
from regulars.points.lots import Settlement, settle

DAY = date(2026, 3, 2)
END_MAR, END_APR = date(2026, 3, 31), date(2026, 4, 30)


class Ledger:
    """Entries written one after another."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def add(
        self,
        kind: EntryKind,
        points: int,
        *,
        day: date = DAY,
        ends: date | None = None,
        act: bytes = b"",
    ) -> Entry:
        seq = len(self.entries) + 1
        entry = Entry(
            Order(day, seq, b"till", 1, seq, 0), kind, points, act or bytes([seq]), 0, ends
        )
        self.entries.append(entry)
        return entry

    def earn(self, points: int, ends: date | None = None, day: date = DAY) -> Entry:
        return self.add(EntryKind.EARN, points, ends=ends, day=day)

    def redeem(self, points: int, day: date = DAY) -> Entry:
        return self.add(EntryKind.REDEEM, -points, day=day)

    def settled(self) -> Settlement:
        return settle(self.entries)

    def left(self) -> list[int]:
        return [lot.left for lot in self.settled().lots]
