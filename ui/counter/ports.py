"""What the counter's presenter stands on: the verbs it uses and the page it speaks to. No Qt."""

from collections.abc import Callable
from concurrent.futures import Future
from datetime import date
from typing import Protocol

from desktop.answers import MemberCard, RedeemDone, RefundDone, SaleDone, Today
from desktop.requests import RedeemRequest, RefundRequest, SaleRequest
from desktop.staff import Person
from desktop.store.shop import Shop
from regulars.ids import Id
from regulars.points.earning import Line
from regulars.refusals import Refusal
from ui.counter.draft import Draft, Preview
from ui.counter.finding import FindingTill, FindingView
from ui.counter.outcome import Outcome


class HandedSale(Protocol):
    """A sale the register handed over without a member."""

    @property
    def key(self) -> str:
        """What names it: its receipt as it earns."""

    @property
    def amount_minor(self) -> int:
        """The whole amount."""

    @property
    def receipt(self) -> str:
        """The receipt's number, or an empty text."""

    @property
    def lines(self) -> tuple[Line, ...]:
        """Its lines; none where the register gave only a total."""

    @property
    def on(self) -> date:
        """Its business day."""

    @property
    def at_ms(self) -> int | None:
        """When it was made; None where the register did not say."""

    @property
    def redeem(self) -> int:
        """Points it asks to spend."""


class CounterTill(FindingTill, Protocol):
    """The verbs the counter uses."""

    @property
    def person(self) -> Person | None:
        """Who is signed in; None while the till is locked."""

    @property
    def shop(self) -> Shop:
        """The shop as it stands."""

    def fresh_id(self) -> Id:
        """Make the name of an act."""

    def today(self) -> Future[Today]:
        """Read the day's figures."""

    def sell(self, request: SaleRequest) -> Future[SaleDone | Refusal]:
        """Award a sale."""

    def redeem(self, request: RedeemRequest) -> Future[RedeemDone | Refusal]:
        """Spend points without a sale."""

    def give_back(self, request: RefundRequest) -> Future[RefundDone | Refusal]:
        """Undo a sale."""


class CounterView(FindingView, Protocol):
    """What the counter shows, in values and codes."""

    def show_member(self, member: MemberCard | None, *, served: bool) -> None:
        """Show who is served, who was served last, or nobody."""

    def show_today(self, today: Today) -> None:
        """Show the day's numbers."""

    def show_draft(self, draft: Draft) -> None:
        """Fill the fields of the sale."""

    def show_preview(self, preview: Preview) -> None:
        """Show what the sale comes to and what Enter does."""

    def say(self, outcome: Outcome) -> None:
        """Say what happened, and what can be done about it."""

    def hush(self) -> None:
        """Take away what was said last: it is true no longer."""

    def ask_month(self, name: str) -> None:
        """Ask for the month of a member's birthday; an empty name puts the question away."""

    def ask_approval(self, act: str, then: Callable[[Person], None]) -> None:
        """Ask for somebody who may approve an act."""

    def lead_to(self, field: str) -> None:
        """Put the keys into a field: scan, amount, receipt or chosen."""

    def allow(self, *, undo: bool, slip: bool) -> None:
        """Say whether there is something to undo and something to print."""

    def print_slip(self, facts: SaleDone | RedeemDone | RefundDone) -> None:
        """Hand the last act to the printer."""

    def show_waiting(self, sales: tuple[HandedSale, ...], taken: str) -> None:
        """Show the register's sales that wait; `taken` is the key of the one on the counter."""
