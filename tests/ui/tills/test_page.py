"""The page of all tills, before a centre that a test makes up: what it says, and when it cannot."""

from collections.abc import Callable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass, field, replace

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QLocale
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.till import Till
from regulars.agreement.places import lead_key
from regulars.ids import Id, spell
from sync import trouble
from sync.enrolment import Role, Standing
from sync.looks import Looked
from sync.wire_look import (
    LookRequest,
    RetireAnswer,
    RetireRequest,
    TillLine,
    TillsAnswer,
    TillsRequest,
)
from sync.wire_problem import Problem, ProblemKind
from tests.ui.audit import nameless, pseudo_translator, small_targets, untranslated
from tests.ui.drawing import check_golden
from tests.ui.members.desk import too_wide
from tests.ui.shop import NOW_MS, context, till
from ui.context import Context
from ui.tills.page import TillsPage
from ui.widgets.result_line import Tone

__all__ = ["context", "till"]
EAST, LOST = Id(b"\xea" * 16), Id(b"\x10" * 16)
MINUTE_MS = 60_000
TILL_2 = TillLine(
    LOST, 3, Role.COUNTER, "Till 2", EAST, "East Street", Standing.LIVE,
    NOW_MS - 26 * 60 * MINUTE_MS, NOW_MS - 30 * 60 * MINUTE_MS, 7, 0, 1_200,
)  # fmt: skip


@dataclass(slots=True)
class Made:
    """A centre that answers as it is told to, when it is told to."""

    here: Id
    says: Callable[[LookRequest], object] = lambda _: None
    asked: list[LookRequest] = field(default_factory=list)
    holds: bool = False
    held: list[Future[Looked]] = field(default_factory=list)

    def __call__(self, request: LookRequest, _most_ms: int) -> Future[Looked]:
        """Answer, now or when it is let go."""
        self.asked.append(request)
        told: Future[Looked] = Future()
        if self.holds:
            self.held.append(told)
        else:
            told.set_result(Looked(1, self.says(request)))  # type: ignore[arg-type] # a test's
        return told

    def tills(self, *more: TillLine, can_retire: bool = True) -> TillsAnswer:
        """Give this till and others."""
        mine = TillLine(
            self.here, 1, Role.OFFICE, "Back room", EAST, "Corner Café", Standing.LIVE,
            NOW_MS - MINUTE_MS, NOW_MS - 2 * MINUTE_MS, 0, 0, 40,
        )  # fmt: skip
        return TillsAnswer((mine, *more), can_retire, NOW_MS)


@pytest.fixture
def made(till: Till) -> Made:
    """A centre with this till and a lost one."""
    centre = Made(till.shop.identity.device)
    centre.says = lambda _: centre.tills(TILL_2)
    return centre


@pytest.fixture
def page(context: Context, made: Made, qtbot: QtBot) -> Iterator[TillsPage]:
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    shown = TillsPage(replace(context, look=made))
    qtbot.addWidget(shown)
    shown.resize(1024, 500)
    shown.show()
    yield shown
    QLocale.setDefault(before)


def label(page: TillsPage, name: str) -> QLabel:
    found = page.findChild(QLabel, name)
    assert found is not None, name
    return found


def said(page: TillsPage, name: str) -> str:
    return label(page, name).text()


