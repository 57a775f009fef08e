"""What is worth a word about a member today: a birthday near, points that end soon. Pure."""

from datetime import date, timedelta

from desktop.answers import MemberCard
from regulars.people.birthday import read_birthday

BIRTHDAY_DAYS = 7
SOON = timedelta(days=60)


def birthday_near(member: MemberCard, today: date) -> date | None:
    """Give the member's birthday if it is within a week, before or after; else None."""
    birthday = read_birthday(member.birthday) if member.birthday else None
    if birthday is None:
        return None
    days = (birthday.falls_on(year) for year in (today.year - 1, today.year, today.year + 1))
    near = [day for day in days if abs((day - today).days) <= BIRTHDAY_DAYS]
    return near[0] if near else None


def ends_next(member: MemberCard) -> tuple[date, int] | None:
    """Give the day points end next and how many; None where none will."""
    return member.ending[0] if member.ending else None


def ends_soon(day: date, today: date) -> bool:
    """Tell whether an end is near enough to be said aloud."""
    return day - today <= SOON
