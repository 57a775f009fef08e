"""Which points were used: lots as a pure function over the entries of one wallet.

Totals are what may be spent; lots are labels on them. Entries are taken in their own order (day,
clock, device, sequence), so that any order of arrival gives the same lots. A debit uses the lots
alive on its day, soonest end first, then any. Nothing here ever decides whether an entry posts.

The rule is the shop's promise: points that end first are used first, and points that come back
because goods did go to the lots they came from, with at least thirty days left to use them. Where
the spending should never have been (undo, void) they come back as if it had not: each to its own
lot with its own end, so that nobody prolongs points by spending and undoing.
"""

from bisect import insort
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta

from regulars.points.entries import Entry, EntryKind, Order

GRACE = timedelta(days=30)
_OWN_FIRST = (EntryKind.REVERSE_EARN, EntryKind.SETTLE)


@dataclass(slots=True)
class Lot:
    """Points that came in together and end together; `left` is what no debit has used.

    `act` is the act that earned them, and empty for points a refund gave a new end: those belong
    to the member, not to the sale, so nothing the sale takes back is taken from them first.
    """

    source: Order
    expires_on: date | None
    points: int
    left: int
    act: bytes

    def key(self) -> tuple[date, Order]:
        """Give the place of this lot in the order of use."""
        return (self.expires_on or date.max, self.source)

    def is_alive(self, day: date) -> bool:
        """Tell whether the lot can be used on a day (its last day included)."""
        return self.expires_on is None or self.expires_on >= day


@dataclass(frozen=True, slots=True)
class Move:
    """A row of the allocation table: an entry used (−) or gave back (+) points of a lot."""

    entry: Order
    lot: Order
    points: int


@dataclass(slots=True)
class Settlement:
    """The lots of one wallet and every allocation.

    `expired_posted` is what EXPIRE rows have taken out, `expired_until` the last day they cover.
    `waiting` are debits that no lot could cover yet, with the points (below 0) they still need;
    `shortfall` is their sum.
    """

    lots: list[Lot] = field(default_factory=list)
    moves: list[Move] = field(default_factory=list)
    shortfall: int = 0
    waiting: list[tuple[Order, int]] = field(default_factory=list)
    expired_posted: int = 0
    expired_until: date = date.min

    def expired(self, until: date) -> int:
        """Give what is left in lots whose last day is `until` or before."""
        return sum(
            lot.left for lot in self.lots if lot.expires_on is not None and lot.expires_on <= until
        )

    def expiry_due(self, until: date) -> int:
        """Give the points an EXPIRE row must still take (or, below 0, give back)."""
        return self.expired(until) - self.expired_posted

    def next_end(self) -> date | None:
        """Give the first day on which points end that no EXPIRE row has taken out yet.

        None where nothing ends. Where EXPIRE rows took too much (a late entry used what had
        ended), that is the first day there is: the wallet is to be looked at.
        """
        if self.expired(self.expired_until) < self.expired_posted:
            return date.min
        sums: dict[date, int] = {}
        for lot in self.lots:
            if lot.left and lot.expires_on is not None:
                sums[lot.expires_on] = sums.get(lot.expires_on, 0) + lot.left
        known = 0
        for day in sorted(sums):
            known += sums[day]
            if known > self.expired_posted:
                return day
        return None

    def expire_row(self, until: date, *, balance: int, debt: int) -> tuple[int, int]:
        """Give the points to take from a wallet (below 0: to give back), and what repays a debt."""
        due = min(self.expiry_due(until), balance)
        return due, min(debt, -due) if due < 0 else 0

    def ending(self, today: date) -> list[tuple[date, int]]:
        """List what ends on each day from today on, soonest first."""
        sums: dict[date, int] = {}
        for lot in self.lots:
            if lot.left and lot.expires_on is not None and lot.expires_on >= today:
                sums[lot.expires_on] = sums.get(lot.expires_on, 0) + lot.left
        return sorted(sums.items())

    def lapsed(self, act: bytes, today: date) -> int:
        """Give what one act brought that has ended unused before today."""
        return sum(lot.left for lot in self.lots if lot.act == act and not lot.is_alive(today))


def settle(entries: Iterable[Entry]) -> Settlement:
    """Work out the lots of one wallet from its entries, in whatever order they are given."""
    settling = _Settling()
    for entry in sorted(entries, key=lambda entry: entry.order):
        settling.take(entry)
    settling.result.waiting = [(entry.order, owing) for entry, owing in settling.owing]
    settling.result.shortfall = sum(-owing for _, owing in settling.owing)
    return settling.result


