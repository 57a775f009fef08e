"""Who is at the till: choose a person, check a PIN, wait out a pause. No Qt, no words.

The same steps serve for signing in and for approving somebody else's act; what differs is who may
be chosen and which verb checks the PIN. The store counts misses; here they are only shown.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from typing import Protocol

from desktop.answers import StaffRow
from desktop.staff import Person
from desktop.trouble import Trouble
from regulars.ids import Id
from regulars.refusals import PinLocked, Refusal
from ui.doing import WhenDone


class Till(Protocol):
    """The verbs of the till that are used here."""

    def staff(self) -> Future[list[StaffRow]]:
        """List who works here."""

    def pin_wait(self, staff: Id) -> Future[int]:
        """Tell for how many seconds a person's PIN is not looked at."""


class View(Protocol):
    """What is shown."""

    def show_people(self, people: Sequence[StaffRow]) -> None:
        """Show who can be chosen; nobody at all is said in words."""

    def ask_pin(self, person: StaffRow, *, can_change: bool) -> None:
        """Ask a person's PIN; `can_change` when somebody else could be chosen."""

    def show_change(self, *, can_change: bool) -> None:
        """Show whether somebody else could be chosen; what was typed stays."""

    def show_checking(self) -> None:
        """Take no digits while the PIN is looked at."""

    def show_refusal(self, why: Refusal) -> None:
        """Say that the PIN was not right, or the act not allowed; the field is empty again."""

    def show_wait(self, seconds: int) -> None:
        """Say how long the pause still is; 0 ends it."""

    def show_trouble(self, trouble: Trouble) -> None:
        """Say what got in the way."""

    def let_in(self, person: Person) -> None:
        """The PIN was right."""

    def leave(self) -> None:
        """Nobody was chosen after all."""


class LockPresenter:
    """Leads from a name to a PIN. `ask` is the verb that checks; `may` tells who is offered."""

    def __init__(
        self,
        till: Till,
        view: View,
        when_done: WhenDone,
        *,
        ask: Callable[[Id, str], Future[Person | Refusal]],
        may: Callable[[StaffRow], bool],
    ) -> None:
        self._till, self._view, self._when_done = till, view, when_done
        self._ask, self._may = ask, may
        self._people: list[StaffRow] = []
        self._chosen: StaffRow | None = None
        self._is_checking = False
        self._wait_seconds = 0
        self._generation = 0

    @property
    def is_waiting(self) -> bool:
        """Tell whether a pause is running."""
        return self._wait_seconds > 0

    def start(self) -> None:
        """Begin again with the names."""
        self._forget()
        generation = self._generation

        def listed(rows: list[StaffRow]) -> None:
            if generation == self._generation:  # otherwise somebody was chosen, or asked again
                self._listed(rows)

        self._when_done(self._till.staff(), listed, self._view.show_trouble)

    def look_again(self) -> None:
        """Look again who works here; whoever was chosen meanwhile goes on with their PIN."""
        self._when_done(self._till.staff(), self._looked_again, self._view.show_trouble)

    def choose(self, staff: Id) -> None:
        """Take a person and ask the PIN; a pause that is still running is shown at once."""
        person = next((one for one in self._people if one.id == staff), None)
        if person is None:
            return
        self._forget()
        self._chosen = person
        self._view.ask_pin(person, can_change=len(self._people) > 1)
        generation = self._generation

        def waits(seconds: int) -> None:
            if seconds and generation == self._generation and not self._is_checking:
                self._wait(seconds)

        self._when_done(self._till.pin_wait(staff), waits, self._view.show_trouble)

    def enter(self, pin: str) -> None:
        """Ask about a PIN, once; nothing while an answer or a pause is awaited."""
        if self._chosen is None or self._is_checking or self.is_waiting or not pin:
            return
        self._is_checking = True
        self._view.show_checking()
        generation = self._generation

        def answered(answer: Person | Refusal) -> None:
            if generation == self._generation:
                self._answered(answer)

        def failed(trouble: Trouble) -> None:
            self._is_checking = False
            self._view.show_trouble(trouble)

        self._when_done(self._ask(self._chosen.id, pin), answered, failed)

    def tick(self) -> None:
        """A second of a pause has passed."""
        if self._wait_seconds > 0:
            self._wait(self._wait_seconds - 1)

    def back(self) -> None:
        """Step back to the names; from there, leave."""
        if self._chosen is not None and len(self._people) > 1:
            self._forget()
            self._view.show_people(self._people)
        else:
            self._view.leave()

    def _forget(self) -> None:
        self._chosen, self._is_checking, self._wait_seconds = None, False, 0
        self._generation += 1

    def _offer(self, rows: list[StaffRow]) -> None:
        self._people = [one for one in rows if one.is_active and one.has_pin and self._may(one)]

    def _looked_again(self, rows: list[StaffRow]) -> None:
        if self._chosen is None:
            self._listed(rows)
        else:
            self._offer(rows)
            self._view.show_change(can_change=len(self._people) > 1)

    def _listed(self, rows: list[StaffRow]) -> None:
        self._offer(rows)
        if len(self._people) == 1:
            self.choose(self._people[0].id)
        else:
            self._view.show_people(self._people)

    def _answered(self, answer: Person | Refusal) -> None:
        self._is_checking = False
        if isinstance(answer, Person):
            self._forget()
            self._view.let_in(answer)
        elif isinstance(answer, PinLocked):
            self._wait(answer.seconds)
        else:
            self._view.show_refusal(answer)

    def _wait(self, seconds: int) -> None:
        self._wait_seconds = seconds
        self._view.show_wait(seconds)


def may_approve(row: StaffRow, act: str) -> bool:
    """Tell whether somebody may approve an act of somebody else."""
    person = Person(row.id, row.name, row.role)
    return person.may("approve") and person.may(act)
