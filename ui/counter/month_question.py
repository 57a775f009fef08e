"""The second question where points are spent without the card: the month of the birthday."""

from PySide6.QtCore import QEvent, QLocale, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from ui import actions
from ui.counter.member_panel import scrolling
from ui.named import named
from ui.theme.roles import dress
from ui.widgets.buttons import KeyButton
from ui.widgets.fields import AmountField
from ui.widgets.panel import Panel
from ui.widgets.plain import PlainLabel

MONTHS = 12
_ACROSS = 4


class MonthQuestion(Panel):
    """Twelve buttons, or the number of the month and Enter. Stands where the sale stands."""

    answered = Signal(int)
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._name = ""
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 8, 20, 8)
        column.setSpacing(8)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.addWidget(scrolling(inside))
        self._question = named(PlainLabel(type="emphasis", wrap=True), "question")
        self.field = named(AmountField(0), "month")
        self.field.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.field.setMaximumWidth(120)
        dress(self.field, role="", type="emphasis")
        self.field.returnPressed.connect(self._typed)
        self._hint = PlainLabel(tone="quiet", wrap=True)
        self._hint.setBuddy(self.field)
        self._back = named(KeyButton(role="quiet"), "question_back")
        self._back.set_hint(actions.key_hint(actions.Id.BACK))
        self._back.clicked.connect(self.left)
        self._months = [self._button(month) for month in range(1, MONTHS + 1)]
        column.addWidget(self._question)
        grid = QGridLayout()
        grid.setSpacing(8)
        for at, button in enumerate(self._months):
            grid.addWidget(button, at // _ACROSS, at % _ACROSS)
        column.addLayout(grid)
        row = QHBoxLayout()
        row.addWidget(self.field)
        row.addWidget(self._hint, 1)
        row.addWidget(self._back)
        column.addLayout(row)
        column.addStretch()
        self.retranslate()

    def ask(self, name: str) -> None:
        """Ask about somebody."""
        self._name = name
        self.field.clear()
        self.retranslate()
        self.field.setFocus()

    def retranslate(self) -> None:
        """Set the words again, in the language of now."""
        #: {name} is a person
        question = self.tr("Which month is the birthday of {name}?")
        self._question.setText(question.format(name=self._name))
        self._hint.setText(self.tr("or type its number and Enter"))
        self._back.setText(actions.words(actions.Id.BACK))
        for month, button in enumerate(self._months, start=1):
            name = QLocale().standaloneMonthName(month, QLocale.FormatType.ShortFormat)
            button.setText(name)
            button.setAccessibleName(QLocale().standaloneMonthName(month))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the question."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _button(self, month: int) -> KeyButton:
        button = named(KeyButton(), f"month_{month}")
        button.clicked.connect(lambda: self.answered.emit(month))
        return button

    def _typed(self) -> None:
        month = int(self.field.plain() or 0)
        if 1 <= month <= MONTHS:
            self.answered.emit(month)
        else:
            self.field.selectAll()
