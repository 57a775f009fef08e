"""Give a widget its name: the one golden files, style and screen readers know it by."""

from typing import TypeVar

from PySide6.QtWidgets import QWidget

W = TypeVar("W", bound=QWidget)


def named(widget: W, name: str, *, spoken: str = "") -> W:
    """Set the object name and, where no label does it, the words a screen reader says."""
    widget.setObjectName(name)
    if spoken:
        widget.setAccessibleName(spoken)
    return widget
