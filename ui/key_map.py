"""F1: which key does what, on this page and everywhere."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QGridLayout, QVBoxLayout, QWidget

from ui import actions
from ui.named import named
from ui.theme.roles import dress
from ui.widgets.buttons import KeyButton
from ui.widgets.plain import PlainLabel


class KeyMap(QDialog):
    """A small window beside the till; Esc or a press closes it. It blocks nothing."""

    def __init__(self, page: str, parent: QWidget) -> None:
        super().__init__(parent)
        named(self, "key-map")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._page = page
        self._title = named(dress(PlainLabel(), type="title"), "key-map-title")
        self._rows: list[tuple[actions.Id, PlainLabel]] = []
        grid = QGridLayout()
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(8)
        # Side by side: below each other they are higher than a cheap till's screen.
        for side, where in enumerate((self._page, actions.EVERYWHERE)):
            mine = [row for row in actions.COMMANDS if row.page == where]
            for number, row in enumerate(mine):
                keys = " · ".join(key for key in (row.key, row.also) if key)
                label = PlainLabel()
                grid.addWidget(dress(PlainLabel(keys), type="emphasis"), number, 3 * side)
                grid.addWidget(label, number, 3 * side + 1)
                self._rows.append((row.id, label))
        grid.setColumnMinimumWidth(2, 24)
        self._close = named(KeyButton(role="ordinary", hint="Esc"), "key-map-close")
        self._close.clicked.connect(self.close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(32, 24, 32, 24)
        whole.setSpacing(16)
        whole.addWidget(self._title)
        whole.addLayout(grid)
        whole.addWidget(self._close, 0, Qt.AlignmentFlag.AlignRight)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        self._title.setText(self.tr("Keys"))
        self.setWindowTitle(self.tr("Keys"))
        self._close.setText(self.tr("Close"))
        for command, label in self._rows:
            label.setText(actions.words(command))

    def changeEvent(self, event: QEvent) -> None:
        """Follow a change of language."""
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
