"""The shop's own calendar: which business day an instant belongs to, and when a month ends.

A bar that closes at 02:00 has its day start at, say, 05:00: an instant before that belongs to the
day before. Zones come from the IANA database through `zoneinfo`; instants are milliseconds UTC.
"""

import calendar
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

MS = 1000
DAY_JUMP_MAX = 7


@dataclass(frozen=True, slots=True)
class Calendar:
    """A shop's time zone (IANA name) and the local hour at which its business day starts."""

    zone: str
    day_start_hour: int = 0

    def local(self, at_ms: int) -> datetime:
        """Give the wall clock of the shop at an instant."""
        return datetime.fromtimestamp(at_ms // MS, UTC).astimezone(ZoneInfo(self.zone))

    def day(self, at_ms: int) -> date:
        """Give the business day an instant belongs to."""
        local = self.local(at_ms)
        before_start = local.hour < self.day_start_hour
        return local.date() - timedelta(days=1) if before_start else local.date()


def is_zone(name: str) -> bool:
    """Tell whether a text names a time zone this machine knows."""
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


def month_end(day: date, months_later: int) -> date:
    """Give the last day of the month that lies so many months after a day."""
    months = day.year * 12 + day.month - 1 + months_later
    year, month = divmod(months, 12)
    return date(year, month + 1, calendar.monthrange(year, month + 1)[1])
