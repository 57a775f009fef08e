"""A refund that is not in this till's hands: asked for with Enter, waiting, and then dealt with."""

from collections.abc import Iterator
from typing import Any

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from desktop.answers import MemberCard, SaleDone
from desktop.opening import OpenShop
from desktop.store import feed
from desktop.till import Till
from regulars.ids import Id, spell
from sync.wire_problem import Problem, ProblemKind
from sync.wire_rows import Dealt, LinkRow
from tests.regulars.operations.samples import DATA
from tests.ui.audit import nameless, pseudo_translator, small_targets, untranslated
from tests.ui.drawing import check_golden
from tests.ui.joined import EAST, Centre
from tests.ui.members.desk import too_wide
from tests.ui.refund.test_page import ENTER, press, shown, sold, words
from tests.ui.shop import add_member, result
from tests.ui.street import Street, two_tills
from ui.bridge import Bridge
from ui.context import Context
from ui.refund.page import RefundPage
from ui.theme import apply_theme
from ui.widgets.result_line import Tone

_LAST = "select id from operation order by place desc limit 1"
STRANGER = Id(b"sold elsewhere".ljust(16))


@pytest.fixture
def centre(till: Till) -> Centre:
    return Centre(till)


@pytest.fixture
def ada(till: Till) -> MemberCard:
    return add_member(till, "王美玲")


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> Iterator[RefundPage]:
    made = RefundPage(context)
    bridge = Bridge(made)
    bridge.changed.connect(made.changed)
    context.till.publish = bridge.publish
    qtbot.addWidget(made)
    made.resize(1024, 500)
    made.show()
    yield made
    context.till.publish = lambda _note: None


def asked_elsewhere(centre: Centre, sale: Id) -> None:
    """Let another till have asked for it: this one hands the right over, and it is dealt with."""
    told(centre, sale, EAST)
    told(centre, sale, None, EAST)


def told(centre: Centre, sale: Id, to: Id | None, *done: Id) -> None:
    told_of(centre, sale, to, Dealt(done))


def told_of(centre: Centre, sale: Id, to: Id | None, dealt: Dealt) -> None:
    centre.seq += 1
    centre.tells(request=LinkRow("request", sale, centre.seq, to, dealt).row())


def last_act(till: Till) -> Id:
    """Give the newest operation of a till's log."""
    return Id(result(till.read(lambda store: store.value(_LAST))))


def log_of(till: Till) -> list[str]:
    rows = result(till.read(lambda store: store.rows("select kind from operation order by place")))
    return [kind for (kind,) in rows]


def test_a_sale_handed_over_is_asked_for_and_the_result_comes_by_the_feed(
    page: RefundPage, centre: Centre, till: Till, ada: MemberCard, qtbot: QtBot
) -> None:
    sale = sold(till, ada, 12_850, receipt="A-1")
    asked_elsewhere(centre, sale.act)
    page.open_sale(sale.act)
    shown(page, qtbot, "A-1")
    assert words(page, "cash") == "Given back already, asked for at another till."
    page.back_panel.amount.setFocus()
    press(page, "20")
    assert words(page, "cash") == "$20.00 to give back"
    assert page.back_panel.button.text() == "Ask for the refund"
    assert words(page, "owed") == "Hand out the money once it is done."
    press(page, ENTER)
    qtbot.waitUntil(lambda: page.result.tone is Tone.GOOD)
    assert page.result.text() == "Asked for. The centre gives it back when it hears of it."
    assert words(page, "cash") == "Asked for. It waits for the centre."
    assert log_of(till)[-1] == "refund.request"
    press(page, Qt.Key.Key_Tab)
    where = page.focusWidget()
    centre.has(ada.wallet, 108, 0)
    told(centre, sale.act, None, EAST, last_act(till))
    qtbot.waitUntil(lambda: "Hand out the money now" in page.result.text())
    assert page.result.text() == (
        "The centre has given it back. Hand out the money now. 王美玲 has 108 now"
    )
    assert page.focusWidget() is where
    with qtbot.waitSignal(page.left):
        press(page, ENTER)


