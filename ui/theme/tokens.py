"""Colours by role and sizes by role. Pure values: no Qt here, so contrast is tested in Python.

A role says what a colour is for ("the edge of a control"), never what it looks like.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from types import MappingProxyType

LARGE_TYPE_FACTOR = 1.4
_DARK_END = 0.04045  # below it sRGB is linear
CONTRAST_TEXT_MIN = 4.5  # WCAG 2.2, 1.4.3
CONTRAST_EDGE_MIN = 3.0  # WCAG 2.2, 1.4.11


@dataclass(frozen=True, slots=True)
class Tokens:
    """One palette; every value is `#RRGGBB`."""

    page: str  # behind everything
    card: str  # what the eye reads on: panels, fields, lists
    raised: str  # an ordinary button at rest, a tile
    text: str
    quiet: str  # captions, hints, what can wait
    line: str  # hairlines between things; decoration only
    edge: str  # the outline that says "this is a control"
    accent: str  # the one thing to do next, and focus
    accent_down: str  # the same, pressed
    accent_soft: str  # behind something chosen
    on_accent: str
    good: str
    good_soft: str
    warn: str
    warn_soft: str
    bad: str
    bad_soft: str
    gold: str  # the tier

    def as_dict(self) -> dict[str, str]:
        """Give role names with colours, for filling a style sheet."""
        return {field.name: getattr(self, field.name) for field in fields(self)}


LIGHT = Tokens(
    page="#F5F6F4",
    card="#FFFFFF",
    raised="#FBFBFA",
    text="#1B1D1F",
    quiet="#565C63",
    line="#C9CDD2",
    edge="#7C838A",
    accent="#0A6B62",
    accent_down="#07524B",
    accent_soft="#E2F1EE",
    on_accent="#FFFFFF",
    good="#1A7A3C",
    good_soft="#EDF7F0",
    warn="#8A5A00",
    warn_soft="#FDF6E6",
    bad="#B3261E",
    bad_soft="#FCEFEE",
    gold="#7A5B00",
)

DARK = Tokens(
    page="#16181A",
    card="#1F2225",
    raised="#272B2F",
    text="#ECEEF0",
    quiet="#A9B0B7",
    line="#3A3F44",
    edge="#7F878F",
    accent="#4FC3B5",
    accent_down="#7AD6CB",
    accent_soft="#1D3532",
    on_accent="#06201D",
    good="#6FCF8E",
    good_soft="#1D2F24",
    warn="#E3B341",
    warn_soft="#322B1B",
    bad="#FF8A80",
    bad_soft="#3A2524",
    gold="#E0C36A",
)

# Black and white first; every colour that is left carries a meaning and at least 7 : 1.
CONTRAST = Tokens(
    page="#000000",
    card="#000000",
    raised="#000000",
    text="#FFFFFF",
    quiet="#E4E4E4",
    line="#A6A6A6",
    edge="#FFFFFF",
    accent="#FFD84D",
    accent_down="#FFF0B3",
    accent_soft="#332B00",
    on_accent="#000000",
    good="#7CF29A",
    good_soft="#002B0C",
    warn="#FFC24D",
    warn_soft="#332200",
    bad="#FF9E97",
    bad_soft="#3B0A07",
    gold="#FFE08A",
)

PALETTES: Mapping[str, Tokens] = MappingProxyType(
    {"light": LIGHT, "dark": DARK, "contrast": CONTRAST}
)

# The training shop wears violet, so that nobody takes it for the real one at a glance.
_TRAINING: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "light": {
            "page": "#F4F1F9",
            "accent": "#6A3FB0",
            "accent_down": "#502C8A",
            "accent_soft": "#EEE6FA",
        },
        "dark": {
            "page": "#1A1622",
            "accent": "#C4A7FF",
            "accent_down": "#DCCBFF",
            "accent_soft": "#2D2440",
            "on_accent": "#1C0B3A",
        },
        "contrast": {
            "accent": "#E2B8FF",
            "accent_down": "#F3E0FF",
            "accent_soft": "#2A0A3D",
        },
    }
)


def tokens_for(palette: str, *, training: bool = False) -> Tokens:
    """Give the colours of a named palette: `light`, `dark` or `contrast`."""
    assert palette in PALETTES, palette
    tokens = PALETTES[palette]
    return replace(tokens, **_TRAINING[palette]) if training else tokens


@dataclass(frozen=True, slots=True)
class Scale:
    """Type sizes in pixels, by role."""

    caption: int = 13
    body: int = 15
    emphasis: int = 18
    title: int = 24
    name: int = 32
    balance: int = 48

    def as_dict(self) -> dict[str, str]:
        """Give role names with sizes, for filling a style sheet."""
        return {field.name: str(getattr(self, field.name)) for field in fields(self)}


def scale_for(*, large: bool) -> Scale:
    """Give the type scale; `large` is the setting for tired eyes."""
    if not large:
        return Scale()
    return Scale(
        **{
            field.name: round(getattr(Scale(), field.name) * LARGE_TYPE_FACTOR)
            for field in fields(Scale)
        }
    )


def contrast(one: str, other: str) -> float:
    """Give the WCAG 2.2 contrast ratio of two `#RRGGBB` colours, 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: str) -> float:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.2126 * _linear(red) + 0.7152 * _linear(green) + 0.0722 * _linear(blue)


def _linear(channel: float) -> float:
    if channel <= _DARK_END:
        return channel / 12.92
    return float(((channel + 0.055) / 1.055) ** 2.4)
