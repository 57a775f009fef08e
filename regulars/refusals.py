"""The rules say no: values, not exceptions, each with a stable code that a page puts into words.

`code` is the class name in kebab-case. Fields are the figures the sentence needs.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Refusal:
    """Something the rules do not allow; nothing has been changed."""

    @property
    def code(self) -> str:
        """Give the stable name under which this refusal is worded and documented."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()


@dataclass(frozen=True, slots=True)
class NotEnoughPoints(Refusal):
    """More points were asked for than can be spent here now."""

    available: int
    asked: int


@dataclass(frozen=True, slots=True)
class NotEnoughHere(Refusal):
    """This till may not spend so many of the member's points by itself now.

    `why` is "rights" (others hold them), "lease" (no news for too long) or "frozen". `pool` and
    `elsewhere` (devices and points) are as they were told when rights were last asked for.
    """

    available: int
    asked: int
    balance: int
    why: str
    pool: int = 0
    elsewhere: tuple[tuple[bytes, int], ...] = ()


@dataclass(frozen=True, slots=True)
class TooFewPoints(Refusal):
    """The programme wants at least so many points spent at once."""

    least: int
    asked: int


@dataclass(frozen=True, slots=True)
class PointsNotPositive(Refusal):
    """Nothing, or less than nothing, was to be spent."""


@dataclass(frozen=True, slots=True)
class WorthNothing(Refusal):
    """So few points pay for nothing at all."""

    points: int


@dataclass(frozen=True, slots=True)
class MoreThanSale(Refusal):
    """The points would pay more than the sale allows."""

    pays_minor: int
    payable_minor: int


@dataclass(frozen=True, slots=True)
class DebtFirst(Refusal):
    """The member owes points and has none; new sales repay them first."""

    debt: int


@dataclass(frozen=True, slots=True)
class BadAmount(Refusal):
    """The text is not an amount this currency can write."""

    typed: str


@dataclass(frozen=True, slots=True)
class ReceiptKnown(Refusal):
    """This receipt has earned already."""

    receipt: str
    sale: bytes
    day: str
    member_name: str


@dataclass(frozen=True, slots=True)
class UnknownMember(Refusal):
    """No member answers to this card, number or id."""


@dataclass(frozen=True, slots=True)
class UnknownCard(Refusal):
    """A well-formed card that this till has never met."""


@dataclass(frozen=True, slots=True)
class CardRevoked(Refusal):
    """The card was reported lost or was replaced."""

    member: bytes


@dataclass(frozen=True, slots=True)
class UnreadableCode(Refusal):
    """What the scanner sent is short, damaged or somebody else's; `reason` says which."""

    reason: str


@dataclass(frozen=True, slots=True)
class UnknownSale(Refusal):
    """No sale of this shop has this receipt or slip code."""


@dataclass(frozen=True, slots=True)
class UnknownReceiptHere(Refusal):
    """No sale of this till has this receipt; another till may have sold it, which its slip says."""


@dataclass(frozen=True, slots=True)
class RefundNotHeld(Refusal):
    """Giving this sale back is not in this till's hands; it can be asked for."""

    sale: bytes


@dataclass(frozen=True, slots=True)
class RefundAskedAlready(Refusal):
    """Somebody has asked for a refund of this sale, and it still waits."""


@dataclass(frozen=True, slots=True)
class NothingLeftToRefund(Refusal):
    """The sale was given back in full already."""


@dataclass(frozen=True, slots=True)
class RefundTooLarge(Refusal):
    """More was to be given back than is left of the sale or of one of its lines."""

    left_minor: int
    asked_minor: int


@dataclass(frozen=True, slots=True)
class NothingToUndo(Refusal):
    """There is no act of this till that can still be undone."""


@dataclass(frozen=True, slots=True)
class CareNeeded(Refusal):
    """Spending without the card needs a second proof; `need` is "birthday" or "approval"."""

    need: str
    above: int


@dataclass(frozen=True, slots=True)
class WrongMonth(Refusal):
    """The birthday month given is not the member's."""


@dataclass(frozen=True, slots=True)
class NameMissing(Refusal):
    """A member needs a name."""


@dataclass(frozen=True, slots=True)
class BadPhone(Refusal):
    """The text is not a telephone number that exists."""

    typed: str


@dataclass(frozen=True, slots=True)
class BadBirthday(Refusal):
    """The text is not a day of the year."""

    typed: str


@dataclass(frozen=True, slots=True)
class ConsentMissing(Refusal):
    """Nobody becomes a member without having agreed."""


@dataclass(frozen=True, slots=True)
class PhoneTaken(Refusal):
    """Somebody has this number already; sharing it is allowed when it is meant."""

    member: bytes
    name: str


@dataclass(frozen=True, slots=True)
class ActKnown(Refusal):
    """An act of this name was written already, and what it says is something else."""


@dataclass(frozen=True, slots=True)
class NotAllowed(Refusal):
    """This person may not do this; someone with the right can approve it."""

    act: str


@dataclass(frozen=True, slots=True)
class WrongPin(Refusal):
    """The PIN is not right; so many tries are left before a pause."""

    tries_left: int


@dataclass(frozen=True, slots=True)
class PinLocked(Refusal):
    """Too many wrong PINs; the next try is possible in so many seconds."""

    seconds: int


@dataclass(frozen=True, slots=True)
class WeakPin(Refusal):
    """Anyone would guess this PIN first."""


@dataclass(frozen=True, slots=True)
class ReasonMissing(Refusal):
    """Points given or taken by hand need a reason."""


@dataclass(frozen=True, slots=True)
class AdjustTooLarge(Refusal):
    """More points would be taken than the member has, or more given than the limit."""

    limit: int


@dataclass(frozen=True, slots=True)
class AlreadySettled(Refusal):
    """Somebody chose meanwhile: `choice`; "" where there is nothing to choose any more."""

    choice: str


@dataclass(frozen=True, slots=True)
class MergedLongAgo(Refusal):
    """Two members were merged too long ago to be taken apart."""


@dataclass(frozen=True, slots=True)
class ClockJumped(Refusal):
    """The clock is more than a week away from the last entry; a named person must confirm it."""

    last_day: str
    today: str


@dataclass(frozen=True, slots=True)
class BadSetting(Refusal):
    """A setting's value is not one it can have."""

    key: str


@dataclass(frozen=True, slots=True)
class BadFile(Refusal):
    """A file handed over cannot be used; `why` is a sentence key and `line` counts from one."""

    why: str
    line: int = 0
    found: str = ""
