"""Finding and reading a member, with keys pressed and words read, on a real shop."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.answers import MemberCard
from desktop.changes import Changed
from desktop.requests import AdjustRequest
from desktop.till import Till
from regulars.refusals import UnknownCard
from tests.ui.audit import nameless, pseudo_translator, small_targets, untranslated
from tests.ui.drawing import check_golden
from tests.ui.joined import Centre
from tests.ui.members.desk import (
    acts,
    button,
    field,
    here,
    kinds_in_log,
    label,
    press,
    sell,
    show,
    too_wide,
)
from tests.ui.shop import add_member, result
from ui.context import Context
from ui.faces import FACE, FaceList, FaceModel
from ui.members.page import MembersPage
from ui.members.person_panel import SHOWN_MS
from ui.theme import apply_theme

HOSTILE = ["<img src=file:///etc/passwd>", "<b>Bob</b>", "{{7*7}}", "%s%n", "Zoe\u0301\u0301"]


@pytest.mark.usefixtures("ada", "no_blocking")
def test_found_and_opened_with_keys_only(page: MembersPage, till: Till, qtbot: QtBot) -> None:
    add_member(till, "Adam")
    assert here(page).objectName() == "find_field"
    QTest.keyClicks(here(page), "Ada")
    found = page.findChild(FaceList, "found")
    assert isinstance(found, FaceList)
    qtbot.waitUntil(lambda: found.model().rowCount() == 2)
    press(page, Qt.Key.Key_Down)
    assert found.current_row() == 1
    press(page, Qt.Key.Key_Up)
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: label(page, "person_name") == "Ada")
    assert here(page).objectName() == "history"
    press(page, Qt.Key.Key_Escape)
    assert here(page).objectName() == "find_field"
    assert field(page, "find_field").text() == "Ada", "Esc loses nothing typed"
    with qtbot.waitSignal(page.left):
        press(page, Qt.Key.Key_Escape)


def test_nobody_found_says_what_to_try(page: MembersPage, qtbot: QtBot) -> None:
    assert label(page, "nobody").startswith("Type a phone")
    QTest.keyClicks(here(page), "<b>nobody</b>")
    qtbot.waitUntil(lambda: "“<b>nobody</b>”" in label(page, "nobody"))


def test_a_member_opened_from_the_counter_goes_back_there(
    page: MembersPage, ada: MemberCard, qtbot: QtBot
) -> None:
    show(page, qtbot, ada)
    with qtbot.waitSignal(page.left):
        press(page, Qt.Key.Key_Escape)
    show(page, qtbot, ada)
    with qtbot.waitSignal(page.member_wanted) as wanted:
        button(page, "serve").click()
    assert wanted.args == [ada.id]


def test_esc_belongs_to_the_page_while_somebody_is_shown(
    page: MembersPage, ada: MemberCard, qtbot: QtBot
) -> None:
    def is_kept() -> bool:
        none = Qt.KeyboardModifier.NoModifier
        asked = QKeyEvent(QEvent.Type.ShortcutOverride, Qt.Key.Key_Escape, none)
        asked.ignore()
        QApplication.sendEvent(here(page), asked)
        return asked.isAccepted()

    assert not is_kept()
    show(page, qtbot, ada)
    assert is_kept()
    press(page, Qt.Key.Key_Escape)
    assert not is_kept(), "the list is shown again, for the next visit"


def test_two_hundred_acts_come_page_by_page(
    page: MembersPage, ada: MemberCard, till: Till, qtbot: QtBot
) -> None:
    for at in range(200):
        sell(till, ada, 1000 + at, f"R-{at}")
    show(page, qtbot, ada)
    model = acts(page).model()
    qtbot.waitUntil(lambda: model.rowCount() == 50)
    qtbot.waitUntil(lambda: label(page, "history_count") == "Entries: 50+")

    def scrolled() -> bool:
        acts(page).scrollToBottom()
        return label(page, "history_count") == "Entries: 200"

    qtbot.waitUntil(scrolled)
    newest, oldest = model.index(0, 0).data(FACE), model.index(199, 0).data(FACE)
    assert (newest.title, newest.figure) == ("Sale · $11.99", "+11")
    assert "R-0" in oldest.under
    assert oldest.figure_under == "Balance 10"
    spoken = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert "Sale" in spoken
    assert "Balance" in spoken


def test_a_sale_in_hand_can_be_given_back(
    page: MembersPage, ada: MemberCard, till: Till, qtbot: QtBot
) -> None:
    sold = sell(till, ada, 12850, "A-1")
    result(till.adjust(AdjustRequest(till.fresh_id(), ada.id, 5, "goodwill")))
    show(page, qtbot, ada)
    qtbot.waitUntil(lambda: acts(page).model().rowCount() == 2)
    assert acts(page).current_row() == 0
    assert not button(page, "history_refund").isEnabled(), "an adjustment is no sale"
    with qtbot.assertNotEmitted(page.refund_wanted):
        press(page, Qt.Key.Key_Return)
    press(page, Qt.Key.Key_Down)
    assert button(page, "history_refund").isEnabled()
    with qtbot.waitSignal(page.refund_wanted) as wanted:
        press(page, Qt.Key.Key_Return)
    assert wanted.args == [sold.act]


def test_the_page_follows_what_happens_elsewhere(
    page: MembersPage, ada: MemberCard, till: Till, qtbot: QtBot
) -> None:
    show(page, qtbot, ada)
    qtbot.waitUntil(lambda: label(page, "history_empty") != "")
    sell(till, ada, 12850, "A-1")
    qtbot.waitUntil(lambda: label(page, "balance_figure") == "128")
    qtbot.waitUntil(lambda: acts(page).model().rowCount() == 1)
    page.changed(Changed(shop=True))


def test_an_act_that_arrives_at_the_centre_leaves_the_bar_where_it_is(
    page: MembersPage, ada: MemberCard, till: Till, qtbot: QtBot
) -> None:
    centre = Centre(till)
    sales = [sell(till, ada, 500, f"A-{number}") for number in range(3)]
    show(page, qtbot, ada)
    qtbot.waitUntil(lambda: acts(page).model().rowCount() == 3)
    press(page, Qt.Key.Key_Down)
    centre.has_heard_all()
    model = acts(page).model()
    assert isinstance(model, FaceModel)
    qtbot.waitUntil(lambda: model.row(1).state == "sent")
    assert acts(page).current_row() == 1
    sell(till, ada, 500, "A-4")
    qtbot.waitUntil(lambda: model.rowCount() == 4)
    assert acts(page).current_row() == 2, "what was in hand stays in hand"
    centre.says_who_holds(ada.wallet, 100, 20)
    qtbot.waitUntil(lambda: label(page, "balance_caption") == "Points, 40 here")
    with qtbot.waitSignal(page.refund_wanted) as wanted:
        press(page, Qt.Key.Key_Return)
    assert wanted.args == [sales[1].act]


def test_a_phone_is_masked_until_somebody_asks_and_the_asking_is_written(
    page: MembersPage, ada: MemberCard, till: Till, qtbot: QtBot
) -> None:
    show(page, qtbot, ada)
    assert label(page, "person_phone") == "+886 *** *** 678"
    assert "seen.phone" not in kinds_in_log(till)
    eye = button(page, "person_eye")
    assert eye.accessibleName() == "Show the phone number"
    eye.setFocus()
    press(page, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: label(page, "person_phone") == "+886 912 345 678")
    assert kinds_in_log(till).count("seen.phone") == 1
    assert eye.accessibleName() == "Hide the phone number"
    panel = page._member.person
    assert panel._hiding.interval() == SHOWN_MS
    panel._hiding.timeout.emit()
    assert label(page, "person_phone") == "+886 *** *** 678"


def test_a_number_is_masked_again_when_the_page_is_left(
    page: MembersPage, ada: MemberCard, qtbot: QtBot
) -> None:
    show(page, qtbot, ada)
    button(page, "person_eye").click()
    qtbot.waitUntil(lambda: "912" in label(page, "person_phone"))
    page.hide()
    page.show()
    assert label(page, "person_phone") == "+886 *** *** 678"


def test_another_member_never_inherits_a_shown_phone(
    page: MembersPage, ada: MemberCard, till: Till, qtbot: QtBot
) -> None:
    show(page, qtbot, ada)
    button(page, "person_eye").click()
    qtbot.waitUntil(lambda: "912" in label(page, "person_phone"))
    show(page, qtbot, add_member(till, "Bea", "0988 777 666"))
    assert label(page, "person_phone") == "+886 *** *** 666"


def test_a_scan_that_leads_nowhere_is_said_here(page: MembersPage) -> None:
    page.scan_failed(UnknownCard())
    assert label(page, "result_text").startswith("This card is not known")


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_shown_as_it_is(
    page: MembersPage, till: Till, qtbot: QtBot, name: str
) -> None:
    member = add_member(till, name)
    show(page, qtbot, member)
    for shown in page.findChildren(QLabel):
        assert shown.textFormat() == Qt.TextFormat.PlainText, shown.objectName()
    assert label(page, "person_name") == member.name
    press(page, Qt.Key.Key_F3)
    button(page, "edit_do").click()
    qtbot.waitUntil(lambda: label(page, "result_text") == f"Saved for {member.name}.")
    QTest.keyClicks(field(page, "find_field"), member.number)
    found = page.findChild(FaceList, "found")
    assert isinstance(found, FaceList)
    qtbot.waitUntil(lambda: found.model().rowCount() == 1)
    assert found.model().index(0, 0).data() == member.name
    assert not page.grab().isNull()


def test_text_that_turns_the_line_around_and_piles_of_marks_are_not_kept(
    page: MembersPage, till: Till, qtbot: QtBot
) -> None:
    member = add_member(till, "a\u202ebc" + "\u0301" * 5000)
    show(page, qtbot, member)
    assert "\u202e" not in label(page, "person_name")
    assert len(label(page, "person_name")) <= 60


def test_the_pages_read_as_their_golden_files(
    page: MembersPage, ada: MemberCard, till: Till, qtbot: QtBot
) -> None:
    check_golden(page, "members_find")
    sell(till, ada, 12850, "A-1")
    show(page, qtbot, ada)
    qtbot.waitUntil(lambda: acts(page).model().rowCount() == 1)
    number = page.findChild(QLabel, "person_number")
    assert isinstance(number, QLabel)
    number.setText("29-0000-000000-0")  # its block is chance
    check_golden(page, "members_member")


def test_every_field_has_a_name_and_room_for_a_finger(
    page: MembersPage, ada: MemberCard, qtbot: QtBot
) -> None:
    assert nameless(page) == []
    show(page, qtbot, ada)
    assert small_targets(page) == []
    for form in page._member.forms():
        page._member.open_form(form)
        qtbot.wait(0)
        assert small_targets(page) == []


def test_tab_leaves_the_history(page: MembersPage, ada: MemberCard, qtbot: QtBot) -> None:
    show(page, qtbot, ada)
    assert here(page).objectName() == "history"
    press(page, Qt.Key.Key_Tab)
    assert here(page).objectName() != "history"


def test_every_word_is_translated(
    context: Context, ada: MemberCard, qtbot: QtBot, qapp: QApplication
) -> None:
    pseudo = pseudo_translator()
    qapp.installTranslator(pseudo)
    try:
        page = MembersPage(context)
        qtbot.addWidget(page)
        page.resize(1024, 536)
        page.show()
        page.open_member(ada.id)
        qtbot.waitUntil(lambda: label(page, "person_name") == "Ada")
        data = ("Ada", "English", "EN", "简", "繁", "简体中文", "繁體中文", "Esc")
        assert untranslated(page, data) == []
    finally:
        qapp.removeTranslator(pseudo)


@pytest.mark.parametrize("palette", ["light", "dark", "contrast"])
def test_the_page_works_on_a_small_till_with_large_type(
    page: MembersPage, ada: MemberCard, qtbot: QtBot, qapp: QApplication, palette: str
) -> None:
    apply_theme(qapp, palette=palette, language="en", large=True, training=False)
    try:
        show(page, qtbot, ada)
        assert page.minimumSizeHint().width() <= 1024
        assert page.minimumSizeHint().height() <= 536
        qtbot.wait(0)
        assert too_wide(page) == []
        for form in page._member.forms():
            page._member.open_form(form)
            qtbot.wait(0)
            assert too_wide(page) == []
    finally:
        apply_theme(qapp, palette="light", language="en", large=False, training=False)
