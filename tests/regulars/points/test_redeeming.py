"""How many points can be spent, and what they pay."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.points.redeeming import NO_OFFER, Offer, check_spend, most_that_fits
from regulars.programme.programme import Programme
from regulars.refusals import (
    DebtFirst,
    MoreThanSale,
    NotEnoughPoints,
    PointsNotPositive,
    Refusal,
    TooFewPoints,
    WorthNothing,
)

PLAIN = Programme(redeem_min=100)


def spend(
    points: int, available: int, debt: int = 0, amount: int | None = 10_000, rule: Programme = PLAIN
) -> Offer | Refusal:
    return check_spend(rule, points=points, available=available, debt=debt, amount_minor=amount)


def test_points_pay_their_worth_rounded_down() -> None:
    assert spend(250, 300) == Offer(250, 250)
    cheap = Programme(worth_points=3, worth_minor=1, redeem_min=1)
    assert spend(10, 300, rule=cheap) == Offer(10, 3)


def test_every_reason_to_say_no_is_named_with_its_figures() -> None:
    assert spend(0, 300) == PointsNotPositive()
    assert spend(-5, 300) == PointsNotPositive()
    assert spend(301, 300) == NotEnoughPoints(available=300, asked=301)
    assert spend(99, 300) == TooFewPoints(least=100, asked=99)
    assert spend(200, 300, amount=150) == MoreThanSale(pays_minor=200, payable_minor=150)
    assert spend(100, 0, debt=7) == DebtFirst(7)
    cheap = Programme(worth_points=100, worth_minor=1, redeem_min=1)
    assert spend(99, 300, rule=cheap) == WorthNothing(99)


@pytest.mark.parametrize("points", [2**31, 2**53, 2**63, 10**30])
def test_numbers_no_member_has_are_refused(points: int) -> None:
    assert spend(points, 300) == NotEnoughPoints(available=300, asked=points)
    assert spend(-points, 300) == PointsNotPositive()


def test_who_owes_but_has_points_may_spend_them() -> None:
    assert spend(100, 100, debt=7) == Offer(100, 100)


def test_a_share_of_the_sale_is_the_most_points_may_pay() -> None:
    half = Programme(redeem_share_percent=50, redeem_min=1)
    assert spend(500, 900, amount=1_001, rule=half) == Offer(500, 500)
    assert isinstance(spend(501, 900, amount=1_001, rule=half), MoreThanSale)
    assert most_that_fits(half, 900, 1_001) == Offer(500, 500)


def test_a_reward_without_a_sale_has_no_amount_to_stay_below() -> None:
    assert spend(10_000, 10_000, amount=None) == Offer(10_000, 10_000)


def test_the_offer_burns_no_point_for_nothing() -> None:
    cheap = Programme(worth_points=3, worth_minor=1, redeem_min=1)
    assert most_that_fits(cheap, 11, 10_000) == Offer(9, 3)


def test_the_offer_is_nothing_where_the_least_is_more_than_the_sale() -> None:
    assert most_that_fits(PLAIN, 300, 50) == NO_OFFER
    assert most_that_fits(PLAIN, 99, 5_000) == NO_OFFER
    assert most_that_fits(Programme(worth_minor=0), 500, 5_000) == NO_OFFER


def test_where_a_point_is_worth_much_the_offer_stays_within_the_sale() -> None:
    """One point pays 1.00; of a sale of 2.50 two points pay 2.00, and three are too many."""
    dear = Programme(worth_points=1, worth_minor=100, redeem_min=1)
    assert most_that_fits(dear, 10, 250) == Offer(2, 200)


@settings(deadline=None)
@given(
    st.integers(0, 5_000),
    st.integers(0, 5_000),
    st.sampled_from([(100, 100), (7, 3), (3, 50), (1, 100), (100, 30), (1, 0)]),
    st.sampled_from([1, 5, 100]),
    st.sampled_from([100, 50, 33, 0]),
)
def test_what_is_offered_is_never_refused_and_nothing_better_is(
    available: int, amount: int, worth: tuple[int, int], least: int, share: int
) -> None:
    rule = Programme(
        worth_points=worth[0], worth_minor=worth[1], redeem_min=least, redeem_share_percent=share
    )
    offer = most_that_fits(rule, available, amount)
    if offer != NO_OFFER:
        assert spend(offer.points, available, amount=amount, rule=rule) == offer
    for points in {offer.points - 1, offer.points + 1, least, available, available // 2}:
        other = spend(points, available, amount=amount, rule=rule)
        if isinstance(other, Offer) and worth[1]:
            assert (other.pays_minor, -other.points) <= (offer.pays_minor, -offer.points)
