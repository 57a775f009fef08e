"""The counter of a till that has joined a centre: what is here, what is asked for, what is sent."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.answers import MemberCard
from desktop.till import Till
from sync.enrolment import Standing
from sync.wire_push import Outcome
from sync.wire_rows import LinkRow
from sync.wishes import WishEnd
from tests.ui.audit import nameless, pseudo_translator, small_targets, untranslated
from tests.ui.counter.conftest import Hands
from tests.ui.counter.test_looks import hide_numbers, months
from tests.ui.counter.test_page import read, said, words
from tests.ui.drawing import check_golden
from tests.ui.joined import EAST, MARKET, Centre
from tests.ui.shop import add_member, result
from ui.bridge import Bridge
from ui.context import Context
from ui.counter.page import CounterPage
from ui.theme import apply_theme
from ui.widgets.result_line import Tone

ENTER, ESC, F3, F4, F8 = (
    Qt.Key.Key_Return,
    Qt.Key.Key_Escape,
    Qt.Key.Key_F3,
    Qt.Key.Key_F4,
    Qt.Key.Key_F8,
)


@pytest.fixture
def ada(till: Till) -> MemberCard:
    return add_member(till, "王美玲", "0912 345 678")


@pytest.fixture
def centre(till: Till, ada: MemberCard) -> Centre:
    """Give Ada 1,200 points, of which 900 can be spent here and 300 are at another till."""
    one = Centre(till)
    one.names()
    one.has_heard_all()
    one.says_who_holds(ada.wallet, 1_200, 900, (EAST, 300))
    return one


@pytest.fixture
def page(context: Context, centre: Centre, qtbot: QtBot) -> Iterator[CounterPage]:
    made = CounterPage(replace(context, want_rights=centre.want_rights))
    bridge = Bridge(made)
    bridge.changed.connect(made.changed)
    context.till.publish = bridge.publish
    qtbot.addWidget(made)
    made.resize(1024, 500)
    made.show()
    made.scan.setFocus()
    qtbot.waitUntil(lambda: made.person.today.served() != "–")
    yield made
    context.till.publish = lambda _note: None


def serve(page: CounterPage, till: Till, ada: MemberCard) -> None:
    page.member_found(read(till, ada))


def spend(hands: Hands, points: str, amount: str = "20") -> None:
    hands.type(amount)
    hands.press(F3)
    hands.type(points)
    hands.press(ENTER)


def line(page: CounterPage, name: str) -> str:
    label = page.findChild(QLabel, name)
    assert label is not None
    return label.text() if label.isVisible() else ""


def until_said(page: CounterPage, qtbot: QtBot, name: str, part: str) -> None:
    qtbot.waitUntil(lambda: part in line(page, name))


def test_what_is_here_and_who_holds_the_rest_is_said(
    page: CounterPage, centre: Centre, till: Till, ada: MemberCard, qtbot: QtBot
) -> None:
    serve(page, till, ada)
    assert words(page, "balance") == "1,200 points"
    assert line(page, "here") == "900 here now, 300 held at East Street till 1"
    assert line(page, "worth") == "Worth $12.00"
    for held, pool, expected in (
        (((MARKET, 300),), 0, "900 here now, 300 held at other tills"),
        (((EAST, 100), (MARKET, 80)), 20, "100 held at East Street till 1, 20 at the centre"),
        ((), 300, "900 here now, 300 at the centre"),
        ((), 0, "900 here now, 300 elsewhere"),
    ):
        centre.says_who_holds(ada.wallet, 1_200, 900, *held, pool=pool)
        until_said(page, qtbot, "here", expected)
    centre.has(ada.wallet, 1_200, 1_200)
    qtbot.waitUntil(lambda: line(page, "here") == "")
    assert line(page, "worth") == "Worth $12.00 here now"
    centre.tells(centre.row(ada.wallet, 1_200, 1_200), standing=Standing.QUARANTINED)
    qtbot.waitUntil(lambda: "the centre has stopped this till" in line(page, "here"))


def test_more_than_is_here_is_asked_for_while_the_cashier_goes_on(
    page: CounterPage, hands: Hands, centre: Centre, till: Till, ada: MemberCard, qtbot: QtBot
) -> None:
    serve(page, till, ada)
    spend(hands, "1200")
    assert page.result.text() == (
        "Asking the centre for 300 points more. Go on if you like; Esc stops it."
    )
    assert page.result.tone is Tone.NEUTRAL
    assert page.sale.spend.field().hasFocus()
    assert page.isEnabled()
    hands.press(ENTER)
    assert len(centre.asked) == 1
    centre.says_who_holds(ada.wallet, 1_200, 1_200)
    centre.answers(WishEnd.MET)
    assert said(page, qtbot, "redeemed") == (
        "1,200 points redeemed, 8 points earned for 王美玲, 8 now"
    )
    assert page.scan.hasFocus()


@pytest.mark.parametrize(
    ("end", "why"),
    [
        (WishEnd.SHORT, ""),
        (WishEnd.TOO_LATE, "The centre did not answer in time. "),
        (WishEnd.REFUSED, "The centre gives no more just now. "),
    ],
)
def test_where_nothing_comes_one_key_takes_what_is_there(
    page: CounterPage,
    hands: Hands,
    centre: Centre,
    till: Till,
    ada: MemberCard,
    qtbot: QtBot,
    end: WishEnd,
    why: str,
) -> None:
    serve(page, till, ada)
    spend(hands, "1200")
    centre.answers(end)
    only = "Only 900 points can be redeemed here now: 300 held at East Street till 1."
    assert said(page, qtbot, "Only") == why + only
    assert page.result._offer.text() == "Redeem 900"
    hands.press(F4)
    assert page.result.text() == ""
    assert page.sale.award.text() == "Redeem 900 and award 11"
    hands.press(ENTER)
    assert said(page, qtbot, "redeemed").startswith("900 points redeemed")
    assert read(till, ada).balance == 311


def test_the_offer_can_be_taken_by_touch_as_well(
    page: CounterPage, hands: Hands, centre: Centre, till: Till, ada: MemberCard, qtbot: QtBot
) -> None:
    serve(page, till, ada)
    spend(hands, "1200")
    centre.answers(WishEnd.TOO_LATE)
    said(page, qtbot, "Only")
    page.result._offer.click()
    assert page.sale.spend.typed() == "900"


def test_esc_stops_the_asking_and_keeps_what_was_typed(
    page: CounterPage, hands: Hands, centre: Centre, till: Till, ada: MemberCard, qtbot: QtBot
) -> None:
    serve(page, till, ada)
    spend(hands, "1200")
    hands.press(ESC)
    assert page.result.text() == ""
    centre.says_who_holds(ada.wallet, 1_200, 1_200)
    centre.answers(WishEnd.MET)
    qtbot.waitUntil(lambda: line(page, "here") == "")
    assert (page.sale.amount.text(), page.sale.spend.typed()) == ("20", "1200")
    assert read(till, ada).balance == 1_200
    hands.press(ENTER)
    assert said(page, qtbot, "redeemed").startswith("1,200 points redeemed")
    assert centre.asked == [], "what came meanwhile is here"


def test_points_that_are_gone_are_no_more_asked_for(
    page: CounterPage, hands: Hands, centre: Centre, till: Till, ada: MemberCard, qtbot: QtBot
) -> None:
    serve(page, till, ada)
    hands.type("20")
    hands.press(F4)
    hands.press(ENTER)
    centre.says_who_holds(ada.wallet, 1_000, 1_000)
    centre.answers(WishEnd.MET)
    assert said(page, qtbot, "Only") == "Only 1,000 points can be redeemed now."
    assert page.sale.award.text() == "Redeem 1,000 and award 10"


def test_where_nothing_is_here_nothing_is_offered(
    page: CounterPage, hands: Hands, centre: Centre, till: Till, qtbot: QtBot
) -> None:
    bo = add_member(till, "Bo")
    centre.has(bo.wallet, 300, 0)
    serve(page, till, bo)
    assert line(page, "here") == "0 here now, 300 elsewhere"
    hands.type("20")
    hands.press(F4)
    hands.press(ENTER)
    centre.says_who_holds(bo.wallet, 300, 0, (EAST, 300))
    centre.answers(WishEnd.SHORT)
    assert said(page, qtbot, "Nothing") == (
        "Nothing can be redeemed here now: 300 held at East Street till 1."
    )
    assert not page.result._offer.isVisible()


def test_a_till_that_is_stopped_says_so_and_asks_nobody(
    page: CounterPage, hands: Hands, centre: Centre, till: Till, ada: MemberCard, qtbot: QtBot
) -> None:
    centre.tells(standing=Standing.RETIRED)
    serve(page, till, ada)
    spend(hands, "500")
    assert said(page, qtbot, "nothing can be redeemed") == (
        "The centre has stopped this till: nothing can be redeemed here. Tell the owner."
    )
    assert centre.asked == []
    assert not page.result._offer.isVisible()


def test_what_was_done_says_whether_it_has_arrived(
    page: CounterPage, hands: Hands, centre: Centre, till: Till, ada: MemberCard, qtbot: QtBot
) -> None:
    serve(page, till, ada)
    assert line(page, "sent") == ""
    hands.type("128.5")
    hands.press(ENTER)
    said(page, qtbot, "128 points for")
    assert line(page, "sent") == "Not sent yet"
    centre.has_heard_all()
    qtbot.waitUntil(lambda: line(page, "sent") == "At the centre")
    assert "Served at" in words(page, "as_of")
    assert "128 points for" in page.result.text(), "what was said stays"


def test_news_changes_the_figures_and_neither_keys_nor_what_is_typed(
    page: CounterPage, hands: Hands, centre: Centre, till: Till, ada: MemberCard, qtbot: QtBot
) -> None:
    serve(page, till, ada)
    hands.type("12")
    where = page.focusWidget()
    centre.has(ada.wallet, 2_000, 1_500)
    qtbot.waitUntil(lambda: words(page, "balance") == "2,000 points")
    assert page.focusWidget() is where
    hands.type("8.5")
    assert page.sale.amount.text() == "128.5"
    hands.press(F3)
    hands.type("15")
    centre.has(ada.wallet, 2_000, 1_600)
    qtbot.waitUntil(lambda: "1,600 here now" in line(page, "here"))
    hands.type("00")
    assert page.sale.spend.typed() == "1500"
    assert page.sale.award.text() == "Redeem 1,500 and award 113"


def test_an_undo_after_the_right_went_leads_to_asking_for_it(
    page: CounterPage, hands: Hands, centre: Centre, till: Till, ada: MemberCard, qtbot: QtBot
) -> None:
    serve(page, till, ada)
    hands.type("10")
    hands.press(ENTER)
    said(page, qtbot, "10 points for")
    sale = result(till.history(ada.id))[0].act
    centre.tells(request=LinkRow("request", sale, 90, EAST).row())
    hands.press(F8)
    assert "Ask for the refund" in said(page, qtbot, "cannot give")
    with qtbot.waitSignal(page.refund_wanted) as wanted:
        page.result._offer.click()
    assert wanted.args is not None
    assert wanted.args[0] == sale


# Looks -------------------------------------------------------------------------------------------


def test_the_states_of_a_joined_counter_are_drawn(
    page: CounterPage, hands: Hands, centre: Centre, till: Till, ada: MemberCard, qtbot: QtBot
) -> None:
    serve(page, till, ada)
    hide_numbers(page)
    check_golden(page, "counter_joined")
    spend(hands, "1200")
    check_golden(page, "counter_asking")
    centre.answers(WishEnd.TOO_LATE)
    said(page, qtbot, "Only")
    hide_numbers(page)
    check_golden(page, "counter_short")


def test_its_words_have_names_room_and_a_translation(
    page: CounterPage, hands: Hands, centre: Centre, till: Till, ada: MemberCard, qtbot: QtBot
) -> None:
    serve(page, till, ada)
    spend(hands, "1200")
    centre.answers(WishEnd.TOO_LATE)
    said(page, qtbot, "Only")
    assert (nameless(page), small_targets(page)) == ([], [])
    pseudo = pseudo_translator()
    QCoreApplication.installTranslator(pseudo)
    try:
        QApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
        assert untranslated(page, {"王美玲", *months()}) == []
    finally:
        QCoreApplication.removeTranslator(pseudo)


@pytest.mark.parametrize("is_large", [False, True])
def test_it_fits_a_cheap_screen(
    page: CounterPage,
    till: Till,
    ada: MemberCard,
    qapp: QApplication,
    is_large: bool,
) -> None:
    serve(page, till, ada)
    apply_theme(qapp, palette="dark", language="en", large=is_large, training=False)
    try:
        least = page.minimumSizeHint()
        assert least.width() <= 1024
        assert least.height() <= 500
    finally:
        apply_theme(qapp, palette="light", language="en", large=False, training=False)


def test_several_acts_that_are_not_sent_are_counted(
    page: CounterPage, hands: Hands, centre: Centre, till: Till, ada: MemberCard, qtbot: QtBot
) -> None:
    for _ in range(2):
        serve(page, till, ada)
        hands.type("10")
        hands.press(ENTER)
        said(page, qtbot, "10 points for")
        page.result.clear()
    assert line(page, "sent") == "2 acts not sent yet"
    centre.has_heard_all(Outcome.KEPT)
    states = [row.state for row in result(till.history(ada.id))]
    assert states == ["kept", "sent"]
