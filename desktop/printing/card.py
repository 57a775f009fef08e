"""The front of a member's card, CR80: the size of a bank card, drawn to its very edges."""

from dataclasses import dataclass, replace
from typing import Final

from desktop.printing.fitting import (
    Style,
    fit_line,
    fit_two_lines,
    is_whole,
    printable,
    printable_name,
)
from desktop.printing.fonts import MM_PER_PT
from desktop.printing.marks import TRAINING_VIOLET, Box, Mark, Rule, Sheet, Text, Tone
from desktop.printing.qr import QUIET_MODULES, code_at
from desktop.printing.values import CardFace
from desktop.printing.words import Words, words

WIDTH_MM: Final = 85.6  # ISO/IEC 7810 ID-1
HEIGHT_MM: Final = 53.98
MODULE_MM: Final = 0.875  # 7 dots at 203 dpi; a printer's driver is given whole dots anyway
_HEADER_MM: Final = 15.0
_MARGIN_MM: Final = 5.6
_BAND_MM: Final = 6.4
_NAME_PT: Final = 19.0
_NAME_SMALLEST_PT: Final = 7.5
_LEADING: Final = 1.22
_CAPITALS: Final = 0.76  # height of capitals, of the size


@dataclass(frozen=True, slots=True)
class _Column:
    """The left column, as high as the dark part of the code beside it."""

    top_mm: float
    bottom_mm: float
    width_mm: float


def card_sheet(face: CardFace) -> Sheet:
    """Lay out a card. Long names shrink, then take two lines, then are shortened."""
    said = words(face.language)
    bottom_mm = HEIGHT_MM - (_BAND_MM if face.training else 0)
    code = code_at(face.card_text, 0, 0, MODULE_MM)
    quiet_mm = QUIET_MODULES * MODULE_MM
    left_mm = WIDTH_MM - _MARGIN_MM + quiet_mm - code.side_mm  # the quiet zone reaches the margin
    top_mm = (_HEADER_MM + 1 + bottom_mm - code.side_mm) / 2
    bottom_mm = top_mm + code.side_mm - quiet_mm
    column = _Column(top_mm + quiet_mm, bottom_mm, left_mm - _MARGIN_MM)
    return Sheet(
        WIDTH_MM,
        HEIGHT_MM,
        title=said.say("card.title"),
        language=face.language,
        accent=TRAINING_VIOLET if face.training else face.colour,
        shown_name="" if is_whole(face.member_name, face.language) else _name(face),
        marks=(
            *_header(face, said),
            *_person(face, said, column),
            replace(code, x_mm=left_mm, y_mm=top_mm),
            *(_training(said) if face.training else ()),
        ),
    )


def _name(face: CardFace) -> str:
    return printable_name(face.member_name, face.language, face.member_number)


def _header(face: CardFace, said: Words) -> tuple[Mark, ...]:
    kind = said.say("card.title")
    kind_mm = Style(face.language).width_mm(kind, 8)
    room_mm = WIDTH_MM - 2 * _MARGIN_MM - kind_mm - 5
    shop = fit_two_lines(
        printable(face.shop, face.language),
        room_mm,
        Style(face.language, bold=True),
        largest_pt=15,
        smallest_pt=7.5,
    )
    step_mm = shop.size_pt * _LEADING * MM_PER_PT
    last_mm = _baseline(_HEADER_MM / 2, 13) + step_mm / 2 * (len(shop.lines) - 1)
    names = [
        Text(_MARGIN_MM, last_mm - up * step_mm, shop.size_pt, line, True, tone=Tone.ON_ACCENT)
        for up, line in enumerate(reversed(shop.lines))
    ]
    return (
        Box(0, 0, WIDTH_MM, _HEADER_MM, Tone.ACCENT),
        Rule(0, _HEADER_MM + 0.75, WIDTH_MM, 0.5, tone=Tone.ACCENT),
        *reversed(names),
        Text(
            WIDTH_MM - _MARGIN_MM,
            _baseline(_HEADER_MM / 2, 13),
            8,
            kind,
            align="right",
            tone=Tone.ON_ACCENT,
        ),
    )


def _baseline(middle_mm: float, size_pt: float) -> float:
    """Give the baseline at which letters of a size stand around a middle line."""
    return middle_mm + 0.36 * size_pt * MM_PER_PT


def _person(face: CardFace, said: Words, column: _Column) -> tuple[Mark, ...]:
    """Hang the name from the top of the column and stand the number on its bottom."""
    bold = Style(face.language, bold=True)
    name = fit_two_lines(
        _name(face),
        column.width_mm,
        bold,
        largest_pt=_NAME_PT,
        smallest_pt=_NAME_SMALLEST_PT,
    )
    number = fit_line(
        printable(face.member_number, face.language),
        column.width_mm,
        bold,
        largest_pt=13,
        smallest_pt=8,
    )
    line_mm = name.size_pt * _LEADING * MM_PER_PT
    first_mm = column.top_mm + _CAPITALS * name.size_pt * MM_PER_PT
    names = [
        Text(_MARGIN_MM, first_mm + row * line_mm, name.size_pt, line, bold=True)
        for row, line in enumerate(name.lines)
    ]
    if _name(face) == face.member_number:  # it stands in the name's place; once is enough
        return tuple(names)
    caption = said.say("card.number")
    return (
        *names,
        Text(_MARGIN_MM, column.bottom_mm - 5.2, 6.5, caption, tone=Tone.QUIET),
        Text(_MARGIN_MM, column.bottom_mm, number.size_pt, number.lines[0], bold=True),
    )


def _training(said: Words) -> tuple[Mark, ...]:
    text = said.say("training.card")
    baseline_mm = _baseline(HEIGHT_MM - _BAND_MM / 2, 9)
    return (
        Box(0, HEIGHT_MM - _BAND_MM, WIDTH_MM, _BAND_MM, Tone.WARNING),
        Text(WIDTH_MM / 2, baseline_mm, 9, text, True, "centre", Tone.PAPER),
    )
