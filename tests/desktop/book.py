"""A shop for tests: a real encrypted file, a clock that moves when told, chance with a seed."""

import random
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from argon2 import PasswordHasher

from desktop.answers import Enrolled, MemberCard
from desktop.book import Book, open_book
from desktop.opening import FirstRun, World, found
from desktop.paths import Folder
from desktop.requests import EnrolRequest
from desktop.secrets import FileStore
from desktop.staff import Person
from desktop.store.database import Store, open_store
from desktop.store.migrations import migrate
from desktop.till import Till, open_till
from desktop.verbs.enrol import enrol
from desktop.verbs.shop import Founding, found_shop
from regulars.ids import Id
from regulars.money import CURRENCIES
from regulars.programme.programme import Programme

KEY = bytes(range(32))
DAY_MS = 86_400_000
MORNING = int(datetime(2026, 3, 2, 2, 0, tzinfo=UTC).timestamp()) * 1000  # 10:00 in Taipei
PIN = "7392"


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is moved; it can be set back, as a real one can."""

    ms: int = MORNING

    def now_ms(self) -> int:
        """Give the time it was set to."""
        return self.ms

    def steady_ms(self) -> int:
        """Give the same: nothing here waits."""
        return self.ms

    def pass_days(self, days: int) -> None:
        """Move the clock by whole days."""
        self.ms += days * DAY_MS

    def go_to(self, day: date, hour: int = 10) -> None:
        """Set the clock to an hour of a day in the time zone of the test shop (UTC+8)."""
        at = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=hour - 8)
        self.ms = int(at.timestamp()) * 1000


def seeded(seed: int = 1) -> random.Random:
    """Give chance that repeats itself; use its `randbytes`."""
    return random.Random(seed)


def weak_hasher() -> PasswordHasher:
    """Hash PINs as fast as the library allows: tests are not attackers."""
    return PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)


def founding(
    programme: Programme | None = None,
    currency: str = "USD",
    settings: dict[str, str] | None = None,
) -> Founding:
    """Give the answers of a first run."""
    return Founding(
        shop_name="Corner Shop",
        currency=CURRENCIES[currency],
        zone="Asia/Taipei",
        region="TW",
        programme=programme or Programme(),
        owner_name="Lin",
        settings=settings or {},
    )


def make_store(path: Path) -> Store:
    """Make an empty file of the newest version."""
    store = open_store(path, KEY, create=True)
    migrate(store, lambda _: None)
    return store


def make_book(
    folder: Path,
    programme: Programme | None = None,
    *,
    clock: FixedClock | None = None,
    seed: int = 1,
    currency: str = "USD",
    settings: dict[str, str] | None = None,
) -> Book:
    """Found a shop in a file of this folder and open its book. Close it with `book.store.close`."""
    clock = clock or FixedClock()
    chance = seeded(seed).randbytes
    store = make_store(folder / "shop.db")
    owner = found_shop(
        store,
        founding(programme, currency, settings),
        clock=clock,
        chance=chance,
        device_key=bytes(32),
    )
    return open_book(store, clock, chance, owner)


def reopen(book: Book) -> Book:
    """Close a book and open its file again, as after a night."""
    path = book.store.path
    book.store.close()
    return open_book(open_store(path, KEY), book.clock, book.chance, book.staff)


def add_member(book: Book, name: str = "Mei Chen", phone: str = "", birthday: str = "") -> Id:
    """Make somebody a member."""
    return enrolled(book, name, phone, birthday)[0].id


def enrolled(
    book: Book, name: str = "Mei Chen", phone: str = "", birthday: str = ""
) -> tuple[MemberCard, str]:
    """Make somebody a member; gives the member and the text of the card."""
    done = enrol(book, EnrolRequest(name, phone, birthday, agreed=True))
    assert isinstance(done, Enrolled), done
    return done.member, done.card_text


def make_world(clock: FixedClock | None = None, seed: int = 1) -> World:
    """Give a machine with this clock, this chance and weak PINs."""
    return World(clock or FixedClock(), seeded(seed).randbytes, weak_hasher())


def make_till(
    folder: Path, programme: Programme | None = None, clock: FixedClock | None = None
) -> Till:
    """Found a shop and open a till on threads of its own, with the owner signed in."""
    world = make_world(clock)
    place = Folder(folder / "shop")
    made = found(place, FirstRun(founding(programme), PIN), world, FileStore(folder / "shop.new"))
    assert isinstance(made, tuple), made
    owner = made[0].book.store.value("select id from staff")
    made[0].close()
    till = open_till(place, world)
    till.ready.result(10)
    person = till.sign_in(Id(owner), PIN).result(10)
    assert isinstance(person, Person), person
    return till
