"""Somebody enrolled twice becomes one member; a person is told, and has thirty days to undo it."""

import json
from datetime import date, timedelta
from typing import Any

import pytest

from regulars.agreement import healing, merging, people, reviews
from regulars.agreement.centre import Centre
from regulars.agreement.messages import Outcome
from regulars.agreement.people import People, enrol, joined_by, merge, unmerge, who
from regulars.agreement.reviews import AFTERWARDS, LEAVE, MERGE, open_choices
from regulars.agreement.till import TillSide, write
from tests.regulars.agreement.test_agreement import AT, DAY, shop, sync
from tests.regulars.agreement.test_reviews import choose, wants

PHONE = "+886912345678"
LAST, LATE = DAY + timedelta(days=30), DAY + timedelta(days=31)


def enrolled(till: TillSide, member: str, name: str = "Wang") -> None:
    data = {"member": member, "wallet": f"w{member}", "language": "en"}
    private = {"name": name, "phone": PHONE, "birthday": ""}
    write(till, "member.enrolled", data, identity=f"e{member}", at=AT, private=private)


def met(*names: str) -> tuple[Centre, TillSide, TillSide]:
    """Enrol somebody at two tills that do not hear of each other, then let them."""
    centre, (front, back) = shop("front", "back")
    for till, member, name in zip((front, back), "ab", names, strict=True):
        enrolled(till, member, name)
    sync(centre, front, back)
    return centre, front, back


def only(till: TillSide, code: str) -> tuple[str, dict[str, Any]]:
    ((name, said),) = [one for one in wants(till).items() if one[1]["code"] == code]
    return name, said


def later(till: TillSide, name: str, choice: str, day: date) -> None:
    data = {"review": name, "choice": choice, "by": "c3" * 16}
    at = (day, AT[1] + (day - DAY).days * 86_400_000)
    write(till, "review.settled", data, identity=f"l{till.device}{len(till.log)}", at=at)


def test_whoever_is_enrolled_twice_is_one_member_and_a_person_is_told() -> None:
    centre, front, back = met("Wang", "Wang")
    assert who(centre.people, "b") == "a"
    for till in (front, back):
        _, said = only(till, "enrolled-twice")
        assert (said["about"], said["member"]) == ("b a", "b")


@pytest.mark.parametrize("before", [None, LEAVE])
def test_a_person_takes_them_apart_within_thirty_days_and_all_hear(before: str | None) -> None:
    centre, front, back = met("Wang", "Wang")
    name, _ = only(front, "enrolled-twice")
    if before is not None:
        choose(front, name, before)
        sync(centre, front, back)
    later(back, name, merging.APART, LAST)
    sync(centre, back, front)
    assert who(centre.people, "b") == "b"
    assert only(front, "enrolled-twice")[1]["choice"] == merging.APART
    assert front.facts["alias", "b"][1] == "b"
    assert [op.kind for op in centre.own] == ["merge", "unmerge"]


def test_after_thirty_days_they_stay_one_person() -> None:
    centre, front, back = met("Wang", "Wang")
    name, _ = only(front, "enrolled-twice")
    later(back, name, merging.APART, LATE)
    sync(centre, back, front)
    assert who(centre.people, "b") == "a"
    assert "choice" not in only(front, "enrolled-twice")[1]
    assert centre.chains[back.source].outcomes[-1] is Outcome.REFUSED


def test_who_merged_two_members_by_hand_may_take_it_back() -> None:
    centre, front, back = met("Wang", "Chen")
    name, said = only(front, "same-phone")
    data = {"member": "a", "wallet": "wa", "other": "b", "other_wallet": "wb"}
    write(front, "merge", data, identity="m", at=AT)
    choose(front, name, MERGE)
    sync(centre, front, back)
    assert who(centre.people, "b") == "a"
    later(back, name, merging.APART, LAST)
    sync(centre, back, front)
    assert who(centre.people, "b") == "b"
    assert said["about"] == "b a"
    assert only(back, "same-phone")[1]["choice"] == merging.APART


def test_who_had_not_heard_that_they_were_taken_apart_puts_nobody_together() -> None:
    centre, front, back = met("Wang", "Chen")
    name, _ = only(front, "same-phone")
    data = {"member": "a", "wallet": "wa", "other": "b", "other_wallet": "wb"}
    for act, till in (("m1", front), ("m2", back)):
        write(till, "merge", data, identity=act, at=AT)
        choose(till, name, MERGE)
    sync(centre, front)
    choose(front, name, merging.APART)
    sync(centre, front)
    assert who(centre.people, "b") == "b"
    sync(centre, back)
    assert who(centre.people, "b") == "b"


