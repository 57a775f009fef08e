"""The words of a till as the centre knows it: its name, how it stands, how far behind it is."""

from PySide6.QtCore import QCoreApplication

from regulars.business_day import Calendar
from regulars.ids import Id, spell
from sync.enrolment import Role, Standing
from sync.wire_look import TillLine
from ui import text
from ui.text_looking import when

_SHORT = 6


def name(line: TillLine, here: Id) -> str:
    """Name a till; one that nobody named by the beginning of its id."""
    called = line.name or spell(line.device)[-_SHORT:]
    parts = [line.store_name, called]
    if line.device == here:
        parts.append(QCoreApplication.translate("Tills", "this till"))
    if line.role is Role.OFFICE:
        parts.append(QCoreApplication.translate("Tills", "office"))
    return " · ".join(part for part in parts if part)


def standing(line: TillLine) -> str:
    """Say how the centre stands to a till; nothing where all is well."""
    match line.standing:
        case Standing.LIVE:
            return ""
        case Standing.RETIRED:
            return QCoreApplication.translate("Tills", "given up")
        case Standing.REVOKED:
            return QCoreApplication.translate("Tills", "shut out")
        case _:
            return QCoreApplication.translate("Tills", "copied: two tills write under its name")


def lag(line: TillLine, now_ms: int, calendar: Calendar) -> str:
    """Say what of a till's acts the centre has."""
    if line.missing:
        #: {count} is how many acts of a till have not arrived
        words = QCoreApplication.translate("Tills", "not arrived: {count}")
        return words.format(count=text.number(line.missing))
    if line.waiting:
        #: {count} is how many acts have arrived and are not in the figures
        words = QCoreApplication.translate("Tills", "arrived and not counted yet: {count}")
        return words.format(count=text.number(line.waiting))
    if not line.newest_ms:
        return QCoreApplication.translate("Tills", "nothing sent yet")
    #: {when} is a time such as 10:31, when the newest act of a till arrived
    words = QCoreApplication.translate("Tills", "newest arrived {when}")
    return words.format(when=when(line.newest_ms, now_ms, calendar))


def seen(line: TillLine, now_ms: int, calendar: Calendar) -> str:
    """Say when a till was heard last."""
    #: {when} is a time such as 10:31, or "never"
    words = QCoreApplication.translate("Tills", "last seen {when}")
    return words.format(when=when(line.seen_ms, now_ms, calendar))


def held(line: TillLine) -> str:
    """Say what a till may spend; nothing where this device is not told."""
    return "" if line.held is None else text.points(line.held)
