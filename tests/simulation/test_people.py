"""The simulation notices centres that get people wrong; each bug here is put in on purpose."""

from collections.abc import Callable

import pytest

from regulars.agreement import effects, profile
from regulars.agreement import people as who_is_who
from regulars.agreement.profile import Answer
from tests.simulation.run import run

Patch = pytest.MonkeyPatch


def the_last_to_arrive_wins(patch: Patch) -> None:
    """Take a change in because it came last."""
    patch.setattr(
        profile,
        "changed",
        lambda known, fields, at: {
            **known,
            **{n: profile.Said(t, at) for n, t in fields.items() if n in profile.FIELDS},
        },
    )


def a_later_yes_needs_no_words(patch: Patch) -> None:
    """Let the latest answer hold, whatever it is."""
    patch.setattr(Answer, "weight", property(lambda answer: answer.stamp))


def the_last_answer_to_arrive_wins(patch: Patch) -> None:
    """Take an answer in because it came last."""
    patch.setattr(profile, "answered", lambda known, purpose, answer: {**known, purpose: answer})


def what_is_known_of_the_erased_stays(patch: Patch) -> None:
    """Mark somebody as erased and keep what was said of them."""
    patch.setattr(who_is_who, "erase", lambda people, member: people.erased.add(member))


def what_comes_later_of_the_erased_is_kept(patch: Patch) -> None:
    """Take in what a till still says of somebody who was erased."""
    right = effects._keep

    def wrong(centre, op, fields):  # type: ignore[no-untyped-def] # as the right one
        erased, centre.people.erased = centre.people.erased, set()
        try:
            return right(centre, op, fields)
        finally:
            centre.people.erased = erased

    patch.setattr(effects, "_keep", wrong)


BUGS: dict[Callable[[Patch], None], tuple[int, int]] = {
    the_last_to_arrive_wins: (38, 200),
    a_later_yes_needs_no_words: (43, 150),
    the_last_answer_to_arrive_wins: (43, 150),
    what_is_known_of_the_erased_stays: (0, 150),
    what_comes_later_of_the_erased_is_kept: (17, 150),
}
"""Each with a seed and a number of steps in which it is noticed soonest."""
MORE_SEEDS = range(300)


@pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)
def test_a_centre_that_gets_people_wrong_is_noticed(
    bug: Callable[[Patch], None], monkeypatch: Patch
) -> None:
    bug(monkeypatch)
    with pytest.raises(AssertionError, match="Y:"):
        play_until_noticed(*BUGS[bug])


def play_until_noticed(first: int, steps: int) -> None:
    """Play the seed in which it was noticed once, and where the plans have changed others."""
    for seed in (first, *MORE_SEEDS):
        run(seed, steps)
