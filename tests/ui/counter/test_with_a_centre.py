"""The counter, its till's file, the engine and another till before one centre, in virtual time.

Nothing stands in for anybody here but the network: what the page shows has come all the way.
"""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.till import Till
from regulars.ids import spell
from tests.regulars.operations.samples import DATA
from tests.sync.rig import silent
from tests.ui.counter.conftest import Hands
from tests.ui.counter.test_page import read, said
from tests.ui.shop import result
from tests.ui.street import Street, two_tills
from ui.bridge import Bridge
from ui.context import Context
from ui.counter.page import CounterPage

ENTER, F3, F4 = Qt.Key.Key_Return, Qt.Key.Key_F3, Qt.Key.Key_F4


@pytest.fixture
def street(till: Till) -> Street:
    return two_tills(till)


@pytest.fixture
def page(context: Context, street: Street, till: Till, qtbot: QtBot) -> CounterPage:
    made = CounterPage(replace(context, want_rights=street.here.want_rights))
    bridge = Bridge(made)
    bridge.changed.connect(made.changed)
    till.publish = bridge.publish
    qtbot.addWidget(made)
    made.resize(1024, 500)
    made.show()
    ada = result(till.search("王美玲"))[0]
    found = result(till.member(ada.id, "card"))
    assert found is not None
    made.member_found(found)
    Hands(made).type("900")
    Hands(made).press(ENTER)
    said(made, qtbot, "900 points for")
    street.meet()
    made.member_found(read(till, found))
    return made


def line(page: CounterPage, name: str) -> str:
    label = page.findChild(QLabel, name)
    assert label is not None, name
    return label.text()


def wants(hands: Hands, points: str) -> None:
    hands.type("20")
    hands.press(F3)
    hands.type(points)
    hands.press(ENTER)


def test_points_another_till_holds_are_handed_back_and_spent_here_once(
    page: CounterPage, hands: Hands, street: Street, qtbot: QtBot
) -> None:
    assert line(page, "balance") == "1,200 points"
    assert line(page, "here") == "900 here now, 300 elsewhere"
    wants(hands, "1200")
    assert "Asking the centre for 300 points" in page.result.text()
    street.here.step()
    street.hands_back()
    street.ends()
    assert said(page, qtbot, "redeemed").startswith("1,200 points redeemed, 8 points earned")
    street.meet()
    account = street.here.shop.centre.accounts[spell(street.wallet)]
    assert account.balance == 8
    assert street.here.shop.centre.loss == 0
    qtbot.waitUntil(lambda: line(page, "sent") == "At the centre")


def test_a_till_that_does_not_hand_back_in_time_is_named(
    page: CounterPage, hands: Hands, street: Street, qtbot: QtBot
) -> None:
    wants(hands, "1200")
    street.ends()
    assert said(page, qtbot, "Only") == (
        "Only 900 points can be redeemed here now: 300 held at other tills."
    )
    hands.press(F4)
    hands.press(ENTER)
    assert said(page, qtbot, "redeemed").startswith("900 points redeemed")
    street.meet()
    account = street.here.shop.centre.accounts[spell(street.wallet)]
    assert account.balance == 311


def test_without_a_network_what_is_here_is_offered(
    page: CounterPage, hands: Hands, street: Street, qtbot: QtBot
) -> None:
    street.here.meddle = silent
    wants(hands, "1200")
    street.ends()
    words = said(page, qtbot, "Only")
    assert words.startswith("The centre did not answer in time. Only 900 points")


def test_what_the_other_till_spends_meanwhile_is_never_spent_here(
    page: CounterPage, hands: Hands, street: Street, qtbot: QtBot
) -> None:
    spent = [[spell(street.wallet), 300]]
    street.east.write("redeem", {**DATA["redeem"], "spent": spent})
    wants(hands, "1200")
    street.here.step()
    street.hands_back()
    street.ends()
    assert said(page, qtbot, "Only") == "Only 900 points can be redeemed now."
    street.meet()
    account = street.here.shop.centre.accounts[spell(street.wallet)]
    assert (account.balance, street.here.shop.centre.loss) == (900, 0)
    qtbot.waitUntil(lambda: line(page, "balance") == "900 points")
