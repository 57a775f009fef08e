"""Refunds by keys pressed and words shown, on a real till and a real file."""

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.answers import MemberCard, RedeemDone, RefundDone, SaleDone
from desktop.requests import RedeemRequest, RefundRequest, SaleRequest
from desktop.store.shop import Category, Item
from desktop.till import Till
from desktop.verbs.shop import keep_goods
from regulars.points.earning import Line
from regulars.refusals import UnknownSale
from tests.ui.audit import Watch, nameless, pseudo_translator, small_targets, untranslated
from tests.ui.drawing import check_golden
from tests.ui.members.desk import too_wide
from tests.ui.shop import add_member, result
from ui.refund.page import RefundPage
from ui.theme import apply_theme
from ui.widgets.result_line import Tone

ENTER = Qt.Key.Key_Return


def words(page: RefundPage, name: str) -> str:
    label = page.findChild(QLabel, name)
    assert label is not None, name
    return label.text()


def sold(
    till: Till, member: MemberCard, *amounts: int, receipt: str = "", spend: int = 0
) -> SaleDone:
    lines = tuple(Line(amount, "F", f"{at}") for at, amount in enumerate(amounts))
    request = SaleRequest(till.fresh_id(), member.id, lines, receipt=receipt, spend_points=spend)
    done = result(till.sell(request))
    assert isinstance(done, SaleDone), done
    return done


def press(page: RefundPage, *keys: Qt.Key | str) -> None:
    for key in keys:
        widget = page.focusWidget() or page
        if isinstance(key, str):
            QTest.keyClicks(widget, key)
        else:
            QTest.keyClick(widget, key)


def shown(page: RefundPage, qtbot: QtBot, receipt: str) -> None:
    qtbot.waitUntil(lambda: page.card.isVisible() and receipt in words(page, "of_receipt"))


def test_a_refund_is_the_scan_of_the_slip_and_enter(
    page: RefundPage, till: Till, qtbot: QtBot, no_blocking: Watch
) -> None:
    with no_blocking.paused():
        sale = sold(till, add_member(till, "王美玲"), 12_850, receipt="A-1")
    page.open_sale(sale.act)  # the scan
    shown(page, qtbot, "A-1")
    assert words(page, "who") == "王美玲"
    assert words(page, "cash") == "Hand out $128.50"
    assert words(page, "taken") == "128 points earned will be taken back"
    assert page.back_panel.button.text() == "Refund $128.50"
    with qtbot.waitSignal(page.slip_wanted) as slip:
        press(page, ENTER)
    assert page.result.text() == "Hand out $128.50. 王美玲 has 0 now"
    assert slip.args is not None
    assert isinstance(slip.args[0], RefundDone)
    assert slip.args[0].why == "refund"
    with qtbot.waitSignal(page.left):
        press(page, ENTER)


def test_a_sale_is_found_by_its_receipt(page: RefundPage, till: Till, qtbot: QtBot) -> None:
    sold(till, add_member(till), 500, receipt="A-10442")
    press(page, "a-10442", ENTER)
    shown(page, qtbot, "A-10442")
    press(page, "2", ENTER)
    qtbot.waitUntil(lambda: page.result.text() == "Hand out $2.00. Ada has 3 now")
    qtbot.waitUntil(lambda: words(page, "left_of_it") == "$3.00 of $5.00 is left")


def test_a_receipt_nobody_knows_is_said_plainly(page: RefundPage, qtbot: QtBot) -> None:
    press(page, "nothing", ENTER)
    qtbot.waitUntil(lambda: page.result.tone is Tone.WARN)
    assert page.finder.hasFocus()
    assert page.finder.selectedText() == "nothing"
    press(page, Qt.Key.Key_Backspace, ENTER)
    page.scan_failed(UnknownSale())
    assert page.result.tone is Tone.WARN


def test_lines_can_come_back_by_themselves(page: RefundPage, till: Till, qtbot: QtBot) -> None:
    goods = ((Category("F", "Food"),), (Item("0", "Bread", "F"),))
    result(till.change_shop("settings", lambda opened: keep_goods(opened.book, *goods)))
    ada = add_member(till)
    sold(till, ada, 40_000)
    sale = sold(till, ada, 6_000, 4_000, receipt="A-3", spend=400)
    page.open_sale(sale.act)
    shown(page, qtbot, "A-3")
    assert "Bread" in [label.text() for label in page.card.findChildren(QLabel)]
    page.card._fields[0].setFocus()
    press(page, "30")
    assert words(page, "cash") == "Hand out $28.80"
    assert words(page, "returned") == "120 points spent will come back"
    with qtbot.waitSignal(page.refunded) as done:
        press(page, ENTER)
    assert done.args is not None
    assert done.args[0].back.line_minor == (3_000, 0)
    qtbot.waitUntil(lambda: words(page, "left_of_it") == "$70.00 of $100.00 is left")
    assert page.card.typed() == ("", "")


def test_what_the_balance_cannot_cover_is_said_to_be_owed(
    page: RefundPage, till: Till, qtbot: QtBot
) -> None:
    ada = add_member(till)
    first = sold(till, ada, 40_000, receipt="A-1")
    sold(till, ada, 400, spend=400)
    page.open_sale(first.act)
    shown(page, qtbot, "A-1")
    assert words(page, "owed") == "400 points of them will be owed: the balance has too few"


