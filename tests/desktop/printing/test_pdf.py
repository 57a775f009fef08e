"""PDF files read back by another library: the same words, the same size, the same code."""

import io
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pypdf
import pytest
import zxingcpp
from PIL import Image

from desktop.printing.card import card_sheet
from desktop.printing.marks import Matrix, Sheet, Text
from desktop.printing.pdf import pdf_bytes
from desktop.printing.recovery_sheet import recovery_sheet
from desktop.printing.slip import slip_sheet
from desktop.printing.values import CardFace, RecoverySheet, Slip
from desktop.printing.words import LANGUAGES


@pytest.fixture(params=LANGUAGES)
def sheets(
    request: pytest.FixtureRequest,
    face: Callable[..., CardFace],
    slip: Callable[..., Slip],
    recovery: Callable[..., RecoverySheet],
) -> list[Sheet]:
    language = request.param
    return [
        card_sheet(face(language, member_name="Ada 张張 <b>&")),
        slip_sheet(slip(language), 80),
        slip_sheet(slip(language, training=True, copy=True), 58),
        recovery_sheet(recovery(language)),
    ]


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_a_file_says_the_words_of_the_layout(sheets: list[Sheet]) -> None:
    pages = pypdf.PdfReader(io.BytesIO(pdf_bytes(sheets))).pages
    assert len(pages) == len(sheets)
    for page, sheet in zip(pages, sheets, strict=True):
        written = squeezed(page.extract_text())
        for mark in sheet.marks:
            if isinstance(mark, Text):
                assert squeezed(mark.text) in written


def test_a_page_has_the_size_of_its_paper(sheets: list[Sheet]) -> None:
    pages = pypdf.PdfReader(io.BytesIO(pdf_bytes(sheets))).pages
    for page, sheet in zip(pages, sheets, strict=True):
        assert float(page.mediabox.width) == pytest.approx(sheet.width_mm / 25.4 * 72, abs=0.1)
        assert float(page.mediabox.height) == pytest.approx(sheet.height_mm / 25.4 * 72, abs=0.1)


def test_only_our_fonts_are_used_and_they_travel_along(sheets: list[Sheet]) -> None:
    reader = pypdf.PdfReader(io.BytesIO(pdf_bytes(sheets)))
    for page in reader.pages:
        resources: Any = page["/Resources"]
        for font in resources["/Font"].values():
            assert "NotoSans" in font.get_object()["/BaseFont"]
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]
    assert len(pdf_bytes(sheets)) < 200_000


def test_the_same_sheets_give_the_same_bytes_and_a_title(sheets: list[Sheet]) -> None:
    first = pdf_bytes(sheets)
    assert first == pdf_bytes(sheets)
    metadata = pypdf.PdfReader(io.BytesIO(first)).metadata
    assert metadata is not None
    assert metadata.title == sheets[0].title


@pytest.mark.skipif(shutil.which("pdftoppm") is None, reason="pdftoppm is not installed")
@pytest.mark.parametrize("dots_per_inch", [203, 300])
def test_every_code_is_read_from_the_printed_page(
    sheets: list[Sheet], dots_per_inch: int, tmp_path: Path
) -> None:
    file = tmp_path / "sheets.pdf"
    file.write_bytes(pdf_bytes(sheets[:3]))
    command = ["pdftoppm", "-gray", "-r", str(dots_per_inch), str(file), str(tmp_path / "page")]
    subprocess.run(command, check=True)
    pages = sorted(tmp_path.glob("page*.pgm"))
    for page, sheet in zip(pages, sheets[:3], strict=True):
        found = zxingcpp.read_barcodes(Image.open(page))
        assert len(found) == sum(isinstance(mark, Matrix) for mark in sheet.marks) == 1
        assert found[0].text[:3] in {"RG1", "RS1"}


def test_paper_libraries_are_not_loaded_before_something_is_printed() -> None:
    ask = (
        "import sys, desktop.printing.card, desktop.printing.slip, desktop.printing.pdf, "
        "desktop.printing.recovery_sheet; "
        "print([name for name in ('reportlab', 'qrcode') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", ask], check=True, capture_output=True, text=True,
        cwd=Path(__file__).resolve().parents[3],
    )  # fmt: skip
    assert done.stdout.strip() == "[]"
