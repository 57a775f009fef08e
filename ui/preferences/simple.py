"""The sections that are mostly settings: scanner, slips and cards, register, security."""

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QComboBox, QFileDialog, QHBoxLayout, QWidget

from desktop.store.shop import Shop
from ui.named import named
from ui.preferences.parts import SettingsSection, save_row
from ui.preferences.presenter import ScanKind
from ui.preferences.words import setting_hint, setting_name
from ui.widgets.buttons import KeyButton
from ui.widgets.fields import NoInputMethodLineEdit
from ui.widgets.plain import ElidedLabel, PlainLabel
from ui.widgets.result_line import ResultLine, Tone

Chosen = Callable[[Path], None]


def ask_folder(parent: QWidget, title: str, chosen: Chosen) -> None:
    """Let the person choose a folder; calls back later, or never."""
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.setOption(QFileDialog.Option.ShowDirsOnly)
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.open()


def ask_file(parent: QWidget, title: str, chosen: Chosen) -> None:
    """Let the person choose a file to read; calls back later, or never."""
    dialog = QFileDialog(parent, title)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilters(["*.csv *.tsv *.txt", "*"])
    dialog.fileSelected.connect(lambda name: chosen(Path(name)))
    dialog.open()


class _TestField(NoInputMethodLineEdit):
    """Takes what a scanner types when it was not known for one; Enter hands it on."""

    read = Signal(str)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Hand on at Enter and keep nothing: a card's text is a secret."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            typed = self.text()
            self.clear()
            if typed:
                self.read.emit(typed)
            return
        super().keyPressEvent(event)


class ScannerSection(SettingsSection):
    """The prefix key, and a place to try a scanner. `tried` carries what was typed there."""

    tried = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("scanner", ("scanner_prefix",), parent)
        self._label = PlainLabel(type="emphasis")
        self._field = named(_TestField(), "scan_test")
        self._field.setMaxLength(120)
        self._field.read.connect(self.tried)
        self._label.setBuddy(self._field)
        self._read = named(ResultLine(), "scan_result")
        for widget in (self._label, self._field, self._read):
            self.body.addWidget(widget)
        self.retranslate()

    def show_scan(self, kind: ScanKind, length: int, *, as_scan: bool) -> None:
        """Say what was read."""
        self._field.clear()
        is_ours = kind is not ScanKind.FOREIGN
        #: {what} is "A member card", {count} how long it is
        words = self.tr("{what}. Characters: {count}.").format(
            what=self._kind_words(kind), count=length
        )
        if not as_scan:
            words += " " + self.tr(
                "It came too slowly to be known for a scan. Set the scanner to its fastest, or"
                " give it a first key above."
            )
        self._read.say(Tone.GOOD if is_ours and as_scan else Tone.WARN, words)

    def retranslate(self) -> None:
        """Set the words again."""
        self.retranslate_rows()
        self._label.setText(self.tr("Try it: scan a card here"))
        self._read.clear()

    def _kind_words(self, kind: ScanKind) -> str:
        match kind:
            case ScanKind.CARD:
                return self.tr("A member card, read without a fault")
            case ScanKind.SLIP:
                return self.tr("A slip, read without a fault")
            case ScanKind.NUMBER:
                return self.tr("A member number")
            case ScanKind.FOREIGN:
                return self.tr("Not a card or slip of Regulars, or misread")


class PaperSection(SettingsSection):
    """Paper width and printers. Asks for the system's printers with `printers_wanted`."""

    printers_wanted = Signal()
    _KEYS = ("slip_printer", "card_printer")

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("paper", ("slip_width", "print_slips"), parent)
        self._printers: tuple[str, ...] = ()
        self._boxes = {key: named(QComboBox(), key) for key in self._KEYS}
        self._labels = {key: PlainLabel(type="emphasis") for key in self._KEYS}
        self._hint = PlainLabel(tone="quiet", wrap=True)
        self._values = dict.fromkeys(self._KEYS, "")
        for key, box in self._boxes.items():
            self._labels[key].setBuddy(box)
            self.body.addWidget(self._labels[key])
            self.body.addWidget(box)
            box.activated.connect(
                lambda _at, key=key, box=box: self.chosen.emit(key, box.currentData())
            )
        self.body.addWidget(self._hint)
        self._look = named(KeyButton(role="quiet"), "look_for_printers")
        self._look.clicked.connect(self.printers_wanted)
        self.body.addLayout(save_row(self._look))
        self.retranslate()

    def show_shop(self, shop: Shop) -> None:
        """Mark the values of now."""
        super().show_shop(shop)
        self._values = {key: shop.setting(key) for key in self._KEYS}
        self._fill()

    def show_printers(self, names: Sequence[str]) -> None:
        """Offer the system's printers."""
        self._printers = tuple(names)
        self._fill()

    def retranslate(self) -> None:
        """Set the words again."""
        self.retranslate_rows()
        for key, label in self._labels.items():
            label.setText(setting_name(key))
            self._boxes[key].view().setAccessibleName(setting_name(key))
        self._hint.setText(setting_hint("slip_printer"))
        self._look.setText(self.tr("Look for printers"))
        self._fill()

    def _fill(self) -> None:
        for key, box in self._boxes.items():
            value = self._values[key]
            box.clear()
            box.addItem(self.tr("None: show a preview"), "")
            for name in self._printers:
                box.addItem(name, name)
            if value and value not in self._printers:
                #: {printer} was chosen and is not there now
                box.addItem(self.tr("{printer} (not found)").format(printer=value), value)
            box.setCurrentIndex(box.findData(value))


