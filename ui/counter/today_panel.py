"""What stands beside an empty sale: a word of welcome and the day's three numbers."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.answers import Today
from ui import text
from ui.counter.member_panel import scrolling
from ui.named import named
from ui.widgets.panel import Panel
from ui.widgets.plain import PlainLabel


class TodayPanel(Panel):
    """Nobody is at the counter yet."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._ready = named(PlainLabel(type="title", wrap=True), "ready")
        self._hint = named(PlainLabel(tone="quiet", wrap=True), "hint")
        self._captions = [PlainLabel(tone="quiet", wrap=True) for _ in range(3)]
        names = ("served", "given", "new")
        self._numbers = [named(PlainLabel("–", type="name"), name) for name in names]
        inside = QWidget()
        whole = QVBoxLayout(inside)
        whole.setContentsMargins(20, 16, 16, 16)
        whole.setSpacing(8)
        whole.addWidget(self._ready)
        whole.addWidget(self._hint)
        whole.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(24)
        for number, caption in zip(self._numbers, self._captions, strict=True):
            column = QVBoxLayout()
            column.setSpacing(0)
            column.addWidget(number)
            column.addWidget(caption)
            column.addStretch()
            row.addLayout(column, 1)
        whole.addLayout(row)
        whole.addStretch(1)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(scrolling(inside))
        self.retranslate()

    def show_today(self, today: Today) -> None:
        """Show the day's numbers."""
        counts = (today.members_served, today.points_given, today.members_new)
        for label, count in zip(self._numbers, counts, strict=True):
            label.setText(text.number(count))

    def served(self) -> str:
        """Give the first number as it is shown; a dash before it was read."""
        return self._numbers[0].text()

    def retranslate(self) -> None:
        """Set the words again, in the language of now."""
        self._ready.setText(self.tr("Ready for the next member"))
        self._hint.setText(
            self.tr(
                "Scan a card. Or type a phone number, its last four digits, a name, or the"
                " initials of one."
            )
        )
        captions = (
            self.tr("members served today"),
            self.tr("points given today"),
            self.tr("new members today"),
        )
        for label, caption in zip(self._captions, captions, strict=True):
            label.setText(caption)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
