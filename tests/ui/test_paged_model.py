"""Pages that arrive late, out of order, or not at all; Qt's own tester watches every step."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

import pytest
from PySide6.QtCore import QModelIndex
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QListView
from pytestqt.qtbot import QtBot

from desktop.trouble import DiskFailed, Trouble
from ui.doing import at_once
from ui.paged_model import DISPLAY, PagedModel

ROOT = QModelIndex()
PAGE = 5


class Numbers(PagedModel[int]):
    """Rows that are numbers."""

    def cell(self, row: int, column: int, role: int) -> object:
        """Give the number itself."""
        return str(row) if role == DISPLAY else None


@dataclass
class Shelf:
    """Numbers below a top, newest first, asked for page by page."""

    top: int
    asked: list[int | None] = field(default_factory=list)

    def fetch(self, last: int | None) -> Future[list[int]]:
        self.asked.append(last)
        done: Future[list[int]] = Future()
        start = self.top if last is None else last - 1
        done.set_result(list(range(start, max(start - PAGE, 0), -1)))
        return done


@dataclass
class Later:
    """Keeps answers back until the test lets them go, as the bridge does until the next turn."""

    waiting: list[Callable[[], None]] = field(default_factory=list)

    def __call__(
        self, future: Future[Any], then: Callable[[Any], None], failed: Callable[[Trouble], None]
    ) -> None:
        self.waiting.append(lambda: at_once(future, then, failed))

    def answer(self) -> None:
        self.waiting.pop(0)()

    def answer_all(self) -> None:
        while self.waiting:
            self.answer()


def watched(model: Numbers) -> QAbstractItemModelTester:
    return QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)


def shown(model: Numbers) -> list[int]:
    return [model.row(at) for at in range(model.rowCount())]


@pytest.fixture(autouse=True)
def _app(qapp: QApplication) -> None:
    assert qapp is not None


def test_pages_come_by_the_key_of_the_last_row_until_one_is_short() -> None:
    later, shelf = Later(), Shelf(12)
    model = Numbers(later, page=PAGE)
    tester = watched(model)
    model.show(shelf.fetch)
    later.answer_all()
    while model.canFetchMore(ROOT):
        model.fetchMore(ROOT)
        later.answer_all()
    assert shelf.asked == [None, 8, 3]
    assert shown(model) == list(range(12, 0, -1))
    assert model.is_complete
    assert tester.model() is model


def test_a_last_page_that_is_full_is_followed_by_an_empty_one() -> None:
    model = Numbers(at_once, page=PAGE)
    model.show(Shelf(PAGE).fetch)
    assert not model.is_complete
    model.fetchMore(ROOT)
    assert model.is_complete
    assert model.rowCount() == PAGE


def test_a_page_of_an_older_question_is_dropped() -> None:
    later = Later()
    model = Numbers(later, page=PAGE)
    watched(model)
    model.show(Shelf(100).fetch)
    model.show(Shelf(3).fetch)
    later.answer()
    assert model.rowCount() == 0
    later.answer_all()
    assert shown(model) == [3, 2, 1]


def test_a_page_on_its_way_is_asked_for_once() -> None:
    later, shelf = Later(), Shelf(100)
    model = Numbers(later, page=PAGE)
    model.show(shelf.fetch)
    model.fetchMore(ROOT)
    model.fetchMore(ROOT)
    assert shelf.asked == [None]


def test_a_refresh_that_finds_nothing_new_moves_nothing(qtbot: QtBot) -> None:
    model = Numbers(at_once, page=PAGE)
    model.show(Shelf(12).fetch)
    model.fetchMore(ROOT)
    with qtbot.assertNotEmitted(model.modelReset):
        model.refresh()
    assert shown(model) == list(range(12, 2, -1))


class Tens(Numbers):
    """Numbers that are about the same thing where their tens are."""

    def is_same(self, row: int, other: int) -> bool:
        return row // 10 == other // 10


def test_rows_about_the_same_things_change_in_their_places(qtbot: QtBot) -> None:
    model = Tens(at_once, page=2)
    watched(model)
    pages = [[50, 40], [30, 20], [51, 40]]

    def fetch(_: int | None) -> Future[list[int]]:
        done: Future[list[int]] = Future()
        done.set_result(pages.pop(0))
        return done

    model.show(fetch)
    model.fetchMore(ROOT)
    with qtbot.assertNotEmitted(model.modelReset), qtbot.waitSignal(model.dataChanged):
        model.refresh()
    assert shown(model) == [51, 40, 30, 20]
    pages.append([61, 51])
    with qtbot.waitSignal(model.modelReset):
        model.refresh()


def test_a_refresh_shows_what_is_new_on_top() -> None:
    later, shelf = Later(), Shelf(12)
    model = Numbers(later, page=PAGE)
    watched(model)
    model.show(shelf.fetch)
    later.answer()
    later.waiting.clear()
    shelf.top = 13
    model.refresh()
    later.answer()
    assert shown(model) == [13, 12, 11, 10, 9]
    assert not model.is_complete


def test_a_trouble_is_said_once_and_not_asked_for_again(qtbot: QtBot) -> None:
    def fetch(_last: int | None) -> Future[list[int]]:
        done: Future[list[int]] = Future()
        done.set_exception(DiskFailed())
        return done

    model = Numbers(at_once, page=PAGE)
    with qtbot.waitSignal(model.failed) as said:
        model.show(fetch)
    assert isinstance(said.args[0], DiskFailed)
    assert not model.canFetchMore(ROOT)


def test_rows_that_are_all_there_is_ask_for_nothing() -> None:
    model = Numbers(at_once, page=PAGE)
    watched(model)
    model.show_rows([3, 2, 1])
    assert model.is_complete
    assert model.index(0, 0).data() == "3"
    assert model.index(7, 0).data() is None


def test_a_view_that_is_scrolled_fetches_the_rest(qtbot: QtBot) -> None:
    shelf, model = Shelf(60), Numbers(at_once, page=PAGE)
    view = QListView()
    qtbot.addWidget(view)
    view.setModel(model)
    view.resize(200, 120)
    view.show()
    model.show(shelf.fetch)
    assert model.rowCount() == PAGE, "nobody has scrolled yet"
    while not model.is_complete:
        view.scrollToBottom()
        qtbot.wait(0)
    assert model.rowCount() == 60
