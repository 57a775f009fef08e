"""A surface with a hairline and round corners that holds things belonging together."""

from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from ui.theme.roles import dress
from ui.widgets.plain import PlainLabel

PADDING_PX = 24
GAP_PX = 16


class Panel(QFrame):
    """Put things into `body`; a title is optional and can be set again on LanguageChange."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, role="panel")
        self.body = QVBoxLayout(self)
        self.body.setContentsMargins(PADDING_PX, PADDING_PX, PADDING_PX, PADDING_PX)
        self.body.setSpacing(GAP_PX)
        self._title = PlainLabel(type="emphasis")
        self.body.addWidget(self._title)
        self.set_title(title)

    def set_title(self, title: str) -> None:
        """Show a title, or none."""
        self._title.setText(title)
        self._title.setVisible(bool(title))


def rule(parent: QWidget | None = None) -> QFrame:
    """Make a hairline across."""
    return dress(QFrame(parent), role="rule")
