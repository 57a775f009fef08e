"""The till's side of the hand-over: award what the register sends, or let the counter decide.

Sales are written as nobody's act ("register"), through the same verb as at the counter. A sale
without a member waits until a cashier awards its receipt, in whatever way, or puts it aside.
"""

import threading
from collections.abc import Mapping
from concurrent.futures import Future
from concurrent.futures import TimeoutError as NotInTime
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any, Final, TypeVar

from desktop.book import Book
from desktop.changes import Changed
from desktop.clock import Clock
from desktop.handover import answer
from desktop.handover.folder import Answered, Later, Outcome, Rejected, Waits, Watcher
from desktop.handover.message import Malformed, Message, read_message
from desktop.opening import OpenShop
from desktop.requests import BY_PHONE, HANDED, SaleRequest
from desktop.store.database import Store
from desktop.store.members import member_card, members_by_phone
from desktop.store.sales import (
    SaleState,
    operation_of,
    programme_named,
    receipt_key,
    sale_state,
    sale_with_receipt,
)
from desktop.store.shop import Shop
from desktop.till import Till
from desktop.trouble import Trouble
from desktop.verbs.clock import clock_jump
from desktop.verbs.identify import scanned
from desktop.verbs.sell import sell
from desktop.worker import WorkerBusy, WorkerStopped
from regulars.canonical import Json
from regulars.ids import Id, spell, unspell
from regulars.operations.operation import NOBODY, Operation, read_operation
from regulars.people.member_number import digits
from regulars.people.phone import read_phone
from regulars.points.earning import Line
from regulars.refusals import NotAllowed, ReceiptKnown, Refusal, UnknownMember, UnknownSale

T = TypeVar("T")

OLDEST: Final = timedelta(days=31)
WAIT_S: Final = 60.0


@dataclass(frozen=True, slots=True)
class WaitingSale:
    """A sale the register handed over without saying whose it is; amounts in minor units.

    To award it the counter sells with its `receipt` and `lines`; `on` is its business day. `key`
    names it: the receipt as it earns. `at_ms` is None where the register did not say when;
    `redeem` is points it asks to spend.
    """

    key: str
    receipt: str
    amount_minor: int
    lines: tuple[Line, ...]
    on: date
    at_ms: int | None = None
    redeem: int = 0


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A waiting sale with the name of its claimed file."""

    name: str
    sale: WaitingSale


def watched_folder(till: Till) -> Path:
    """Give the folder the register drops sales into: the one that was set, or the shop's own."""
    chosen = till.shop.setting("watched_folder")
    return Path(chosen) if chosen else till.folder.watched


