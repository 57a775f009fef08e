"""How it looks. One call dresses the whole program; nothing here decides anything."""

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QApplication

from ui.theme.fonts import body_font, families, load_fonts
from ui.theme.palette import make_palette
from ui.theme.sheet import make_sheet
from ui.theme.tokens import LIGHT, Scale, Tokens, scale_for, tokens_for

_LOOK = "regulars_look"


@dataclass(frozen=True, slots=True)
class Look:
    """What the program wears now: colours and type sizes."""

    tokens: Tokens
    scale: Scale


def apply_theme(
    app: QApplication, *, palette: str, language: str, large: bool, training: bool
) -> None:
    """Dress every window, present and future: `palette` is light, dark or contrast.

    Widgets that draw for themselves hear of it as a StyleChange and ask `current_look`.
    """
    look = Look(tokens_for(palette, training=training), scale_for(large=large))
    load_fonts()
    app.setProperty(_LOOK, look)  # kept by the application, so that no module holds state
    app.setStyle("Fusion")
    app.setPalette(make_palette(look.tokens))
    app.setFont(body_font(language, look.scale))
    # The sheet names the typefaces too: widgets that exist already would keep their old ones.
    app.setStyleSheet(make_sheet(look.tokens, look.scale, families(language)))


def current_look() -> Look:
    """Give what is worn now; the light look before anything was applied."""
    app = QCoreApplication.instance()
    look = app.property(_LOOK) if app is not None else None
    return look if isinstance(look, Look) else Look(LIGHT, scale_for(large=False))
