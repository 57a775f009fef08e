"""The two typefaces that ship with the program, and which goes first in which language.

Every machine draws the same letters. Noto Sans SC covers GB2312, GBK and Big5; Noto Sans TC
has the Taiwanese forms but lacks many simplified characters, so SC always stands behind it.
"""

import logging

from PySide6.QtGui import QFont, QFontDatabase

from ui.theme.files import resource
from ui.theme.tokens import Scale

log = logging.getLogger(__name__)

SIMPLIFIED = "Noto Sans SC"
TRADITIONAL = "Noto Sans TC"
FILES = (
    "NotoSansSC-Regular.ttf",
    "NotoSansSC-Bold.ttf",
    "NotoSansTC-Regular.ttf",
    "NotoSansTC-Bold.ttf",
)


def families(language: str) -> list[str]:
    """Give the typefaces to try, in order, for a language code."""
    return [TRADITIONAL, SIMPLIFIED] if language == "zh_Hant" else [SIMPLIFIED]


def load_fonts() -> list[str]:
    """Register the shipped typefaces once; give the names of files that could not be read.

    A till with a missing font still sells, in the system's letters, and says so in its log.
    """
    if {SIMPLIFIED, TRADITIONAL} <= set(QFontDatabase.families()):
        return []
    missing = [
        name for name in FILES if QFontDatabase.addApplicationFont(str(resource("fonts", name))) < 0
    ]
    if missing:
        log.error("fonts missing: %s", ", ".join(missing))
    return missing


def body_font(language: str, scale: Scale) -> QFont:
    """Give the font everything starts from. Digits in both typefaces have one width."""
    font = QFont(families(language))
    font.setPixelSize(scale.body)
    return font
