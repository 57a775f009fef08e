"""Draw a sheet with QPainter: on a printer, on an image, in the preview. It decides no layout."""

from typing import Final, assert_never

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QImage, QPainter, QPen

from desktop.printing.fonts import MM_PER_PT, runs, width_mm
from desktop.printing.marks import Box, Mark, Matrix, Rule, Sheet, Text, Tone
from ui.theme.fonts import load_fonts

# Letters are set at whole pixels in this unit and scaled from there: a font's size in pixels
# must be a whole number, and layouts use tenths of a point.
_UNITS_PER_PT: Final = 20
_DASH_MM: Final = 0.8


def paint_sheet(painter: QPainter, sheet: Sheet, dots_per_mm: float) -> None:
    """Draw a sheet from the painter's origin; call it on the thread that owns the painter."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setRenderHint(QPainter.RenderHint.TextAntialiasing)
    for mark in sheet.marks:
        _draw(painter, sheet, mark, dots_per_mm)
    painter.restore()


def sheet_image(sheet: Sheet, dots_per_inch: float) -> QImage:
    """Draw a sheet on white, as a printer of that resolution would."""
    load_fonts()
    dots_per_mm = dots_per_inch / 25.4
    image = QImage(
        round(sheet.width_mm * dots_per_mm),
        round(sheet.height_mm * dots_per_mm),
        QImage.Format.Format_RGB32,
    )
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_sheet(painter, sheet, dots_per_mm)
    painter.end()
    return image


def _draw(painter: QPainter, sheet: Sheet, mark: Mark, dots_per_mm: float) -> None:
    match mark:
        case Text():
            _text(painter, sheet, mark, dots_per_mm)
        case Rule():
            _rule(painter, sheet, mark, dots_per_mm)
        case Box():
            _box(painter, sheet, mark, dots_per_mm)
        case Matrix():
            _matrix(painter, sheet, mark, dots_per_mm)
        case _:
            assert_never(mark)


def _text(painter: QPainter, sheet: Sheet, mark: Text, dots_per_mm: float) -> None:
    whole_mm = width_mm(mark.text, mark.size_pt, sheet.language, bold=mark.bold)
    left_mm = mark.x_mm - {"left": 0.0, "centre": whole_mm / 2, "right": whole_mm}[mark.align]
    scale = dots_per_mm * MM_PER_PT / _UNITS_PER_PT
    painter.save()
    painter.setPen(QColor(sheet.colour(mark.tone)))
    painter.translate(left_mm * dots_per_mm, mark.y_mm * dots_per_mm)
    painter.scale(scale, scale)
    x = 0.0
    for run in runs(mark.text, sheet.language, bold=mark.bold):
        painter.setFont(_font(run.font.family, mark.size_pt, bold=mark.bold))
        painter.drawText(QPointF(x, 0), run.text)
        run_mm = width_mm(run.text, mark.size_pt, sheet.language, bold=mark.bold)
        x += run_mm / MM_PER_PT * _UNITS_PER_PT
    painter.restore()


def _font(family: str, size_pt: float, *, bold: bool) -> QFont:
    """Give a font that moves the pen exactly as far as the layout measured."""
    font = QFont(family)
    font.setPixelSize(round(size_pt * _UNITS_PER_PT))
    font.setBold(bold)
    font.setKerning(False)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    return font


def _rule(painter: QPainter, sheet: Sheet, mark: Rule, dots_per_mm: float) -> None:
    thickness = max(mark.thickness_mm * dots_per_mm, 1.0)
    pen = QPen(QColor(sheet.colour(mark.tone)), thickness)
    pen.setCapStyle(Qt.PenCapStyle.FlatCap)
    if mark.dashed:
        dash = _DASH_MM * dots_per_mm / thickness  # Qt counts dashes in widths of the pen
        pen.setDashPattern([dash, dash])
    painter.setPen(pen)
    y = mark.y_mm * dots_per_mm
    left = mark.x_mm * dots_per_mm
    painter.drawLine(QPointF(left, y), QPointF(left + mark.width_mm * dots_per_mm, y))


def _box(painter: QPainter, sheet: Sheet, mark: Box, dots_per_mm: float) -> None:
    colour = QColor(sheet.colour(mark.tone))
    if mark.thickness_mm:
        painter.setPen(QPen(colour, max(mark.thickness_mm * dots_per_mm, 1.0)))
        painter.setBrush(Qt.BrushStyle.NoBrush)
    else:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
    radius = mark.radius_mm * dots_per_mm
    place = QRectF(
        mark.x_mm * dots_per_mm,
        mark.y_mm * dots_per_mm,
        mark.width_mm * dots_per_mm,
        mark.height_mm * dots_per_mm,
    )
    painter.drawRoundedRect(place, radius, radius)


def _matrix(painter: QPainter, sheet: Sheet, mark: Matrix, dots_per_mm: float) -> None:
    """Draw modules of whole dots, all alike, in the middle of their place: scanners need that."""
    count = len(mark.rows)
    side = max(int(mark.module_mm * dots_per_mm + 0.05), 1)
    spare = (mark.side_mm * dots_per_mm - side * count) / 2
    left = round(mark.x_mm * dots_per_mm + spare)
    top = round(mark.y_mm * dots_per_mm + spare)
    colour = QColor(sheet.colour(Tone.INK))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    for down, row in enumerate(mark.rows):
        for across, is_dark in enumerate(row):
            if is_dark:
                painter.fillRect(left + across * side, top + down * side, side, side, colour)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
