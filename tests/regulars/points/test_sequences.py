"""Random days at a counter, in the domain alone, held against the model of points."""

import random
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.points.entries import Entry
from regulars.points.lots import settle
from tests.model.points import Member, Rules
from tests.model.steps import Step, finish, play
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


@settings(max_examples=SEQUENCES or 40, deadline=None)
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


@settings(max_examples=SEQUENCES or 40, deadline=None)
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


def _earlier(entry: Entry, days: int) -> Entry:
    from dataclasses import replace
    from datetime import timedelta

    day = entry.order.day - timedelta(days=days)
    return replace(entry, order=entry.order._replace(day=day))
