"""What a member did at all stores: asked when it is wanted, and saying so when it cannot be."""

from concurrent.futures import Future
from dataclasses import replace
from datetime import date

import pytest
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.till import Till
from regulars.ids import Id
from sync import trouble
from sync.looks import Looked
from sync.wire_look import Act, LookRequest, TimelineAnswer, TimelineRequest
from tests.ui.shop import NOW_MS, add_member
from ui.context import Context
from ui.members.page import MembersPage

ACT = Act(Id(b"\x01" * 16), "sale", date(2026, 11, 21), 128, "East Street", Id(b"\x02" * 16))


class Made:
    """A centre that knows a timeline of two pages."""

    def __init__(self) -> None:
        self.asked: list[TimelineRequest] = []
        self.says: object = None

    def __call__(self, request: LookRequest, _most_ms: int) -> Future[Looked]:
        """Answer at once."""
        assert isinstance(request, TimelineRequest)
        self.asked.append(request)
        before = "" if request.before else "7.7"
        answer = self.says or TimelineAnswer(request.member, (ACT,), before, NOW_MS)
        told: Future[Looked] = Future()
        told.set_result(Looked(1, answer))  # type: ignore[arg-type] # a test's
        return told


@pytest.fixture
def made() -> Made:
    """A centre that is there."""
    return Made()


@pytest.fixture
def context(context: Context, made: Made) -> Context:
    """A till that has joined it."""
    return replace(context, look=made)


def shown(page: MembersPage, till: Till, qtbot: QtBot, name: str = "Ada") -> Id:
    member = add_member(till, name)
    page.open_member(member.id)
    qtbot.waitUntil(lambda: _words(page, "person_name") == name)
    return member.id


def _words(page: MembersPage, name: str) -> str:
    found = page.findChild(QLabel, name)
    return "" if found is None else found.text()


def _button(page: MembersPage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert found is not None
    return found


def test_all_stores_are_asked_for_when_they_are_wanted(
    page: MembersPage, till: Till, made: Made, qtbot: QtBot
) -> None:
    member = shown(page, till, qtbot)
    assert made.asked == []
    _button(page, "all_stores").click()
    qtbot.waitUntil(lambda: "as of" in _words(page, "timeline_as_of"))
    assert _words(page, "timeline_as_of") == "From the centre, as of 10:31."
    timeline = page._member.timeline
    assert timeline.list.isVisible()
    face = timeline._face(ACT)
    assert (face.under, face.figure) == ("21/11/2026 · East Street", "+128")
    _button(page, "timeline_more").click()
    qtbot.waitUntil(lambda: timeline.list.model().rowCount() == 2)
    assert made.asked == [TimelineRequest(member), TimelineRequest(member, "7.7")]
    assert not _button(page, "timeline_more").isVisible()


def test_when_the_centre_cannot_be_asked_it_says_so(
    page: MembersPage, till: Till, made: Made, qtbot: QtBot
) -> None:
    made.says = trouble.NoNetworkHere()
    shown(page, till, qtbot)
    _button(page, "all_stores").click()
    words = "No network here. Look at the cable or the Wi-Fi."
    qtbot.waitUntil(lambda: _words(page, "timeline_as_of") == words)


def test_another_member_begins_with_what_is_here(
    page: MembersPage, till: Till, qtbot: QtBot
) -> None:
    shown(page, till, qtbot)
    _button(page, "all_stores").click()
    qtbot.waitUntil(lambda: "as of" in _words(page, "timeline_as_of"))
    shown(page, till, qtbot, "Bo")
    assert not _button(page, "all_stores").isChecked()
    assert page._member.timeline.list.model().rowCount() == 0
    assert page._member.history.list.isVisible()


def test_a_till_without_a_centre_offers_no_other_stores(
    context: Context, till: Till, qtbot: QtBot
) -> None:
    page = MembersPage(replace(context, look=None))
    qtbot.addWidget(page)
    page.show()
    shown(page, till, qtbot)
    assert not _button(page, "all_stores").isVisible()
