"""Cards, slips and the recovery sheet: nothing leaves its place, whatever it says."""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import pairwise

import pytest

from desktop.printing.card import HEIGHT_MM, WIDTH_MM, card_sheet
from desktop.printing.fonts import MM_PER_PT, width_mm
from desktop.printing.marks import Box, Matrix, Rule, Sheet, Text, Tone, readable_on
from desktop.printing.recovery_sheet import recovery_sheet
from desktop.printing.slip import slip_sheet
from desktop.printing.values import CardFace, RecoverySheet, Slip
from desktop.printing.words import LANGUAGES
from regulars.money import CURRENCIES
from regulars.points.earning import Why
from ui.theme.tokens import contrast

HOSTILE = [
    "Maria Fernanda Guadalupe de la Concepcion Hernandez y Gutierrez",
    "歐陽李陳怡君 Alexandra Montgomery-Featherstonehaugh 王小明张伟",
    "阿卜杜热依木·买买提艾力·吾买尔江·库尔班尼亚孜·玉素甫艾山" * 4,
    "W" * 500,
    "王" * 500,
    "<img src=file:///etc/passwd>" * 5,
    "a" + "\u0301" * 5000,
    "\u202egnp.exe \U0001f600\U0001f468\u200d\U0001f469",
    "عبد الرحمن بن خالد",
    "",
    "{name}%s%n\x00\x1b",
]


def texts(sheet: Sheet) -> Iterator[tuple[Text, float, float]]:
    """Give every text with its left and right edge."""
    for mark in sheet.marks:
        if isinstance(mark, Text):
            wide = width_mm(mark.text, mark.size_pt, sheet.language, bold=mark.bold)
            left = mark.x_mm - {"left": 0, "centre": wide / 2, "right": wide}[mark.align]
            yield mark, left, left + wide


def assert_in_place(sheet: Sheet, margin_mm: float) -> None:
    codes = [mark for mark in sheet.marks if isinstance(mark, Matrix)]
    for text, left, right in texts(sheet):
        assert left >= margin_mm - 0.01, text
        assert right <= sheet.width_mm - margin_mm + 0.01, text
        assert text.y_mm > 0.7 * text.size_pt * MM_PER_PT, text
        assert text.y_mm + 0.25 * text.size_pt * MM_PER_PT <= sheet.height_mm, text
        for code in codes:
            beside = right <= code.x_mm or left >= code.x_mm + code.side_mm
            above = text.y_mm <= code.y_mm
            below = text.y_mm - 0.7 * text.size_pt * MM_PER_PT >= code.y_mm + code.side_mm
            assert beside or above or below, text
    for mark in sheet.marks:
        if isinstance(mark, Box | Rule):
            assert mark.x_mm >= 0
            assert mark.x_mm + mark.width_mm <= sheet.width_mm + 0.01


def said(sheet: Sheet) -> str:
    return "\n".join(text.text for text, _left, _right in texts(sheet))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("training", [False, True])
