"""The table of keys: none does two things on one page, and each has words and a hint."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from ui.actions import COMMANDS, EVERYWHERE, Id, key_hint, keys_on, make_actions, words


@pytest.mark.parametrize("page", sorted({row.page for row in COMMANDS}))
def test_no_key_does_two_things_on_one_page(page: str) -> None:
    keys = [key for key, _ in keys_on(page)]
    assert len(keys) == len(set(keys))


def test_every_command_is_in_the_table_once_with_words_and_a_key() -> None:
    assert sorted(row.id for row in COMMANDS) == sorted(Id)
    assert all(words(each) and key_hint(each) for each in Id)


def test_the_five_verbs_are_where_hands_expect_them() -> None:
    keys = {each: key for key, each in reversed(keys_on("counter"))}
    verbs = (Id.SEARCH, Id.UNDO, Id.REFUND, Id.CARD, Id.ENROL, Id.HELP, Id.BACK)
    assert [keys[verb] for verb in verbs] == ["F9", "F8", "F7", "F6", "F2", "F1", "Esc"]


def test_no_key_depends_on_the_language() -> None:
    assert all(key.isascii() for page in (EVERYWHERE, "counter") for key, _ in keys_on(page))


def test_a_page_key_works_on_its_page_only(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    page, other = QWidget(), QLineEdit()
    inside = QLineEdit(page)
    column.addWidget(page)
    column.addWidget(other)
    done: list[Id] = []
    make_actions(page, {Id.UNDO: lambda: done.append(Id.UNDO)})
    make_actions(window, {Id.HELP: lambda: done.append(Id.HELP)})
    window.show()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    for field in (inside, other):
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_F8)
        QTest.keyClick(field, Qt.Key.Key_F1)
    assert done == [Id.UNDO, Id.HELP, Id.HELP]