def button(page: TillsPage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert found is not None, name
    return found


def faces(page: TillsPage) -> list[str]:
    model = page.list.model()
    return [str(page._face(page._model.row(at)).spoken) for at in range(model.rowCount())]


def opened(page: TillsPage, qtbot: QtBot) -> None:
    page.open()
    qtbot.waitUntil(lambda: "as of" in said(page, "as_of"))


def test_each_till_with_place_standing_when_it_was_seen_and_what_it_may_spend(
    page: TillsPage, qtbot: QtBot
) -> None:
    opened(page, qtbot)
    assert said(page, "as_of") == "From the centre, as of 10:31."
    mine, lost = faces(page)
    assert "this till · office" in mine
    assert "last seen 10:30 · newest arrived 10:29" in mine
    assert "40 points may spend" in mine
    assert lost.startswith("East Street · Till 2, last seen 21/11/2026 08:31 · not arrived: 7")
    check_golden(page, "tills")


def test_while_nothing_came_yet_it_says_that_it_asks(
    page: TillsPage, made: Made, qtbot: QtBot
) -> None:
    made.holds = True
    page.open()
    assert said(page, "as_of") == "Asking the centre…"
    assert not button(page, "look").isEnabled()
    page.open()
    assert len(made.asked) == 1, "one question at a time"
    made.held[0].set_result(Looked(1, made.tills()))
    qtbot.waitUntil(lambda: "as of" in said(page, "as_of"))


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (trouble.NoNetworkHere(), "No network here. Look at the cable or the Wi-Fi."),
        (trouble.NoInternet(), "No way from here to the centre now."),
        (trouble.AnswerLost(), "The centre does not answer now. Try again later."),
        (trouble.ClockWrong(), "This computer's clock is wrong. Set it."),
        (Problem(ProblemKind.FORBIDDEN), "The centre does not show this till that."),
        (None, "No answer came. Try again."),
    ],
)
def test_when_it_cannot_be_asked_it_says_why_and_keeps_what_was_heard_last(
    page: TillsPage, made: Made, qtbot: QtBot, answer: object, words: str
) -> None:
    opened(page, qtbot)
    made.says = lambda _: answer
    button(page, "look").click()
    expected = f"{words} From the centre, as of 10:31."
    qtbot.waitUntil(lambda: said(page, "as_of") == expected)
    assert len(faces(page)) == 2


def test_a_till_that_works_alone_says_so(context: Context, qtbot: QtBot) -> None:
    page = TillsPage(context)
    qtbot.addWidget(page)
    page.resize(1024, 500)
    page.show()
    page.open()
    assert said(page, "nothing") == "This till works alone: it has no centre."
    check_golden(page, "tills_alone")


def test_a_lost_till_is_given_up_after_what_that_means_was_shown(
    page: TillsPage, made: Made, till: Till, qtbot: QtBot
) -> None:
    opened(page, qtbot)
    assert not button(page, "give_up").isVisible(), "not this one"
    page.list.take(1)
    button(page, "give_up").click()
    assert "1,200 points at most" in said(page, "give_up_means")
    button(page, "not_now").click()
    assert not button(page, "give_up_now").isVisible()
    button(page, "give_up").click()
    check_golden(page, "tills_give_up")
    gone = replace(TILL_2, standing=Standing.RETIRED, held=0)
    made.says = lambda asked: (
        RetireAnswer(1_200, NOW_MS) if isinstance(asked, RetireRequest) else made.tills(gone)
    )
    button(page, "give_up_now").click()
    qtbot.waitUntil(lambda: page.result.tone is Tone.GOOD)
    assert page.result.text() == "Given up. 1,200 points can be spent elsewhere again."
    assert till.person is not None
    assert made.asked[-2:] == [RetireRequest(LOST, 3, till.person.id, 1_200), TillsRequest()]
    qtbot.waitUntil(lambda: said(page, "hand_standing") == "given up")
    assert not button(page, "give_up").isVisible()


def test_another_till_is_chosen_to_lead_its_store(
    page: TillsPage, made: Made, till: Till, qtbot: QtBot
) -> None:
    one = replace(TILL_2, device=Id(b"\x11" * 16), name="Till 1", held=0)
    other = replace(one, device=Id(b"\x12" * 16), name="Till 3")
    gone = replace(one, device=Id(b"\x09" * 16), standing=Standing.RETIRED)
    made.says = lambda _: made.tills(one, other, gone)
    opened(page, qtbot)
    assert not button(page, "lead").isVisible(), "an office leads nothing"
    page.list.take(1)
    assert label(page, "hand_leads").isVisible()
    assert not button(page, "lead").isVisible(), "it leads already: it is the first in use"
    page.list.take(2)
    check_golden(page, "tills_lead")
    button(page, "lead").click()
    qtbot.waitUntil(lambda: page.result.tone is Tone.GOOD)
    assert page.result.text() == "It leads its store from the next night on."
    assert till.shop.setting(lead_key(spell(EAST))) == spell(other.device)
    assert label(page, "hand_leads").isVisible()
    page.list.take(1)
    assert button(page, "lead").isVisible()
    page.list.take(3)
    assert not button(page, "lead").isVisible(), "it was given up"


