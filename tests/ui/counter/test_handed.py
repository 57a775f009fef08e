"""Sales of the register at the counter: nothing typed is lost, guessed or shown twice."""

from dataclasses import dataclass, field, replace
from datetime import date

from desktop.answers import SaleDone
from desktop.changes import Changed
from regulars.points.earning import Line
from regulars.refusals import NotAllowed, NothingToUndo, Refusal, UnknownSale
from tests.ui.counter.test_presenter import Counter, a_member
from ui.counter.draft import Choice, Step
from ui.counter.outcome import (
    BroughtBack,
    Handed,
    PutAside,
    SaleFirst,
    SeveralWait,
    Undone,
)

DAY = date(2026, 11, 22)


@dataclass(frozen=True)
class Sale:
    """What the register handed over."""

    receipt: str
    amount_minor: int = 2_000
    lines: tuple[Line, ...] = ()
    on: date = DAY
    at_ms: int | None = None
    redeem: int = 0

    @property
    def key(self) -> str:
        return f"|{self.receipt}"


@dataclass
class FakeRegister:
    """Waiting sales, oldest first, and those put aside."""

    sales: list[Sale] = field(default_factory=list)
    gone: list[Sale] = field(default_factory=list)
    refusal: Refusal | None = None

    def waiting(self) -> list[Sale]:
        return list(self.sales)

    def dismiss(self, key: str) -> Refusal | None:
        return self._move(self.sales, self.gone, key)

    def bring_back(self, key: str) -> Refusal | None:
        return self._move(self.gone, self.sales, key)

    def _move(self, here: list[Sale], there: list[Sale], key: str) -> Refusal | None:
        if self.refusal is not None:
            return self.refusal
        for sale in [one for one in here if one.key == key]:
            here.remove(sale)
            there.append(sale)
            return None
        return UnknownSale()


@dataclass
class Shop(Counter):
    """A counter with a register beside it."""

    register: FakeRegister = field(default_factory=FakeRegister)

    def __post_init__(self) -> None:
        super().__post_init__()
        self.presenter.waiting.serve(self.register)

    def hand(self, *sales: Sale) -> None:
        """Hand sales over."""
        for sale in sales:
            self.register.sales.append(sale)
            self.note()

    def note(self) -> None:
        self.presenter.changed(Changed(handed=True))

    def settle(self, receipt: str) -> None:
        """Answer the register about a receipt."""
        self.register.sales = [one for one in self.register.sales if one.receipt != receipt]
        self.note()

    @property
    def typed(self) -> tuple[str, str]:
        return self.view.draft.amount, self.view.draft.receipt


def test_a_sale_that_waits_alone_is_put_on_an_empty_counter_and_announced_once() -> None:
    counter = Shop()
    counter.hand(Sale("A-1"))
    counter.note()
    assert counter.typed == ("20.00", "A-1")
    assert counter.view.said == [Handed(2_000)]
    assert (counter.view.waiting, counter.view.taken) == (["A-1"], "|A-1")


def test_a_sale_that_is_being_typed_goes_before_one_of_the_register() -> None:
    counter = Shop()
    counter.presenter.serve(a_member())
    counter.type("10", receipt="R-1")
    counter.hand(Sale("A-1"))
    assert counter.typed == ("", "")  # nothing refilled
    assert counter.view.waiting == ["A-1"]
    counter.presenter.enter()
    assert counter.till.asked[0].receipt == "R-1"  # type: ignore[union-attr]
    assert counter.typed == ("20.00", "A-1")


def test_what_the_last_sale_gave_is_still_read_when_the_next_comes_from_the_register() -> None:
    counter = Shop()
    counter.presenter.serve(a_member())
    counter.type("10")
    counter.presenter.enter()
    counter.hand(Sale("A-1"))
    assert counter.view.draft.receipt == "A-1"
    assert isinstance(counter.view.said[-1], SaleDone)