def test_no_name_leaves_its_place_on_a_card(
    face: Callable[..., CardFace], language: str, name: str, *, training: bool
) -> None:
    assert_in_place(
        card_sheet(face(language, member_name=name, shop=name, training=training)), 5.59
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize(("width", "margin_mm"), [(80, 4), (58, 5)])
def test_no_name_leaves_its_place_on_a_slip(
    slip: Callable[..., Slip], language: str, name: str, width: int, margin_mm: float
) -> None:
    everywhere = dict.fromkeys(
        ("shop", "store", "till", "staff", "member_name", "receipt", "excluded_as"), name
    )
    paper = slip(language, **everywhere, training=True, copy=True, debt=30)
    assert_in_place(slip_sheet(paper, width), margin_mm)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("shop", HOSTILE)
def test_no_shop_name_pushes_the_key_off_the_page(
    recovery: Callable[..., RecoverySheet], language: str, shop: str
) -> None:
    assert_in_place(recovery_sheet(recovery(language, shop=shop, training=True)), 20)


def test_lines_of_a_slip_never_lie_on_each_other(slip: Callable[..., Slip]) -> None:
    paper = slip_sheet(slip(training=True, copy=True, debt=30, store="East " * 30), 58)
    rows = sorted({(text.y_mm, text.size_pt) for text, _left, _right in texts(paper)})
    for (above, _size), (below, size) in pairwise(rows):
        assert below - above >= 0.9 * size * MM_PER_PT or below - above < 0.01


def test_a_card_is_the_size_of_a_bank_card_and_its_code_over_25_mm(
    face: Callable[..., CardFace],
) -> None:
    sheet = card_sheet(face())
    assert (sheet.width_mm, sheet.height_mm) == (WIDTH_MM, HEIGHT_MM) == (85.6, 53.98)
    code = next(mark for mark in sheet.marks if isinstance(mark, Matrix))
    assert code.side_mm >= 25
    assert code.x_mm + code.side_mm <= WIDTH_MM


def test_a_practice_card_says_so_and_wears_another_colour(face: Callable[..., CardFace]) -> None:
    assert "TRAINING" in said(card_sheet(face(training=True)))
    assert "TRAINING" not in said(card_sheet(face()))
    assert card_sheet(face(training=True)).accent != card_sheet(face()).accent


@pytest.mark.parametrize("colour", ["#FFFF00", "#0A6B62", "#808080", "#FFFFFF", "#000000"])
def test_the_shop_name_can_be_read_on_any_colour(
    face: Callable[..., CardFace], colour: str
) -> None:
    sheet = card_sheet(face(colour=colour))
    assert sheet.colour(Tone.ON_ACCENT) == readable_on(colour)
    assert contrast(sheet.colour(Tone.ON_ACCENT), colour) >= 4.5


def test_a_colour_that_is_none_is_refused(face: Callable[..., CardFace]) -> None:
    with pytest.raises(AssertionError):
        face(colour="red; drop")


def test_a_slip_says_what_was_earned_and_why(slip: Callable[..., Slip]) -> None:
    words = said(slip_sheet(slip()))
    for line in (
        "+128", "−400", "¥144.50", "pays ¥4.00", "tobacco 12.00 earns nothing",
        "paid with points 4.00 earns nothing", "128.50 × 1 point per 1.00 = 128",
        "10 points repaid what was owed", "1,432", "as this till knows it, at 14:05",
        "300 points until 31 Dec 2026", "1 point until 31 Jan 2027", "A-10442", "Ada Lovelace",
    ):  # fmt: skip
        assert line in words, line


def test_a_slip_in_a_currency_without_decimals_has_none(slip: Callable[..., Slip]) -> None:
    paper = slip(
        "zh_Hant", currency=CURRENCIES["TWD"], amount_minor=1285, used=0, used_pays_minor=0,
        why=Why(1285, 0, 0, 1285, 1, 10, 128, 0),
    )  # fmt: skip
    words = said(slip_sheet(paper))
    assert "NT$1,285" in words
    assert "1,285 × 每 10 得 1 點 = 128" in words
    assert "." not in words.replace("A-10442", "")


def test_a_refund_shows_what_went_each_way_and_what_is_owed(slip: Callable[..., Slip]) -> None:
    paper = slip(
        kind="refund", why=None, earned=0, used=0, used_pays_minor=0, amount_minor=5000,
        earned_back=50, lapsed=1, spent_back=400, cash_back_minor=4600, debt=30, ending=(),
    )  # fmt: skip
    words = said(slip_sheet(paper))
    for line in ("Refund", "−50", "+400", "¥46.00", "1 point of these had already ended",
                 "Owed: 30 points"):  # fmt: skip
        assert line in words, line
    assert "Earned\n" not in words
    assert "Use them in time" not in words


@pytest.mark.parametrize("kind", ["sale", "redeem", "refund", "void", "undo", "adjust"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_kind_of_slip_has_its_words(
    slip: Callable[..., Slip], language: str, kind: str
) -> None:
    assert_in_place(slip_sheet(slip(language, kind=kind), 58), 5)


def test_only_the_soonest_endings_are_listed_and_the_rest_summed(
    slip: Callable[..., Slip],
) -> None:
    ending = tuple((date(2027, month, 28), 10) for month in range(1, 13))
    words = said(slip_sheet(slip(ending=ending)))
    assert words.count(" until ") == 3
    assert "90 points later" in words


def test_a_practice_slip_says_so_at_both_ends_and_a_copy_once(slip: Callable[..., Slip]) -> None:
    marked = said(slip_sheet(slip(training=True, copy=True))).split("\n")
    assert marked[0] == "TRAINING"
    assert marked[-2] == "TRAINING"
    assert marked.count("COPY") == 1
    assert "COPY" not in said(slip_sheet(slip()))


def test_a_slip_is_as_long_as_what_it_says(slip: Callable[..., Slip]) -> None:
    short = slip_sheet(slip(why=None, used=0, ending=(), sale_code=""))
    assert short.height_mm < slip_sheet(slip()).height_mm < 200
    assert not any(isinstance(mark, Matrix) for mark in short.marks)


def test_a_slip_is_black_only_since_a_thermal_head_has_no_grey(slip: Callable[..., Slip]) -> None:
    for mark in slip_sheet(slip(training=True, copy=True)).marks:
        assert isinstance(mark, Matrix) or mark.tone in {Tone.INK, Tone.PAPER}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_recovery_sheet_shows_the_key_in_whole_groups(
    recovery: Callable[..., RecoverySheet], language: str
) -> None:
    sheet = recovery_sheet(recovery(language))
    assert (sheet.width_mm, sheet.height_mm) == (210, 297)
    large = [text for text, _left, _right in texts(sheet) if text.size_pt >= 24 and text.y_mm > 30]
    assert " ".join(text.text for text in large).split() == recovery().key_text.split("-")


@pytest.mark.parametrize("name", ["สมชาย ใจดี", "محمد", "राज", "😀😀"])
def test_a_name_the_fonts_lack_is_never_boxes_on_paper(
    face: Callable[..., CardFace], slip: Callable[..., Slip], name: str
) -> None:
    for sheet in (card_sheet(face(member_name=name)), slip_sheet(slip(member_name=name))):
        said = [mark.text for mark in sheet.marks if isinstance(mark, Text)]
        assert not any("□" in text for text in said)
        assert "29-0042-000017-9" in said
        assert sheet.shown_name == "29-0042-000017-9"


def test_a_shop_whose_name_cannot_be_printed_still_gets_its_paper(
    face: Callable[..., CardFace], slip: Callable[..., Slip]
) -> None:
    assert card_sheet(face(shop="ร้านกาแฟ")).marks
    assert slip_sheet(slip(shop="ร้านกาแฟ", staff="สมชาย")).marks


def test_a_name_that_is_printed_whole_is_not_remarked_on(face: Callable[..., CardFace]) -> None:
    assert card_sheet(face()).shown_name == ""
    assert card_sheet(face(member_name="Łukasz")).shown_name == "Lukasz"
