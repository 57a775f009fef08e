"""One field of text means one thing, or is refused."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.exchange_files.columns import (
    REASONS,
    Column,
    bad,
    read_amount,
    read_columns,
    read_day,
    read_units,
    sentence,
)
from regulars.money import CURRENCIES
from regulars.refusals import BadFile

USD, TWD = CURRENCIES["USD"], CURRENCIES["TWD"]


def test_columns_are_read_with_the_form_of_the_date() -> None:
    assert read_columns("member,skip,date:%Y%m%d, units ,amount") == (
        Column("member"),
        Column("skip"),
        Column("date", "%Y%m%d"),
        Column("units"),
        Column("amount"),
    )


@pytest.mark.parametrize(
    ("text", "why", "found"),
    [
        ("", "bad-columns", ""),
        ("member,date", "column-missing", "amount"),
        ("member,amount", "column-missing", "date"),
        ("member,date,amount,price", "bad-columns", "price"),
        ("member,member,date,amount", "bad-columns", "member"),
        ("member:x,date,amount", "bad-columns", "member:x"),
        ("member,date:%Y%m,amount", "bad-columns", "date:%Y%m"),
        ("member,date:%Q,amount", "bad-columns", "date:%Q"),
        ("member,date:%H:%M,amount", "bad-columns", "date:%H:%M"),
        ("skip," * 300 + "member,date,amount", "bad-columns", "skip"),
    ],
)
def test_columns_that_cannot_be_used_are_named(text: str, why: str, found: str) -> None:
    assert read_columns(text) == bad(why, found)


@pytest.mark.parametrize(
    ("text", "minor"),
    [("29.33", 2933), ("0.00", 0), ("5", 500), ("5.", None), ("1.500", 150), (" 7.10 ", 710)],
)
def test_plain_amounts_are_read(text: str, minor: int | None) -> None:
    assert read_amount(text, USD) == minor


@pytest.mark.parametrize(
    "text",
    [
        "1,234.50",
        "1,230",
        "1.234,5",
        "-5",
        "+5",
        "1e9",
        "NaN",
        "inf",
        "９９",
        "0.001",
        "",
        "=10",
        "$5",
        "٣",
        "1_000",
        "²",
        str(2**63),
        "9" * 5_000,
    ],
)
def test_amounts_that_mean_two_things_or_none_are_refused(text: str) -> None:
    assert read_amount(text, USD) is None


def test_a_currency_without_cents_takes_none() -> None:
    assert read_amount("100.00", TWD) == 100
    assert read_amount("100.50", TWD) is None


@pytest.mark.parametrize("text", ["0000-00-00", "2000-02-30", "30/02/2000", "36526", "1899-01-01"])
def test_days_that_are_none_are_refused(text: str) -> None:
    assert read_day(text, "%Y-%m-%d") is None


def test_days_and_units_are_read() -> None:
    assert read_day("19980630", "%Y%m%d") == date(1998, 6, 30)
    assert read_units("12") == 12
    assert [read_units(text) for text in ("1.5", "-1", "", "１", "9" * 7)] == [None] * 5


@given(st.text(max_size=30))
def test_no_text_raises(text: str) -> None:
    read_columns(text)
    read_amount(text, USD)
    read_day(text, "%Y%m%d")
    read_units(text)


def test_every_reason_has_words_and_names_its_line() -> None:
    for why in REASONS:
        assert sentence(bad(why, "x", 3)).startswith("Line 3: ")
    assert sentence(bad("empty")) == "There is nothing in the file."


def test_what_was_found_is_cut_and_made_harmless() -> None:
    assert bad("amount", "\x1b[31m" + "9" * 100) == BadFile("amount", 0, "�[31m" + "9" * 35 + "…")
