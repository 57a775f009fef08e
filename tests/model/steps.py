"""What can happen at a counter, as plain steps, and a player that holds a counter to the model."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Protocol

from tests.model.points import Member

WHYS = ("refund", "undo", "void")
SPELLINGS = ("INV-{}", "inv-{}", " INV-{} ", "ＩＮＶ－{}", "inv- {}")


@dataclass(frozen=True)
class Days:
    """Days pass; `at_once` tells whether the till looks at every member when they change."""

    count: int
    at_once: bool = True


@dataclass(frozen=True)
class Sale:
    """A sale of (amount, category) lines that spends a share of the balance."""

    lines: tuple[tuple[int, str], ...]
    spend_percent: int = 0
    receipt: int = 0
    spelling: int = 0


@dataclass(frozen=True)
class Reward:
    """A share of the balance spent without a sale."""

    percent: int


@dataclass(frozen=True)
class GiveBack:
    """Some sale, newest first, given back by a share of what is left of it, or of its lines."""

    which: int
    percent: int
    by_line: bool = False
    why: str = "refund"


@dataclass(frozen=True)
class ByHand:
    """Points given or taken by hand."""

    points: int


@dataclass(frozen=True)
class Again:
    """The last act is asked for a second time, under the same name."""


Step = Days | Sale | Reward | GiveBack | ByHand | Again


@dataclass(frozen=True)
class Seen:
    """A member as the counter has one; `balance` is None where it is not up to date yet."""

    balance: int | None
    debt: int
    lots: list[tuple[date, int]]
    ending: list[tuple[date, int]]


class Counter(Protocol):
    """What can be played on: a till, or something that acts like one."""

    def pass_days(self, days: int, *, at_once: bool) -> None: ...
    def sell(self, name: str, lines: Any, spend: int, receipt: str) -> int | None: ...
    def redeem(self, name: str, points: int) -> bool: ...
    def adjust(self, name: str, points: int) -> bool: ...
    def give_back(self, name: str, act: str, lines: list[int], why: str) -> Any: ...
    def again(self) -> None: ...
    def seen(self) -> Seen: ...


class Difference(AssertionError):
    """The counter and the model do not agree."""


def same(what: str, of_counter: object, of_model: object) -> None:
    """Hold one figure of the counter to the model's."""
    if of_counter != of_model:
        message = f"{what}: the counter says {of_counter}, the model {of_model}"
        raise Difference(message)


def play(counter: Counter, model: Member, steps: Sequence[Step]) -> None:
    """Play steps on both and compare everything after each."""
    for number, step in enumerate(steps):
        is_lazy = _play_one(counter, model, f"act {number}", step)
        seen = counter.seen()
        if not is_lazy and seen.balance is not None:
            same(f"balance after {number} {step}", seen.balance, model.balance())
            assert seen.balance >= 0, "nobody has less than nothing"
            assert not (seen.debt and seen.balance), "who has points owes none"
        same(f"debt after {number} {step}", seen.debt, model.debt)
        same(f"lots after {number} {step}", seen.lots, model.lots())
        same(f"what ends after {number} {step}", seen.ending, model.ending())


def _play_one(counter: Counter, model: Member, name: str, step: Step) -> bool:
    """Play one step; tells whether the counter may still be behind with what has ended."""
    match step:
        case Days():
            counter.pass_days(step.count, at_once=step.at_once)
            model.live_until(model.today + timedelta(days=step.count))
            return not step.at_once
        case Sale():
            return _sell(counter, model, name, step)
        case Reward():
            points = model.balance() * step.percent // 100
            allowed = model.redeem(name, points)
            same("reward allowed", counter.redeem(name, points), allowed)
            return not allowed
        case GiveBack():
            return _give_back(counter, model, name, step)
        case ByHand():
            allowed = model.adjust(step.points)
            same("by hand allowed", counter.adjust(name, step.points), allowed)
            return not allowed
        case Again():
            counter.again()
            return True


def _sell(counter: Counter, model: Member, name: str, step: Sale) -> bool:
    spend = model.balance() * step.spend_percent // 100
    number = str(step.receipt) if step.receipt else ""
    spelled = SPELLINGS[step.spelling].format(number) if number else ""
    earned = model.sell(name, list(step.lines), spend, number)
    same("earned", counter.sell(name, list(step.lines), spend, spelled), earned)
    return earned is None


def _give_back(counter: Counter, model: Member, name: str, step: GiveBack) -> bool:
    if not model.sales:
        return True
    sold = list(model.sales)[-1 - step.which % len(model.sales)]
    sale = model.sales[sold]
    if step.by_line:
        lines = [
            (amount - back) * step.percent // 100
            for amount, back in zip(sale.amounts, sale.back, strict=True)
        ]
    elif step.percent == 100:
        lines = [amount - back for amount, back in zip(sale.amounts, sale.back, strict=True)]
    else:
        lines = model.split(sold, sale.left * step.percent // 100)
    wanted = model.give_back(sold, lines, step.why)
    found = counter.give_back(name, sold, lines, step.why)
    same("given back", found is not None, wanted is not None)
    if wanted is None:
        return True
    figures = (found.amount_minor, found.earned_back, found.spent_back, found.paid_back_minor)
    same(
        "figures of the refund", figures, (wanted.amount, wanted.earned, wanted.spent, wanted.paid)
    )
    return False


def finish(counter: Counter, model: Member) -> None:
    """Give every sale back in full: what was spent is there again, what was earned is not."""
    for number, name in enumerate(reversed(list(model.sales))):
        why = WHYS[number % len(WHYS)]
        sale = model.sales[name]
        if not sale.is_gone:
            lines = [amount - back for amount, back in zip(sale.amounts, sale.back, strict=True)]
            model.give_back(name, lines, why)
            counter.give_back(f"end {number}", name, lines, why)
    seen = counter.seen()
    same("lots at the end", seen.lots, model.lots())
    same("debt at the end", seen.debt, model.debt)
