"""The slip a member takes away: what was earned or used and why, what is left, what ends when.

It is a statement about points, not a sales receipt or a tax document.
"""

from dataclasses import dataclass
from typing import Final

from desktop.printing.fitting import is_whole, printable_name
from desktop.printing.marks import Sheet
from desktop.printing.roll import Roll
from desktop.printing.values import Slip
from desktop.printing.words import Words, words
from regulars.points.earning import Why

WIDTHS_MM: Final = (80, 58)
MODULE_MM: Final = 0.625  # 5 dots of a 203 dpi head
_ENDINGS_MAX: Final = 3


@dataclass(frozen=True, slots=True)
class _Sizes:
    """Sizes of letters on one width of paper, in points."""

    shop: float
    title: float
    body: float
    small: float
    balance: float


_SIZES: Final = {80: _Sizes(15, 12, 9.5, 8, 24), 58: _Sizes(12.5, 10.5, 8.5, 7.5, 20)}
_MARGINS_MM: Final = {80: 4.0, 58: 5.0}  # heads print 72 mm and 48 mm


def slip_sheet(slip: Slip, width_mm: int = 80) -> Sheet:
    """Lay out a slip on paper 80 or 58 mm wide, as long as what it says."""
    assert width_mm in WIDTHS_MM, width_mm
    said = words(slip.language)
    sizes = _SIZES[width_mm]
    roll = Roll(width_mm, _MARGINS_MM[width_mm], slip.language)
    _training(roll, slip, said, sizes)
    _head(roll, slip, said, sizes)
    _member(roll, slip, said, sizes)
    _act(roll, slip, said, sizes)
    _balance(roll, slip, said, sizes)
    _endings(roll, slip, said, sizes)
    _code(roll, slip, said, sizes)
    _training(roll, slip, said, sizes)
    roll.gap(4)
    is_named = is_whole(slip.member_name, slip.language)
    return Sheet(
        width_mm,
        round(roll.y_mm, 2),
        title=said.say("slip.title"),
        language=slip.language,
        shown_name="" if is_named else _name(slip),
        marks=tuple(roll.marks),
    )


def _training(roll: Roll, slip: Slip, said: Words, sizes: _Sizes) -> None:
    if slip.training:
        roll.gap(1)
        roll.band(said.say("training.band"), sizes.title)
        roll.gap(0.6)
        roll.paragraph(said.say("training.slip"), sizes.small, align="centre")
        roll.gap(1.5)


def _head(roll: Roll, slip: Slip, said: Words, sizes: _Sizes) -> None:
    roll.name(slip.shop, sizes.shop, sizes.body, align="centre")
    roll.gap(0.6)
    till = said.say("slip.till", till=roll.clean(slip.till)) if slip.till else ""
    staff = said.say("slip.staff", staff=roll.clean(slip.staff)) if slip.staff else ""
    for parts in ((slip.store, till), (slip.printed_at, staff)):
        line = "·".join(part for part in map(roll.clean, parts) if part)
        roll.paragraph(line, sizes.small, align="centre")
    roll.rule()


def _member(roll: Roll, slip: Slip, said: Words, sizes: _Sizes) -> None:
    if slip.copy:
        roll.band(said.say("slip.copy"), sizes.body)
        roll.gap(1.4)
    name = _name(slip)
    roll.name(name, sizes.title, sizes.small, align="left")
    if name != slip.member_number:
        roll.paragraph(slip.member_number, sizes.body)
    roll.rule()


def _name(slip: Slip) -> str:
    return printable_name(slip.member_name, slip.language, slip.member_number)


