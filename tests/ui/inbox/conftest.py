"""The inbox on a real shop that has joined a centre."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from desktop.answers import MemberCard
from desktop.opening import OpenShop
from desktop.store.joining import join
from desktop.till import Till
from desktop.till_file import TillFile
from regulars.ids import Id
from sync.enrolment import Standing
from sync.wire_look import ReviewRow
from sync.wire_pull import Page
from tests.ui.shop import context, result, till
from ui.context import Context
from ui.inbox.page import InboxPage

__all__ = ["context", "till"]
Tell = Callable[..., Id]


def has_joined(till: Till) -> None:
    """Let the till be one of several."""

    def job(opened: OpenShop) -> None:
        with opened.book.store.writing():
            join(opened.book.store, lease_days=14, is_authority=False)

    result(till.writer.submit(job))


@pytest.fixture
def tell(till: Till) -> Tell:
    """Let the centre ask a person something; gives its name."""
    has_joined(till)
    file, asked = TillFile(till), [0]

    def tell(code: str = "same-receipt", member: MemberCard | None = None, **more: object) -> Id:
        asked[0] += 1
        usual: dict[str, object] = {
            "review": Id(bytes([asked[0]]) * 16),
            "seq": asked[0],
            "about": "",
            "points": 100,
            "devices": (file.who().device,),
            "opened": date(2026, 11, asked[0]),
        }
        known = None if member is None else member.id
        row = ReviewRow(code=code, member=known, **(usual | more))  # type: ignore[arg-type]
        page = Page(f"c1.{row.seq}", True, 0, 1, Standing.LIVE, 1, 0, {"review": (row.row(),)})
        file.apply_page(page)
        return row.review

    return tell


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> Iterator[InboxPage]:
    """Open the inbox as large as it is on a cheap till."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    made = InboxPage(context)
    qtbot.addWidget(made)
    made.resize(1024, 500)
    made.show()
    yield made
    QLocale.setDefault(before)
