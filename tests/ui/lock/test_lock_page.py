"""The locked till and the approval sheet, on a real shop: keys pressed, words read."""

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.staff import Person
from tests.ui.audit import nameless, pseudo_translator, small_targets, untranslated
from tests.ui.drawing import check_golden
from tests.ui.shop import (
    CASHIER_NAME,
    CASHIER_PIN,
    OWNER,
    OWNER_PIN,
    SHOP,
    add_cashier,
    context,
    result,
    till,
)
from ui.context import Context
from ui.lock.page import ApprovalPanel, LockPage
from ui.lock.who import PersonTile, WhoPanel
from ui.widgets.plain import PlainLabel
from ui.widgets.result_line import ResultLine, Tone

__all__ = ["context", "till"]


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None, "the keyboard is lost"
    return found


def press(code: Qt.Key) -> None:
    QTest.keyClick(focused(), code)


def try_pin(pin: str) -> None:
    QTest.keyClicks(focused(), pin)
    press(Qt.Key.Key_Return)


def child(page: QWidget, kind: type[Any], name: str) -> Any:
    found = page.findChild(kind, name)
    assert found is not None, name
    return found


def said(page: QWidget) -> ResultLine:
    line = child(page, ResultLine, "result")
    assert isinstance(line, ResultLine)
    return line


def _says(page: QWidget, words: str) -> bool:
    return words in said(page).text()


def _has_keyboard(page: QWidget) -> bool:
    focus = QApplication.focusWidget()
    return isinstance(focus, QLineEdit | PersonTile) and page.isAncestorOf(focus)


@pytest.fixture
def shown(qtbot: QtBot) -> Callable[[QWidget], None]:
    def show(page: QWidget) -> None:
        qtbot.addWidget(page)
        page.resize(1024, 600)
        page.show()
        page.activateWindow()
        page.start()  # type: ignore[attr-defined]
        qtbot.waitUntil(lambda: _has_keyboard(page))

    return show


@pytest.fixture
def page(context: Context, shown: Callable[[QWidget], None]) -> LockPage:
    """Two people work here."""
    add_cashier(context.till)
    made = LockPage(context)
    shown(made)
    return made


def test_the_cashier_signs_in_with_keys_alone(page: LockPage, qtbot: QtBot) -> None:
    assert focused().accessibleName() == OWNER
    press(Qt.Key.Key_Tab)
    assert focused().accessibleName() == CASHIER_NAME
    press(Qt.Key.Key_Return)
    with qtbot.waitSignal(page.unlocked) as unlocked:
        try_pin(CASHIER_PIN)
    assert unlocked.args is not None
    person = unlocked.args[0]
    assert isinstance(person, Person)
    assert person.name == CASHIER_NAME
    assert page._context.till.person == person


def test_one_person_alone_goes_straight_to_the_pad(
    context: Context, shown: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    made = LockPage(context)
    shown(made)
    assert focused().objectName() == "pin"
    assert child(made, QWidget, "other").isHidden()
    with qtbot.waitSignal(made.unlocked):
        for digit in OWNER_PIN:
            child(made, QWidget, f"key_{digit}").click()
        child(made, QWidget, "key_enter").click()


def test_a_wrong_pin_says_how_many_tries_are_left_and_shows_no_digit(
    page: LockPage, qtbot: QtBot
) -> None:
    press(Qt.Key.Key_Return)
    QTest.keyClicks(focused(), "1111")
    field = child(page, QLineEdit, "pin")
    assert field.displayText() == "●●●●" or "1" not in field.displayText()
    press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said(page).tone is Tone.BAD)
    assert "4" in said(page).text()
    assert not field.text()