def _act(roll: Roll, slip: Slip, said: Words, sizes: _Sizes) -> None:
    roll.line(said.say(f"slip.kind.{slip.kind}"), sizes.title, bold=True)
    roll.gap(0.8)
    if slip.receipt:
        roll.pair(said.say("slip.receipt"), slip.receipt, sizes.body, bold=False)
    if slip.amount_minor:
        key = "slip.amount.refund" if slip.kind == "refund" else "slip.amount"
        amount = slip.currency.shown(slip.amount_minor)
        roll.pair(said.say(key), amount, sizes.body, bold=False)
    is_correction = slip.kind == "adjust"
    if slip.used:
        key = "slip.removed" if is_correction else "slip.used"
        roll.pair(said.say(key), f"−{slip.used:,}", sizes.body)
        if slip.used_pays_minor:
            pays = slip.currency.shown(slip.used_pays_minor)
            roll.remark(said.say("slip.pays", amount=pays), sizes.small)
    if slip.earned or slip.why is not None:
        key = "slip.added" if is_correction else "slip.earned"
        roll.pair(said.say(key), f"+{slip.earned:,}", sizes.body)
    if slip.why is not None:
        for line in why_lines(slip, slip.why, said):
            roll.remark(line, sizes.small)
    _given_back(roll, slip, said, sizes)


def _given_back(roll: Roll, slip: Slip, said: Words, sizes: _Sizes) -> None:
    if slip.earned_back:
        roll.pair(said.say("slip.earned_back"), f"−{slip.earned_back:,}", sizes.body)
    if slip.lapsed:
        lapsed = said.points(slip.lapsed)
        roll.remark(said.say("slip.lapsed", points=lapsed), sizes.small)
    if slip.spent_back:
        roll.pair(said.say("slip.spent_back"), f"+{slip.spent_back:,}", sizes.body)
    if slip.cash_back_minor:
        money = slip.currency.shown(slip.cash_back_minor)
        roll.pair(said.say("slip.cash_back"), money, sizes.body)


def why_lines(slip: Slip, why: Why, said: Words) -> tuple[str, ...]:
    """Explain the points of a sale, in the order a person would ask."""
    text = slip.currency.text
    lines: list[str] = []
    if why.excluded_minor:
        key = "slip.why.excluded_as" if slip.excluded_as else "slip.why.excluded"
        lines.append(said.say(key, amount=text(why.excluded_minor), what=slip.excluded_as))
    if why.paid_minor:
        lines.append(said.say("slip.why.paid", amount=text(why.paid_minor)))
    lines.append(
        said.say(
            "slip.why.rate",
            base=text(why.base_minor),
            points=said.points(why.rate_points),
            rate=text(why.rate_minor),
            earned=f"{why.earned:,}",
        )
    )
    if why.repaid:
        lines.append(said.say("slip.why.repaid", points=said.points(why.repaid)))
    return tuple(lines)


def _balance(roll: Roll, slip: Slip, said: Words, sizes: _Sizes) -> None:
    roll.gap(2)
    top_mm = roll.y_mm
    roll.gap(1.4)
    roll.line(said.say("slip.balance"), sizes.body, align="centre")
    roll.line(f"{slip.balance:,}".replace("-", "−"), sizes.balance, bold=True, align="centre")
    roll.paragraph(said.say("slip.as_of", time=slip.as_of), sizes.small, align="centre")
    roll.gap(1.6)
    roll.frame_from(top_mm)
    if slip.debt:
        roll.gap(1.6)
        debt = said.say("slip.debt", points=said.points(slip.debt))
        roll.paragraph(debt, sizes.body, bold=True)
        roll.paragraph(said.say("slip.debt.how"), sizes.small)


def _endings(roll: Roll, slip: Slip, said: Words, sizes: _Sizes) -> None:
    if not slip.ending:
        return
    roll.gap(1.6)
    roll.line(said.say("slip.ending.title"), sizes.body, bold=True)
    for day, points in slip.ending[:_ENDINGS_MAX]:
        line = said.say("slip.ending", points=said.points(points), date=said.day(day))
        roll.paragraph(line, sizes.small)
    later = sum(points for _day, points in slip.ending[_ENDINGS_MAX:])
    if later:
        roll.paragraph(said.say("slip.ending.more", points=said.points(later)), sizes.small)


def _code(roll: Roll, slip: Slip, said: Words, sizes: _Sizes) -> None:
    if slip.sale_code:
        roll.rule()
        roll.code(slip.sale_code, MODULE_MM)
        roll.paragraph(said.say("slip.code"), sizes.small, align="centre")
