"""The register's sales at the counter: what waits, what is offered, what was put aside. No Qt.

A sale that waits alone is put on an empty counter once. Where several wait nothing is guessed: the
customer who has just paid may be any of them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Protocol

from regulars.money import Currency
from regulars.points.earning import Line
from regulars.refusals import Refusal
from ui.counter.draft import Choice, Draft, plain_amount
from ui.counter.outcome import BroughtBack, Handed, Outcome, PutAside, SaleFirst, SeveralWait
from ui.counter.ports import HandedSale


class Register(Protocol):
    """The till's side of the hand-over; nothing here waits for a disk."""

    def waiting(self) -> Sequence[HandedSale]:
        """List the sales that wait for a member, oldest first."""

    def dismiss(self, key: str) -> Refusal | None:
        """Put a sale aside: no points, and the register is told so."""

    def bring_back(self, key: str) -> Refusal | None:
        """Let a sale wait again that was put aside."""


class WaitingView(Protocol):
    """Shows what waits."""

    def show_waiting(self, sales: tuple[HandedSale, ...], taken: str) -> None:
        """Show the sales that wait, newest first; `taken` is the key of the one on the counter."""


@dataclass(frozen=True, slots=True)
class Place:
    """What stands on the counter: nothing, the waiting sale `taken`, or something that was typed.

    `is_busy` while a sale is written, `is_locked` while nobody is signed in; `may_say` is False
    while the last award is still read.
    """

    is_free: bool
    taken: str
    is_busy: bool
    is_locked: bool
    may_say: bool

    @property
    def is_typed(self) -> bool:
        """Tell whether somebody types a sale of their own."""
        return not self.is_free and not self.taken


class Counter(Protocol):
    """What the counter does with a sale of the register."""

    def place(self) -> Place:
        """Tell what stands on the counter."""

    def fill(self, sale: HandedSale | None) -> None:
        """Put a waiting sale on the counter, or take it off."""

    def say(self, outcome: Outcome) -> None:
        """Say what happened."""

    def allow(self) -> None:
        """Say anew whether there is something to undo."""


class Waiting:
    """Keeps the list on the screen true, and does what the cashier chooses from it."""

    def __init__(self, view: WaitingView, counter: Counter) -> None:
        self._view, self._counter = view, counter
        self._register: Register | None = None
        self._sales: tuple[HandedSale, ...] = ()
        self._offered: set[str] = set()
        self._awarded: set[str] = set()  # here, and the register is not answered yet
        self._aside: HandedSale | None = None

    def serve(self, register: Register) -> None:
        """Serve a register from now on."""
        self._register = register
        self.look()

    @property
    def has_aside(self) -> bool:
        """Tell whether the last act put a sale aside, so that undoing brings it back."""
        return self._aside is not None

    def look(self, *, quietly: bool = False) -> None:
        """Show what waits now; offer a sale that waits alone, or say how many there are."""
        place = self._counter.place()
        if self._register is None or place.is_locked:
            return
        listed = tuple(reversed(self._register.waiting()))
        keys = {sale.key for sale in listed}
        self._awarded &= keys
        self._offered &= keys
        known = {sale.key for sale in self._sales}
        self._sales = tuple(sale for sale in listed if sale.key not in self._awarded)
        may_say = place.may_say and not quietly
        is_alone = len(self._sales) == 1 and self._sales[0].key not in self._offered
        if place.is_free and is_alone:
            self._fill(self._sales[0])
            if may_say:
                self._counter.say(Handed(self._sales[0].amount_minor))
            return
        self._show()
        has_new = any(sale.key not in known for sale in self._sales)
        if has_new and len(self._sales) > 1 and may_say and not place.is_typed:
            self._counter.say(SeveralWait(len(self._sales)))

    def take(self, key: str) -> None:
        """Put a waiting sale on the counter; what was typed there goes first."""
        sale, place = self._found(key), self._counter.place()
        if sale is None or place.is_busy:
            return
        if place.is_typed:
            self._counter.say(SaleFirst())
            return
        self._fill(sale)
        self._counter.say(Handed(sale.amount_minor))

    def put_aside(self, key: str) -> None:
        """Let a sale go without points; undoing brings it back."""
        sale, place = self._found(key), self._counter.place()
        if sale is None or self._register is None or place.is_busy:
            return
        refusal = self._register.dismiss(key)
        if refusal is not None:
            self._counter.say(refusal)
            return
        if place.taken == key:
            self._counter.fill(None)
        self._aside = sale
        self.look(quietly=True)
        self._counter.allow()
        self._counter.say(PutAside(sale.receipt))

    def bring_back(self) -> bool:
        """Let the sale wait again that was put aside last; tells whether there was one."""
        sale, self._aside = self._aside, None
        if sale is None or self._register is None:
            return False
        refusal = self._register.bring_back(sale.key)
        if refusal is None:
            self.look(quietly=True)
            if self._counter.place().is_free:
                self._fill(sale)
        self._counter.allow()
        self._counter.say(refusal or BroughtBack(sale.receipt))
        return True

    def awarded(self, sale: HandedSale | None) -> None:
        """Take a sale off the list that was awarded; whatever was put aside stays there."""
        self._aside = None
        if sale is not None:
            self._awarded.add(sale.key)

    def undone(self, sale: HandedSale | None) -> None:
        """Let a sale wait again whose award was undone, unless the register knows already."""
        if sale is not None:
            self._awarded.discard(sale.key)
        self.look(quietly=True)

    def _fill(self, sale: HandedSale) -> None:
        self._offered.add(sale.key)
        self._counter.fill(sale)
        self._show()

    def _show(self) -> None:
        self._view.show_waiting(self._sales, self._counter.place().taken)

    def _found(self, key: str) -> HandedSale | None:
        return next((sale for sale in self._sales if sale.key == key), None)


def handed_draft(draft: Draft, sale: HandedSale, currency: Currency) -> Draft:
    """Put a sale of the register in the place of a draft, with the points it asks to redeem."""
    choice, chosen = asked_choice(sale)
    if not (sale.redeem or draft.handed):  # else they are another sale's
        choice, chosen = draft.choice, draft.chosen
    return replace(
        draft,
        amount=plain_amount(sale.amount_minor, currency),
        parts=(),
        receipt=sale.receipt,
        choice=choice,
        chosen=chosen,
        handed=tuple(sale.lines) or (Line(sale.amount_minor),),
    )


def asked_choice(sale: HandedSale | None) -> tuple[Choice, str]:
    """Give the points the register asks to redeem, as somebody would choose them."""
    if sale is None or not sale.redeem:
        return Choice.NONE, ""
    return Choice.POINTS, str(sale.redeem)
