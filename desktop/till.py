"""The till without a screen: every verb as a future, on the thread that may do it.

Three workers share a shop: the writer owns the one read-write connection, the counter's reader
answers scans and searches, the back office's reader does long reading. Nothing here waits; rights
are checked here, once, for every door (pages, command line).
"""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import replace
from datetime import date
from threading import Lock
from typing import TypeVar

from desktop.answers import (
    AdjustDone,
    CardReplaced,
    Enrolled,
    HistoryRow,
    MemberCard,
    MemberRow,
    PhoneShown,
    RedeemDone,
    RefundAsked,
    RefundDone,
    SaleDone,
    SaleElsewhere,
    SaleFound,
    StaffRow,
    Today,
)
from desktop.approvals import Approvals, no_longer_may, person_with_pin
from desktop.changes import Changed, Publish, nobody_listens
from desktop.opening import OpenShop, World, open_shop
from desktop.paths import Folder
from desktop.requests import (
    AdjustRequest,
    ChangeRequest,
    EnrolRequest,
    RedeemRequest,
    RefundRequest,
    SaleRequest,
)
from desktop.staff import Person
from desktop.store.centre import has_joined
from desktop.store.database import Store, open_store
from desktop.store.history import day_figures, history
from desktop.store.journal import day_at_least
from desktop.store.members import member_card, members_by_phone
from desktop.store.sales import receipt_key, sale_with_receipt
from desktop.store.search import search
from desktop.store.shop import Shop
from desktop.verbs import adjust, clock, enrol, give_back, sell
from desktop.verbs import shop as shop_verbs
from desktop.verbs.identify import Scanned, scanned
from desktop.worker import Worker
from regulars.ids import RANDOM_BYTES, Id, new_id
from regulars.people.phone import read_phone
from regulars.refusals import ClockJumped, NotAllowed, Refusal, UnknownReceiptHere, UnknownSale

T = TypeVar("T")


