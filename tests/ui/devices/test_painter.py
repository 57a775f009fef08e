"""The same sheets with QPainter: they look like the layout, and their codes can be scanned."""

import pytest
import zxingcpp
from PySide6.QtGui import QImage, qGray

from desktop.printing.card import card_sheet
from desktop.printing.fonts import MM_PER_PT, width_mm
from desktop.printing.marks import Box, Rule, Sheet, Text, Tone
from desktop.printing.slip import slip_sheet
from desktop.printing.values import CardFace, Language, Slip
from regulars.money import CURRENCIES
from ui.devices.painter import sheet_image

pytestmark = pytest.mark.usefixtures("qtbot")  # a QApplication, for fonts
CARD_TEXT = "RG17K3M9QXWATBC4DEFGHJ2MN"
LANGUAGES: tuple[Language, ...] = ("en", "zh_Hans", "zh_Hant")


def card(language: Language, name: str = "Ada 张張") -> Sheet:
    return card_sheet(CardFace(language, "Harbour 麵包", name, "29-0042-000017-9", CARD_TEXT))


def slip(language: Language) -> Sheet:
    return slip_sheet(
        Slip(
            language=language, kind="sale", shop="Harbour", store="East", till="2", staff="Lin",
            printed_at="2026-11-22 14:05", currency=CURRENCIES["CNY"], member_name="王美玲",
            member_number="29-0042-000017-9", receipt="A-1", as_of="14:05", balance=12,
            earned=12, amount_minor=1200, sale_code=CARD_TEXT, training=True,
        )
    )  # fmt: skip


def ink(image: QImage, left: int, top: int, right: int, bottom: int) -> int:
    """Count dark dots of a part of a picture."""
    return sum(
        qGray(image.pixel(x, y)) < 128
        for y in range(max(top, 0), min(bottom, image.height()))
        for x in range(max(left, 0), min(right, image.width()))
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("dots_per_inch", [203.2, 300.0])
def test_a_drawn_code_is_read_by_a_scanner(language: Language, dots_per_inch: float) -> None:
    for sheet in (card(language), slip(language)):
        image = sheet_image(sheet, dots_per_inch)
        found = zxingcpp.read_barcodes(image.convertToFormat(QImage.Format.Format_Grayscale8))
        assert [one.text for one in found] == [CARD_TEXT]


def test_a_picture_has_the_size_of_its_paper() -> None:
    image = sheet_image(card("en"), 300)
    assert (image.width(), image.height()) == (1011, 638)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_text_is_drawn_where_the_layout_measured_it(language: Language) -> None:
    texts = [
        Text(5, 10, 14, "Ada 张張 0123", bold=True),
        Text(40, 20, 9, "點數 Points", align="centre"),
        Text(75, 30, 9, "1,240.50", align="right"),
    ]
    image = sheet_image(Sheet(80, 40, "t", language, tuple(texts)), 254)
    for text in texts:
        wide = width_mm(text.text, text.size_pt, language, bold=text.bold)
        left = text.x_mm - {"left": 0, "centre": wide / 2, "right": wide}[text.align]
        top, bottom = text.y_mm - text.size_pt * MM_PER_PT, text.y_mm + 1.5
        box = [round(10 * edge) for edge in (left, top, left + wide, bottom)]
        assert ink(image, box[0], box[1], box[0] + 40, box[3]) > 20
        assert ink(image, box[2] - 40, box[1], box[2], box[3]) > 20
        assert ink(image, box[2] + 4, box[1], 800, box[3]) == 0
        assert ink(image, 0, box[1], box[0] - 4, box[3]) == 0


def test_boxes_and_rules_are_where_they_should_be() -> None:
    marks = (
        Box(1, 1, 4, 4, Tone.INK),
        Box(10, 1, 8, 8, Tone.INK, thickness_mm=0.5),
        Rule(1, 15, 18, 0.4),
        Rule(1, 18, 18, 0.4, dashed=True),
    )
    image = sheet_image(Sheet(20, 20, "t", "en", marks), 254)
    assert ink(image, 10, 10, 50, 50) == 1600
    assert ink(image, 115, 25, 165, 75) == 0  # an outline is empty
    assert ink(image, 100, 10, 180, 90) > 400
    solid, dashed = ink(image, 0, 145, 200, 155), ink(image, 0, 175, 200, 185)
    assert solid > 600
    assert 0.3 * solid < dashed < 0.7 * solid


@pytest.mark.parametrize(
    "name", ["<img src=file:///etc/passwd>", "<b>Ada</b>", "e" + "\u0301" * 5000, "\u202eadA", ""]
)
def test_a_hostile_name_draws_letters_in_its_place_only(name: str) -> None:
    empty, drawn = sheet_image(card("en", ""), 203.2), sheet_image(card("en", name), 203.2)
    band = [(x, y) for x in range(0, drawn.width(), 3) for y in range(0, 130, 3)]
    assert all(empty.pixel(x, y) == drawn.pixel(x, y) for x, y in band)
    assert ink(drawn, 437, 130, 684, 431) == ink(empty, 437, 130, 684, 431)


def test_a_page_never_changes_the_painter_for_the_next() -> None:
    once, twice = sheet_image(slip("en"), 203.2), sheet_image(slip("en"), 203.2)
    assert once == twice
