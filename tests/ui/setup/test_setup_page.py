"""The first run as a person goes through it: keys pressed and words read, in three languages."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.opening import FirstRun, found
from desktop.paths import Folder
from desktop.printing.values import RecoverySheet
from desktop.secrets import FileStore, store_in_use
from desktop.trouble import DiskFull
from regulars.codes import read_recovery
from tests.ui.audit import nameless, pseudo_translator, small_targets, untranslated
from tests.ui.drawing import check_golden
from tests.ui.setup.worst_pins import WORST_PINS
from tests.ui.shop import weak_world
from ui.language import OWN_NAMES, Translators
from ui.setup.answers import System
from ui.setup.page import SetupWindow
from ui.widgets.buttons import KeyButton
from ui.widgets.plain import PlainLabel
from ui.widgets.result_line import ResultLine, Tone

LONDON = System("en_GB", "Europe/London")


@dataclass
class Desk:
    """Keeps the sheets it was asked to print."""

    sheets: list[RecoverySheet] = field(default_factory=list)

    def recovery(self, sheet: RecoverySheet) -> None:
        self.sheets.append(sheet)


@pytest.fixture
def english(qapp: QApplication) -> Iterator[Translators]:
    """Switch languages as the program does, and back to English afterwards."""
    before, translators = QLocale(), Translators(qapp)
    yield translators
    for installed in translators._installed:
        qapp.removeTranslator(installed)
    QLocale.setDefault(before)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def window(qtbot: QtBot, desk: Desk, english: Translators) -> SetupWindow:
    made = SetupWindow(desk, LONDON, language="en", set_language=english.use)
    qtbot.addWidget(made)
    made.resize(1024, 600)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    return made


def key(code: Qt.Key) -> None:
    QTest.keyClick(focused(), code)


def type_text(text: str) -> None:
    if text.isascii():
        QTest.keyClicks(focused(), text)
        return
    composed = QInputMethodEvent()
    composed.setCommitString(text)
    QApplication.sendEvent(focused(), composed)


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None, "the keyboard is lost"
    return found


def enter() -> None:
    key(Qt.Key.Key_Return)


def child(window: QWidget, kind: type[Any], name: str) -> Any:
    found = window.findChild(kind, name)
    assert found is not None, name
    return found


def result(window: SetupWindow) -> ResultLine:
    line = child(window, ResultLine, "result")
    assert isinstance(line, ResultLine)
    return line


def to_the_owner(name: str = "Corner Café") -> None:
    enter()
    type_text(name)
    enter()
    enter()


@pytest.mark.parametrize("language", ["en", "zh_Hans", "zh_Hant"])
def test_a_robot_founds_a_shop_with_keys_alone(
    window: SetupWindow, qtbot: QtBot, tmp_path: Path, desk: Desk, language: str
) -> None:
    for _ in range(list(OWN_NAMES).index(language)):
        key(Qt.Key.Key_Tab)
    assert focused().objectName() == f"language_{language}"
    to_the_owner("陈店长" if language != "en" else "Corner Café")
    type_text("Lin")
    enter()
    type_text("7391")
    enter()
    type_text("7391")
    with qtbot.waitSignal(window.founded) as founded:
        enter()
    assert founded.args is not None
    first = founded.args[0]
    assert isinstance(first, FirstRun)
    made_in = tmp_path / "shop.new"
    opened = found(Folder(tmp_path / "shop"), first, weak_world(), FileStore(made_in))
    assert isinstance(opened, tuple)
    shop, recovery = opened
    assert shop.book.shop.setting("language") == language
    shop.close()
    window.made(recovery, store_in_use(tmp_path / "shop"))
    shown = child(window, PlainLabel, "recovery_key").text()
    assert read_recovery(shown) == read_recovery(recovery)
    enter()
    assert [sheet.language for sheet in desk.sheets] == [language]
    with qtbot.waitSignal(window.finished):
        enter()
    assert not child(window, PlainLabel, "recovery_key").text()


def test_a_key_in_a_file_is_said_on_the_sheet(window: SetupWindow) -> None:
    window._presenter.step = window._presenter.step.MAKING
    window.made("ABCD-EFGH", "file")
    assert "keyring" in child(window, PlainLabel, "key_store").text()
    assert "file" in child(window, PlainLabel, "key_store").text()


def test_worst_pins_are_refused_with_a_sentence_and_both_fields_are_empty(
    window: SetupWindow,
) -> None:
    founded: list[object] = []
    window.founded.connect(founded.append)
    to_the_owner()
    type_text("Lin")
    enter()
    for pin in WORST_PINS:
        type_text(pin)
        enter()
        if focused().objectName() == "pin_again":
            type_text(pin)
            enter()
        assert result(window).tone is Tone.WARN, pin
        assert not child(window, QLineEdit, "pin").text(), pin
        assert focused().objectName() == "pin", pin
    assert not founded


def test_esc_steps_back_and_nothing_typed_is_lost(window: SetupWindow) -> None:
    to_the_owner()
    type_text("Lin")
    key(Qt.Key.Key_Escape)
    key(Qt.Key.Key_Escape)
    assert focused().objectName() == "shop_name"
    assert child(window, QLineEdit, "shop_name").text() == "Corner Café"
    enter()
    enter()
    assert child(window, QLineEdit, "owner_name").text() == "Lin"


def test_choosing_chinese_changes_what_is_assumed(window: SetupWindow) -> None:
    child(window, KeyButton, "language_zh_Hant").click()
    assert child(window, QComboBox, "currency").currentData() == "TWD"
    assert child(window, QComboBox, "zone").currentData() == "Asia/Taipei"
    assert child(window, QComboBox, "region").currentData() == "TW"


def test_the_example_is_worked_through_while_it_is_typed(window: SetupWindow) -> None:
    enter()
    type_text("A")
    enter()
    field = child(window, QLineEdit, "earn_amount")
    field.selectAll()
    type_text("2.00")
    said = child(window, PlainLabel, "example").text()
    assert "£128.50" in said
    assert "64" in said
    assert "£5.00" in said
    child(window, KeyButton, "expiry_12").click()
    assert window._presenter.answers.expiry_months == 12


def test_the_pad_types_where_the_person_is(window: SetupWindow) -> None:
    to_the_owner()
    type_text("Lin")
    enter()
    for digit in "7391":
        child(window, QWidget, f"key_{digit}").click()
    child(window, QWidget, "key_enter").click()
    assert focused().objectName() == "pin_again"
    child(window, QWidget, "key_7").click()
    assert child(window, QLineEdit, "pin").text() == "7391"
    assert child(window, QLineEdit, "pin_again").text() == "7"


def test_a_disk_that_is_full_is_said_and_can_be_tried_again(window: SetupWindow) -> None:
    founded: list[object] = []
    window.founded.connect(founded.append)
    to_the_owner()
    for text in ("Lin", "7391", "7391"):
        type_text(text)
        enter()
    window.failed(DiskFull())
    assert "full" in result(window).text()
    enter()
    assert len(founded) == 2


def test_the_training_shop_can_be_looked_at_first(window: SetupWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.training_wanted):
        child(window, KeyButton, "training").click()


def test_an_unprinted_sheet_is_asked_about_once(window: SetupWindow) -> None:
    finished: list[bool] = []
    window.finished.connect(lambda: finished.append(True))
    window._presenter.step = window._presenter.step.MAKING
    window.made("ABCD-EFGH-JKMN", "keyring")
    child(window, KeyButton, "put_away").click()
    assert result(window).tone is Tone.WARN
    assert not finished
    child(window, KeyButton, "put_away").click()
    assert finished


def to_the_rate() -> None:
    enter()
    type_text("Corner Café")
    enter()


STEPS: dict[str, Callable[[], None]] = {
    "language": lambda: None,
    "shop": enter,
    "rate": to_the_rate,
    "owner": to_the_owner,
}


@pytest.mark.parametrize("step", STEPS)
def test_every_question_is_drawn_as_agreed(window: SetupWindow, step: str) -> None:
    STEPS[step]()
    check_golden(window, f"setup_{step}")


def test_the_sheet_is_drawn_as_agreed(window: SetupWindow) -> None:
    window._presenter.step = window._presenter.step.MAKING
    window.made("ABCD-EFGH-JKMN-PQRS-TVWX-YZ01-2345", "file")
    check_golden(window, "setup_sheet")


@pytest.mark.parametrize("step", STEPS)
def test_every_question_can_be_heard_and_hit(window: SetupWindow, step: str) -> None:
    STEPS[step]()
    assert nameless(window) == []
    assert small_targets(window) == []


def test_no_question_is_scrolled_on_a_small_screen(window: SetupWindow) -> None:
    bar = window._scroll.verticalScrollBar()
    for typed in ("", "Corner Café", ""):
        assert not bar.isVisible()
        type_text(typed)
        enter()
        QApplication.processEvents()
    assert not bar.isVisible()


@pytest.mark.usefixtures("window", "no_blocking")
def test_nothing_waits_while_the_questions_are_answered() -> None:
    to_the_owner()
    type_text("Lin")
    enter()


def test_every_word_is_translated(qapp: QApplication, qtbot: QtBot, desk: Desk) -> None:
    pseudo = pseudo_translator()
    qapp.installTranslator(pseudo)
    try:
        made = SetupWindow(desk, LONDON, language="en", set_language=lambda _code: None)
        qtbot.addWidget(made)
        data = set(OWN_NAMES.values())
        for box in made.findChildren(QComboBox):
            data |= {box.itemText(at) for at in range(box.count())}
        for step in range(4):
            made._presenter._turn_to(made._presenter.step.__class__(step))
            assert untranslated(made, data) == []
    finally:
        qapp.removeTranslator(pseudo)
