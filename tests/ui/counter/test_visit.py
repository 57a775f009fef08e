"""How long a scanned card counts: until the till is locked, or somebody else is served."""

import pytest

from desktop.requests import BY_CARD, BY_NAME
from regulars.refusals import CareNeeded
from tests.ui.counter.test_presenter import Counter, a_member, counter
from ui.counter.draft import Choice

__all__ = ["counter"]


def sold(counter: Counter) -> None:
    """Serve Ada, whose card was scanned, and award a sale."""
    counter.presenter.serve(a_member())
    counter.type("10")
    counter.presenter.enter()


def how_spending_asks(counter: Counter) -> str:
    """Spend points of whoever is served, and give what the till is told of the card."""
    counter.presenter.choose(Choice.ALL)
    counter.presenter.enter()
    assert counter.till.asked[-1].how
    return counter.till.asked[-1].how


def test_an_undo_while_the_member_stands_here_keeps_the_scan(counter: Counter) -> None:
    sold(counter)
    counter.presenter.undo()
    assert how_spending_asks(counter) == BY_CARD


def test_an_undo_after_the_till_was_locked_forgets_the_scan(counter: Counter) -> None:
    sold(counter)
    counter.presenter.step_away()
    counter.presenter.undo()
    assert how_spending_asks(counter) != BY_CARD


def test_an_undo_after_the_member_was_put_away_forgets_the_scan(counter: Counter) -> None:
    sold(counter)
    counter.presenter.set_aside()
    counter.presenter.undo()
    assert how_spending_asks(counter) != BY_CARD


@pytest.mark.parametrize("how", [BY_CARD, BY_NAME])
def test_an_undo_after_somebody_else_was_served_forgets_the_scan(
    counter: Counter, how: str
) -> None:
    sold(counter)
    counter.presenter.serve(a_member(2, "Bo", how=how))
    counter.presenter.set_aside()
    counter.presenter.undo()
    assert how_spending_asks(counter) != BY_CARD


def test_a_sale_that_waited_behind_the_lock_needs_another_scan(counter: Counter) -> None:
    counter.presenter.serve(a_member())
    counter.type("10")
    counter.presenter.step_away()
    assert how_spending_asks(counter) != BY_CARD
    counter.presenter.serve(a_member())
    counter.type("10")
    assert how_spending_asks(counter) == BY_CARD  # the control: scanned again


def test_a_name_that_was_searched_for_stays_a_name_behind_the_lock(counter: Counter) -> None:
    counter.presenter.serve(a_member(how=BY_NAME))
    counter.type("10")
    counter.presenter.step_away()
    assert how_spending_asks(counter) == BY_NAME


def test_a_month_that_no_longer_helps_is_no_longer_asked(counter: Counter) -> None:
    counter.till.answers = [CareNeeded("birthday", 1_000), CareNeeded("approval", 1_000)]
    counter.presenter.serve(a_member(how=BY_NAME))
    counter.type("10")
    counter.presenter.choose(Choice.ALL)
    counter.presenter.enter()
    assert counter.view.month == "Ada"
    counter.presenter.question.answer_month(3)
    assert counter.view.month == ""
    assert counter.view.approval is not None
