"""A flowing line keeps what it measured, and forgets it when a widget changes."""

from PySide6.QtWidgets import QPushButton, QWidget
from pytestqt.qtbot import QtBot

from ui.counter.flow import FlowLayout


def test_a_longer_word_breaks_the_line_that_was_measured_before(qtbot: QtBot) -> None:
    page = QWidget()
    qtbot.addWidget(page)
    line = FlowLayout(page)
    buttons = [QPushButton("one"), QPushButton("two")]
    for button in buttons:
        line.addWidget(button)
    page.show()
    width = sum(button.sizeHint().width() for button in buttons) + 40
    one_line, narrowest = line.heightForWidth(width), line.minimumSize().width()
    assert line.heightForWidth(width) == one_line
    buttons[1].setText("two, and a good many words behind it")
    assert line.heightForWidth(width) > one_line
    assert line.minimumSize().width() > narrowest
    buttons[1].hide()
    assert line.heightForWidth(width) == one_line
