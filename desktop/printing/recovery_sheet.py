"""The owner's page, A4: the key that opens the shop's data, what it is and where to keep it."""

from typing import Final

from desktop.printing.fitting import Style, fit_line, fit_two_lines, printable, wrap
from desktop.printing.fonts import MM_PER_PT
from desktop.printing.marks import TRAINING_VIOLET, Box, Mark, Matrix, Rule, Sheet, Text, Tone
from desktop.printing.qr import matrix
from desktop.printing.values import RecoverySheet
from desktop.printing.words import Words, words

WIDTH_MM: Final = 210.0
HEIGHT_MM: Final = 297.0
MODULE_MM: Final = 1.2
_MARGIN_MM: Final = 24.0
_ROOM_MM: Final = WIDTH_MM - 2 * _MARGIN_MM
_BODY_PT: Final = 12.5
_LEADING: Final = 1.5
_KEY_PT: Final = 30.0
_KEY_SMALLEST_PT: Final = 10.0
_KEY_HEIGHT_MM: Final = 48.0
_FOOTER_MM: Final = 272.0


class _Page:
    """The upper half being written from the top; `y_mm` is where the next line begins."""

    def __init__(self, language: str) -> None:
        self.language = language
        self.marks: list[Mark] = []
        self.y_mm = 40.0

    def write(
        self,
        text: str,
        size_pt: float,
        *,
        bold: bool = False,
        tone: Tone = Tone.INK,
        indent_mm: float = 0,
    ) -> None:
        style = Style(self.language, bold)
        step_mm = size_pt * _LEADING * MM_PER_PT
        for line in wrap(text, _ROOM_MM - indent_mm, size_pt, style):
            baseline_mm = self.y_mm + size_pt * MM_PER_PT
            self.marks.append(
                Text(_MARGIN_MM + indent_mm, baseline_mm, size_pt, line, bold, tone=tone)
            )
            self.y_mm += step_mm


def recovery_sheet(sheet: RecoverySheet) -> Sheet:
    """Lay out the page; the key stands in its own box with a code to scan beside it."""
    said = words(sheet.language)
    shop = printable(sheet.shop, sheet.language)
    page = _Page(sheet.language)
    _explain(page, shop, said)
    key = _key(sheet, said, page.y_mm + 4)
    return Sheet(
        WIDTH_MM,
        HEIGHT_MM,
        title=said.say("sheet.title"),
        language=sheet.language,
        accent=TRAINING_VIOLET if sheet.training else "#0A6B62",
        marks=(
            *_header(said),
            *page.marks,
            *key,
            *_footer(sheet, shop, said),
        ),
    )


def _header(said: Words) -> tuple[Mark, ...]:
    owner = said.say("sheet.owner")
    return (
        Box(0, 0, WIDTH_MM, 28, Tone.ACCENT),
        Text(_MARGIN_MM, 18.2, 24, said.say("sheet.title"), True, tone=Tone.ON_ACCENT),
        Text(WIDTH_MM - _MARGIN_MM, 18, 11, owner, align="right", tone=Tone.ON_ACCENT),
    )


def _explain(page: _Page, shop: str, said: Words) -> None:
    style = Style(page.language, bold=True)
    short = fit_line(shop, _ROOM_MM * 0.8, style, largest_pt=15, smallest_pt=15).lines[0]
    page.write(said.say("sheet.lead", shop=short), 15, bold=True)
    page.y_mm += 5
    for part in ("what", "keep", "use"):
        page.write(said.say(f"sheet.{part}.title"), 13.5, bold=True, tone=Tone.ACCENT)
        page.y_mm += 0.8
        if part == "keep":
            for number in (1, 2, 3):
                middle_mm = page.y_mm + 0.62 * _BODY_PT * MM_PER_PT
                page.marks.append(Box(_MARGIN_MM, middle_mm - 0.65, 1.3, 1.3, Tone.ACCENT, 0.65))
                page.write(said.say(f"sheet.keep.{number}"), _BODY_PT, indent_mm=4.5)
        else:
            page.write(said.say(f"sheet.{part}"), _BODY_PT)
        page.y_mm += 4.5


