"""The codes on paper, read back by a scanner's own decoder at printers' resolutions."""

import pytest
import zxingcpp
from PIL import Image

from desktop.printing.marks import Matrix
from desktop.printing.qr import QUIET_MODULES, code_at, matrix

CARD_TEXT = "RG17K3M9QXWATBC4DEFGHJ2MN"


def printed(code: Matrix, dots_per_inch: float) -> Image.Image:
    """Draw a code as a printer does: a dot is black when its middle lies on a dark module."""
    dots_per_mm = dots_per_inch / 25.4
    side = round(code.side_mm * dots_per_mm)
    last = len(code.rows) - 1
    at = [min(int((dot + 0.5) / dots_per_mm / code.module_mm), last) for dot in range(side)]
    dots = bytes(0 if code.rows[down][across] else 255 for down in at for across in at)
    return Image.frombytes("L", (side, side), dots)


def test_a_card_text_is_a_version_2_code_with_four_quiet_modules() -> None:
    rows = matrix(CARD_TEXT)
    assert len(rows) == 25 + 2 * QUIET_MODULES
    assert all(len(row) == len(rows) for row in rows)
    edge = rows[:4] + rows[-4:] + tuple(row[:4] + row[-4:] for row in rows)
    assert not any(any(row) for row in edge)


@pytest.mark.parametrize("dots_per_inch", [203.2, 300])
@pytest.mark.parametrize("module_mm", [0.625, 0.875])
def test_a_code_is_read_at_printers_resolutions(dots_per_inch: float, module_mm: float) -> None:
    found = zxingcpp.read_barcodes(printed(code_at(CARD_TEXT, 0, 0, module_mm), dots_per_inch))
    assert [(one.text, one.ec_level) for one in found] == [(CARD_TEXT, "Q")]


def test_a_scratched_code_is_still_read() -> None:
    image = printed(code_at(CARD_TEXT, 0, 0, 0.875), 203.2)
    image.paste(255, (110, 110, 150, 150))
    assert zxingcpp.read_barcodes(image)[0].text == CARD_TEXT


def test_a_longer_text_takes_a_larger_code() -> None:
    assert len(matrix("7K3M-9QXW-ATBC-4DEF-GHJ2-MN8P-5R0T-7K3M-9QXW")) > 33
