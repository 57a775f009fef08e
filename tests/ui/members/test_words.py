"""The words of a member's page that are made of values."""

from dataclasses import replace

import pytest

from desktop.answers import MemberCard
from desktop.till import Till
from tests.ui.members.desk import sell
from tests.ui.shop import result
from ui.members.words import points_of


@pytest.mark.parametrize(
    ("earned", "spent", "shown"), [(0, 0, "0"), (128, 0, "+128"), (128, 400, "+128 −400")]
)
def test_points_have_a_sign_and_nothing_has_none(
    till: Till, ada: MemberCard, earned: int, spent: int, shown: str
) -> None:
    sell(till, ada, 99)
    row = result(till.history(ada.id))[0]
    assert points_of(row) == "0"
    changed = replace(row, earned=earned, spent=spent, points=earned - spent)
    assert points_of(changed) == shown
