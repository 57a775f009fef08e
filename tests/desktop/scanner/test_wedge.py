"""Scans at one keyboard with a person: all of them are taken, and nothing of them is obeyed."""

import pytest

from desktop.scanner.wedge import Wedge
from regulars import codes
from regulars.people import member_number
from tests.desktop.scanner.desk import ENTER, Desk, Key, keys

CARD = codes.card_text(bytes(range(50, 63)))
SLIP = codes.slip_text(bytes(range(16)))
NUMBER = member_number.make(42, 17)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.mark.parametrize("gap_ms", [0, 1, 5, 20, 40])
@pytest.mark.parametrize("text", [CARD, SLIP, CARD.lower(), f"]Q1{CARD}", f"]E0{NUMBER}", NUMBER])
def test_a_scan_at_any_speed_is_taken_and_nothing_reaches_the_field(
    desk: Desk, text: str, gap_ms: int
) -> None:
    desk.wait().scan(text, gap_ms=gap_ms)
    assert desk.scans == [text]
    assert (desk.shown, desk.obeyed) == ("", [])


def test_our_codes_never_leak_a_single_character(desk: Desk) -> None:
    desk.wait()
    for key in keys(CARD):
        desk.press(key, after_ms=10)
        assert desk.shown == ""
    desk.press(ENTER, after_ms=10)
    assert desk.scans == [CARD]


def test_full_width_letters_of_an_input_method_are_held_too(desk: Desk) -> None:
    wide = "".join(chr(ord(c) + 0xFEE0) for c in CARD)
    desk.wait().scan(wide)
    assert desk.scans == [wide]
    assert codes.read(wide) == codes.CardCode(CARD)


@pytest.mark.parametrize("end", [("\t", "Tab"), ("\n", ""), ("\x03", ""), ("", "Enter"), None])
def test_a_scan_ends_with_any_end_or_none(desk: Desk, end: Key | None) -> None:
    desk.wait().scan(CARD, end=end).wait()
    assert desk.scans == [CARD]
    assert (desk.shown, desk.obeyed) == ("", [])


def test_a_foreign_scan_says_what_leaked_so_that_the_field_is_restored(desk: Desk) -> None:
    desk.type(keys("Ada"), gap_ms=150).wait()
    desk.scan("4006381333931")
    assert desk.scans == ["4006381333931"]
    assert desk.shown == "Ada"


def test_scan_while_the_cashier_types_a_name(desk: Desk) -> None:
    desk.type(keys("Ada B"), gap_ms=150)
    desk.press(("R", ""), after_ms=30)
    desk.scan(CARD[1:])
    desk.type(keys("yron"), gap_ms=150).wait()
    assert desk.scans == [CARD]
    assert desk.shown == "Ada Byron"


def test_digits_typed_just_before_a_scan_stay_in_the_field(desk: Desk) -> None:
    desk.type(keys("50"), gap_ms=90)
    desk.press((NUMBER[0], ""), after_ms=90)
    desk.scan(NUMBER[1:])
    assert desk.scans == [NUMBER]
    assert desk.shown == "50"


def test_cr_lf_twice_ends_one_scan_once(desk: Desk) -> None:
    desk.wait().scan(CARD)
    for text in "\n\r\n":
        desk.press((text, ""), after_ms=5)
    assert desk.scans == [CARD]
    assert (desk.obeyed, desk.dropped) == ([], 3)


def test_an_end_that_comes_a_moment_late_is_not_an_enter(desk: Desk) -> None:
    desk.wait().scan(CARD, end=None)
    desk.press(ENTER, after_ms=150)
    assert desk.scans == [CARD]
    assert desk.obeyed == []
    desk.press(ENTER, after_ms=500)
    assert desk.obeyed == [ENTER]


def test_the_same_code_fifty_times_in_a_second_is_fifty_scans(desk: Desk) -> None:
    desk.wait()
    for _ in range(50):
        desk.scan(CARD, gap_ms=0)
        desk.now_ms += 20
    assert desk.scans == [CARD] * 50
    assert (desk.shown, desk.obeyed) == ("", [])


def test_two_codes_run_together_are_one_unreadable_scan(desk: Desk) -> None:
    desk.wait().scan(CARD + CARD)
    assert desk.scans == [CARD + CARD]
    assert codes.read(desk.scans[0]) == codes.Unreadable("damaged")


def test_half_a_code_a_pause_and_the_rest_are_two_error_rows(desk: Desk) -> None:
    desk.wait().scan(CARD[:12], end=None).wait(5_000)
    assert desk.scans == [CARD[:12]]
    desk.scan(CARD[12:])
    assert desk.scans == [CARD[:12], CARD[12:]]
    assert (desk.shown, desk.obeyed) == ("", [])
    assert [codes.read(text) for text in desk.scans] == [
        codes.Unreadable("damaged"),
        codes.Unreadable("foreign"),
    ]


def test_a_late_timer_changes_nothing(desk: Desk) -> None:
    desk.wait().scan(CARD[:12], end=None)
    desk.press(("R", ""), after_ms=5_000, is_timer_late=True)
    assert desk.scans == [CARD[:12]]
    assert desk.held == [("R", "")]
    desk.press(("o", ""), after_ms=5_000, is_timer_late=True)
    assert desk.shown == "Ro"


