"""What is left of a wallet's points: sums of its entries say what lots say, or nothing."""

from collections import Counter
from datetime import date, timedelta
from random import Random

from regulars.points.entries import Entry, EntryKind, Order
from regulars.points.left import ADDED_UP, Left, Sum, left_in, left_of_sums
from regulars.points.lots import settle

TODAY = date(2026, 3, 2)
RUNS = 4_000


def entry(number: int, kind: EntryKind, points: int, day: date, ends: date | None) -> Entry:
    order = Order(day, 1_000 + number, b"d", 1, number, 0)
    return Entry(order, kind, points, b"act %d" % number, expires_on=ends)


def drawn(chance: Random) -> list[Entry]:
    """Draw a wallet: calm ones end later the later they came, as at most shops."""
    is_calm = chance.randrange(3) > 0
    found: list[Entry] = []
    day = TODAY - timedelta(days=chance.choice((20, 200)))
    for number in range(chance.randrange(9)):
        day += timedelta(days=chance.randrange(12))
        lives = 90 if is_calm else chance.choice((5, 30, 90))
        ends = day + timedelta(days=lives - day.day if chance.randrange(2) else lives)
        kind = chance.choice(ADDED_UP)
        points = chance.randrange(0, 50)
        if kind is EntryKind.REDEEM or (kind is EntryKind.ADJUST and chance.randrange(2)):
            found.append(entry(number, kind, -points, day, None))
        else:
            found.append(entry(number, kind, points, day, ends if chance.randrange(9) else None))
    chance.shuffle(found)
    return found


def summed(entries: list[Entry]) -> list[Sum]:
    """Add entries up as the database does."""
    groups: dict[tuple[date | None, bool], list[Entry]] = {}
    for one in entries:
        groups.setdefault((one.expires_on, one.points < 0), []).append(one)
    return [
        Sum(
            ends,
            sum(one.points for one in some),
            is_debit,
            (min(one.day for one in some), min(one.order.hlc for one in some)),
            (max(one.day for one in some), max(one.order.hlc for one in some)),
        )
        for (ends, is_debit), some in groups.items()
    ]


def merged(left: Left) -> tuple[Counter[date | None], int]:
    return Counter({end: 0 for end, _ in left.backed}) + _count(left), left.ended


def _count(left: Left) -> Counter[date | None]:
    found: Counter[date | None] = Counter()
    for end, points in left.backed:
        found[end] += points
    return found


def test_sums_say_what_lots_say_or_nothing() -> None:
    chance, said = Random(7), Counter[tuple[bool, bool]]()
    for _ in range(RUNS):
        entries = drawn(chance)
        sums = left_of_sums(summed(entries), TODAY)
        is_used = any(one.points < 0 for one in entries)
        said[is_used, sums is not None] += 1
        if sums is not None:
            assert merged(sums) == merged(left_in(settle(entries), TODAY)), entries
    assert not said[False, False], "where nothing was used sums always say it"
    assert said[True, True] > said[True, False] / 4 > 0, said


def test_points_used_before_others_came_that_end_first_have_to_be_looked_at() -> None:
    soon, late = TODAY + timedelta(days=9), TODAY + timedelta(days=99)
    entries = [
        entry(1, EntryKind.EARN, 30, TODAY, late),
        entry(2, EntryKind.REDEEM, -20, TODAY, None),
        entry(3, EntryKind.EARN, 40, TODAY, soon),
    ]
    assert left_of_sums(summed(entries), TODAY) is None
    assert left_in(settle(entries), TODAY).backed == ((late, 10), (soon, 40))


def test_points_that_had_ended_when_others_were_used_have_to_be_looked_at() -> None:
    begun, end = TODAY - timedelta(days=50), TODAY - timedelta(days=20)
    entries = [
        entry(1, EntryKind.EARN, 30, begun, end),
        entry(2, EntryKind.EARN, 40, TODAY, TODAY),
        entry(3, EntryKind.REDEEM, -20, TODAY, None),
    ]
    assert left_of_sums(summed(entries), TODAY) is None
    assert left_in(settle(entries), TODAY) == Left(((TODAY, 20),), 30)


def test_points_that_ended_unused_are_named_so_and_nothing_more() -> None:
    end = TODAY - timedelta(days=1)
    entries = [entry(1, EntryKind.EARN, 30, end, end), entry(2, EntryKind.EARN, 5, TODAY, None)]
    assert left_of_sums(summed(entries), TODAY) == Left(((None, 5),), 30)
