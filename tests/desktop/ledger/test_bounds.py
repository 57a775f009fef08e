"""Sums and points at the edges: refused, or exact; never rounded, never a crash at the counter."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.requests import AdjustRequest, RedeemRequest
from desktop.store.sqlite import IntegrityError
from desktop.verbs.adjust import POINTS_MAX as BY_HAND_MAX
from desktop.verbs.adjust import adjust
from desktop.verbs.sell import redeem
from regulars.canonical import NotCanonicalError
from regulars.money import AMOUNT_MINOR_MAX
from regulars.points.earning import Line
from regulars.programme.programme import POINTS_MAX, Programme
from regulars.refusals import AdjustTooLarge, BadAmount, NotEnoughPoints, RefundTooLarge
from tests.desktop.ledger.shop import Counter

EDGES = (2**31, 2**53, 2**63, 10**30)


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    counter = Counter(tmp_path, Programme(redeem_min=1, earn_per_minor=1_000))
    yield counter
    counter.close()


@pytest.mark.parametrize("amount", [AMOUNT_MINOR_MAX + 1, 2**53, 2**63, 10**30, -1])
def test_a_sale_no_shop_makes_is_refused_and_nothing_is_written(shop: Counter, amount: int) -> None:
    """A barcode scanned into the amount must not stop the till with a fault."""
    before = shop.book.store.value("select count(*) from operation")
    assert isinstance(shop.try_sale(amount), BadAmount)
    assert isinstance(shop.try_sale(100, amount), BadAmount)
    assert shop.book.store.value("select count(*) from operation") == before


def test_lines_that_cancel_out_are_refused(shop: Counter) -> None:
    assert isinstance(shop.try_sale(5_000, -4_000), BadAmount)


def test_the_largest_sale_is_exact(shop: Counter) -> None:
    done = shop.sell(AMOUNT_MINOR_MAX)
    assert shop.balance == done.why.earned == AMOUNT_MINOR_MAX // 1_000 == POINTS_MAX
    back = shop.back(done.act)
    assert (back.cash_minor, shop.balance) == (AMOUNT_MINOR_MAX, 0)


def test_more_points_than_an_entry_can_hold_are_refused(tmp_path: Path) -> None:
    """12,345,670.00 at ten points for 0.01 was a crash of the till, not an answer."""
    counter = Counter(tmp_path, Programme(earn_points=10, earn_per_minor=1))
    assert isinstance(counter.try_sale(1_234_567_000), BadAmount)
    assert counter.sell(POINTS_MAX // 10).why.earned == POINTS_MAX
    counter.close()


@pytest.mark.parametrize("points", EDGES)
def test_points_no_member_has_are_not_spent(shop: Counter, points: int) -> None:
    shop.sell(100_000)
    act = shop.book.journal.fresh_id()
    found = redeem(shop.book, RedeemRequest(act, shop.member, points))
    assert found == NotEnoughPoints(available=100, asked=points)
    assert isinstance(shop.try_sale(100, spend_points=points), NotEnoughPoints)


@pytest.mark.parametrize("points", EDGES)
def test_points_beyond_the_limit_are_not_given_by_hand(shop: Counter, points: int) -> None:
    for sign in (1, -1):
        act = shop.book.journal.fresh_id()
        request = AdjustRequest(act, shop.member, sign * points, "other", "", shop.book.staff)
        assert adjust(shop.book, request) == AdjustTooLarge(limit=BY_HAND_MAX)


@pytest.mark.parametrize("amount", EDGES)
def test_more_than_the_sale_is_not_given_back(shop: Counter, amount: int) -> None:
    sale = shop.sell(10_000)
    assert isinstance(shop.try_back(sale.act, amount_minor=amount), RefundTooLarge)
    assert isinstance(shop.try_back(sale.act, line_minor=(amount,)), RefundTooLarge)
    assert isinstance(shop.try_back(sale.act, line_minor=(-amount,)), RefundTooLarge)


def test_a_quantity_that_is_no_number_of_goods_never_reaches_the_log(shop: Counter) -> None:
    before = shop.book.store.value("select count(*) from operation")
    with pytest.raises(NotCanonicalError):
        shop.try_sale(Line(100, quantity=2**53))
    assert shop.book.store.value("select count(*) from operation") == before


@pytest.mark.parametrize("value", ["1.5", "9223372036854775807 + 1", "'12abc'"])
def test_a_figure_that_is_not_whole_is_refused_by_the_file_itself(
    shop: Counter, value: str
) -> None:
    """SQLite turns 2^63 into a broken number and keeps text in number columns, unless told."""
    shop.sell(100_000)
    for sql in (
        f"update wallet set balance = {value}",
        f"update wallet set earned = {value}",
        "insert into entry select wallet, key + 1, kind, " + value + ", debt, day, hlc, act,"
        " expires_on from entry limit 1",
    ):
        with pytest.raises(IntegrityError), shop.book.store.writing():
            shop.book.store.run(sql)


def test_the_file_refuses_to_hold_less_than_nothing(shop: Counter) -> None:
    sale = shop.sell(100_000)
    shop.back(sale.act, amount_minor=5_000)
    for sql in (
        "update wallet set balance = -1",
        "update wallet set debt = -1",
        "update wallet set used = earned + 1",
        "update given_back set refunded = amount + 1",
    ):
        with pytest.raises(IntegrityError), shop.book.store.writing():
            shop.book.store.run(sql)
