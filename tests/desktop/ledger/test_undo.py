"""An undo or a void of a spending, on the file: as if it had never been, and never a later end."""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.answers import SaleFound
from desktop.store.rebuild import rebuild
from desktop.verbs.expire import expire_due
from desktop.verbs.give_back import find_sale
from desktop.verbs.shop import publish_programme
from regulars.ids import Id
from regulars.points.refunds import Refund, TakenBack, refund, take_back
from regulars.programme.programme import Programme
from tests.desktop.book import KEY
from tests.desktop.ledger.conftest import tables
from tests.desktop.ledger.shop import Counter

END = date(2026, 4, 30)  # of what is earned in March, where points end after a month
AFTER = END + timedelta(days=1)
MISTAKES = pytest.mark.parametrize("why", ["undo", "void"])


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Counter]:
    """A member with a hundred points that end with April; every file is proved at the end."""
    counter = Counter(tmp_path, Programme(redeem_min=1, expiry_months=1))
    counter.sell(10_000)
    yield counter
    counter.close()


def shown(shop: Counter, sale: Id) -> SaleFound:
    found = find_sale(shop.book.store, sale, shop.book.today(), 0)
    assert isinstance(found, SaleFound), found
    return found


def preview(shop: Counter, sale: Id) -> TakenBack:
    """Work out what the page shows before a sale is given back in full."""
    found = shown(shop, sale)
    back = refund(found.sold, [line.left_minor for line in found.sold.lines], whole=True)
    assert isinstance(back, Refund), back
    member = found.member
    return take_back(back, balance=member.balance, debt=member.debt, ended=found.ended)


@MISTAKES
def test_points_that_were_about_to_end_still_end_that_day(shop: Counter, why: str) -> None:
    shop.day(END)
    shop.back(shop.redeem(100).act, why=why)
    assert shop.card().ending == ((END, 100),)
    shop.day(AFTER)
    assert (shop.balance, shop.card().ending) == (0, ())


def test_goods_brought_back_on_the_last_day_leave_thirty_days(shop: Counter) -> None:
    """The control: only where goods come back is there more time."""
    shop.day(END)
    shop.back(shop.redeem(100).act)
    shop.day(AFTER)
    assert shop.card().ending == ((END + timedelta(days=30), 100),)


@MISTAKES
def test_points_whose_end_has_passed_end_with_the_undo(shop: Counter, why: str) -> None:
    used = shop.redeem(70)
    shop.day(date(2026, 7, 1))
    shop.sell(1_000)
    done = shop.back(used.act, why=why)
    assert done.back.spent_back == 70
    assert (shop.balance, shop.debt, done.member.balance) == (10, 0, 10)
    assert expire_due(shop.book) == 0


@MISTAKES
def test_the_entry_says_that_its_points_can_end_from_today_on(shop: Counter, why: str) -> None:
    """Whatever lots they came from; in the ledger no other day is known."""
    shop.back(shop.redeem(70).act, why=why)
    today = shop.book.today().isoformat()
    rows = shop.book.store.rows("select day, expires_on from entry where kind = 'unspend'")
    assert rows == [(today, today)]


def test_where_points_never_end_an_undo_ends_none(tmp_path: Path) -> None:
    counter = Counter(tmp_path)
    counter.sell(10_000)
    counter.back(counter.redeem(70).act, why="undo")
    counter.day(date(2028, 1, 1))
    assert (counter.balance, counter.card().ending) == (100, ())
    publish_programme(counter.book, Programme(redeem_min=1, expiry_months=1))
    counter.day(date(2029, 1, 1))
    assert counter.balance == 100
    counter.close()


def test_what_came_back_too_late_pays_what_the_voided_sale_gave(shop: Counter) -> None:
    sale = shop.sell(10_000, spend_points=100)  # gives 99, all of them spent next
    shop.redeem(99)
    shop.day(date(2026, 7, 1))
    done = shop.back(sale.act, why="void")
    assert (done.taken, done.debt, done.lapsed) == (99, 0, 0)
    assert (shop.balance, shop.debt) == (0, 0)


