"""The style sheet: the numbered files of `resources/qss`, filled with colours and sizes.

A file may name only roles that exist: an unknown `${role}` is a bug and stops the test.
"""

from string import Template

from ui.theme.files import resource
from ui.theme.tokens import Scale, Tokens, contrast

TARGET_PX = 48  # the smallest thing a finger is asked to hit
MAIN_TARGET_PX = 64
KEY_PX = 56
_MIDDLE = 4.58  # the grey that stands as far from black as from white


def make_sheet(tokens: Tokens, scale: Scale, typefaces: list[str]) -> str:
    """Give the whole style sheet for one palette, one type scale and typefaces in order."""
    values = {**tokens.as_dict(), **scale.as_dict()}
    values |= {
        "target": str(TARGET_PX),
        "main_target": str(MAIN_TARGET_PX),
        "key": str(KEY_PX),
        "icons": resource("icons").as_posix(),
        "typefaces": ", ".join(f'"{typeface}"' for typeface in typefaces),
        "mark": "light" if contrast(tokens.on_accent, "#000000") > _MIDDLE else "dark",
    }
    files = sorted(resource("qss").glob("*.qss"))
    assert files, "the style sheets are missing"
    return "\n".join(
        Template(file.read_text(encoding="utf-8")).substitute(values) for file in files
    )
