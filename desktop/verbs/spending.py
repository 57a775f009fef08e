"""Decide what may be spent: all that is shown on a lone till, what rights allow on one that joined.

The network is never asked here: whoever wants more than is here asks for rights first.
"""

from dataclasses import dataclass

from desktop.book import Book
from desktop.store.allocations import ELSEWHERE
from desktop.store.group import Purse, here_now, purses_of, share
from desktop.store.members import Standing
from desktop.store.reach import reach_of
from regulars.canonical import Json
from regulars.ids import Id, spell
from regulars.points.redeeming import Offer, check_spend
from regulars.refusals import NotEnoughHere, Refusal


@dataclass(frozen=True, slots=True)
class Spending:
    """What is spent and what it pays, and from which wallets."""

    offer: Offer
    spent: tuple[tuple[Id, int], ...]

    def data(self) -> list[Json]:
        """Give the wallets as operations have them."""
        return [[spell(wallet), points] for wallet, points in self.spent]


NOTHING_SPENT = Spending(Offer(0, 0), ())


def from_one(offer: Offer, wallet: Id) -> Spending:
    """Spend all of an offer from one wallet."""
    return Spending(offer, ((wallet, offer.points),)) if offer.points else NOTHING_SPENT


def decide(
    book: Book, member: Standing, points: int, amount_minor: int | None
) -> Spending | Refusal:
    """Decide whether so many points may be spent here now, and from which wallets."""
    if member.unsettled != ELSEWHERE:
        offer = _check(book, points, member.balance, member.debt, amount_minor)
        return offer if isinstance(offer, Refusal) else from_one(offer, member.wallet)
    purses = purses_of(book.store, member.id)
    balance, debt = sum(one.balance for one in purses), sum(one.debt for one in purses)
    offer = _check(book, points, balance, debt, amount_minor)
    if isinstance(offer, Refusal):
        return offer
    here = here_now(book.store, purses, book.today(), book.clock.now_ms())
    if points > sum(here):
        return _not_here(book, purses, asked=points)
    parts = zip(purses, share(points, here), strict=True)
    return Spending(offer, tuple((one.wallet, part) for one, part in parts if part))


def available(book: Book, member: Standing) -> int:
    """Give what may be taken from a member's own wallet here now."""
    if member.unsettled != ELSEWHERE:
        return member.balance
    purse = Purse(member.wallet_key, member.wallet, member.balance, member.debt)
    return here_now(book.store, [purse], book.today(), book.clock.now_ms())[0]


def _check(
    book: Book, points: int, balance: int, debt: int, amount_minor: int | None
) -> Offer | Refusal:
    return check_spend(
        book.shop.programme,
        points=points,
        available=balance,
        debt=debt,
        amount_minor=amount_minor,
    )


def _not_here(book: Book, purses: list[Purse], *, asked: int) -> NotEnoughHere:
    reach = reach_of(book.store, purses, book.today(), book.clock.now_ms())
    return NotEnoughHere(
        available=reach.here,
        asked=asked,
        balance=sum(one.balance for one in purses),
        why=reach.why,
        pool=reach.pool,
        elsewhere=tuple((one.device, one.points) for one in reach.holders),
    )
