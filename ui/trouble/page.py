"""The shop cannot be opened: what happened, what is safe, what to do, one button."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QDateTime, QEvent, QLocale, Qt, QTimeZone, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.store.backup import Backup
from desktop.trouble import Trouble
from ui.named import named
from ui.theme.roles import dress
from ui.trouble.presenter import Step, TroublePresenter, Way, ways
from ui.trouble.words import story
from ui.widgets.buttons import KeyButton
from ui.widgets.fields import NoInputMethodLineEdit
from ui.widgets.plain import PlainLabel
from ui.widgets.result_line import ResultLine, Shape, Tone

_COLUMN_PX = 880
_TYPED_MAX = 60
_STAMP = len("2026-11-22 10-31-00")
AskFolder = Callable[[QWidget, str, Callable[[Path], None]], None]


def ask_folder(parent: QWidget, title: str, chosen: Callable[[Path], None]) -> None:
    """Let the person choose a folder; calls back later, or never."""
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.open()


@dataclass(frozen=True, slots=True)
class Actions:
    """What the page may ask of the world: the backups there are, and a folder."""

    backups: Callable[[], Sequence[Backup]]
    ask_folder: AskFolder = ask_folder


def _moment(backup: Backup) -> str:
    """Write when a backup was made, by this computer's clock; its folder is named in UTC."""
    made = QDateTime.fromString(backup.made_at[:_STAMP], "yyyy-MM-dd HH-mm-ss")
    if not made.isValid():
        return backup.made_at
    made.setTimeZone(QTimeZone.utc())
    return QLocale().toString(made.toLocalTime(), QLocale.FormatType.ShortFormat)


