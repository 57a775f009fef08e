"""A till whose clock is behind: what it says after hearing of something comes after that."""

from typing import Any

import pytest

from regulars.agreement.centre import Centre
from regulars.agreement.till import TillSide, write
from tests.regulars.agreement.test_agreement import AT, DAY, shop, sync

HOUR_MS = 3_600_000
BEHIND = (DAY, AT[1] - HOUR_MS)


def renamed(till: TillSide, name: str, at: Any) -> None:
    write(till, "member.changed", {"member": "m"}, identity=name, at=at, private={"name": name})


def story() -> tuple[Centre, str]:
    """Let a till change a name, and one that heard of it and has a clock of an hour ago another."""
    centre, (right, behind) = shop("right", "behind")
    centre.now_ms = AT[1]
    data = {"member": "m", "wallet": "w", "language": "en"}
    private = {"name": "Wang", "phone": "", "birthday": ""}
    write(right, "member.enrolled", data, identity="e", at=AT, private=private)
    renamed(right, "Wong", AT)
    sync(centre, right, behind)
    renamed(behind, "Huang", BEHIND)
    sync(centre, behind, right)
    return centre, centre.people.profiles["m"]["name"].text


def test_who_heard_of_a_change_has_the_later_word() -> None:
    assert story()[1] == "Huang"


def test_control_by_its_own_clock_it_would_have_the_earlier_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("regulars.agreement.exchange.hear", lambda last, *_: last)
    assert story()[1] == "Wong"


def test_a_till_of_another_year_carries_nobody_along() -> None:
    centre, (wild, other) = shop("wild", "other")
    centre.now_ms = AT[1]
    renamed(wild, "far", (DAY, AT[1] + 5 * 365 * 24 * HOUR_MS))
    sync(centre, wild, other)
    assert other.hlc >> 16 == AT[1] + 60_000
