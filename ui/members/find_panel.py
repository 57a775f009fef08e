"""Find a member: a field and the people it may mean."""

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QStackedLayout, QVBoxLayout, QWidget

from desktop.answers import MemberRow
from regulars.ids import Id
from ui import text
from ui.doing import WhenDone
from ui.faces import Face, FaceList, FaceModel
from ui.named import named
from ui.theme import current_look
from ui.theme.icons import SIZE_PX, pixmap
from ui.theme.roles import dress
from ui.widgets.fields import NameField
from ui.widgets.plain import PlainLabel

ROWS_MAX = 20
_LIST_KEYS = (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp)
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class FindField(NameField):
    """Takes a phone, a number or a name in any script, so the input method is welcome."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        dress(self, role="scan")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draw the field and a glass at its left."""
        super().paintEvent(event)
        painter = QPainter(self)
        glass = pixmap("search", current_look().tokens.quiet, SIZE_PX, self.devicePixelRatioF())
        painter.drawPixmap(16, (self.height() - SIZE_PX) // 2, glass)
        painter.end()


class FindPanel(QWidget):
    """`typed` carries what to look for, `chosen` the member."""

    typed = Signal(str)
    chosen = Signal(object)

    def __init__(self, when_done: WhenDone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("find")
        self._asked = ""
        self.field = named(FindField(), "find_field")
        self._model: FaceModel[MemberRow] = FaceModel(
            when_done, self._face, page=ROWS_MAX + 1, parent=self
        )
        self.list = named(FaceList(self._model), "found")
        self._nobody = named(PlainLabel(type="emphasis", tone="quiet", wrap=True), "nobody")
        self._nobody.setAlignment(Qt.AlignmentFlag.AlignCenter)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(16)
        whole.addWidget(self.field)
        self._below = QStackedLayout()
        whole.addLayout(self._below, 1)  # first, or its pages are windows of their own for a moment
        self._below.addWidget(self._nobody)
        self._below.addWidget(self.list)
        self.field.textChanged.connect(self.typed)
        self.field.installEventFilter(self)
        self.list.installEventFilter(self)
        self.list.clicked.connect(self._choose)
        self.retranslate()

    def show_found(self, rows: list[MemberRow], asked: str) -> None:
        """Show whom the text may mean, the first one in hand."""
        self._asked = asked
        self._model.show_rows(rows)
        self.list.take(0)
        self._below.setCurrentWidget(self.list if rows else self._nobody)
        self._say_nobody()

    def retranslate(self) -> None:
        """Set the words in the language of now."""
        hint = self.tr("Phone, name or member number")
        self.field.setPlaceholderText(hint)
        self.field.setAccessibleName(hint)
        self.list.setAccessibleName(self.tr("Members found"))
        self._model.reword()
        self._say_nobody()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows move in the list while the hands stay in the field; Enter opens."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _ENTER:
                self._choose(self.list.currentIndex())
                return True
            if watched is self.field and event.key() in _LIST_KEYS:
                self.list.keyPressEvent(event)
                return True
        return super().eventFilter(watched, event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(Id(self._model.row(index.row()).id))

    def _say_nobody(self) -> None:
        self._nobody.setText(
            #: {typed} is what the cashier typed
            self.tr("Nobody found for “{typed}”. Try the last digits of the phone.").format(
                typed=self._asked
            )
            if self._asked
            else self.tr("Type a phone, a name or a number, or scan a card.")
        )

    def _face(self, row: MemberRow) -> Face:
        under = " · ".join(
            part for part in (row.phone_masked, text.member_number(row.number)) if part
        )
        balance = text.points(row.balance)
        return Face(row.name, under, balance, "", f"{row.name}, {under}, {balance}")