def test_of_a_sale_that_points_paid_nothing_is_handed_out(
    page: RefundPage, till: Till, qtbot: QtBot
) -> None:
    ada = add_member(till)
    sold(till, ada, 40_000)
    sale = sold(till, ada, 400, receipt="A-2", spend=400)
    page.open_sale(sale.act)
    shown(page, qtbot, "A-2")
    assert words(page, "cash") == "Paid with points: hand out nothing"
    assert words(page, "returned") == "400 points spent will come back"
    press(page, ENTER)
    qtbot.waitUntil(lambda: page.result.text() == "Given back: Ada has 400 now")


def test_a_sale_given_back_in_full_is_said_plainly(
    page: RefundPage, till: Till, qtbot: QtBot
) -> None:
    sale = sold(till, add_member(till), 500, receipt="A-1")
    result(till.give_back(RefundRequest(till.fresh_id(), sale.act, "refund")))
    page.open_sale(sale.act)
    shown(page, qtbot, "A-1")
    assert words(page, "cash") == "This sale was given back in full already."
    assert not page.back_panel.button.isEnabled()
    press(page, ENTER)
    assert page.result.tone is Tone.WARN
    check_golden(page, "refund_gone")


def test_too_much_is_refused_and_nothing_is_written(
    page: RefundPage, till: Till, qtbot: QtBot
) -> None:
    sale = sold(till, add_member(till), 500, receipt="A-1")
    page.open_sale(sale.act)
    shown(page, qtbot, "A-1")
    for typed in ("9", "0", "."):
        page.back_panel.amount.setText(typed)
        press(page, ENTER)
        if typed != ".":
            assert page.back_panel.button.text() == "Check the amount"
            assert page.result.tone is Tone.BAD
        assert page.back_panel.amount.text() == typed


def test_a_mistake_is_void_as_a_whole(page: RefundPage, till: Till, qtbot: QtBot) -> None:
    sale = sold(till, add_member(till), 500, receipt="A-1")
    page.open_sale(sale.act)
    shown(page, qtbot, "A-1")
    press(page, "2")
    page.back_panel._void.click()
    assert page.back_panel.amount.text() == ""
    assert page.back_panel.button.text() == "Void this sale of $5.00"
    page.back_panel.amount.setFocus()
    press(page, "2")
    assert page.back_panel._refund.isChecked()
    page.back_panel._void.click()
    with qtbot.waitSignal(page.refunded) as done:
        page.back_panel.button.click()
    assert done.args is not None
    assert done.args[0].why == "void"


def test_points_spent_on_a_reward_come_back(page: RefundPage, till: Till, qtbot: QtBot) -> None:
    ada = add_member(till)
    sold(till, ada, 40_000)
    spent = result(till.redeem(RedeemRequest(till.fresh_id(), ada.id, 300)))
    assert isinstance(spent, RedeemDone)
    page.open_sale(spent.act)
    qtbot.waitUntil(page.card.isVisible)
    assert page.back_panel.button.text() == "Return 300 points"
    press(page, ENTER)
    qtbot.waitUntil(lambda: page.result.text() == "Given back: Ada has 400 now")


def test_esc_leaves(page: RefundPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.left):
        press(page, Qt.Key.Key_Escape)


def test_the_page_is_drawn(page: RefundPage, till: Till, qtbot: QtBot) -> None:
    check_golden(page, "refund_blank")
    sale = sold(till, add_member(till, "王美玲"), 6_000, 4_000, receipt="A-1")
    page.open_sale(sale.act)
    shown(page, qtbot, "A-1")
    check_golden(page, "refund_sale")
    page.open_blank()
    assert not page.card.isVisible()


def test_everything_has_a_name_a_size_and_a_translation(
    page: RefundPage, till: Till, qtbot: QtBot
) -> None:
    assert (nameless(page), small_targets(page)) == ([], [])
    sale = sold(till, add_member(till), 6_000, 4_000, receipt="A-1")
    page.open_sale(sale.act)
    shown(page, qtbot, "A-1")
    assert (nameless(page), small_targets(page)) == ([], [])
    press(page, "1", ENTER)
    qtbot.waitUntil(lambda: page.result.tone is Tone.GOOD)
    pseudo = pseudo_translator()
    QCoreApplication.installTranslator(pseudo)
    try:
        QApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
        assert untranslated(page, {"Ada", "0", "1"}) == []
    finally:
        QCoreApplication.removeTranslator(pseudo)


@pytest.mark.parametrize("is_large", [False, True])
def test_the_page_fits_a_cheap_screen(
    page: RefundPage, till: Till, qtbot: QtBot, qapp: QApplication, is_large: bool
) -> None:
    sale = sold(till, add_member(till), 6_000, 4_000, receipt="A-1")
    apply_theme(qapp, palette="dark", language="en", large=is_large, training=False)
    try:
        page.open_sale(sale.act)
        shown(page, qtbot, "A-1")
        qtbot.wait(0)
        least = page.minimumSizeHint()
        assert least.width() <= 1024
        assert least.height() <= 500
        assert too_wide(page) == []
    finally:
        apply_theme(qapp, palette="light", language="en", large=False, training=False)