def test_a_pause_is_said_at_once_to_whoever_comes_back(
    context: Context, shown: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    owner = context.till.person
    assert owner is not None
    for _ in range(5):
        result(context.till.sign_in(owner.id, "1111"))
    made = LockPage(context)
    shown(made)
    qtbot.waitUntil(lambda: "0:30" in said(made).text())
    QTest.keyClicks(focused(), OWNER_PIN)
    assert not child(made, QLineEdit, "pin").text()


def test_after_five_misses_the_pause_is_counted_down_live(page: LockPage, qtbot: QtBot) -> None:
    press(Qt.Key.Key_Return)
    who = child(page, WhoPanel, "who")
    for left in "4321":
        try_pin("1111")
        qtbot.waitUntil(partial(_says, page, left))
    try_pin("1111")
    qtbot.waitUntil(lambda: "0:30" in said(page).text())
    assert who._second.isActive()
    who._second.timeout.emit()
    assert "0:29" in said(page).text()
    try_pin(OWNER_PIN)
    assert not child(page, QLineEdit, "pin").text()
    for _ in range(29):
        who._second.timeout.emit()
    assert said(page).tone is None
    assert not who._second.isActive()


def test_a_pause_is_the_stores_and_a_new_page_ends_it_for_nobody(
    page: LockPage, qtbot: QtBot, shown: Callable[[QWidget], None]
) -> None:
    staff = result(page._context.till.staff())
    for _ in range(5):
        result(page._context.till.sign_in(staff[0].id, "1111"))
    page.hide()
    again = LockPage(page._context)
    shown(again)
    press(Qt.Key.Key_Return)
    try_pin(OWNER_PIN)
    qtbot.waitUntil(lambda: said(again).tone is Tone.WARN)
    assert "0:30" in said(again).text()


def test_esc_goes_back_to_the_names_and_forgets_what_was_typed(page: LockPage) -> None:
    press(Qt.Key.Key_Return)
    QTest.keyClicks(focused(), "739")
    press(Qt.Key.Key_Escape)
    assert isinstance(focused(), PersonTile)
    press(Qt.Key.Key_Return)
    assert not child(page, QLineEdit, "pin").text()
    page.step_back()
    assert isinstance(focused(), PersonTile)


def test_the_locked_till_says_whose_it_is(page: LockPage) -> None:
    assert child(page, PlainLabel, "shop").text() == SHOP


def test_locking_again_shows_the_names(page: LockPage, qtbot: QtBot) -> None:
    press(Qt.Key.Key_Return)
    page.start()
    qtbot.waitUntil(lambda: isinstance(QApplication.focusWidget(), PersonTile))


def test_what_the_centre_tells_takes_no_digit_away(
    context: Context, shown: Callable[[QWidget], None], qtbot: QtBot
) -> None:
    made = LockPage(context)
    shown(made)
    QTest.keyClicks(focused(), OWNER_PIN[:2])
    add_cashier(context.till)
    made.look_again()
    qtbot.waitUntil(lambda: not child(made, QWidget, "other").isHidden())
    with qtbot.waitSignal(made.unlocked):
        try_pin(OWNER_PIN[2:])


@pytest.fixture
def approval(context: Context, shown: Callable[[QWidget], None]) -> ApprovalPanel:
    add_cashier(context.till)
    made = ApprovalPanel(context, "adjust")
    shown(made)
    return made


def test_only_an_owner_is_asked_to_approve(approval: ApprovalPanel, qtbot: QtBot) -> None:
    assert focused().objectName() == "pin", "there is one owner, so there is nobody to choose"
    with qtbot.waitSignal(approval.approved) as approved:
        try_pin(OWNER_PIN)
    assert approved.args is not None
    assert approved.args[0].name == OWNER


def test_approving_signs_nobody_else_in(approval: ApprovalPanel, qtbot: QtBot) -> None:
    own = approval._who._context.till
    staff = {one.name: one.id for one in result(own.staff())}
    result(own.sign_in(staff[CASHIER_NAME], CASHIER_PIN))
    with qtbot.waitSignal(approval.approved):
        try_pin(OWNER_PIN)
    assert own.person is not None
    assert own.person.name == CASHIER_NAME


def test_an_approval_can_be_left(approval: ApprovalPanel, qtbot: QtBot) -> None:
    with qtbot.waitSignal(approval.left):
        press(Qt.Key.Key_Escape)
    with qtbot.waitSignal(approval.left):
        approval.step_back()
    with qtbot.waitSignal(approval.left):
        child(approval, QWidget, "cancel").click()


def test_the_pages_are_drawn_as_agreed(page: LockPage) -> None:
    check_golden(page, "lock_names")
    press(Qt.Key.Key_Return)
    check_golden(page, "lock_pin")


def test_the_approval_is_drawn_as_agreed(approval: ApprovalPanel) -> None:
    check_golden(approval, "approval")


def test_the_pages_can_be_heard_and_hit(page: LockPage) -> None:
    assert nameless(page) == []
    assert small_targets(page) == []
    press(Qt.Key.Key_Return)
    assert nameless(page) == []
    assert small_targets(page) == []


@pytest.mark.usefixtures("page", "no_blocking")
def test_nothing_waits_while_a_pin_is_typed() -> None:
    press(Qt.Key.Key_Return)
    try_pin("1111")


def test_every_word_is_translated(page: LockPage, approval: ApprovalPanel, qapp: Any) -> None:
    pseudo = pseudo_translator()
    qapp.installTranslator(pseudo)
    try:
        QApplication.processEvents()
        data = {OWNER, CASHIER_NAME, SHOP, "Esc"}
        assert untranslated(page, data) == []
        assert untranslated(approval, data) == []
    finally:
        qapp.removeTranslator(pseudo)
