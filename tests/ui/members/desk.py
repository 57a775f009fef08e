"""What hands and eyes do at the member page."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPushButton, QScrollArea, QWidget
from pytestqt.qtbot import QtBot

from desktop.answers import MemberCard, SaleDone
from desktop.requests import SaleRequest
from desktop.till import Till
from regulars.points.earning import Line
from tests.ui.shop import result
from ui.faces import FaceList
from ui.members.page import MembersPage


def sell(till: Till, member: MemberCard, minor: int, receipt: str = "", spend: int = 0) -> SaleDone:
    request = SaleRequest(
        till.fresh_id(), member.id, (Line(minor),), receipt=receipt, spend_points=spend
    )
    sold = result(till.sell(request))
    assert isinstance(sold, SaleDone), sold
    return sold


def here(page: MembersPage) -> QWidget:
    focused = page.focusWidget()
    assert focused is not None
    return focused


def press(page: MembersPage, key: Qt.Key) -> None:
    QTest.keyClick(here(page), key)


def label(page: MembersPage, name: str) -> str:
    found = page.findChild(QLabel, name)
    assert isinstance(found, QLabel), name
    return found.text() if found.isVisible() else ""


def field(page: MembersPage, name: str) -> QLineEdit:
    found = page.findChild(QLineEdit, name)
    assert isinstance(found, QLineEdit), name
    return found


def button(page: MembersPage, name: str) -> QPushButton:
    found = page.findChild(QPushButton, name)
    assert isinstance(found, QPushButton), name
    return found


def acts(page: MembersPage) -> FaceList:
    found = page.findChild(FaceList, "history")
    assert isinstance(found, FaceList)
    return found


def kinds_in_log(till: Till) -> list[str]:
    rows = result(till.read(lambda store: store.rows("select kind from operation")))
    return [row[0] for row in rows]


def show(page: MembersPage, qtbot: QtBot, member: MemberCard) -> None:
    page.open_member(member.id)
    qtbot.waitUntil(lambda: label(page, "person_name") == member.name)
    page.setFocus()


def too_wide(page: QWidget) -> list[str]:
    """Give what is cut off at the right where only up and down can be scrolled."""
    return [
        f"{inside.objectName()}: {inside.minimumSizeHint().width()} > {area.viewport().width()}"
        for area in page.findChildren(QScrollArea)
        if (inside := area.widget()) is not None
        and area.isVisible()
        and inside.minimumSizeHint().width() > area.viewport().width()
    ]
