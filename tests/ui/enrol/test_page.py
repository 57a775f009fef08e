"""The enrolment page, with keys pressed and words read, on a real shop."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QLabel,
    QLineEdit,
    QPushButton,
    QScrollArea,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.answers import Enrolled
from desktop.till import Till
from tests.ui.audit import nameless, pseudo_translator, small_targets, untranslated
from tests.ui.drawing import check_golden
from tests.ui.shop import add_member, result
from ui.context import Context
from ui.enrol.page import EnrolPage
from ui.theme import apply_theme

HOSTILE = ["<img src=file:///etc/passwd>", "<b>Bob</b>", "{{7*7}}", "%s%n", "Zoe\u0301\u0301"]
CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> EnrolPage:
    shown = EnrolPage(context)
    qtbot.addWidget(shown)
    shown.resize(1024, 536)
    shown.show()
    qtbot.waitExposed(shown)
    shown.start("")
    return shown


def here(page: EnrolPage) -> QWidget:
    focused = page.focusWidget()
    assert focused is not None
    return focused


def press(page: EnrolPage, key: Qt.Key, modifiers: Qt.KeyboardModifier | None = None) -> None:
    QTest.keyClick(here(page), key, modifiers or Qt.KeyboardModifier.NoModifier)


def type_in(page: EnrolPage, text: str) -> None:
    QTest.keyClicks(here(page), text)


def find(page: EnrolPage, kind: type[QWidget], name: str) -> QWidget:
    found = page.findChild(kind, name)
    assert isinstance(found, QWidget), name
    return found


def label(page: EnrolPage, name: str) -> str:
    found = page.findChild(QLabel, name)
    assert isinstance(found, QLabel), name
    return found.text() if found.isVisible() else ""


def button(page: EnrolPage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton), name
    return found


def too_wide(page: QWidget) -> list[str]:
    """Give what is cut off at the right where only up and down can be scrolled."""
    return [
        f"{area.objectName()}: {inside.minimumSizeHint().width()} > {area.viewport().width()}"
        for area in page.findChildren(QScrollArea)
        if (inside := area.widget()) is not None
        and area.isVisible()
        and inside.minimumSizeHint().width() > area.viewport().width()
    ]


@pytest.mark.usefixtures("till", "no_blocking")
def test_four_answers_and_the_card_prints(page: EnrolPage, qtbot: QtBot) -> None:
    stops = []
    with qtbot.waitSignal(page.enrolled) as made:
        for answer in ("0912 345 678", "Ada", "02-28", " "):
            stops.append(here(page).objectName())
            type_in(page, answer)
            press(page, Qt.Key.Key_Return)
    assert stops == ["phone", "name", "birthday", "agreed"]
    done = made.args[0]
    assert isinstance(done, Enrolled)
    assert done.card_text.startswith("RG1")
    assert (done.member.name, done.member.birthday) == ("Ada", "--02-28")


def test_no_more_than_four_things_must_be_visited(page: EnrolPage) -> None:
    fields = [each for each in page.findChildren(QLineEdit) if each.isVisible()]
    assert {each.objectName() for each in fields} == {"phone", "name", "birthday"}
    ticks = {each.objectName() for each in page.findChildren(QCheckBox)}
    assert ticks == {"agreed", "marketing"}


def test_marketing_is_a_question_of_its_own_and_silence_is_a_no(
    page: EnrolPage, context: Context, qtbot: QtBot
) -> None:
    page.start("Ada")
    find(page, QCheckBox, "agreed").setFocus()
    press(page, Qt.Key.Key_Space)
    with qtbot.waitSignal(page.enrolled) as made:
        press(page, Qt.Key.Key_Return, CONTROL)
    member = made.args[0].member.id
    answers = result(
        context.till.read(
            lambda store: store.rows(
                "select purpose, given from consent join member on member.key = consent.member"
                " where member.id = :id",
                {"id": member},
            )
        )
    )
    assert answers == [("membership", 1)]


@pytest.mark.parametrize(
    ("prefill", "phone", "name"),
    [
        ("0912345678", "0912345678", ""),
        ("+886 912-345", "+886 912-345", ""),
        ("王美玲", "", "王美玲"),
        ("Ada 2", "", "Ada 2"),
    ],
)
def test_what_was_typed_at_the_counter_goes_where_it_belongs(
    page: EnrolPage, prefill: str, phone: str, name: str
) -> None:
    page.start(prefill)
    fields = [find(page, QLineEdit, "phone"), find(page, QLineEdit, "name")]
    assert [each.text() for each in fields if isinstance(each, QLineEdit)] == [phone, name]
    assert here(page).objectName() == ("phone" if name else "name")


def test_a_duplicate_is_shown_while_the_number_is_typed(
    page: EnrolPage, till: Till, qtbot: QtBot
) -> None:
    mei = add_member(till, "王美玲", "0912 345 678")
    type_in(page, "345678")
    qtbot.waitUntil(lambda: label(page, "match_0_name") == "王美玲")
    assert not button(page, "match_share").isVisible()
    find(page, QLineEdit, "phone").setFocus()
    press(page, Qt.Key.Key_A, CONTROL)
    type_in(page, "0912345678")
    qtbot.waitUntil(lambda: button(page, "match_share").isVisible())
    assert label(page, "match_heading") == "This number belongs to a member already."
    press(page, Qt.Key.Key_Tab)
    assert here(page).objectName() == "match_0_choose"
    with qtbot.waitSignal(page.member_wanted) as wanted:
        press(page, Qt.Key.Key_Return)
    assert wanted.args == [mei.id]


def test_a_household_shares_a_number_when_it_is_meant(
    page: EnrolPage, till: Till, qtbot: QtBot
) -> None:
    add_member(till, "Mei", "0912 345 678")
    page.start("0912345678")
    type_in(page, "Ada")
    find(page, QCheckBox, "agreed").setFocus()
    press(page, Qt.Key.Key_Space)
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: label(page, "phone_refused") == "Mei has this number already.")
    qtbot.waitUntil(lambda: button(page, "match_share").isVisible())
    assert here(page).objectName() == "phone"
    button(page, "match_share").setFocus()
    with qtbot.waitSignal(page.enrolled) as made:
        press(page, Qt.Key.Key_Return)
    assert made.args[0].member.name == "Ada"


def test_refusals_stand_under_their_fields(page: EnrolPage, qtbot: QtBot) -> None:
    press(page, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: label(page, "consent_refused") != "")
    assert here(page).objectName() == "agreed"
    press(page, Qt.Key.Key_Space)
    press(page, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: label(page, "name_refused") == "Type a name.")
    assert here(page).objectName() == "name"
    assert label(page, "consent_refused") == ""
    type_in(page, "Ada")
    press(page, Qt.Key.Key_Return)
    type_in(page, "31-31")
    press(page, Qt.Key.Key_Return, CONTROL)
    qtbot.waitUntil(lambda: "31-31" in label(page, "birthday_refused"))


def test_esc_leaves_and_the_draft_is_there_on_return(page: EnrolPage, qtbot: QtBot) -> None:
    page.start("0912345678")
    type_in(page, "Ada")
    with qtbot.waitSignal(page.left):
        press(page, Qt.Key.Key_Escape)
    page.start("0912345678")
    name = find(page, QLineEdit, "name")
    assert isinstance(name, QLineEdit)
    assert name.text() == "Ada"
    page.start("")
    assert name.text() == "Ada"


def test_another_person_does_not_inherit_a_draft(page: EnrolPage) -> None:
    page.start("0912345678")
    type_in(page, "Ada")
    agreed = find(page, QCheckBox, "agreed")
    assert isinstance(agreed, QCheckBox)
    agreed.setChecked(True)
    page.start("0988 000 111")
    name = find(page, QLineEdit, "name")
    assert isinstance(name, QLineEdit)
    assert name.text() == ""
    assert not agreed.isChecked()


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_shown_as_it_is(
    page: EnrolPage, till: Till, qtbot: QtBot, name: str
) -> None:
    member = add_member(till, name, "0912 345 678")
    type_in(page, "0912345678")
    qtbot.waitUntil(lambda: label(page, "match_0_name") != "")
    shown = page.findChild(QLabel, "match_0_name")
    assert isinstance(shown, QLabel)
    assert shown.text() == member.name
    assert shown.textFormat() == Qt.TextFormat.PlainText


def test_the_page_reads_as_its_golden_file(page: EnrolPage) -> None:
    check_golden(page, "enrol")


def test_every_field_has_a_name_and_room_for_a_finger(page: EnrolPage) -> None:
    assert nameless(page) == []
    assert small_targets(page) == []


def test_every_word_is_translated_and_fits(
    context: Context, qtbot: QtBot, qapp: QApplication
) -> None:
    pseudo = pseudo_translator()
    qapp.installTranslator(pseudo)
    try:
        page = EnrolPage(context)
        qtbot.addWidget(page)
        names = ("English", "简体", "繁體", "简体中文", "繁體中文")
        assert untranslated(page, names) == []
    finally:
        qapp.removeTranslator(pseudo)
    QApplication.sendEvent(page, QEvent(QEvent.Type.LanguageChange))
    assert button(page, "make_member").text() == "Make member and print card"


@pytest.mark.parametrize("palette", ["light", "dark", "contrast"])
def test_the_page_works_on_a_small_till_with_large_type(
    page: EnrolPage, till: Till, qtbot: QtBot, qapp: QApplication, palette: str
) -> None:
    add_member(till, "Adelheid Constantine-Featherstonehaugh", "0912 345 678")
    apply_theme(qapp, palette=palette, language="en", large=True, training=False)
    try:
        page.start("0912345678")
        qtbot.waitUntil(lambda: button(page, "match_share").isVisible())
        assert page.minimumSizeHint().width() <= 1024
        assert page.minimumSizeHint().height() <= 536
        assert too_wide(page) == []
    finally:
        apply_theme(qapp, palette="light", language="en", large=False, training=False)
