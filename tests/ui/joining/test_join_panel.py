"""The form of joining with real keys: what Enter does, what is compared, what is said."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QProgressBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.joining import Names, Nearby, NotJoined, Why
from desktop.snapshots import Phase, Progress
from desktop.trouble import DiskFull
from tests.ui.audit import nameless, small_targets
from tests.ui.drawing import check_golden
from tests.ui.joining.test_join_presenter import CODE, JOINED, OFFER, Doors
from ui.doing import at_once
from ui.joining.nearby import SHOWN_MAX
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


def near(panel: JoinPanel) -> tuple[list[str], str]:
    """Look on the network; gives what can be chosen, and what is said."""
    find = panel.findChild(QPushButton, "join_find")
    assert find is not None
    find.click()
    said = panel.findChild(PlainLabel, "join_found")
    assert said is not None
    buttons = [panel.findChild(QPushButton, f"join_found_{one + 1}") for one in range(SHOWN_MAX)]
    shown = [one.text() for one in buttons if one is not None and one.isVisible()]
    return shown, said.text() if said.isVisible() else ""


def test_a_centre_on_the_network_is_chosen_instead_of_typed(panel: JoinPanel, doors: Doors) -> None:
    doors.near = (Nearby("office & till", "https://10.0.0.5:8443"), Nearby("b", "https://b:8443"))
    shown, said = near(panel)
    assert shown == ["office && till  ·  10.0.0.5:8443", "b  ·  b:8443"]
    assert said == "Choose the computer your centre runs on."
    first = panel.findChild(QPushButton, "join_found_1")
    assert first is not None
    first.click()
    field = panel.findChild(QLineEdit, "join_address")
    assert field is not None
    assert field.text() == "https://10.0.0.5:8443"
    focus = panel.focusWidget()
    assert focus is not None
    assert focus.objectName() == "join_code", "only the code is left to type"
    assert doors.asked == [("around",)], "nobody is trusted by being chosen"


def test_where_no_centre_answers_an_address_is_asked_for(panel: JoinPanel) -> None:
    shown, said = near(panel)
    assert shown == []
    assert said == "No centre answered on this network. Type the address it printed."


def test_of_a_crowd_some_are_shown_and_it_is_said(panel: JoinPanel, doors: Doors) -> None:
    doors.near = tuple(Nearby(f"c{one}", f"https://c{one}:8443") for one in range(SHOWN_MAX + 1))
    shown, said = near(panel)
    assert len(shown) == SHOWN_MAX
    assert said == "There are more. Type the address that your centre printed."


def test_a_till_that_closes_meanwhile_has_found_nobody(panel: JoinPanel, doors: Doors) -> None:
    doors.near = DiskFull()
    assert near(panel) == (
        [],
        "No centre answered on this network. Type the address it printed.",
    )
