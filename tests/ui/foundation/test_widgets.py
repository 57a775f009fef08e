"""The pieces pages are made of: literal names, keys on buttons, results in shape and words."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QCheckBox,
    QComboBox,
    QLineEdit,
    QPushButton,
    QRadioButton,
    QSpinBox,
    QToolButton,
    QVBoxLayout,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.audit import Watch, small_targets
from tests.ui.drawing import spoken_name, tree
from ui.announce import Announcer
from ui.named import named
from ui.theme import apply_theme
from ui.theme.roles import dress
from ui.widgets.avatar import Avatar, initial
from ui.widgets.buttons import KeyButton, ordinary, primary
from ui.widgets.fields import ScanField
from ui.widgets.form import Form
from ui.widgets.panel import Panel
from ui.widgets.plain import ElidedLabel, FigureLabel, PlainLabel, plain_caption, plain_tip
from ui.widgets.result_line import ResultLine, Shape, Tone

NASTY = [
    "<img src=file:///etc/passwd>",
    "<b>Ada</b>",
    "{{7*7}}",
    "%s%n",
    "e" + "\u0301" * 5_000,
    "\u202egnp.exe",
    "&File",
]


@pytest.mark.parametrize("name", NASTY)
@pytest.mark.parametrize("kind", [PlainLabel, ElidedLabel, FigureLabel])
def test_a_name_is_text_whatever_it_looks_like(
    qtbot: QtBot, kind: type[PlainLabel], name: str
) -> None:
    label = kind(name)
    qtbot.addWidget(label)
    label.resize(80, 24)
    label.show()
    assert label.text() == name
    assert label.textFormat() == Qt.TextFormat.PlainText
    assert not label.grab().isNull()


def test_a_tooltip_is_text_too(qtbot: QtBot) -> None:
    label = PlainLabel("x")
    qtbot.addWidget(label)
    label.setToolTip("<b>Ada</b>")
    assert label.toolTip() == "<span>&lt;b&gt;Ada&lt;/b&gt;</span>"
    assert plain_tip("Ada & Co") == "Ada & Co"
    assert plain_caption("Ada & Co") == "Ada && Co"


def test_a_cut_label_tells_the_rest_in_its_tooltip(qtbot: QtBot) -> None:
    label = ElidedLabel("Wolfeschlegelsteinhausenbergerdorff")
    qtbot.addWidget(label)
    label.resize(80, 24)
    label.show()
    assert label.toolTip() == label.text()
    label.resize(800, 24)
    assert label.toolTip() == ""


def test_buttons_are_large_enough_for_a_finger(qtbot: QtBot) -> None:
    for make, height in ((primary, 64), (ordinary, 48)):
        button = make("Award", hint="Enter")
        qtbot.addWidget(button)
        button.show()
        assert button.height() >= height
        button.setFocus()
        assert button.sizeHint().height() >= height


def test_a_button_shows_its_key_and_does_its_action(qtbot: QtBot) -> None:
    action = QAction("Undo last")
    action.setShortcut("F8")
    done: list[bool] = []
    action.triggered.connect(lambda: done.append(True))
    button = KeyButton()
    qtbot.addWidget(button)
    button.follow(action)
    assert (button.text(), button.hint()) == ("Undo last", "F8")
    assert button.sizeHint().width() > ordinary("Undo last").sizeHint().width()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert done == [True]
    action.setEnabled(False)
    assert not button.isEnabled()


def test_a_result_is_a_shape_words_and_an_offer(qtbot: QtBot) -> None:
    line = ResultLine()
    qtbot.addWidget(line)
    line.show()
    height = line.height()
    line.say(Tone.GOOD, "192 points for 王美玲, 1,432 now", offer="Undo", key="F8")
    assert line.tone is Tone.GOOD
    assert spoken_name(line) == "192 points for 王美玲, 1,432 now"
    with qtbot.waitSignal(line.acted):
        offer = line.findChild(KeyButton)
        assert offer is not None
        QTest.mouseClick(offer, Qt.MouseButton.LeftButton)
    line.clear()
    assert line.text() == ""
    assert line.tone is None
    assert line.height() == height


def test_good_and_bad_differ_without_colour(qtbot: QtBot) -> None:
    line = ResultLine()
    qtbot.addWidget(line)
    line.show()
    pictures = []
    for tone in Tone:
        line.say(tone, "x")
        grey = line.grab().toImage().convertToFormat(line.grab().toImage().Format.Format_Mono)
        pictures.append(grey.copy(0, 0, 48, line.height()))
    for at, picture in enumerate(pictures):
        assert all(picture != other for other in pictures[at + 1 :])


@pytest.mark.parametrize(
    ("name", "letter"),
    [("王美玲", "王"), ("ada", "A"), (" -!x", "X"), ("\u0301", ""), ("", ""), ("ßa", "S")],
)
def test_an_avatar_shows_the_first_letter(qtbot: QtBot, name: str, letter: str) -> None:
    avatar = Avatar(name)
    qtbot.addWidget(avatar)
    assert initial(name) == letter
    assert not avatar.grab().isNull()


def test_announcing_needs_no_screen_reader(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    beeps: list[bool] = []
    monkeypatch.setattr("ui.announce.QApplication.beep", lambda: beeps.append(True))
    label = PlainLabel()
    qtbot.addWidget(label)
    Announcer(with_sound=True).say(label, "10 points added", urgent=True)
    Announcer(with_sound=False).say(label, "10 points added", urgent=True)
    assert beeps == [True]


def test_a_page_is_drawn_as_text(qtbot: QtBot) -> None:
    page = named(QWidget(), "page")
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    column.addWidget(named(ScanField(), "scan", spoken="Member"))
    panel = Panel("Sale")
    form = Form()
    form.add("&Receipt", named(QLineEdit("A-1"), "receipt"))
    panel.body.addLayout(form)
    award = named(primary("Award"), "award")
    award.setEnabled(False)
    panel.body.addWidget(award)
    column.addWidget(panel)
    assert tree(page) == (
        "QWidget page\n"
        "  ScanField scan name='Member' role='scan'\n"
        "  Panel - role='panel'\n"
        "    PlainLabel - name='Sale' text='Sale'\n"
        "    PlainLabel - name='Receipt' text='&Receipt'\n"
        "    QLineEdit receipt name='Receipt' text='A-1'\n"
        "    KeyButton award name='Award' text='Award' role='primary' disabled\n"
        "focus: scan > receipt\n"
    )


@pytest.mark.parametrize("is_focused", [False, True])
def test_what_qt_brings_is_large_enough_too(qtbot: QtBot, is_focused: bool) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    column = QVBoxLayout(page)
    combo = QComboBox()
    combo.addItem("Light")
    tool = QToolButton()
    tool.setText("…")
    kinds = [QLineEdit(), combo, QSpinBox(), QCheckBox("Sounds"), QRadioButton("Yes")]
    buttons = [KeyButton("Go", role=role) for role in ("ordinary", "quiet", "choice", "tab")]
    for each in [*kinds, *buttons, QPushButton("Go"), tool]:
        column.addWidget(each)
    column.addStretch()
    page.resize(400, 1200)
    page.show()
    for each in page.findChildren(QWidget) if is_focused else []:
        each.setFocus()
        assert small_targets(page) == []
    assert small_targets(page) == []


def test_an_icon_is_read_from_disk_once(qtbot: QtBot, no_blocking: Watch) -> None:
    shape = Shape("good", "good")
    qtbot.addWidget(shape)
    first, second = shape.grab().toImage(), shape.grab().toImage()
    assert first == second
    assert no_blocking.heard == []


def test_a_button_makes_room_for_another_key_and_for_larger_letters(qtbot: QtBot) -> None:
    button = KeyButton("Undo", hint="F8")
    qtbot.addWidget(button)
    short = button.sizeHint().width()
    button.set_hint("Ctrl+Shift+F8")
    long = button.sizeHint().width()
    assert long > short
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    apply_theme(app, palette="light", language="en", large=True, training=False)
    assert button.sizeHint().width() > long
    apply_theme(app, palette="light", language="en", large=False, training=False)
    assert button.sizeHint().width() == long


def test_a_label_is_as_high_as_its_newest_words_in_its_newest_letters(qtbot: QtBot) -> None:
    label = PlainLabel("one line", wrap=True)
    qtbot.addWidget(label)
    one_line = label.heightForWidth(200)
    label.setText("words that go on and on, " * 5)
    many_lines = label.heightForWidth(200)
    assert many_lines > one_line
    dress(label, type="title")
    larger = label.heightForWidth(200)
    assert larger > many_lines
    label.clear()
    assert label.heightForWidth(200) < larger
