"""What the inbox decides: which of what wants a person is in hand, and what a choice writes.

No Qt, no words. A choice is written here, whatever the network does; the centre takes the first.
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import Protocol, TypeAlias, TypeVar

from desktop.changes import Changed
from desktop.inbox import Inbox, Wanted, inbox, settle
from desktop.opening import OpenShop, World
from desktop.store.database import Store
from desktop.store.shop import Shop
from desktop.trouble import Trouble
from regulars.ids import Id
from regulars.refusals import Refusal
from ui.doing import WhenDone

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Settled:
    """A choice is on the disk."""

    wanted: Wanted
    choice: str


Outcome: TypeAlias = Settled | Refusal | Trouble


class InboxTill(Protocol):
    """What the inbox asks of the till."""

    world: World

    @property
    def shop(self) -> Shop:
        """The shop as it stands."""

    def read(self, job: Callable[[Store], T]) -> Future[T]:
        """Read something short."""

    def do(self, act: str, job: Callable[[OpenShop], Refusal | None]) -> Future[Refusal | None]:
        """Do something in the name of who is signed in."""


class InboxView(Protocol):
    """What the page shows, in values and codes."""

    def show_inbox(self, found: Inbox) -> None:
        """Show what there is."""

    def show_one(self, wanted: Wanted | None) -> None:
        """Show the one in hand; None where nothing is left."""

    def set_busy(self, *, is_busy: bool) -> None:
        """Show that something is being written."""

    def say(self, outcome: Outcome) -> None:
        """Say what happened."""

    def hush(self) -> None:
        """Take the last result away."""


class InboxPresenter:
    """One thing in hand; what comes from the centre meanwhile takes it from nobody's hands."""

    def __init__(self, till: InboxTill, view: InboxView, when_done: WhenDone) -> None:
        self._till, self._view, self._when_done = till, view, when_done
        self._found = Inbox()
        self._hand: Id | None = None
        self._generation = 0
        self._is_writing = False

    def open(self) -> None:
        """Read what there is."""
        self._view.hush()
        hand = self._in_hand()
        if hand is not None and hand.choice:
            self._hand = None
        self._read()

    def changed(self, note: Changed) -> None:
        """Read again what may be different now."""
        if note.inbox or note.everything or note.members:
            self._read()

    def pick(self, review: Id) -> None:
        """Take another one in hand."""
        if review != self._hand:
            self._hand = review
            self._view.hush()
            self._view.show_one(self._in_hand())

    def choose(self, choice: str) -> None:
        """Write what the person chose for the one in hand."""
        wanted = self._in_hand()
        if wanted is None or self._is_writing or choice not in wanted.choices:
            return
        self._is_writing = True
        self._view.set_busy(is_busy=True)

        def written(refusal: Refusal | None) -> None:
            self._finished()
            self._view.say(Settled(wanted, choice) if refusal is None else refusal)
            self._read()

        def failed(trouble: Trouble) -> None:
            self._finished()
            self._view.say(trouble)

        def job(opened: OpenShop) -> Refusal | None:
            return settle(opened.book, wanted.review, choice)

        self._when_done(self._till.do("settle", job), written, failed)

    def _finished(self) -> None:
        self._is_writing = False
        self._view.set_busy(is_busy=False)

    def _in_hand(self) -> Wanted | None:
        every = (*self._found.open, *self._found.settled)
        return next((one for one in every if one.review == self._hand), None)

    def _read(self) -> None:
        self._generation += 1
        generation = self._generation
        shop = self._till.shop
        here, today = shop.identity.device, shop.calendar.day(self._till.world.clock.now_ms())

        def found(now: Inbox) -> None:
            if generation != self._generation:
                return
            is_same = now == self._found and self._hand is not None
            before = self._in_hand()
            self._found = now
            hand = self._in_hand()
            was_open = before is None or not before.choice
            if hand is None or (hand.choice and was_open):  # the next decision, while there is one
                first = next(iter((*now.open, *now.settled)), None)
                self._hand = None if first is None else first.review
            if not is_same:
                self._view.show_inbox(now)
                self._view.show_one(self._in_hand())

        job = self._till.read(lambda store: inbox(store, here, today))
        self._when_done(job, found, self._view.say)
