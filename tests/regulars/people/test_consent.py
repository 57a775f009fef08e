"""What members agreed to."""

from itertools import permutations

from regulars.people.consent import Consent, Purpose, at_enrolment, is_given, latest


def answer(purpose: Purpose, *, given: bool, at_ms: int) -> Consent:
    return Consent(purpose, "2026-1", given=given, channel="counter", at_ms=at_ms)


def test_who_joins_agrees_to_membership_and_not_to_marketing() -> None:
    answers = at_enrolment(text_version="2026-1", channel="counter", at_ms=1)
    assert is_given(answers, "membership")
    assert not is_given(answers, "marketing")


def test_marketing_is_on_only_when_said() -> None:
    answers = at_enrolment(text_version="2026-1", channel="paper", at_ms=1, marketing=True)
    assert is_given(answers, "marketing")


def test_never_having_been_asked_is_a_no() -> None:
    assert latest([], "marketing") is None
    assert not is_given([], "marketing")
    assert not is_given([answer("membership", given=True, at_ms=1)], "marketing")


def test_the_last_answer_counts_in_whatever_order_answers_arrive() -> None:
    answers = [
        answer("marketing", given=True, at_ms=1),
        answer("marketing", given=False, at_ms=2),
        answer("marketing", given=True, at_ms=3),
    ]
    for order in permutations(answers):
        assert latest(order, "marketing") == answers[2]


def test_of_two_answers_at_the_same_moment_the_refusal_counts() -> None:
    yes, no = (answer("marketing", given=given, at_ms=5) for given in (True, False))
    assert latest([yes, no], "marketing") == no
    assert latest([no, yes], "marketing") == no
