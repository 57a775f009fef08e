"""What the verbs of the till answer: plain frozen values, ready to be shown."""

from dataclasses import dataclass
from datetime import date

from desktop.requests import BY_SEARCH
from regulars.ids import Id
from regulars.points.earning import Line, Why
from regulars.points.refunds import Refund, Sold


@dataclass(frozen=True, slots=True)
class MemberRow:
    """A member in a list of found ones; the phone is masked."""

    id: Id
    name: str
    number: str
    phone_masked: str
    balance: int


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A member as the counter shows one.

    `ending` lists (last day, points) soonest first; `last_visit` is None before the first sale.
    `birthday` is "1990-02-28", "--02-28" or "". `how` tells how the member was found; only a scan
    of the card is BY_CARD, whatever else is shown of somebody. `spendable` is what this till may
    spend now of a balance that others hold parts of; None where that is all of it.
    """

    id: Id
    wallet: Id
    name: str
    number: str
    phone_masked: str
    birthday: str
    language: str
    joined: date
    balance: int
    debt: int
    ending: tuple[tuple[date, int], ...]
    visits: int
    last_visit: date | None
    as_of_ms: int
    how: str = BY_SEARCH
    spendable: int | None = None


@dataclass(frozen=True, slots=True)
class SaleDone:
    """A sale that is on the disk; `why` explains the points."""

    act: Id
    member: MemberCard
    why: Why
    receipt: str
    spent: int
    pays_minor: int
    at_ms: int
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class RedeemDone:
    """A redemption without a sale that is on the disk."""

    act: Id
    member: MemberCard
    points: int
    pays_minor: int
    what: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class RefundDone:
    """A refund, void or undo that is on the disk.

    Of `back.earned_back` points, `taken` came from the balance, `debt` is owed now and `lapsed`
    had ended before and is not taken. `cash_minor` is the money to hand out.
    """

    act: Id
    sale: Id
    why: str
    member: MemberCard
    back: Refund
    taken: int
    debt: int
    lapsed: int
    cash_minor: int
    receipt: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class AdjustDone:
    """Points given or taken by hand, on the disk."""

    act: Id
    member: MemberCard
    points: int
    reason: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class SaleFound:
    """A finished sale as the refund page shows it.

    `ended` are points of it that ended unused and will not be taken back.
    """

    sale: Id
    kind: str
    member: MemberCard
    receipt: str
    on: date
    at_ms: int
    lines: tuple[Line, ...]
    sold: Sold
    earned: int
    is_gone: bool
    ended: int = 0


@dataclass(frozen=True, slots=True)
class Enrolled:
    """A new member with the card to print: `card_text` exists only here and on the card."""

    member: MemberCard
    card_text: str


@dataclass(frozen=True, slots=True)
class CardReplaced:
    """A new card for a member; every card before it is dead."""

    member: MemberCard
    card_text: str


@dataclass(frozen=True, slots=True)
class PhoneShown:
    """A full phone number, shown because somebody asked; the asking is in the log."""

    member: Id
    phone: str


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """One act in a member's history.

    `points` is what the balance changed by, `kind` the operation's; `act` is what a refund or an
    undo names. `can_reverse` tells whether there is something left to give back.
    """

    act: Id
    place: int
    kind: str
    on: date
    at_ms: int
    receipt: str
    amount_minor: int
    points: int
    earned: int
    spent: int
    balance_after: int
    staff_name: str
    can_reverse: bool
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Today:
    """Three numbers for the empty counter."""

    members_served: int
    points_given: int
    points_spent: int
    members_new: int


@dataclass(frozen=True, slots=True)
class StaffRow:
    """Somebody who works here."""

    id: Id
    name: str
    role: str
    is_active: bool
    has_pin: bool
