"""What the refund page decides: which sale, how much of it, and what goes back. No Qt, no words.

What is shown before Enter is worked out by the same rules the till uses; the till decides again.
A refund keeps its name through a trouble, so that asking again never gives back twice.
"""

from concurrent.futures import Future
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Protocol, TypeAlias

from desktop.answers import (
    NOTHING_BACK,
    MemberCard,
    RefundAsked,
    RefundDone,
    SaleElsewhere,
    SaleFound,
    WentBack,
)
from desktop.changes import Changed
from desktop.requests import RefundRequest
from desktop.store.shop import Shop
from desktop.trouble import Trouble
from regulars.ids import Id
from regulars.points.refunds import Refund, refund, spread, take_back
from regulars.refusals import (
    BadAmount,
    NothingLeftToRefund,
    RefundAskedAlready,
    RefundNotHeld,
    RefundTooLarge,
    Refusal,
)
from ui.doing import WhenDone

REFUND, VOID = "refund", "void"
HERE, ELSEWHERE, GIVEN, STALE = "done", "elsewhere", "given", "stale"
_IS_OPEN = {"", STALE}
"""It can be asked for: nobody has, or it was refused because more had gone back than was known."""


class Step(StrEnum):
    """What Enter does next."""

    FIND = "find"
    GIVE_BACK = "give-back"
    REFUSED = "refused"
    GONE = "gone"
    LEAVE = "leave"
    ASK = "ask"
    """It is not in this till's hands: whoever holds it can be asked."""
    ASKED = "asked"
    DEALT = "dealt"
    """The centre has dealt with what was asked for; `Preview.came` says how."""


@dataclass(frozen=True, slots=True)
class Form:
    """What was typed: nothing means everything that is left."""

    amount: str = ""
    lines: tuple[str, ...] = ()
    why: str = REFUND


@dataclass(frozen=True, slots=True)
class Preview:
    """What would go back: `taken` points leave the balance, `debt` would be owed.

    `came` and `went` are as in `Dealt`.
    """

    step: Step
    back: Refund | None = None
    taken: int = 0
    debt: int = 0
    refusal: Refusal | None = None
    came: str = ""
    went: WentBack = NOTHING_BACK

    @property
    def cash_minor(self) -> int:
        """Give the money to hand out."""
        back = self.back
        return 0 if back is None else max(0, back.amount_minor - back.paid_back_minor)


@dataclass(frozen=True, slots=True)
class Dealt:
    """The centre has dealt with a refund that was asked for; `member` where that is known here.

    `came` is HERE (this till asked, and hands out the money), ELSEWHERE (it asked, but another gave
    the sale back: nothing to hand out), STALE (it asked, but something had gone back meanwhile:
    nothing to hand out, and to be asked for anew) or GIVEN (this till never asked). `went` says how
    much, and where.
    """

    member: MemberCard | None
    came: str
    went: WentBack = NOTHING_BACK


Outcome: TypeAlias = RefundDone | RefundAsked | Dealt | Refusal | Trouble
Sale: TypeAlias = SaleFound | SaleElsewhere


class RefundTill(Protocol):
    """The verbs the refund page uses."""

    @property
    def shop(self) -> Shop:
        """The shop as it stands."""

    def fresh_id(self) -> Id:
        """Make the name of an act."""

    def sale(self, sale: Id) -> Future[SaleFound | SaleElsewhere | Refusal]:
        """Show a sale."""

    def sale_by_receipt(self, receipt: str) -> Future[SaleFound | SaleElsewhere | Refusal]:
        """Show the sale of a receipt."""

    def give_back(self, request: RefundRequest) -> Future[RefundDone | Refusal]:
        """Give a sale back."""

    def ask_refund(self, request: RefundRequest) -> Future[RefundAsked | Refusal]:
        """Ask for a refund that is not in this till's hands."""


class RefundView(Protocol):
    """What the refund page shows, in values and codes."""

    def show_sale(self, sale: Sale | None) -> None:
        """Show a sale, or the empty page."""

    def show_form(self, form: Form) -> None:
        """Fill the fields."""

    def show_preview(self, preview: Preview) -> None:
        """Show what would go back."""

    def say(self, outcome: Outcome) -> None:
        """Say what happened."""

    def hush(self) -> None:
        """Take the last result away: it was about another sale."""

    def lead_to(self, field: str) -> None:
        """Put the keys into a field: find or amount."""

    def finished(self, done: RefundDone) -> None:
        """Tell that a refund is on the disk."""

    def leave(self) -> None:
        """Go back to where the person came from."""


