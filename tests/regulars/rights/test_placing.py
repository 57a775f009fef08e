"""Points are placed where they are likeliest to be asked for, and some are left in the pool."""

from datetime import date, timedelta

import pytest

from regulars.rights.placing import (
    NO_WISHES,
    STORES_MAX,
    Shops,
    fit,
    left_over,
    place,
    reserve,
    visited,
    wished,
)

DAY = date(2026, 1, 5)


def went(*stores: str) -> Shops:
    """Give what is known after a visit a day."""
    shops: Shops = ()
    for number, store in enumerate(stores):
        shops = visited(shops, store, DAY + timedelta(days=number))
    return shops


OFTEN = went(*"aaaabaaaab")


@pytest.mark.parametrize("balance", range(0, 3_000, 37))
def test_never_more_is_placed_than_the_reserve_leaves(balance: int) -> None:
    placed = place(balance, OFTEN, 100)
    assert sum(placed.values()) <= balance - reserve(balance, 100)
    assert all(points > 0 and points % 100 == 0 for points in placed.values())


def test_a_reward_is_never_split() -> None:
    assert place(99, OFTEN, 100) == {}
    assert place(100, OFTEN, 100) == place(199, OFTEN, 100) == {"a": 100}


def test_where_all_wish_for_the_cheapest_each_store_has_one() -> None:
    sizes = NO_WISHES
    for _ in range(200):
        sizes = wished(sizes, 100, 100)
    assert place(200, OFTEN, 100, sizes) == place(2_000, OFTEN, 100, sizes) == {"a": 100, "b": 100}


def test_where_most_wish_for_more_it_is_at_one_place() -> None:
    sizes = NO_WISHES
    for _ in range(200):
        sizes = wished(sizes, 300, 100)
    assert place(400, OFTEN, 100, sizes) == {"a": 300}
    assert place(1_000, OFTEN, 100, sizes) == {"a": 300, "b": 300}


def test_a_member_nobody_saw_has_points_nowhere() -> None:
    assert place(1_000, (), 100) == {}


def test_the_reserve_is_four_tenths_of_the_rewards_rounded_down() -> None:
    assert [reserve(balance, 100) for balance in (100, 299, 300, 500, 1_000)] == [
        0,
        0,
        100,
        200,
        400,
    ]
    assert left_over(250) == 125


def test_old_habits_fade() -> None:
    shops = went(*"aaaa")
    for weeks in range(1, 20):
        shops = visited(shops, "b", DAY + timedelta(days=60 + 7 * weeks))
    assert [one.store for one in shops] == ["b", "a"]


def test_only_few_stores_are_remembered_and_the_newest_always() -> None:
    shops = went(*"aaabbbcccd")
    assert len(shops) == STORES_MAX
    assert "d" in {one.store for one in shops}


def test_a_visit_heard_of_late_does_not_turn_back_the_day() -> None:
    shops = visited(went("a"), "a", DAY - timedelta(days=400))
    assert shops[0].last == DAY
    assert shops == went("a")


def test_what_the_pool_cannot_give_whole_is_not_given() -> None:
    assert fit(0, 300, 250, 100) == 200
    assert fit(30, 100, 60, 100) == 0
    assert fit(30, 100, 70, 100) == 70
    assert fit(500, 300, 900, 100) == 0
    assert fit(0, 300, -50, 100) == 0
