"""Strategies: rules a shop may have, and days at its counter."""

import os

from hypothesis import strategies as st

from regulars.programme.programme import Programme
from tests.model.points import Rules
from tests.model.steps import WHYS, Again, ByHand, Days, GiveBack, Reward, Sale, Step

SEQUENCES = int(os.environ.get("REGULARS_SEQUENCES", "0"))
"""How many random sequences a nightly run plays; 0 is the small number of everyday."""

RULES = st.builds(
    Rules,
    points=st.sampled_from([1, 1, 2, 3, 10]),
    per_minor=st.sampled_from([100, 100, 7, 250, 1]),
    worth_points=st.sampled_from([100, 100, 7, 1, 3]),
    worth_minor=st.sampled_from([100, 100, 3, 100, 50]),
    least=st.sampled_from([1, 1, 5, 100]),
    share=st.sampled_from([100, 100, 50]),
    months=st.sampled_from([1, 1, 2, 12, 0]),
    without=st.sampled_from([frozenset(), frozenset({"x"})]),
)

_AMOUNTS = st.one_of(st.integers(0, 30_000), st.sampled_from([0, 1, 99, 100, 101, 10_000]))
_LINES = st.lists(st.tuples(_AMOUNTS, st.sampled_from(["", "", "x"])), min_size=1, max_size=4).map(
    tuple
)
_SHARES = st.sampled_from([0, 0, 0, 10, 50, 90, 100, 110])

_PLAIN = st.builds(Sale, _LINES, st.just(0))
_BIG = st.builds(Sale, st.just(((20_000, ""), (9_999, ""))), st.just(0))
_RECEIPTS = st.builds(Sale, _LINES, _SHARES, st.sampled_from([1, 2]), st.integers(0, 4))
_WHYS = st.sampled_from(WHYS)
_GIVE_BACK = st.builds(
    GiveBack, st.integers(0, 4), st.sampled_from([100, 100, 1, 30, 50, 99]), st.booleans(), _WHYS
)
_UNDO = st.builds(GiveBack, st.just(0), st.just(100), st.booleans(), _WHYS)
_PART = st.builds(GiveBack, st.just(0), st.sampled_from([1, 30, 50, 99]), st.booleans(), _WHYS)
_DAYS = st.builds(Days, st.sampled_from([1, 5, 20, 29, 30, 31, 61, 400]), st.booleans())
_ALL = st.builds(Reward, st.just(100))
_MOST = st.builds(Sale, _LINES, st.sampled_from([50, 90, 100]))
_SECOND, _THIRD = (
    st.builds(GiveBack, st.just(n), st.just(100), st.booleans(), _WHYS) for n in (1, 2)
)

_ONE: st.SearchStrategy[Step] = st.one_of(
    st.builds(Sale, _LINES, _SHARES),
    _RECEIPTS,
    st.builds(Reward, st.sampled_from([10, 50, 100, 120])),
    _GIVE_BACK,
    _UNDO,
    _DAYS,
    st.builds(ByHand, st.integers(-200, 200)),
    st.builds(Again),
)
_STORIES: st.SearchStrategy[tuple[Step, ...]] = st.one_of(
    st.tuples(_BIG, _ALL, st.builds(GiveBack, st.just(1), st.just(100)), _PLAIN),  # a debt
    st.tuples(_BIG, _PART, _PART, _UNDO),
    st.tuples(_RECEIPTS, _RECEIPTS, _UNDO, _RECEIPTS),
    st.tuples(_BIG, _DAYS, _PART, _UNDO),  # points that ended before they were taken back
    st.tuples(_BIG, _ALL, _DAYS, _UNDO, _DAYS),  # points that come back late
    # points that come back late, of several lots, while what the sale gave is spent
    st.tuples(_BIG, _DAYS, _PLAIN, _MOST, _ALL, _DAYS, _SECOND, _DAYS, _THIRD),
    st.tuples(_BIG, st.builds(Sale, _LINES, st.just(90)), _DAYS, _PART, _DAYS, _UNDO),
    st.tuples(_PLAIN, st.builds(Again)),
)

