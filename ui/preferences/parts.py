"""The pieces sections are made of: a heading, a setting as a row of choices, a field with words."""

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QVBoxLayout, QWidget

from desktop.store.shop import Shop
from desktop.verbs.shop import SETTINGS
from ui.named import named
from ui.preferences.words import setting_hint, setting_name, value_name
from ui.widgets.buttons import KeyButton
from ui.widgets.plain import PlainLabel

GAP_PX = 8
SETTING_GAP_PX = 24


class Section(QWidget):
    """One section. What can be changed goes into `body`, which a cashier sees but cannot use."""

    def __init__(self, name: str, parent: QWidget | None = None, *, fills: bool = False) -> None:
        super().__init__(parent)
        named(self, name)
        self._held = QWidget()
        self.body = QVBoxLayout(self._held)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(GAP_PX)
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 8, 0)
        inside.addWidget(self._held, 1 if fills else 0)
        if not fills:
            inside.addStretch()

    def show_shop(self, shop: Shop) -> None:
        """Show what is so now."""

    def set_open(self, *, is_open: bool) -> None:
        """Let things be changed, or only looked at."""
        self._held.setEnabled(is_open)

    def retranslate(self) -> None:
        """Set the words again."""

    def step_back(self) -> bool:
        """Close what is open inside; False when there is nothing."""
        return False

    def changeEvent(self, event: QEvent) -> None:
        """Follow the language."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


class SettingRow(QWidget):
    """A setting with a few values: its name, what it is for, one button for each value."""

    chosen = Signal(str, str)

    def __init__(self, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        assert SETTINGS[key], "a setting with values of its own"
        self.key = key
        self._name = PlainLabel(type="emphasis")
        self._hint = PlainLabel(tone="quiet", wrap=True)
        self._buttons: dict[str, KeyButton] = {}
        row = QHBoxLayout()
        row.setSpacing(GAP_PX)
        group = QButtonGroup(self)
        for value in SETTINGS[key]:
            button = named(KeyButton(role="choice"), f"{key}_{value}")
            button.setCheckable(True)
            button.clicked.connect(lambda _=False, value=value: self.chosen.emit(self.key, value))
            group.addButton(button)
            row.addWidget(button)
            self._buttons[value] = button
        row.addStretch()
        inside = QVBoxLayout(self)
        inside.setContentsMargins(0, 0, 0, SETTING_GAP_PX - GAP_PX)
        inside.setSpacing(4)
        inside.addWidget(self._name)
        inside.addWidget(self._hint)
        inside.addLayout(row)

    def show_shop(self, shop: Shop) -> None:
        """Mark the value of now."""
        value = shop.setting(self.key, SETTINGS[self.key][0])
        if value in self._buttons:
            self._buttons[value].setChecked(True)

    def retranslate(self) -> None:
        """Set the words again."""
        name = setting_name(self.key)
        self._name.setText(name)
        self._hint.setText(setting_hint(self.key))
        self._hint.setVisible(bool(self._hint.text()))
        for value, button in self._buttons.items():
            words = value_name(self.key, value)
            button.setText(words)
            #: {setting} and {value}, read aloud: "Colours: Dark"
            spoken = self.tr("{setting}: {value}").format(setting=name, value=words)
            button.setAccessibleName(spoken)


class SettingsSection(Section):
    """A section of settings that are written the moment they are chosen."""

    chosen = Signal(str, str)

    def __init__(self, name: str, keys: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._rows = [SettingRow(key) for key in keys]
        for row in self._rows:
            row.chosen.connect(self.chosen)
            self.body.addWidget(row)
        self.retranslate_rows()

    def show_shop(self, shop: Shop) -> None:
        """Mark the values of now."""
        for row in self._rows:
            row.show_shop(shop)

    def retranslate(self) -> None:
        """Set the words again."""
        self.retranslate_rows()

    def retranslate_rows(self) -> None:
        """Set the words of the settings again; the constructor needs them before the rest."""
        for row in self._rows:
            row.retranslate()


def save_row(button: KeyButton) -> QHBoxLayout:
    """Stand a button at the left, at its own width."""
    row = QHBoxLayout()
    row.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    row.addStretch()
    return row
