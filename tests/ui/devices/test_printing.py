"""Printers that work, that are gone and that are not there; files that can and cannot be written.

The printer of these tests is Qt's own, printing into a file.
"""

import io
import threading
from collections.abc import Iterator
from pathlib import Path

import pypdf
import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.printing.card import card_sheet
from desktop.printing.marks import Rule, Sheet
from desktop.printing.values import CardFace
from ui.devices.preview import PageView, Preview
from ui.devices.printer import NotPrinted, Outcome, Printed, Printing, printer_names

CARD = card_sheet(CardFace("en", "Shop", "Ada", "29-0042-000017-9", "RG17K3M9QXWATBC4DEFGHJ2MN"))
STRIP = Sheet(80, 123, "Strip", "en", (Rule(1, 1, 78),))


class FilePrinters:
    """Printers by name; each writes a file, or is unplugged."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.names: tuple[str, ...] = ("Front desk", "Back room")
        self.unplugged: set[str] = set()
        self.threads: set[str] = set()

    def find(self) -> tuple[str, ...]:
        return self.names

    def open(self, name: str) -> QPrinter | None:
        self.threads.add(threading.current_thread().name)
        if name in self.unplugged:
            return None
        printer = QPrinter(QPrinter.PrinterMode.HighResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(self.file(name)))
        return printer

    def file(self, name: str) -> Path:
        return self.folder / f"{name}.pdf"


@pytest.fixture
def printers(tmp_path: Path) -> FilePrinters:
    return FilePrinters(tmp_path)


@pytest.fixture
def printing(qapp: QApplication, printers: FilePrinters) -> Iterator[Printing]:
    made = Printing(find=printers.find, open_printer=printers.open, parent=qapp)
    yield made
    made.close()


def outcome_of(qtbot: QtBot, printing: Printing, sheets: list[Sheet], name: str = "") -> Outcome:
    with qtbot.waitSignal(printing.finished) as waiting:
        printing.print_sheets(sheets, name)
    outcome: Outcome = waiting.args[0]
    return outcome


def test_sheets_are_printed_on_pages_of_their_own_size_away_from_the_gui_thread(
    qtbot: QtBot, printing: Printing, printers: FilePrinters
) -> None:
    assert outcome_of(qtbot, printing, [CARD, STRIP], "Back room") == Printed("Back room")
    pages = pypdf.PdfReader(io.BytesIO(printers.file("Back room").read_bytes())).pages
    sizes = [(float(one.mediabox.width), float(one.mediabox.height)) for one in pages]
    for size, sheet in zip(sizes, (CARD, STRIP), strict=True):
        assert size[0] == pytest.approx(sheet.width_mm / 25.4 * 72, abs=1)
        assert size[1] == pytest.approx(sheet.height_mm / 25.4 * 72, abs=1)
    assert all(name.startswith("printing") for name in printers.threads)


def test_without_a_name_the_default_printer_is_used(qtbot: QtBot, printing: Printing) -> None:
    assert outcome_of(qtbot, printing, [CARD]) == Printed("Front desk")


def test_no_printer_is_an_answer_and_not_an_error(
    qtbot: QtBot, printing: Printing, printers: FilePrinters
) -> None:
    printers.names = ()
    assert outcome_of(qtbot, printing, [CARD]) == NotPrinted("no-printer")


def test_an_unplugged_printer_is_named(
    qtbot: QtBot, printing: Printing, printers: FilePrinters
) -> None:
    printers.unplugged = {"Front desk"}
    assert outcome_of(qtbot, printing, [CARD]) == NotPrinted("printer-gone", "Front desk")


def test_a_file_is_written_whole_or_not_at_all(
    qtbot: QtBot, printing: Printing, tmp_path: Path
) -> None:
    with qtbot.waitSignal(printing.finished) as waiting:
        printing.save_pdf([CARD], tmp_path / "card.pdf")
    assert waiting.args == [Printed(str(tmp_path / "card.pdf"))]
    assert len(pypdf.PdfReader(tmp_path / "card.pdf").pages) == 1
    nowhere = tmp_path / "missing" / "card.pdf"
    with qtbot.waitSignal(printing.finished) as waiting:
        printing.save_pdf([CARD], nowhere)
    assert waiting.args == [NotPrinted("file-not-written", str(nowhere))]
    (tmp_path / "folder.pdf").mkdir()
    with qtbot.waitSignal(printing.finished) as waiting:
        printing.save_pdf([CARD], tmp_path / "folder.pdf")
    assert isinstance(waiting.args[0], NotPrinted)
    assert sorted(one.name for one in tmp_path.iterdir()) == ["card.pdf", "folder.pdf"]


def test_a_bug_in_a_driver_leaves_nobody_waiting(qtbot: QtBot) -> None:
    def broken(_name: str) -> QPrinter | None:
        raise RuntimeError("driver")

    printing = Printing(find=lambda: ("A",), open_printer=broken)
    with qtbot.capture_exceptions() as seen:
        assert outcome_of(qtbot, printing, [CARD]) == NotPrinted("printer-failed")
        qtbot.waitUntil(lambda: len(seen) == 1)
    assert seen[0][0] is RuntimeError
    printing.close()


@pytest.mark.usefixtures("qtbot")
def test_the_systems_printers_can_be_listed() -> None:
    assert isinstance(printer_names(), tuple)


def button(preview: Preview, text: str) -> QPushButton:
    return next(
        one for one in preview.findChildren(QPushButton) if one.text().replace("&", "") == text
    )


def shown(preview: Preview) -> str:
    return " ".join(one.text() for one in preview.findChildren(QLabel) if one.isVisibleTo(preview))


def opened(qtbot: QtBot, printing: Printing, answer: str = "") -> Preview:
    def ask(_parent: QWidget, _caption: str) -> str:
        return answer

    with qtbot.waitSignal(printing.printers_found):
        preview = Preview([CARD, STRIP], printing, ask=ask)
        qtbot.addWidget(preview)
        preview.show()
    return preview


def test_the_preview_shows_every_page_and_prints_where_it_is_told(
    qtbot: QtBot, printing: Printing, printers: FilePrinters
) -> None:
    preview = opened(qtbot, printing)
    pages = preview.findChildren(PageView)
    assert [page.accessibleName() for page in pages] == ["Member card", "Strip"]
    assert pages[0].grab().toImage().pixelColor(20, 20).name() == "#0a6b62"
    preview.findChildren(QComboBox)[0].setCurrentText("Back room")
    with qtbot.waitSignal(preview.printed):
        QTest.mouseClick(button(preview, "Print"), Qt.MouseButton.LeftButton)
    assert printers.file("Back room").exists()
    assert shown(preview) == "Done: Back room"
    assert button(preview, "Print").isEnabled()


def test_the_preview_without_a_printer_offers_a_file(
    qtbot: QtBot, printing: Printing, printers: FilePrinters, tmp_path: Path
) -> None:
    printers.names = ()
    preview = opened(qtbot, printing, str(tmp_path / "card"))
    assert not button(preview, "Print").isEnabled()
    assert shown(preview) == "This computer has no printer. Save as PDF instead."
    with qtbot.waitSignal(preview.printed):
        QTest.mouseClick(button(preview, "Save as PDF"), Qt.MouseButton.LeftButton)
    assert (tmp_path / "card.pdf").exists()


def test_changing_ones_mind_about_the_file_does_nothing(qtbot: QtBot, printing: Printing) -> None:
    preview = opened(qtbot, printing, "")
    QTest.mouseClick(button(preview, "Save as PDF"), Qt.MouseButton.LeftButton)
    assert button(preview, "Save as PDF").isEnabled()
    assert shown(preview) == ""


def test_the_preview_says_what_to_do_when_it_did_not_print(
    qtbot: QtBot, printing: Printing, printers: FilePrinters
) -> None:
    printers.unplugged = {"Front desk"}
    preview = opened(qtbot, printing)
    with qtbot.waitSignal(preview.printed):
        QTest.mouseClick(button(preview, "Print"), Qt.MouseButton.LeftButton)
    assert shown(preview) == "Front desk cannot be found. Choose another printer."


def test_close_is_left_to_whoever_opened_it(qtbot: QtBot, printing: Printing) -> None:
    preview = opened(qtbot, printing)
    with qtbot.waitSignal(preview.closed):
        QTest.mouseClick(button(preview, "Close"), Qt.MouseButton.LeftButton)


def test_the_preview_says_when_a_name_cannot_be_printed_as_it_is_written(
    qtbot: QtBot, printing: Printing
) -> None:
    face = CardFace("en", "Shop", "สมชาย", "29-0042-000017-9", "RG17K3M9QXWATBC4DEFGHJ2MN")
    for sheet, is_said in ((card_sheet(face), True), (CARD, False)):
        preview = Preview([sheet], printing)
        qtbot.addWidget(preview)
        assert ("The paper says 29-0042-000017-9." in shown(preview)) == is_said
