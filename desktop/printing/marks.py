"""What a layout is made of: marks on a sheet, in millimetres from its top left corner.

Pure values. Who draws them (a PDF, a printer, the screen) is not known here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Final, Literal, TypeAlias


class Tone(Enum):
    """What a colour is for."""

    INK = "ink"
    QUIET = "quiet"
    LINE = "line"
    SOFT = "soft"  # behind something that stands out
    PAPER = "paper"
    ACCENT = "accent"  # the shop's own colour
    ON_ACCENT = "on accent"
    WARNING = "warning"  # the training shop


WHITE: Final = "#FFFFFF"
BLACK: Final = "#14171A"
TRAINING_VIOLET: Final = "#6A3FB0"  # the colour the training shop wears on the screen
_COLOURS: Mapping[Tone, str] = MappingProxyType(
    {
        Tone.INK: "#000000",
        Tone.QUIET: "#565C63",
        Tone.LINE: "#C9CDD2",
        Tone.SOFT: "#F1F3F2",
        Tone.PAPER: WHITE,
        Tone.WARNING: TRAINING_VIOLET,
    }
)
_NEARLY_BLACK: Final = 0.04045  # below it sRGB is linear
Align: TypeAlias = Literal["left", "centre", "right"]


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text; `y_mm` is its baseline, `x_mm` where `align` says."""

    x_mm: float
    y_mm: float
    size_pt: float
    text: str
    bold: bool = False
    align: Align = "left"
    tone: Tone = Tone.INK


@dataclass(frozen=True, slots=True)
class Rule:
    """A horizontal line."""

    x_mm: float
    y_mm: float
    width_mm: float
    thickness_mm: float = 0.2
    dashed: bool = False
    tone: Tone = Tone.INK


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle, or with a `thickness_mm` only its outline."""

    x_mm: float
    y_mm: float
    width_mm: float
    height_mm: float
    tone: Tone
    radius_mm: float = 0
    thickness_mm: float = 0


@dataclass(frozen=True, slots=True)
class Matrix:
    """The modules of a QR code, its quiet zone included; True is dark."""

    x_mm: float
    y_mm: float
    module_mm: float
    rows: tuple[tuple[bool, ...], ...]

    @property
    def side_mm(self) -> float:
        """Give how wide and high the code is with its quiet zone."""
        return self.module_mm * len(self.rows)


Mark: TypeAlias = Text | Rule | Box | Matrix


@dataclass(frozen=True, slots=True)
class Sheet:
    """One page: its size, the language that chooses its letters, and its marks, back to front.

    `shown_name` is what stands in a person's place where the name itself cannot be printed whole.
    """

    width_mm: float
    height_mm: float
    title: str
    language: str
    marks: tuple[Mark, ...]
    accent: str = "#0A6B62"
    shown_name: str = ""

    def colour(self, tone: Tone) -> str:
        """Give the colour of a tone on this sheet, as #RRGGBB."""
        if tone is Tone.ACCENT:
            return self.accent
        if tone is Tone.ON_ACCENT:
            return readable_on(self.accent)
        return _COLOURS[tone]


def readable_on(colour: str) -> str:
    """Give black or white, whichever reads better on a colour (WCAG 2.2 relative luminance)."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (
        one / 12.92 if one <= _NEARLY_BLACK else ((one + 0.055) / 1.055) ** 2.4 for one in channels
    )
    luminance = 0.2126 * red + 0.7152 * green + 0.0722 * blue
    return WHITE if 1.05 / (luminance + 0.05) >= (luminance + 0.05) / 0.058 else BLACK
