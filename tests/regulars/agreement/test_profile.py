"""What holds of two changes of a person, in whatever order they arrive."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as some

from regulars.agreement import profile
from regulars.agreement.profile import (
    Answer,
    Answers,
    Profile,
    Said,
    Stamp,
    answered,
    changed,
    looks_the_same,
    stamp,
)
from regulars.operations.hlc import AHEAD_MS

STAMPS = some.builds(Stamp, some.integers(0, 9), some.sampled_from(["a1", "b2", "c3"]))
TEXTS = some.sampled_from(["", "林", "Lin"])
CHANGES = some.lists(
    some.tuples(some.sampled_from(profile.FIELDS), TEXTS, STAMPS),
    max_size=6,
    unique_by=lambda change: change[2],
)
ANSWERS = some.lists(
    some.builds(Answer, some.booleans(), some.sampled_from(["", "v1", "v2"]), TEXTS, STAMPS),
    max_size=5,
    unique_by=lambda answer: answer.stamp,
)
NOBODY: Profile = {}
NOTHING: Answers = {}


def after(changes: list[tuple[str, str, Stamp]]) -> Profile:
    known = NOBODY
    for name, text, at in changes:
        known = changed(known, {name: text}, at)
    return known


@given(CHANGES, some.randoms(use_true_random=False))
def test_the_order_in_which_changes_arrive_makes_no_difference(changes, chance) -> None:  # type: ignore[no-untyped-def] # by hypothesis
    shuffled = sorted(changes, key=lambda _: chance.random())
    assert after(shuffled) == after(changes)
    for name in profile.FIELDS:
        said = [(at, text) for field, text, at in changes if field == name]
        assert after(changes).get(name) == (Said(max(said)[1], max(said)[0]) if said else None)


@given(ANSWERS, some.randoms(use_true_random=False))
def test_the_order_in_which_answers_arrive_makes_no_difference(answers, chance) -> None:  # type: ignore[no-untyped-def] # by hypothesis
    shuffled = sorted(answers, key=lambda _: chance.random())
    one = other = NOTHING
    for answer in answers:
        one = answered(one, "marketing", answer)
    for answer in shuffled:
        other = answered(other, "marketing", answer)
    assert one == other
    refusals = [answer.stamp.hlc for answer in answers if not answer.given]
    if refusals:
        proved = [answer.stamp.hlc for answer in answers if answer.given and answer.text]
        assert one["marketing"].given == (max(proved, default=-1) > max(refusals))


@pytest.mark.parametrize("order", list(permutations(range(3))), ids=str)
def test_a_yes_without_words_never_takes_a_no_back(order: tuple[int, ...]) -> None:
    said = [
        Answer(given=True, text="", channel="counter", stamp=Stamp(9, "a1")),
        Answer(given=False, text="v1", channel="counter", stamp=Stamp(5, "b2")),
        Answer(given=True, text="v1", channel="counter", stamp=Stamp(4, "c3")),
    ]
    known = NOTHING
    for number in order:
        known = answered(known, "marketing", said[number])
    assert not known["marketing"].given


def test_a_clock_is_believed_a_minute_of_the_future_at_most() -> None:
    now = 1_000_000
    at = [now - 1, now + AHEAD_MS, now + AHEAD_MS + 1, now * 100]
    clamped = [stamp(one << 16, "a1", now).hlc >> 16 for one in at]
    assert clamped == [now - 1, now + AHEAD_MS, now + AHEAD_MS, now + AHEAD_MS]


def test_what_a_device_says_next_holds_also_where_its_clock_was_clamped() -> None:
    at = Stamp(5, "a1")
    known = changed(changed(NOBODY, {"name": "first"}, at), {"name": "second"}, at)
    assert known["name"].text == "second"


def of(name: str, birthday: str = "") -> Profile:
    return changed(NOBODY, {"name": name, "birthday": birthday}, Stamp(1, "a1"))


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        (of("王小明"), of(" 王 小明 "), True),
        (of("José O'Neil"), of("JOSE ONEIL"), True),
        (of("Wang", "1990-02-28"), of("Chen", "1990-02-28"), True),
        (of("Wang"), of("Chen"), False),
        (of("Wang", "1990-02-28"), of("Chen", "1990-02-27"), False),
        (of("", ""), of("", ""), False),
        (NOBODY, NOBODY, False),
        (of("Wang", "1990-02-28"), NOBODY, False),
    ],
)
def test_two_with_one_number_are_one_by_name_or_by_birthday(
    one: Profile, other: Profile, *, is_same: bool
) -> None:
    assert looks_the_same(one, other) == looks_the_same(other, one) == is_same
