"""Widths and letters read from the font files, checked against another reader of them."""

import pytest

from desktop.printing.fonts import (
    SIMPLIFIED,
    TRADITIONAL,
    font,
    has_glyph,
    runs,
    width_mm,
)


@pytest.mark.parametrize("family", [SIMPLIFIED, TRADITIONAL])
@pytest.mark.parametrize("bold", [False, True])
def test_our_widths_are_those_the_pdf_library_reads(family: str, *, bold: bool) -> None:
    from reportlab.pdfbase.ttfonts import TTFont

    ours = font(family, bold=bold)
    theirs = TTFont(f"check-{ours.name}", str(ours.path))
    for letter in "Ada 0123456789.,-−+×¥$會員点點□（":
        if ours.glyph(letter):
            assert ours.advance_em(letter) * 1000 == pytest.approx(
                theirs.face.charWidths[ord(letter)], abs=1
            )


@pytest.mark.parametrize("bold", [False, True])
def test_all_digits_have_one_width_so_numbers_stand_in_columns(*, bold: bool) -> None:
    for family in (SIMPLIFIED, TRADITIONAL):
        one = font(family, bold=bold)
        assert len({one.advance_em(digit) for digit in "0123456789"}) == 1


def test_a_simplified_letter_on_a_traditional_page_comes_from_the_other_font() -> None:
    found = [(run.font.family, run.text) for run in runs("張张A", "zh_Hant", bold=False)]
    assert found == [(TRADITIONAL, "張"), (SIMPLIFIED, "张"), (TRADITIONAL, "A")]
    assert {run.font.family for run in runs("張张A", "zh_Hans", bold=False)} == {SIMPLIFIED}


def test_letters_nobody_has_are_known() -> None:
    assert has_glyph("张", "zh_Hant")
    assert not has_glyph("\U0001f600", "en")
    assert not has_glyph("\x00", "en")
    assert not has_glyph("\ud800", "en")


def test_a_width_grows_with_the_size() -> None:
    assert width_mm("王", 72, "zh_Hans", bold=False) == pytest.approx(25.4)
    assert width_mm("", 72, "zh_Hans", bold=False) == 0