class TroublePage(QWidget):
    """Says one trouble. The signals ask; whoever opened the shop does the work."""

    retry = Signal()
    restore = Signal(object)
    """The Path of a backup's folder."""
    recover = Signal(bytes)
    """The sixteen bytes of a recovery key."""
    folder_chosen = Signal(object)
    leave = Signal()

    def __init__(self, trouble: Trouble, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named(self, "trouble")
        self._actions = actions
        self._presenter = TroublePresenter(trouble, self, actions.backups)
        self._buttons: dict[Way, KeyButton] = {}
        self._missing = 0
        self._build()
        self.retranslate()
        self.show_step(Step.STORY)

    def say_again(self, words: str) -> None:
        """Say that a way that was tried did not help; the page stays as it is."""
        self._open(is_open=True)
        self._result.say(Tone.BAD, words)

    def show_working(self, *, is_working: bool) -> None:
        """Show that a way is being tried, and take no second press."""
        self._open(is_open=not is_working)
        if is_working:
            self._result.say(Tone.NEUTRAL, self.tr("A moment…"))
        else:
            self._result.clear()

    def step_back(self) -> None:
        """Step back to the story; for a window whose own Esc comes first."""
        self._presenter.back()

    # The view --------------------------------------------------------------------------------

    def show_step(self, step: Step) -> None:
        """Turn to the story, the backups or the key."""
        pages = {Step.STORY: self._story, Step.BACKUPS: self._backups, Step.KEY: self._key_page}
        self._stack.setCurrentWidget(pages[step])
        self._result.clear()
        self._back.setVisible(step is not Step.STORY)
        for button in self._buttons.values():
            button.setVisible(step is Step.STORY)
        self._use.setVisible(step is not Step.STORY)
        self._elsewhere.setVisible(step is Step.BACKUPS)
        self._write_titles()
        first = {Step.STORY: self._first, Step.BACKUPS: self._list, Step.KEY: self._key}
        first[step].setFocus()

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """List the backups, the newest chosen."""
        self._list.clear()
        for backup in backups:
            item = QListWidgetItem(_moment(backup), self._list)
            item.setData(Qt.ItemDataRole.UserRole, backup.path)
        self._list.setCurrentRow(0)
        self._none.setVisible(not backups)
        self._list.setVisible(bool(backups))
        self._use.setEnabled(bool(backups))
        (self._list if backups else self._elsewhere).setFocus()

    def show_key_state(self, missing: int) -> None:
        """Say how much of the key is missing."""
        self._missing = missing
        self._use.setEnabled(missing == 0)
        self._result.clear()
        self._write_missing()

    def refuse_key(self) -> None:
        """Say that the key is not as printed."""
        self._result.say(
            Tone.WARN,
            self.tr("That is not the key as it is printed. Compare it group by group."),
        )
        self._key.setFocus()

    def go(self, way: Way) -> None:
        """Ask for what needs no question, or for a folder."""
        match way:
            case Way.RETRY:
                self.retry.emit()
            case Way.FOLDER:
                self._actions.ask_folder(
                    self, self.tr("Choose another folder"), self.folder_chosen.emit
                )
            case Way.RESTORE | Way.RECOVER | Way.LEAVE:
                self.leave.emit()

    def restore_from(self, path: Path) -> None:
        """Ask for a backup."""
        self.restore.emit(path)

    def recover_with(self, key: bytes) -> None:
        """Ask to open with the recovery key; it does not stay on the screen."""
        self._key.clear()
        self.recover.emit(key)

    # Keys and words --------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses the button in focus or the one that goes on; Esc steps back."""
        if event.key() == Qt.Key.Key_Escape:
            self._presenter.back()
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            focus = QApplication.focusWidget()
            button = focus if isinstance(focus, QPushButton) else self._use
            if button.isVisible():
                button.click()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the words again, in the language of now."""
        for way, button in self._buttons.items():
            button.setText(self._way_words(way))
        self._safe_title.setText(self.tr("What is safe"))
        self._do_title.setText(self.tr("What to do"))
        self._none.setText(self.tr("There is no backup on this computer. Choose one from a disk."))
        self._list.setAccessibleName(self.tr("Backups"))
        self._key.setAccessibleName(self.tr("Recovery key"))
        self._elsewhere.setText(self.tr("Somewhere else…"))
        self._back.setText(self.tr("Back"))
        self._write_titles()
        self._write_missing()

    def _write_titles(self) -> None:
        told = story(self._presenter.trouble)
        match self._presenter.step:
            case Step.STORY:
                self._title.setText(told.title)
                self._use.setText(self.tr("Open the shop"))
            case Step.BACKUPS:
                self._title.setText(self.tr("Which backup?"))
                self._use.setText(self.tr("Restore this one"))
            case Step.KEY:
                self._title.setText(self.tr("The key from the recovery sheet"))
                self._use.setText(self.tr("Open the shop"))
        self._safe.setText(told.safe)
        self._do.setText(told.do)
        self._detail.setText(self._presenter.trouble.detail)
        self._detail.setVisible(bool(self._presenter.trouble.detail))

    def _write_missing(self) -> None:
        if self._missing:
            #: {count} characters of the recovery key
            words = self.tr("Characters still missing: {count}. Dashes and capitals do not matter.")
            self._count.setText(words.format(count=self._missing))
        else:
            self._count.setText(self.tr("Complete."))

    def _way_words(self, way: Way) -> str:
        match way:
            case Way.RETRY:
                return self.tr("Try again")
            case Way.RESTORE:
                return self.tr("Restore a backup…")
            case Way.RECOVER:
                return self.tr("Use the recovery sheet…")
            case Way.FOLDER:
                return self.tr("Choose another folder…")
            case Way.LEAVE:
                return self.tr("Close")

    # Building --------------------------------------------------------------------------------

    def _open(self, *, is_open: bool) -> None:
        for button in (*self._buttons.values(), self._use, self._elsewhere, self._back):
            button.setEnabled(is_open)

    def _build(self) -> None:
        self._title = named(PlainLabel(type="name", wrap=True), "title")
        self._stack = QStackedWidget()
        for page in (self._build_story(), self._build_backups(), self._build_key()):
            self._stack.addWidget(page)
        self._result = named(ResultLine(), "result")
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setWidget(self._stack)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(Shape("warn", "warn"))
        head.addWidget(self._title, 1)
        column = QWidget()
        column.setMaximumWidth(_COLUMN_PX)
        inside = QVBoxLayout(column)
        inside.setContentsMargins(24, 40, 24, 24)
        inside.setSpacing(16)
        inside.addLayout(head)
        inside.addWidget(scroll, 1)
        inside.addWidget(self._result)
        inside.addLayout(self._build_buttons())
        outside = QHBoxLayout(self)
        outside.setContentsMargins(0, 0, 0, 0)
        outside.addStretch(1)
        outside.addWidget(column, 100)
        outside.addStretch(1)

    def _build_story(self) -> QWidget:
        self._story = QWidget()
        self._safe_title, self._do_title = (
            PlainLabel(tone="quiet", type="caption"),
            PlainLabel(tone="quiet", type="caption"),
        )
        self._safe = named(PlainLabel(type="emphasis", wrap=True), "safe")
        self._do = named(PlainLabel(type="emphasis", wrap=True), "do")
        self._detail = named(PlainLabel(type="caption", tone="quiet", wrap=True), "detail")
        self._detail.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._detail.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QVBoxLayout(self._story)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(4)
        inside.addWidget(self._safe_title)
        inside.addWidget(self._safe)
        inside.addSpacing(20)
        inside.addWidget(self._do_title)
        inside.addWidget(self._do)
        inside.addSpacing(20)
        inside.addWidget(self._detail)
        inside.addStretch()
        return self._story

    def _build_backups(self) -> QWidget:
        self._backups = QWidget()
        self._list = named(QListWidget(), "backups")
        self._none = named(PlainLabel(type="emphasis", wrap=True), "no_backups")
        inside = QVBoxLayout(self._backups)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._none)
        inside.addWidget(self._list, 1)
        return self._backups

    def _build_key(self) -> QWidget:
        self._key_page = QWidget()
        self._key = named(NoInputMethodLineEdit(), "key")
        self._key.setMaxLength(_TYPED_MAX)
        dress(self._key, role="amount")
        self._key.textChanged.connect(self._presenter.type_key)
        self._count = named(PlainLabel(tone="quiet", wrap=True), "missing")
        inside = QVBoxLayout(self._key_page)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self._key)
        inside.addWidget(self._count)
        inside.addStretch()
        return self._key_page

    def _build_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        self._back = named(KeyButton(role="quiet", hint="Esc"), "back")
        self._back.clicked.connect(self._presenter.back)
        self._elsewhere = named(KeyButton(role="quiet"), "elsewhere")
        self._elsewhere.clicked.connect(self._on_elsewhere)
        row.addWidget(self._back)
        offered = ways(self._presenter.trouble)
        for at, way in enumerate(reversed(offered)):
            is_first = at == len(offered) - 1
            button = named(KeyButton(role="primary" if is_first else "quiet"), way.value)
            button.clicked.connect(lambda _=False, way=way: self._presenter.take(way))
            self._buttons[way] = button
            row.addWidget(button)
            if way is Way.LEAVE and not is_first:
                row.addStretch(1000)
        self._first = self._buttons[offered[0]]
        self._use = named(KeyButton(role="primary", hint="Enter"), "use")
        self._use.clicked.connect(self._on_use)
        row.addStretch()
        row.addWidget(self._elsewhere)
        row.addWidget(self._use)
        return row

    def _on_use(self) -> None:
        if self._presenter.step is Step.KEY:
            self._presenter.enter_key(self._key.text())
            return
        item = self._list.currentItem()
        if item is not None:
            self._presenter.choose(item.data(Qt.ItemDataRole.UserRole))

    def _on_elsewhere(self) -> None:
        self._actions.ask_folder(self, self.tr("Choose a backup"), self._presenter.choose)
