"""What may be printed of a text, and how it is made to fit."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.printing.fitting import (
    LETTERS_MAX,
    Style,
    elide,
    fit_line,
    fit_two_lines,
    is_whole,
    printable,
    printable_name,
    wrap,
)
from desktop.printing.fonts import has_glyph

LATIN = Style("en")
CHINESE = Style("zh_Hans")


@pytest.mark.parametrize(
    "name",
    ["<img src=file:///etc/passwd>", "<b>Ada</b>", "{{7*7}}", "%s%n", "&lt;", "\\u0041", "$(ls)"],
)
def test_markup_and_formats_are_printed_as_they_are_written(name: str) -> None:
    assert printable(name, "en") == name


def test_five_thousand_accents_do_not_pile_up() -> None:
    assert printable("e" + "\u0301" * 5000 + "va", "en") == "éva"


def test_direction_marks_and_controls_are_dropped() -> None:
    assert printable("Ada\u202egnp.exe\u202c\u200b\x1b[2J\x00", "en") == "Adagnp.exe[2J"


def test_line_breaks_and_tabs_become_one_space() -> None:
    assert printable("  Ada\r\n\t Lovelace\u3000 ", "en") == "Ada Lovelace"


def test_what_no_font_has_is_left_out_and_never_a_box() -> None:
    assert printable("Ada \U0001f469\u200d\U0001f469\u200d\U0001f467!", "en") == "Ada !"
    assert printable("\ud800", "en") == ""


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("Łukasz Żółć", "Lukasz Zólc"),
        ("İbrahim Şık Ğ", "Ibrahim Sik G"),
        ("\u0395\u03bb\u03ad\u03bd\u03b7", "\u0395\u03bb\u03b5\u03bd\u03b7"),
        ("\u0407\u0436\u0430\u043a", "I\u0436\u0430\u043a"),
    ],
)
def test_letters_no_font_has_are_written_plainly(name: str, shown: str) -> None:
    assert printable(name, "en") == printable_name(name, "en", "") == shown
    assert not is_whole(name, "en")


NUMBER = "29-0042-000017-9"


@pytest.mark.parametrize(
    "name", ["สมชาย", "محمد علي", "राज कुमार", "김민수", "😀", "王\U000282e2明"]
)
def test_a_name_in_another_script_gives_way_to_the_member_number(name: str) -> None:
    assert printable_name(name, "en", NUMBER) == NUMBER
    assert not is_whole(name, "en")


def test_the_part_of_a_name_that_can_be_printed_stays() -> None:
    assert printable_name("Somchai (สมชาย)", "en", NUMBER) == "Somchai"
    assert printable_name("Anna🌸 Berg ❤", "en", NUMBER) == "Anna Berg"
    assert printable_name("王美玲", "zh_Hant", NUMBER) == "王美玲"
    assert is_whole(" O’Brien\u200b ", "en")


def test_a_curly_apostrophe_does_not_tear_a_latin_name_apart() -> None:
    assert printable("O’Brien", "en") == "O'Brien"
    assert printable("“点”", "zh_Hans") == "“点”"


def test_a_name_of_ten_thousand_letters_costs_no_more_than_five_hundred() -> None:
    assert len(printable("王李" * 5000, "zh_Hans")) == LETTERS_MAX


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["en", "zh_Hans", "zh_Hant"]))
def test_whatever_is_printed_has_a_drawing(text: str, language: str) -> None:
    shown = printable(text, language)
    assert all(has_glyph(letter, language) for letter in shown)
    assert printable(shown, language) == shown


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=60), st.floats(20, 80))
def test_no_line_is_wider_than_its_room_and_no_letter_is_lost(text: str, room_mm: float) -> None:
    shown = printable(text, "zh_Hant")
    style = Style("zh_Hant")
    lines = wrap(shown, room_mm, 9, style)
    assert all(style.width_mm(line, 9) <= room_mm for line in lines)
    assert "".join(lines).replace(" ", "") == shown.replace(" ", "")


def test_chinese_breaks_anywhere_but_never_before_a_full_stop() -> None:
    room_mm = CHINESE.width_mm("一二三四", 10) + 0.1
    assert wrap("一二三四。五", room_mm, 10, CHINESE) == ("一二三", "四。五")


def test_latin_breaks_between_words_and_after_hyphens() -> None:
    room_mm = LATIN.width_mm("Montgomery-", 10) + 0.1
    assert wrap("Ada Montgomery-Smith", room_mm, 10, LATIN) == ("Ada", "Montgomery-", "Smith")


def test_a_long_name_shrinks_first_then_takes_two_lines_then_is_shortened() -> None:
    def fit(name: str) -> tuple[float, int, bool]:
        fitted = fit_two_lines(name, 48, LATIN, largest_pt=18, smallest_pt=8)
        assert all(LATIN.width_mm(line, fitted.size_pt) <= 48 for line in fitted.lines)
        return fitted.size_pt, len(fitted.lines), fitted.lines[-1].endswith("...")

    assert fit("Ada") == (18, 1, False)
    size, lines, _cut = fit("Ada King Lovelace")
    assert 13.5 <= size < 18
    assert lines == 1
    size, lines, cut = fit("Maria Fernanda Guadalupe de la Concepcion")
    assert (lines, cut) == (2, False)
    assert fit("Maria Fernanda " * 12) == (8, 2, True)


def test_a_shortened_line_says_so() -> None:
    room_mm = CHINESE.width_mm("一二三", 10)
    assert elide("一二三", room_mm, 10, CHINESE) == "一二三"
    assert elide("一二三四", room_mm, 10, CHINESE) == "一二…"
    assert fit_line("一二三四", room_mm, CHINESE, largest_pt=10, smallest_pt=10).lines == ("一二…",)
