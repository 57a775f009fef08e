"""Money: whole minor units, read as typed or not at all."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.money import AMOUNT_MINOR_MAX, CURRENCIES

USD, TWD = CURRENCIES["USD"], CURRENCIES["TWD"]


@pytest.mark.parametrize(
    ("typed", "minor"),
    [
        ("12", 1200), ("12.5", 1250), ("12.50", 1250), ("12,50", 1250), ("0", 0), ("0.01", 1),
        (" 12.50 ", 1250), ("12.", 1200), ("007", 700), ("10000000000", AMOUNT_MINOR_MAX),
        ("１２．５０", 1250), ("１２，５", 1250), ("１２。５", 1250),
    ],
)  # fmt: skip
def test_an_amount_is_read_as_a_cashier_types_it(typed: str, minor: int) -> None:
    assert USD.read(typed) == minor


@pytest.mark.parametrize(
    "typed",
    [
        "", " ", ".", ".5", "-5", "+5", "1e3", "1_000", "1 000", "12.505", "1.2.3", "1,2,3",
        "NaN", "inf", "$5", "5元", "abc", "10000000000.01", "99999999999999", "9" * 40,
        "٣", "१२", "²", "Ⅻ", "十", "12\n.5", "12\x00", "1\u200b2", "0x10", "=10", "12;50",
    ],
)  # fmt: skip
def test_what_is_not_an_amount_is_refused_never_guessed(typed: str) -> None:
    assert USD.read(typed) is None


@pytest.mark.parametrize("typed", ["0.5", "12.05", "1,500", "12.345"])
def test_a_currency_without_decimals_takes_none(typed: str) -> None:
    assert TWD.read(typed) is None
    assert TWD.read("1500") == 1500


@pytest.mark.parametrize("typed", ["1,000", "1.000", "12,000", "1,500", "1.0000"])
def test_a_thousand_with_its_comma_is_never_read_as_one(typed: str) -> None:
    """ "1,000" read as 1.00 would award a thousandth of the sale and say nothing."""
    assert USD.read(typed) is None
    assert TWD.read("1,000") is None


def test_amounts_are_written_with_their_sign_and_decimals() -> None:
    assert USD.text(1_234_567) == "12,345.67"
    assert USD.text(-5) == "-0.05"
    assert USD.shown(-1250) == "-$12.50"
    assert TWD.shown(1_500) == "NT$1,500"


@settings(deadline=None)
@given(st.integers(0, AMOUNT_MINOR_MAX), st.sampled_from(sorted(CURRENCIES)))
def test_what_is_written_without_commas_is_read_back(minor: int, code: str) -> None:
    currency = CURRENCIES[code]
    assert currency.read(currency.text(minor).replace(",", "")) == minor