STEPS: st.SearchStrategy[list[Step]] = st.lists(
    st.one_of(_ONE.map(lambda step: (step,)), _STORIES), min_size=1, max_size=8
).map(lambda parts: [step for part in parts for step in part])
"""Days at the counter: single steps, and the stories in which ledgers go wrong."""


_B = Sale(((20_000, ""), (9_999, "")))
_S = Sale(((20_000, ""),), 90)
_VOID_2 = GiveBack(1, 100, why="void")
_MONTHLY = Rules(months=1)
STORIES: tuple[tuple[Rules, list[Step]], ...] = (
    (Rules(), [Sale(((150, ""), (150, ""), (99, ""))), Again(), _B, Again()]),
    (Rules(without=frozenset({"x"})), [Sale(((5_000, "x"), (300, ""))), GiveBack(0, 50)]),
    (Rules(), [_B, Sale(((10_000, ""),), 50), GiveBack(0, 30), GiveBack(0, 100)]),
    (Rules(), [_B, Reward(100), GiveBack(1, 100), Sale(((5_000, ""),)), _B]),
    (Rules(), [_B, *(GiveBack(0, share) for share in (30, 1, 50, 99, 100))]),
    (Rules(), [Sale(((5_000, ""),), 0, 1, spelling) for spelling in (0, 1, 3)]),
    (Rules(), [Sale(((5_000, ""),), 0, 1), GiveBack(0, 100), Sale(((700, ""),), 0, 1, 1)]),
    (_MONTHLY, [_B, Days(58), Days(1), Days(1), Days(1)]),
    (_MONTHLY, [_B, Days(61), GiveBack(0, 50), GiveBack(0, 100)]),
    (_MONTHLY, [_B, Days(31), _B, Reward(30), GiveBack(1, 50), GiveBack(0, 100)]),
    (_MONTHLY, [_B, Reward(100), Days(61), Days(5), GiveBack(0, 100), Days(30), Days(1)]),
    (_MONTHLY, [_B, Sale(((20_000, ""),), 90), Days(45), GiveBack(0, 50), GiveBack(0, 100)]),
    # Points ended, and nobody has looked since.
    (_MONTHLY, [_B, Reward(50), Days(61, at_once=False), GiveBack(1, 100)]),
    # Points that came back with goods end unused; what the sale gave was spent.
    (_MONTHLY, [_B, _S, Reward(100), Days(45), GiveBack(1, 50), Days(35), GiveBack(1, 100)]),
    # A spending is undone on the last day, after it, and in part before it.
    (_MONTHLY, [_B, Days(58), Reward(100), GiveBack(0, 100, why="undo"), Days(1), Days(1)]),
    (_MONTHLY, [_B, Reward(100), Days(61), GiveBack(0, 100, why="void"), Days(31)]),
    (_MONTHLY, [_B, _S, Days(45), GiveBack(0, 30), Days(20), GiveBack(0, 100, why="void")]),
    # What came back too late pays what the voided sale gave, and other sales keep theirs.
    (
        _MONTHLY,
        [_B, Days(31), _B, _S, Reward(100), Days(80), _VOID_2, GiveBack(2, 100, why="undo")],
    ),
)
"""The stories in which ledgers go wrong, told from a New Year's Day; always played first."""


def programme_of(rules: Rules) -> Programme:
    """Write the model's rules as the program has them."""
    return Programme(
        earn_points=rules.points,
        earn_per_minor=rules.per_minor,
        worth_points=rules.worth_points,
        worth_minor=rules.worth_minor,
        redeem_min=rules.least,
        redeem_share_percent=rules.share,
        expiry_months=rules.months,
        no_points=tuple(sorted(rules.without)),
    )
