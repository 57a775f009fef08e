"""Who is at the till, without a screen: one PIN at a time, and no way round a pause."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import TypeVar

from desktop.answers import StaffRow
from desktop.staff import CASHIER, OWNER, Person
from desktop.trouble import DiskFailed, StoreBusy, Trouble
from regulars.ids import Id
from regulars.refusals import PinLocked, Refusal, WrongPin
from ui.doing import at_once
from ui.lock.presenter import LockPresenter, may_approve

T = TypeVar("T")
LIN = StaffRow(Id(b"l" * 16), "Lin", OWNER, is_active=True, has_pin=True)
HO = StaffRow(Id(b"h" * 16), "Ho", CASHIER, is_active=True, has_pin=True)
NEW = StaffRow(Id(b"n" * 16), "New", CASHIER, is_active=True, has_pin=False)
GONE = StaffRow(Id(b"g" * 16), "Gone", OWNER, is_active=False, has_pin=True)


def finished(value: T) -> "Future[T]":
    future: Future[T] = Future()
    future.set_result(value)
    return future


@dataclass
class FakeTill:
    """Answers at once; `answer` is what the next PIN is told."""

    rows: list[StaffRow]
    answer: Person | Refusal | Trouble = field(default_factory=lambda: WrongPin(4))
    asked: list[tuple[Id, str]] = field(default_factory=list)
    waits: dict[Id, int] = field(default_factory=dict)

    def staff(self) -> "Future[list[StaffRow]]":
        return finished(self.rows)

    def pin_wait(self, staff: Id) -> "Future[int]":
        return finished(self.waits.get(staff, 0))

    def ask(self, staff: Id, pin: str) -> "Future[Person | Refusal]":
        self.asked.append((staff, pin))
        future: Future[Person | Refusal] = Future()
        if isinstance(self.answer, Trouble):
            future.set_exception(self.answer)
        else:
            future.set_result(self.answer)
        return future


@dataclass
class FakeView:
    """Writes down what it was told."""

    log: list[tuple[object, ...]] = field(default_factory=list)

    def show_people(self, people: Sequence[StaffRow]) -> None:
        self.log.append(("people", *[one.name for one in people]))

    def ask_pin(self, person: StaffRow, *, can_change: bool) -> None:
        self.log.append(("pin", person.name, can_change))

    def show_change(self, *, can_change: bool) -> None:
        self.log.append(("change", can_change))

    def show_checking(self) -> None:
        self.log.append(("checking",))

    def show_refusal(self, why: Refusal) -> None:
        self.log.append(("refusal", why.code))

    def show_wait(self, seconds: int) -> None:
        self.log.append(("wait", seconds))

    def show_trouble(self, trouble: Trouble) -> None:
        self.log.append(("trouble", trouble.code))

    def let_in(self, person: Person) -> None:
        self.log.append(("in", person.name))

    def leave(self) -> None:
        self.log.append(("leave",))


class Later:
    """Keeps answers until they are let go, as a slow store does."""

    def __init__(self) -> None:
        self.waiting: list[Callable[[], None]] = []

    def __call__(
        self, future: "Future[T]", then: Callable[[T], None], failed: Callable[[Trouble], None]
    ) -> None:
        self.waiting.append(lambda: at_once(future, then, failed))

    def let_go(self) -> None:
        while self.waiting:
            self.waiting.pop(0)()


def lock(till: FakeTill, view: FakeView) -> LockPresenter:
    made = LockPresenter(till, view, at_once, ask=till.ask, may=lambda _row: True)
    made.start()
    return made


def test_only_people_who_work_here_and_have_a_pin_are_offered() -> None:
    view = FakeView()
    lock(FakeTill([LIN, HO, NEW, GONE]), view)
    assert view.log == [("people", "Lin", "Ho")]


def test_one_person_alone_goes_straight_to_the_pin() -> None:
    view = FakeView()
    lock(FakeTill([LIN, NEW]), view)
    assert view.log == [("pin", "Lin", False)]


def test_nobody_at_all_is_an_empty_list() -> None:
    view = FakeView()
    lock(FakeTill([NEW]), view)
    assert view.log == [("people",)]


def test_a_right_pin_lets_in() -> None:
    till, view = FakeTill([LIN, HO]), FakeView()
    made = lock(till, view)
    made.choose(HO.id)
    till.answer = Person(HO.id, "Ho", CASHIER)
    made.enter("8264")
    assert till.asked == [(HO.id, "8264")]
    assert view.log[-1] == ("in", "Ho")


def test_a_wrong_pin_says_so_and_can_be_tried_again() -> None:
    till, view = FakeTill([LIN]), FakeView()
    made = lock(till, view)
    made.enter("0001")
    made.enter("0002")
    assert view.log.count(("refusal", "wrong-pin")) == 2


def test_a_pause_is_counted_down_and_takes_no_pin() -> None:
    till, view = FakeTill([LIN], PinLocked(2)), FakeView()
    made = lock(till, view)
    made.enter("0001")
    made.enter("7391")
    assert len(till.asked) == 1
    made.tick()
    made.tick()
    made.tick()
    assert [entry for entry in view.log if entry[0] == "wait"] == [
        ("wait", 2),
        ("wait", 1),
        ("wait", 0),
    ]
    made.enter("7391")
    assert len(till.asked) == 2


def test_a_pause_that_is_still_running_is_shown_at_once() -> None:
    till, view = FakeTill([LIN, HO], waits={LIN.id: 25}), FakeView()
    made = lock(till, view)
    made.choose(LIN.id)
    assert view.log[-2:] == [("pin", "Lin", True), ("wait", 25)]
    made.enter("7391")
    assert not till.asked
    made.back()
    made.choose(HO.id)
    assert view.log[-1] == ("pin", "Ho", True)  # the control: nobody else waits
    made.enter("8264")
    assert till.asked == [(HO.id, "8264")]


def test_a_pause_of_somebody_who_was_chosen_before_is_not_shown() -> None:
    till, view, later = FakeTill([LIN, HO], waits={LIN.id: 25}), FakeView(), Later()
    made = LockPresenter(till, view, later, ask=till.ask, may=lambda _row: True)
    made.start()
    later.let_go()
    made.choose(LIN.id)
    made.choose(HO.id)
    later.let_go()
    assert not made.is_waiting


def test_nothing_is_asked_without_digits_or_without_a_person() -> None:
    till, view = FakeTill([LIN, HO]), FakeView()
    made = lock(till, view)
    made.enter("7391")
    made.choose(Id(b"x" * 16))
    made.choose(LIN.id)
    made.enter("")
    assert not till.asked


def test_a_second_enter_while_a_pin_is_checked_does_nothing() -> None:
    till, view, later = FakeTill([LIN]), FakeView(), Later()
    made = LockPresenter(till, view, later, ask=till.ask, may=lambda _row: True)
    made.start()
    later.let_go()
    made.enter("0001")
    made.enter("0001")
    assert len(till.asked) == 1


def test_an_answer_that_comes_after_stepping_back_lets_nobody_in() -> None:
    till, view, later = FakeTill([LIN, HO]), FakeView(), Later()
    made = LockPresenter(till, view, later, ask=till.ask, may=lambda _row: True)
    made.start()
    later.let_go()
    made.choose(LIN.id)
    till.answer = Person(LIN.id, "Lin", OWNER)
    made.enter("7391")
    made.back()
    later.let_go()
    assert ("in", "Lin") not in view.log


def test_esc_goes_back_to_the_names_and_from_there_leaves() -> None:
    view = FakeView()
    made = lock(FakeTill([LIN, HO]), view)
    made.choose(LIN.id)
    made.back()
    made.back()
    assert view.log[-2:] == [("people", "Lin", "Ho"), ("leave",)]


def test_names_that_were_asked_for_twice_take_no_pin_away() -> None:
    till, view, later = FakeTill([LIN]), FakeView(), Later()
    one = LockPresenter(till, view, later, ask=till.ask, may=lambda _row: True)
    till.answer = Person(LIN.id, LIN.name, LIN.role)
    one.start()
    one.start()
    one.look_again()
    later.let_go()
    one.look_again()
    one.enter("7391")
    later.let_go()
    assert view.log.count(("pin", "Lin", False)) == 1
    assert view.log[-1] == ("in", "Lin")


def test_who_becomes_known_while_a_pin_is_typed_can_be_chosen_as_well() -> None:
    till, view = FakeTill([LIN]), FakeView()
    one = lock(till, view)
    till.rows.append(HO)
    one.look_again()
    assert view.log == [("pin", "Lin", False), ("change", True)]
    one.back()
    assert view.log[-1] == ("people", "Lin", "Ho")


def test_a_trouble_is_said_and_the_pin_can_be_tried_again() -> None:
    till, view = FakeTill([LIN], StoreBusy()), FakeView()
    made = lock(till, view)
    made.enter("7391")
    assert view.log[-1] == ("trouble", "store-busy")
    till.answer = DiskFailed()
    made.enter("7391")
    assert view.log[-1] == ("trouble", "disk-failed")


def test_only_owners_may_approve() -> None:
    assert may_approve(LIN, "adjust")
    assert not may_approve(HO, "adjust")
    assert not may_approve(LIN, "fly")
