"""What the tests of the preferences page share: the page itself, and hands for it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPushButton,
    QWidget,
)
from pytestqt.qtbot import QtBot

from tests.ui.shop import (
    CASHIER_NAME,
    CASHIER_PIN,
    add_cashier,
    context,
    sign_in,
    till,
)
from ui.context import Context
from ui.preferences.page import PreferencesPage
from ui.widgets.result_line import ResultLine

__all__ = ["context", "till"]

USB = Path("/usb/sales")


def focused() -> QWidget:
    found = QApplication.focusWidget()
    assert found is not None, "the keyboard is lost"
    return found


def press(code: Qt.Key) -> None:
    QTest.keyClick(focused(), code)


def child(page: QWidget, kind: type[Any], name: str) -> Any:
    found = page.findChild(kind, name)
    assert found is not None, name
    return found


def click(page: QWidget, name: str) -> None:
    button = child(page, QPushButton, name)
    assert button.isVisibleTo(page), name
    button.click()


def said(page: QWidget) -> ResultLine:
    line = child(page, ResultLine, "result")
    assert isinstance(line, ResultLine)
    return line


def write(page: QWidget, name: str, text: str) -> None:
    """Type over what stands in a field."""
    field = child(page, QLineEdit, name)
    field.setFocus()
    field.selectAll()
    QTest.keyClicks(field, text)


def answer_with(path: Path) -> Callable[[QWidget, str, Callable[[Path], None]], None]:
    return lambda _parent, _title, then: then(path)


@pytest.fixture
def goods_file(tmp_path: Path) -> Path:
    path = tmp_path / "goods.csv"
    path.write_text("key,name,earns\nT,Tobacco,no\nF,Food,yes\n", encoding="utf-8")
    return path


@pytest.fixture
def open_page(qtbot: QtBot, context: Context, goods_file: Path) -> Callable[[], PreferencesPage]:
    def opened() -> PreferencesPage:
        made = PreferencesPage(
            context, ask_file=answer_with(goods_file), ask_folder=answer_with(USB)
        )
        qtbot.addWidget(made)
        made.resize(1024, 540)
        made.show()
        made.activateWindow()
        made.open()
        qtbot.waitUntil(lambda: bool(made._presenter.people.rows))
        qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
        return made

    return opened


@pytest.fixture
def page(context: Context, open_page: Callable[[], PreferencesPage]) -> PreferencesPage:
    """An owner looks at the preferences of a shop with a cashier."""
    add_cashier(context.till)
    return open_page()


@pytest.fixture
def looked_at(context: Context, open_page: Callable[[], PreferencesPage]) -> PreferencesPage:
    """A cashier looks at the same."""
    add_cashier(context.till)
    sign_in(context.till, CASHIER_NAME, CASHIER_PIN)
    return open_page()