def test_where_several_wait_nothing_is_guessed_and_the_newest_is_on_top() -> None:
    counter = Shop()
    counter.register.sales = [Sale("A-1"), Sale("A-2"), Sale("A-3")]
    counter.note()
    assert counter.typed == ("", "")
    assert counter.view.waiting == ["A-3", "A-2", "A-1"]
    assert counter.view.said == [SeveralWait(3)]
    counter.note()
    assert counter.view.said == [SeveralWait(3)]


def test_a_second_sale_is_told_while_the_first_waits_for_its_card() -> None:
    counter = Shop()
    counter.hand(Sale("A-1"), Sale("A-2"))
    assert counter.typed == ("20.00", "A-1")
    assert counter.view.said == [Handed(2_000), SeveralWait(2)]


def test_a_sale_of_the_list_takes_the_place_of_another_of_the_register() -> None:
    counter = Shop()
    counter.hand(Sale("A-1"), Sale("A-2", 500))
    counter.presenter.waiting.take("|A-2")
    assert counter.typed == ("5.00", "A-2")
    assert counter.view.taken == "|A-2"
    assert counter.view.waiting == ["A-2", "A-1"]  # both wait on until one is awarded


def test_a_sale_of_the_list_does_not_take_the_place_of_what_was_typed() -> None:
    counter = Shop()
    counter.type("7")
    counter.hand(Sale("A-1"))
    counter.presenter.waiting.take("|A-1")
    assert counter.view.said == [SaleFirst()]
    counter.presenter.enter()
    assert counter.view.preview.amount_minor == 700


def test_an_awarded_sale_leaves_the_list_before_the_register_is_answered() -> None:
    counter = Shop()
    counter.hand(Sale("A-1"), Sale("A-2"), Sale("A-3"))
    counter.presenter.waiting.take("|A-2")
    counter.presenter.serve(a_member())
    counter.presenter.enter()
    assert counter.view.waiting == ["A-3", "A-1"]
    counter.note()
    assert counter.view.waiting == ["A-3", "A-1"]
    counter.settle("A-2")
    counter.hand(Sale("A-2"))  # undone elsewhere and handed over again: another sale
    assert counter.view.waiting == ["A-2", "A-3", "A-1"]


def test_an_undone_sale_is_on_the_counter_and_in_the_list_again() -> None:
    counter = Shop()
    counter.hand(Sale("A-1"))
    counter.presenter.serve(a_member())
    counter.presenter.enter()
    assert counter.view.waiting == []
    counter.presenter.undo()
    assert isinstance(counter.view.said[-1], Undone)
    assert counter.typed == ("20.00", "A-1")
    assert (counter.view.waiting, counter.view.taken) == (["A-1"], "|A-1")


def test_a_sale_put_aside_leaves_the_counter_and_undo_brings_it_back() -> None:
    counter = Shop()
    counter.hand(Sale("A-1"))
    counter.presenter.waiting.put_aside("|A-1")
    assert counter.typed == ("", "")
    assert (counter.view.waiting, counter.view.can_undo) == ([], True)
    counter.presenter.undo()
    assert counter.typed == ("20.00", "A-1")
    assert (counter.view.waiting, counter.view.can_undo) == (["A-1"], False)
    counter.presenter.undo()
    assert counter.view.said[1:] == [PutAside("A-1"), BroughtBack("A-1"), NothingToUndo()]


def test_putting_one_aside_offers_the_one_that_is_left() -> None:
    counter = Shop()
    counter.register.sales = [Sale("A-1"), Sale("A-2", 300)]
    counter.note()
    counter.presenter.waiting.put_aside("|A-1")
    assert counter.typed == ("3.00", "A-2")
    assert counter.view.said[-1] == PutAside("A-1")


