"""Eighteen months of a real shop: 6,919 purchases by 2,357 customers, imported and added up."""

import time
from datetime import date
from pathlib import Path

import pytest

from desktop.book import Book
from desktop.exchange_files.columns import bad
from desktop.exchange_files.import_sales import Imported, import_sales
from desktop.store.verify import verify
from desktop.store.what_if import outstanding_on
from regulars.programme.programme import Programme
from tests.desktop.book import make_book
from tests.desktop.exchange_files.conftest import layout

CDNOW = Path(__file__).parents[3].parent / "shared" / "data" / "cdnow_sample.txt"
COLUMNS = "member,skip,date:%Y%m%d,units,amount"
END = date(1998, 6, 30)
POINTS = 239_444
SALES_A_SECOND_LEAST = 500
"""What any computer must manage, by processor time; two quiet cores do about 3,800."""

pytestmark = pytest.mark.skipif(
    not CDNOW.exists(), reason="the CDNOW sample is not here (../shared/data/cdnow_sample.txt)"
)


def take_in(book: Book) -> Imported:
    done = import_sales(book, CDNOW, layout(COLUMNS, separator=None))
    assert isinstance(done, Imported), done
    return done


def test_every_purchase_comes_in_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    book = make_book(tmp_path)
    began = time.process_time()
    done = take_in(book)
    seconds = time.process_time() - began
    assert (done.sales, done.members_new, done.preview.amount_minor) == (6_919, 2_357, 24_409_194)
    assert done.points == POINTS
    assert done.sales / seconds > SALES_A_SECOND_LEAST
    assert import_sales(book, CDNOW, layout(COLUMNS, separator="")) == bad(
        "imported-before", book.today().isoformat()
    )
    proof = verify(book.store)
    assert proof.is_whole
    assert (proof.entries, proof.wallets, proof.points) == (6_919, 2_357, POINTS)
    today = book.today()
    figures = {
        (day, months): outstanding_on(book.store, day, months)
        for day in (END, today)
        for months in (0, 12)
    }
    book.store.close()
    with capsys.disabled():
        print(f"\n  {done.sales / seconds:,.0f} sales a second; outstanding {figures}")
    assert figures == {
        (END, 0): POINTS,
        (END, 12): 105_816,
        (today, 0): POINTS,
        (today, 12): 0,
    }


def test_where_points_end_after_a_year_none_are_left_today(tmp_path: Path) -> None:
    book = make_book(tmp_path, Programme(expiry_months=12))
    take_in(book)
    assert outstanding_on(book.store, END) == 105_816
    assert outstanding_on(book.store, book.today()) == 0
    assert book.store.value("select sum(balance) from wallet") == 0
    assert verify(book.store).is_whole
    book.store.close()
