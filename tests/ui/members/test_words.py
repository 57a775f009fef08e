"""The words of a member's page that are made of values."""

from dataclasses import replace

import pytest

from desktop.answers import MemberCard
from desktop.till import Till
from tests.ui.members.desk import sell
from tests.ui.shop import OWNER, result
from ui.members.words import face_of, points_of


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


def test_each_act_says_how_far_it_has_come_where_there_is_a_centre(
    till: Till, ada: MemberCard
) -> None:
    sell(till, ada, 500)
    row = result(till.history(ada.id))[0]
    assert face_of(row, till.shop).under.endswith(OWNER), "a lone till says nothing of a centre"
    said = {
        "unsent": "not sent yet",
        "sent": "at the centre",
        "waiting": "at the centre, not counted yet",
        "review": "at the centre, somebody looks at it",
        "kept": "kept for somebody to look at",
    }
    for state, words in said.items():
        face = face_of(replace(row, state=state), till.shop)
        assert face.under.endswith(f"{OWNER} · {words}")
        assert words in face.spoken