def _key(sheet: RecoverySheet, said: Words, top_mm: float) -> tuple[Mark, ...]:
    """Draw the box with the key on the left, in whole groups, and its code on the right."""
    rows = matrix(sheet.key_text)
    module_mm = min(MODULE_MM, 54 / len(rows))
    side_mm = module_mm * len(rows)
    height_mm = side_mm + 18
    code_left_mm = WIDTH_MM - _MARGIN_MM - 6 - side_mm
    assert top_mm + height_mm < _FOOTER_MM, "the words must leave room for the key"
    room_mm = code_left_mm - _MARGIN_MM - 14
    marks: list[Mark] = [
        Box(_MARGIN_MM, top_mm, _ROOM_MM, height_mm, Tone.SOFT, radius_mm=3),
        Box(_MARGIN_MM, top_mm, _ROOM_MM, height_mm, Tone.ACCENT, 3, thickness_mm=0.6),
        Text(_MARGIN_MM + 8, top_mm + 11, 12.5, said.say("sheet.key.title"), True, "left",
             Tone.ACCENT),
        Box(code_left_mm, top_mm + 5, side_mm, side_mm, Tone.PAPER, radius_mm=1.5),
        Matrix(code_left_mm, top_mm + 5, module_mm, rows),
        Text(code_left_mm + side_mm / 2, top_mm + side_mm + 12, 9, said.say("sheet.scan"),
             False, "centre", Tone.QUIET),
    ]  # fmt: skip
    size_pt, lines = key_lines(sheet.key_text, room_mm)
    step_mm = size_pt * 1.45 * MM_PER_PT
    first_mm = top_mm + 14 + (height_mm - 20 - step_mm * len(lines)) / 2 + step_mm * 0.75
    marks.extend(
        Text(_MARGIN_MM + 8, first_mm + row * step_mm, size_pt, line, bold=True)
        for row, line in enumerate(lines)
    )
    return tuple(marks)


def key_lines(key_text: str, room_mm: float) -> tuple[float, tuple[str, ...]]:
    """Break a key between its groups, three groups to a line, as large as the room allows."""
    groups = key_text.replace("-", " ").split()
    lines = tuple("  ".join(groups[at : at + 3]) for at in range(0, len(groups), 3))
    style = Style("en", bold=True)
    size_pt = _KEY_PT
    while size_pt > _KEY_SMALLEST_PT and (
        max(style.width_mm(line, size_pt) for line in lines) > room_mm
        or len(lines) * size_pt * 1.45 * MM_PER_PT > _KEY_HEIGHT_MM - 6
    ):
        size_pt -= 0.5
    return size_pt, lines


def _footer(sheet: RecoverySheet, shop: str, said: Words) -> tuple[Mark, ...]:
    made = said.say("sheet.made", date=printable(sheet.made_on, sheet.language), shop=shop)
    fitted = fit_two_lines(made, _ROOM_MM, Style(sheet.language), largest_pt=9.5, smallest_pt=8)
    marks: list[Mark] = [Rule(_MARGIN_MM, _FOOTER_MM, _ROOM_MM, 0.25, tone=Tone.LINE)]
    marks.extend(
        Text(_MARGIN_MM, _FOOTER_MM + 6 + row * 4.6, fitted.size_pt, line, tone=Tone.QUIET)
        for row, line in enumerate(fitted.lines)
    )
    if sheet.training:
        text = said.say("training.sheet")
        marks.append(Box(0, HEIGHT_MM - 11, WIDTH_MM, 11, Tone.WARNING))
        marks.append(Text(WIDTH_MM / 2, HEIGHT_MM - 4, 11, text, True, "centre", Tone.PAPER))
    return tuple(marks)
