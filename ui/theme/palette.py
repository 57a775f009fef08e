"""From colour roles to Qt's own palette, so that plain Qt widgets agree with our style sheet."""

from PySide6.QtGui import QColor, QPalette

from ui.theme.tokens import Tokens


def make_palette(tokens: Tokens) -> QPalette:
    """Give the palette for these colours; greyed-out things use the quiet one."""
    palette = QPalette()
    roles = QPalette.ColorRole
    for role, colour in {
        roles.Window: tokens.page,
        roles.WindowText: tokens.text,
        roles.Base: tokens.card,
        roles.AlternateBase: tokens.page,
        roles.Text: tokens.text,
        roles.PlaceholderText: tokens.quiet,
        roles.Button: tokens.raised,
        roles.ButtonText: tokens.text,
        roles.BrightText: tokens.bad,
        roles.ToolTipBase: tokens.card,
        roles.ToolTipText: tokens.text,
        roles.Highlight: tokens.accent,
        roles.HighlightedText: tokens.on_accent,
        roles.Accent: tokens.accent,
        roles.Link: tokens.accent,
        roles.LinkVisited: tokens.accent,
        roles.Light: tokens.card,
        roles.Midlight: tokens.line,
        roles.Mid: tokens.line,
        roles.Dark: tokens.edge,
        roles.Shadow: tokens.edge,
    }.items():
        palette.setColor(role, QColor(colour))
    for role in (roles.WindowText, roles.Text, roles.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, QColor(tokens.quiet))
    palette.setColor(QPalette.ColorGroup.Disabled, roles.Highlight, QColor(tokens.line))
    return palette
