"""Birthdays as they are written, and the day they are kept."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.people.birthday import Birthday, read_birthday


@pytest.mark.parametrize(
    "text",
    [
        "1990-02-28",
        "1990/2/28",
        "1990.02.28",
        "19900228",
        " 1990-02-28 ",
        "１９９０－０２－２８",
        "1990年2月28日",
        "1990 年 02 月 28 號",
        "民國79年2月28日",
        "民国79年2月28日",
        "中華民國 79 年 2 月 28 日",
    ],
)
def test_one_birthday_is_the_same_however_it_is_written(text: str) -> None:
    assert read_birthday(text) == Birthday(2, 28, 1990)


@pytest.mark.parametrize("text", ["02-28", "0228", "--02-28", "2月28日", "2月28号", "０２２８"])
def test_a_birthday_may_have_no_year(text: str) -> None:
    assert read_birthday(text) == Birthday(2, 28)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "02-30",
        "0230",
        "2000-02-30",
        "1990-02-29",
        "1900-02-29",
        "1899-12-31",
        "0000-00-00",
        "1990-13-01",
        "1990-00-10",
        "1990-01-00",
        "28/2",
        "2/28",
        "30/02/2000",
        "2-28",
        "88/1/1",
        "36526",
        "1990",
        "1990-02",
        "1990-02/28",
        "民國0年1月1日",
        "民國一年1月1日",
        "٠٢-٢٨",
        "²²²²",
        "1_99",
        "1990-02-28T00:00",
        "\ud800",
        "9" * 10_000,
    ],
)
def test_what_is_no_birthday_or_could_be_two_is_refused(text: str) -> None:
    found = read_birthday(text)
    assert found is None


def test_minguo_years_before_1912_do_not_exist() -> None:
    assert read_birthday("民國1年1月1日") == Birthday(1, 1, 1912)
    assert read_birthday("民國0年1月1日") is None


@given(st.dates(min_value=date(1900, 1, 1)))
def test_what_is_stored_reads_back(day: date) -> None:
    with_year = Birthday(day.month, day.day, day.year)
    assert with_year.text() == day.isoformat()
    assert read_birthday(with_year.text()) == with_year
    without = Birthday(day.month, day.day)
    assert read_birthday(without.text()) == without


def test_a_leap_day_is_kept_on_the_28th_in_other_years() -> None:
    leap = Birthday(2, 29)
    assert leap.text() == "--02-29"
    assert leap.falls_on(2024) == date(2024, 2, 29)
    assert leap.falls_on(2026) == date(2026, 2, 28)
    assert leap.falls_on(2100) == date(2100, 2, 28)
    assert Birthday(12, 31, 1990).falls_on(2026) == date(2026, 12, 31)


def test_an_impossible_birthday_is_never_made() -> None:
    with pytest.raises(AssertionError):
        Birthday(2, 30)
    with pytest.raises(AssertionError):
        Birthday(2, 29, 1990)


@given(st.text() | st.text("0123456789-/年月日民國", max_size=14))
def test_no_text_breaks_the_reading(text: str) -> None:
    found = read_birthday(text)
    assert found is None or read_birthday(found.text()) == found
