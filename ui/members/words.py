"""Words of the member page that are made of values: acts of the history, birthdays, cards."""

from datetime import date

from PySide6.QtCore import QCoreApplication, QDate, QLocale

from desktop.answers import HistoryRow
from desktop.store.profile import Profile
from desktop.store.shop import Shop
from regulars.people.birthday import read_birthday
from ui import text
from ui.faces import Face

_SPENDING = ("sale", "redeem")


def face_of(row: HistoryRow, shop: Shop) -> Face:
    """Say what an act was: when, how much, by whom, and what it left."""
    parts = [text.kind(row.kind, row.detail)]
    if row.amount_minor:
        parts.append(text.money(row.amount_minor, shop.currency))
    if row.kind in _SPENDING and not row.can_reverse:
        parts.append(QCoreApplication.translate("History", "given back"))
    title = " · ".join(parts)
    when = f"{text.day(row.on)} {text.moment(row.at_ms, shop.calendar)}"
    parts_under = (when, _detail(row), row.staff_name, state_of(row))
    under = " · ".join(part for part in parts_under if part)
    #: {balance} is how many points a member had after an act
    balance = QCoreApplication.translate("History", "Balance {balance}").format(
        balance=text.number(row.balance_after)
    )
    figure = points_of(row)
    spoken = f"{title}, {under}, {figure}, {balance}"
    return Face(title, under, figure, balance, spoken, "good" if row.points > 0 else "text")


def state_of(row: HistoryRow) -> str:
    """Say how far an act has come on its way to the centre; nothing on a till that has none."""
    match row.state:
        case "unsent":
            return QCoreApplication.translate("History", "not sent yet")
        case "sent":
            return QCoreApplication.translate("History", "at the centre")
        case "waiting":
            return QCoreApplication.translate("History", "at the centre, not counted yet")
        case "review":
            return QCoreApplication.translate("History", "at the centre, somebody looks at it")
        case "kept":
            return QCoreApplication.translate("History", "kept for somebody to look at")
        case _:
            return ""


def points_of(row: HistoryRow) -> str:
    """Write what an act gave and took: "+128 −400"."""
    if row.kind not in _SPENDING:
        return _signed(row.points)
    parts = [_signed(row.earned) if row.earned else "", _signed(-row.spent) if row.spent else ""]
    return " ".join(part for part in parts if part) or _signed(row.points)


def can_refund(row: HistoryRow) -> bool:
    """Tell whether there is something left to give back."""
    return row.kind in _SPENDING and row.can_reverse


def birthday(stored: str) -> str:
    """Write a birthday, with its year if it is known."""
    known = read_birthday(stored) if stored else None
    if known is None:
        return "–"
    if known.year is not None:
        return text.day(date(known.year, known.month, known.day))
    #: a day of the year without the year, as Qt writes dates: "28 February"
    form = QCoreApplication.translate("Profile", "d MMMM")
    return QLocale().toString(QDate(2000, known.month, known.day), form)


def card(about: Profile) -> str:
    """Say whether the member has a card that works."""
    if not about.good_cards:
        return QCoreApplication.translate("Profile", "None in use")
    if about.revoked_cards:
        #: {count} is how many cards were replaced before
        return QCoreApplication.translate("Profile", "In use, {count} replaced").format(
            count=text.number(about.revoked_cards)
        )
    return QCoreApplication.translate("Profile", "In use")


def offers(about: Profile) -> str:
    """Say whether the member wants to hear of offers."""
    if about.has_marketing:
        return QCoreApplication.translate("Profile", "Yes")
    return QCoreApplication.translate("Profile", "No")


def consent(about: Profile, shop: Shop) -> str:
    """Say when the member agreed to be one."""
    for answer in about.consents:
        if answer.purpose == "membership" and answer.given:
            return text.day(shop.calendar.day(answer.at_ms))
    return "–"


def _detail(row: HistoryRow) -> str:
    match row.kind:
        case "adjust":
            return "" if row.detail == "loss" else text.reason(row.detail)
        case "redeem":
            return row.detail
        case _:
            return row.receipt


def _signed(points: int) -> str:
    if not points:
        return text.number(0)  # nothing has no sign
    return f"+{text.number(points)}" if points > 0 else f"−{text.number(-points)}"
