"""What a search found, under the field: a list to choose from, or a new member to make."""

from PySide6.QtCore import QEvent, QModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QListView, QVBoxLayout, QWidget

from desktop.answers import MemberRow
from desktop.store.search import says_too_little
from ui import actions
from ui.counter.model import FoundDelegate, FoundModel
from ui.named import named
from ui.theme.roles import dress
from ui.widgets.buttons import KeyButton
from ui.widgets.plain import PlainLabel, plain_caption

_CAPTION_MAX = 24


class FoundList(QWidget):
    """The keys stay in the search field; this list only shows which row Enter would open."""

    chosen = Signal(object)  # a MemberRow
    enrol_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._typed = ""
        self._rows: tuple[MemberRow, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(12)
        self._nobody = named(PlainLabel(type="emphasis", wrap=True), "nobody")
        self._nobody.setContentsMargins(16, 24, 16, 8)
        self._nobody.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._model = FoundModel(self)
        self._list = named(QListView(), "found")
        self._list.setModel(self._model)
        self._list.setItemDelegate(FoundDelegate(self._list))
        self._list.setUniformItemSizes(True)  # else it asks each row, and again for each layout
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self._list.clicked.connect(self._clicked)
        self._enrol = named(KeyButton(), "enrol")
        self._enrol.set_hint(actions.key_hint(actions.Id.ENROL))
        self._enrol.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._enrol.clicked.connect(self.enrol_wanted)
        self._column.addWidget(self._nobody)
        self._column.addWidget(self._list, 100)
        self._column.addWidget(self._enrol, 0, Qt.AlignmentFlag.AlignHCenter)
        self._column.addStretch()
        self.retranslate()

    def show_rows(self, rows: tuple[MemberRow, ...], typed: str) -> None:
        """Show what was found for a text, the best one chosen."""
        self._rows, self._typed = rows, typed
        self._column.setEnabled(False)  # laid out once, behind the last change, not at each
        self._model.show(rows)
        self._list.setVisible(bool(rows))
        self._list.setCurrentIndex(self._model.index(0))
        self._nobody.setVisible(not rows)
        self._fit()
        is_asked = bool(rows) or not says_too_little(typed)
        if is_asked:  # dressing takes long: a text that is only begun leaves it as it was
            dress(self._enrol, role="ordinary" if rows else "primary")
        self._enrol.setVisible(is_asked and bool(typed))
        self.retranslate()
        self._column.setEnabled(True)
        self._column.activate()

    def rows(self) -> tuple[MemberRow, ...]:
        """Give the members shown."""
        return self._rows

    def current(self) -> MemberRow | None:
        """Give the row Enter would open."""
        return self._model.row_at(self._list.currentIndex())

    def step(self, steps: int) -> None:
        """Choose another row, never past the ends."""
        last = len(self._rows) - 1
        row = max(0, min(last, self._list.currentIndex().row() + steps))
        self._list.setCurrentIndex(self._model.index(row))

    def retranslate(self) -> None:
        """Set the words again, in the language of now."""
        self._list.setAccessibleName(self.tr("Members found"))
        is_long = len(self._typed) > _CAPTION_MAX
        shown = self._typed[:_CAPTION_MAX] + "…" if is_long else self._typed
        if says_too_little(self._typed):
            self._nobody.setText(self.tr("Go on typing: the last four digits, or a name."))
        else:
            #: {typed} is what was typed into the search field
            self._nobody.setText(self.tr("Nobody found for “{typed}”.").format(typed=shown))
        #: {typed} is what was typed into the search field
        caption = self.tr("New member “{typed}”").format(typed=shown)
        self._enrol.setText(plain_caption(caption))

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def _fit(self) -> None:
        """Be as high as the rows are, as far as there is room."""
        frame = 2 * self._list.frameWidth() + 2
        row = self._list.sizeHintForRow(0) if self._rows else 0
        self._list.setMaximumHeight(row * len(self._rows) + frame)

    def _clicked(self, index: QModelIndex) -> None:
        row = self._model.row_at(index)
        if row is not None:
            self.chosen.emit(row)
