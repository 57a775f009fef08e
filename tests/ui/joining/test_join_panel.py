"""The form of joining with real keys: what Enter does, what is compared, what is said."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.joining import NotJoined, Why
from desktop.snapshots import Phase, Progress
from tests.ui.audit import nameless, small_targets
from tests.ui.drawing import check_golden
from tests.ui.joining.test_join_presenter import CODE, JOINED, OFFER, Doors
from ui.doing import at_once
from ui.joining.panel import JoinPanel
from ui.joining.presenter import Step
from ui.joining.words import why
from ui.widgets.plain import PlainLabel
from ui.widgets.result_line import ResultLine


@pytest.fixture
def doors() -> Doors:
    """Doors that let everybody in."""
    return Doors()


@pytest.fixture
def panel(qtbot: QtBot, doors: Doors) -> JoinPanel:
    """The form of a new till."""
    one = JoinPanel(doors, at_once, names=True)  # type: ignore[arg-type] # futures of anything
    qtbot.addWidget(one)
    one.show()
    return one


def write(panel: JoinPanel, name: str, text: str) -> QLineEdit:
    field = panel.findChild(QLineEdit, name)
    assert field is not None
    QTest.keyClicks(field, text)
    return field


def fill(panel: JoinPanel) -> None:
    write(panel, "join_name", "B")
    write(panel, "join_address", "centre")
    QTest.keyClick(write(panel, "join_code", CODE), Qt.Key.Key_Return)


def test_enter_looks_and_a_person_who_only_presses_enter_does_not_join(
    panel: JoinPanel, doors: Doors
) -> None:
    fill(panel)
    assert panel.presenter.step is Step.COMPARE
    focus = panel.focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.objectName() == "join_other"
    focus.click()
    assert [one[0] for one in doors.asked] == ["look"]
    line = panel.findChild(ResultLine, "join_result")
    assert line is not None
    assert "nothing was sent" in line.text()


def test_whoever_compared_joins_and_no_code_stays_on_the_screen(
    panel: JoinPanel, doors: Doors, qtbot: QtBot
) -> None:
    fill(panel)
    same = panel.findChild(QPushButton, "join_same")
    assert same is not None
    with qtbot.waitSignal(panel.joined) as joined:
        QTest.mouseClick(same, Qt.MouseButton.LeftButton)
    assert joined.args == [JOINED]
    assert doors.asked[-1] == ("join", OFFER, CODE, "B")
    code = panel.findChild(QLineEdit, "join_code")
    assert code is not None
    assert code.text() == ""


def test_how_far_the_members_have_come_is_shown_and_somebody_begins_without_them(
    panel: JoinPanel, doors: Doors, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(panel)
    monkeypatch.setattr(panel.presenter, "_when_done", lambda *_: None)  # it takes its time
    panel.presenter.same()
    skip, bar = panel.findChild(QPushButton, "join_skip"), panel.findChild(QProgressBar)
    coming = panel.findChild(QWidget, "join_coming")
    assert skip is not None
    assert bar is not None
    assert isinstance(coming, PlainLabel)
    panel.show_progress()
    assert skip.isHidden()
    said = []
    for phase, done in ((Phase.WAITING, 0), (Phase.FETCHING, 10), (Phase.BUILDING, 30)):
        doors.coming = Progress(phase, done << 20, 40 << 20)
        panel.show_progress()
        said.append((coming.text(), bar.maximum() and bar.value()))
    assert [share for _, share in said] == [0, 25, 75]
    assert "10 of 40 MB" in said[1][0]
    assert len({words for words, _ in said}) == len(said)
    assert nameless(panel) == []
    skip.click()
    assert doors.asked[-1] == ("skip",)
    assert not skip.isEnabled()


@pytest.mark.usefixtures("qapp")
def test_every_reason_has_words_of_its_own() -> None:
    texts = [why(one) for one in Why]
    assert len(set(texts)) == len(texts)


def test_everything_has_a_name_and_is_large_enough(panel: JoinPanel) -> None:
    assert nameless(panel) == []
    assert small_targets(panel) == []


def test_the_form_and_the_comparing_are_as_drawn(panel: JoinPanel) -> None:
    check_golden(panel, "joining_form")
    fill(panel)
    check_golden(panel, "joining_compare")
    panel.presenter.other()
    panel.say_not(NotJoined(Why.CODE))
    check_golden(panel, "joining_refused")
