"""The sentences that several pages share: refusals, explanations, points, days.

Codes and values come in, words go out, in the language of now. Every sentence is short, says what
happened and what to do next, and blames nobody. Troubles have a file of their own.
"""

from datetime import date
from typing import Any

from PySide6.QtCore import QCoreApplication, QDate, QLocale, QObject

from regulars import refusals as no
from regulars.business_day import Calendar
from regulars.money import Currency
from regulars.people.member_number import pretty
from regulars.points.earning import Why
from ui.text_refusals import held_back, reason_name, refusal_sentence, unreadable
from ui.text_troubles import trouble

__all__ = [
    "ago",
    "day",
    "kind",
    "member_number",
    "moment",
    "money",
    "number",
    "points",
    "reason",
    "refusal",
    "trouble",
    "why_lines",
]


class Counted(QObject):
    """Words that change with a number; lupdate sees the number only in `tr`, not in `translate`."""

    def points(self, count: int) -> str:
        """Say a number of points."""
        return self.tr("%n point(s)", "", count)

    def days_ago(self, count: int) -> str:
        """Say how many days ago."""
        return self.tr("%n day(s) ago", "", count)


def points(count: int) -> str:
    """Say a number of points."""
    return Counted().points(count).replace(str(abs(count)), number(abs(count)))


def number(count: int) -> str:
    """Write a whole number with its thousands apart."""
    return f"{count:,}"


def money(minor: int, currency: Currency) -> str:
    """Write an amount with the shop's sign."""
    return currency.shown(minor)


def member_number(digits: str) -> str:
    """Write a member number in its groups."""
    return pretty(digits)


def day(on: date) -> str:
    """Write a day as people of this language do, without the weekday."""
    return QLocale().toString(QDate(on.year, on.month, on.day), QLocale.FormatType.ShortFormat)


def moment(at_ms: int, calendar: Calendar) -> str:
    """Write the wall time of an instant, hours and minutes."""
    return calendar.local(at_ms).strftime("%H:%M")


def ago(on: date, today: date) -> str:
    """Say how long ago a day was."""
    days = (today - on).days
    if days <= 0:
        return QCoreApplication.translate("Text", "today")
    if days == 1:
        return QCoreApplication.translate("Text", "yesterday")
    return Counted().days_ago(days)


def why_lines(why: Why, currency: Currency) -> list[str]:
    """Explain a sale's points, one step a line, in the order a person would ask."""
    lines: list[str] = []
    if why.excluded_minor:
        lines.append(
            #: {amount} is money of goods that earn no points
            QCoreApplication.translate("Text", "{amount} of this sale earns no points").format(
                amount=money(why.excluded_minor, currency)
            )
        )
    if why.paid_minor:
        lines.append(
            #: {amount} is money
            QCoreApplication.translate("Text", "{amount} paid with points earns none").format(
                amount=money(why.paid_minor, currency)
            )
        )
    lines.append(
        #: {base} and {step} are money, {rate} and {earned} are points, as in
        #: "$128.50 × 1 point for each $1.00 = 128 points"
        QCoreApplication.translate("Text", "{base} × {rate} for each {step} = {earned}").format(
            base=money(why.base_minor, currency),
            rate=points(why.rate_points),
            step=money(why.rate_minor, currency),
            earned=points(why.earned),
        )
    )
    if why.repaid:
        lines.append(
            #: {points} is "12 points"
            QCoreApplication.translate("Text", "{points} to repay what was owed").format(
                points=points(why.repaid)
            )
        )
    return lines


def refusal(why: no.Refusal, currency: Currency) -> str:
    """Say why something was not done, and what can be done instead."""
    if isinstance(why, no.UnreadableCode):
        return unreadable(why.reason)
    if isinstance(why, no.NotEnoughHere) and why.why != "rights":
        return held_back(why.why)
    return refusal_sentence(why.code).format(**_places(why, currency))


def reason(code: str) -> str:
    """Name a reason for points given or taken by hand."""
    return reason_name(code)


def kind(code: str, detail: str = "") -> str:
    """Name a kind of act in a member's history."""
    return _kind_of_the_centre(detail) or _kind(code, detail)


def _kind_of_the_centre(why: str) -> str:
    """Name what the centre did by itself; "" for what people do."""
    match why:
        case "same-receipt":
            return QCoreApplication.translate("Text", "Taken back: one receipt earned twice")
        case "refunded-twice":
            return QCoreApplication.translate("Text", "Taken back: refunded twice")
        case "charged":
            return QCoreApplication.translate("Text", "Taken back: spent twice")
        case "loss":
            return QCoreApplication.translate("Text", "Carried by the shop")
        case "excess":
            return QCoreApplication.translate("Text", "Given back: repaid twice")
        case "centre":
            return QCoreApplication.translate("Text", "Put right by the centre")
        case _:
            return ""


def _kind(code: str, detail: str) -> str:
    match code, detail:
        case "sale", _:
            return QCoreApplication.translate("Text", "Sale")
        case "redeem", _:
            return QCoreApplication.translate("Text", "Points spent")
        case "reverse", "undo":
            return QCoreApplication.translate("Text", "Undone")
        case "reverse", "void":
            return QCoreApplication.translate("Text", "Void")
        case "reverse", _:
            return QCoreApplication.translate("Text", "Refund")
        case "adjust", _:
            return QCoreApplication.translate("Text", "Adjusted")
        case "expire", _:
            return QCoreApplication.translate("Text", "Ended unused")
        case _:
            return code


def _places(why: no.Refusal, currency: Currency) -> dict[str, Any]:
    """Give the figures of a refusal, written for people, under the names of its fields."""
    found: dict[str, Any] = {}
    for name in why.__dataclass_fields__:
        value = getattr(why, name)
        if name.endswith("_minor"):
            found[name] = money(value, currency)
        elif name in _POINTS:
            found[name] = points(value)
        elif isinstance(value, int):
            found[name] = number(value)
        else:
            found[name] = value
    return found


_POINTS = frozenset({"available", "asked", "least", "points", "debt", "above", "limit"})
