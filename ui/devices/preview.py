"""What will come out of the printer, and the buttons to let it: print, save as PDF, close."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QComboBox,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.printing.marks import Sheet
from ui.devices.painter import paint_sheet
from ui.devices.printer import NotPrinted, Outcome, Printed, Printing
from ui.named import named
from ui.theme import current_look
from ui.theme.fonts import load_fonts
from ui.theme.roles import dress

_PX_PER_MM_MAX: Final = 6.0
_PAGE_WIDTH_PX: Final = 520
_PAGE_HEIGHT_PX_MIN: Final = 300
AskPath = Callable[[QWidget, str], str]


def ask_path(parent: QWidget, caption: str) -> str:
    """Ask where to save a PDF; "" when nobody wants to any more."""
    path, _kind = QFileDialog.getSaveFileName(parent, caption, "", "PDF (*.pdf)")
    return path


class PageView(QWidget):
    """One sheet on the screen, sharp at any density."""

    def __init__(self, sheet: Sheet, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sheet = sheet
        self.px_per_mm = min(_PAGE_WIDTH_PX / sheet.width_mm, _PX_PER_MM_MAX)
        self.setObjectName("sheet")
        self.setFixedSize(self.sizeHint())
        self.setAccessibleName(sheet.title)
        load_fonts()

    def sizeHint(self) -> QSize:
        """Give the sheet's size at the scale of the preview."""
        scale = self.px_per_mm
        return QSize(round(self.sheet.width_mm * scale), round(self.sheet.height_mm * scale))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw white paper with a hairline around it, then the marks."""
        painter = QPainter(self)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        paint_sheet(painter, self.sheet, self.px_per_mm)
        painter.setPen(QColor(current_look().tokens.line))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        painter.end()


class Preview(QWidget):
    """Sheets to look at and to print. The one who opened it closes it on `closed`."""

    closed = Signal()
    printed = Signal(object)
    """Outcome of printing or saving, after it was said on the page."""

    def __init__(
        self,
        sheets: Sequence[Sheet],
        printing: Printing,
        *,
        ask: AskPath = ask_path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._sheets = tuple(sheets)
        self._printing = printing
        self._ask = ask
        self._outcome: Outcome | None = None
        self._waiting = 0
        self._has_looked = False
        self._printers = named(QComboBox(), "printers")
        self._said = named(QLabel(), "said")
        self._print = named(dress(QPushButton(), role="primary"), "print")
        self._save = named(QPushButton(), "save_pdf")
        self._close = named(QPushButton(), "close_paper")
        self._lay_out()
        self._print.clicked.connect(self._on_print)
        self._save.clicked.connect(self._on_save)
        self._close.clicked.connect(self.closed)
        printing.printers_found.connect(self._on_printers)
        printing.finished.connect(self._on_finished)
        self.retranslate()
        self._show_printers(())
        printing.look_for_printers()

    def _lay_out(self) -> None:
        paper = QWidget()
        pages = QVBoxLayout(paper)
        pages.setSpacing(16)
        for sheet in self._sheets:
            pages.addWidget(PageView(sheet), 0, Qt.AlignmentFlag.AlignHCenter)
        pages.addStretch()
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setMinimumHeight(_PAGE_HEIGHT_PX_MIN)
        scroll.setMinimumWidth(_PAGE_WIDTH_PX + 48)
        scroll.setWidget(paper)
        self._said.setTextFormat(Qt.TextFormat.PlainText)
        self._said.setWordWrap(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(8)
        buttons.addWidget(self._close)
        buttons.addStretch()
        buttons.addWidget(self._printers)
        buttons.addWidget(self._save)
        buttons.addWidget(self._print)
        column = QVBoxLayout(self)
        column.setSpacing(16)
        column.addWidget(scroll, 1)
        column.addWidget(self._said)
        column.addLayout(buttons)

    def retranslate(self) -> None:
        """Say everything again, in the language of the moment."""
        self._print.setText(self.tr("&Print"))
        self._save.setText(self.tr("Save as P&DF"))
        self._close.setText(self.tr("&Close"))
        self._printers.setAccessibleName(self.tr("Printer"))
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    @Slot(object)
    def _on_printers(self, names: tuple[str, ...]) -> None:
        self._has_looked = True
        self._show_printers(names)
        self._say()

    def _show_printers(self, names: tuple[str, ...]) -> None:
        self._printers.clear()
        self._printers.addItems(list(names))
        self._printers.setVisible(len(names) > 1)
        self._print.setEnabled(bool(names) and not self._waiting)
        # The accent is on what can be done: without a printer that is the PDF.
        dress(self._print, role="primary" if names else "")
        dress(self._save, role="" if names else "primary")

    @Slot()
    def _on_print(self) -> None:
        self._start()
        self._printing.print_sheets(self._sheets, self._printers.currentText())

    @Slot()
    def _on_save(self) -> None:
        chosen = self._ask(self, self.tr("Save as PDF"))
        if chosen:
            self._start()
            named = chosen if chosen.lower().endswith(".pdf") else f"{chosen}.pdf"
            self._printing.save_pdf(self._sheets, Path(named))

    def _start(self) -> None:
        self._waiting += 1
        self._outcome = None
        self._print.setEnabled(False)
        self._save.setEnabled(False)
        self._say()

    @Slot(object)
    def _on_finished(self, outcome: Outcome) -> None:
        if not self._waiting:  # somebody else's job
            return
        self._waiting -= 1
        self._outcome = outcome
        self._save.setEnabled(True)
        self._print.setEnabled(self._printers.count() > 0)
        self._say()
        self.printed.emit(outcome)

    def _say(self) -> None:
        text = self._sentence()
        tone = "bad" if isinstance(self._outcome, NotPrinted) else "quiet"
        dress(self._said, tone=tone)
        self._said.setText(text)
        self._said.setVisible(bool(text))

    def _sentence(self) -> str:
        match self._outcome:
            case None:
                return self._sentence_before()
            case Printed(place):
                #: {place} is the name of a printer, or of the file that was written.
                return self.tr("Done: {place}").format(place=place)
            case NotPrinted("no-printer"):
                return self._no_printer()
            case NotPrinted("printer-gone", place):
                return self.tr("{place} cannot be found. Choose another printer.").format(
                    place=place
                )
            case NotPrinted("printer-failed", place):
                return self.tr("{place} did not print. Check its paper and cable.").format(
                    place=place
                )
            case NotPrinted(_, place):
                return self.tr("{place} could not be written. Choose another folder.").format(
                    place=place
                )

    def _sentence_before(self) -> str:
        if self._waiting:
            return self.tr("One moment…")
        has_none = self._has_looked and not self._printers.count()
        said = (self._about_name(), self._no_printer() if has_none else "")
        return " ".join(sentence for sentence in said if sentence)

    def _about_name(self) -> str:
        """Say what the paper shows where a name cannot be printed as it is written."""
        shown = next((one.shown_name for one in self._sheets if one.shown_name), "")
        if not shown:
            return ""
        #: {shown} is a name written plainly, or a member number
        words = self.tr("This name has letters that cannot be printed. The paper says {shown}.")
        return words.format(shown=shown)

    def _no_printer(self) -> str:
        return self.tr("This computer has no printer. Save as PDF instead.")
