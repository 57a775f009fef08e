"""A counter made of the domain's functions and a list of entries: no file, so very fast.

It does by hand what the verbs of a till do, so that hundreds of thousands of sequences can be
held against the model; the till itself is held against it with fewer.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any

from regulars.points.earning import Line, earn, expiry_of
from regulars.points.entries import Entry, Order
from regulars.points.ledger import MISTAKES, postings
from regulars.points.lots import Lot, Settlement, settle
from regulars.points.redeeming import Offer, check_spend
from regulars.points.refunds import Refund, Sold, SoldLine, refund, take_back
from regulars.programme.programme import Programme
from tests.model.steps import Seen

WALLET = "07" * 16


@dataclass
class Kept:
    """What the counter remembers of a sale to give it back."""

    sold: Sold
    act: str
    lapsed: int = 0
    is_gone: bool = False


@dataclass
class PureCounter:
    """One member at a till without a file."""

    programme: Programme
    today: date
    entries: list[Entry] = field(default_factory=list)
    kept: dict[str, Kept] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    seq: int = 0

    def balance(self) -> int:
        return sum(entry.points for entry in self.entries)

    def debt(self) -> int:
        return sum(entry.debt for entry in self.entries)

    def settled(self) -> Settlement:
        return settle(self.entries)

    def pass_days(self, days: int, *, at_once: bool) -> None:
        self.today += timedelta(days=days)
        if at_once:
            self.refresh()

    def refresh(self) -> None:
        """Write what has ended, as every act does first."""
        lots, balance, debt = self.settled(), self.balance(), self.debt()
        row = lots.expire_row(self.today - timedelta(days=1), balance=balance, debt=debt)
        if row[0]:
            rows = [[WALLET, *row]]
            self._post("expire", "00" * 16, {"on": self.today.isoformat(), "rows": rows})

    def sell(
        self, name: str, lines: list[tuple[int, str]], spend: int = 0, receipt: str = ""
    ) -> int | None:
        receipt = "".join(one for one in receipt if one.isdigit())
        if receipt in self.receipts:
            return None
        self.refresh()
        goods = [Line(amount, category) for amount, category in lines]
        offer = self._spend(spend, sum(amount for amount, _ in lines)) if spend else Offer(0, 0)
        if offer is None:
            return None
        earning = earn(self.programme, goods, paid_minor=offer.pays_minor, debt=self.debt())
        ends = expiry_of(self.programme, self.today)
        act = self._fresh()
        data = {
            "wallet": WALLET,
            "on": self.today.isoformat(),
            "earned": earning.earned,
            "repaid": earning.why.repaid,
            "expires": "" if ends is None else ends.isoformat(),
            "spent": [[WALLET, offer.points]] if offer.points else [],
        }
        self._post("sale", act, data)
        sold = tuple(
            SoldLine(amount, points)
            for (amount, _), points in zip(lines, earning.line_points, strict=True)
        )
        self.kept[name] = Kept(Sold(sold, offer.points, offer.pays_minor), act)
        if receipt:
            self.receipts[receipt] = name
        return earning.earned

    def redeem(self, name: str, points: int) -> bool:
        self.refresh()
        offer = self._spend(points, None)
        if offer is None:
            return False
        act = self._fresh()
        spent = [[WALLET, points]]
        self._post("redeem", act, {"on": self.today.isoformat(), "spent": spent})
        self.kept[name] = Kept(Sold((), points, offer.pays_minor), act)
        return True

    def adjust(self, name: str, points: int) -> bool:
        del name
        self.refresh()
        if points == 0 or -points > self.balance():
            return False
        ends = expiry_of(self.programme, self.today) if points > 0 else None
        data = {
            "wallet": WALLET,
            "on": self.today.isoformat(),
            "points": points,
            "repaid": max(0, min(self.debt(), points)),
            "expires": "" if ends is None else ends.isoformat(),
        }
        self._post("adjust", self._fresh(), data)
        return True

    def again(self) -> None:
        """Do nothing: that an act has a name is the till's business."""

    def seen(self) -> Seen:
        lots = self.settled()
        alive = sorted((lot for lot in lots.lots if lot.is_alive(self.today)), key=Lot.key)
        return Seen(
            balance=None if lots.expiry_due(self.today - timedelta(days=1)) else self.balance(),
            debt=self.debt(),
            lots=[(lot.expires_on or date.max, lot.left) for lot in alive if lot.left],
            ending=lots.ending(self.today),
        )

    def give_back(self, name: str, sold: str, lines: list[int], why: str) -> Refund | None:
        del name
        kept = self.kept[sold]
        if kept.is_gone:
            return None
        whole = sum(lines) == kept.sold.left_minor
        back = refund(kept.sold, lines, whole=whole)
        if not isinstance(back, Refund):
            return None
        self.refresh()
        ended = self.settled().lapsed(bytes.fromhex(kept.act), self.today)
        split = take_back(
            back,
            balance=self.balance(),
            debt=self.debt(),
            ended=max(0, ended - kept.lapsed),
        )
        data = {
            "of": kept.act,
            "wallet": WALLET,
            "on": self.today.isoformat(),
            "why": why,
            "taken": split.taken,
            "debt": split.debt,
            "restored": [[WALLET, back.spent_back]] if back.spent_back else [],
            "repaid": split.repaid,
        }
        self._post("reverse", self._fresh(), data)
        kept.lapsed += split.lapsed
        kept.is_gone = whole
        kept.sold = replace(
            kept.sold,
            lines=tuple(
                replace(line, refunded_minor=line.refunded_minor + asked)
                for line, asked in zip(kept.sold.lines, lines, strict=True)
            ),
        )
        if whole and why in MISTAKES:
            self.receipts = {text: of for text, of in self.receipts.items() if of != sold}
        self.refresh()
        return back

    def _spend(self, points: int, amount: int | None) -> Offer | None:
        found = check_spend(
            self.programme,
            points=points,
            available=self.balance(),
            debt=self.debt(),
            amount_minor=amount,
        )
        return found if isinstance(found, Offer) else None

    def _fresh(self) -> str:
        return (len(self.kept) + self.seq + 1).to_bytes(16, "big").hex()

    def _post(self, kind: str, identity: str, data: dict[str, Any]) -> None:
        self.seq += 1
        for number, line in enumerate(postings(kind, identity, data)):
            self.entries.append(
                Entry(
                    order=Order(line.day, self.seq, b"till", 1, self.seq, number),
                    kind=line.kind,
                    points=line.points,
                    act=bytes.fromhex(line.act),
                    debt=line.debt,
                    expires_on=line.expires_on,
                )
            )