def _after_asking(sale: Sale) -> Preview:
    if sale.asked == "waiting":
        return Preview(Step.ASKED, went=sale.went)
    return Preview(Step.DEALT, came=sale.asked, went=sale.went)


def _so_far(sale: Sale) -> WentBack:
    """Give what is known before more is asked for: what was to be handed out is not forgotten."""
    return sale.went.as_earlier() if sale.asked == HERE else sale.went


class RefundPresenter:
    """The refund page without a screen. Lives on the GUI thread; waits for nothing."""

    def __init__(self, till: RefundTill, view: RefundView, when_done: WhenDone) -> None:
        self._till, self._view, self._when_done = till, view, when_done
        self._sale: Sale | None = None
        self._form = Form()
        self._preview = Preview(Step.FIND)
        self._generation = 0
        self._act: Id | None = None  # the name of this refund, once it was asked for
        self._is_writing = False
        self._is_done = False

    def open_blank(self) -> None:
        """Begin with nothing: a slip is scanned or a receipt typed next."""
        self._generation += 1
        self._show(None)
        self._view.hush()
        self._view.lead_to("find")

    def open_sale(self, sale: Id) -> None:
        """Show a sale by the code of its slip."""
        self._view.hush()
        self._ask(self._till.sale(sale))

    def find(self, receipt: str) -> None:
        """Show the sale a receipt earned with."""
        if receipt.strip():
            self._ask(self._till.sale_by_receipt(receipt.strip()))

    def typed(self, *, amount: str, lines: tuple[str, ...]) -> None:
        """Take the fields as they are now."""
        is_part = bool(amount) or any(lines)
        was_void = self._form.why == VOID
        why = REFUND if is_part else self._form.why  # a part of a sale cannot be a mistake
        self._change(Form(amount, lines, why))
        if was_void and is_part:
            self._view.show_form(self._form)

    def choose_why(self, why: str) -> None:
        """Say whether goods come back, or the sale should not have been: that is all of it."""
        if why == VOID:
            self._change(Form(why=VOID))
        else:
            self._change(replace(self._form, why=REFUND))
        self._view.show_form(self._form)

    def enter(self) -> None:
        """Do what the button says."""
        if self._is_writing:
            return
        match self._preview.step:
            case Step.GIVE_BACK:
                self._give_back()
            case Step.ASK:
                self._ask_for_refund()
            case Step.LEAVE | Step.ASKED | Step.DEALT:
                self._view.leave()
            case Step.GONE:
                self._view.say(NothingLeftToRefund())
            case Step.REFUSED:
                assert self._preview.refusal is not None, "a refusal says why"
                self._view.say(self._preview.refusal)
            case Step.FIND:
                self._view.lead_to("find")

    def changed(self, note: Changed) -> None:
        """Look again at a sale whose refund was asked for; nothing that was typed changes."""
        sale = self._sale
        is_asked = self._preview.step in {Step.ASKED, Step.DEALT}
        if sale is None or not is_asked or self._is_writing:
            return
        is_about = isinstance(sale, SaleFound) and sale.member.id in note.members
        if not (note.refunds or note.everything or is_about):
            return
        generation = self._generation

        def read(found: Sale | Refusal) -> None:
            if generation != self._generation or isinstance(found, Refusal):
                return
            if found.asked not in {"", "waiting", sale.asked}:
                self._show(found)
                member = found.member if isinstance(found, SaleFound) else None
                self._view.say(Dealt(member, found.asked, found.went))

        self._when_done(self._till.sale(sale.sale), read, self._view.say)

    def _ask(self, asked: Future[SaleFound | SaleElsewhere | Refusal]) -> None:
        self._generation += 1
        generation = self._generation

        def found(sale: Sale | Refusal) -> None:
            if generation != self._generation:
                return
            if isinstance(sale, Refusal):
                self._view.say(sale)
                self._view.lead_to("find")
                return
            self._view.hush()
            self._show(sale)
            self._view.lead_to("amount")

        self._when_done(asked, found, self._view.say)

    def _show(self, sale: Sale | None) -> None:
        self._sale, self._is_done, self._act = sale, False, None
        lines = sale.lines if isinstance(sale, SaleFound) else ()
        self._form = Form(lines=("",) * len(lines))
        self._view.show_sale(sale)
        self._view.show_form(self._form)
        self._price()

    def _change(self, form: Form) -> None:
        if form != self._form:
            self._form, self._is_done, self._act = form, False, None
            self._price()

    def _price(self) -> None:
        self._preview = self._worked_out()
        self._view.show_preview(self._preview)

    def _worked_out(self) -> Preview:
        sale = self._sale
        if sale is None:
            return Preview(Step.FIND)
        if self._is_done:
            return Preview(Step.LEAVE)
        if isinstance(sale, SaleElsewhere):
            is_open = sale.asked in _IS_OPEN
            return Preview(Step.ASK, went=sale.went) if is_open else _after_asking(sale)
        is_whole = sale.asked not in _IS_OPEN and self._is_whole()
        if not sale.is_held and (sale.asked == "waiting" or is_whole):
            return _after_asking(sale)
        if sale.is_gone:
            return Preview(Step.GONE)
        lines = self._lines(sale)
        if isinstance(lines, Refusal):
            return Preview(Step.REFUSED, refusal=lines)
        back = refund(sale.sold, lines, whole=sum(lines) == sale.sold.left_minor)
        if isinstance(back, Refusal):
            return Preview(Step.REFUSED, refusal=back)
        if not sale.is_held:
            return Preview(Step.ASK, back, went=_so_far(sale))
        split = take_back(back, balance=sale.takeable, debt=sale.member.debt, ended=sale.ended)
        return Preview(Step.GIVE_BACK, back, split.taken, split.debt)

    def _is_whole(self) -> bool:
        return not self._form.amount and not any(self._form.lines)

    def _lines(self, sale: SaleFound) -> tuple[int, ...] | Refusal:
        """Give how much of each line goes back."""
        currency = self._till.shop.currency
        if any(self._form.lines):
            read = [currency.read(typed) if typed else 0 for typed in self._form.lines]
            whole = [minor for minor in read if minor is not None]
            return tuple(whole) if len(whole) == len(read) else BadAmount("")
        if not self._form.amount:
            return tuple(line.left_minor for line in sale.sold.lines)
        amount = currency.read(self._form.amount)
        if amount is None:
            return BadAmount(self._form.amount)
        if not 0 < amount <= sale.sold.left_minor:
            return RefundTooLarge(left_minor=sale.sold.left_minor, asked_minor=amount)
        return spread(sale.sold, amount)

    def _request(self, sale: Sale) -> RefundRequest:
        """Name what goes back, the same name each time it is tried."""
        if self._act is None:
            self._act = self._till.fresh_id()
        back = self._preview.back
        lines = None if back is None or self._is_whole() else back.line_minor
        return RefundRequest(self._act, sale.sale, self._form.why, line_minor=lines)

    def _give_back(self) -> None:
        sale = self._sale
        assert isinstance(sale, SaleFound), "there is something to give back"
        request = self._request(sale)
        self._is_writing = True
        generation = self._generation

        def given_back(done: RefundDone | Refusal) -> None:
            self._is_writing = False
            self._view.say(done)
            if isinstance(done, Refusal):
                if isinstance(done, RefundNotHeld) and generation == self._generation:
                    self._show(replace(sale, is_held=False))
                return
            if generation == self._generation:  # nobody has asked for another sale meanwhile
                self._is_done = True
                self._price()
                self._reread(done.sale)
            self._view.finished(done)

        self._when_done(self._till.give_back(request), given_back, self._not_written)

    def _ask_for_refund(self) -> None:
        sale = self._sale
        assert sale is not None, "there is something to ask for"
        request = self._request(sale)
        self._is_writing = True
        generation = self._generation

        def asked(done: RefundAsked | Refusal) -> None:
            self._is_writing = False
            self._view.say(done)
            is_asked = isinstance(done, RefundAsked | RefundAskedAlready)
            if is_asked and generation == self._generation:
                self._show(replace(sale, asked="waiting", went=_so_far(sale)))

        self._when_done(self._till.ask_refund(request), asked, self._not_written)

    def _reread(self, sale: Id) -> None:
        """Show what is left of the sale; Enter leaves until something is typed."""
        self._generation += 1
        generation = self._generation

        def read(found: Sale | Refusal) -> None:
            if generation == self._generation and isinstance(found, SaleFound):
                self._show(found)
                self._is_done = True
                self._price()

        self._when_done(self._till.sale(sale), read, self._view.say)

    def _not_written(self, trouble: Trouble) -> None:
        self._is_writing = False
        self._view.say(trouble)