def test_putting_another_aside_leaves_what_is_typed() -> None:
    counter = Shop()
    counter.type("7")
    counter.hand(Sale("A-1"))
    counter.presenter.waiting.put_aside("|A-1")
    counter.presenter.serve(a_member())
    assert counter.view.preview.amount_minor == 700
    counter.presenter.enter()
    assert counter.view.can_undo
    counter.presenter.undo()  # the sale, not what was put aside before it
    assert counter.register.gone == [Sale("A-1")]


def test_a_sale_that_cannot_be_put_aside_stays_and_says_why() -> None:
    counter = Shop()
    counter.hand(Sale("A-1"))
    counter.register.refusal = NotAllowed("sell")
    counter.presenter.waiting.put_aside("|A-1")
    assert counter.view.said[-1] == NotAllowed("sell")
    assert counter.typed == ("20.00", "A-1")
    assert not counter.view.can_undo


def test_nothing_is_put_aside_while_a_sale_is_written() -> None:
    counter = Shop()
    counter.hand(Sale("A-1"))
    counter.presenter.serve(a_member())
    counter.later.is_holding = True
    counter.presenter.enter()
    counter.presenter.waiting.put_aside("|A-1")
    counter.presenter.waiting.take("|A-1")
    assert counter.register.gone == []
    counter.later.let_in()
    assert counter.typed == ("", "")


def test_nothing_is_said_or_filled_while_the_till_is_locked() -> None:
    counter = Shop()
    person, counter.till.person = counter.till.person, None
    counter.hand(Sale("A-1"))
    assert (counter.view.said, counter.typed) == ([], ("", ""))
    counter.till.person = person
    counter.presenter.waiting.look()
    assert counter.typed == ("20.00", "A-1")


def test_points_the_register_asks_to_redeem_are_filled_in_whoever_is_served() -> None:
    counter = Shop()
    counter.hand(Sale("A-1", redeem=100))
    counter.presenter.serve(a_member(1))
    assert (counter.view.draft.choice, counter.view.draft.chosen) == (Choice.POINTS, "100")
    assert counter.view.preview.step is Step.SPEND_AND_AWARD
    counter.presenter.set_aside()
    counter.presenter.serve(a_member(2))
    counter.presenter.enter()
    asked = counter.till.asked[0]
    assert asked.spend_points == 100  # type: ignore[union-attr]


def test_points_the_member_does_not_have_are_refused_before_enter_and_may_be_left() -> None:
    counter = Shop()
    counter.hand(Sale("A-1", redeem=100))
    counter.presenter.serve(a_member(balance=5))
    steps = [counter.view.preview.step]
    counter.presenter.choose(Choice.NONE)
    steps.append(counter.view.preview.step)
    assert steps == [Step.REFUSED, Step.AWARD]


def test_points_of_one_sale_are_not_redeemed_on_the_next() -> None:
    counter = Shop()
    counter.register.sales = [Sale("A-1", redeem=100), Sale("A-2")]
    counter.note()
    counter.presenter.serve(a_member())
    counter.presenter.waiting.take("|A-1")
    counter.presenter.waiting.take("|A-2")
    assert counter.view.draft.choice is Choice.NONE


def test_a_sale_whose_amount_was_corrected_is_still_the_registers() -> None:
    counter = Shop()
    counter.hand(replace(Sale("A-1"), on=date(2026, 11, 21)))
    counter.presenter.serve(a_member())
    counter.presenter.typed(amount="19", parts=(), receipt="A-1", chosen="")
    counter.presenter.enter()
    assert counter.typed == ("", "")  # and it is not offered a second time
    assert counter.view.waiting == []
    assert counter.till.asked[0].on == date(2026, 11, 21)  # type: ignore[union-attr]


def test_a_sale_belongs_to_the_day_the_register_made_it() -> None:
    counter = Shop()
    counter.hand(replace(Sale("A-1"), on=date(2026, 11, 21)))
    counter.presenter.serve(a_member())
    counter.presenter.enter()
    assert counter.till.asked[0].on == date(2026, 11, 21)  # type: ignore[union-attr]