class HandOver:
    """Answers the register from an open till. `start` watches; `scan` is one look by hand.

    `waiting`, `dismiss` and `bring_back` never touch the disk and may be called from any thread.
    The till publishes `Changed(handed=True)` whenever what waits has changed, or what troubles.
    The folder that is set is watched from the next look on.
    """

    def __init__(self, till: Till, folder: Path | None = None, clock: Clock | None = None) -> None:
        """Make it for a till that is ready."""
        self._till = till
        self._lock = threading.Lock()
        self._waiting: dict[str, _Waiting] = {}
        self._dismissed: dict[str, _Waiting] = {}
        self.watcher = Watcher(
            folder or watched_folder(till),
            self._give,
            where=None if folder else partial(watched_folder, till),
            moved=self._forget_all,
            noticed=self._note,
            clock=clock,
        )

    def start(self) -> None:
        """Watch the folder from now on."""
        self.watcher.start()

    def stop(self, timeout_s: float = 5.0) -> bool:
        """Stop watching; what was claimed is dealt with at the next start."""
        return self.watcher.stop(timeout_s)

    def scan(self) -> None:
        """Look at the folder once, and at what the counter did with what waits."""
        self.watcher.scan()

    @property
    def trouble(self) -> Trouble | None:
        """Give what stands in the way of the folder now; None when nothing does."""
        return self.watcher.trouble

    @property
    def folder(self) -> Path:
        """Give the folder that is watched."""
        return self.watcher.root

    def waiting(self) -> list[WaitingSale]:
        """List the sales that wait for a member, oldest first; a receipt stands there once."""
        with self._lock:
            found = {one.sale.key: one.sale for one in self._waiting.values()}
        return list(found.values())

    def dismiss(self, key: str) -> Refusal | None:
        """Put a waiting sale aside: no points, and the register is told so."""
        return self._move(self._waiting, self._dismissed, key)

    def bring_back(self, key: str) -> Refusal | None:
        """Let a sale wait again that was put aside; its answer is withdrawn by the next one."""
        return self._move(self._dismissed, self._waiting, key)

    def _move(
        self, here: dict[str, _Waiting], there: dict[str, _Waiting], key: str
    ) -> Refusal | None:
        person = self._till.person
        if person is None or not person.may("sell"):
            return NotAllowed("sell")
        with self._lock:
            moving = [name for name, one in here.items() if one.sale.key == key]
            for name in moving:
                there[name] = here.pop(name)
                if there is self._waiting:
                    self.watcher.recall(name)
        if not moving:
            return UnknownSale()
        self._note()
        return None

    def _forget_all(self) -> None:
        """Another folder is watched: what waited in the last one waits there."""
        with self._lock:
            self._waiting.clear()
            self._dismissed.clear()
        self._note()

    def _note(self) -> None:
        self._till.publish(Changed(handed=True))

    def _give(self, name: str, content: bytes) -> Outcome:
        """Deal with a file, on the watcher's thread; the same file may come again."""
        message = read_message(content, self._till.shop.currency)
        if isinstance(message, Malformed):
            return Rejected(message.sentence)
        with self._lock:
            waiting, gone = self._waiting.get(name), self._dismissed.get(name)
        if gone is not None:
            return Answered(_named(message, answer.dismissed(message.receipt)), aside=True)
        if waiting is not None and not self._has_earned(waiting.sale.key):
            return Waits()
        outcome = self._done(
            self._till.writer.submit(lambda opened: self._sell(opened, name, message))
        )
        if waiting is not None and isinstance(outcome, Answered | Rejected):
            with self._lock:
                self._waiting.pop(name, None)
            self._note()
        if isinstance(outcome, Answered):
            return Answered(_named(message, outcome.answer))
        return Later() if outcome is None else outcome

    def _has_earned(self, key: str) -> bool:
        found = self._done(self._till.read(lambda store: sale_with_receipt(store, key) is not None))
        return bool(found)

    def _done(self, future: "Future[T]") -> T | None:
        """Wait for the till; None where it is closing or too busy. Troubles pass."""
        try:
            return future.result(WAIT_S)
        except (WorkerStopped, WorkerBusy, NotInTime):
            future.cancel()
            return None

    def _sell(self, opened: OpenShop, name: str, message: Message) -> Outcome:
        """Award a message on the writer's thread, or find the answer it was given before."""
        book = opened.book
        if clock_jump(book) is not None:
            return Later()  # nothing is priced by a date that nobody has confirmed
        book.staff = NOBODY
        today = book.today()
        on = today
        if message.at_ms is not None:
            on = min(today, book.shop.calendar.day(message.at_ms))
        if today - on > OLDEST:
            return Rejected('"at" is more than 31 days ago. Import older sales as a file.')
        day = on.isoformat() if book.shop.setting("receipts_restart") == "daily" else ""
        act = message.act(book.shop.identity.tenant, day)
        key = receipt_key(message.receipt, day)
        earlier = operation_of(book.store, act) or self._earlier(book.store, key)
        if earlier is not None:
            return Answered(self._answer_again(book, name, message, earlier, act))
        if not message.member:
            self._keep_waiting(name, key, message, on)
            return Waits()
        who = find_member(book, message.member)
        if isinstance(who, Refusal):
            return Answered(answer.refused(message.receipt, who))
        member, how = who
        request = SaleRequest(
            act=act,
            member=member,
            lines=with_categories(book.shop, message.sold),
            receipt=message.receipt,
            spend_points=message.redeem,
            how=how,
            source=HANDED,
            on=None if on == today else on,
        )
        return self._award(book, request)

    def _award(self, book: Book, request: SaleRequest) -> Answered:
        done = sell(book, request)
        if isinstance(done, Refusal):
            return Answered(answer.refused(request.receipt, done))
        written = operation_of(book.store, request.act)
        assert written is not None, "a sale just written is there"
        self._till.publish(Changed(frozenset({request.member})))
        return Answered(_stands(book, written, repeated=False))

    def _earlier(self, store: Store, key: str) -> Operation | None:
        known = sale_with_receipt(store, key)
        return None if known is None else operation_of(store, known.sale)

    def _answer_again(
        self, book: Book, name: str, message: Message, earlier: Operation, act: Id
    ) -> dict[str, Json]:
        """Say how a sale stands that was awarded before, unless this file says something else.

        The very same hand-over, and a sale that waited here, mean that sale whatever became of it.
        """
        data: Mapping[str, Any] = earlier.data
        with self._lock:
            was_waiting = name in self._waiting
        if not was_waiting and earlier.header.id != act:
            who = find_member(book, message.member) if message.member else None
            is_other = isinstance(who, tuple) and who[0] != unspell(data["member"])
            if is_other or data["amount"] != message.amount_minor:
                refusal = ReceiptKnown(
                    receipt=message.receipt,
                    sale=earlier.header.id,
                    day=data["on"],
                    member_name="",
                )
                return answer.refused(message.receipt, refusal)
        return _stands(book, earlier, repeated=not was_waiting)

    def _keep_waiting(self, name: str, key: str, message: Message, on: date) -> None:
        lines = with_categories(self._till.shop, message.sold)
        sale = WaitingSale(
            key, message.receipt, message.amount_minor, lines, on, message.at_ms, message.redeem
        )
        with self._lock:
            self._waiting[name] = _Waiting(name, sale)
        self._note()


