"""The register's sales on the page: keys pressed, words read, files answered."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.changes import Changed, nobody_listens
from desktop.handover.desk import HandOver
from desktop.till import Till
from regulars.points.earning import Line
from tests.ui.audit import Watch, nameless, pseudo_translator, small_targets, untranslated
from tests.ui.counter.conftest import Hands
from tests.ui.drawing import check_golden
from tests.ui.shop import add_member, result
from ui.counter.page import CounterPage
from ui.theme import apply_theme

ENTER, DEL, F5, F8 = Qt.Key.Key_Return, Qt.Key.Key_Delete, Qt.Key.Key_F5, Qt.Key.Key_F8


class Register:
    """The shop's register beside the page."""

    def __init__(self, till: Till, page: CounterPage) -> None:
        self.desk, self.page = HandOver(till), page
        self.desk.scan()
        page.serve_register(self.desk)
        till.publish = nobody_listens  # it speaks from other threads; `look` tells the page

    def hand(self, receipt: str, amount: str = "20.00", **more: Any) -> None:
        """Hand a sale over."""
        sale = {"v": 1, "receipt": receipt, "amount": amount} | more
        (self.desk.folder / f"{receipt}.json").write_text(json.dumps(sale))
        self.look()

    def look(self) -> None:
        """Look at the folder, and tell the page as the bridge would."""
        self.desk.scan()
        self.page.changed(Changed(handed=True))

    def answer(self, receipt: str) -> Any:
        """Give the answer after one more look."""
        self.look()
        return json.loads((self.desk.folder / "answers" / f"{receipt}.json").read_bytes())


@pytest.fixture
def register(till: Till, page: CounterPage) -> Iterator[Register]:
    """Give a register whose sales wait on this page."""
    made = Register(till, page)
    yield made
    made.desk.stop()


def rows(page: CounterPage) -> list[str]:
    """Give the words of the list."""
    model = page.waiting.list.model()
    return [str(model.data(model.index(at, 0))) for at in range(model.rowCount())]


def three(register: Register) -> None:
    """Let three sales wait, none of them on the counter."""
    register.page.scan.setFocus()
    register.page.sale.receipt.setText("?")
    lines = [{"amount": "100.00", "item": "4711"}, {"amount": "28.50"}]
    register.hand("A-1", "128.50", lines=lines, at="2026-11-22T10:05:00+08:00")
    register.hand("A-2", "20.00", redeem=100)
    register.hand("A-3", "7.00", at="2026-11-21T18:00:00+08:00")
    register.page.sale.receipt.setText("")


def test_a_sale_of_the_register_waits_for_its_member(
    page: CounterPage, hands: Hands, till: Till, register: Register, qtbot: QtBot
) -> None:
    lines = [{"amount": "1000.00", "item": "4711"}, {"amount": "280.50"}]
    register.hand("R-9", "1280.50", lines=lines)
    assert (page.sale.amount.text(), page.sale.receipt.text()) == ("1280.50", "R-9")
    assert page.result.text() == "$1,280.50 from the register. Scan the card."
    page.member_found(add_member(till))
    hands.press(ENTER)
    qtbot.waitUntil(lambda: "1,280 points" in page.result.text())
    found = result(till.sale_by_receipt("R-9"))
    assert getattr(found, "lines", ()) == (Line(100_000, item="4711"), Line(28_050))
    assert register.answer("R-9")["status"] == "awarded"


def test_one_of_several_is_taken_with_keys_only(
    page: CounterPage, hands: Hands, till: Till, register: Register, qtbot: QtBot
) -> None:
    three(register)
    assert page._waiting_button.text() == "3 sales wait"
    hands.press(F5)
    assert page.waiting.isVisible()
    assert [row.split("  ")[0] for row in rows(page)] == ["A-3", "A-2", "A-1"]
    assert "10:05 · 2 lines" in rows(page)[2]
    assert "100 points to redeem" in rows(page)[1]
    hands.press(Qt.Key.Key_Down)
    hands.press(Qt.Key.Key_Down)
    hands.press(ENTER)
    assert (page.sale.amount.text(), page.sale.receipt.text()) == ("128.50", "A-1")
    assert "on the screen now" in rows(page)[2]
    page.member_found(add_member(till))
    hands.press(ENTER)
    qtbot.waitUntil(lambda: "128 points" in page.result.text())
    assert [row.split("  ")[0] for row in rows(page)] == ["A-3", "A-2"]
    assert register.answer("A-1")["points"] == 128


