"""The counter by keys pressed and words shown, on a real till and a real file."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.answers import MemberCard, SaleDone
from desktop.changes import Changed
from desktop.requests import SaleRequest
from desktop.store.shop import Category
from desktop.till import Till
from desktop.verbs.shop import keep_goods
from regulars.points.earning import Line
from regulars.refusals import UnknownCard
from tests.ui.audit import Watch
from tests.ui.counter.conftest import Hands, open_windows
from tests.ui.shop import add_member, result
from ui import actions
from ui.context import Context
from ui.counter.page import CounterPage
from ui.widgets.result_line import Tone

ENTER, ESC, F2, F3, F4, F6, F7, F8, F10 = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_F2,
    Qt.Key.Key_F3,
    Qt.Key.Key_F4,
    Qt.Key.Key_F6,
    Qt.Key.Key_F7,
    Qt.Key.Key_F8,
    Qt.Key.Key_F10,
)


def words(page: CounterPage, name: str) -> str:
    label = page.findChild(QLabel, name)
    assert label is not None, name
    return label.text()


def sold(till: Till, member: MemberCard, amount: int, receipt: str = "") -> SaleDone:
    request = SaleRequest(till.fresh_id(), member.id, (Line(amount),), receipt=receipt)
    done = result(till.sell(request))
    assert isinstance(done, SaleDone), done
    return done


def read(till: Till, member: MemberCard, how: str = "card") -> MemberCard:
    found = result(till.member(member.id, how))
    assert found is not None
    return found


def set_setting(page: CounterPage, till: Till, key: str, value: str) -> None:
    assert result(till.set_setting(key, value)) is None
    page.changed(Changed(shop=True))


def said(page: CounterPage, qtbot: QtBot, part: str) -> str:
    qtbot.waitUntil(lambda: part in page.result.text())
    return page.result.text()


def test_known_member_award_is_scan_digits_enter_and_no_dialog(
    page: CounterPage, hands: Hands, till: Till, qtbot: QtBot, no_blocking: Watch
) -> None:
    with no_blocking.paused():
        ada = add_member(till, "王美玲", "0912 345 678")
    page.member_found(ada)  # the scan
    hands.type("128.5")
    assert page.sale.award.text() == "Award 128 points"
    hands.press(ENTER)
    assert said(page, qtbot, "128") == "128 points for 王美玲, 128 now"
    assert hands.keys == len("128.5") + 1
    assert open_windows() == [page]
    assert page.scan.hasFocus()
    assert page.sale.amount.text() == ""
    assert words(page, "balance") == "128 points"
    assert "Scan the next card" in words(page, "as_of")


def test_redeeming_all_that_fits_is_one_key_and_enter(
    page: CounterPage, hands: Hands, till: Till, qtbot: QtBot
) -> None:
    ada = add_member(till)
    sold(till, ada, 40_000)
    page.member_found(read(till, ada))
    hands.type("10")
    before = hands.keys
    hands.press(F4)
    assert page.sale.award.text() == "Redeem 400 and award 6"
    hands.press(ENTER)
    assert said(page, qtbot, "redeemed") == "400 points redeemed, 6 points earned for Ada, 6 now"
    assert hands.keys - before == 2


def test_undo_is_one_key_and_brings_the_sale_back_to_correct_it(
    page: CounterPage, hands: Hands, till: Till, qtbot: QtBot
) -> None:
    ada = add_member(till)
    page.member_found(ada)
    hands.type("1000")
    hands.press(ENTER)
    said(page, qtbot, "1,000 now")
    before = hands.keys
    hands.press(F8)
    said(page, qtbot, "Undone: Ada has 0 again")
    assert hands.keys - before == 1
    assert page.sale.amount.text() == "1000"
    assert words(page, "member_name") == "Ada"
    hands.press(Qt.Key.Key_Backspace)
    hands.press(ENTER)
    assert said(page, qtbot, "100 now") == "100 points for Ada, 100 now"
    assert result(till.today()).members_served == 1


def test_undo_is_offered_until_the_next_act(
    page: CounterPage, hands: Hands, till: Till, qtbot: QtBot
) -> None:
    ada, bo = add_member(till), add_member(till, "Bo")
    assert not page._actions[actions.Id.UNDO].isEnabled()
    page.member_found(ada)
    hands.type("5")
    hands.press(ENTER)
    said(page, qtbot, "Ada, 5 now")
    page.member_found(bo)
    assert page._actions[actions.Id.UNDO].isEnabled()
    hands.type("7")
    hands.press(ENTER)
    said(page, qtbot, "Bo, 7 now")
    hands.press(F8)
    said(page, qtbot, "Undone: Bo has 0 again")
    assert not page._actions[actions.Id.UNDO].isEnabled()
    hands.press(F8)
    assert read(till, ada).balance == 5


@pytest.mark.parametrize("typed", ["zs", "3444"])
def test_zhang_san_is_found_in_at_most_four_keys(
    page: CounterPage, hands: Hands, till: Till, qtbot: QtBot, typed: str
) -> None:
    add_member(till, "李四", "0922 333 555")
    add_member(till, "张三", "0922 333 444")
    hands.type(typed)
    qtbot.waitUntil(lambda: bool(page.found.rows()))
    assert hands.keys <= 4
    row = page.found.current()
    assert row is not None
    assert row.name == "张三"
    hands.press(ENTER)
    qtbot.waitUntil(lambda: words(page, "member_name") == "张三")
    assert page.sale.amount.hasFocus()


def test_the_arrows_choose_among_those_found(
    page: CounterPage, hands: Hands, till: Till, qtbot: QtBot
) -> None:
    add_member(till, "Ann Lee")
    add_member(till, "Ann Moe")
    hands.type("ann")
    qtbot.waitUntil(lambda: len(page.found.rows()) == 2)
    second = page.found.rows()[1].name
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Down):
        hands.press(key)
    hands.press(ENTER)
    qtbot.waitUntil(lambda: words(page, "member_name") == second)


def test_whoever_is_not_found_can_be_made_a_member(
    page: CounterPage, hands: Hands, qtbot: QtBot
) -> None:
    hands.type("0912345678")
    qtbot.waitUntil(page.found.isVisible)
    assert words(page, "nobody") == "Nobody found for “0912345678”."
    with qtbot.waitSignal(page.enrol_wanted) as wanted:
        hands.press(F2)
    assert wanted.args == ["0912345678"]


def test_esc_steps_back_and_keeps_what_was_typed(
    page: CounterPage, hands: Hands, till: Till, qtbot: QtBot
) -> None:
    page.member_found(add_member(till))
    hands.type("12.5")
    page.scan.setFocus()
    hands.type("xy")
    qtbot.waitUntil(page.found.isVisible)
    hands.press(ESC)
    assert (page.found.isVisible(), page.scan.text()) == (False, "xy")
    hands.press(ESC)
    hands.press(ESC)
    assert page.person.today.isVisible()
    assert page.sale.amount.text() == "12.5"
    assert not page.back()


def test_a_scan_in_the_middle_of_a_sale_keeps_the_amount(
    page: CounterPage, hands: Hands, till: Till, qtbot: QtBot
) -> None:
    ada, bo = add_member(till), add_member(till, "Bo")
    page.sale.amount.setFocus()
    hands.type("30")
    assert page.sale.award.text() == "Scan a card first"
    page.member_found(ada)
    assert (page.sale.amount.text(), page.result.text()) == ("30", "")
    page.member_found(bo)
    assert page.sale.amount.text() == "30"
    assert page.result.text() == "This sale is now for Bo, no longer for Ada."
    hands.press(ENTER)
    said(page, qtbot, "Bo, 30 now")


def test_points_without_the_card_ask_for_the_month_and_sell_once(
    page: CounterPage, hands: Hands, till: Till, qtbot: QtBot
) -> None:
    ada = add_member(till, birthday="1990-11-25")
    sold(till, ada, 40_000)
    page.member_found(read(till, ada, "name"))
    hands.type("10")
    hands.press(F3)
    hands.type("300")
    hands.press(ENTER)
    qtbot.waitUntil(page.question.isVisible)
    assert words(page, "question") == "Which month is the birthday of Ada?"
    hands.type("3")
    hands.press(ENTER)
    said(page, qtbot, "month")
    QTest.mouseClick(page.question._months[10], Qt.MouseButton.LeftButton)
    said(page, qtbot, "300 points redeemed")
    assert page.sale.isVisible()
    assert read(till, ada).balance == 400 - 300 + 7


def test_without_a_birthday_somebody_approves(
    page: CounterPage, hands: Hands, till: Till, qtbot: QtBot
) -> None:
    ada = add_member(till)
    sold(till, ada, 40_000)
    page.member_found(read(till, ada, "phone"))
    hands.type("10")
    hands.press(F4)
    with qtbot.waitSignal(page.approval_wanted) as wanted:
        hands.press(ENTER)
    assert wanted.args is not None
    act, then = wanted.args
    assert act == "redeem"
    then(till.person)
    said(page, qtbot, "400 points redeemed")


def test_points_can_be_spent_without_a_sale(
    page: CounterPage, hands: Hands, till: Till, qtbot: QtBot
) -> None:
    ada = add_member(till)
    sold(till, ada, 40_000)
    page.member_found(read(till, ada))
    hands.press(F3)
    hands.press(F3)  # by what they pay
    hands.type("3.00")
    assert page.sale.award.text() == "Redeem 300 points ($3.00)"
    hands.press(ENTER)
    assert "Ada, 100 now" in said(page, qtbot, "redeemed")
    hands.press(F8)
    said(page, qtbot, "Undone: Ada has 400 again")


def test_esc_leaves_the_choice_of_points_and_keeps_the_amount(
    page: CounterPage, hands: Hands, till: Till
) -> None:
    ada = add_member(till)
    sold(till, ada, 40_000)
    page.member_found(read(till, ada))
    hands.type("10")
    hands.press(F3)
    hands.type("300")
    assert page.sale.award.text() == "Redeem 300 and award 7"
    hands.press(ESC)
    assert page.sale.amount.hasFocus()
    assert page.sale.award.text() == "Award 10 points"


def test_a_receipt_that_has_earned_offers_its_sale(
    page: CounterPage, hands: Hands, till: Till, qtbot: QtBot
) -> None:
    ada = add_member(till)
    first = sold(till, ada, 1_000, "A-1")
    page.member_found(ada)
    page.sale.receipt.setText("a-1")
    hands.type("10")
    hands.press(ENTER)
    qtbot.waitUntil(lambda: page.result.tone is Tone.BAD)
    with qtbot.waitSignal(page.refund_wanted) as wanted:
        page.result.acted.emit()
    assert wanted.args == [first.act]
    assert page.sale.amount.text() == "10"


def test_a_receipt_can_be_required(
    page: CounterPage, hands: Hands, till: Till, qtbot: QtBot
) -> None:
    set_setting(page, till, "receipt_required", "yes")
    page.member_found(add_member(till))
    hands.type("10")
    hands.press(ENTER)
    assert page.result.text() == "Type the receipt number, then press Enter again."
    hands.type("A-7")
    hands.press(ENTER)
    said(page, qtbot, "10 now")


def test_slips_print_by_themselves_where_the_shop_wants_it(
    page: CounterPage, hands: Hands, till: Till, qtbot: QtBot
) -> None:
    set_setting(page, till, "print_slips", "yes")
    page.member_found(add_member(till))
    hands.type("10")
    with qtbot.waitSignal(page.slip_wanted) as first:
        hands.press(ENTER)
    with qtbot.waitSignal(page.slip_wanted) as again:
        hands.press(F10)
    assert first.args is not None
    assert again.args == first.args


def test_a_letter_puts_the_amount_under_its_category(
    page: CounterPage, hands: Hands, till: Till, qtbot: QtBot
) -> None:
    goods = (Category("F", "Food"), Category("T", "Tobacco", earns=False))
    result(till.change_shop("settings", lambda opened: keep_goods(opened.book, goods, ())))
    page.changed(Changed(shop=True))
    page.member_found(add_member(till))
    hands.type("20f8t")
    assert (page.sale.amount.text(), words(page, "total")) == ("", "Total $28.00")
    hands.type("1.5f")
    assert page.sale.award.text() == "Award 21 points"
    hands.press(ENTER)
    said(page, qtbot, "21 now")
    assert page.sale.typed_parts() == ()


def test_a_scan_that_led_to_nobody_says_so_and_changes_nothing(
    page: CounterPage, hands: Hands, till: Till
) -> None:
    page.member_found(add_member(till))
    hands.type("5")
    page.scan_failed(UnknownCard())
    assert page.result.tone is Tone.WARN
    assert page.sale.amount.text() == "5"


def test_keys_lead_to_the_card_and_to_refunds(
    page: CounterPage, hands: Hands, till: Till, qtbot: QtBot
) -> None:
    ada = add_member(till)
    page.member_found(ada)
    with qtbot.waitSignal(page.card_wanted) as card:
        hands.press(F6)
    assert card.args == [ada]
    with qtbot.waitSignal(page.member_wanted) as member:
        QTest.mouseClick(page.foot.open_member, Qt.MouseButton.LeftButton)
    assert member.args == [ada.id]
    with qtbot.waitSignal(page.refund_wanted) as refund:
        hands.press(F7)
    assert refund.args == [None]


def test_what_changes_elsewhere_is_read_again(page: CounterPage, till: Till, qtbot: QtBot) -> None:
    ada = add_member(till)
    page.member_found(ada)
    sold(till, ada, 900)
    page.changed(Changed(frozenset({ada.id})))
    qtbot.waitUntil(lambda: words(page, "balance") == "9 points")


def test_a_member_is_told_what_ends_and_owes_and_celebrates(page: CounterPage, till: Till) -> None:
    ada = add_member(till, birthday="--11-20")
    today = ada.joined
    page.member_found(
        replace(ada, balance=300, debt=12, ending=((today.replace(month=12, day=31), 300),))
    )
    assert words(page, "worth") == "Worth $3.00 here now"
    assert words(page, "owes").startswith("Owes 12 points")
    assert words(page, "ends").startswith("300 points will end on")
    assert words(page, "birthday").startswith("Birthday was on")
    assert words(page, "last_visit") == "First visit"


def test_a_number_of_two_members_shows_both(page: CounterPage, till: Till, qtbot: QtBot) -> None:
    for name in ("Ann Lee", "Ann Moe"):
        add_member(till, name)
    found = result(till.search("ann"))
    page.choices_found(tuple(found))
    assert len(page.found.rows()) == 2
    QTest.mouseClick(
        page.found._list.viewport(),
        Qt.MouseButton.LeftButton,
        pos=page.found._list.visualRect(page.found._model.index(1)).center(),
    )
    qtbot.waitUntil(lambda: words(page, "member_name") == page.found.rows()[1].name)


def test_the_pad_types_where_the_person_is(page: CounterPage, till: Till) -> None:
    page.member_found(add_member(till))
    page.foot.pad_toggle.setChecked(True)
    for key in ("key_1", "key_2", "key_enter"):
        button = page.person.pad.findChild(type(page.person.pad._enter), key)
        assert button is not None
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert page.height() == 500
    assert page._presenter._is_writing


def test_what_is_said_is_also_said_aloud(
    page: CounterPage, hands: Hands, context: Context, till: Till, qtbot: QtBot
) -> None:
    page.member_found(add_member(till))
    hands.press(ENTER)
    hands.type("2")
    hands.press(ENTER)
    said(page, qtbot, "2 now")
    voice: list[tuple[str, bool]] = getattr(context.announce, "said")  # noqa: B009
    assert voice == [
        ("Type the amount of the sale.", False),
        ("2 points for Ada, 2 now", True),
    ]
    assert QApplication.activeModalWidget() is None


def test_the_text_of_a_card_can_be_typed_by_hand(
    page: CounterPage, hands: Hands, till: Till, qtbot: QtBot
) -> None:
    new = result(till.replace_card(add_member(till).id))
    hands.type(str(getattr(new, "card_text", "")).lower())
    qtbot.waitUntil(page.found.isVisible)
    hands.press(ENTER)
    qtbot.waitUntil(lambda: words(page, "member_name") == "Ada")
