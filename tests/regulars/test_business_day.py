"""The shop's calendar: whose day an instant is, and when a month ends."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.business_day import Calendar, is_zone, month_end


def ms(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp()) * 1000


@pytest.mark.parametrize(
    ("at", "zone", "start", "day"),
    [
        ("2026-03-02T15:59:59+00:00", "Asia/Taipei", 0, "2026-03-02"),
        ("2026-03-02T16:00:00+00:00", "Asia/Taipei", 0, "2026-03-03"),
        ("2026-03-02T20:59:59+00:00", "Asia/Taipei", 5, "2026-03-02"),  # a bar at 04:59
        ("2026-03-02T21:00:00+00:00", "Asia/Taipei", 5, "2026-03-03"),
        # Spring forward in New York at 02:00 on 8 March 2026: that day has no 02:30.
        ("2026-03-08T04:59:59+00:00", "America/New_York", 0, "2026-03-07"),
        ("2026-03-08T05:00:00+00:00", "America/New_York", 0, "2026-03-08"),
        ("2026-03-08T06:59:59+00:00", "America/New_York", 2, "2026-03-07"),
        ("2026-03-08T07:00:00+00:00", "America/New_York", 2, "2026-03-08"),
        ("2026-03-09T03:59:59+00:00", "America/New_York", 0, "2026-03-08"),
        # Fall back on 1 November 2026: 01:30 comes twice and is the same day both times.
        ("2026-11-01T05:30:00+00:00", "America/New_York", 0, "2026-11-01"),
        ("2026-11-01T06:30:00+00:00", "America/New_York", 0, "2026-11-01"),
        ("2026-11-02T04:59:59+00:00", "America/New_York", 0, "2026-11-01"),
        ("2026-11-02T05:00:00+00:00", "America/New_York", 0, "2026-11-02"),
        ("2026-12-31T23:59:59+00:00", "Pacific/Kiritimati", 0, "2027-01-01"),  # UTC+14
        ("2026-01-01T00:00:00+00:00", "Pacific/Pago_Pago", 0, "2025-12-31"),  # UTC-11
        ("2026-03-02T18:14:59+00:00", "Asia/Kathmandu", 0, "2026-03-02"),  # UTC+5:45
        ("2026-03-02T18:15:00+00:00", "Asia/Kathmandu", 0, "2026-03-03"),
    ],
)
def test_an_instant_belongs_to_the_day_of_the_shop(
    at: str, zone: str, start: int, day: str
) -> None:
    assert Calendar(zone, start).day(ms(at)).isoformat() == day


@settings(deadline=None)
@given(
    st.integers(946_684_800_000, 2_840_140_800_000),
    st.sampled_from(["Asia/Taipei", "America/New_York", "Europe/London", "Australia/Lord_Howe"]),
    st.integers(0, 12),
)
def test_days_never_go_back_while_time_goes_on(instant: int, zone: str, start: int) -> None:
    calendar = Calendar(zone, start)
    later = instant + 3_600_000
    assert calendar.day(instant) <= calendar.day(later)
    assert calendar.day(instant + 25 * 3_600_000) > calendar.day(instant)


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        ("2026-03-02", 12, "2027-03-31"),
        ("2026-03-31", 12, "2027-03-31"),
        ("2027-02-01", 12, "2028-02-29"),
        ("2028-02-29", 12, "2029-02-28"),
        ("2028-02-29", 48, "2032-02-29"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-11-30", 1, "2026-12-31"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2026-12-31", 0, "2026-12-31"),
        ("2099-02-15", 12, "2100-02-28"),  # 2100 is no leap year
        ("2026-06-15", 120, "2036-06-30"),
    ],
)
def test_a_month_ends_on_its_last_day(day: str, months: int, end: str) -> None:
    assert month_end(date.fromisoformat(day), months).isoformat() == end


@settings(deadline=None)
@given(st.dates(date(1990, 1, 1), date(2190, 1, 1)), st.integers(0, 120))
def test_the_end_is_the_last_day_of_a_month_so_many_months_later(day: date, months: int) -> None:
    end = month_end(day, months)
    assert (end + timedelta(days=1)).day == 1
    assert (end.year - day.year) * 12 + end.month - day.month == months


def test_zones_are_known_by_name_and_nothing_else_is_one() -> None:
    assert is_zone("Asia/Taipei")
    for name in ("", "Mars/Olympus", "../etc/passwd", "/etc/localtime", "Asia", "x\0y"):
        assert not is_zone(name)


def test_an_instant_before_1970_has_a_day_too() -> None:
    assert Calendar("UTC").day(-1).isoformat() == "1969-12-31"
    assert Calendar("UTC").local(0) == datetime(1970, 1, 1, tzinfo=UTC)
