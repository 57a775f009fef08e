"""How the counter looks, sounds and fits, in every state a person sees."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.till import Till
from tests.ui.audit import nameless, pseudo_translator, small_targets, untranslated
from tests.ui.counter.conftest import Hands
from tests.ui.counter.test_page import read, sold
from tests.ui.drawing import check_golden
from tests.ui.shop import add_member
from ui.counter.page import CounterPage
from ui.theme import apply_theme

NUMBER = "29-0000-000000-0"


def months() -> set[str]:
    """Give the names of the months, which Qt translates itself."""
    return {
        QLocale().standaloneMonthName(month, form)
        for month in range(1, 13)
        for form in (QLocale.FormatType.ShortFormat, QLocale.FormatType.LongFormat)
    }


def hide_numbers(page: CounterPage) -> None:
    """Member numbers begin with a block chosen by chance."""
    page.person.member._number.setText(NUMBER)


def test_the_empty_counter_is_drawn(page: CounterPage) -> None:
    check_golden(page, "counter_empty")


def test_a_member_on_the_counter_is_drawn(page: CounterPage, hands: Hands, till: Till) -> None:
    page.member_found(add_member(till, "王美玲", "0912 345 678", birthday="1990-11-25"))
    hands.type("128.5")
    hide_numbers(page)
    check_golden(page, "counter_member")


def test_a_sale_that_is_done_is_drawn(
    page: CounterPage, hands: Hands, till: Till, qtbot: QtBot
) -> None:
    page.member_found(add_member(till))
    hands.type("128.5")
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(page.result.text()))
    hide_numbers(page)
    check_golden(page, "counter_done")


def test_a_refused_redemption_is_drawn(page: CounterPage, hands: Hands, till: Till) -> None:
    page.member_found(add_member(till))
    hands.type("10")
    hands.press(Qt.Key.Key_F4)
    hands.press(Qt.Key.Key_Return)
    hide_numbers(page)
    check_golden(page, "counter_refused")


def test_the_question_of_the_month_is_drawn(
    page: CounterPage, hands: Hands, till: Till, qtbot: QtBot
) -> None:
    ask_month(page, hands, till, qtbot)
    hide_numbers(page)
    check_golden(page, "counter_month")


def test_nobody_found_is_drawn(page: CounterPage, hands: Hands, qtbot: QtBot) -> None:
    hands.type("qq")
    qtbot.waitUntil(page.found.isVisible)
    check_golden(page, "counter_nobody")


def ask_month(page: CounterPage, hands: Hands, till: Till, qtbot: QtBot) -> None:
    ada = add_member(till, birthday="1990-11-25")
    sold(till, ada, 40_000)
    page.member_found(read(till, ada, "name"))
    hands.type("10")
    hands.press(Qt.Key.Key_F4)
    hands.press(Qt.Key.Key_Return)
    qtbot.waitUntil(page.question.isVisible)


def test_everything_has_a_name_and_room_for_a_finger(
    page: CounterPage, hands: Hands, till: Till, qtbot: QtBot
) -> None:
    assert (nameless(page), small_targets(page)) == ([], [])
    ask_month(page, hands, till, qtbot)
    assert (nameless(page), small_targets(page)) == ([], [])
    page.back()
    hands.press(Qt.Key.Key_F3)
    assert (nameless(page), small_targets(page)) == ([], [])
    page.scan.setFocus()
    hands.type("ad")
    qtbot.waitUntil(page.found.isVisible)
    assert (nameless(page), small_targets(page)) == ([], [])


def test_every_word_is_translated_also_after_a_switch(
    page: CounterPage, hands: Hands, till: Till, qtbot: QtBot
) -> None:
    ask_month(page, hands, till, qtbot)
    pseudo = pseudo_translator()
    QCoreApplication.installTranslator(pseudo)
    try:
        QApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
        assert untranslated(page, {"Ada", *months()}) == []
    finally:
        QCoreApplication.removeTranslator(pseudo)


@pytest.mark.parametrize("is_large", [False, True])
def test_the_counter_fits_a_cheap_screen(
    page: CounterPage, till: Till, qapp: QApplication, is_large: bool
) -> None:
    page.member_found(add_member(till, "Maximiliane Hohenzollern-Sigmaringen"))
    apply_theme(qapp, palette="dark", language="en", large=is_large, training=False)
    try:
        page.resize(1024, 500)
        least = page.minimumSizeHint()
        assert least.width() <= 1024
        assert least.height() <= 500
    finally:
        apply_theme(qapp, palette="light", language="en", large=False, training=False)
