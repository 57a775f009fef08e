"""What the users of other shops' programs complained about, one test each.

The case is told in each test; the numbers are those of the list in the rules.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.answers import SaleDone
from desktop.requests import BY_NAME, RedeemRequest
from desktop.store.search import search
from desktop.verbs.expire import expire_due
from desktop.verbs.identify import Scanned, scanned
from desktop.verbs.sell import redeem
from desktop.verbs.shop import publish_programme
from regulars.codes import slip_text
from regulars.points.earning import Line
from regulars.programme.programme import Programme
from regulars.refusals import (
    NotEnoughPoints,
    NothingLeftToRefund,
    ReceiptKnown,
    UnknownMember,
    UnreadableCode,
)
from tests.desktop.book import add_member, enrolled, reopen
from tests.desktop.ledger.shop import Counter


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    counter = Counter(tmp_path)
    yield counter
    counter.close()


@pytest.fixture
def monthly(tmp_path: Path) -> Iterator[Counter]:
    counter = Counter(tmp_path, Programme(redeem_min=1, expiry_months=1))
    yield counter
    counter.close()


# Offline, sync, double posting


def test_04_and_05_a_confirmation_sent_twice_counts_once(shop: Counter) -> None:
    """On a bad line the same sale was confirmed twice, and the points were doubled."""
    request = shop.ask(10_000)
    first = shop.try_sale(10_000, act=request.act)
    again = shop.try_sale(10_000, act=request.act)
    assert isinstance(first, SaleDone)
    assert isinstance(again, SaleDone)
    assert (first.repeated, again.repeated) == (False, True)
    assert again.why == first.why
    assert shop.balance == 100


def test_07_closing_one_sale_posts_nothing_for_another(shop: Counter) -> None:
    """Finishing one order posted the points of every order that was open."""
    open_one = shop.ask(99_900)
    shop.sell(10_000)
    assert shop.balance == 100
    assert open_one.act not in {row[0] for row in shop.book.store.rows("select id from operation")}


def test_10_what_is_spent_is_gone_at_once_and_after_a_restart(shop: Counter) -> None:
    """Without the line a redemption was applied and the balance shown was never reduced."""
    shop.sell(10_000)
    shop.redeem(60)
    assert shop.balance == 40
    shop.book = reopen(shop.book)
    assert shop.balance == 40


def test_13_a_sale_written_before_a_crash_is_not_written_again(shop: Counter) -> None:
    """Sales made offline were created twice when the program came back."""
    done = shop.sell(10_000, receipt="A-1")
    shop.book = reopen(shop.book)
    again = shop.try_sale(10_000, act=done.act, receipt="A-1")
    assert isinstance(again, SaleDone)
    assert again.repeated
    assert shop.balance == 100


def test_16_and_17_points_are_spent_once_however_often_they_are_asked_for(shop: Counter) -> None:
    """Two checkouts at once both passed the check, and the balance ended below nothing."""
    shop.sell(10_000)
    asked = [RedeemRequest(shop.book.journal.fresh_id(), shop.member, 100) for _ in range(5)]
    answers = [redeem(shop.book, one) for one in asked]
    assert [getattr(one, "code", "done") for one in answers[1:]] == ["not-enough-points"] * 4
    assert answers[1] == NotEnoughPoints(available=0, asked=100)
    assert shop.balance == 0


def test_18_a_redemption_given_back_cannot_be_given_back_again(shop: Counter) -> None:
    """A voucher could be used and returned many times, and the balance went below nothing."""
    shop.sell(10_000)
    done = shop.redeem(100)
    shop.back(done.act)
    assert shop.try_back(done.act) == NothingLeftToRefund()
    assert shop.balance == 100


# Refunds, voids, edits


def test_20_bought_and_returned_leaves_no_points(shop: Counter) -> None:
    """Buy, earn, return, keep the points: as many as wanted, at no cost."""
    for _ in range(3):
        shop.back(shop.sell(10_000).act)
    assert (shop.balance, shop.debt) == (0, 0)


def test_20_bought_spent_and_returned_leaves_a_debt(shop: Counter) -> None:
    """The same with the points spent in between: what is missing is owed, and repaid first."""
    sale = shop.sell(10_000)
    shop.redeem(100)
    back = shop.back(sale.act)
    assert (back.taken, back.debt, shop.balance, shop.debt) == (0, 100, 0, 100)
    done = shop.sell(15_000)
    assert (done.why.repaid, shop.balance, shop.debt) == (100, 50, 0)


def test_21_a_refund_never_makes_the_customer_pay_points_again(shop: Counter) -> None:
    """The points a customer had paid with were charged a second time by the refund."""
    shop.sell(50_000)
    sale = shop.sell(10_000, spend_points=300)
    before = shop.balance
    back = shop.back(sale.act, amount_minor=5_000)
    assert back.back.spent_back == 150
    assert back.cash_minor == 5_000 - 150
    assert shop.balance == before + 150 - back.taken


def test_22_a_refund_does_not_stop_rewards_on_the_next_sale(shop: Counter) -> None:
    """Lines that were returned kept the new lines from being paid with points."""
    shop.sell(50_000)
    shop.back(shop.sell(10_000).act, amount_minor=5_000)
    assert shop.sell(10_000, spend_points=200).pays_minor == 200


def test_23_and_24_a_return_takes_its_points_along(shop: Counter) -> None:
    """Returns left all points in place."""
    sale = shop.sell(10_000, 5_000)
    shop.back(sale.act, line_minor=(0, 5_000))
    assert shop.balance == 100
    shop.back(sale.act, line_minor=(10_000, 0))
    assert shop.balance == 0


def test_25_a_return_is_right_where_points_had_paid(shop: Counter) -> None:
    """The figures were wrong when the sale had been paid with points in part."""
    shop.sell(30_000)
    sale = shop.sell(10_000, spend_points=250)
    assert (sale.why.earned, shop.balance) == (97, 147)
    back = shop.back(sale.act)
    assert (back.cash_minor, back.back.spent_back, back.taken) == (9_750, 250, 97)
    assert (shop.balance, shop.debt) == (300, 0)


def test_26_a_sale_taken_back_restores_and_deducts(shop: Counter) -> None:
    """Deleting a sale gave nothing back and took nothing away."""
    shop.sell(30_000)
    sale = shop.sell(10_000, spend_points=100)
    shop.back(sale.act, why="void")
    assert (shop.balance, shop.debt) == (300, 0)


def test_27_a_sale_that_was_never_finished_holds_no_points(shop: Counter) -> None:
    """Parking and dropping a sale lost the points that were to be spent on it."""
    shop.sell(30_000)
    shop.ask(10_000, spend_points=100)
    assert shop.balance == 300
    assert shop.sell(30_000, spend_points=300).spent == 300


def test_28_what_was_voided_earns_nothing(shop: Counter) -> None:
    """Voided goods still earned, which was there to be abused."""
    sale = shop.sell(10_000, 99_000)
    shop.back(sale.act, why="void", line_minor=(0, 99_000))
    assert shop.balance == 100


def test_29_cancelled_and_refunded_is_taken_back_once(shop: Counter) -> None:
    """Cancelling and then refunding one order took its points twice."""
    shop.sell(10_000)
    sale = shop.sell(10_000)
    shop.back(sale.act, why="void")
    assert shop.try_back(sale.act) == NothingLeftToRefund()
    assert (shop.balance, shop.debt) == (100, 0)


def test_30_points_given_by_mistake_are_taken_without_a_made_up_sale(shop: Counter) -> None:
    """There was no way to take mistaken points away but a false invoice."""
    shop.adjust(500)
    shop.adjust(-500)
    assert shop.balance == 0
    assert shop.book.store.value("select count(*) from operation where kind = 'sale'") == 0


# Expiry, lots, rounding


def test_31_when_points_end_what_was_spent_of_them_is_not_counted_again(monthly: Counter) -> None:
    """Ended credits were dropped and debits kept: balances collapsed below what was earned."""
    monthly.sell(10_000)
    monthly.redeem(90)
    monthly.day(date(2026, 4, 10))
    monthly.sell(5_000)
    monthly.day(date(2026, 5, 1))
    assert monthly.balance == 50


def test_32_every_end_is_shown_and_not_the_soonest_alone(monthly: Counter) -> None:
    """Only the earliest end was shown, and a setting for it did nothing."""
    monthly.sell(10_000)
    monthly.day(date(2026, 4, 1))
    monthly.sell(5_000)
    assert monthly.card().ending == ((date(2026, 4, 30), 100), (date(2026, 5, 31), 50))


def test_33_it_is_known_which_points_are_which(monthly: Counter) -> None:
    """A single number for the balance could not tell which points were about to end."""
    monthly.sell(10_000)
    monthly.day(date(2026, 4, 1))
    monthly.sell(5_000)
    monthly.redeem(30)
    rows = monthly.book.store.rows("select points from allocation")
    assert rows == [(-30,)]
    assert monthly.card().ending[0] == (date(2026, 4, 30), 70)


@pytest.mark.parametrize(("hour", "balance"), [(23, 100), (24, 0)])
def test_34_and_35_the_last_day_ends_at_the_shops_own_midnight(
    monthly: Counter, hour: int, balance: int
) -> None:
    """A programme had ended in one time zone and not in another; printed and real end differed."""
    monthly.sell(10_000)
    assert monthly.card().ending == ((date(2026, 4, 30), 100),)
    monthly.day(date(2026, 4, 30), hour)
    assert monthly.balance == balance


def test_36_ended_points_cannot_be_claimed(monthly: Counter) -> None:
    """A wallet that had ended could still be spent, when nobody had run the nightly job."""
    monthly.sell(10_000)
    monthly.clock.go_to(date(2026, 5, 1))
    asked = RedeemRequest(monthly.book.journal.fresh_id(), monthly.member, 100)
    assert redeem(monthly.book, asked) == NotEnoughPoints(available=0, asked=100)


def test_38_points_end_whatever_they_came_from(monthly: Counter) -> None:
    """Points from some kinds of document could be spent for ever."""
    monthly.sell(10_000)
    monthly.adjust(50)
    used = monthly.redeem(30)
    monthly.day(date(2026, 4, 20))
    monthly.back(used.act)
    monthly.day(date(2026, 5, 1))
    assert monthly.card().ending == ((date(2026, 5, 20), 30),)
    monthly.day(date(2026, 5, 21))
    assert monthly.balance == 0


def test_39_a_redemption_is_never_charged_to_an_empty_lot(monthly: Counter) -> None:
    """Redemptions were booked on lots that had nothing left."""
    monthly.sell(10_000)
    monthly.redeem(100)
    monthly.sell(5_000)
    monthly.redeem(50)
    rows = monthly.book.store.rows("select lot, sum(points) from allocation group by lot")
    assert sorted(points for _, points in rows) == [-100, -50]


def test_42_points_pay_to_the_last_cent(tmp_path: Path) -> None:
    """Only whole units could be paid with points, and cents were left over in cash."""
    counter = Counter(tmp_path, Programme(redeem_min=1, worth_points=1, worth_minor=1))
    counter.sell(100_000)
    done = counter.sell(437, spend_points=437)
    assert (done.pays_minor, done.why.earned) == (437, 0)
    counter.close()


def test_43_44_and_45_figures_are_exact(shop: Counter) -> None:
    """6 points instead of 5; -0.00000000000001 left; the till a cent off from the books."""
    for amount in (10, 20, 30, 110, 220, 330):
        shop.sell(amount)
    assert shop.balance == 0 + 0 + 0 + 1 + 2 + 3
    sale = shop.sell(333, 333, 334)
    for line in range(3):
        parts = [0, 0, 0]
        parts[line] = (333, 333, 334)[line]
        shop.back(sale.act, line_minor=tuple(parts))
    assert (shop.balance, shop.debt) == (6, 0)


def test_46_a_currency_without_cents_earns_by_its_own_units(tmp_path: Path) -> None:
    """Amounts in cents were read as whole units, and points were a hundred times too many."""
    counter = Counter(tmp_path, Programme(earn_per_minor=100, redeem_min=1))
    assert counter.sell(12_345).why.earned == 123  # 123.45 at 1 point for 1.00
    counter.close()


def test_47_and_48_the_part_paid_with_points_earns_nothing(shop: Counter) -> None:
    """A reward line itself earned a point; three systems gave three answers."""
    shop.sell(50_000)
    assert shop.sell(5_000, spend_points=500).why.earned == 45


def test_49_nothing_that_is_free_costs_points(shop: Counter) -> None:
    """Taking a free product gave less than no points."""
    done = shop.sell(0)
    assert (done.why.earned, shop.balance, shop.debt) == (0, 0, 0)


def test_50_many_small_credits_are_spent_at_once(tmp_path: Path) -> None:
    """A large redemption over a great many lots, soonest end first."""
    counter = Counter(tmp_path, Programme(redeem_min=1, expiry_months=12))
    for _ in range(120):
        counter.sell(500)
    counter.redeem(599)
    assert counter.balance == 1
    assert counter.book.store.value("select count(*) from allocation") == 120
    counter.close()


def test_a_programme_changed_later_does_not_change_what_was_given(shop: Counter) -> None:
    """Refunds and repeats were worked out with today's rules instead of the sale's."""
    sale = shop.sell(10_000)
    publish_programme(shop.book, Programme(earn_points=7, redeem_min=1))
    again = shop.try_sale(10_000, act=sale.act)
    assert isinstance(again, SaleDone)
    assert again.why == sale.why
    assert shop.back(sale.act).taken == 100


# Cards and scanners


def test_60_and_61_a_scanned_card_selects_its_member(shop: Counter) -> None:
    """Scanning a loyalty card said "invalid code" instead of choosing the member."""
    member, text = enrolled(shop.book, "Wen")
    for scan in (text, text.lower(), f" {text}\r\n", member.number):
        found = scanned(shop.book.store, scan, shop.book.today(), 0)
        assert isinstance(found, Scanned), scan
        assert found.member is not None
        assert found.member.id == member.id
    sale = shop.sell(1_000).act
    slip = scanned(shop.book.store, slip_text(sale), shop.book.today(), 0)
    assert slip == Scanned(sale=sale)


def test_62_a_phone_or_member_number_finds_the_member(shop: Counter) -> None:
    """Only names could be searched, so people were made members twice."""
    member, _ = enrolled(shop.book, "Wen", "0912 345 678")
    for typed in ("0912345678", "5678", member.number, "wen"):
        assert [row.id for row in search(shop.book.store, typed, "TW")] == [member.id], typed


def test_64_a_damaged_scan_is_an_error_and_finds_nobody(shop: Counter) -> None:
    """Digits were missing from scans, and short ones were taken for somebody or ignored."""
    member, text = enrolled(shop.book, "Wen")
    number = member.number
    last = "A" if text[-1] != "A" else "B"
    for scan in (text[:-1], text[1:], text[:-1] + last, number[:-1], "*" + text[4:], "", "%0A"):
        found = scanned(shop.book.store, scan, shop.book.today(), 0)
        assert isinstance(found, UnreadableCode), (scan, found)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert isinstance(
        scanned(shop.book.store, wrong, shop.book.today(), 0), UnreadableCode | UnknownMember
    )


# Receipts


@pytest.mark.parametrize(
    "spelled", ["a-1", " A-1 ", "Ａ－１", "A -1", "A-1\u200b", "\ufeffA-1", "A\u00ad-1"]
)
def test_one_receipt_earns_once_however_it_is_spelled(shop: Counter, spelled: str) -> None:
    """Typing the same receipt in another way earned its points again."""
    sale = shop.sell(10_000, receipt="A-1")
    other = add_member(shop.book, "Wen")
    known = shop.try_sale(10_000, receipt=spelled, member=other)
    assert isinstance(known, ReceiptKnown)
    assert known.sale == sale.act
    shop.back(sale.act, why="undo")
    assert shop.sell(10_000, receipt=spelled, member=other).why.earned == 100


@pytest.mark.parametrize("blank", ["", "  ", "\u3000", "\u200b"])
def test_sales_without_a_receipt_do_not_stand_for_one_another(shop: Counter, blank: str) -> None:
    """Two sales with an empty receipt field were taken for one."""
    shop.sell(10_000, receipt=blank)
    shop.sell(10_000, receipt=blank)
    assert shop.balance == 200


def test_where_receipts_restart_daily_a_number_earns_once_a_day(tmp_path: Path) -> None:
    counter = Counter(tmp_path, receipts_restart="daily")
    counter.sell(10_000, receipt="1")
    assert isinstance(counter.try_sale(10_000, receipt="1"), ReceiptKnown)
    counter.clock.pass_days(1)
    counter.sell(10_000, receipt="1")
    assert counter.balance == 200
    counter.close()


def test_a_name_is_not_a_card(shop: Counter) -> None:
    """Whoever knew a name could spend that member's points."""
    shop.sell(200_000)
    asked = shop.ask(200_000, spend_points=1_500, how=BY_NAME)
    refused = shop.try_sale(Line(200_000), act=asked.act, spend_points=1_500, how=BY_NAME)
    assert getattr(refused, "code", "") == "care-needed"
    assert expire_due(shop.book) == 0
