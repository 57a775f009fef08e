"""Random days at a real till, on an encrypted file, held against the model of points."""

from collections.abc import Iterator

import pytest
from hypothesis import given, settings

from desktop.store.verify import verify
from desktop.store.what_if import outstanding_on
from desktop.verbs.expire import expire_due
from tests.desktop.ledger.counter import Playground
from tests.model.points import Rules
from tests.model.steps import Step
from tests.regulars.points.happenings import RULES, SEQUENCES, STEPS, STORIES

FIGURES = {
    "entry": ("points", "debt"),
    "wallet": ("balance", "debt", "granted", "earned", "used", "returned"),
    "allocation": ("points",),
    "given_back": ("amount", "refunded", "lapsed"),
}


@pytest.fixture(scope="module")
def playground(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    ground = Playground(tmp_path_factory.mktemp("ledger"))
    yield ground
    ground.close()


@settings(max_examples=(SEQUENCES + 9) // 10 or 60, deadline=None)
@given(rules=RULES, steps=STEPS)
def test_the_till_and_the_model_agree_after_every_act(
    playground: Playground, rules: Rules, steps: list[Step]
) -> None:
    playground.play(rules, steps)


@pytest.fixture(scope="module")
def hasty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Playground]:
    """A till that is asked for the next act before it has settled the one before."""
    ground = Playground(tmp_path_factory.mktemp("hasty"), settles=False)
    yield ground
    assert verify(ground.book.store).findings == ()
    ground.close()


@settings(max_examples=(SEQUENCES + 19) // 20 or 30, deadline=None)
@given(rules=RULES, steps=STEPS)
def test_they_agree_where_nothing_put_off_is_done_before_the_next_act(
    hasty: Playground, rules: Rules, steps: list[Step]
) -> None:
    hasty.play(rules, steps)


@pytest.mark.parametrize("number", range(len(STORIES)))
def test_the_till_and_the_model_agree_on_every_story(playground: Playground, number: int) -> None:
    rules, steps = STORIES[number]
    playground.play(rules, steps)


def test_the_file_is_whole_after_all_of_it(playground: Playground) -> None:
    store = playground.book.store
    playground.play(Rules(months=1), [])
    assert verify(store).findings == ()
    while expire_due(playground.book):
        pass
    total = store.value("select sum(balance) from wallet")
    assert outstanding_on(store, playground.book.today()) == total


def test_no_figure_of_points_or_money_is_anything_but_a_whole_number(
    playground: Playground,
) -> None:
    store = playground.book.store
    for table, columns in FIGURES.items():
        for column in columns:
            kinds = store.rows(f"select distinct typeof({column}) from {table}")
            assert kinds in ([("integer",)], []), (table, column)
