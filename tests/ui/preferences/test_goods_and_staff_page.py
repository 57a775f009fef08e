"""Goods typed and pasted, people added and let go: keys pressed, words read."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from tests.ui.preferences.hands import (
    child,
    click,
    focused,
    goods_file,
    looked_at,
    open_page,
    page,
    press,
    said,
)
from tests.ui.shop import context, result, sign_in, till
from ui.preferences.goods_section import GoodsTable
from ui.preferences.page import PreferencesPage
from ui.preferences.words import SectionId
from ui.widgets.result_line import Tone

__all__ = ["context", "goods_file", "looked_at", "open_page", "page", "till"]


def test_kinds_of_goods_are_typed_into_a_table(page: PreferencesPage, qtbot: QtBot) -> None:
    page.go_to(SectionId.GOODS)
    click(page, "add_row")
    QTest.keyClicks(focused(), "T")
    press(Qt.Key.Key_Return)
    table = child(page, GoodsTable, "categories")
    qtbot.waitUntil(lambda: table.item(0, 0).text() == "T")
    tick = table.item(0, 2)
    tick.setCheckState(Qt.CheckState.Unchecked)
    assert tick.text() == "No"
    click(page, "save_goods")
    qtbot.waitUntil(lambda: said(page).tone is Tone.GOOD)
    assert page._context.till.shop.programme.no_points == ("T",)


def test_a_list_from_a_file_is_looked_over_before_it_is_saved(
    page: PreferencesPage, qtbot: QtBot
) -> None:
    page.go_to(SectionId.GOODS)
    click(page, "from_file")
    table = child(page, GoodsTable, "categories")
    qtbot.waitUntil(lambda: table.rowCount() == 2)
    assert said(page).tone is Tone.NEUTRAL
    assert page._context.till.shop.categories == ()
    click(page, "save_goods")
    qtbot.waitUntil(lambda: len(page._context.till.shop.categories) == 2)


def test_a_pasted_list_with_a_bad_row_says_which(page: PreferencesPage) -> None:
    page.go_to(SectionId.GOODS)
    click(page, "show_items")
    click(page, "paste")
    child(page, QPlainTextEdit, "pasted").setPlainText("1\tBread\tF")
    click(page, "use_pasted")
    click(page, "save_goods")
    assert said(page).tone is Tone.WARN
    assert "1" in said(page).text()
    assert "F" in said(page).text()


def test_esc_closes_the_pasting_before_it_leaves(page: PreferencesPage) -> None:
    left: list[bool] = []
    page.left.connect(lambda: left.append(True))
    page.go_to(SectionId.GOODS)
    click(page, "paste")
    press(Qt.Key.Key_Escape)
    assert not left
    page.step_back()
    assert left


def test_a_cashier_is_added_with_keys_alone(page: PreferencesPage, qtbot: QtBot) -> None:
    page.go_to(SectionId.STAFF)
    click(page, "add_cashier")
    for text in ("Mei", "9182", "9182"):
        QTest.keyClicks(focused(), text)
        press(Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: said(page).tone is Tone.GOOD)
    assert "Mei" in said(page).text()
    assert sign_in(page._context.till, "Mei", "9182").name == "Mei"


def test_a_weak_pin_is_refused_and_typed_again(page: PreferencesPage) -> None:
    page.go_to(SectionId.STAFF)
    click(page, "set_pin_1")
    for _ in range(2):
        QTest.keyClicks(focused(), "1234")
        press(Qt.Key.Key_Return)
    assert said(page).tone is Tone.WARN
    assert not child(page, QLineEdit, "staff_pin").text()
    assert focused().objectName() == "staff_pin"


def test_esc_closes_the_form_and_keeps_the_name_for_the_next_time(page: PreferencesPage) -> None:
    page.go_to(SectionId.STAFF)
    click(page, "add_cashier")
    QTest.keyClicks(focused(), "Mei")
    press(Qt.Key.Key_Escape)
    click(page, "add_cashier")
    assert child(page, QLineEdit, "staff_name").text() == "Mei"


def test_the_last_owner_stays(page: PreferencesPage) -> None:
    page.go_to(SectionId.STAFF)
    click(page, "active_0")
    assert said(page).tone is Tone.WARN


def test_a_cashier_is_let_go(page: PreferencesPage, qtbot: QtBot) -> None:
    page.go_to(SectionId.STAFF)
    click(page, "active_1")
    qtbot.waitUntil(lambda: said(page).tone is Tone.GOOD)
    assert [one.is_active for one in result(page._context.till.staff())] == [True, False]
    qtbot.waitUntil(lambda: child(page, QWidget, "set_pin_1").isHidden())
