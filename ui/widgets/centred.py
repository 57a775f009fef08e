"""A page's content in the middle of whatever room there is, at most as large as it wants to be."""

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget


def centre(page: QWidget, content: QWidget) -> None:
    """Lay a page out with one content, which has a maximum size; the page has no layout yet."""
    across = QHBoxLayout()
    across.addStretch(0)
    across.addWidget(content, 1)
    across.addStretch(0)
    outer = QVBoxLayout(page)
    outer.setContentsMargins(0, 0, 0, 0)
    outer.addLayout(across, 100)
    outer.addStretch(1)
