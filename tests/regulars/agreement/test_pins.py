"""Which verifier of a PIN counts, by what the logs say: the rule alone, without a centre."""

from itertools import permutations

import pytest

from regulars.agreement.pins import OWNER, Kept, Ruling, Said, mark_of, rule

A, B, C = "$argon2id$a", "$argon2id$b", "$argon2id$c"
HERE, THERE = "aa" * 16, "bb" * 16
CASHIER = "cashier"


def said(verifier: str, at: int, *, by_owner: bool = True) -> Said:
    """Give an operation of a moment."""
    return Said(f"{at:016x}{HERE}", mark_of(verifier), "by", HERE, by_owner)


def kept(verifier: str = A, role: str = CASHIER) -> Kept:
    """Give somebody with a PIN."""
    return Kept(verifier, role, THERE)


@pytest.mark.parametrize(
    ("person", "verifier", "ops", "ruling"),
    [
        (kept(""), A, [], Ruling.TAKEN),
        (kept(""), A, [said(B, 1)], Ruling.REFUSED),
        (kept(""), B, [said(B, 1)], Ruling.TAKEN),
        (kept(), A, [], Ruling.KNOWN),
        (kept(), B, [], Ruling.REFUSED),
        (kept(), B, [said(C, 1)], Ruling.REFUSED),
        (kept(), B, [said(B, 1)], Ruling.TAKEN),
        (kept(), B, [said(B, 1, by_owner=False)], Ruling.TAKEN),
        (kept(), B, [said(B, 1), said(C, 2)], Ruling.PASSED),
        (kept(), C, [said(B, 1), said(C, 2)], Ruling.TAKEN),
        (kept(), B, [said(B, 1), said(C, 2), said(B, 3)], Ruling.TAKEN),
        (kept(role=OWNER), B, [said(B, 1, by_owner=False)], Ruling.REFUSED),
        (kept(role=OWNER), B, [said(B, 1), said(C, 2, by_owner=False)], Ruling.TAKEN),
        (kept("", OWNER), B, [said(B, 1, by_owner=False)], Ruling.REFUSED),
        (kept("", OWNER), B, [], Ruling.TAKEN),
        (kept(A, OWNER), B, [said(B, 1), said(A, 2, by_owner=False)], Ruling.PASSED),
        (kept(A, OWNER), C, [said(B, 1), said(A, 2, by_owner=False), said(C, 3)], Ruling.TAKEN),
    ],
)
def test_what_becomes_of_a_verifier(
    person: Kept, verifier: str, ops: list[Said], ruling: Ruling
) -> None:
    for order in permutations(ops):
        assert rule(person, verifier, order)[0] is ruling, "in whatever order they are read"


def test_of_the_same_verifier_set_twice_the_later_operation_speaks_for_it() -> None:
    ops = [said(B, 1), said(C, 2), said(B, 3)]
    assert rule(kept(), B, ops)[1] == ops[2]


def test_a_mark_says_nothing_of_what_is_behind_it() -> None:
    assert len({mark_of(one) for one in (A, B, C)}) == 3
    assert A not in mark_of(A)
    assert len(mark_of(A)) == 64
