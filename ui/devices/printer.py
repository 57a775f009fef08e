"""System printers: which there are, and putting sheets on one. It decides no layout.

Everything that may wait for a driver or a disk happens on one thread of its own; answers come
back as signals. Nothing here has words: an answer is a value with a code.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeAlias

from PySide6.QtCore import QMarginsF, QObject, QSizeF, Qt, Signal, Slot
from PySide6.QtGui import QPageLayout, QPageSize, QPainter
from PySide6.QtPrintSupport import QPrinter, QPrinterInfo
from shiboken6 import isValid

from desktop.printing.marks import Sheet
from desktop.printing.pdf import pdf_bytes
from ui.devices.painter import paint_sheet
from ui.theme.fonts import load_fonts


@dataclass(frozen=True, slots=True)
class Printed:
    """The sheets were handed to a printer, or written to the file `place`."""

    place: str


@dataclass(frozen=True, slots=True)
class NotPrinted:
    """Nothing came out. `place` is the printer or the file that was asked for."""

    code: Literal["no-printer", "printer-gone", "printer-failed", "file-not-written"]
    place: str = ""


Outcome: TypeAlias = Printed | NotPrinted
OpenPrinter: TypeAlias = Callable[[str], QPrinter | None]


def printer_names() -> tuple[str, ...]:
    """List the system's printers, the default one first; may wait for a print server."""
    names = list(QPrinterInfo.availablePrinterNames())
    default = QPrinterInfo.defaultPrinterName()
    return tuple(sorted(names, key=lambda name: (name != default, name)))


def system_printer(name: str) -> QPrinter | None:
    """Open a printer by its name; None when the system no longer has it."""
    found = QPrinterInfo.printerInfo(name)
    if found.isNull():
        return None
    return QPrinter(found, QPrinter.PrinterMode.HighResolution)


def print_on(printer: QPrinter, sheets: Sequence[Sheet]) -> bool:
    """Put each sheet on a page of its own size; False when the printer would not take it."""
    assert sheets, "something is printed"
    printer.setDocName(sheets[0].title)
    printer.setFullPage(True)
    _set_page(printer, sheets[0])
    painter = QPainter()
    if not painter.begin(printer):
        return False
    went_well = True
    for number, sheet in enumerate(sheets):
        if number:
            _set_page(printer, sheet)
            went_well = printer.newPage() and went_well
        paint_sheet(painter, sheet, printer.resolution() / 25.4)
    return painter.end() and went_well


def _set_page(printer: QPrinter, sheet: Sheet) -> None:
    size = QPageSize(
        QSizeF(sheet.width_mm, sheet.height_mm),
        QPageSize.Unit.Millimeter,
        sheet.title,
        QPageSize.SizeMatchPolicy.ExactMatch,
    )
    layout = QPageLayout(
        size, QPageLayout.Orientation.Portrait, QMarginsF(), QPageLayout.Unit.Millimeter
    )
    layout.setMode(QPageLayout.Mode.FullPageMode)
    printer.setPageLayout(layout)


class Printing(QObject):
    """Prints and saves on its own thread, one job after another.

    Belongs to the GUI thread and lives as long as the program; `close` before it ends.
    """

    printers_found = Signal(object)
    """tuple[str, ...], the default printer first; empty when there is none."""
    finished = Signal(object)
    """Outcome of one `print_sheets` or `save_pdf`, in the order asked."""

    _looked = Signal(object)
    _worked = Signal(object)

    def __init__(
        self,
        *,
        find: Callable[[], tuple[str, ...]] = printer_names,
        open_printer: OpenPrinter = system_printer,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._find = find
        self._open_printer = open_printer
        self._thread = ThreadPoolExecutor(max_workers=1, thread_name_prefix="printing")
        queued = Qt.ConnectionType.QueuedConnection  # the jobs end on the other thread
        self._looked.connect(self._on_looked, queued)
        self._worked.connect(self._on_worked, queued)
        load_fonts()

    def look_for_printers(self) -> None:
        """Ask the system for its printers; `printers_found` answers."""
        self._thread.submit(self._find).add_done_callback(self._tell_printers)

    def print_sheets(self, sheets: Sequence[Sheet], printer: str = "") -> None:
        """Print on a named printer, or on the default one; `finished` answers."""
        job = self._thread.submit(self._print, tuple(sheets), printer)
        job.add_done_callback(self._tell_outcome)

    def save_pdf(self, sheets: Sequence[Sheet], path: Path) -> None:
        """Write a PDF file whole or not at all; `finished` answers."""
        job = self._thread.submit(_save, tuple(sheets), path)
        job.add_done_callback(self._tell_outcome)

    def close(self) -> None:
        """Finish what is being printed and drop what is waiting."""
        self._thread.shutdown(wait=True, cancel_futures=True)

    def _print(self, sheets: tuple[Sheet, ...], name: str) -> Outcome:
        if not name:
            names = self._find()
            if not names:
                return NotPrinted("no-printer")
            name = names[0]
        printer = self._open_printer(name)
        if printer is None:
            return NotPrinted("printer-gone", name)
        return Printed(name) if print_on(printer, sheets) else NotPrinted("printer-failed", name)

    def _tell_printers(self, job: Future[tuple[str, ...]]) -> None:
        if isValid(self) and not job.cancelled():
            self._looked.emit(job)

    def _tell_outcome(self, job: Future[Outcome]) -> None:
        if isValid(self) and not job.cancelled():
            self._worked.emit(job)

    @Slot(object)
    def _on_looked(self, job: Future[tuple[str, ...]]) -> None:
        self.printers_found.emit(job.result())

    @Slot(object)
    def _on_worked(self, job: Future[Outcome]) -> None:
        if job.exception() is not None:  # a bug: nobody waits for ever, then it is reported
            self.finished.emit(NotPrinted("printer-failed"))
        self.finished.emit(job.result())


def _save(sheets: tuple[Sheet, ...], path: Path) -> Outcome:
    draft = path.with_name(path.name + ".part")
    try:
        draft.write_bytes(pdf_bytes(sheets))
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        return NotPrinted("file-not-written", str(path))
    return Printed(str(path))
