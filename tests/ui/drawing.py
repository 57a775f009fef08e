"""Draw a page as text, one line for each widget, so that reviewers read a change of a screen.

Does not depend on fonts, pixels or platforms. `check_golden` compares with a file beside the
tests; REGULARS_GOLDEN=write writes it anew.
"""

import os
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QComboBox,
    QGroupBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

GOLDEN = Path(__file__).parent / "golden"
_HOLDERS = {"qt_scrollarea_viewport", "qt_tabwidget_stackedwidget"}


def tree(widget: QWidget) -> str:
    """Give class, object name, spoken name, text and state of each widget, then the focus order."""
    lines: list[str] = []
    _draw(widget, 0, lines)
    order = [_known_as(each) for each in focus_order(widget)]
    return "\n".join([*lines, f"focus: {' > '.join(order)}", ""])


def focus_order(widget: QWidget) -> list[QWidget]:
    """Give the widgets Tab visits, in order, beginning with the first inside `widget`."""
    found: list[QWidget] = []
    each: QWidget | None = widget
    while each is not None:
        takes_tab = bool(each.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
        is_ours = each is widget or widget.isAncestorOf(each)
        if is_ours and takes_tab and each.isVisibleTo(widget) and each.isEnabledTo(widget):
            found.append(each)
        each = each.nextInFocusChain()
        if each is widget:
            break
    return found


def check_golden(widget: QWidget, name: str) -> None:
    """Fail if the page is no longer as its golden file says."""
    file = GOLDEN / f"{name}.txt"
    drawn = tree(widget)
    if os.environ.get("REGULARS_GOLDEN") == "write":
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(drawn, encoding="utf-8")
    assert file.is_file(), f"{file.name} is missing; run with REGULARS_GOLDEN=write"
    assert drawn == file.read_text(encoding="utf-8")


def spoken_name(widget: QWidget) -> str:
    """Give what a screen reader calls the widget."""
    interface = QAccessible.queryAccessibleInterface(widget)
    return interface.text(QAccessible.Text.Name) if interface is not None else ""


def shown_text(widget: QWidget) -> str:
    """Give the words a person reads on the widget itself."""
    match widget:
        case QLabel() | QAbstractButton() | QLineEdit():
            return widget.text()
        case QGroupBox():
            return widget.title()
        case QComboBox():
            return widget.currentText()
        case QPlainTextEdit():
            return widget.toPlainText()
        case _:
            return ""


def children(widget: QWidget) -> list[QWidget]:
    """Give the children a person would know of: not Qt's own inner parts, not open windows."""
    found: list[QWidget] = []
    for child in widget.children():
        if not isinstance(child, QWidget) or child.isWindow():
            continue
        if child.objectName() in _HOLDERS:
            found += children(child)
        elif not child.objectName().startswith("qt_"):
            found.append(child)
    return found


def _draw(widget: QWidget, depth: int, lines: list[str]) -> None:
    words = ["  " * depth + type(widget).__name__, widget.objectName() or "-"]
    for label, value in (
        ("name", spoken_name(widget)),
        ("text", "" if _is_secret(widget) else shown_text(widget)),
        ("role", widget.property("role")),
        ("tone", widget.property("tone")),
    ):
        if value:
            words.append(f"{label}={value!r}")
    if not widget.isEnabled():
        words.append("disabled")
    if widget.isHidden() and depth:
        words.append("hidden")
    lines.append(" ".join(words))
    for child in children(widget):
        _draw(child, depth + 1, lines)


def _is_secret(widget: QWidget) -> bool:
    return isinstance(widget, QLineEdit) and widget.echoMode() != QLineEdit.EchoMode.Normal


def _known_as(widget: QWidget) -> str:
    return widget.objectName() or spoken_name(widget) or type(widget).__name__
