"""What goes back: partial refunds add up exactly, whatever the parts."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regulars.points.refunds import Refund, Sold, SoldLine, claw_back, refund, spread
from regulars.refusals import NothingLeftToRefund, RefundTooLarge


def sold(*lines: tuple[int, int], spent: int = 0, paid: int = 0) -> Sold:
    return Sold(tuple(SoldLine(amount, points) for amount, points in lines), spent, paid)


def after(sale: Sold, back: Refund) -> Sold:
    return Sold(
        tuple(
            SoldLine(line.amount_minor, line.points, line.refunded_minor + part)
            for line, part in zip(sale.lines, back.line_minor, strict=True)
        ),
        sale.spent,
        sale.paid_minor,
    )


def test_a_full_refund_moves_everything_back() -> None:
    sale = sold((10_000, 99), (100, 0), spent=250, paid=250)
    back = refund(sale, (10_000, 100), whole=True)
    assert back == Refund((10_000, 100), 10_100, 99, 250, 250)


def test_a_part_takes_back_points_rounded_down_and_gives_back_rounded_up() -> None:
    back = refund(sold((10_000, 99), spent=99, paid=99), (5_000,))
    assert isinstance(back, Refund)
    assert (back.earned_back, back.spent_back, back.paid_back_minor) == (49, 50, 50)


def test_three_thirds_of_an_odd_sale_add_up_to_all_of_it() -> None:
    sale = sold((10_000, 100), spent=50, paid=50)
    figures = []
    for part in (3_333, 3_333, 3_334):
        back = refund(sale, (part,), whole=part == sale.left_minor)
        assert isinstance(back, Refund)
        figures.append((back.earned_back, back.spent_back))
        sale = after(sale, back)
    assert figures == [(33, 17), (33, 17), (34, 16)]


def test_more_than_is_left_of_a_line_is_refused() -> None:
    sale = after(sold((500, 5)), Refund((200,), 200, 2, 0, 0))
    assert refund(sale, (301,)) == RefundTooLarge(left_minor=300, asked_minor=301)
    assert refund(sale, (-1,)) == RefundTooLarge(left_minor=300, asked_minor=-1)
    assert refund(sale, (0,)) == NothingLeftToRefund()
    for huge in (2**31, 2**53, 2**63):
        assert isinstance(refund(sale, (huge,)), RefundTooLarge)


def test_lines_that_cancel_each_other_are_refused_too() -> None:
    sale = sold((500, 5), (500, 5))
    assert isinstance(refund(sale, (1_000, -500), whole=True), RefundTooLarge)


def test_a_sale_of_nothing_can_be_given_back_whole() -> None:
    assert refund(sold((0, 0)), (0,), whole=True) == Refund((0,), 0, 0, 0, 0)
    assert refund(sold(spent=500, paid=500), (), whole=True) == Refund((), 0, 0, 500, 500)


def test_one_amount_for_each_line_or_it_is_a_bug() -> None:
    with pytest.raises(AssertionError):
        refund(sold((1, 0), (2, 0)), (1,))


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 500)), min_size=1, max_size=4),
    st.integers(0, 2_000),
    st.lists(st.integers(1, 99), max_size=6),
)
def test_any_parts_add_up_to_the_whole(
    lines: list[tuple[int, int]], spent: int, cuts: list[int]
) -> None:
    lines = [(amount, points if amount else 0) for amount, points in lines]
    paid = min(spent, sum(amount for amount, _ in lines))
    sale = sold(*lines, spent=spent, paid=paid)
    total = [0, 0, 0, 0]
    for cut in [*cuts, 100]:
        left = sale.left_minor
        amount = max(min(left, 1), left * cut // 100)
        parts = spread(sale, amount)
        assert sum(parts) == amount
        back = refund(sale, parts, whole=amount == left)
        assert isinstance(back, Refund)
        figures = (back.amount_minor, back.earned_back, back.spent_back, back.paid_back_minor)
        assert all(figure >= 0 for figure in figures)
        assert back.paid_back_minor <= back.amount_minor or not left
        total = [old + new for old, new in zip(total, figures, strict=True)]
        sale = after(sale, back)
        if amount == left:
            break
    wanted = [sale.amount_minor, sum(points for _, points in lines), spent, paid]
    assert total == wanted


@settings(deadline=None)
@given(st.integers(0, 10**9), st.integers(0, 10**12))
def test_what_the_balance_lacks_is_owed(earned: int, balance: int) -> None:
    taken, owed = claw_back(earned, balance)
    assert taken + owed == earned
    assert 0 <= taken <= balance
    assert owed == 0 or taken == balance