class RegisterSection(SettingsSection):
    """The folder the shop's register drops sales into."""

    def __init__(
        self,
        ask: Callable[[QWidget, str, Chosen], None] = ask_folder,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("register", (), parent)
        self._ask = ask
        self._value = ""
        self._label = PlainLabel(type="emphasis")
        self._hint = PlainLabel(tone="quiet", wrap=True)
        self._path = named(ElidedLabel(), "watched_folder")
        self._choose = named(KeyButton(), "choose_folder")
        self._stop = named(KeyButton(role="quiet"), "stop_watching")
        self._choose.clicked.connect(self._on_choose)
        self._stop.clicked.connect(lambda: self.chosen.emit("watched_folder", ""))
        row = QHBoxLayout()
        row.addWidget(self._choose)
        row.addWidget(self._stop)
        row.addStretch()
        for widget in (self._label, self._hint, self._path):
            self.body.addWidget(widget)
        self.body.addLayout(row)
        self.retranslate()

    def show_shop(self, shop: Shop) -> None:
        """Show the folder of now."""
        self._value = shop.setting("watched_folder")
        self.retranslate()

    def retranslate(self) -> None:
        """Set the words again."""
        self._label.setText(setting_name("watched_folder"))
        self._hint.setText(setting_hint("watched_folder"))
        self._path.setText(self._value or self.tr("The folder “sales” beside the shop's file"))
        self._choose.setText(self.tr("Choose a folder…"))
        self._stop.setText(self.tr("Use the shop's own folder"))
        self._stop.setVisible(bool(self._value))

    def _on_choose(self) -> None:
        self._ask(
            self,
            self.tr("Choose a folder"),
            lambda path: self.chosen.emit("watched_folder", str(path)),
        )


class SecuritySection(SettingsSection):
    """Rules that protect points, and a new recovery sheet, which is asked about first."""

    recovery_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        keys = ("idle_lock_seconds", "redeem_without_card", "receipt_required", "receipts_restart")
        super().__init__("security", keys, parent)
        self._is_sure = False
        self._title = PlainLabel(type="emphasis")
        self._why = PlainLabel(tone="quiet", wrap=True)
        self._sheet = named(KeyButton(), "new_sheet")
        self._keep = named(KeyButton(role="quiet", hint="Esc"), "keep_sheet")
        self._sheet.clicked.connect(self._on_sheet)
        self._keep.clicked.connect(self.step_back)
        row = QHBoxLayout()
        row.addWidget(self._sheet)
        row.addWidget(self._keep)
        row.addStretch()
        self.body.addWidget(self._title)
        self.body.addWidget(self._why)
        self.body.addLayout(row)
        self.retranslate()

    def step_back(self) -> bool:
        """Keep the old sheet after all."""
        was_sure, self._is_sure = self._is_sure, False
        self.retranslate()
        return was_sure

    def retranslate(self) -> None:
        """Set the words again."""
        self.retranslate_rows()
        self._title.setText(self.tr("Recovery sheet"))
        self._keep.setVisible(self._is_sure)
        self._keep.setText(self.tr("Keep the old one"))
        if self._is_sure:
            self._why.setText(
                self.tr("The sheet you have now will open nothing any more. Make a new one?")
            )
            self._sheet.setText(self.tr("Make a new sheet"))
        else:
            self._why.setText(
                self.tr("The page that opens the backups if this computer is lost. Lost the page?")
            )
            self._sheet.setText(self.tr("New recovery sheet…"))

    def _on_sheet(self) -> None:
        if self._is_sure:
            self.step_back()
            self.recovery_wanted.emit()
            return
        self._is_sure = True
        self.retranslate()
