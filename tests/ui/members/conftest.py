"""A real shop, and the member page standing on it."""

from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from desktop.answers import MemberCard
from desktop.till import Till
from tests.ui.shop import (
    add_member,
    context,
    till,
)
from ui.bridge import Bridge
from ui.context import Context
from ui.members.page import MembersPage

__all__ = ["ada", "context", "page", "till"]


@pytest.fixture
def page(context: Context, qtbot: QtBot) -> Iterator[MembersPage]:
    shown = MembersPage(context)
    bridge = Bridge(shown)
    bridge.changed.connect(shown.changed)
    context.till.publish = bridge.publish
    qtbot.addWidget(shown)
    shown.resize(1024, 536)
    shown.show()
    qtbot.waitExposed(shown)
    shown.setFocus()
    yield shown
    context.till.publish = lambda _note: None


@pytest.fixture
def ada(till: Till) -> MemberCard:
    return add_member(till, "Ada", "0912 345 678", birthday="1990-02-28")
