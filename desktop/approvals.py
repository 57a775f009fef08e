"""Who acts: a PIN says who somebody is, and a named person's approval lets another do one act."""

from dataclasses import dataclass, field

from desktop.opening import OpenShop
from desktop.staff import Person
from desktop.store.database import Store
from regulars.ids import Id
from regulars.refusals import NotAllowed, Refusal

VALID_MS = 60_000


@dataclass(slots=True)
class Approvals:
    """What has been approved and not been used. Belongs to the writer's thread."""

    given: dict[tuple[Id, str], int] = field(default_factory=dict)

    def give(self, approver: Id, act: str, now_ms: int) -> None:
        """Remember that a person approved one act; `now_ms` is a time that never goes back."""
        self.given[approver, act] = now_ms

    def take(self, approver: Id, act: str, now_ms: int, person: Person) -> bool:
        """Use an approval up; who may approve needs nobody else's for an act of their own."""
        if approver == person.id:
            return person.may("approve")
        given_ms = self.given.pop((approver, act), None)
        return given_ms is not None and now_ms - given_ms <= VALID_MS


def no_longer_may(store: Store, person: Person, act: str) -> Refusal | None:
    """Ask the book again: rights may have changed since the person signed in."""
    row = store.row("select role, is_active from staff where id = :id", {"id": person.id})
    still = row is not None and row[1] and Person(person.id, person.name, row[0]).may(act)
    return None if still else NotAllowed(act)


def person_with_pin(opened: OpenShop, staff: Id, pin: str) -> Person | Refusal:
    """Give who somebody is whose PIN is right, or why not."""
    store = opened.book.store
    row = store.row("select name, role, is_active from staff where id = :id", {"id": staff})
    if row is None or not row[2]:
        return NotAllowed("sign-in")
    refusal = opened.pins.check(staff, pin, opened.book.clock.now_ms())
    return Person(staff, row[0], row[1]) if refusal is None else refusal
