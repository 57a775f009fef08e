"""The strip itself: quiet while all is well, a sentence and a button where a person can help."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.link import Link
from sync.status import SyncState
from ui.named import named
from ui.strip.words import said
from ui.theme.roles import dress
from ui.widgets.buttons import KeyButton
from ui.widgets.plain import PlainLabel
from ui.widgets.result_line import Shape

TRY_KEY = "Ctrl+R"


class Strip(QFrame):
    """Shows a `SyncState`; hidden until there is one, and for ever on a lone till.

    `try_wanted` says that a person wants the centre to be asked now.
    """

    try_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "strip")
        dress(self, role="strip")
        self._state: SyncState | None = None
        self._shape = Shape()
        self._words = named(PlainLabel(type="caption", wrap=True), "strip_words")
        self._try = named(KeyButton(role="quiet"), "try_now")
        self._try.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._try.clicked.connect(self.try_wanted)
        self._key = QAction(self)
        self._key.setShortcut(QKeySequence(TRY_KEY))
        self._key.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        self._key.setAutoRepeat(False)
        self._key.triggered.connect(self.try_wanted)
        self.addAction(self._key)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 4, 16, 4)
        row.setSpacing(12)
        row.addWidget(self._shape)
        row.addWidget(self._words, 1)
        row.addWidget(self._try)
        self.hide()
        self._retranslate()

    @property
    def state(self) -> SyncState | None:
        """Give what is shown; None before anything was heard."""
        return self._state

    def text(self) -> str:
        """Give the words shown."""
        return self._words.text()

    def follow(self, link: Link | None) -> None:
        """Ask this link when a person wants to; show how it stands, where that is known."""
        if link is None:
            return
        self.try_wanted.connect(link.try_now)
        state = link.state()
        if state is not None:
            self.show_state(state)

    def show_state(self, state: SyncState) -> None:
        """Show how till and centre stand."""
        self._state = state
        self._write()
        self.show()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._retranslate()

    def _retranslate(self) -> None:
        self._try.setText(self.tr("Try now"))
        self._try.set_hint(QKeySequence(TRY_KEY).toString(QKeySequence.SequenceFormat.NativeText))
        self._write()

    def _write(self) -> None:
        if self._state is None:
            return
        found = said(self._state)
        self._words.setText(found.text)
        dress(self._words, tone=found.tone)
        self._shape.show_as(found.icon, found.tone)
        self._try.setVisible(found.can_try)
        self._key.setEnabled(found.can_try)
        #: {words} say how this till and the centre stand
        name = self.tr("Centre: {words}").format(words=found.text)
        self.setAccessibleName(name)
