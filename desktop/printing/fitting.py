"""From any text to lines that fit: what may be printed, shrinking, wrapping, shortening.

Text is only ever text here: no markup, no direction marks, no letters stacked out of their line.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

from desktop.printing.fonts import has_glyph, width_mm

LETTERS_MAX: Final = 500  # longer than any name; a bound on work, not on people
_NAME_LINES_MAX: Final = 2
_READ_MAX: Final = LETTERS_MAX * 20
# The shipped fonts draw these a full Chinese character wide, which tears "O’Brien" apart.
_LATIN_QUOTES: Final = str.maketrans("‘’“”", "''\"\"")
# What letters without a drawing, and without a part that has one, are written with elsewhere.
_PLAIN: Final = dict(zip("ŁłØøĐđÐðĦħŦŧƁɓƊɗƘƙƳƴƏəı", "LlOoDdDdHhTtBbDdKkYyEei", strict=True)) | {
    "Æ": "Ae",
    "æ": "ae",
    "Œ": "Oe",
    "œ": "oe",
    "ß": "ss",
    "ẞ": "SS",
    "Þ": "Th",
    "þ": "th",
    "Ŋ": "Ng",
    "ŋ": "ng",
    "\u0406": "I",  # Ukrainian i and yi look like the Latin letter, the others like a Russian one
    "\u0456": "i",
    "\u0407": "I",
    "\u0457": "i",
    "\u0404": "\u0415",
    "\u0454": "\u0435",
    "\u0490": "\u0413",
    "\u0491": "\u0433",
}
# What must not begin a line, and what must not end one (kinsoku, the common part of it).
_NOT_FIRST: Final = frozenset("，。、；：！？）」』》〉】·・‧,.;:!?)%…")
_NOT_LAST: Final = frozenset("（「『《〈【(")
_WIDE: Final = r"[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]"
_PIECES: Final = re.compile(rf"{_WIDE}|(?:(?!{_WIDE})[^\s-])+-*|-+|\s+")


@dataclass(frozen=True, slots=True)
class Style:
    """What a width depends on besides the text."""

    language: str
    bold: bool = False

    def width_mm(self, text: str, size_pt: float) -> float:
        """Measure a line of this style."""
        return width_mm(text, size_pt, self.language, bold=self.bold)


@dataclass(frozen=True, slots=True)
class Fitted:
    """Lines that fit, and the size at which they do."""

    size_pt: float
    lines: tuple[str, ...]


def printable(text: str, language: str) -> str:
    """Give what paper can carry of a text, on one line.

    Accents join their letter where such a letter exists and are dropped where not, so nothing can
    pile up. Controls and direction marks are dropped. A letter no font has is written plainly (Ł as
    L) or left out: paper never shows a box.
    """
    made: list[str] = []
    for letter in _letters(text, language):
        shown = " " if letter.isspace() else _drawn(letter, language)
        if shown != " " or (made and made[-1] != " "):
            made.extend(shown)
        if len(made) >= LETTERS_MAX:
            break
    return "".join(made[:LETTERS_MAX]).strip()


def printable_name(name: str, language: str, instead: str) -> str:
    """Give what paper can carry of somebody's name, or `instead` where that is nothing.

    A word with a letter that cannot be drawn is left out whole: a part of it is another name.
    Pictures beside letters (emoji) are left out alone.
    """
    words = "".join(_letters(name, language)).split()
    whole = [word for word in words if not any(_is_lost(letter, language) for letter in word)]
    return printable(" ".join(whole), language) or instead


def is_whole(text: str, language: str) -> bool:
    """Tell whether every letter of a text can be printed as it is."""
    return all(one.isspace() or has_glyph(one, language) for one in _letters(text, language))


def _letters(text: str, language: str) -> list[str]:
    """Give the letters of a text without what moves or marks others; all space is one kind."""
    text = text[:_READ_MAX].translate(_LATIN_QUOTES) if language == "en" else text[:_READ_MAX]
    found: list[str] = []
    for letter in unicodedata.normalize("NFC", text):
        kind = unicodedata.category(letter)
        if letter.isspace() or kind == "Zs":
            found.append(" ")
        elif kind[0] != "M" and kind not in {"Cc", "Cf"}:
            found.append(letter)
    return found


def _drawn(letter: str, language: str) -> str:
    """Give a letter, or how it is written without it; "" where there is no such way."""
    if has_glyph(letter, language):
        return letter
    if unicodedata.category(letter)[0] not in "LN":
        return ""
    parts = unicodedata.normalize("NFKD", letter)
    plain = _PLAIN.get(letter) or "".join(one for one in parts if not unicodedata.combining(one))
    can_draw = all(has_glyph(one, language) and not one.isspace() for one in plain)
    return plain if can_draw else ""


def _is_lost(letter: str, language: str) -> bool:
    """Tell whether a letter belongs to its word and cannot be written."""
    return unicodedata.category(letter)[0] in "LN" and not _drawn(letter, language)


def elide(text: str, room_mm: float, size_pt: float, style: Style) -> str:
    """Shorten a line until it fits, marking that something is missing."""
    if style.width_mm(text, size_pt) <= room_mm:
        return text
    # The shipped fonts centre "…" on the line as Chinese does; between Latin letters it sits low.
    end = "..." if style.language == "en" else "…"
    kept, used_mm = "", 0.0
    for letter in text:  # no further than the room goes, so that a long text costs no more
        used_mm += style.width_mm(letter, size_pt)
        if used_mm > room_mm:
            break
        kept += letter
    while kept and style.width_mm(kept.rstrip() + end, size_pt) > room_mm:
        kept = kept[:-1]
    return kept.rstrip() + end


def wrap(text: str, room_mm: float, size_pt: float, style: Style) -> tuple[str, ...]:
    """Break a text into lines: between words, or between any two Chinese characters."""
    lines: list[str] = []
    line = ""
    for piece in _pieces(text, room_mm, size_pt, style):
        if line and style.width_mm((line + piece).rstrip(), size_pt) > room_mm:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece if line else piece.lstrip()
    if line.strip():
        lines.append(line.rstrip())
    return tuple(lines)


def _pieces(text: str, room_mm: float, size_pt: float, style: Style) -> list[str]:
    """Give the parts a line is never broken inside of; a word wider than the line is cut."""
    joined: list[str] = []
    for piece in _PIECES.findall(text):
        glue = joined and (piece[0] in _NOT_FIRST or joined[-1][-1] in _NOT_LAST)
        if glue and not joined[-1].isspace():
            joined[-1] += piece
        else:
            joined.append(piece)
    fitting: list[str] = []
    for piece in joined:
        if style.width_mm(piece, size_pt) <= room_mm:
            fitting.append(piece)
        else:
            fitting.extend(piece)
    return fitting


def fit_line(
    text: str, room_mm: float, style: Style, *, largest_pt: float, smallest_pt: float
) -> Fitted:
    """Shrink a line by half points until it fits; shorten it when the smallest does not."""
    size = largest_pt
    while size > smallest_pt and style.width_mm(text, size) > room_mm:
        size = max(size - 0.5, smallest_pt)
    return Fitted(size, (elide(text, room_mm, size, style),))


def fit_two_lines(
    text: str, room_mm: float, style: Style, *, largest_pt: float, smallest_pt: float
) -> Fitted:
    """Fit a name: one line down to three quarters of its size, then two, then shortened."""
    one = fit_line(
        text, room_mm, style, largest_pt=largest_pt, smallest_pt=max(smallest_pt, largest_pt * 0.75)
    )
    if one.lines == (text,):
        return one
    size = one.size_pt
    if style.width_mm(text, smallest_pt) > _NAME_LINES_MAX * room_mm:
        size = smallest_pt  # no use trying all the sizes in between
    lines = wrap(text, room_mm, size, style)
    while size > smallest_pt and len(lines) > _NAME_LINES_MAX:
        size = max(size - 0.5, smallest_pt)
        lines = wrap(text, room_mm, size, style)
    if len(lines) <= _NAME_LINES_MAX:
        return Fitted(size, lines)
    rest = text[len(lines[0]) :].lstrip()
    return Fitted(size, (lines[0], elide(rest, room_mm, size, style)))
