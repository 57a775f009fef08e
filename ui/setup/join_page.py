"""A new till of a shop that is there: who answers, compared; then the recovery key of this till."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.joining_new import MadeTill
from desktop.printing.values import RecoverySheet
from ui.actions import Id, make_actions, retranslate_actions
from ui.doing import WhenDone
from ui.joining.panel import JoinPanel
from ui.joining.presenter import Doors
from ui.named import named
from ui.setup.sheet_panel import RecoveryDesk, SheetPanel
from ui.widgets.buttons import KeyButton
from ui.widgets.plain import PlainLabel
from ui.widgets.result_line import ResultLine, Tone

_COLUMN_PX = 840


class JoinPage(QWidget):
    """Shown where no shop exists. `made` carries a MadeTill; answer with `show_sheet`.

    `left` leads back to the first question, `finished` to the till.
    """

    made = Signal(object)
    left = Signal()
    finished = Signal()

    def __init__(
        self,
        doors: Doors,
        when_done: WhenDone,
        paper: RecoveryDesk,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        named(self, "join_page")
        self.panel = JoinPanel(doors, when_done, names=True)
        self._sheet = SheetPanel(paper)
        self._is_printed = self._is_reminded = self._is_made = False
        self._build()
        self._connect()
        self._actions = make_actions(self, {Id.BACK: self._step_back})
        self._back.follow(self._actions[Id.BACK])
        self.retranslate()

    def show_sheet(self, sheet: RecoverySheet, key_store: str) -> None:
        """Show the recovery key of the till that was made."""
        self._is_made = True
        self._stack.setCurrentWidget(self._sheet)
        self._back.hide()
        self._sheet.show_sheet(sheet, key_store)
        self.retranslate()
        self._sheet.first().setFocus()

    def focusInEvent(self, event: object) -> None:
        """Hand the keys to the field that is ready to type into."""
        del event
        (self._sheet if self._is_made else self.panel).first().setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button in focus."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            focus = QApplication.focusWidget()
            if isinstance(focus, QPushButton) and self.isAncestorOf(focus):
                focus.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the words again."""
        if self._is_made:
            self._title.setText(self.tr("Your recovery key"))
            self._lead.setText("")
        else:
            self._title.setText(self.tr("Join a shop that is there"))
            self._lead.setText(
                self.tr(
                    "Type the address and the code that the centre printed, and what this till is"
                    " called."
                )
            )
        self._lead.setVisible(bool(self._lead.text()))
        retranslate_actions(self._actions)

    def _step_back(self) -> None:
        if not self._is_made and not self.panel.step_back():
            self.left.emit()

    def _put_away(self) -> None:
        """Go on; a sheet nobody printed is asked about once."""
        if self._is_printed or self._is_reminded:
            self._sheet.forget()
            self.finished.emit()
            return
        self._is_reminded = True
        self._result.say(
            Tone.WARN,
            self.tr(
                "It has not been printed or saved yet. If you have written the key down, press"
                " the button again."
            ),
        )
        self._result.show()

    def _on_printed(self) -> None:
        self._is_printed = True

    def _on_joined(self, made: MadeTill) -> None:
        self.made.emit(made)

    def _connect(self) -> None:
        self.panel.joined.connect(self._on_joined)
        self._sheet.printed.connect(self._on_printed)
        self._sheet.put_away.connect(self._put_away)

    def _build(self) -> None:
        self._title = named(PlainLabel(type="name", wrap=True), "title")
        self._lead = named(PlainLabel(type="emphasis", tone="quiet", wrap=True), "lead")
        self._result = named(ResultLine(), "result")
        self._result.hide()
        self._back = named(KeyButton(role="quiet"), "back")
        self._stack = QStackedWidget()
        self._stack.addWidget(_at_top(self.panel))
        self._stack.addWidget(self._sheet)
        column = QWidget()
        column.setMaximumWidth(_COLUMN_PX)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(24, 24, 24, 24)
        inside.setSpacing(8)
        inside.addWidget(self._title)
        inside.addWidget(self._lead)
        inside.addSpacing(16)
        inside.addWidget(self._stack, 1)
        inside.addWidget(self._result)
        inside.addWidget(self._back, 0, Qt.AlignmentFlag.AlignLeft)
        outside = QHBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addStretch(1)
        outside.addWidget(column, 100)
        outside.addStretch(1)


def _at_top(widget: QWidget) -> QScrollArea:
    """Keep the form at its own height; on a small screen it scrolls."""
    holder = QWidget()
    inside = QVBoxLayout(holder)
    inside.setContentsMargins(0, 0, 8, 0)
    inside.addWidget(widget)
    inside.addStretch()
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(holder)
    return area
