"""What every page is given: the till, how to wait for it, words, paper, and a voice."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from desktop.answers import MemberCard
from desktop.link import Link
from desktop.till import Till
from regulars.ids import Id
from ui.doing import WhenDone

if TYPE_CHECKING:  # wanted only by who prints, and by who has a centre
    from desktop.printing.values import RecoverySheet, Slip
    from sync.looks import Looker
    from sync.wishes import Wished


class PaperDesk(Protocol):
    """Prints, or shows a preview where no printer was chosen. Answers come as signals."""

    def print_slip(self, facts: object, *, ask: bool = False) -> None:
        """Print a slip of SaleDone, RedeemDone, RefundDone or AdjustDone."""

    def print_card(self, member: MemberCard, card_text: str) -> None:
        """Print a card, with a preview."""

    def recovery(self, sheet: RecoverySheet) -> None:
        """Show the recovery sheet with print and save."""

    def slip_of(self, facts: object) -> Slip | None:
        """Give a slip's values without printing."""


class Announce(Protocol):
    """Says a result aloud."""

    def __call__(self, text: str, *, good: bool) -> None:
        """Tell a screen reader, and make the sound of good or bad news."""


@dataclass(frozen=True, slots=True)
class Context:
    """What a page stands on. Made once, by `ui.app`."""

    till: Till
    when_done: WhenDone
    paper: PaperDesk
    announce: Announce
    want_rights: Callable[[Id, int], Future[Wished]] | None = None
    """Asks for rights to spend so many points of a wallet here; None on a till without a centre."""
    look: Looker | None = None
    """Asks the centre for what this till does not keep (`Courier.look`); None: there is none."""
    link: Link | None = None
    """How till and centre stand; None on a lone till."""
