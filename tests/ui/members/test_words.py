"""The words of a member's page that are made of values."""

from dataclasses import replace

import pytest

from desktop.answers import MemberCard
from desktop.till import Till
from tests.ui.members.desk import sell
from tests.ui.shop import OWNER, result
from ui import text
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


def test_what_the_centre_gave_or_took_has_words_of_its_own(till: Till, ada: MemberCard) -> None:
    sell(till, ada, 500)
    row = replace(result(till.history(ada.id))[0], kind="adjust", detail="loss", amount_minor=0)
    row = replace(row, receipt="", staff_name="")
    assert face_of(row, till.shop).title == "Carried by the shop"
    assert "Other" not in face_of(row, till.shop).under
    said = {
        text.kind(kind, why)
        for kind, why in (
            ("adjust", "loss"),
            ("adjust", "excess"),
            ("adjust", "centre"),
            ("reverse", "same-receipt"),
            ("reverse", "refunded-twice"),
            ("reverse", "charged"),
        )
    }
    assert len(said - {text.kind("reverse"), text.kind("adjust")}) == 6


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
