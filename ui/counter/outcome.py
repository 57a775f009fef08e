"""What can happen at the counter, as values; the page puts them into words."""

from dataclasses import dataclass
from typing import TypeAlias

from desktop.answers import Reach, RedeemDone, RefundDone, SaleDone
from desktop.trouble import Trouble
from regulars.refusals import Refusal
from sync.wishes import WishEnd
from ui.counter.draft import Step


@dataclass(frozen=True, slots=True)
class Undone:
    """The last act was taken back; `is_restored` says that its sale is on the screen again."""

    done: RefundDone
    is_restored: bool


@dataclass(frozen=True, slots=True)
class Missing:
    """Enter was pressed, and something is still wanted."""

    step: Step


@dataclass(frozen=True, slots=True)
class Replaced:
    """Another card was scanned while a sale was typed; the sale stays, the member is another."""

    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Handed:
    """The register handed over a sale that needs a member."""

    amount_minor: int


@dataclass(frozen=True, slots=True)
class SeveralWait:
    """So many sales of the register wait for their members; which is meant nobody can guess."""

    count: int


@dataclass(frozen=True, slots=True)
class SaleFirst:
    """A waiting sale was chosen while another one is typed; that one goes first."""


@dataclass(frozen=True, slots=True)
class PutAside:
    """A sale of the register was let go without points."""

    receipt: str


@dataclass(frozen=True, slots=True)
class BroughtBack:
    """A sale that was put aside waits again."""

    receipt: str


@dataclass(frozen=True, slots=True)
class AskingRights:
    """So many points are asked for that may not be spent here yet; nobody waits for the answer."""

    points: int


@dataclass(frozen=True, slots=True)
class Short:
    """Less can be spent here now than was to be; nothing was done.

    `take` points fit and are here. `end` is what came of asking for more; None where that was not
    asked, since it would not have helped.
    """

    reach: Reach
    take: int
    end: WishEnd | None = None


Outcome: TypeAlias = (
    SaleDone
    | RedeemDone
    | Undone
    | Missing
    | Replaced
    | Handed
    | SeveralWait
    | SaleFirst
    | PutAside
    | BroughtBack
    | AskingRights
    | Short
    | Refusal
    | Trouble
)
