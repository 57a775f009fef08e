"""What wants a person: it is told once, the first choice stands, and does what it says once."""

import ast
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from regulars.agreement import authority, reviews
from regulars.agreement.centre import Centre, account_of, review
from regulars.agreement.till import TillSide, write
from tests.regulars.agreement.test_agreement import AT, DAY, W, rights_for, sell, shop, sync

RULES = Path(reviews.__file__).parents[1]


def wants(till: TillSide) -> dict[str, dict[str, Any]]:
    """Give what a till knows of what wants a person."""
    found = till.facts.items()
    return {name: json.loads(value) for (kind, name), (_, value) in found if kind == "review"}


def choose(till: TillSide, name: str, choice: str) -> None:
    data = {"review": name, "choice": choice, "by": "c3" * 16}
    write(till, "review.settled", data, identity=f"{till.device}{len(till.log)}", at=AT)


def twice() -> tuple[Centre, TillSide, TillSide, str]:
    """Let one receipt earn at two tills; gives what wants a person because of it."""
    centre, (front, back) = shop("front", "back")
    sell(front, "first", 100, receipt_key="A-1")
    sell(back, "second", 100, receipt_key="A-1")
    sync(centre, front, back)
    (name,) = wants(front)
    return centre, front, back, name


def worth(centre: Centre) -> int:
    """Give what the member has, and what is owed taken off: tills may hold what was corrected."""
    account = account_of(centre, W)
    return account.balance - account.debt


def test_what_wants_a_person_is_told_to_all_tills_alike() -> None:
    _, front, back, name = twice()
    assert wants(front) == wants(back)
    said = wants(front)[name]
    assert (said["code"], said["points"], said["member"]) == ("same-receipt", 100, "m")
    assert len(said["devices"]) == 2
    assert said["opened"] == DAY.isoformat()
    assert "choice" not in said


def test_the_first_choice_stands_and_the_other_till_sees_it() -> None:
    centre, front, back, name = twice()
    choose(front, name, "leave")
    sync(centre, front)
    choose(back, name, "give")  # it has not heard yet
    sync(centre, back, front)
    for till in (front, back):
        assert wants(till)[name]["choice"] == "leave"
    assert worth(centre) == 100


def test_points_given_again_are_given_once_whoever_chooses_it() -> None:
    centre, front, back, name = twice()
    assert worth(centre) == 100
    choose(front, name, "give")
    choose(back, name, "give")
    sync(centre, front, back)
    assert worth(centre) == 200


def test_a_choice_that_is_none_of_its_code_settles_and_does_nothing() -> None:
    centre, front, _, name = twice()
    choose(front, name, "charge")
    sync(centre, front)
    assert wants(front)[name]["choice"] == "charge"
    assert worth(centre) == 100


def lost() -> tuple[Centre, TillSide, TillSide, str]:
    """Let a till that was given up turn out to have spent what others spent too."""
    centre, (front, back) = shop("front", "back")
    sell(front, "first", 100)
    sync(centre, front, back)
    authority.retire(centre, front.source)
    sell(front, "unseen", 0, spent=[[W, 100]], pays=100, lines=[["", "", 1, 100, 0]])
    rights_for(centre, back, 100)
    sell(back, "seen", 0, spent=[[W, 100]], pays=100, lines=[["", "", 1, 100, 0]])
    sync(centre, back)
    sync(centre, front)
    sync(centre, back)
    (name,) = [name for name, said in wants(back).items() if said["code"] == "loss"]
    return centre, front, back, name


def test_a_loss_that_the_shop_carries_leaves_the_member_alone() -> None:
    centre, _, back, name = lost()
    before = account_of(centre, W)
    assert (before.balance, before.debt, centre.loss) == (0, 0, 100)
    choose(back, name, "carry")
    sync(centre, back)
    assert account_of(centre, W) == before


def test_a_loss_that_the_member_owes_becomes_debt_once() -> None:
    centre, _, back, name = lost()
    choose(back, name, "charge")
    choose(back, name, "charge")
    sync(centre, back)
    after = account_of(centre, W)
    assert (after.balance, after.debt) == (0, 100)
    entries = centre.entries[W]
    assert sum(one.debt for one in entries) == 100
    assert sum(one.points for one in entries) == 0


def test_a_choice_may_come_before_what_it_is_about() -> None:
    centre, (front,) = shop("front")
    about = review_of(centre)
    fresh = Centre(day=DAY)
    choose(front, about, "noted")
    sync(fresh, front)
    review(fresh, "unknown-sale", "f7" * 16, 3)
    sync(fresh, front)
    assert fresh.reviews
    assert wants(front)[about]["choice"] == "noted"
    assert wants(front)[about]["code"] == "unknown-sale"


def test_what_was_settled_is_told_for_ninety_days_and_then_no_more() -> None:
    centre, front, back, name = twice()
    choose(front, name, "leave")
    sync(centre, front, back)
    for days, is_told in ((89, True), (90, False), (91, False)):
        centre.day = DAY + timedelta(days=days)
        authority.begin_day(centre)
        sync(centre, back)
        assert (back.facts["review", name][1] != "") == is_told
    assert len(centre.reviews) == 1
    choose(front, name, "give")
    sync(centre, front, back)
    assert back.facts["review", name][1] == "", "who hears of nothing any more was not first"


def test_what_nobody_settled_is_told_for_ever() -> None:
    centre, _, back, name = twice()
    centre.day = DAY + timedelta(days=400)
    authority.begin_day(centre)
    sync(centre, back)
    assert "choice" not in wants(back)[name]


def review_of(centre: Centre) -> str:
    """Give the name that the same review has at any centre."""
    review(centre, "unknown-sale", "f7" * 16, 3)
    return centre.reviews[-1].name


def test_the_same_thing_is_asked_once() -> None:
    centre = Centre(day=DAY)
    for _ in range(2):
        review(centre, "card-of-two", "cc" * 32)
    assert len(centre.reviews) == 1
    assert sum(kind == "review" for kind, _ in centre.facts) == 1


def codes() -> set[str]:
    """Find every code that the rules ask a person with."""
    found: set[str] = set()
    for path in RULES.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_call = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
            if is_call and node.func.id == "review":  # type: ignore[attr-defined]
                code = node.args[1]  # type: ignore[attr-defined]
                if isinstance(code, ast.Constant):
                    found.add(str(code.value))
    return found


def test_every_code_that_the_rules_ask_with_has_choices() -> None:
    assert codes() - set(reviews.CHOICES) == set()
    assert len(codes()) > 5, "the search finds them"


@pytest.mark.parametrize("code", sorted(reviews.CHOICES))
def test_there_is_always_a_choice_that_changes_nothing_and_no_more_than_three(code: str) -> None:
    assert reviews.CHOICES[code][0] in {reviews.NOTED, reviews.LEAVE, reviews.CARRY}
    assert len(reviews.CHOICES[code]) <= 3