def test_typing_a_receipt_finds_it_and_esc_leaves_everything_as_it_was(
    page: CounterPage, hands: Hands, register: Register
) -> None:
    three(register)
    hands.press(F5)
    hands.type("a-2")
    assert page.waiting.current_key() == "|A-2"
    hands.press(Qt.Key.Key_Escape)
    assert not page.waiting.isVisible()
    assert page.scan.hasFocus()
    assert page.sale.amount.text() == ""


def test_one_is_put_aside_with_a_key_and_brought_back_with_another(
    page: CounterPage, hands: Hands, register: Register
) -> None:
    three(register)
    hands.press(F5)
    hands.press(DEL)
    said = "Receipt A-3 is put aside, without points. If it is wanted later, send it again"
    assert page.result.text().startswith(said)
    assert register.answer("A-3")["status"] == "dismissed"
    assert len(rows(page)) == 2
    assert page.waiting.isVisible()
    hands.press(F8)
    assert page.result.text() == "Receipt A-3 waits again."
    register.look()
    assert len(rows(page)) == 3


def test_the_last_one_put_aside_leads_back_to_the_counter(
    page: CounterPage, hands: Hands, register: Register
) -> None:
    register.hand("A-1")
    hands.press(F5)
    hands.press(DEL)
    assert not page.waiting.isVisible()
    assert page._waiting_button.isHidden()
    assert page.sale.receipt.text() == ""
    hands.press(F8)
    assert page.sale.receipt.text() == "A-1"


def test_the_key_that_puts_aside_deletes_in_a_field_elsewhere(
    page: CounterPage, hands: Hands, register: Register
) -> None:
    register.hand("A-1")
    page.sale.receipt.setFocus()
    page.sale.receipt.setCursorPosition(0)
    hands.press(DEL)
    assert page.sale.receipt.text() == "-1"
    assert len(rows(page)) == 1
    hands.press(F5)
    page.scan.setFocus()
    page.scan.setText("7")
    page.scan.setCursorPosition(0)
    QTest.keyClick(page.scan, DEL)
    assert page.scan.text() == ""
    assert len(rows(page)) == 1


def test_mouse_and_touch_take_and_put_aside_too(page: CounterPage, register: Register) -> None:
    three(register)
    QTest.mouseClick(page._waiting_button, Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.waiting._aside, Qt.MouseButton.LeftButton)
    QTest.mouseClick(page.waiting._go, Qt.MouseButton.LeftButton)
    assert page.sale.receipt.text() == "A-2"
    assert len(rows(page)) == 2


def test_the_list_without_sales_says_what_comes_here(page: CounterPage, hands: Hands) -> None:
    hands.press(F5)
    assert page.waiting._hint.text().startswith("None waits.")
    assert not page.waiting._go.isEnabled()
    hands.press(DEL)
    hands.press(Qt.Key.Key_Escape)
    assert page.scan.hasFocus()


def test_the_list_of_what_waits_is_drawn(
    page: CounterPage, hands: Hands, register: Register
) -> None:
    three(register)
    hands.press(F5)
    check_golden(page, "counter_waiting")
    assert (nameless(page), small_targets(page)) == ([], [])


def test_every_word_of_the_list_is_translated(
    page: CounterPage, hands: Hands, register: Register
) -> None:
    three(register)
    hands.press(F5)
    hands.press(DEL)
    pseudo = pseudo_translator()
    QCoreApplication.installTranslator(pseudo)
    try:
        QApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
        months = {
            QLocale().standaloneMonthName(month, form)
            for month in range(1, 13)
            for form in (QLocale.FormatType.ShortFormat, QLocale.FormatType.LongFormat)
        }
        assert untranslated(page, months) == []
        assert all("[" in row for row in rows(page))
    finally:
        QCoreApplication.removeTranslator(pseudo)


@pytest.mark.parametrize("is_large", [False, True])
def test_the_list_fits_a_cheap_screen(
    page: CounterPage, hands: Hands, register: Register, qapp: QApplication, is_large: bool
) -> None:
    three(register)
    hands.press(F5)
    apply_theme(qapp, palette="dark", language="en", large=is_large, training=False)
    try:
        page.resize(1024, 500)
        least = page.minimumSizeHint()
        assert least.width() <= 1024
        assert least.height() <= 500
    finally:
        apply_theme(qapp, palette="light", language="en", large=False, training=False)


def test_the_list_reads_no_file(page: CounterPage, no_blocking: Watch) -> None:
    assert no_blocking.heard == []
    page._open_waiting()
    page.look_at_register()
