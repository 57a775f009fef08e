"""Sales of the register at the counter: nothing typed is lost for them, none is shown twice."""

from dataclasses import dataclass
from datetime import date

from desktop.answers import SaleDone
from regulars.points.earning import Line
from tests.ui.counter.test_presenter import Counter, a_member
from ui.counter.outcome import Handed


@dataclass(frozen=True)
class Sale:
    """What the register handed over."""

    receipt: str
    amount_minor: int = 2_000
    lines: tuple[Line, ...] = ()
    on: date = date(2026, 11, 22)


def test_a_sale_that_is_being_typed_goes_before_one_of_the_register() -> None:
    counter = Counter()
    counter.presenter.serve(a_member())
    counter.type("10", receipt="R-1")
    counter.presenter.take_handed(Sale("A-1"))
    assert (counter.view.draft.amount, counter.view.draft.receipt) == ("", "")  # nothing refilled
    counter.presenter.enter()
    assert counter.till.asked[0].receipt == "R-1"  # type: ignore[union-attr]
    assert (counter.view.draft.amount, counter.view.draft.receipt) == ("20.00", "A-1")


def test_what_the_last_sale_gave_is_still_read_when_the_next_comes_from_the_register() -> None:
    counter = Counter()
    counter.presenter.serve(a_member())
    counter.type("10")
    counter.presenter.enter()
    counter.presenter.take_handed(Sale("A-1"))
    assert counter.view.draft.receipt == "A-1"
    assert isinstance(counter.view.said[-1], SaleDone)


def test_at_an_empty_counter_a_sale_of_the_register_is_announced() -> None:
    counter = Counter()
    counter.presenter.take_handed(Sale("A-1"))
    counter.presenter.take_handed(Sale("A-1"))
    assert counter.view.said == [Handed(2_000)]
