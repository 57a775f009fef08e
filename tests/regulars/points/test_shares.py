"""Splitting a whole number into whole parts that add up."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.points.shares import share_out


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        (10, [1, 1, 1], (4, 3, 3)),
        (100, [1, 2], (33, 67)),
        (5, [0, 7, 0], (0, 5, 0)),
        (7, [0, 0], (7, 0)),
        (0, [], ()),
        (0, [3, 4], (0, 0)),
        (1, [5, 5], (1, 0)),
    ],
)
def test_parts_go_by_the_largest_remainder(
    total: int, weights: list[int], parts: tuple[int, ...]
) -> None:
    assert share_out(total, weights) == parts


@settings(deadline=None)
@given(st.integers(0, 10**15), st.lists(st.integers(0, 10**12), min_size=1, max_size=20))
def test_parts_add_up_and_none_is_a_whole_unit_off(total: int, weights: list[int]) -> None:
    parts = share_out(total, weights)
    whole = sum(weights)
    assert sum(parts) == total
    if whole:
        for part, weight in zip(parts, weights, strict=True):
            assert abs(part * whole - total * weight) < whole
            assert weight or not part


def test_less_than_nothing_cannot_be_shared() -> None:
    for total, weights in ((-1, [1]), (1, [-1]), (1, [])):
        with pytest.raises(AssertionError):
            share_out(total, weights)