def test_a_restored_centre_does_not_merge_whom_a_person_took_apart() -> None:
    centre, (front, back) = shop("front", "back")
    backup = centre.copy()
    for till, member in ((back, "a"), (front, "b")):
        enrolled(till, member)
        sync(centre, till)
    sync(centre, back)
    name, _ = only(back, "enrolled-twice")
    choose(back, name, merging.APART)
    sync(centre, back)
    again = healing.restore(backup, feed_epoch=2, enrolled=list(centre.chains))
    sync(again, front, back)
    assert who(again.people, "b") == "b"
    assert who(again.people, "a") == "a"
    assert json.loads(again.facts["review", name])["choice"] == merging.APART


@pytest.mark.parametrize(
    ("merges", "is_older"), [(one, older) for one in ("front", "back") for older in (False, True)]
)
def test_a_restored_centre_leaves_apart_whom_a_person_had_merged_before(
    merges: str, is_older: bool
) -> None:
    centre, (front, back) = shop("front", "back")
    backup = centre.copy()
    for till, member, name in ((back, "a", "Wang"), (front, "b", "Chen")):
        enrolled(till, member, name)
        sync(centre, till)
    sync(centre, back)
    backup = backup if is_older else centre.copy()
    one, other = (front, back) if merges == "front" else (back, front)
    name, _ = only(one, "same-phone")
    data = {"member": "a", "wallet": "wa", "other": "b", "other_wallet": "wb"}
    write(one, "merge", data, identity="m", at=AT)
    choose(one, name, MERGE)
    sync(centre, one, other)
    choose(other, name, merging.APART)
    sync(centre, other, one)
    assert who(centre.people, "b") == "b"
    again = healing.restore(backup, feed_epoch=2, enrolled=list(centre.chains))
    sync(again, front, back)
    assert not again.healing
    assert who(again.people, "b") == "b"
    assert json.loads(again.facts["review", name])["choice"] == merging.APART


def test_control_without_asking_as_before_who_was_merged_first_stays_one_person(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(healing, "_ask_as_before", lambda *_: None)
    with pytest.raises(AssertionError):
        test_a_restored_centre_leaves_apart_whom_a_person_had_merged_before("back", True)


@pytest.mark.parametrize("merges", ["front", "back"])
def test_a_restored_centre_takes_a_merge_of_another_till_back_all_the_same(merges: str) -> None:
    centre, front, back = met("Wang", "Chen")
    backup = centre.copy()
    one, other = (front, back) if merges == "front" else (back, front)
    pair = {"member": "a", "wallet": "wa", "other": "b", "other_wallet": "wb"}
    write(one, "merge", pair, identity="m", at=AT)
    sync(centre, one, other)
    write(other, "unmerge", pair | {"of": "m"}, identity="u", at=AT)
    sync(centre, other)
    assert who(centre.people, "b") == "b"
    again = healing.restore(backup, feed_epoch=2, enrolled=list(centre.chains))
    sync(again, front, back)
    assert who(again.people, "b") == "b"


@pytest.mark.parametrize(("day", "outcome"), [(LAST, Outcome.POSTED), (LATE, Outcome.REFUSED)])
def test_an_unmerge_counts_within_thirty_days_by_the_days_of_both(
    day: date, outcome: Outcome
) -> None:
    centre, front, _ = met("Wang", "Chen")
    pair = {"member": "a", "wallet": "wa", "other": "b", "other_wallet": "wb"}
    write(front, "merge", pair, identity="m", at=AT)
    at = (day, AT[1] + (day - DAY).days * 86_400_000)
    write(front, "unmerge", pair | {"of": "m"}, identity="u", at=at)
    sync(centre, front)
    assert centre.chains[front.source].outcomes[-1] is outcome
    assert (who(centre.people, "b") == "b") == (outcome is Outcome.POSTED)


def test_of_several_merges_the_one_is_taken_back_that_made_them_one() -> None:
    known = People()
    for member in "abcd":
        enrol(known, member, f"w{member}", "")
    merge(known, "m1", "a", "b")
    merge(known, "m2", "c", "d")
    merge(known, "m3", "b", "d")
    assert joined_by(known, "d", "b") == joined_by(known, "c", "a") == "m3"
    assert joined_by(known, "a", "d") == "m3"
    assert joined_by(known, "a", "b") == "m1"
    unmerge(known, "m3")
    assert joined_by(known, "a", "d") == joined_by(known, "a", "a") == ""
    assert {people.who(known, one) for one in "abcd"} == {"a", "c"}


def test_what_may_be_taken_back_is_offered_as_long_as_it_may() -> None:
    for (code, choice), able in AFTERWARDS.items():
        assert open_choices(code, choice, DAY, LAST) == able
        assert open_choices(code, choice, DAY, LATE) == ()
    assert open_choices("enrolled-twice", "", DAY, LATE) == (LEAVE,)
    assert open_choices("loss", "carry", DAY, DAY) == ()
    assert open_choices("loss", "", DAY, LATE) == reviews.choices("loss")
