"""From sheets to a PDF file's bytes. The only importer of reportlab; it decides no layout.

The same sheets always give the same bytes: the file carries no clock and no random id, since the
paper itself says when it was made. Fonts are embedded as subsets.
"""

from collections.abc import Sequence
from io import BytesIO
from typing import Any, Final, assert_never

from desktop.printing.fonts import Font, fonts_for, runs, width_mm
from desktop.printing.marks import Box, Mark, Matrix, Rule, Sheet, Text, Tone

PT_PER_MM: Final = 72 / 25.4
_CREATOR: Final = "Regulars"
_DASH_MM: Final = (0.8, 0.8)


def pdf_bytes(sheets: Sequence[Sheet]) -> bytes:
    """Draw one page for each sheet; the title and language of the first are the file's."""
    # Loaded here: not wanted at start-up.
    from reportlab.pdfgen.canvas import Canvas

    assert sheets, "a file has at least one page"
    file = BytesIO()
    canvas = Canvas(
        file,
        invariant=1,
        pageCompression=1,
        lang=sheets[0].language.replace("_", "-"),
        initialFontName=_registered(fonts_for(sheets[0].language, bold=False)[0]),
    )
    canvas.setTitle(sheets[0].title)
    canvas.setAuthor(_CREATOR)
    canvas.setCreator(_CREATOR)
    for sheet in sheets:
        canvas.setPageSize((sheet.width_mm * PT_PER_MM, sheet.height_mm * PT_PER_MM))
        for mark in sheet.marks:
            _draw(canvas, sheet, mark)
        canvas.showPage()
    canvas.save()
    return file.getvalue()


def _draw(canvas: Any, sheet: Sheet, mark: Mark) -> None:
    match mark:
        case Text():
            _text(canvas, sheet, mark)
        case Rule():
            _rule(canvas, sheet, mark)
        case Box():
            _box(canvas, sheet, mark)
        case Matrix():
            _matrix(canvas, sheet, mark)
        case _:
            assert_never(mark)


def _up(sheet: Sheet, y_mm: float) -> float:
    """Turn millimetres from the top into points from the bottom."""
    return (sheet.height_mm - y_mm) * PT_PER_MM


def _text(canvas: Any, sheet: Sheet, mark: Text) -> None:
    whole_mm = width_mm(mark.text, mark.size_pt, sheet.language, bold=mark.bold)
    left_mm = mark.x_mm - {"left": 0.0, "centre": whole_mm / 2, "right": whole_mm}[mark.align]
    canvas.setFillColor(sheet.colour(mark.tone))
    for run in runs(mark.text, sheet.language, bold=mark.bold):
        canvas.setFont(_registered(run.font), mark.size_pt)
        canvas.drawString(left_mm * PT_PER_MM, _up(sheet, mark.y_mm), run.text)
        left_mm += width_mm(run.text, mark.size_pt, sheet.language, bold=mark.bold)


def _registered(font: Font) -> str:
    """Make a shipped font known to the library, once for the life of the program."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if font.name not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(font.name, str(font.path)))
    return font.name


def _rule(canvas: Any, sheet: Sheet, mark: Rule) -> None:
    canvas.setStrokeColor(sheet.colour(mark.tone))
    canvas.setLineWidth(mark.thickness_mm * PT_PER_MM)
    canvas.setDash([part * PT_PER_MM for part in _DASH_MM] if mark.dashed else [])
    y = _up(sheet, mark.y_mm)
    canvas.line(mark.x_mm * PT_PER_MM, y, (mark.x_mm + mark.width_mm) * PT_PER_MM, y)
    canvas.setDash([])


def _box(canvas: Any, sheet: Sheet, mark: Box) -> None:
    canvas.setFillColor(sheet.colour(mark.tone))
    canvas.setStrokeColor(sheet.colour(mark.tone))
    canvas.setLineWidth(mark.thickness_mm * PT_PER_MM)
    filled = mark.thickness_mm == 0
    canvas.roundRect(
        mark.x_mm * PT_PER_MM,
        _up(sheet, mark.y_mm + mark.height_mm),
        mark.width_mm * PT_PER_MM,
        mark.height_mm * PT_PER_MM,
        mark.radius_mm * PT_PER_MM,
        fill=int(filled),
        stroke=int(not filled),
    )


def _matrix(canvas: Any, sheet: Sheet, mark: Matrix) -> None:
    """Draw all dark modules as one path, so that no viewer shows seams between them."""
    side = mark.module_mm * PT_PER_MM
    path = canvas.beginPath()
    for down, row in enumerate(mark.rows):
        y = _up(sheet, mark.y_mm) - (down + 1) * side
        for across, is_dark in enumerate(row):
            if is_dark:
                path.rect(mark.x_mm * PT_PER_MM + across * side, y, side, side)
    canvas.setFillColor(sheet.colour(Tone.INK))
    canvas.drawPath(path, fill=1, stroke=0)
