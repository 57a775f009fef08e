"""The number printed on cards."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regulars.people import member_number


def test_a_number_is_prefix_block_serial_and_check_digit() -> None:
    number = member_number.make(42, 17)
    assert number[:12] == "290042000017"
    assert member_number.pretty(number) == f"29-0042-000017-{number[12]}"


@given(st.integers(0, 9_999), st.integers(0, 999_999))
def test_every_number_is_valid_and_survives_being_printed_and_typed(
    block: int, serial: int
) -> None:
    number = member_number.make(block, serial)
    assert member_number.is_valid(number)
    assert member_number.digits(member_number.pretty(number)) == number


@pytest.mark.parametrize(("block", "serial"), [(-1, 0), (10_000, 0), (0, -1), (0, 1_000_000)])
def test_a_number_outside_its_block_is_never_made(block: int, serial: int) -> None:
    with pytest.raises(AssertionError):
        member_number.make(block, serial)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "29",
        "2012345678900",
        "4006381333931",
        "２９００４２００００１７９",
        "٢٩٠٠٤٢٠٠٠٠١٧٩",
        " 2900420000179",
        "29-0042-000017-9",
    ],
)
def test_other_texts_are_not_valid(text: str) -> None:
    assert not member_number.is_valid(text)


@pytest.mark.parametrize(
    ("text", "digits"),
    [
        (" 29 0042 000017 9 ", "2900420000179"),
        ("２９－００４２", "290042"),
        ("29–0042—1", "2900421"),
        ("29x", ""),
        ("٣", ""),
        ("²", ""),
        ("1_000", ""),
        ("", ""),
        ("\ud800", ""),
    ],
)
def test_typed_numbers_keep_their_digits_or_nothing(text: str, digits: str) -> None:
    assert member_number.digits(text) == digits


@given(st.text())
def test_no_text_breaks_the_reading(text: str) -> None:
    found = member_number.digits(text)
    assert found == "" or (found.isascii() and found.isdigit())
    member_number.is_valid(text)
