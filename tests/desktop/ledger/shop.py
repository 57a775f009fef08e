"""Acts at the counter in one line each, for tests that tell a story."""

from datetime import date
from pathlib import Path
from typing import Any

from desktop.answers import AdjustDone, MemberCard, RedeemDone, RefundDone, SaleDone
from desktop.book import Book
from desktop.requests import AdjustRequest, RedeemRequest, RefundRequest, SaleRequest
from desktop.store.members import member_card
from desktop.store.verify import verify
from desktop.verbs.adjust import adjust
from desktop.verbs.expire import expire_due
from desktop.verbs.give_back import give_back
from desktop.verbs.sell import redeem, sell
from regulars.ids import Id
from regulars.points.earning import Line
from regulars.programme.programme import Programme
from regulars.refusals import Refusal
from tests.desktop.book import FixedClock, add_member, make_book


class Counter:
    """A shop with one member; every act that must be done is asserted to be done."""

    def __init__(self, folder: Path, programme: Programme | None = None, **settings: str) -> None:
        """Found the shop."""
        rules = programme or Programme(redeem_min=1)
        self.book: Book = make_book(folder, rules, settings=settings)
        self.member: Id = add_member(self.book)

    @property
    def clock(self) -> FixedClock:
        """Give the clock, to move it."""
        assert isinstance(self.book.clock, FixedClock)
        return self.book.clock

    def ask(self, *lines: int | Line, member: Id | None = None, **fields: Any) -> SaleRequest:
        """Make a request for a sale."""
        goods = tuple(Line(one) if isinstance(one, int) else one for one in lines)
        act = fields.pop("act", None) or self.book.journal.fresh_id()
        return SaleRequest(act, member or self.member, goods, **fields)

    def try_sale(self, *lines: int | Line, **fields: Any) -> SaleDone | Refusal:
        """Ask for a sale and give whatever is answered."""
        return sell(self.book, self.ask(*lines, **fields))

    def sell(self, *lines: int | Line, **fields: Any) -> SaleDone:
        """Make a sale."""
        done = self.try_sale(*lines, **fields)
        assert isinstance(done, SaleDone), done
        return done

    def redeem(self, points: int) -> RedeemDone:
        """Spend points on a reward."""
        act = self.book.journal.fresh_id()
        done = redeem(self.book, RedeemRequest(act, self.member, points, "tea"))
        assert isinstance(done, RedeemDone), done
        return done

    def try_back(self, sale: Id, why: str = "refund", **fields: Any) -> RefundDone | Refusal:
        """Ask for a refund and give whatever is answered."""
        act = fields.pop("act", None) or self.book.journal.fresh_id()
        return give_back(self.book, RefundRequest(act, sale, why, **fields))

    def back(self, sale: Id, why: str = "refund", **fields: Any) -> RefundDone:
        """Give a sale back."""
        done = self.try_back(sale, why, **fields)
        assert isinstance(done, RefundDone), done
        return done

    def adjust(self, points: int) -> AdjustDone:
        """Give or take points by hand."""
        act = self.book.journal.fresh_id()
        approver = self.book.staff
        done = adjust(
            self.book, AdjustRequest(act, self.member, points, "mistake", approver=approver)
        )
        assert isinstance(done, AdjustDone), done
        return done

    def card(self, member: Id | None = None) -> MemberCard:
        """Read the member as the counter shows one."""
        card = member_card(self.book.store, member or self.member, self.book.today(), 0)
        assert card is not None
        return card

    @property
    def balance(self) -> int:
        """Give the member's balance."""
        return self.card().balance

    @property
    def debt(self) -> int:
        """Give what the member owes."""
        return self.card().debt

    def day(self, day: date, hour: int = 10) -> None:
        """Go to a day and let the till look at every member."""
        self.clock.go_to(day, hour)
        while expire_due(self.book):
            pass

    def close(self) -> None:
        """Prove the file and close it."""
        findings = verify(self.book.store).findings
        self.book.store.close()
        assert findings == ()
