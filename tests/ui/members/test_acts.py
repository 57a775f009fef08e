"""Changing a member, their card and their points, with keys pressed, on a real shop."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from desktop.answers import CardReplaced, MemberCard
from desktop.staff import OWNER, Person
from desktop.till import Till
from tests.ui.members.desk import (
    acts,
    button,
    field,
    here,
    kinds_in_log,
    label,
    press,
    show,
)
from tests.ui.shop import (
    CASHIER_NAME,
    CASHIER_PIN,
    OWNER_PIN,
    add_cashier,
    add_member,
    sign_in,
)
from ui.faces import FACE
from ui.members.page import MembersPage


def test_a_member_is_edited_with_keys_only(
    page: MembersPage, ada: MemberCard, till: Till, qtbot: QtBot
) -> None:
    show(page, qtbot, ada)
    press(page, Qt.Key.Key_F3)
    assert here(page).objectName() == "edit_name"
    assert field(page, "edit_phone").text() == "", "the number stays masked while editing"
    QTest.keyClicks(here(page), " Lovelace")
    press(page, Qt.Key.Key_Return)
    QTest.keyClicks(here(page), "0988 777 666")
    press(page, Qt.Key.Key_Return)
    press(page, Qt.Key.Key_Return)
    press(page, Qt.Key.Key_Space)
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: label(page, "person_name") == "Ada Lovelace")
    qtbot.waitUntil(lambda: label(page, "person_offers") == "Yes")
    assert label(page, "person_phone") == "+886 *** *** 666"
    assert label(page, "result_text").startswith("Saved for Ada")
    assert kinds_in_log(till).count("member.changed") == 1


def test_esc_closes_a_form_and_keeps_what_was_typed(
    page: MembersPage, ada: MemberCard, qtbot: QtBot
) -> None:
    show(page, qtbot, ada)
    press(page, Qt.Key.Key_F3)
    QTest.keyClicks(here(page), " B.")
    press(page, Qt.Key.Key_Escape)
    assert label(page, "person_name") == "Ada"
    press(page, Qt.Key.Key_F3)
    assert field(page, "edit_name").text() == "Ada B."


@pytest.mark.usefixtures("ada")
def test_a_number_somebody_has_is_shared_only_when_meant(
    page: MembersPage, till: Till, qtbot: QtBot
) -> None:
    bea = add_member(till, "Bea")
    show(page, qtbot, bea)
    press(page, Qt.Key.Key_F3)
    field(page, "edit_phone").setText("0912345678")
    button(page, "edit_do").click()
    qtbot.waitUntil(lambda: label(page, "edit_phone_refused") == "Ada has this number already.")
    button(page, "edit_share").click()
    qtbot.waitUntil(lambda: label(page, "person_phone") == "+886 *** *** 678")


def test_a_number_can_be_removed(page: MembersPage, ada: MemberCard, qtbot: QtBot) -> None:
    show(page, qtbot, ada)
    press(page, Qt.Key.Key_F3)
    button(page, "edit_remove_phone").click()
    button(page, "edit_do").click()
    qtbot.waitUntil(lambda: label(page, "result_text") != "")
    qtbot.waitUntil(lambda: not button(page, "person_eye").isVisible())
    assert label(page, "person_phone") == ""


def test_a_lost_card_is_replaced_after_one_question(
    page: MembersPage, ada: MemberCard, till: Till, qtbot: QtBot
) -> None:
    show(page, qtbot, ada)
    press(page, Qt.Key.Key_F6)
    assert "stops working" in label(page, "card_question")
    with qtbot.waitSignal(page.card_wanted) as wanted:
        press(page, Qt.Key.Key_Return)
    assert isinstance(wanted.args[0], CardReplaced)
    qtbot.waitUntil(lambda: label(page, "person_card") == "In use, 1 replaced")
    assert kinds_in_log(till).count("card.revoked") == 1


def test_points_are_given_by_keys_with_a_reason(
    page: MembersPage, ada: MemberCard, qtbot: QtBot
) -> None:
    show(page, qtbot, ada)
    button(page, "open_adjust").click()
    assert here(page).objectName() == "adjust_points"
    QTest.keyClicks(here(page), "50")
    QTest.keyClick(here(page), Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: label(page, "adjust_reason_refused") == "Choose a reason.")
    assert here(page).objectName() == "adjust_reason"
    press(page, Qt.Key.Key_Down)
    press(page, Qt.Key.Key_Return)
    QTest.keyClicks(here(page), "waited long")
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: label(page, "balance_figure") == "50")
    assert label(page, "result_text") == "50 points given to Ada."
    model = acts(page).model()
    qtbot.waitUntil(lambda: model.rowCount() == 1)
    assert "Goodwill" in model.index(0, 0).data(FACE).under


def test_a_cashier_needs_somebody_for_more_than_a_little(
    page: MembersPage, ada: MemberCard, till: Till, qtbot: QtBot
) -> None:
    owner = till.person
    assert owner is not None
    add_cashier(till)
    sign_in(till, CASHIER_NAME, CASHIER_PIN)
    show(page, qtbot, ada)
    button(page, "open_adjust").click()
    QTest.keyClicks(here(page), "500")
    page._member.adjust.reason.setCurrentIndex(0)
    with qtbot.waitSignal(page.approval_wanted) as wanted:
        button(page, "adjust_do").click()
    act, then = wanted.args
    assert act == "adjust"
    assert label(page, "balance_figure") == "0"
    assert isinstance(till.approve(owner.id, OWNER_PIN, act).result(), Person)
    then(Person(owner.id, owner.name, OWNER))
    qtbot.waitUntil(lambda: label(page, "balance_figure") == "500")
