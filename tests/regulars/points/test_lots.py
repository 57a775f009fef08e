"""Which points were used: soonest end first, and back to where they came from."""

from datetime import date, timedelta

import pytest

from regulars.points.entries import EntryKind
from regulars.points.lots import GRACE, settle
from tests.regulars.points.entry_writer import DAY, END_APR, END_MAR, Ledger


def test_the_soonest_end_is_used_first_and_the_endless_last() -> None:
    ledger = Ledger()
    ledger.earn(10)
    ledger.earn(10, END_APR)
    ledger.earn(10, END_MAR)
    ledger.redeem(15)
    assert ledger.left() == [10, 5, 0]
    ledger.redeem(10)
    assert ledger.left() == [5, 0, 0]


def test_of_two_that_end_together_the_older_is_used_first() -> None:
    ledger = Ledger()
    ledger.earn(10, END_MAR)
    ledger.earn(10, END_MAR)
    ledger.redeem(12)
    assert ledger.left() == [0, 8]


def test_the_last_day_counts_in_full_and_the_day_after_does_not() -> None:
    ledger = Ledger()
    ledger.earn(10, END_MAR)
    ledger.earn(10, END_APR)
    ledger.redeem(4, day=END_MAR)
    assert ledger.left() == [6, 10]
    ledger.redeem(4, day=END_MAR + timedelta(days=1))
    assert ledger.left() == [6, 6]
    lots = ledger.settled()
    assert lots.expired(END_MAR) == 6
    assert lots.expired(END_MAR - timedelta(days=1)) == 0
    assert lots.ending(END_MAR) == [(END_MAR, 6), (END_APR, 6)]
    assert lots.ending(END_MAR + timedelta(days=1)) == [(END_APR, 6)]


def test_points_come_back_to_the_lots_they_were_used_from_last_used_first() -> None:
    ledger = Ledger()
    ledger.earn(10, date(2026, 5, 31))
    ledger.earn(10, date(2026, 6, 30))
    used = ledger.redeem(15)
    assert ledger.left() == [0, 5]
    ledger.add(EntryKind.RESTORE, 7, act=used.act)
    assert ledger.left() == [2, 10]
    ledger.add(EntryKind.RESTORE, 8, act=used.act)
    assert ledger.left() == [10, 10]


@pytest.mark.parametrize(
    ("days_left", "ends"),
    [(31, "own"), (30, "own"), (29, "grace"), (0, "grace"), (-1, "grace"), (-90, "grace")],
)
def test_points_that_come_back_have_at_least_thirty_days(days_left: int, ends: str) -> None:
    ledger = Ledger()
    ledger.earn(10, END_APR)
    used = ledger.redeem(10)
    back_on = END_APR - timedelta(days=days_left)
    ledger.add(EntryKind.RESTORE, 10, act=used.act, day=back_on)
    lots = ledger.settled().lots
    if ends == "own":
        assert [(lot.expires_on, lot.left) for lot in lots] == [(END_APR, 10)]
    else:
        assert [(lot.expires_on, lot.left) for lot in lots] == [
            (END_APR, 0),
            (back_on + GRACE, 10),
        ]


def test_points_with_a_new_end_are_the_members_and_not_the_sales() -> None:
    """They end unused: that must not excuse the sale's own points from being taken back."""
    ledger = Ledger()
    ledger.earn(500, END_MAR)
    sale = b"sale"
    ledger.add(EntryKind.REDEEM, -500, act=sale)
    ledger.add(EntryKind.EARN, 100, act=sale, ends=date(2027, 3, 31))
    back = date(2026, 4, 5)
    ledger.add(EntryKind.RESTORE, 250, act=sale, day=back)
    assert ledger.settled().lapsed(sale, back + timedelta(days=31)) == 0
    ledger.add(EntryKind.REVERSE_EARN, -50, act=sale, day=back)
    assert ledger.left() == [0, 50, 250]


def test_what_a_sale_gave_is_taken_back_from_its_own_lot_first() -> None:
    ledger = Ledger()
    ledger.earn(50, END_MAR)
    sale = ledger.earn(50, END_APR)
    ledger.add(EntryKind.REVERSE_EARN, -30, act=sale.act)
    assert ledger.left() == [50, 20]
    ledger.add(EntryKind.REVERSE_EARN, -30, act=sale.act)
    assert ledger.left() == [40, 0]


def test_a_debit_that_arrives_late_moves_labels_and_never_the_total() -> None:
    ledger = Ledger()
    ledger.earn(10, END_MAR)
    ledger.earn(10, END_APR, day=date(2026, 4, 2))
    ledger.redeem(5, day=date(2026, 4, 3))
    assert ledger.left() == [10, 5]
    assert ledger.settled().expiry_due(END_MAR) == 10
    ledger.add(EntryKind.EXPIRE, -10, day=date(2026, 4, 4))
    assert ledger.settled().expiry_due(END_MAR) == 0
    ledger.redeem(4, day=date(2026, 3, 30))  # another till's, from before the end
    assert ledger.left() == [6, 5]
    assert ledger.settled().expiry_due(END_MAR) == -4


def test_a_debit_without_points_waits_for_the_next_that_come_in() -> None:
    ledger = Ledger()
    ledger.redeem(5)
    assert ledger.settled().shortfall == 5
    ledger.earn(3)
    ledger.earn(10)
    assert ledger.settled().shortfall == 0
    assert ledger.left() == [0, 8]


def test_points_that_come_back_cover_a_waiting_debit_before_they_lie_idle() -> None:
    ledger = Ledger()
    ledger.earn(50, END_APR)
    used = ledger.redeem(50)
    ledger.redeem(20)  # waits
    ledger.add(EntryKind.RESTORE, 50, act=used.act)
    assert ledger.settled().shortfall == 0
    assert ledger.left() == [30]


def test_when_all_that_lives_is_used_ended_lots_are_used_latest_first() -> None:
    ledger = Ledger()
    ledger.earn(10, date(2026, 2, 28), day=date(2026, 2, 1))
    ledger.earn(10, END_MAR)
    ledger.redeem(12, day=date(2026, 4, 1))
    assert ledger.left() == [8, 0]


def test_every_move_is_written_with_its_lot() -> None:
    ledger = Ledger()
    first, second = ledger.earn(10, END_MAR), ledger.earn(10)
    used = ledger.redeem(14)
    back = ledger.add(EntryKind.RESTORE, 6, act=used.act, day=DAY - timedelta(days=1))
    assert back.day < used.day
    moves = [(m.entry.seq, m.lot.seq, m.points) for m in ledger.settled().moves]
    # A restore dated before its redemption finds no use to undo: it is a lot of its own.
    assert moves == [(used.order.seq, back.order.seq, -6), (used.order.seq, first.order.seq, -8)]
    assert second.points == 10


def test_nothing_settles_to_nothing() -> None:
    empty = settle([])
    assert (empty.lots, empty.moves, empty.shortfall) == ([], [], 0)
    assert empty.ending(DAY) == []
    assert empty.expiry_due(date.max) == 0


@pytest.mark.parametrize("size", [2**31, 2**53, 2**63])
def test_sums_beyond_any_machine_word_stay_exact(size: int) -> None:
    ledger = Ledger()
    ledger.earn(size)
    ledger.redeem(size - 1)
    assert ledger.left() == [1]
