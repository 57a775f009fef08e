"""The form of joining with real keys: what Enter does, what is compared, what is said."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.joining import Names, NotJoined, Why
from tests.ui.audit import nameless, small_targets
from tests.ui.drawing import check_golden
from tests.ui.joining.test_join_presenter import CODE, JOINED, OFFER, Doors
from ui.doing import at_once
from ui.joining.panel import JoinPanel
from ui.joining.presenter import Step
from ui.joining.words import why
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


def test_a_shop_that_founds_is_asked_what_till_and_store_are_called(
    qtbot: QtBot, doors: Doors
) -> None:
    one = JoinPanel(doors, at_once, founds=True)  # type: ignore[arg-type] # futures of anything
    qtbot.addWidget(one)
    one.call("", "Corner")
    fill(one, name=None)
    one.presenter.same()
    assert doors.asked[-1] == ("join", OFFER, CODE, Names("Till 1", "Corner"))


def test_what_somebody_typed_is_not_replaced(qtbot: QtBot, doors: Doors) -> None:
    one = JoinPanel(doors, at_once, founds=True)  # type: ignore[arg-type] # futures of anything
    qtbot.addWidget(one)
    assert write(one, "join_name", "Front").text() == "Front"
    one.call("Other", "Corner")
    fill(one, name=None)
    one.presenter.same()
    assert doors.asked[-1] == ("join", OFFER, CODE, Names("Front", "Corner"))


def write(panel: JoinPanel, name: str, text: str) -> QLineEdit:
    field = panel.findChild(QLineEdit, name)
    assert field is not None
    QTest.keyClicks(field, text)
    return field


def fill(panel: JoinPanel, name: str | None = "B") -> None:
    if name is not None:
        write(panel, "join_name", name)
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
    assert doors.asked[-1] == ("join", OFFER, CODE, Names("B"))
    code = panel.findChild(QLineEdit, "join_code")
    assert code is not None
    assert code.text() == ""


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