def test_a_sale_whose_points_ended_unused_is_not_charged_for_anothers_void(shop: Counter) -> None:
    spending = shop.sell(10_000, spend_points=100)  # gives 99
    shop.redeem(99)
    idle = shop.sell(10_000)
    shop.day(date(2026, 7, 1))
    assert (shop.balance, shown(shop, idle.act).ended) == (0, 100)
    done = shop.back(spending.act, why="void")
    assert (done.taken, done.debt) == (99, 0)
    assert shown(shop, idle.act).ended == 100
    done = shop.back(idle.act)
    assert (done.taken, done.debt, done.lapsed) == (0, 0, 100)


@MISTAKES
def test_the_sales_own_points_that_ended_are_not_asked_for(shop: Counter, why: str) -> None:
    sale = shop.sell(10_000, spend_points=40)
    shop.back(sale.act, amount_minor=5_000)  # half of it came back as goods
    shop.day(date(2026, 7, 1))
    done = shop.back(sale.act, why=why)
    assert (done.taken, done.debt) == (0, 0)
    assert done.lapsed == done.back.earned_back > 0
    assert (shop.balance, shop.debt) == (0, 0)


def test_a_repaid_debt_is_owed_again_when_the_sale_that_repaid_it_is_undone(shop: Counter) -> None:
    first = shop.sell(10_000)
    shop.redeem(200)
    shop.back(first.act)
    assert (shop.balance, shop.debt) == (0, 100)
    sale = shop.sell(15_000)
    assert (shop.balance, shop.debt) == (50, 0)
    shop.back(sale.act, why="undo")
    assert (shop.balance, shop.debt) == (0, 100)


def test_a_sale_handed_over_late_that_used_ended_points_can_be_voided(shop: Counter) -> None:
    """The late sale gives ended points a use, which the void takes from them again."""
    shop.day(date(2026, 5, 10))
    shop.sell(5_000)
    assert shop.balance == 50
    late = shop.sell(10_000, spend_points=40, on=END)
    assert (late.spent, shop.balance) == (40, 50 + late.why.earned)
    shop.back(late.act, why="void")
    assert (shop.balance, shop.debt, shop.card().ending) == (50, 0, ((date(2026, 6, 30), 50),))


def test_the_page_says_what_the_refund_does_although_points_have_ended(shop: Counter) -> None:
    sale = shop.sell(10_000, spend_points=40)
    shop.redeem(100)
    shop.clock.go_to(date(2026, 5, 1))  # nobody has looked at anything since the end
    before = preview(shop, sale.act)
    done = shop.back(sale.act)
    assert (before.taken, before.debt, before.lapsed) == (done.taken, done.debt, done.lapsed)
    assert before.lapsed > 0


def test_the_page_shows_a_balance_from_which_what_has_ended_is_gone(shop: Counter) -> None:
    sale = shop.sell(10_000)
    shop.clock.go_to(AFTER)
    found = shown(shop, sale.act)
    assert (found.member.balance, found.ended) == (0, 100)
    assert shop.book.store.value("select sum(balance) from wallet") == 200, "reading writes nothing"


def test_a_file_with_undone_spendings_is_rebuilt_to_the_row(shop: Counter, tmp_path: Path) -> None:
    late = shop.redeem(30)
    shop.back(shop.redeem(50).act, why="undo")
    sale = shop.sell(3_000, 4_000, spend_points=20)
    shop.back(sale.act, line_minor=(3_000, 0))
    shop.back(sale.act, why="void")
    shop.day(date(2026, 7, 1))
    shop.back(late.act, why="void")
    again = rebuild(shop.book.store, tmp_path / "again.db", KEY)
    assert tables(again) == tables(shop.book.store)
    again.close()
