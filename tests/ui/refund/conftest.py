"""The refund page on a real shop."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from tests.ui.shop import context, till
from ui.context import Context
from ui.refund.page import RefundPage

__all__ = ["context", "till"]


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> Iterator[RefundPage]:
    """Open the refund page as large as it is on a cheap till."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    made = RefundPage(context)
    qtbot.addWidget(made)
    made.resize(1024, 500)
    made.show()
    yield made
    QLocale.setDefault(before)
