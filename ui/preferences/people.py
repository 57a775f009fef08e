"""Who works here: hire, set a PIN, let go, take back, end a pause. Decides; no Qt, no words."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from enum import StrEnum
from typing import Protocol, TypeVar

from desktop.answers import StaffRow
from desktop.opening import OpenShop
from desktop.pins import is_weak
from desktop.staff import OWNER
from desktop.trouble import Trouble
from desktop.verbs.pins import set_pin
from desktop.verbs.shop import change_staff, hire
from regulars.ids import Id
from regulars.people.names import clean_name
from regulars.refusals import NameMissing, Refusal, WeakPin
from ui.doing import WhenDone

T = TypeVar("T")


class StaffProblem(StrEnum):
    """What is wrong before the store is asked."""

    PIN_DIFFERENT = "pin-different"
    LAST_OWNER = "last-owner"


class StaffDone(StrEnum):
    """What was done."""

    HIRED = "hired"
    PIN_SET = "pin-set"
    LET_GO = "let-go"
    TAKEN_BACK = "taken-back"
    UNLOCKED = "unlocked"


class StaffTill(Protocol):
    """The verbs of the till that are used here."""

    def staff(self) -> Future[list[StaffRow]]:
        """List who works here."""

    def change_shop(self, act: str, change: Callable[[OpenShop], T]) -> Future[T | Refusal]:
        """Change the shop, if the person may."""


class StaffView(Protocol):
    """What is shown."""

    def show_staff(self, rows: Sequence[StaffRow]) -> None:
        """List who works here."""

    def staff_done(self, what: StaffDone, name: str) -> None:
        """Say what was done; forms are empty again."""

    def staff_problem(self, problem: StaffProblem) -> None:
        """Say what is wrong."""

    def refuse(self, why: Refusal) -> None:
        """Say why not."""

    def show_trouble(self, trouble: Trouble) -> None:
        """Say what got in the way."""


class StaffDesk:
    """The acts of the staff section. A second press while one is written does nothing."""

    def __init__(self, till: StaffTill, view: StaffView, when_done: WhenDone) -> None:
        self._till, self._view, self._when_done = till, view, when_done
        self.rows: list[StaffRow] = []
        self._is_writing = False

    def refresh(self) -> None:
        """Read who works here."""
        self._when_done(self._till.staff(), self._show, self._view.show_trouble)

    def hire(self, name: str, role: str, *, pin: str, again: str) -> None:
        """Add somebody, with a PIN at once so that they can sign in."""
        refusal = NameMissing() if clean_name(name) is None else self._pin_refusal(pin, again)
        if refusal is not None:
            self._say(refusal)
            return

        def job(opened: OpenShop) -> Refusal | None:
            staff = hire(opened.book, name, role)
            if isinstance(staff, Refusal):
                return staff
            return set_pin(opened.book, opened.pins, staff, pin)

        self._do(job, StaffDone.HIRED, name.strip())

    def set_pin(self, person: StaffRow, *, pin: str, again: str) -> None:
        """Give somebody a new PIN."""
        refusal = self._pin_refusal(pin, again)
        if refusal is not None:
            self._say(refusal)
            return

        def job(opened: OpenShop) -> Refusal | None:
            return set_pin(opened.book, opened.pins, person.id, pin)

        self._do(job, StaffDone.PIN_SET, person.name)

    def set_active(self, person: StaffRow, *, is_active: bool) -> None:
        """Let somebody go, or take them back; never the last who may change anything."""
        if not is_active and person.id in self._only_owner():
            self._view.staff_problem(StaffProblem.LAST_OWNER)
            return

        def job(opened: OpenShop) -> None:
            change_staff(opened.book, person.id, role=person.role, active=is_active)

        done = StaffDone.TAKEN_BACK if is_active else StaffDone.LET_GO
        self._do(job, done, person.name)

    def unlock(self, person: StaffRow) -> None:
        """End the pause after wrong PINs."""

        def job(opened: OpenShop) -> None:
            opened.pins.unlock(person.id, opened.book.clock.now_ms())

        self._do(job, StaffDone.UNLOCKED, person.name)

    def _only_owner(self) -> list[Id]:
        owners = [one.id for one in self.rows if one.role == OWNER and one.is_active]
        with_pin = [one.id for one in self.rows if one.id in owners and one.has_pin]
        return with_pin if len(with_pin) == 1 else []

    def _pin_refusal(self, pin: str, again: str) -> Refusal | StaffProblem | None:
        if is_weak(pin):
            return WeakPin()
        return None if pin == again else StaffProblem.PIN_DIFFERENT

    def _say(self, why: Refusal | StaffProblem) -> None:
        if isinstance(why, StaffProblem):
            self._view.staff_problem(why)
        else:
            self._view.refuse(why)

    def _do(self, job: Callable[[OpenShop], Refusal | None], what: StaffDone, name: str) -> None:
        if self._is_writing:
            return
        self._is_writing = True

        def done(answer: Refusal | None) -> None:
            self._is_writing = False
            if answer is not None:
                self._view.refuse(answer)
                return
            self._view.staff_done(what, name)
            self.refresh()

        written = self._till.change_shop("staff", job)
        self._when_done(written, done, self._failed)

    def _failed(self, trouble: Trouble) -> None:
        self._is_writing = False
        self._view.show_trouble(trouble)

    def _show(self, rows: list[StaffRow]) -> None:
        self.rows = rows
        self._view.show_staff(rows)
