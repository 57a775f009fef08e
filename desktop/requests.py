"""What each verb of the till is asked: plain frozen values, amounts in minor units."""

from dataclasses import dataclass, field
from datetime import date

from regulars.ids import Id
from regulars.points.earning import Line

BY_CARD = "card"
BY_NUMBER = "number"
BY_PHONE = "phone"
BY_NAME = "name"
BY_SEARCH = "search"
"""Found, but nothing says that the card is here."""
BY_REPLACEMENT = "replaced"
"""Somebody who has just said a name and been given a new card; only its scan shows the card."""
TYPED = "typed"
HANDED = "handed"
IMPORTED = "import"


@dataclass(frozen=True, slots=True)
class Proof:
    """The second question when points are spent without the card: a month, or who approved."""

    birth_month: int = 0
    approver: Id | None = None


@dataclass(frozen=True, slots=True)
class SaleRequest:
    """Award a sale to a member, spending points on it if `spend_points` is above nothing.

    `act` names the sale before it is written: asking twice with the same name sells once. `on` is
    the business day of a sale that was made earlier; None is now.
    """

    act: Id
    member: Id
    lines: tuple[Line, ...]
    receipt: str = ""
    spend_points: int = 0
    how: str = BY_CARD
    source: str = TYPED
    on: date | None = None
    proof: Proof = field(default_factory=Proof)

    @property
    def amount_minor(self) -> int:
        """Give the amount of the whole sale."""
        return sum(line.amount_minor for line in self.lines)


@dataclass(frozen=True, slots=True)
class RedeemRequest:
    """Spend points for a reward without a sale; `what` is the reward in the shop's words."""

    act: Id
    member: Id
    points: int
    what: str = ""
    how: str = BY_CARD
    proof: Proof = field(default_factory=Proof)


@dataclass(frozen=True, slots=True)
class RefundRequest:
    """Give a sale back: in full, by an amount, or by amounts of its lines.

    `why` is "undo" (the act just done), "void" (it should not have been) or "refund".
    """

    act: Id
    sale: Id
    why: str
    amount_minor: int | None = None
    line_minor: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class AdjustRequest:
    """Give or take points by hand; always with a reason, above the limit with an approver."""

    act: Id
    member: Id
    points: int
    reason: str
    note: str = ""
    approver: Id | None = None


@dataclass(frozen=True, slots=True)
class EnrolRequest:
    """Make somebody a member. Texts are as typed; the verb reads and refuses them.

    `shares_phone` says that a number somebody else has was meant (a household).
    """

    name: str
    phone: str = ""
    birthday: str = ""
    agreed: bool = False
    marketing: bool = False
    language: str = "en"
    shares_phone: bool = False
    source: str = "counter"
    alias: str = ""
    """A card number of another system under which this member is known."""
    act: Id | None = None
    """The name of this act: asking twice with the same name makes one member."""


@dataclass(frozen=True, slots=True)
class ChangeRequest:
    """Change what is known of a member; None leaves a field as it is."""

    member: Id
    name: str | None = None
    phone: str | None = None
    birthday: str | None = None
    language: str | None = None
    shares_phone: bool = False
