"""A till on a real encrypted file, as the player of random days needs it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from desktop.answers import RefundDone, SaleDone, SaleFound
from desktop.book import Book
from desktop.requests import AdjustRequest, RedeemRequest, RefundRequest, SaleRequest
from desktop.store.allocations import allocation_rows
from desktop.store.entries import lots_of
from desktop.store.members import member_card
from desktop.verbs.adjust import adjust
from desktop.verbs.expire import expire_due
from desktop.verbs.give_back import find_sale, give_back
from desktop.verbs.sell import redeem, sell
from desktop.verbs.shop import publish_programme
from regulars.ids import Id, spell
from regulars.points.earning import Line
from regulars.points.lots import Lot
from regulars.points.refunds import Refund, refund, take_back
from regulars.refusals import Refusal
from tests.desktop.book import FixedClock, add_member, make_book
from tests.model.points import Member, Rules
from tests.model.steps import Difference, Seen, Step, finish, play, same
from tests.regulars.points.happenings import programme_of

LAST_YEAR = 2400


@dataclass
class BookCounter:
    """One member at a real till; acts are named, so that each can be asked for again."""

    book: Book
    member: Id
    batch: int = 400
    acts: dict[str, Id] = field(default_factory=dict)
    last: Callable[[], Any] | None = None

    @property
    def clock(self) -> FixedClock:
        """Give the clock of this till."""
        assert isinstance(self.book.clock, FixedClock)
        return self.book.clock

    def pass_days(self, days: int, *, at_once: bool) -> None:
        self.clock.pass_days(days)
        self.last = None
        while at_once and expire_due(self.book, rows_max=self.batch):
            pass

    def sell(self, name: str, lines: Any, spend: int, receipt: str) -> int | None:
        goods = tuple(Line(amount, category) for amount, category in lines)
        mine = f"{receipt} of {spell(self.member)}" if receipt else ""  # all share one shop
        request = SaleRequest(self._act(name), self.member, goods, mine, spend)
        done = self._do(lambda: sell(self.book, request))
        return done.why.earned if isinstance(done, SaleDone) else None

    def redeem(self, name: str, points: int) -> bool:
        request = RedeemRequest(self._act(name), self.member, points, "tea")
        return not isinstance(self._do(lambda: redeem(self.book, request)), Refusal)

    def adjust(self, name: str, points: int) -> bool:
        approver = Id(bytes(range(16)))  # limits on who may are the till's, not the ledger's
        request = AdjustRequest(self._act(name), self.member, points, "goodwill", approver=approver)
        return not isinstance(self._do(lambda: adjust(self.book, request)), Refusal)

    def give_back(self, name: str, sold: str, lines: list[int], why: str) -> Refund | None:
        request = RefundRequest(self._act(name), self.acts[sold], why, line_minor=tuple(lines))
        shown = find_sale(self.book.store, self.acts[sold], self.book.today(), 0)
        assert isinstance(shown, SaleFound), "a sale that was made is found"
        done = self._do(lambda: give_back(self.book, request))
        if not isinstance(done, RefundDone):
            return None
        _as_shown(shown, lines, done)
        return done.back

    def again(self) -> None:
        """Ask for the last act that was done once more: nothing may move."""
        if self.last is None:
            return
        before = self._rows()
        done = self.last()
        assert not isinstance(done, Refusal), done
        if self._rows() != before:
            raise Difference("an act asked for twice was done twice")

    def seen(self) -> Seen:
        today = self.book.today()
        card = member_card(self.book.store, self.member, today, 0)
        assert card is not None
        key, put_off = self.book.store.rows(
            "select key, unsettled from wallet where id = :id", {"id": card.wallet}
        )[0]
        lots = lots_of(self.book.store, key)
        written = self.book.store.rows(
            "select entry, line, lot, points from allocation where wallet = :key"
            " order by entry, line",
            {"key": key},
        )
        wanted = [row for row in allocation_rows(lots) if row[0] != put_off]
        same("which lots were used, as it is written", wanted, written)
        alive = sorted((lot for lot in lots.lots if lot.is_alive(today)), key=Lot.key)
        found = [(lot.expires_on or date.max, lot.left) for lot in alive if lot.left]
        return Seen(card.balance, card.debt, found, list(card.ending))

    def _act(self, name: str) -> Id:
        return self.acts.setdefault(name, self.book.journal.fresh_id())

    def _do(self, verb: Callable[[], Any]) -> Any:
        done = verb()
        self.last = None if isinstance(done, Refusal) else verb
        return done

    def _rows(self) -> int:
        found: int = self.book.store.value("select count(*) from operation")
        return found


def _as_shown(shown: SaleFound, lines: list[int], done: RefundDone) -> None:
    """Hold a refund to what the page showed before it."""
    member, is_all = shown.member, sum(lines) == shown.sold.left_minor
    back = refund(shown.sold, lines, whole=is_all)
    same("what would go back", back, done.back)
    split = take_back(done.back, balance=member.balance, debt=member.debt, ended=shown.ended)
    same(
        "what would be taken back, owed and forgiven",
        (split.taken, split.debt, split.lapsed),
        (done.taken, done.debt, done.lapsed),
    )
    after = member.balance + done.back.spent_back - split.taken - split.repaid
    assert done.member.balance <= after, "what comes back too late ends at once; nothing else does"
    same("debt after the refund", member.debt + split.debt - split.repaid, done.member.debt)


class Playground:
    """A shop's file in which one sequence after another is played, each with a new member.

    Each begins on a New Year's Day, so that a sequence does the same whenever it is played again.
    """

    def __init__(self, folder: Path, *, settles: bool = True) -> None:
        """Found the first shop in this folder; `settles`: it does what is put off until later."""
        self.folder, self.shops, self.settles = folder, 0, settles
        self.book = self._found()

    def _found(self) -> Book:
        self.shops += 1
        place = self.folder / f"shop {self.shops}"
        place.mkdir()
        book = make_book(place, seed=self.shops)
        book.store.tidies_itself = self.settles
        return book

    def counter(self, rules: Rules) -> tuple[BookCounter, Member]:
        """Give a new member at this shop under these rules, and the model of one."""
        if self.book.today().year > LAST_YEAR:
            self.book.store.close()
            self.book = self._found()
        assert isinstance(self.book.clock, FixedClock)
        self.book.clock.go_to(date(self.book.today().year + 1, 1, 1))
        publish_programme(self.book, programme_of(rules))
        member = add_member(self.book)
        return BookCounter(self.book, member), Member(rules, self.book.today())

    def play(self, rules: Rules, steps: list[Step]) -> BookCounter:
        """Play one sequence on the file and the model, and give every sale back at the end."""
        counter, model = self.counter(rules)
        play(counter, model, steps)
        finish(counter, model)
        return counter

    def close(self) -> None:
        """Close the file."""
        self.book.store.close()