@pytest.mark.usefixtures("centre")
def test_a_sale_of_another_till_is_asked_for_by_its_slip(
    page: RefundPage, till: Till, centre: Centre, qtbot: QtBot
) -> None:
    page.open_sale(STRANGER)
    qtbot.waitUntil(page.card.isVisible)
    assert words(page, "who") == "A sale of another till"
    check_golden(page, "refund_elsewhere")
    press(page, ENTER)
    qtbot.waitUntil(lambda: words(page, "cash") == "Asked for. It waits for the centre.")
    assert log_of(till)[-1] == "refund.request"
    page.open_blank()
    page.open_sale(STRANGER)
    qtbot.waitUntil(lambda: words(page, "cash") == "Asked for. It waits for the centre.")
    told(centre, STRANGER, None, last_act(till))
    qtbot.waitUntil(lambda: page.result.tone is Tone.GOOD and page.result.isVisible())
    assert page.result.text() == "The centre has given it back. Hand out the money now."
    assert words(page, "cash") == "Given back, as asked for here. Hand out the money, once."


def test_only_the_till_whose_request_was_carried_out_hands_out_the_money(
    page: RefundPage, centre: Centre, qtbot: QtBot
) -> None:
    page.open_sale(STRANGER)
    qtbot.waitUntil(page.card.isVisible)
    press(page, ENTER)
    qtbot.waitUntil(lambda: words(page, "cash") == "Asked for. It waits for the centre.")
    told(centre, STRANGER, None, EAST)
    page.open_blank()
    page.open_sale(STRANGER)
    qtbot.waitUntil(lambda: words(page, "cash") == "Asked for. It waits for the centre.")
    centre.has_heard_all()
    told(centre, STRANGER, None, EAST)
    qtbot.waitUntil(lambda: page.result.tone is Tone.WARN)
    nothing = "It was given back at another till already. Hand out nothing here."
    assert page.result.text() == nothing
    assert words(page, "cash") == "Given back at another till already. Hand out nothing here."


def test_who_never_asked_is_told_to_hand_out_nothing(
    page: RefundPage, till: Till, centre: Centre, qtbot: QtBot
) -> None:
    asked_elsewhere(centre, STRANGER)
    page.open_sale(STRANGER)
    qtbot.waitUntil(page.card.isVisible)
    assert words(page, "cash") == "Given back already, asked for at another till."
    assert "refund.request" not in log_of(till)


@pytest.mark.usefixtures("centre")
def test_a_receipt_of_another_till_leads_to_its_slip(page: RefundPage, qtbot: QtBot) -> None:
    press(page, "A-77", ENTER)
    qtbot.waitUntil(lambda: page.result.tone is Tone.WARN)
    assert "Scan the code on the slip" in page.result.text()


def test_it_is_drawn_named_and_translated(
    page: RefundPage, centre: Centre, till: Till, ada: MemberCard, qtbot: QtBot
) -> None:
    sale = sold(till, ada, 6_000, 4_000, receipt="A-1")
    told(centre, sale.act, EAST)
    page.open_sale(sale.act)
    shown(page, qtbot, "A-1")
    check_golden(page, "refund_asked")
    told(centre, sale.act, None, EAST)
    qtbot.waitUntil(lambda: "Another till asked" in page.result.text())
    page.card._fields[0].setFocus()
    press(page, "1")
    assert (nameless(page), small_targets(page)) == ([], [])
    pseudo = pseudo_translator()
    QCoreApplication.installTranslator(pseudo)
    try:
        QApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
        assert untranslated(page, {"王美玲", "0", "1"}) == []
    finally:
        QCoreApplication.removeTranslator(pseudo)


@pytest.mark.parametrize("is_large", [False, True])
def test_it_fits_a_cheap_screen(
    page: RefundPage,
    centre: Centre,
    till: Till,
    ada: MemberCard,
    qtbot: QtBot,
    qapp: QApplication,
    is_large: bool,
) -> None:
    sale = sold(till, ada, 6_000, 4_000, receipt="A-1")
    asked_elsewhere(centre, sale.act)
    apply_theme(qapp, palette="dark", language="en", large=is_large, training=False)
    try:
        page.open_sale(sale.act)
        shown(page, qtbot, "A-1")
        page.card._fields[0].setFocus()
        press(page, "1")
        qtbot.wait(0)
        least = page.minimumSizeHint()
        assert least.width() <= 1024
        assert least.height() <= 500
        assert too_wide(page) == []
        assert page.findChild(QLabel, "cash") is not None
    finally:
        apply_theme(qapp, palette="light", language="en", large=False, training=False)


