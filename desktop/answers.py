"""What the verbs of the till answer: plain frozen values, ready to be shown."""

from dataclasses import dataclass, replace
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
class Holder:
    """Another till that holds points of a member; `name` is "" where that was not told."""

    device: Id
    name: str
    points: int


@dataclass(frozen=True, slots=True)
class PurseHere:
    """A wallet of a member, with its balance and what of it may be spent here now."""

    wallet: Id
    balance: int
    here: int


@dataclass(frozen=True, slots=True)
class Reach:
    """What a till that has joined a centre may spend of a member now, and where the rest is.

    `why` is "rights" (others hold the rest), "lease" (no news for too long) or "frozen". `holders`,
    those of this store first, and `pool`, what no till held, are as they were told when rights were
    last asked for, and together never more than the rest. `unsent` own acts are not with the centre
    yet. `lead` names the till of this store that has its members' points while it is cut off; ""
    where that is this one, or where none is known.
    """

    here: int
    why: str = "rights"
    pool: int = 0
    holders: tuple[Holder, ...] = ()
    purses: tuple[PurseHere, ...] = ()
    unsent: int = 0
    lead: str = ""


@dataclass(frozen=True, slots=True)
class MemberCard:
    """A member as the counter shows one.

    `ending` lists (last day, points) soonest first; `last_visit` is None before the first sale.
    `birthday` is "1990-02-28", "--02-28" or "". `how` tells how the member was found; only a scan
    of the card is BY_CARD, whatever else is shown of somebody. `reach` is None on a lone till.
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
    reach: Reach | None = None

    @property
    def spendable(self) -> int:
        """Give the points this till may spend now without asking anybody; alone, all there are."""
        return self.balance if self.reach is None else self.reach.here


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
class WentBack:
    """What the centre says has gone back of a sale.

    `cash_minor` is the money to hand out for what this till asked for, once that was carried out;
    None where an older centre does not say. `meanwhile_minor` is what had been given back unknown
    to this till when its request was refused, `back_minor` all that has, and `at` the till that
    last gave some of it back, as people call it, or "". `earlier_minor` is the money that was to be
    handed out here for what this till had asked for before that; None where nobody says how much.
    """

    cash_minor: int | None = None
    meanwhile_minor: int = 0
    back_minor: int = 0
    at: str = ""
    earlier_minor: int | None = 0

    def as_earlier(self) -> "WentBack":
        """Give what is known once something more is asked for: what was to be handed out stands."""
        before, now = self.earlier_minor, self.cash_minor
        earlier = None if before is None or now is None else before + now
        return replace(self, cash_minor=None, meanwhile_minor=0, earlier_minor=earlier)


NOTHING_BACK = WentBack()


@dataclass(frozen=True, slots=True)
class SaleFound:
    """A finished sale as the refund page shows it.

    `ended` are points of it that ended unused and will not be taken back. `is_held` tells whether
    this till may give it back by itself; `asked` is "" before that was asked for, then "waiting",
    and then "done" (this till asked, and hands out the money), "stale" (it was refused, as more had
    gone back than was known here), "elsewhere" (refused, as nothing is left) or "given" (others
    asked). `takeable` is what a refund can take off the balance here now; the rest would be owed.
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
    takeable: int
    ended: int = 0
    is_held: bool = True
    asked: str = ""
    went: WentBack = NOTHING_BACK


@dataclass(frozen=True, slots=True)
class SaleElsewhere:
    """A sale of another till, of which this one knows only the id; `asked` as in SaleFound."""

    sale: Id
    asked: str = ""
    went: WentBack = NOTHING_BACK


@dataclass(frozen=True, slots=True)
class RefundAsked:
    """A refund was asked for: whoever holds the right carries it out once it hears of it."""

    act: Id
    sale: Id
    at_ms: int


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
    undo names. `can_reverse` tells whether there is something left to give back. `state` is ""
    on a lone till, else how far the act has come: "unsent", "sent" (and done), "waiting" (there, to
    be done later), "review" (done, for a person to look at) or "kept" (for a person, not done).
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
    state: str = ""


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
