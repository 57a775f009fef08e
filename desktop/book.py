"""The shop's book on the writer's thread: what a verb needs to decide and to write."""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date

from desktop import trouble
from desktop.clock import Clock
from desktop.store.allocations import settle_behind
from desktop.store.database import Store
from desktop.store.journal import Chance, Journal
from desktop.store.shop import Shop, load_shop
from regulars.ids import Id
from regulars.operations.operation import NOBODY


@dataclass(slots=True)
class Book:
    """An open shop file with its log, its rules and its clock. Belongs to one thread."""

    store: Store
    shop: Shop
    clock: Clock
    chance: Chance
    staff: Id = NOBODY
    journal: Journal = field(init=False)

    def __post_init__(self) -> None:
        """Make the journal that writes for this shop."""
        self.journal = Journal(
            store=self.store,
            identity=self.shop.identity,
            calendar=self.shop.calendar,
            clock=self.clock,
            chance=self.chance,
            programme=self.shop.programme.name,
            staff=self.staff,
        )

    @contextmanager
    def writing(self, staff: Id | None = None) -> Iterator[None]:
        """Do everything inside or nothing, in the name of a person."""
        self.journal.staff = self.staff if staff is None else staff
        self.journal.begin()
        with self.store.writing():
            yield
        if self.store.tidies_itself and self.store.stopped is None:
            with suppress(trouble.Trouble):  # the act is written; this stays put off
                settle_behind(self.store)

    def today(self) -> date:
        """Give the business day of an act now."""
        return self.journal.today()

    def reload(self) -> None:
        """Read the shop anew after something about it changed."""
        self.shop = load_shop(self.store)
        self.journal.programme = self.shop.programme.name


def open_book(store: Store, clock: Clock, chance: Chance, staff: Id = NOBODY) -> Book:
    """Open the book of a founded shop; raises NotSetUp where there is none."""
    return Book(store, load_shop(store), clock, chance, staff)
