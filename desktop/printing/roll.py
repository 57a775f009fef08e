"""Writing down a paper roll: each call adds something below what is there.

Everything is black: a thermal head prints grey as dots. Text that comes in is made printable here.
"""

from dataclasses import replace
from typing import Final

from desktop.printing.fitting import Style, fit_line, fit_two_lines, printable, wrap
from desktop.printing.fonts import MM_PER_PT
from desktop.printing.marks import Align, Box, Mark, Matrix, Rule, Text, Tone
from desktop.printing.qr import matrix

LEADING: Final = 1.32
_REMARK_MM: Final = 2.4
_ASCENT: Final = 0.98  # of the size, from the top of a line to its baseline


class Roll:
    """A roll being written; marks pile up in `marks` and `y_mm` is where the next line begins."""

    def __init__(self, width_mm: float, margin_mm: float, language: str) -> None:
        self.width_mm = width_mm
        self.margin_mm = margin_mm
        self.language = language
        self.marks: list[Mark] = []
        self.y_mm = 4.0

    @property
    def room_mm(self) -> float:
        """Give how wide a line may be."""
        return self.width_mm - 2 * self.margin_mm

    def clean(self, text: str) -> str:
        """Give what this roll can print of a text."""
        return printable(text, self.language)

    def gap(self, height_mm: float) -> None:
        """Leave some paper free."""
        self.y_mm += height_mm

    def rule(self) -> None:
        """Draw a dashed line across, with air above and below."""
        self.gap(1.6)
        self.marks.append(Rule(self.margin_mm, self.y_mm, self.room_mm, 0.25, dashed=True))
        self.gap(1.6)

    def line(self, text: str, size_pt: float, *, bold: bool = False, align: Align = "left") -> None:
        """Write one line that is known to fit."""
        x_mm = {
            "left": self.margin_mm,
            "centre": self.width_mm / 2,
            "right": self.width_mm - self.margin_mm,
        }[align]
        baseline_mm = self.y_mm + _ASCENT * size_pt * MM_PER_PT
        self.marks.append(Text(x_mm, baseline_mm, size_pt, text, bold, align))
        self.y_mm += size_pt * LEADING * MM_PER_PT

    def paragraph(
        self, text: str, size_pt: float, *, bold: bool = False, align: Align = "left"
    ) -> None:
        """Write a text over as many lines as it needs."""
        style = Style(self.language, bold)
        for line in wrap(self.clean(text), self.room_mm, size_pt, style):
            self.line(line, size_pt, bold=bold, align=align)

    def remark(self, text: str, size_pt: float) -> None:
        """Write what explains the line above, a little further in."""
        x_mm = self.margin_mm + _REMARK_MM
        for line in wrap(
            self.clean(text), self.room_mm - _REMARK_MM, size_pt, Style(self.language)
        ):
            self.line(line, size_pt)
            placed = self.marks[-1]
            assert isinstance(placed, Text), "a line of text was just written"
            self.marks[-1] = replace(placed, x_mm=x_mm)

    def name(self, text: str, largest_pt: float, smallest_pt: float, *, align: Align) -> None:
        """Write a name, bold, on one line or two, smaller where it is long."""
        fitted = fit_two_lines(
            self.clean(text),
            self.room_mm,
            Style(self.language, bold=True),
            largest_pt=largest_pt,
            smallest_pt=smallest_pt,
        )
        for line in fitted.lines:
            self.line(line, fitted.size_pt, bold=True, align=align)

    def pair(self, label: str, value: str, size_pt: float, *, bold: bool = True) -> None:
        """Write a label and, at the right edge, its value; under each other when both are long."""
        style = Style(self.language, bold)
        most_mm = self.room_mm * 0.7
        shown = fit_line(
            self.clean(value), most_mm, style, largest_pt=size_pt, smallest_pt=size_pt * 0.7
        )
        value_mm = style.width_mm(shown.lines[0], shown.size_pt)
        room_mm = self.room_mm - value_mm - 2
        lines = wrap(self.clean(label), room_mm, size_pt, Style(self.language))
        for line in lines[:-1]:
            self.line(line, size_pt)
        top_mm = self.y_mm
        self.line(shown.lines[0], shown.size_pt, bold=bold, align="right")
        self.y_mm = top_mm
        self.line(lines[-1] if lines else "", size_pt)

    def band(self, text: str, size_pt: float) -> None:
        """Write white on a black band across the paper."""
        height_mm = size_pt * MM_PER_PT * 1.9
        self.marks.append(
            Box(self.margin_mm, self.y_mm, self.room_mm, height_mm, Tone.INK, radius_mm=0.8)
        )
        middle_mm = self.y_mm + height_mm / 2 + 0.36 * size_pt * MM_PER_PT
        self.marks.append(
            Text(self.width_mm / 2, middle_mm, size_pt, text, True, "centre", Tone.PAPER)
        )
        self.y_mm += height_mm

    def frame_from(self, top_mm: float) -> None:
        """Draw an outline around what was written since `top_mm`."""
        self.marks.append(
            Box(
                self.margin_mm + 0.2,
                top_mm,
                self.room_mm - 0.4,
                self.y_mm - top_mm,
                Tone.INK,
                radius_mm=1.6,
                thickness_mm=0.35,
            )
        )

    def code(self, text: str, module_mm: float) -> None:
        """Draw a QR code in the middle; smaller modules when it would be wider than the paper."""
        rows = matrix(text)
        side_mm = min(module_mm, self.room_mm / len(rows)) * len(rows)
        left_mm = (self.width_mm - side_mm) / 2
        self.marks.append(Matrix(left_mm, self.y_mm, side_mm / len(rows), rows))
        self.y_mm += side_mm
