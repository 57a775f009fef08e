"""What pages have alike: a head with the way back, two halves, and words where nothing is."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from ui import actions
from ui.named import named
from ui.widgets.buttons import KeyButton
from ui.widgets.plain import PlainLabel

WIDTH_MAX_PX = 1100
GAP_PX = 16


def back_button(leave: Callable[[], object]) -> KeyButton:
    """Make the button that leads back, with its key on it."""
    button = named(KeyButton(role="quiet", icon_name="back"), "back")
    button.set_hint(actions.key_hint(actions.Id.BACK))
    button.clicked.connect(leave)
    return button


def head(*parts: QWidget) -> QHBoxLayout:
    """Lay out the head of a page: its title, what takes the room, and the ways out."""
    row = QHBoxLayout()
    row.setSpacing(GAP_PX)
    for at, part in enumerate(parts):
        row.addWidget(part, 1 if at == 1 else 0)
    return row


def halves(left: QWidget, right: QWidget, shares: tuple[int, int], *, top: bool = False) -> QWidget:
    """Put a list and what is in hand side by side; `top`: the right one keeps its own height."""
    both = QWidget()
    row = QHBoxLayout(both)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(GAP_PX)
    row.addWidget(left, shares[0])
    if top:
        row.addWidget(right, shares[1], Qt.AlignmentFlag.AlignTop)
    else:
        row.addWidget(right, shares[1])
    return both


def empty_page(*labels: PlainLabel) -> QWidget:
    """Say what there is to say where nothing is to be seen, a little above the middle."""
    empty = QWidget()
    column = QVBoxLayout(empty)
    column.addStretch(1)
    for label in labels:
        label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(label)
    column.addStretch(2)
    return empty


def one_of(*bodies: QWidget) -> QStackedWidget:
    """Hold what a page may show, the first one to begin with."""
    stack = QStackedWidget()
    for body in bodies:
        stack.addWidget(body)
    return stack


def page_column(page: QWidget, *parts: QBoxLayout | QWidget) -> None:
    """Fill a page with a column that is no wider than is easy to read; a stack takes the room."""
    content = QWidget()
    content.setMaximumWidth(WIDTH_MAX_PX)
    column = QVBoxLayout(content)
    column.setContentsMargins(0, 0, 0, 0)
    fill_column(column, *parts)
    outer = QHBoxLayout(page)
    outer.setContentsMargins(24, 12, 24, 12)
    outer.addStretch(1)
    outer.addWidget(content, 1000)
    outer.addStretch(1)


def fill_column(column: QVBoxLayout, *parts: QBoxLayout | QWidget) -> None:
    """Put the parts of a page below each other."""
    column.setSpacing(8)
    for part in parts:
        if isinstance(part, QBoxLayout):
            column.addLayout(part)
        else:
            column.addWidget(part, 1 if isinstance(part, QStackedWidget) else 0)
