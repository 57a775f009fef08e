"""What a till says of the centre: every way of standing has words, and only trouble a button."""

from itertools import product

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from sync.enrolment import Standing
from sync.status import Says, SyncState
from sync.trouble import Cause
from tests.ui.drawing import check_golden, spoken_name
from ui.strip.strip import Strip
from ui.strip.words import said
from ui.widgets.buttons import KeyButton

pytestmark = pytest.mark.usefixtures("qapp")  # with English plurals
WELL = {Says.AGREED, Says.BEGINNING, Says.CATCHING_UP}


def state(says: Says, **more: object) -> SyncState:
    return SyncState(says, **more)  # type: ignore[arg-type] # fields by name


@pytest.fixture
def strip(qtbot: QtBot) -> Strip:
    """A strip in a window."""
    one = Strip()
    qtbot.addWidget(one)
    return one


def test_every_state_has_words_of_its_own() -> None:
    texts = [said(state(says, code="x")).text for says in Says if says is not Says.SHUT_OUT]
    assert all(texts)
    assert len(set(texts)) == len(texts)
    standings = [said(state(Says.SHUT_OUT, standing=one)).text for one in Standing]
    assert all("earns, but redeems nothing" in text for text in standings)


def test_every_cause_is_named() -> None:
    texts = {said(state(Says.APART, cause=cause)).text for cause in Cause}
    assert len(texts) == len(Cause)
    untrusted = state(Says.APART, cause=Cause.SERVICE, code="service-untrusted")
    assert said(untrusted).text not in texts


def test_a_till_the_centre_does_not_know_is_told_where_to_go() -> None:
    assert "Preferences, Centre" in said(state(Says.STUCK, code="forbidden")).text
    assert "Preferences" not in said(state(Says.STUCK, code="grants-wait")).text


def test_only_what_a_person_can_help_with_has_a_button() -> None:
    for says, waiting in product(Says, (0, 3)):
        found = said(state(says, waiting=waiting))
        assert found.can_try == (says not in WELL | {Says.SHUT_OUT})
        assert (found.tone == "quiet") == (says in WELL)


@pytest.mark.parametrize(
    ("minutes", "age"), [(24, "24 min"), (60, "1 h"), (25 * 60, "1 day"), (60 * 72, "3 days")]
)
def test_what_waits_is_counted_and_its_age_is_said(minutes: int, age: str) -> None:
    found = said(state(Says.APART, cause=Cause.INTERNET, waiting=14, oldest_minutes=minutes))
    assert f"14 changes wait here, the oldest for {age}" in found.text
    one = said(state(Says.APART, cause=Cause.INTERNET, waiting=1))
    assert one.text.endswith("1 change wait here") or "1 change waits here" in one.text


def test_a_lease_that_is_over_is_said_wherever_the_centre_is_away() -> None:
    away = said(state(Says.APART, cause=Cause.INTERNET, is_lease_over=True))
    assert "no points can be redeemed here" in away.text
    assert away.tone == "bad"
    starting = said(state(Says.BEGINNING, is_lease_over=True))
    assert "redeemed" not in starting.text


def test_nothing_is_shown_before_anything_was_heard(strip: Strip) -> None:
    assert strip.isHidden()
    assert strip.text() == ""


def test_a_press_and_the_key_ask_now(strip: Strip, qtbot: QtBot) -> None:
    strip.show_state(state(Says.APART, cause=Cause.NETWORK_HERE, waiting=2, oldest_minutes=7))
    with qtbot.waitActive(strip):
        strip.show()
        strip.activateWindow()
    button = strip.findChild(KeyButton, "try_now")
    assert button is not None
    with qtbot.waitSignal(strip.try_wanted):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    button.setFocus()
    with qtbot.waitSignal(strip.try_wanted):
        QTest.keyClick(button, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert "No network here" in spoken_name(strip)


def test_a_calm_strip_has_no_button_and_its_key_does_nothing(strip: Strip) -> None:
    asked: list[bool] = []
    strip.try_wanted.connect(lambda: asked.append(True))
    strip.show_state(state(Says.AGREED))
    strip.show()
    button = strip.findChild(KeyButton, "try_now")
    assert button is not None
    assert button.isHidden()
    QTest.keyClick(strip, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    assert asked == []


@pytest.mark.parametrize("says", list(Says))
def test_the_strip_is_as_drawn(strip: Strip, says: Says) -> None:
    standing = Standing.REVOKED if says is Says.SHUT_OUT else Standing.LIVE
    cause = Cause.INTERNET if says is Says.APART else None
    strip.show_state(
        state(
            says, cause=cause, code="grants-wait", waiting=14, oldest_minutes=24, standing=standing
        )
    )
    check_golden(strip, f"strip_{says.value}")
