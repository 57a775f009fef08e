"""One question after a long silence: is the date right? Nothing is priced before the answer."""

from datetime import date

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from regulars.refusals import ClockJumped
from ui.named import named
from ui.text import day
from ui.theme.roles import dress
from ui.widgets.buttons import KeyButton
from ui.widgets.plain import PlainLabel

_WIDTH = 560


class ClockPage(QWidget):
    """Says what the clock says and what the book says; two honest answers."""

    confirmed = Signal()
    left = Signal()

    def __init__(self, jump: ClockJumped, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._jump = jump
        self._title = named(dress(PlainLabel(), type="title"), "clock-title")
        self._text = named(PlainLabel(), "clock-text")
        self._yes = named(KeyButton(role="primary", hint="Enter"), "clock-yes")
        self._no = named(KeyButton(role="ordinary", hint="Esc"), "clock-no")
        for label in (self._title, self._text):
            label.setWordWrap(True)
        self._yes.clicked.connect(self.confirmed)
        self._no.clicked.connect(self.left)
        self._yes.setDefault(True)
        self._yes.setAutoDefault(True)
        self._no.setShortcut(Qt.Key.Key_Escape)
        inside = QWidget()
        inside.setFixedWidth(_WIDTH)
        column = QVBoxLayout(inside)
        column.setSpacing(16)
        column.addStretch()
        column.addWidget(self._title)
        column.addWidget(self._text)
        column.addWidget(self._yes)
        column.addWidget(self._no)
        column.addStretch()
        whole = QHBoxLayout(self)
        whole.addWidget(inside, 0, Qt.AlignmentFlag.AlignHCenter)
        self.setFocusProxy(self._yes)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        today = day(date.fromisoformat(self._jump.today))
        last = day(date.fromisoformat(self._jump.last_day))
        #: {today} is a date
        self._title.setText(self.tr("Is today {today}?").format(today=today))
        self._text.setText(
            #: {last} is a date
            self.tr(
                "The last entry is of {last}. If the computer's date is wrong, points could end"
                " too early. Once you confirm, the till goes on from today."
            ).format(last=last)
        )
        self._yes.setText(self.tr("Yes, the date is right"))
        self._no.setText(self.tr("No, lock the till"))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