def test_a_store_with_one_till_has_nothing_to_choose(page: TillsPage, qtbot: QtBot) -> None:
    opened(page, qtbot)
    page.list.take(1)
    assert not button(page, "lead").isVisible()
    assert not label(page, "hand_leads").isVisible()


def test_a_till_that_holds_more_by_now_is_not_given_up(
    page: TillsPage, made: Made, qtbot: QtBot
) -> None:
    opened(page, qtbot)
    page.list.take(1)
    made.says = lambda asked: (
        Problem(ProblemKind.MISMATCH) if isinstance(asked, RetireRequest) else made.tills(TILL_2)
    )
    button(page, "give_up").click()
    button(page, "give_up_now").click()
    qtbot.waitUntil(lambda: page.result.tone is Tone.BAD)
    assert page.result.text() == "It holds more by now. Nothing was done; look again."


def test_a_counter_gives_no_till_up_and_is_not_told_what_others_hold(
    page: TillsPage, made: Made, qtbot: QtBot
) -> None:
    made.says = lambda _: made.tills(replace(TILL_2, held=None), can_retire=False)
    opened(page, qtbot)
    page.list.take(1)
    assert said(page, "hand_told").startswith("What it may spend is told to an office")
    assert not button(page, "give_up").isVisible()
    assert "may spend" not in faces(page)[1]


def test_everything_has_a_name_a_size_and_a_translation(page: TillsPage, qtbot: QtBot) -> None:
    opened(page, qtbot)
    page.list.take(1)
    button(page, "give_up").click()
    assert (nameless(page), small_targets(page)) == ([], [])
    least = page.minimumSizeHint()
    assert (least.width() <= 1024, least.height() <= 500, too_wide(page)) == (True, True, [])
    pseudo = pseudo_translator()
    QCoreApplication.installTranslator(pseudo)
    try:
        QApplication.sendPostedEvents(None, QEvent.Type.LanguageChange)
        assert untranslated(page, {"East Street · Till 2"}) == []
    finally:
        QCoreApplication.removeTranslator(pseudo)


def test_tills_come_page_by_page_and_are_shown_in_the_order_of_their_stores(
    page: TillsPage, made: Made, qtbot: QtBot
) -> None:
    lines = {
        store: replace(TILL_2, device=Id(bytes([number]) * 16), store_name=store)
        for number, store in enumerate(("West", "Bridge", "Abbey"), 1)
    }
    pages = {"": ("West", "01" * 16), "01" * 16: ("Bridge", "02" * 16)}

    def says(request: LookRequest) -> object:
        assert isinstance(request, TillsRequest)
        store, after = pages.get(request.after, ("Abbey", ""))
        return TillsAnswer((lines[store],), False, NOW_MS, after=after)

    made.says = says
    opened(page, qtbot)
    assert page._presenter._shown.tills == (lines["Abbey"], lines["Bridge"], lines["West"])
    assert made.asked == [TillsRequest(), TillsRequest("01" * 16), TillsRequest("02" * 16)]


def test_a_centre_that_goes_round_with_its_pages_is_not_followed(
    page: TillsPage, made: Made, qtbot: QtBot
) -> None:
    made.says = lambda _: TillsAnswer((TILL_2,), False, NOW_MS, after="02" * 16)
    opened(page, qtbot)
    assert len(made.asked) == 2


def test_where_not_all_tills_are_listed_the_page_says_so(
    page: TillsPage, made: Made, qtbot: QtBot
) -> None:
    made.says = lambda _: replace(made.tills(TILL_2), count=1_200)
    opened(page, qtbot)
    assert said(page, "as_of").endswith("Listed: 2 of 1,200, those seen last.")