@dataclass(slots=True)
class _Settling:
    """The run of `settle`: lots in order of use, ended lots, and what each act has used."""

    result: Settlement = field(default_factory=Settlement)
    alive: list[tuple[tuple[date, Order], Lot]] = field(default_factory=list)
    ended: list[Lot] = field(default_factory=list)
    used: dict[bytes, list[tuple[Lot, int]]] = field(default_factory=dict)
    owing: list[tuple[Entry, int]] = field(default_factory=list)
    unspent: dict[bytes, int] = field(default_factory=dict)  # before its spending was seen
    spent: set[bytes] = field(default_factory=set)  # acts whose spending was seen

    def take(self, entry: Entry) -> None:
        """Take the next entry in order."""
        self._end_before(entry.day)
        if entry.kind is EntryKind.EXPIRE:
            self.result.expired_posted -= entry.points
            self.result.expired_until = entry.day - timedelta(days=1)
        elif entry.kind is EntryKind.RESTORE:
            self._restore(entry)
        elif entry.kind is EntryKind.UNSPEND:
            self._unspend(entry)
        elif entry.points > 0:
            self._credit(entry, entry.expires_on, entry.points, entry.act)
        elif entry.points < 0:
            self._debit(entry)

    def _end_before(self, day: date) -> None:
        while self.alive and not self.alive[0][1].is_alive(day):
            self.ended.append(self.alive.pop(0)[1])

    def _credit(self, entry: Entry, expires_on: date | None, points: int, act: bytes) -> None:
        lot = Lot(entry.order, expires_on, points, points, act)
        self.result.lots.append(lot)
        self._cover(lot)
        if lot.left:
            insort(self.alive, (lot.key(), lot), key=lambda pair: pair[0])
            self._end_before(entry.day)

    def _cover(self, lot: Lot) -> None:
        """Let debits that found no points use this lot first, oldest debit first."""
        waiting, self.owing = self.owing, []
        for debit, owing in waiting:
            taken = self._use(debit, lot, -owing)
            if owing + taken:
                self.owing.append((debit, owing + taken))

    def _debit(self, entry: Entry) -> None:
        need = -entry.points
        if entry.kind is EntryKind.REDEEM:
            self.spent.add(entry.act)
            need = self._cancel(entry, need)
        if entry.kind in _OWN_FIRST:
            for _, lot in [pair for pair in self.alive if pair[1].act == entry.act]:
                need -= self._use(entry, lot, need)
            self.alive = [pair for pair in self.alive if pair[1].left]
        for _, lot in self.alive:
            if need == 0:
                break
            need -= self._use(entry, lot, need)
        for lot in reversed(self.ended):
            if need == 0:
                break
            need -= self._use(entry, lot, need)
        while self.alive and not self.alive[0][1].left:
            self.alive.pop(0)
        if need:
            self.owing.append((entry, -need))

    def _use(self, entry: Entry, lot: Lot, need: int) -> int:
        taken = min(lot.left, need)
        if taken:
            lot.left -= taken
            self.result.moves.append(Move(entry.order, lot.source, -taken))
            if entry.kind is EntryKind.REDEEM:
                self.used.setdefault(entry.act, []).append((lot, taken))
        return taken

    def _restore(self, entry: Entry) -> None:
        """Give points back to the lots they came from, last used first."""
        need, late = entry.points, 0
        while need and (found := self._last_use(entry.act, need)):
            lot, back = found
            need -= back
            if lot.is_alive(entry.day + GRACE):
                self._give_back(entry, lot, back)
            else:
                late += back
        if late + need:
            self._credit(entry, entry.day + GRACE, late + need, b"")

    def _unspend(self, entry: Entry) -> None:
        """Take a spending back: what it still waits for, then its uses, last used first.

        Points of a lot that has ended stand as a lot of their own that ended with it: whatever
        still needs points uses these before what had ended unused, and the rest ends at once.
        """
        need = self._forget_waiting(entry.act, entry.points)
        while need and (found := self._last_use(entry.act, need)):
            lot, back = found
            need -= back
            if lot.is_alive(entry.day):
                self._give_back(entry, lot, back)
            else:
                self._credit(entry, lot.expires_on, back, lot.act)
        if need and entry.act in self.spent:  # given back before, by somebody who did not know
            self._credit(entry, entry.day + GRACE, need, b"")
        elif need:
            self.unspent[entry.act] = self.unspent.get(entry.act, 0) + need

    def _last_use(self, act: bytes, most: int) -> tuple[Lot, int] | None:
        """Take up to so many points off the newest use of an act; None where none is left."""
        uses = self.used.get(act)
        if not uses:
            return None
        lot, taken = uses.pop()
        if taken > most:
            uses.append((lot, taken - most))
        return lot, min(taken, most)

    def _forget_waiting(self, act: bytes, points: int) -> int:
        """Let a spending wait for so many points fewer; gives what it did not wait for."""
        waiting, self.owing = self.owing, []
        for debit, owing in waiting:
            is_mine = debit.act == act and debit.kind is EntryKind.REDEEM
            gone = min(-owing, points) if is_mine else 0
            points -= gone
            if owing + gone:
                self.owing.append((debit, owing + gone))
        return points

    def _cancel(self, entry: Entry, need: int) -> int:
        """Give what a spending still uses where it was taken back before it arrived here."""
        known = self.unspent.get(entry.act, 0)
        if known:
            self.unspent[entry.act] = max(0, known - need)
        return max(0, need - known)

    def _give_back(self, entry: Entry, lot: Lot, points: int) -> None:
        was_used_up = lot.left == 0
        lot.left += points
        self.result.moves.append(Move(entry.order, lot.source, points))
        self._cover(lot)
        if was_used_up and lot.left:
            insort(self.alive, (lot.key(), lot), key=lambda pair: pair[0])