def test_a_sale_of_a_closed_day_goes_back_at_the_centre(
    page: RefundPage, till: Till, qtbot: QtBot
) -> None:
    street, _ = closed_sale(page, till, qtbot)
    assert page.back_panel.button.text() == "Ask for the refund"
    press(page, ENTER)
    qtbot.waitUntil(lambda: words(page, "cash") == "Asked for. It waits for the centre.")
    street.meet()
    qtbot.waitUntil(lambda: "Hand out" in page.result.text())
    assert page.result.text() == (
        "The centre has given it back. Hand out $128.50 now. 王美玲 has 428 now and owes 128"
    )
    assert words(page, "cash") == "Given back, as asked for here. Hand out $128.50, once."


def closed_sale(page: RefundPage, till: Till, qtbot: QtBot) -> tuple[Street, SaleDone]:
    """Sell, and close the day: the centre gives it back."""
    street = two_tills(till)
    ada = result(till.member(result(till.search("王美玲"))[0].id, "name"))
    assert ada is not None
    sale = sold(till, ada, 12_850, receipt="A-1")

    def close(opened: OpenShop) -> None:
        with opened.book.writing():
            opened.book.journal.write("day.close", DATA["day.close"])

    result(till.writer.submit(close))
    street.meet()
    page.open_sale(sale.act)
    shown(page, qtbot, "A-1")
    return street, sale


def test_what_another_till_gave_back_meanwhile_is_said_and_the_rest_is_asked_for_anew(
    page: RefundPage, till: Till, qtbot: QtBot
) -> None:
    street, sale = closed_sale(page, till, qtbot)
    page.back_panel.amount.setFocus()
    press(page, "30", ENTER)
    qtbot.waitUntil(lambda: words(page, "cash") == "Asked for. It waits for the centre.")
    asked: dict[str, Any] = {**DATA["refund.request"], "of": spell(sale.act), "known": []}
    street.east.write("refund.request", asked | {"lines": [3_000], "amount": 3_000})
    street.meet()
    qtbot.waitUntil(lambda: page.result.tone is Tone.WARN)
    assert page.result.text() == (
        "$30.00 of this sale was given back at another till meanwhile. Hand out nothing."
        " Look again and ask anew. 王美玲 has 428 now and owes 29"
    )
    assert words(page, "left_of_it") == "$98.50 of $128.50 is left"
    assert page.back_panel.button.text() == "Ask for the refund"
    page.back_panel.amount.setFocus()
    press(page, "30", ENTER)
    qtbot.waitUntil(lambda: words(page, "cash") == "Asked for. It waits for the centre.")
    street.meet()
    qtbot.waitUntil(lambda: "Hand out $30.00 now" in page.result.text())


def test_what_was_to_be_handed_out_stays_to_be_seen_when_more_is_asked_for(
    page: RefundPage, till: Till, qtbot: QtBot
) -> None:
    street, sale = closed_sale(page, till, qtbot)
    page.back_panel.amount.setFocus()
    press(page, "20", ENTER)
    street.meet()
    qtbot.waitUntil(lambda: "Hand out $20.00 now" in page.result.text())
    before = "Asked for here before: $20.00 was to be handed out."
    assert words(page, "returned") == ""
    page.back_panel.amount.setFocus()
    press(page, "30")
    assert words(page, "returned") == before
    press(page, ENTER)
    qtbot.waitUntil(lambda: words(page, "cash") == "Asked for. It waits for the centre.")
    assert words(page, "returned") == before
    asked: dict[str, Any] = {**DATA["refund.request"], "of": spell(sale.act), "known": [2_000]}
    street.east.write("refund.request", asked | {"lines": [3_000], "amount": 3_000})
    street.meet()
    qtbot.waitUntil(lambda: page.result.tone is Tone.WARN)
    page.open_blank()
    page.open_sale(sale.act)
    shown(page, qtbot, "A-1")
    assert words(page, "returned") == before, "also whoever looks later"


