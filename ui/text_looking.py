"""One sentence for each reason why the centre shows nothing, and times as people say them."""

from typing import assert_never

from PySide6.QtCore import QCoreApplication

from regulars.business_day import Calendar
from ui import text
from ui.looking import WhyNot


def why_not(why: WhyNot) -> str:
    """Say why there is nothing to see, and what to do."""
    match why:
        case WhyNot.ALONE:
            return QCoreApplication.translate("Looking", "This till works alone: it has no centre.")
        case WhyNot.NETWORK_HERE:
            return QCoreApplication.translate(
                "Looking", "No network here. Look at the cable or the Wi-Fi."
            )
        case WhyNot.INTERNET:
            return QCoreApplication.translate("Looking", "No way from here to the centre now.")
        case WhyNot.SERVICE:
            return QCoreApplication.translate(
                "Looking", "The centre does not answer now. Try again later."
            )
        case WhyNot.CLOCK:
            return QCoreApplication.translate("Looking", "This computer's clock is wrong. Set it.")
        case WhyNot.NO_ANSWER:
            return QCoreApplication.translate("Looking", "No answer came. Try again.")
        case WhyNot.NOT_ALLOWED:
            return QCoreApplication.translate("Looking", "The centre does not show this till that.")
        case WhyNot.CHANGED:
            return QCoreApplication.translate(
                "Looking", "It holds more by now. Nothing was done; look again."
            )
    assert_never(why)


def when(at_ms: int, now_ms: int, calendar: Calendar) -> str:
    """Write an instant: the time today, the day too on any other."""
    if not at_ms:
        return QCoreApplication.translate("Looking", "never")
    time = text.moment(at_ms, calendar)
    on = calendar.day(at_ms)
    return time if on == calendar.day(now_ms) else f"{text.day(on)} {time}"
