"""Phone numbers as they are said, typed, imported and shown."""

import subprocess
import sys

import phonenumbers
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from regulars.people import phone
from regulars.people.phone import Phone, read_phone

TAIPEI = Phone("+886912345678", "5678", "TW")


@pytest.mark.parametrize(
    "text",
    [
        "0912345678",
        "0912-345-678",
        " 0912 345 678 ",
        "(0912) 345·678",
        "+886 912 345 678",
        "(+886) 912 345 678",
        "886912345678",
        "00886912345678",
        "912345678",
        "０９１２３４５６７８",
        "＋８８６ ９１２－３４５－６７８",
    ],
)
def test_one_number_is_the_same_however_it_is_written(text: str) -> None:
    assert read_phone(text, "TW") == TAIPEI


@pytest.mark.parametrize(
    ("text", "region", "e164"),
    [
        ("+44 (0)20 7946 0958", "TW", "+442079460958"),
        ("02-2345-6789", "TW", "+886223456789"),
        ("13812345678", "CN", "+8613812345678"),
        ("8613812345678", "CN", "+8613812345678"),
        ("010-12345678", "CN", "+861012345678"),
        ("91234567", "HK", "+85291234567"),
        ("2345 6789", "HK", "+85223456789"),
        ("85291234567", "CN", "+85291234567"),
        ("(415) 555-2671", "US", "+14155552671"),
        ("07400 123456", "GB", "+447400123456"),
        ("020 7946 0958", "GB", "+442079460958"),
        ("+44 20 7946 0958", "TW", "+442079460958"),
    ],
)
def test_mobiles_and_land_lines_of_our_countries_are_read(
    text: str, region: str, e164: str
) -> None:
    found = read_phone(text, region)
    assert found is not None
    assert found.e164 == e164
    assert found.last4 == e164[-4:]


def test_a_range_too_new_for_the_tables_is_taken_when_its_length_fits() -> None:
    assert not phonenumbers.is_valid_number(phonenumbers.parse("12012345678", "CN"))
    assert read_phone("12012345678", "CN") == Phone("+8612012345678", "5678", "CN")


def test_a_number_of_no_country_says_so() -> None:
    assert read_phone("+800 1234 5678", "TW") == Phone("+80012345678", "5678", "")
    assert read_phone("+1 555 123 4567", "TW") == Phone("+15551234567", "4567", "")


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "+",
        "++886912345678",
        "0912+345678",
        "110",
        "123",
        "5",
        "0912345678x",
        "1-800-FLOWERS",
        "9.12E+08",
        "0912345678 / 0922333444",
        "0912345678;ext=1",
        "٠٩١٢٣٤٥٦٧٨",
        "²²²²²²²²²²",
        "0_912_345_678",
        "1" * 40,
        "1" * 10_000,
        "0912345678\x00",
        "\ud800912345678",
        "電話0912345678",
    ],
)
def test_what_cannot_be_a_number_is_refused(text: str) -> None:
    assert read_phone(text, "TW") is None


def test_a_local_number_without_its_area_is_refused() -> None:
    assert read_phone("555-2671", "US") is None


@given(st.text() | st.text("0123456789+-() ０９", max_size=30), st.sampled_from(["TW", "CN", "US"]))
@example("000000000", "TW")
@example("+430000", "TW")
@settings(max_examples=200)
def test_no_text_breaks_the_reading_and_what_is_read_reads_again(text: str, region: str) -> None:
    found = read_phone(text, region)
    if found is not None:
        again = read_phone(found.e164, region)
        assert again is not None
        assert again.e164 == found.e164
        masked = phone.masked(found.e164)  # of a very short number nothing is shown at all
        assert masked == "*** ***" or masked.endswith(f" *** *** {found.e164[-3:]}")


def test_of_a_number_of_which_only_the_end_is_known_no_more_is_shown() -> None:
    assert phone.masked_end("5678") == "*** *** 678"


@pytest.mark.parametrize(
    ("e164", "masked"),
    [
        ("+886912345678", "+886 *** *** 678"),
        ("+8613812345678", "+86 *** *** 678"),
        ("+14155552671", "+1 *** *** 671"),
        ("+85291234567", "+852 *** *** 567"),
        ("", "*** ***"),
        ("+123", "*** ***"),
        ("nonsense", "*** ***"),
    ],
)
def test_a_masked_number_shows_its_country_and_three_digits(e164: str, masked: str) -> None:
    assert phone.masked(e164) == masked


def test_the_country_codes_are_those_of_the_world() -> None:
    for code in phonenumbers.COUNTRY_CODE_TO_REGION_CODE:
        assert phone.masked(f"+{code}55501234").startswith(f"+{code} "), code


def test_a_whole_number_is_shown_in_its_countrys_groups() -> None:
    assert phone.pretty("+886912345678") == "+886 912 345 678"
    assert phone.pretty("not a number") == "not a number"


@pytest.mark.parametrize(
    ("text", "digits"),
    [("(02) 2345-６７８９", "0223456789"), ("", ""), ("abc", ""), ("09١2", ""), ("09²", "")],
)
def test_digits_of_other_scripts_are_refused_not_dropped(text: str, digits: str) -> None:
    assert phone.digits_of(text) == digits


def test_the_big_table_is_not_loaded_before_it_is_needed() -> None:
    script = "import sys, regulars.people.phone, regulars.people.names; print(sorted(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )
    assert "phonenumbers" not in done.stdout
    assert "pypinyin" not in done.stdout
