"""The doors of joining: an open till's, and those of a computer that has no shop yet."""

from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from desktop.joining import (
    Joined,
    Names,
    Nearby,
    NotJoined,
    Offer,
    bring_shop,
    look,
    look_around,
    move,
)
from desktop.joining_new import MadeTill, NewTill, join_new
from desktop.opening import World
from desktop.paths import Folder
from desktop.snapshots import Progress, Watch
from desktop.store.database import Store
from desktop.till import Till
from regulars.refusals import Refusal

T = TypeVar("T")
Result = Joined | MadeTill | NotJoined | Refusal


class InBackground(Protocol):
    """Does something off the GUI thread, outside any shop."""

    def __call__(self, job: Callable[[], T]) -> Future[T]:
        """Queue it."""


class OpenTill:
    """Joins with the shop that is open; without a code a till follows its centre elsewhere.

    It waits on the back-office thread, where the network may take its time.
    """

    def __init__(self, till: Till) -> None:
        self._till = till

    def around(self) -> Future[Sequence[Nearby]]:
        """Look which centres are on the network."""
        return self._till.read_long(lambda _: look_around())

    def look(self, address: str) -> Future[Offer | NotJoined]:
        """Look who answers at an address."""
        return self._till.read_long(lambda _: look(address))

    def progress(self) -> Progress | None:
        """Nothing is fetched here: an open till reads while it works."""
        return None

    def skip(self) -> None:
        """There is nothing to go on without."""

    def join(self, offer: Offer, code: str, names: Names) -> Future[Result]:
        """Ask to be let in, in the name of who is signed in."""
        till = self._till

        def ask(_: Store) -> Result:
            return bring_shop(till, offer, code, names) if code else move(till, offer)

        return till.read_long(ask)


@dataclass(slots=True)
class NoTill:
    """Makes a new till where there is none."""

    folder: Folder
    world: World
    language: Callable[[], str]
    in_background: InBackground
    watch: Watch = field(default_factory=Watch)

    def progress(self) -> Progress | None:
        """Give how far the shop's members have come; None before."""
        return self.watch.progress

    def skip(self) -> None:
        """Go on without: they come bit by bit."""
        self.watch.skip()

    def around(self) -> Future[Sequence[Nearby]]:
        """Look which centres are on the network."""
        return self.in_background(look_around)

    def look(self, address: str) -> Future[Offer | NotJoined]:
        """Look who answers at an address."""
        return self.in_background(lambda: look(address))

    def join(self, offer: Offer, code: str, names: Names) -> Future[Result]:
        """Ask to be let in as a new till, and make its file."""
        said = NewTill(names.till, self.language())
        watch = self.watch = Watch()

        def ask() -> Result:
            return join_new(self.folder, self.world, offer, code, said, watch=watch)

        return self.in_background(ask)