@pytest.mark.parametrize(
    "command",
    [
        ("\x00", ""),
        ("\x1b", "Escape"),
        ("\x08", "Backspace"),
        ("\x7f", "Delete"),
        ("\x16", "Ctrl+V"),
        ("\x01", "Ctrl+A"),
        ("\x17", "Ctrl+W"),
        ("\x11", "Ctrl+Q"),
        ("q", "Alt+Q"),
        ("", "Alt+F4"),
        ("", "Print"),
        ("\x1d", "Ctrl+]"),
        ("\x1e", ""),
        ("\u202e", ""),
        ("\ufeff", ""),
        ("\ud800", ""),
        *(("", f"F{n}") for n in range(1, 25)),
    ],
)
@pytest.mark.parametrize("code", [CARD, NUMBER])
def test_commands_inside_a_scan_are_never_obeyed(desk: Desk, code: str, command: Key) -> None:
    desk.wait()
    desk.type([*keys(code[:10]), command, command, *keys(code[10:]), command], gap_ms=5)
    desk.press(ENTER, after_ms=5)
    assert len(desk.scans) == 1
    assert (desk.shown, desk.obeyed) == ("", [])


def test_a_scan_that_only_ends_in_a_command_is_taken_when_silence_comes(desk: Desk) -> None:
    desk.wait().type([*keys(NUMBER), ("", "Alt+F4")], gap_ms=5).wait()
    assert desk.scans == [NUMBER]
    assert (desk.shown, desk.obeyed) == ("", [])


@pytest.mark.parametrize("start", ["", "RG1", "]Q1"])
def test_ten_thousand_characters_are_one_scan_that_is_too_long(desk: Desk, start: str) -> None:
    desk.wait().scan(start + "A7" * 5_000, gap_ms=1)
    assert len(desk.scans) == 1
    assert codes.read(desk.scans[0]) == codes.Unreadable("too_long")
    assert (desk.shown, desk.obeyed) == ("", [])


def test_shift_and_alt_on_their_own_do_not_disturb_a_scan(desk: Desk) -> None:
    desk.wait()
    for character in CARD:
        desk.press(("", "Shift"), after_ms=3)
        desk.press((character, ""), after_ms=3)
    desk.press(ENTER, after_ms=3)
    assert desk.scans == [CARD]
    assert (desk.shown, desk.obeyed) == ("", [])


# --- scanners with a prefix key


@pytest.mark.parametrize("prefix", [("\x02", "Ctrl+B"), ("\x02", ""), ("", "Ctrl+B")])
@pytest.mark.parametrize("gap_ms", [1, 40, 150, 390])
def test_after_the_prefix_everything_is_the_scanners_however_slow(
    desk: Desk, prefix: Key, gap_ms: int
) -> None:
    desk.wait().type([prefix, *keys("hello 你好"), ENTER], gap_ms=gap_ms)
    assert desk.scans == ["hello 你好"]
    assert (desk.shown, desk.obeyed) == ("", [])


def test_a_function_key_can_be_the_prefix() -> None:
    desk = Desk(Wedge(prefixes=frozenset({"F9"})))
    desk.wait().type([("", "F9"), *keys("7"), ("", "F5"), ("\t", "Tab")], gap_ms=20)
    assert desk.scans == ["7"]
    assert desk.obeyed == []


def test_a_function_key_that_is_no_prefix_is_a_command(desk: Desk) -> None:
    desk.wait().type([("", "F9"), *keys("7")], gap_ms=20)
    assert desk.obeyed == [("", "F9")]
    assert desk.shown == "7"


def test_a_prefix_key_pressed_by_a_person_is_given_back() -> None:
    desk = Desk(Wedge(prefixes=frozenset({"F9"})))
    desk.wait().type([("", "F9")], gap_ms=20)
    assert desk.wedge.patience_ms == 400
    desk.wait(ms=200)
    assert desk.obeyed == []
    desk.wait()
    assert desk.obeyed == [("", "F9")]
    desk.type([("", "F9"), ("a", "")], gap_ms=900)
    assert desk.obeyed == [("", "F9")] * 2
    assert desk.shown == "a"


def test_a_prefixed_scan_without_an_end_is_taken_after_silence(desk: Desk) -> None:
    desk.wait().type([("\x02", ""), *keys(CARD)], gap_ms=10).wait()
    assert desk.scans == [CARD]


def test_a_prefix_after_a_held_letter_gives_the_letter_back(desk: Desk) -> None:
    desk.wait().type([("R", ""), ("\x02", ""), *keys("123"), ENTER], gap_ms=50)
    assert desk.shown == "R"
    assert desk.scans == ["123"]


def test_a_prefix_and_an_end_are_an_empty_scan(desk: Desk) -> None:
    desk.wait().type([("\x02", ""), ENTER], gap_ms=5)
    assert desk.scans == [""]
    assert codes.read("") == codes.Unreadable("empty")
