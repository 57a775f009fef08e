"""A second, simpler book of points, written from the rules alone, to hold the real one against.

It keeps one member's points as piles that end on a day, and moves them at once, as a person with
paper slips would. It knows nothing of entries, orders, operations or tables, and imports nothing
of ours: agreeing with it means that two different ways of thinking gave the same points.
"""

import calendar
import math
from dataclasses import dataclass, field
from datetime import date, timedelta
from fractions import Fraction

NEVER = date.max
GRACE_DAYS = 30


@dataclass(frozen=True)
class Rules:
    """The shop's rules: points per amount, what points pay, and when they end."""

    points: int = 1
    per_minor: int = 100
    worth_points: int = 100
    worth_minor: int = 100
    least: int = 1
    share: int = 100
    months: int = 0
    without: frozenset[str] = frozenset()


@dataclass
class Pile:
    """Points that end on one day. `sale` is the sale that earned them, "" for any other way in."""

    ends: date
    born: int
    points: int
    sale: str = ""


@dataclass
class Given:
    """A sale that was made, and what has come back of it."""

    amounts: list[int]
    line_points: list[int]
    spent: int
    pays: int
    used: list[tuple[Pile, int]]
    back: list[int]
    ended_unused: int = 0
    forgiven: int = 0
    is_gone: bool = False

    @property
    def left(self) -> int:
        """Give the amount that can still go back."""
        return sum(self.amounts) - sum(self.back)


@dataclass(frozen=True)
class Back:
    """What a refund moved."""

    amount: int
    earned: int
    spent: int
    paid: int
    forgiven: int
    owed: int