def test_what_was_given_back_of_a_strangers_sale_is_said_before_it_is_asked_for_anew(
    page: RefundPage, till: Till, centre: Centre, qtbot: QtBot
) -> None:
    centre.names()
    page.open_sale(STRANGER)
    qtbot.waitUntil(page.card.isVisible)
    press(page, ENTER)
    qtbot.waitUntil(lambda: words(page, "cash") == "Asked for. It waits for the centre.")
    refused = Dealt((EAST,), (300,), (last_act(till),), (300, 0), EAST)
    told_of(centre, STRANGER, None, refused)
    qtbot.waitUntil(lambda: page.result.tone is Tone.WARN)
    assert page.result.text() == (
        "$3.00 of this sale was given back at East Street till 1 meanwhile. Hand out nothing."
        " Look again and ask anew."
    )
    more = "$3.00 of it was given back already. The rest goes back now."
    assert words(page, "returned") == more
    first = last_act(till)
    press(page, ENTER)
    qtbot.waitUntil(lambda: words(page, "cash") == "Asked for. It waits for the centre.")
    assert last_act(till) != first
    known = "select cast(body as text) ->> '$.data.known' from operation order by place desc"
    assert result(till.read(lambda store: store.value(known))) == "[300,0]"
    told_of(centre, STRANGER, None, Dealt((EAST, last_act(till)), (300, 700), (first,), (1_000, 0)))
    qtbot.waitUntil(lambda: "Hand out $7.00 now" in page.result.text())


def test_where_points_paid_it_nothing_is_handed_out(
    page: RefundPage, till: Till, centre: Centre, qtbot: QtBot
) -> None:
    page.open_sale(STRANGER)
    qtbot.waitUntil(page.card.isVisible)
    press(page, ENTER)
    qtbot.waitUntil(lambda: words(page, "cash") == "Asked for. It waits for the centre.")
    told_of(centre, STRANGER, None, Dealt((last_act(till),), (0,), (), (400,), EAST, is_gone=True))
    nothing = "The centre has given it back. Paid with points: hand out nothing."
    qtbot.waitUntil(lambda: page.result.text() == nothing)
    paid = "Given back, as asked for here. Paid with points: hand out nothing."
    assert words(page, "cash") == paid


def test_a_till_that_was_told_to_hand_out_money_is_not_told_otherwise_by_a_restored_centre(
    page: RefundPage, till: Till, centre: Centre, qtbot: QtBot
) -> None:
    page.open_sale(STRANGER)
    qtbot.waitUntil(page.card.isVisible)
    press(page, ENTER)
    qtbot.waitUntil(lambda: words(page, "cash") == "Asked for. It waits for the centre.")
    told_of(centre, STRANGER, None, Dealt((last_act(till),), (700,), (), (700,), EAST))
    qtbot.waitUntil(lambda: "Hand out $7.00 now" in page.result.text())
    centre.file.begin_anew(Problem(ProblemKind.RESNAPSHOT, feed=2))
    assert centre.file.told() == [(last_act(till), 1)]
    page.open_blank()
    page.open_sale(STRANGER)
    once = "Given back, as asked for here. Hand out $7.00, once."
    qtbot.waitUntil(lambda: words(page, "cash") == once)


def test_control_a_till_that_keeps_nothing_of_it_waits_again(
    page: RefundPage, till: Till, centre: Centre, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feed, "be_told", lambda *_: None)
    page.open_sale(STRANGER)
    qtbot.waitUntil(page.card.isVisible)
    press(page, ENTER)
    qtbot.waitUntil(lambda: words(page, "cash") == "Asked for. It waits for the centre.")
    centre.has_heard_all()
    told_of(centre, STRANGER, None, Dealt((last_act(till),), (700,), (), (700,), EAST))
    centre.file.begin_anew(Problem(ProblemKind.RESNAPSHOT, feed=2))
    assert centre.file.told() == []
    page.open_blank()
    page.open_sale(STRANGER)
    qtbot.waitUntil(lambda: words(page, "cash") == "Asked for. It waits for the centre.")
