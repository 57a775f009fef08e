"""Cards, slips, numbers and recovery keys: what is made is read, and nothing else is."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars import codes
from regulars.codes import CardCode, NumberCode, SlipCode, Unreadable
from regulars.people import member_number

CARD = codes.card_text(bytes(range(200, 213)))
SLIP = codes.slip_text(bytes(range(100, 116)))
EVERY_KEY = "".join(map(chr, range(0x20, 0x7F)))
card_texts = st.binary(min_size=13, max_size=13).map(codes.card_text)
sale_ids = st.binary(min_size=16, max_size=16)


def swapped_neighbours(text: str) -> list[str]:
    return [
        text[:place] + text[place + 1] + text[place] + text[place + 2 :]
        for place in range(len(text) - 1)
        if text[place] != text[place + 1]
    ]


def one_wrong(text: str) -> list[str]:
    return [
        text[:place] + wrong + text[place + 1 :]
        for place in range(len(text))
        for wrong in codes.ALPHABET
        if wrong != text[place]
    ]


@given(card_texts)
def test_every_card_is_read_back(text: str) -> None:
    assert codes.read(text) == CardCode(text)
    assert len(text) == 25
    assert set(text) <= set(codes.ALPHABET)


@given(sale_ids)
def test_every_slip_is_read_back(sale_id: bytes) -> None:
    text = codes.slip_text(sale_id)
    assert codes.read(text) == SlipCode(sale_id)
    assert len(text) == 31


def test_the_form_of_a_card_does_not_change_from_one_release_to_the_next() -> None:
    assert codes.card_text(bytes(13)) == "RG100000000000000000000NZ"
    assert codes.card_text(b"\xff" * 13) == "RG1ZZZZZZZZZZZZZZZZZZZZG1"
    assert codes.slip_text(b"\xff" * 16) == "RS17ZZZZZZZZZZZZZZZZZZZZZZZZZA1"
    assert codes.recovery_text(bytes(16)) == "0000-0000-0000-0000-0000-0000-00GF"


def test_two_cards_from_different_bytes_differ() -> None:
    seen = {codes.card_text(n.to_bytes(12, "big") + b"\x10") for n in range(1000)}
    assert len(seen) == 1000


@pytest.mark.parametrize(
    "text", [CARD, SLIP, codes.card_text(bytes(13)), codes.slip_text(b"Z" * 16)]
)
def test_no_wrong_character_and_no_swap_of_neighbours_goes_unseen(text: str) -> None:
    for altered in one_wrong(text) + swapped_neighbours(text):
        assert isinstance(codes.read(altered), Unreadable), altered


@given(card_texts, st.integers(0, 24), st.sampled_from(codes.ALPHABET))
@settings(max_examples=200)
def test_no_card_survives_one_wrong_character(text: str, place: int, wrong: str) -> None:
    altered = text[:place] + wrong + text[place + 1 :]
    assert altered == text or isinstance(codes.read(altered), Unreadable)


@given(card_texts)
def test_no_card_survives_a_swap_of_neighbours(text: str) -> None:
    for altered in swapped_neighbours(text):
        assert isinstance(codes.read(altered), Unreadable)


@pytest.mark.parametrize("text", [CARD, SLIP])
def test_every_truncation_is_unreadable(text: str) -> None:
    for length in range(len(text)):
        assert isinstance(codes.read(text[:length]), Unreadable)
        assert isinstance(codes.read(text[length + 1 :]), Unreadable)


@pytest.mark.parametrize(
    "text",
    [
        CARD.lower(),
        f"{CARD}\r",
        f"{CARD}\r\n\r\n",
        f"\x02{CARD}\x03",
        f"  {CARD}\t",
        f"\x1d{CARD}",
        f"]Q1{CARD}",
        f"]Q1{CARD.lower()}",
        f"]C0 {CARD}",
        f"]q1{CARD}",
        "".join(chr(ord(c) + 0xFEE0) for c in CARD),
        "".join(chr(ord(c) + 0xFEE0) for c in f"]Q1{CARD}"),
    ],
)
def test_a_card_is_read_through_what_keyboards_and_scanners_add(text: str) -> None:
    assert codes.read(text) == CardCode(CARD)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("\r", "empty"),
        ("\r\n\r\n", "empty"),
        ("\x00\x00", "empty"),
        ("\u3000", "empty"),
        ("]Q1", "empty"),
        ("7", "short"),
        ("R", "short"),
        ("RG", "short"),
        ("12345", "short"),
        ("²", "short"),
        ("RG1", "damaged"),
        ("RS1", "damaged"),
        (CARD + "7", "damaged"),
        (CARD + CARD, "damaged"),
        (CARD + SLIP, "damaged"),
        (SLIP + SLIP, "damaged"),
        (CARD[:12] + "\x00" + CARD[12:], "damaged"),
        (CARD[:12] + "\x1d" + CARD[12:], "damaged"),
        (CARD[:12] + " " + CARD[12:], "damaged"),
        (CARD[:12] + "\u202e" + CARD[12:], "damaged"),
        (CARD[:12] + "\ud800" + CARD[12:], "damaged"),
        ("rG1" + CARD[3:], "damaged"),
        (CARD[:-1] + "²", "damaged"),
        (CARD[:-1] + "٣", "damaged"),
        ("RS1Z" + SLIP[4:], "damaged"),
        ("2900420000170", "damaged"),
        ("\ufeff" + CARD, "foreign"),
        ("4006381333931", "foreign"),
        ("]E04006381333931", "foreign"),
        ("036000291452", "foreign"),
        ("96385074", "foreign"),
        ("٢٩٠٠٤٢٠٠٠٠١٧٩", "foreign"),
        ("²⁹⁰⁰⁴²⁰⁰⁰⁰¹⁷⁹", "foreign"),
        ("29_0042000017", "foreign"),
        ("290042000017 ", "foreign"),
        ("1_000_000", "foreign"),
        ("https://example.org/RG1", "foreign"),
        ("javascript:alert(1)", "foreign"),
        ("file:///etc/passwd", "foreign"),
        ("WIFI:S:cafe;T:WPA;P:secret;;", "foreign"),
        ("BEGIN:VCARD\nFN:Ada\nEND:VCARD", "foreign"),
        ("SMSTO:+886912345678:hello", "foreign"),
        ("'; drop table member; --", "foreign"),
        ("<img src=x>", "foreign"),
        ("%s%n{0}{{7*7}}", "foreign"),
        ("\x1b[2J\x1b[31mred", "foreign"),
        ("abc\u200ddef", "foreign"),
        ("\udcff\udcff\udcff\udcff\udcff\udcff", "foreign"),
        ("RG2" + CARD[3:], "foreign"),
        ("A" * 2953, "foreign"),
        ("A" * 4297, "too_long"),
        ("7" * 10_000, "too_long"),
        ("RG1" + "0" * 10_000, "too_long"),
    ],
)
def test_what_is_not_a_code_says_why(text: str, reason: str) -> None:
    assert codes.read(text) == Unreadable(reason)  # type: ignore[arg-type]


@pytest.mark.parametrize("confused", ["O", "I", "L", "U"])
def test_letters_we_never_print_are_not_guessed_in_a_scan(confused: str) -> None:
    text = codes.card_text(bytes(13))
    assert codes.read(text[:10] + confused + text[11:]) == Unreadable("damaged")


@given(st.text(alphabet=st.characters(), max_size=60) | st.text(EVERY_KEY, max_size=60))
@settings(max_examples=200)
def test_reading_never_raises(text: str) -> None:
    assert isinstance(codes.read(text), CardCode | SlipCode | NumberCode | Unreadable)
    assert isinstance(codes.read(f"RG1{text}"), Unreadable)
    codes.read_recovery(text)


def test_reading_ten_thousand_of_any_one_character_never_raises() -> None:
    for character in ("\x00", "\ud800", "\ufdfa", "R", "]", "٣", "\u0301", "\U0001f600", "\r"):
        assert isinstance(codes.read(character * 10_000), Unreadable)


@given(st.integers(0, 9_999), st.integers(0, 999_999))
def test_every_member_number_is_read_back(block: int, serial: int) -> None:
    number = member_number.make(block, serial)
    assert codes.read(number) == NumberCode(number)
    assert codes.read(f"]E0{number}\r") == NumberCode(number)


def test_numbers_of_the_whole_in_store_range_are_numbers() -> None:
    for prefix in range(20, 30):
        body = f"{prefix}1234567890"
        number = body + codes.ean13_check_digit(body)
        assert codes.read(number) == NumberCode(number)


def test_the_check_digit_is_that_of_the_standard() -> None:
    assert codes.ean13_check_digit("400638133393") == "1"
    assert codes.ean13_check_digit("501234567890") == "0"


def test_a_number_with_one_wrong_digit_is_damaged() -> None:
    number = member_number.make(42, 17)
    for place in range(1, 13):
        for wrong in "0123456789":
            altered = number[:place] + wrong + number[place + 1 :]
            assert altered == number or codes.read(altered) == Unreadable("damaged")


def test_the_fingerprint_is_of_the_token_alone() -> None:
    expected = hashlib.sha256(b"regulars-card-1" + CARD[3:23].encode()).digest()
    assert codes.fingerprint(CARD) == expected
    assert codes.fingerprint(CARD.lower()) == expected


def test_only_a_card_has_a_fingerprint() -> None:
    with pytest.raises(AssertionError):
        codes.fingerprint(SLIP)


@given(sale_ids)
def test_every_recovery_key_is_read_back_however_it_is_typed(key: bytes) -> None:
    text = codes.recovery_text(key)
    assert [len(group) for group in text.split("-")] == [4] * 7
    assert codes.read_recovery(text) == key
    assert codes.read_recovery(text.lower().replace("-", " ")) == key
    assert codes.read_recovery(f" {text.replace('-', '')}\n") == key
    assert codes.read_recovery(text.replace("0", "O").replace("1", "l")) == key
    assert codes.read_recovery(text.replace("0", "o").replace("1", "I")) == key
    assert codes.read_recovery("".join(wide(c) for c in text)) == key


def wide(character: str) -> str:
    return chr(ord(character) + 0xFEE0)


def test_a_mistyped_recovery_key_is_refused() -> None:
    text = codes.recovery_text(bytes(range(16))).replace("-", "")
    for altered in one_wrong(text) + swapped_neighbours(text):
        assert codes.read_recovery(altered) is None


@pytest.mark.parametrize(
    "text", ["", "-", "ABCD", SLIP, CARD, "0" * 29, "U" * 28, "ÅÅÅÅ" * 7, "\ud800" * 28, "٣" * 28]
)
def test_what_is_not_a_recovery_key_is_refused(text: str) -> None:
    assert codes.read_recovery(text) is None


def test_a_slip_is_not_a_recovery_key() -> None:
    assert codes.read_recovery(SLIP[3:]) is None


def test_near_misses_of_a_card_are_almost_never_cards() -> None:
    guesses = 20_000
    hits = sum(
        isinstance(codes.read(f"RG1{n:020}{codes.ALPHABET[n % 32]}0"), CardCode)
        for n in range(guesses)
    )
    assert hits < guesses / 500
