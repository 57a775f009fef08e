"""Say what a widget is for; the style sheet decides how that looks.

`role` is what it is (primary, panel, strip), `type` its size of letters (caption to balance),
`tone` its meaning (quiet, accent, good, warn, bad, gold).
"""

from typing import TypeVar

from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def dress(widget: W, **roles: str) -> W:
    """Set `role`, `type` or `tone` and draw again; gives the widget back."""
    assert roles.keys() <= {"role", "type", "tone"}, roles
    changed = {name: value for name, value in roles.items() if widget.property(name) != value}
    for name, value in changed.items():
        widget.setProperty(name, value)
    if changed:
        if changed.keys() != {"tone"}:  # a tone is a colour only: sizes and letters stay
            widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.updateGeometry()
        widget.update()
    return widget
