"""The whole day, as `make tour` takes it; and that its paper can be read by any scanner."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
import zxingcpp
from pypdf import PdfReader
from PySide6.QtGui import QImage

from regulars.codes import CardCode, SlipCode, read

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_S = 240
FOR_THE_README = ("counter", "first-run", "redeem", "counter-zh-hant", "counter-dark")


@pytest.fixture(scope="module")
def tour(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """Take the tour once; gives its folder and what it printed."""
    to = tmp_path_factory.mktemp("tour")
    command = [sys.executable, "-m", "tests.tour", "--to", str(to), "--pictures", str(to / "copy")]
    world = os.environ | {"QT_QPA_PLATFORM": "offscreen", "PYTHONWARNINGS": "error"}
    done = subprocess.run(
        command,
        cwd=ROOT,
        env=world,
        capture_output=True,
        text=True,
        timeout=PATIENCE_S,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return to, done.stdout


def test_a_day_in_the_real_windows_ends_as_reckoned(tour: tuple[Path, str]) -> None:
    last = tour[1].splitlines()[-1]
    assert re.match(r"tour: \d+ steps, \d+ pictures, verify whole, day as expected", last)


def test_the_pictures_of_the_readme_are_taken_and_small(tour: tuple[Path, str]) -> None:
    for name in FOR_THE_README:
        assert 5_000 < (tour[0] / "copy" / f"{name}.png").stat().st_size < 300_000


@pytest.mark.parametrize(("picture", "kind"), [("card", CardCode), ("slip", SlipCode)])
def test_a_scanner_reads_the_paper_that_was_shown(
    tour: tuple[Path, str], picture: str, kind: type
) -> None:
    shown = QImage(str(tour[0] / f"{picture}-paper.png"))
    grey = shown.convertToFormat(QImage.Format.Format_Grayscale8)
    view = memoryview(grey.constBits()).cast("B", shape=[grey.height(), grey.bytesPerLine()])
    (code,) = zxingcpp.read_barcodes(view)
    assert isinstance(read(code.text), kind)


@pytest.mark.parametrize("paper", ["card", "slip", "recovery-sheet"])
def test_the_saved_papers_are_one_page_each(tour: tuple[Path, str], paper: str) -> None:
    (page,) = PdfReader(tour[0] / f"{paper}.pdf").pages
    assert "Corner Café" in page.extract_text()
