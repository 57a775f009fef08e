"""The list of found members is in its place at once, and shows the best row first."""

import pytest
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize
from PySide6.QtWidgets import QLabel, QListView, QStyleOptionViewItem
from pytestqt.qtbot import QtBot

from desktop.answers import MemberRow
from regulars.ids import Id
from ui.counter.found_list import FoundList
from ui.counter.model import FoundDelegate
from ui.widgets.buttons import KeyButton


def members(count: int) -> tuple[MemberRow, ...]:
    return tuple(
        MemberRow(Id(bytes([key]) * 16), f"Member {key}", "", "", key) for key in range(count)
    )


@pytest.fixture
def found(qtbot: QtBot) -> FoundList:
    panel = FoundList()
    qtbot.addWidget(panel)
    panel.resize(600, 700)
    panel.show()
    qtbot.waitExposed(panel)
    return panel


def view(found: FoundList) -> QListView:
    inside = found.findChild(QListView, "found")
    assert isinstance(inside, QListView)
    return inside


def test_the_list_stands_in_its_place_before_it_is_painted(found: FoundList) -> None:
    found.show_rows((), "123")
    found.show_rows(members(20), "1234")
    assert view(found).height() > 3 * view(found).sizeHintForRow(0)


def test_after_nobody_the_list_begins_at_the_top_again(found: FoundList) -> None:
    found.show_rows(members(20), "1234")
    found.step(19)
    found.show_rows((), "123")
    found.show_rows(members(20), "1234")
    assert (view(found).verticalScrollBar().value(), found.current()) == (0, members(1)[0])


class Noting(FoundDelegate):
    """Writes down which rows it is asked about. A class of its own: Qt's side remembers a method
    that it found once, also after the test that put it there took it away again.
    """

    def __init__(self, view: QListView) -> None:
        super().__init__(view)
        self.asked: list[int] = []

    def sizeHint(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> QSize:
        """Note the row."""
        self.asked.append(index.row())
        return super().sizeHint(option, index)


def test_the_height_of_a_row_is_not_asked_for_each_row(found: FoundList) -> None:
    noting = Noting(view(found))
    view(found).setItemDelegate(noting)
    noting.asked.clear()
    found.show_rows(members(20), "1234")
    assert 1 <= len(noting.asked) <= 4  # and not twenty for each time it is laid out


@pytest.mark.parametrize("typed", ["1", "123", "+88", "z", "ｚ"])
def test_the_beginning_of_a_text_is_not_called_nobody(found: FoundList, typed: str) -> None:
    """Else a cashier who types four digits would read three times that there is nobody."""
    found.show_rows((), typed)
    assert words(found, "nobody").startswith("Go on typing")
    assert not enrol(found).isVisible()


@pytest.mark.parametrize("typed", ["1234", "zs", "张"])
def test_a_text_that_found_nobody_is_offered_as_a_new_member(found: FoundList, typed: str) -> None:
    found.show_rows((), "1")
    found.show_rows((), typed)
    assert words(found, "nobody") == f"Nobody found for “{typed}”."
    assert enrol(found).isVisible()


def enrol(found: FoundList) -> KeyButton:
    button = found.findChild(KeyButton, "enrol")
    assert isinstance(button, KeyButton)
    return button


def words(found: FoundList, name: str) -> str:
    label = found.findChild(QLabel, name)
    assert isinstance(label, QLabel)
    return label.text()