def _named(message: Message, said: dict[str, Json]) -> dict[str, Json]:
    """Give an answer the register's own name for what it answers."""
    return said | {"id": message.id} if message.id else said


def _stands(book: Book, written: Operation, *, repeated: bool) -> dict[str, Json]:
    """Answer with a sale as it stands now: awarded, or taken back whole."""
    state = sale_state(book.store, written.header.id)
    assert state is not None, "a sale that was written can be read"
    member = unspell(str(written.data["member"]))
    card = member_card(book.store, member, book.today(), book.clock.now_ms())
    assert card is not None, "a sale belongs to a member"
    who = answer.Standing(card.number, card.balance)
    if state.is_gone:
        return answer.reversed_sale(written, who, _why_gone(book.store, state))
    return answer.sold(
        written,
        who,
        book.shop.currency,
        programme_named(book.store, written.header.programme),
        repeated=repeated,
        given_back_minor=state.sold.amount_minor - state.sold.left_minor,
    )


def _why_gone(store: Store, state: SaleState) -> str:
    """Find how a sale was taken back whole: undo, void or refund."""
    sale = spell(state.operation.header.id)
    bodies = store.run(
        "select body from operation where kind = 'reverse' and place > :place"
        " and instr(body, :sale) > 0",
        {"place": state.place, "sale": sale.encode()},
    )
    reversals: list[Mapping[str, Any]] = [read_operation(body).data for (body,) in bodies]
    return str(next(data["why"] for data in reversals if data["of"] == sale and data["whole"]))


def find_member(book: Book, text: str) -> tuple[Id, str] | Refusal:
    """Find who a register means: a card, a member number, another system's card, or a phone.

    Gives the member and how it was found.
    """
    today, now = book.today(), book.clock.now_ms()
    found = scanned(book.store, digits(text) or text, today, now)
    if not isinstance(found, Refusal) and found.member is not None:
        return found.member.id, found.member.how
    if not isinstance(found, Refusal) and found.choices:
        return answer.SeveralMembers()
    phone = read_phone(text, book.shop.region)
    rows = [] if phone is None else members_by_phone(book.store, phone.e164, limit=2)
    if len(rows) > 1:
        return answer.SeveralMembers()
    if rows:
        return rows[0].id, BY_PHONE
    return found if isinstance(found, Refusal) else UnknownMember()


def with_categories(shop: Shop, lines: tuple[Line, ...]) -> tuple[Line, ...]:
    """Give lines the categories that the shop's list of goods has for their items."""
    known = {item.code: item.category for item in shop.items}
    return tuple(
        line if line.category else replace(line, category=known.get(line.item, ""))
        for line in lines
    )
