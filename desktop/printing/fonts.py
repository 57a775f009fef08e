"""How wide letters are and which shipped font has them, read from the font files themselves.

So a layout needs neither a screen nor a PDF library, and both draw what was measured here.
"""

import struct
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path
from types import MappingProxyType
from typing import Final

import resources

MM_PER_PT: Final = 25.4 / 72
SIMPLIFIED: Final = "Noto Sans SC"
TRADITIONAL: Final = "Noto Sans TC"
# Traditional first has the Taiwanese forms but lacks many simplified letters; the other font
# covers GB2312, GBK and Big5, so it always stands behind.
_FAMILIES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": (SIMPLIFIED,),
        "zh_Hans": (SIMPLIFIED,),
        "zh_Hant": (TRADITIONAL, SIMPLIFIED),
    }
)
_FOLDER: Final = Path(resources.__file__).resolve().parent / "fonts"


@dataclass(frozen=True, slots=True)
class Font:
    """One font file: what it is called, and how far each of its letters moves the pen."""

    family: str
    bold: bool
    path: Path
    units: int  # to the em
    groups: tuple[tuple[int, int, int], ...]  # first letter, last letter, first glyph
    starts: tuple[int, ...]
    advances: Sequence[int]

    @property
    def name(self) -> str:
        """Give the name the file goes by, such as NotoSansSC-Bold."""
        return self.path.stem

    def glyph(self, letter: str) -> int:
        """Give the number of a letter's drawing; 0 when the font has none."""
        code = ord(letter)
        at = bisect_right(self.starts, code) - 1
        if at < 0:
            return 0
        first, last, glyph = self.groups[at]
        return glyph + code - first if code <= last else 0

    def advance_em(self, letter: str) -> float:
        """Give how far a letter moves the pen, in ems."""
        glyph = min(self.glyph(letter), len(self.advances) - 1)
        return self.advances[glyph] / self.units


@dataclass(frozen=True, slots=True)
class Run:
    """Neighbouring letters that come from one font."""

    font: Font
    text: str


@cache
def font(family: str, *, bold: bool) -> Font:
    """Read a shipped font's letters and widths; it never changes while the program runs."""
    path = _FOLDER / f"{family.replace(' ', '')}-{'Bold' if bold else 'Regular'}.ttf"
    with path.open("rb") as file:
        count = struct.unpack(">H", file.read(12)[4:6])[0]
        tables = {}
        for _ in range(count):
            tag, _sum, offset, length = struct.unpack(">4sIII", file.read(16))
            tables[tag] = (offset, length)

        def table(tag: bytes) -> bytes:
            offset, length = tables[tag]
            file.seek(offset)
            return file.read(length)

        units = struct.unpack(">H", table(b"head")[18:20])[0]
        metrics = struct.unpack(">H", table(b"hhea")[34:36])[0]
        advances = struct.unpack(f">{metrics * 2}H", table(b"hmtx")[: metrics * 4])[::2]
        groups = _groups(table(b"cmap"))
    starts = tuple(first for first, _last, _glyph in groups)
    return Font(family, bold, path, units, groups, starts, advances)


def _groups(cmap: bytes) -> tuple[tuple[int, int, int], ...]:
    """Read the full Unicode table (platform 3, encoding 10, format 12) of a font."""
    for at in range(4, 4 + 8 * struct.unpack(">H", cmap[2:4])[0], 8):
        platform, encoding, offset = struct.unpack(">HHI", cmap[at : at + 8])
        if (platform, encoding) == (3, 10):
            count = struct.unpack(">I", cmap[offset + 12 : offset + 16])[0]
            packed = cmap[offset + 16 : offset + 16 + 12 * count]
            return tuple(struct.iter_unpack(">III", packed))
    raise AssertionError("a shipped font has no full Unicode table")


def fonts_for(language: str, *, bold: bool) -> tuple[Font, ...]:
    """Give the fonts to try, in order."""
    return tuple(font(family, bold=bold) for family in _FAMILIES[language])


def has_glyph(letter: str, language: str) -> bool:
    """Tell whether any font used for this language can draw a letter."""
    return any(one.glyph(letter) for one in fonts_for(language, bold=False))


def runs(text: str, language: str, *, bold: bool) -> tuple[Run, ...]:
    """Split a line by the font that draws each letter; the last font draws what none has."""
    fonts = fonts_for(language, bold=bold)

    def first_with(letter: str) -> Font:
        return next((one for one in fonts if one.glyph(letter)), fonts[-1])

    grouped = groupby(text, first_with)
    return tuple(Run(one, "".join(letters)) for one, letters in grouped)


def width_mm(text: str, size_pt: float, language: str, *, bold: bool) -> float:
    """Measure a line without kerning, which is how both renderers draw it."""
    ems = sum(
        run.font.advance_em(letter)
        for run in runs(text, language, bold=bold)
        for letter in run.text
    )
    return ems * size_pt * MM_PER_PT
