"""What a sale earns: floored once, allocated to its lines, explained number by number."""

from datetime import date

import pytest

from regulars.points.earning import Line, Why, earn, expiry_of
from regulars.programme.programme import Programme

PLAIN = Programme()


def lines(*amounts: int, category: str = "") -> list[Line]:
    return [Line(amount, category) for amount in amounts]


def test_a_point_is_earned_for_every_whole_step_of_the_sale() -> None:
    assert earn(PLAIN, lines(12_850)).earned == 128
    assert earn(PLAIN, lines(99)).earned == 0
    assert earn(PLAIN, lines(100)).earned == 1
    assert earn(PLAIN, []).earned == 0


def test_the_sale_is_floored_once_and_not_each_line() -> None:
    """Three lines of 0.50 are 1.50: one point, where flooring lines would give none."""
    earning = earn(PLAIN, lines(50, 50, 50))
    assert earning.earned == 1
    assert earning.line_points == (1, 0, 0)


def test_points_go_to_the_lines_by_the_largest_remainder() -> None:
    earning = earn(PLAIN, lines(333, 333, 334))
    assert earning.line_points == (3, 3, 4)
    assert sum(earning.line_points) == earning.earned == 10


def test_goods_that_earn_nothing_have_no_share() -> None:
    programme = Programme(no_points=("tobacco",))
    earning = earn(programme, [Line(1_000, "tobacco"), Line(550), Line(0)])
    assert earning.line_points == (0, 5, 0)
    assert earning.why == Why(1_550, 1_000, 0, 550, 1, 100, 5, 0)


def test_what_points_paid_earns_nothing() -> None:
    earning = earn(PLAIN, lines(5_000), paid_minor=100)
    assert earning.earned == 49
    assert earn(PLAIN, lines(5_000), paid_minor=5_000).earned == 0


def test_what_points_paid_is_taken_from_earning_goods_by_their_share() -> None:
    """Of 10.00 with half tobacco, 3.33 paid: 1.66 of it stood on what earns (not 1.67)."""
    programme = Programme(no_points=("x",), earn_per_minor=1)
    why = earn(programme, [Line(500), Line(500, "x")], paid_minor=333).why
    assert (why.excluded_minor, why.paid_minor, why.base_minor, why.earned) == (500, 166, 334, 334)


def test_a_debt_is_repaid_out_of_what_is_earned_and_no_further() -> None:
    assert earn(PLAIN, lines(5_000), debt=20).why.repaid == 20
    assert earn(PLAIN, lines(5_000), debt=80).why.repaid == 50
    assert earn(PLAIN, lines(99), debt=80).why.repaid == 0


def test_a_rate_is_a_pair_of_whole_numbers() -> None:
    three_for_seven = Programme(earn_points=3, earn_per_minor=7)
    assert earn(three_for_seven, lines(100)).earned == 42  # 300 / 7 = 42.86


def test_the_largest_sums_stay_exact() -> None:
    wide = Programme(earn_points=10**9, earn_per_minor=1)
    assert earn(wide, lines(10**12)).earned == 10**21


@pytest.mark.parametrize(("amounts", "paid"), [([-1], 0), ([100], 101), ([100], -1)])
def test_sums_that_cannot_be_are_a_bug(amounts: list[int], paid: int) -> None:
    with pytest.raises(AssertionError):
        earn(PLAIN, lines(*amounts), paid_minor=paid)


@pytest.mark.parametrize(
    ("day", "months", "end"),
    [
        (date(2026, 3, 2), 12, date(2027, 3, 31)),
        (date(2027, 2, 10), 12, date(2028, 2, 29)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2026, 12, 31), 1, date(2027, 1, 31)),
        (date(2026, 3, 2), 0, None),
    ],
)
def test_points_end_with_the_month_so_many_months_later(
    day: date, months: int, end: date | None
) -> None:
    assert expiry_of(Programme(expiry_months=months), day) == end
