"""Every trouble has words, one way out, and keys that lead there."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop import trouble as troubles
from desktop.store.backup import Backup
from desktop.trouble import Trouble
from regulars.codes import recovery_text
from tests.ui.audit import nameless, pseudo_translator, small_targets, untranslated
from tests.ui.drawing import check_golden
from ui.trouble.page import Actions, TroublePage
from ui.trouble.presenter import KEY_LENGTH, Way, key_length, ways
from ui.trouble.words import story
from ui.widgets.buttons import KeyButton
from ui.widgets.plain import PlainLabel
from ui.widgets.result_line import ResultLine, Tone

KEY = bytes(range(16))
BACKUPS = [
    Backup(Path("/copies/b"), "2026-11-21 21-00-00", 0),
    Backup(Path("/copies/a"), "2026-11-20 21-00-00 (2)", 0),
    Backup(Path("/copies/x"), "by hand", 0),
]
EVERY = sorted(Trouble.__subclasses__(), key=lambda kind: kind.__name__)


def child(page: QWidget, kind: type[Any], name: str) -> Any:
    found = page.findChild(kind, name)
    assert found is not None, name
    return found


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None, "the keyboard is lost"
    return found


def press(code: Qt.Key) -> None:
    QTest.keyClick(focused(), code)


def _has_keyboard(page: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return focus is not None and page.isAncestorOf(focus)


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[..., TroublePage]:
    def show(trouble: Trouble, backups: list[Backup] | None = None) -> TroublePage:
        chosen = BACKUPS if backups is None else backups
        actions = Actions(lambda: chosen, lambda _parent, _title, then: then(Path("/usb/shop")))
        made = TroublePage(trouble, actions)
        qtbot.addWidget(made)
        made.resize(1024, 600)
        made.show()
        made.activateWindow()
        qtbot.waitUntil(lambda: _has_keyboard(made))
        return made

    return show


@pytest.mark.parametrize("kind", EVERY)
def test_every_trouble_says_what_happened_what_is_safe_and_what_to_do(
    kind: type[Trouble],
) -> None:
    told, unknown = story(kind("somewhere")), story(Trouble())
    assert told.title, kind
    assert told.title != unknown.title, f"{kind.__name__} has no words of its own"
    assert told.safe, kind
    assert told.do, kind


def test_a_trouble_nobody_has_met_still_has_words() -> None:
    assert story(Trouble()).title


@pytest.mark.parametrize("kind", EVERY)
def test_every_trouble_has_one_button_and_a_way_to_leave(
    kind: type[Trouble], shown: Callable[..., TroublePage]
) -> None:
    page = shown(kind())
    main = [
        button
        for button in page.findChildren(KeyButton)
        if button.isVisible() and button.property("role") == "primary"
    ]
    assert len(main) == 1
    assert main[0].hasFocus(), "Enter does the one thing there is to do"
    assert child(page, KeyButton, "leave").isVisible()
    assert nameless(page) == []
    assert small_targets(page) == []


def test_a_way_that_cannot_help_is_never_offered_first() -> None:
    for kind in EVERY:
        first = ways(kind())[0]
        if kind.can_retry:
            assert first is Way.RETRY, kind
    assert ways(troubles.FileDamaged())[0] is Way.RESTORE
    assert ways(troubles.KeyMissing())[0] is Way.RECOVER
    assert ways(troubles.FolderRemote())[0] is Way.FOLDER


def test_enter_tries_again(shown: Callable[..., TroublePage], qtbot: QtBot) -> None:
    page = shown(troubles.DiskFull())
    with qtbot.waitSignal(page.retry):
        press(Qt.Key.Key_Return)


def test_another_folder_can_be_chosen(shown: Callable[..., TroublePage], qtbot: QtBot) -> None:
    page = shown(troubles.FolderRemote())
    with qtbot.waitSignal(page.folder_chosen) as chosen:
        press(Qt.Key.Key_Return)
    assert chosen.args == [Path("/usb/shop")]


def test_the_page_can_be_closed(shown: Callable[..., TroublePage], qtbot: QtBot) -> None:
    page = shown(troubles.FileNewer())
    with qtbot.waitSignal(page.leave):
        press(Qt.Key.Key_Return)


def test_the_newest_backup_is_restored_with_two_keys(
    shown: Callable[..., TroublePage], qtbot: QtBot
) -> None:
    page = shown(troubles.FileDamaged("operation 120"))
    assert child(page, PlainLabel, "detail").text() == "operation 120"
    press(Qt.Key.Key_Return)
    with qtbot.waitSignal(page.restore) as restored:
        press(Qt.Key.Key_Return)
    assert restored.args == [BACKUPS[0].path]


def test_an_older_backup_can_be_chosen_with_the_arrows(
    shown: Callable[..., TroublePage], qtbot: QtBot
) -> None:
    page = shown(troubles.FileDamaged())
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Down)
    with qtbot.waitSignal(page.restore) as restored:
        press(Qt.Key.Key_Return)
    assert restored.args == [BACKUPS[1].path]
    rows = child(page, QListWidget, "backups")
    assert "2026" in rows.item(0).text()
    assert rows.item(2).text() == "by hand"


def test_without_a_backup_here_one_is_chosen_from_a_disk(
    shown: Callable[..., TroublePage], qtbot: QtBot
) -> None:
    page = shown(troubles.FileDamaged(), [])
    press(Qt.Key.Key_Return)
    assert child(page, PlainLabel, "no_backups").isVisible()
    assert not child(page, KeyButton, "use").isEnabled()
    assert focused().objectName() == "elsewhere"
    with qtbot.waitSignal(page.restore) as restored:
        press(Qt.Key.Key_Return)
    assert restored.args == [Path("/usb/shop")]


@pytest.mark.parametrize(
    "typed",
    [
        recovery_text(KEY),
        recovery_text(KEY).lower(),
        recovery_text(KEY).replace("-", ""),
        recovery_text(KEY).replace("-", " ").replace("0", "O"),
    ],
)
def test_a_recovery_key_is_read_as_people_type_it(
    shown: Callable[..., TroublePage], qtbot: QtBot, typed: str
) -> None:
    page = shown(troubles.KeyMissing())
    press(Qt.Key.Key_Return)
    QTest.keyClicks(focused(), typed)
    with qtbot.waitSignal(page.recover) as recovered:
        press(Qt.Key.Key_Return)
    assert recovered.args == [KEY]
    assert not child(page, QLineEdit, "key").text(), "the key does not stay on the screen"


def test_a_key_typed_wrong_is_compared_again_and_stays(shown: Callable[..., TroublePage]) -> None:
    page = shown(troubles.KeyMissing())
    press(Qt.Key.Key_Return)
    wrong = recovery_text(KEY)[:-1] + "Z"
    QTest.keyClicks(focused(), wrong)
    press(Qt.Key.Key_Return)
    assert child(page, ResultLine, "result").tone is Tone.WARN
    assert child(page, QLineEdit, "key").text() == wrong


def test_half_a_key_says_how_much_is_missing(shown: Callable[..., TroublePage]) -> None:
    page = shown(troubles.KeyMissing())
    press(Qt.Key.Key_Return)
    QTest.keyClicks(focused(), "abcd-efgh")
    assert str(KEY_LENGTH - 8) in child(page, PlainLabel, "missing").text()
    assert not child(page, KeyButton, "use").isEnabled()
    press(Qt.Key.Key_Return)
    assert key_length("ＡＢ-c d") == 4


def test_esc_steps_back_to_the_story(shown: Callable[..., TroublePage]) -> None:
    page = shown(troubles.KeyMissing())
    press(Qt.Key.Key_Return)
    press(Qt.Key.Key_Escape)
    assert child(page, PlainLabel, "safe").isVisible()
    page.step_back()
    assert child(page, KeyButton, "recover").hasFocus()


def test_while_a_way_is_tried_no_second_press_counts(shown: Callable[..., TroublePage]) -> None:
    page = shown(troubles.DiskFull())
    tried: list[bool] = []
    page.retry.connect(lambda: tried.append(True))
    page.show_working(is_working=True)
    child(page, KeyButton, "retry").click()
    assert not tried
    page.say_again("Still full.")
    assert child(page, ResultLine, "result").text() == "Still full."
    child(page, KeyButton, "retry").click()
    assert tried


@pytest.mark.parametrize(
    ("name", "trouble", "way"),
    [
        ("story", troubles.FileDamaged("operation 120"), None),
        ("backups", troubles.FileDamaged(), Way.RESTORE),
        ("key", troubles.KeyMissing(), Way.RECOVER),
    ],
)
def test_the_page_is_drawn_as_agreed(
    shown: Callable[..., TroublePage], name: str, trouble: Trouble, way: Way | None
) -> None:
    page = shown(trouble)
    if way is not None:
        page._presenter.take(way)
    check_golden(page, f"trouble_{name}")


@pytest.mark.parametrize("kind", EVERY)
def test_every_word_is_translated(
    kind: type[Trouble], shown: Callable[..., TroublePage], qapp: QApplication
) -> None:
    pseudo = pseudo_translator()
    qapp.installTranslator(pseudo)
    try:
        page = shown(kind())
        for way in (Way.RESTORE, Way.RECOVER):
            page._presenter.take(way)
            assert untranslated(page, {"Esc", "Enter"}) == []
    finally:
        qapp.removeTranslator(pseudo)
