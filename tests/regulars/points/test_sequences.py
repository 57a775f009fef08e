"""Random days at a counter, in the domain alone, held against the model of points."""

import random
from copy import deepcopy
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.points.entries import Entry
from regulars.points.lots import settle
from regulars.points.refunds import spread
from tests.model.points import Member, Rules
from tests.model.steps import Sale, Step, finish, play
from tests.regulars.points.happenings import RULES, SEQUENCES, STEPS, programme_of
from tests.regulars.points.pure_counter import PureCounter

START = date(2027, 11, 29)  # a leap February and two year ends lie within reach


def both(rules: Rules, start: date = START) -> tuple[PureCounter, Member]:
    return PureCounter(programme_of(rules), start), Member(rules, start)


@settings(max_examples=SEQUENCES or 200, deadline=None)
@given(RULES, STEPS, st.dates(date(2026, 1, 1), date(2029, 1, 1)))
def test_the_domain_and_the_model_agree_after_every_act(
    rules: Rules, steps: list[Step], start: date
) -> None:
    counter, model = both(rules, start)
    play(counter, model, steps)
    if counter.seen().balance is not None and model.balance() <= 400:
        check_offers(counter, model)
    finish(counter, model)


def check_offers(counter: PureCounter, model: Member) -> None:
    from regulars.points.redeeming import most_that_fits

    for amount in (0, 50, 777, 20_000):
        offer = most_that_fits(counter.programme, model.balance(), amount)
        assert (offer.points, offer.pays_minor) == model.best_offer(amount), amount


@settings(max_examples=(SEQUENCES + 9) // 10 or 40, deadline=None)
@given(RULES, STEPS, st.integers(0, 2**32))
def test_any_order_of_arrival_gives_the_same_lots(
    rules: Rules, steps: list[Step], seed: int
) -> None:
    counter, model = both(rules)
    play(counter, model, steps)
    entries = list(counter.entries)
    wanted = settle(entries)
    random.Random(seed).shuffle(entries)
    found = settle(entries)
    assert found.lots == wanted.lots
    assert found.moves == wanted.moves
    assert found == wanted


@settings(max_examples=(SEQUENCES + 9) // 10 or 40, deadline=None)
@given(RULES, STEPS, st.integers(0, 2**32))
def test_entries_that_come_late_leave_nothing_uncovered(
    rules: Rules, steps: list[Step], seed: int
) -> None:
    """Move acts to earlier days, as other tills' acts would come: points still add up."""
    counter, model = both(rules)
    play(counter, model, steps)
    chance = random.Random(seed)
    shift = {entry.order.seq: chance.choice([0, 0, 0, 40, 400]) for entry in counter.entries}
    entries = [_earlier(entry, shift[entry.order.seq]) for entry in counter.entries]
    lots = settle(entries)
    left = sum(lot.left for lot in lots.lots)
    assert left - lots.expired_posted - lots.shortfall == counter.balance()
    assert min([lot.left for lot in lots.lots], default=0) >= 0
    assert not (lots.shortfall and left), "points lie unused while a debit found none"


@settings(max_examples=(SEQUENCES + 9) // 10 or 80, deadline=None)
@given(
    rules=RULES,
    steps=STEPS,
    mistake=st.sampled_from([Sale(((20_000, ""), (900, "x")), 100), Sale(((50, ""),), 40), None]),
    days=st.lists(st.sampled_from([0, 1, 29, 31, 90, 400]), max_size=3),
    parts=st.sampled_from([(100,), (30, 100), (50, 1, 100)]),
)
def test_what_is_undone_leaves_nothing_behind_however_late(
    rules: Rules, steps: list[Step], mistake: Sale | None, days: list[int], parts: tuple[int, ...]
) -> None:
    """Whoever spends and undoes has the same points, with the same ends, as who did nothing."""
    counter, model = both(rules)
    play(counter, model, steps)
    counter.refresh()
    other = deepcopy(counter)
    if mistake is None:
        is_done = counter.redeem("mistake", counter.balance())
    else:
        spend = counter.balance() * mistake.spend_percent // 100
        is_done = counter.sell("mistake", list(mistake.lines), spend) is not None
    for one in days:
        counter.pass_days(one, at_once=True)
        other.pass_days(one, at_once=True)
    for share in parts if is_done else ():
        sold = counter.kept["mistake"].sold
        part = sold.left_minor * share // 100
        counter.give_back("undo", "mistake", list(spread(sold, part)), "void")
    assert counter.seen() == other.seen()


def _earlier(entry: Entry, days: int) -> Entry:
    from datetime import timedelta

    day = entry.order.day - timedelta(days=days)
    return entry._replace(order=entry.order._replace(day=day))
