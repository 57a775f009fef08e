"""An undone spending leaves the lots as they would be if it had never been."""

import random
from datetime import date, timedelta

import pytest

from regulars.points.entries import Entry, EntryKind
from regulars.points.ledger import MISTAKES, postings
from regulars.points.lots import GRACE, settle
from tests.regulars.points.entry_writer import DAY, END_APR, END_MAR, Ledger

WALLET = "07" * 16
END_MAY = date(2026, 5, 31)


@pytest.fixture
def ledger() -> Ledger:
    """Ten points that end in March, ten that end in April, ten that never end."""
    written = Ledger()
    written.earn(10, END_MAR)
    written.earn(10, END_APR)
    written.earn(10)
    return written


def unspend(ledger: Ledger, used: Entry, points: int, day: date = DAY) -> Entry:
    return ledger.add(EntryKind.UNSPEND, points, act=used.act, day=day, ends=day)


@pytest.mark.parametrize("day", [DAY, END_MAR - timedelta(days=1), END_MAR])
def test_each_point_goes_back_to_its_own_lot_with_its_own_end(ledger: Ledger, day: date) -> None:
    before = [(lot.expires_on, lot.left) for lot in ledger.settled().lots]
    used = ledger.redeem(25, day=day)
    unspend(ledger, used, 25, day)
    assert [(lot.expires_on, lot.left) for lot in ledger.settled().lots] == before


def test_points_whose_lot_ended_meanwhile_end_at_once(ledger: Ledger) -> None:
    used = ledger.redeem(25)
    day = END_MAR + timedelta(days=1)
    unspend(ledger, used, 25, day)
    lots = ledger.settled()
    assert lots.ending(day) == [(END_APR, 10)]
    assert lots.expiry_due(day - timedelta(days=1)) == 10
    assert sum(lot.left for lot in lots.lots if lot.is_alive(day)) == 20


def test_spending_and_undoing_never_gives_a_point_a_later_end(ledger: Ledger) -> None:
    for _ in range(3):
        unspend(ledger, ledger.redeem(30, day=END_MAR), 30, END_MAR)
    assert ledger.settled().ending(END_MAR) == [(END_MAR, 10), (END_APR, 10)]


def test_goods_brought_back_in_part_keep_their_grace_when_the_rest_is_voided(
    ledger: Ledger,
) -> None:
    used = ledger.redeem(20)
    day = END_MAR - timedelta(days=1)
    ledger.add(EntryKind.RESTORE, 15, act=used.act, day=day)
    unspend(ledger, used, 5, day)
    found = ledger.settled().ending(day)
    assert found == [(END_MAR, 5), (day + GRACE, 5), (END_APR, 10)]


def test_a_spending_that_waits_for_points_waits_for_fewer(ledger: Ledger) -> None:
    first = ledger.redeem(40)
    second = ledger.redeem(5)
    assert ledger.settled().shortfall == 15
    unspend(ledger, first, 12)
    lots = ledger.settled()
    assert [(order.seq, points) for order, points in lots.waiting] == [(second.order.seq, -3)]
    unspend(ledger, first, 28)
    lots = ledger.settled()
    assert (lots.shortfall, sum(lot.left for lot in lots.lots)) == (0, 25)


def test_a_spending_undone_before_it_is_seen_uses_nothing(ledger: Ledger) -> None:
    """Clocks of two tills differ: what undoes an act can be dated before it."""
    used = ledger.redeem(25, day=DAY + timedelta(days=1))
    unspend(ledger, used, 10, DAY)
    assert ledger.left() == [0, 5, 10]
    unspend(ledger, used, 15, DAY)
    assert ledger.left() == [10, 10, 10]
    assert ledger.settled().shortfall == 0


def test_what_came_back_too_late_is_used_before_what_had_ended_unused() -> None:
    """Otherwise a sale whose points ended unused would be asked for them after all."""
    ledger = Ledger()
    idle = ledger.earn(10, END_MAR)
    spent = ledger.earn(10, END_MAR)
    used = ledger.add(EntryKind.REDEEM, -10, act=b"sale")
    assert ledger.left() == [0, 10]
    day = END_MAY
    assert ledger.settled().lapsed(spent.act, day) == 10
    unspend(ledger, used, 10, day)
    ledger.add(EntryKind.REVERSE_EARN, -8, act=used.act, day=day)
    lots = ledger.settled()
    assert lots.lapsed(spent.act, day) == 10
    assert lots.lapsed(idle.act, day) == 2


def test_any_order_of_arrival_gives_the_same_lots(ledger: Ledger) -> None:
    first, second = ledger.redeem(18), ledger.redeem(20)
    unspend(ledger, first, 7, END_MAR)
    ledger.add(EntryKind.RESTORE, 6, act=second.act, day=END_MAR)
    ledger.earn(4, END_APR, day=END_MAR)
    unspend(ledger, second, 14, END_APR)
    unspend(ledger, first, 11, END_MAY)
    wanted = ledger.settled()
    for seed in range(20):
        entries = list(ledger.entries)
        random.Random(seed).shuffle(entries)
        assert settle(entries) == wanted


@pytest.mark.parametrize("why", ["refund", *MISTAKES])
def test_why_a_sale_is_reversed_decides_how_its_points_come_back(why: str) -> None:
    data = {
        "of": "01" * 16,
        "wallet": WALLET,
        "on": DAY.isoformat(),
        "why": why,
        "taken": 0,
        "debt": 0,
        "restored": [[WALLET, 9]],
        "repaid": 0,
    }
    (back,) = postings("reverse", "02" * 16, data)
    grace = (EntryKind.RESTORE, DAY + GRACE)
    assert (back.kind, back.expires_on) == (grace if why == "refund" else (EntryKind.UNSPEND, DAY))