@dataclass
class Member:
    """One member's points under the rules."""

    rules: Rules
    today: date
    piles: list[Pile] = field(default_factory=list)
    debt: int = 0
    sales: dict[str, Given] = field(default_factory=dict)
    receipts: dict[str, str] = field(default_factory=dict)
    _born: int = 0

    # What can be asked

    def balance(self) -> int:
        """Give the points that can be spent."""
        return sum(pile.points for pile in self.piles)

    def ending(self) -> list[tuple[date, int]]:
        """List what ends when, soonest first; what never ends is not listed."""
        days = sorted({pile.ends for pile in self.piles if pile.points and pile.ends != NEVER})
        return [(day, sum(p.points for p in self.piles if p.ends == day)) for day in days]

    def lots(self) -> list[tuple[date, int]]:
        """List the piles in order of use."""
        return [(pile.ends, pile.points) for pile in self._in_order() if pile.points]

    def best_offer(self, amount: int) -> tuple[int, int]:
        """Try every number of points: the most that can be paid, for the fewest points."""
        best = (0, 0)
        for points in range(self.rules.least, self.balance() + 1):
            pays = self._pays(points)
            if best[1] < pays <= amount * self.rules.share // 100:
                best = (points, pays)
        return best

    def split(self, name: str, amount: int) -> list[int]:
        """Spread an amount to give back over what is left of the lines of a sale."""
        sale = self.sales[name]
        left = [whole - back for whole, back in zip(sale.amounts, sale.back, strict=True)]
        return _divide(amount, left) if 0 < amount <= sum(left) else [-1] * len(left)

    # What can happen

    def live_until(self, day: date) -> None:
        """Let days pass; what was to be used by yesterday has ended."""
        self.today = day
        for pile in self.piles:
            if pile.ends < day and pile.points:
                if pile.sale:
                    self.sales[pile.sale].ended_unused += pile.points
                pile.points = 0

    def sell(
        self, name: str, lines: list[tuple[int, str]], spend: int = 0, receipt: str = ""
    ) -> int | None:
        """Make a sale of (amount, category) lines; gives what it earned, None if refused."""
        if receipt in self.receipts:
            return None
        amount = sum(line for line, _ in lines)
        pays = 0
        if spend:
            pays = self._pays(spend)
            too_much = pays > amount * self.rules.share // 100
            if not self._may_spend(spend, pays) or too_much:
                return None
        used = self._use(spend)
        earning = [0 if category in self.rules.without else line for line, category in lines]
        # What points paid of the goods that earn earns nothing; a broken part favours the member.
        paid_part = int(Fraction(pays * sum(earning), amount)) if amount else 0
        earned = (sum(earning) - paid_part) * self.rules.points // self.rules.per_minor
        self.sales[name] = Given(
            amounts=[line for line, _ in lines],
            line_points=_divide(earned, earning),
            spent=spend,
            pays=pays,
            used=used,
            back=[0] * len(lines),
        )
        if receipt:
            self.receipts[receipt] = name
        self._add(earned, self._end(), name)
        self._settle(earned, name)
        return earned

    def redeem(self, name: str, points: int) -> bool:
        """Spend points on a reward without a sale; tells whether that was allowed."""
        if not self._may_spend(points, self._pays(points)):
            return False
        used = self._use(points)
        self.sales[name] = Given([], [], points, self._pays(points), used, [])
        return True

    def adjust(self, points: int) -> bool:
        """Give or take points by hand; never more than there are."""
        if -points > self.balance() or points == 0:
            return False
        if points > 0:
            self._add(points, self._end(), "")
            self._settle(points, "")
        else:
            self._use(-points)
        return True

    def give_back(self, name: str, lines: list[int], why: str = "refund") -> Back | None:
        """Give so much of each line back; None if that is refused.

        Goods that come back ("refund") bring their points back with time to use them. What should
        not have been ("undo", "void") leaves points and receipt as they would be without it.
        """
        sale = self.sales[name]
        too_much = any(
            not 0 <= asked <= amount - back
            for asked, amount, back in zip(lines, sale.amounts, sale.back, strict=True)
        )
        is_all = sum(lines) == sale.left
        if sale.is_gone or too_much or (sum(lines) == 0 and not is_all):
            return None
        earned = sum(
            points * (back + asked) // amount - points * back // amount
            for asked, amount, back, points in zip(
                lines, sale.amounts, sale.back, sale.line_points, strict=True
            )
            if amount
        )
        spent, paid = (
            _up(total, sum(sale.back) + sum(lines), sum(sale.amounts), is_all=is_all)
            - _up(total, sum(sale.back), sum(sale.amounts), is_all=False)
            for total in (sale.spent, sale.pays)
        )
        sale.back = [back + asked for back, asked in zip(sale.back, lines, strict=True)]
        sale.is_gone = is_all
        if is_all and why != "refund":
            self.receipts = {text: of for text, of in self.receipts.items() if of != name}
        grace = GRACE_DAYS if why == "refund" else None
        self._return_used(sale, spent, grace)
        return self._move_back(name, sum(lines), earned, spent, paid)

    # How it is done

    def _move_back(self, name: str, amount: int, earned: int, spent: int, paid: int) -> Back:
        sale = self.sales[name]
        forgiven = min(earned, sale.ended_unused - sale.forgiven)
        sale.forgiven += forgiven
        wanted = earned - forgiven
        own = [pile for pile in self._in_order() if pile.sale == name]
        still = wanted - sum(taken for _, taken in self._use_from(own, wanted))
        taken_now = min(still, self.balance())
        self._use(taken_now)
        owed = still - taken_now
        self.debt += owed
        self._settle(min(spent, self.balance()), "")
        self.live_until(self.today)  # what came back too late is over with this
        return Back(amount, earned, spent, paid, forgiven, owed)

    def _return_used(self, sale: Given, points: int, grace: int | None) -> None:
        """Put points back on their piles; with `grace`, those that end sooner on a new one."""
        late = 0
        while points:
            pile, taken = sale.used.pop()
            back = min(points, taken)
            points -= back
            if taken > back:
                sale.used.append((pile, taken - back))
            if grace is None or pile.ends >= self.today + timedelta(days=grace):
                pile.points += back
            else:
                late += back
        if late and grace is not None:
            self._add(late, self.today + timedelta(days=grace), "")

    def _settle(self, up_to: int, name: str) -> None:
        """Pay back what is owed, out of the points that just came in."""
        pay = min(self.debt, up_to)
        self.debt -= pay
        own = [pile for pile in self._in_order() if name and pile.sale == name]
        done = sum(taken for _, taken in self._use_from(own, pay))
        self._use(pay - done)

    def _may_spend(self, points: int, pays: int) -> bool:
        is_worth = pays > 0 or self.rules.worth_minor == 0
        return is_worth and max(1, self.rules.least) <= points <= self.balance()

    def _pays(self, points: int) -> int:
        return int(Fraction(points * self.rules.worth_minor, self.rules.worth_points))

    def _in_order(self) -> list[Pile]:
        """Give the piles in order of use: what is over, and came back, after all that lives."""
        return sorted(self.piles, key=lambda pile: (pile.ends < self.today, pile.ends, pile.born))

    def _use(self, points: int) -> list[tuple[Pile, int]]:
        used = self._use_from(self._in_order(), points)
        assert sum(taken for _, taken in used) == points, "nobody spends what is not there"
        return used

    def _use_from(self, piles: list[Pile], points: int) -> list[tuple[Pile, int]]:
        used = []
        for pile in piles:
            taken = min(pile.points, points)
            if taken:
                pile.points -= taken
                points -= taken
                used.append((pile, taken))
        return used

    def _add(self, points: int, ends: date, sale: str) -> None:
        self._born += 1
        self.piles.append(Pile(ends, self._born, points, sale))

    def _end(self) -> date:
        if self.rules.months == 0:
            return NEVER
        year, month = self.today.year, self.today.month + self.rules.months
        while month > 12:
            year, month = year + 1, month - 12
        return date(year, month, calendar.monthrange(year, month)[1])


def _divide(total: int, weights: list[int]) -> list[int]:
    """Divide whole points by weights: whole parts first, then one each to the largest rests."""
    whole = sum(weights)
    if whole == 0:
        return [0] * len(weights)
    exact = [Fraction(total * weight, whole) for weight in weights]
    parts = [int(part) for part in exact]
    while sum(parts) < total:
        rests = [part - done for part, done in zip(exact, parts, strict=True)]
        parts[rests.index(max(rests))] += 1
    return parts


def _up(total: int, done: int, whole: int, *, is_all: bool) -> int:
    """Give the part of a total that goes with so much of the whole; the rest goes first."""
    if is_all:
        return total
    return math.ceil(Fraction(total * done, whole)) if whole else 0