class Till:
    """An open shop. Make it with `open_till`; `ready` says when, or why not."""

    def __init__(
        self,
        folder: Folder,
        world: World,
        opened: Callable[[], OpenShop],
        publish: Publish = nobody_listens,
    ) -> None:
        """Start the writer; the readers start when the file is open."""
        self.folder, self.world, self.publish = folder, world, publish
        self.person: Person | None = None
        self._shop: Shop | None = None
        self._approvals = Approvals()
        self._locks, self._signing = 0, Lock()
        self._key = b""
        self._readers: list[Worker[Store]] = []
        self.ready: Future[Shop] = Future()
        self.writer: Worker[OpenShop] = Worker(
            "store writer", opened, OpenShop.close, after=OpenShop.tidy
        )
        self.writer.submit(self._opened).add_done_callback(self._tell_ready)

    def _opened(self, opened: OpenShop) -> Shop:
        key, phone = opened.keys.database, opened.keys.phone
        path = self.folder.database

        def reader() -> Store:
            return open_store(path, key, read_only=True, phone_key=phone)

        self._readers = [
            Worker("counter reader", reader, Store.close),
            Worker("back-office reader", reader, Store.close),
        ]
        opened.keep_head()
        self._shop, self._key = opened.book.shop, key
        return opened.book.shop

    def _tell_ready(self, done: Future[Shop]) -> None:
        failed = self.writer.ready.exception() or done.exception()
        if failed is None:
            self.ready.set_result(done.result())
        else:
            self.ready.set_exception(failed)

    @property
    def shop(self) -> Shop:
        """Give the shop as it stands; only once the till is ready."""
        assert self._shop is not None, "the till is not ready yet"
        return self._shop

    def database_key(self) -> bytes:
        """Give the key of the file, for a backup's own connection."""
        return self._key

    def fresh_id(self) -> Id:
        """Make the name of an act before it is asked for."""
        return new_id(self.world.clock.now_ms(), self.world.chance(RANDOM_BYTES))

    def close(self, timeout_s: float = 5.0) -> bool:
        """Finish what is queued and close; tells whether everything closed in time."""
        stopped = [reader.stop(timeout_s) for reader in self._readers]
        return self.writer.stop(timeout_s) and all(stopped)

    def recheck(self) -> Future[Shop]:
        """After the disk failed: open and prove the file anew, then points can be sold again."""

        def job(opened: OpenShop) -> Shop:
            opened.reopen()
            for reader in self._readers:  # they may hold on to a page that could not be read
                reader.stop(timeout_s=0)
            return self._opened(opened)

        return self.writer.submit(job)

    # Reading ---------------------------------------------------------------------------------

    def read(self, job: Callable[[Store], T]) -> Future[T]:
        """Read at the counter: short questions a person is waiting for."""
        return self._readers[0].submit(job)

    def read_long(self, job: Callable[[Store], T]) -> Future[T]:
        """Read in the back office: whatever may take more than a moment."""
        return self._readers[1].submit(job)

    def _read_now(self, job: Callable[[Store, date, int], T]) -> Future[T]:
        """Read at the counter with the business day and the time of now.

        The day is never before the log's last, as it is for whatever writes; the reader looks.
        """
        now = self.world.clock.now_ms()
        day = self.shop.calendar.day(now)
        return self.read(lambda store: job(store, day_at_least(store, day), now))

    def scanned(self, text: str) -> Future[Scanned | Refusal]:
        """Say what a scanner's text means."""
        return self._read_now(lambda store, today, now: scanned(store, text, today, now))

    def search(self, typed: str) -> Future[list[MemberRow]]:
        """Find members by what a cashier types."""
        region = self.shop.region
        return self.read(lambda store: search(store, typed, region))

    def same_phone(self, typed: str) -> Future[list[MemberRow]]:
        """Find who has a phone number already, while it is typed at enrolment."""
        region = self.shop.region

        def look(store: Store) -> list[MemberRow]:
            phone = read_phone(typed, region)
            return [] if phone is None else members_by_phone(store, phone.e164, 5)

        return self.read(look)

    def member(self, member: Id, how: str) -> Future[MemberCard | None]:
        """Read one member; `how` tells how the person was found."""
        return self._read_now(lambda store, day, now: member_card(store, member, day, now, how))

    def history(self, member: Id, before: int | None = None) -> Future[list[HistoryRow]]:
        """Read a page of a member's acts, newest first."""
        return self.read(lambda store: history(store, member, before))

    def sale(self, sale: Id) -> Future[SaleFound | SaleElsewhere | Refusal]:
        """Show a sale before it is given back."""
        return self._read_now(lambda store, day, now: give_back.find_sale(store, sale, day, now))

    def sale_by_receipt(self, receipt: str) -> Future[SaleFound | SaleElsewhere | Refusal]:
        """Show the sale a receipt earned with; where receipts restart daily, today's."""
        daily = self.shop.setting("receipts_restart", "never") == "daily"

        def look(store: Store, today: date, now: int) -> SaleFound | SaleElsewhere | Refusal:
            key = receipt_key(receipt, today.isoformat() if daily else "")
            known = sale_with_receipt(store, key)
            if known is None:
                return UnknownReceiptHere() if has_joined(store) else UnknownSale()
            return give_back.find_sale(store, known.sale, today, now)

        return self._read_now(look)

    def today(self) -> Future[Today]:
        """Read the day's figures."""
        return self._read_now(lambda store, day, _: day_figures(store, day))

    def staff(self) -> Future[list[StaffRow]]:
        """List who works here."""
        return self.read(shop_verbs.staff_rows)

    # Acts at the counter -----------------------------------------------------------------------

    def sell(self, request: SaleRequest) -> Future[SaleDone | Refusal]:
        """Award a sale, spending points on it if asked."""
        act = "redeem" if request.spend_points else "sell"
        approver = request.proof.approver

        def job(opened: OpenShop) -> SaleDone | Refusal:
            return self._unless_approved(approver, act) or sell.sell(opened.book, request)

        return self.do(act, job, request.member)

    def redeem(self, request: RedeemRequest) -> Future[RedeemDone | Refusal]:
        """Spend points for a reward without a sale."""
        approver = request.proof.approver

        def job(opened: OpenShop) -> RedeemDone | Refusal:
            return self._unless_approved(approver, "redeem") or sell.redeem(opened.book, request)

        return self.do("redeem", job, request.member)

    def give_back(self, request: RefundRequest) -> Future[RefundDone | Refusal]:
        """Undo, void or refund a sale."""
        act = "undo" if request.why == "undo" else "refund"
        return self.do(act, lambda opened: give_back.give_back(opened.book, request))

    def ask_refund(self, request: RefundRequest) -> Future[RefundAsked | Refusal]:
        """Ask whoever holds it for a refund that is not in this till's hands."""

        def job(opened: OpenShop) -> RefundAsked | Refusal:
            from desktop.verbs.asking import ask_refund  # only a joined till waits for it to load

            return ask_refund(opened.book, request)

        return self.do("refund", job)

    def adjust(self, request: AdjustRequest) -> Future[AdjustDone | Refusal]:
        """Give or take points by hand."""
        person = self.person
        if request.approver is None and person is not None and person.may("approve"):
            request = replace(request, approver=person.id)
        asked = request

        def job(opened: OpenShop) -> AdjustDone | Refusal:
            refused = self._unless_approved(asked.approver, "adjust")
            return refused or adjust.adjust(opened.book, asked)

        return self.do("sell", job, request.member)

    def enrol(self, request: EnrolRequest) -> Future[Enrolled | Refusal]:
        """Make somebody a member."""
        return self.do("enrol", lambda opened: enrol.enrol(opened.book, request))

    def change_member(self, request: ChangeRequest) -> Future[Enrolled | Refusal]:
        """Change what is known of a member."""
        return self.do(
            "change-member",
            lambda opened: enrol.change_member(opened.book, request),
            request.member,
        )

    def replace_card(self, member: Id) -> Future[CardReplaced | Refusal]:
        """Revoke a member's cards and issue a new one."""
        return self.do(
            "replace-card", lambda opened: enrol.replace_card(opened.book, member), member
        )

    def show_phone(self, member: Id) -> Future[PhoneShown | Refusal]:
        """Give a full phone number; that it was asked for is written down."""
        return self.do("show-phone", lambda opened: enrol.show_phone(opened.book, member))

    def set_consent(self, member: Id, purpose: str, *, given: bool) -> Future[Refusal | None]:
        """Write that a member agreed to something, or no longer does."""

        def job(opened: OpenShop) -> None:
            enrol.set_consent(opened.book, member, purpose, given=given)

        return self.do("change-member", job, member)

    # Shop and staff ----------------------------------------------------------------------------

    def set_setting(self, key: str, value: str) -> Future[Refusal | None]:
        """Write a setting."""
        return self.do(
            "settings", lambda opened: shop_verbs.set_setting(opened.book, key, value), shop=True
        )

    def change_shop(self, act: str, change: Callable[[OpenShop], T]) -> Future[T | Refusal]:
        """Do something that changes the shop itself, if the person may do such an act."""
        return self.do(act, change, shop=True)

    def pin_wait(self, staff: Id) -> Future[int]:
        """Tell for how many seconds a person's PIN is not looked at; 0 is no pause."""
        return self.writer.submit(lambda opened: opened.pins.wait_seconds(staff))

    def sign_in(self, staff: Id, pin: str) -> Future[Person | Refusal]:
        """Check a PIN; a right one makes that person the one who acts."""

        def check(opened: OpenShop) -> Person | Refusal:
            found = person_with_pin(opened, staff, pin)
            with self._signing:  # a till that was locked meanwhile stays locked
                if isinstance(found, Person) and self._locks == locks:
                    self.person = found
            return found

        locks = self._locks
        return self.writer.submit(check)

    def approve(self, staff: Id, pin: str, act: str) -> Future[Person | Refusal]:
        """Let a named person approve one act of somebody else."""

        def check(opened: OpenShop) -> Person | Refusal:
            found = person_with_pin(opened, staff, pin)
            if not isinstance(found, Person):
                return found
            if not (found.may("approve") and found.may(act)):
                return NotAllowed(act)
            self._approvals.give(found.id, act, self.world.clock.steady_ms())
            return found

        return self.writer.submit(check)

    def _unless_approved(self, approver: Id | None, act: str) -> Refusal | None:
        """Refuse an act that names an approver who has not approved it. On the writer's thread."""
        person = self.person
        if approver is None:
            return None
        now = self.world.clock.steady_ms()
        if person is not None and self._approvals.take(approver, act, now, person):
            return None
        return NotAllowed(act)

    def sign_out(self) -> None:
        """Lock the till; nobody acts until somebody signs in."""
        with self._signing:
            self._locks += 1
            self.person = None

    def clock_question(self) -> Future[ClockJumped | None]:
        """Tell whether somebody must say that the date is right."""
        return self.writer.submit(lambda opened: clock.clock_jump(opened.book))

    def confirm_clock(self) -> Future[Refusal | None]:
        """Write that the person who is signed in says the date is right."""
        return self.do("confirm-clock", lambda opened: clock.confirm_clock(opened.book))

    def shop_changed(self, opened: OpenShop) -> None:
        """Read anew what the shop says of itself. On the writer's thread."""
        opened.book.reload()
        self._shop = opened.book.shop

    def do(
        self,
        act: str,
        job: Callable[[OpenShop], T],
        member: Id | None = None,
        *,
        shop: bool = False,
    ) -> Future[T | Refusal]:
        """Do something in the name of who is signed in; refuse what that person may not."""
        person = self.person
        if person is None or not person.may(act):
            refused: Future[T | Refusal] = Future()
            refused.set_result(NotAllowed(act))
            return refused

        def acted(opened: OpenShop) -> T | Refusal:
            gone = no_longer_may(opened.book.store, person, act)
            if gone is not None:
                return gone
            opened.book.staff = person.id
            # Any act moves the log's day, so no act passes before the date was confirmed.
            jumped = None if act == "confirm-clock" else clock.clock_jump(opened.book)
            if jumped is not None:
                return jumped
            result = job(opened)
            if not isinstance(result, Refusal):
                self._shop = opened.book.shop
                members = frozenset() if member is None else frozenset({member})
                self.publish(Changed(members, shop=shop, everything=member is None))
            return result

        return self.writer.submit(acted)


def open_till(folder: Folder, world: World, publish: Publish = nobody_listens) -> Till:
    """Open a founded shop on threads of its own."""
    return Till(folder, world, lambda: open_shop(folder, world), publish)
