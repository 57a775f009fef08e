"""Sales of another system come in whole or not at all, once, and as the counter writes them."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from desktop.book import Book
from desktop.exchange_files.columns import bad
from desktop.exchange_files.import_sales import Imported, import_sales, preview_sales
from desktop.exchange_files.sales_file import Layout, Preview
from desktop.requests import AdjustRequest, EnrolRequest, RefundRequest, SaleRequest
from desktop.store.members import member_card
from desktop.store.search import search
from desktop.store.verify import verify
from desktop.verbs.adjust import adjust
from desktop.verbs.enrol import enrol
from desktop.verbs.expire import expire_due
from desktop.verbs.give_back import give_back
from desktop.verbs.identify import Scanned, scanned
from desktop.verbs.sell import sell
from regulars.ids import Id
from regulars.points.earning import Line
from regulars.programme.programme import Programme
from regulars.refusals import ReceiptKnown
from tests.desktop.book import FixedClock, enrolled, make_book
from tests.desktop.exchange_files.conftest import layout

Write = Callable[..., Path]


def everything(book: Book) -> list[object]:
    """Give all that an import could have changed."""
    tables = ("operation", "entry", "member", "card", "given_back", "receipt", "local", "wallet")
    return [book.store.rows(f"select * from {table}") for table in tables]


def imported(book: Book, path: Path, how: Layout | None = None) -> Imported:
    done = import_sales(book, path, how or layout())
    assert isinstance(done, Imported), done
    return done


def refused(book: Book, path: Path, how: Layout | None = None) -> object:
    """Import what must be refused; nothing may have changed by it."""
    before = everything(book)
    done = import_sales(book, path, how or layout())
    assert everything(book) == before
    return done


def balance(book: Book, text: str) -> int:
    found = scanned(book.store, text, book.today(), 0)
    assert isinstance(found, Scanned), found
    assert found.member is not None
    return found.member.balance


def test_sales_make_members_known_by_card_number_only(book: Book, write: Write) -> None:
    done = imported(book, write("00004,2025-01-05,29.33", "00021,2025-02-01,63.34"))
    assert (done.sales, done.members_new, done.points) == (2, 2, 92)
    found = scanned(book.store, "00004", book.today(), 0)
    assert isinstance(found, Scanned)
    assert found.member is not None
    assert (found.member.name, found.member.balance) == ("", 29)
    assert found.member.last_visit == date(2025, 1, 5)
    assert [row.id for row in search(book.store, "00004", "TW")] == [found.member.id]
    assert book.store.value("select count(*) from consent") == 0
    assert book.store.value("select count(*) from card where form = 'token'") == 0
    assert verify(book.store).is_whole


def test_equal_lines_are_separate_sales(book: Book, write: Write) -> None:
    done = imported(book, write("1,2025-01-05,10.00", "1,2025-01-05,10.00"))
    assert (done.sales, done.points) == (2, 20)


def test_the_same_file_again_changes_nothing_and_says_so(book: Book, write: Write) -> None:
    path = write("1,2025-01-05,10.00")
    imported(book, path)
    again = path.with_name("copy.csv")
    again.write_bytes(path.read_bytes())
    assert refused(book, again) == bad("imported-before", book.today().isoformat())


def test_known_members_are_found_by_card_number_and_old_card(book: Book, write: Write) -> None:
    ada, card = enrolled(book, "Ada")
    enrol(book, EnrolRequest("Bo", agreed=True, alias="old-7"))
    done = imported(
        book,
        write(f"{ada.number},2025-01-05,10.00", f"{card},2025-01-06,5.00", "OLD-7,2025-01-06,3.00"),
    )
    assert done.members_new == 0
    assert balance(book, card) == 15
    assert balance(book, "old-7") == 3


def test_a_card_nobody_has_is_refused_with_its_line(book: Book, write: Write) -> None:
    _, card = enrolled(make_other(book), "Ada")
    path = write("1,2025-01-05,10.00", f"{card},2025-01-05,10.00")
    assert refused(book, path) == bad("member-unknown", card, 2)


def make_other(book: Book) -> Book:
    folder = book.store.path.parent / "other"
    folder.mkdir()
    return make_book(folder, seed=2)


def test_lines_with_one_receipt_are_one_sale(book: Book, write: Write) -> None:
    how = layout("member,date,receipt,item,category,units,amount")
    done = imported(
        book,
        write(
            "1,2025-01-05,A-1,T1,tea,2,3.60",
            "1,2025-01-05,A-1,C1,coffee,1,4.60",
            "1,2025-01-05,A-2,C1,coffee,1,4.60",
        ),
        how,
    )
    assert (done.sales, done.points) == (2, 12)  # 8.20 and 4.60: one floor for each sale
    known = sell(book, SaleRequest(book.journal.fresh_id(), _member(book), (Line(1),), "a-1"))
    assert isinstance(known, ReceiptKnown)


def _member(book: Book) -> Id:
    return Id(book.store.value("select id from member order by key limit 1"))


def test_receipts_that_have_earned_are_left_out(book: Book, write: Write) -> None:
    ada, card = enrolled(book, "Ada")
    sell(book, SaleRequest(book.journal.fresh_id(), ada.id, (Line(1000),), "A-1"))
    how = layout("member,date,receipt,amount")
    lines = (f"{ada.number},2025-01-05,a-1,10.00", f"{ada.number},2025-01-05,A-2,10.00")
    done = imported(book, write(*lines), how)
    assert (done.sales, done.left_out) == (1, 1)
    assert balance(book, card) == 20


@pytest.mark.parametrize(
    "second",
    ["2,2025-01-05,A-1,1.00", "1,2025-01-06,A-1,1.00"],
    ids=["another member", "another day"],
)
def test_a_receipt_with_other_facts_is_refused(second: str, book: Book, write: Write) -> None:
    how = layout("member,date,receipt,amount")
    path = write("1,2025-01-05,A-1,1.00", second)
    assert refused(book, path, how) == bad("receipt", "A-1", 2)


def test_a_receipt_that_comes_back_later_in_the_file_is_refused(book: Book, write: Write) -> None:
    how = layout("member,date,receipt,amount")
    path = write("1,2025-01-05,A-1,1.00", "1,2025-01-05,A-2,1.00", "1,2025-01-05,a-1,1.00")
    assert refused(book, path, how) == bad("receipt", "a-1", 3)


@pytest.mark.parametrize(
    ("line", "why", "found"),
    [
        ("1,2025-01-05", "fields", "2 fields, not 3"),
        ("1,2025-01-05,1.00,x", "fields", "4 fields, not 3"),
        ("x," * 20_000, "fields", "20001 fields, not 3"),
        (",2025-01-05,1.00", "member", ""),
        ("張三,2025-01-05,1.00", "member", "張三"),
        ("x" * 65 + ",2025-01-05,1.00", "member", "x" * 40 + "…"),
        ("1,05/01/2025,1.00", "date", "05/01/2025"),
        ("1,2999-01-05,1.00", "date-future", "2999-01-05"),
        ('1,2025-01-05,"1,234.50"', "amount", "1,234.50"),
        ("1,2025-01-05,-5.00", "amount", "-5.00"),
        ("1,2025-01-05,1e9", "amount", "1e9"),
        ("1,2025-01-05,NaN", "amount", "NaN"),
        ("1,2025-01-05,", "amount", ""),
        ("1,2025-01-05,=10", "amount", "=10"),
        ('"1,2025-01-05,1.00', "quote-open", ""),
        ("1\0,2025-01-05,1.00", "nul", ""),
    ],
)
def test_a_bad_line_refuses_the_whole_file(
    line: str, why: str, found: str, book: Book, write: Write
) -> None:
    path = write("1,2025-01-05,10.00", line)
    assert refused(book, path) == bad(why, found, 2)


def test_a_preview_counts_and_lists_and_writes_nothing(book: Book, write: Write) -> None:
    lines = [f"{n % 3},2025-01-{n % 28 + 1:02d},1.50" for n in range(100)]
    before = everything(book)
    preview = preview_sales(book, write(*lines, *["x"] * 30), layout())
    assert isinstance(preview, Preview)
    assert (preview.rows, preview.sales, preview.members) == (130, 100, 3)
    assert preview.amount_minor == 15_000
    assert (preview.first, preview.last) == (date(2025, 1, 1), date(2025, 1, 28))
    assert (preview.problem_count, len(preview.problems)) == (30, 20)
    assert preview.problems[0] == bad("fields", "1 fields, not 3", 101)
    assert everything(book) == before


def test_a_header_is_skipped_and_a_file_of_one_is_empty(book: Book, write: Write) -> None:
    how = layout(has_header=True)
    assert refused(book, write("member,date,amount"), how) == bad("empty")
    assert imported(book, write("member,date,amount", "1,2025-01-05,1.00"), how).sales == 1


@pytest.mark.parametrize("step", ["reading", "writing"])
def test_stopping_leaves_nothing(step: str, book: Book, write: Write) -> None:
    path = write(*[f"{n},2025-01-05,1.00" for n in range(5_000)])
    before = everything(book)
    done = import_sales(book, path, layout(), lambda what, _: what != step)
    assert done == bad("stopped")
    assert everything(book) == before


def test_an_error_half_way_leaves_nothing(book: Book, write: Write) -> None:
    path = write(*[f"{n},2025-01-05,1.00" for n in range(1_000)])
    before = everything(book)

    def fail(what: str, _: int) -> bool:
        if what == "writing":
            raise MemoryError
        return True

    with pytest.raises(MemoryError):
        import_sales(book, path, layout(), fail)
    assert everything(book) == before
    assert imported(book, path).sales == 1_000


def test_a_file_that_changes_while_it_is_read_is_refused(book: Book, write: Write) -> None:
    path = write(*[f"{n},2025-01-05,1.00" for n in range(600)])
    before = everything(book)

    def change(what: str, _: int) -> bool:
        if what == "writing":
            with path.open("a", encoding="utf-8") as file:
                file.write("1,2025-01-05,1.00\n")
        return True

    assert import_sales(book, path, layout(), change) in (bad("changed"), bad("receipt"))
    assert everything(book) == before


def test_points_of_old_sales_end_at_once_where_points_end(tmp_path: Path, write: Write) -> None:
    clock = FixedClock()
    book = make_book(tmp_path, Programme(expiry_months=12), clock=clock)
    while expire_due(book):
        pass  # the till's own job has run today already
    imported(book, write("1,2024-01-05,10.00", "1,2026-01-05,5.00"))
    rows = book.store.rows("select balance from wallet")
    assert rows == [(5,)]
    proof = verify(book.store)
    assert proof.is_whole
    book.store.close()


def test_sales_repay_what_a_member_owes(book: Book, write: Write) -> None:
    ada, card = enrolled(book, "Ada")
    sale = book.journal.fresh_id()
    sell(book, SaleRequest(sale, ada.id, (Line(10_000),)))
    adjust(book, AdjustRequest(book.journal.fresh_id(), ada.id, -80, "mistake"))
    give_back(book, RefundRequest(book.journal.fresh_id(), sale, "refund"))
    owing = member_card(book.store, ada.id, book.today(), 0)
    assert owing is not None
    assert owing.debt == 80
    imported(book, write(f"{ada.number},2025-01-05,50.00", f"{ada.number},2025-01-05,50.00"))
    after = member_card(book.store, ada.id, book.today(), 0)
    assert after is not None
    assert (after.debt, after.balance) == (0, 20)
    assert balance(book, card) == 20
    assert verify(book.store).is_whole


def test_a_clock_nobody_believes_imports_nothing(book: Book, write: Write) -> None:
    book.clock.pass_days(30)  # type: ignore[attr-defined]
    assert refused(book, write("1,2025-01-05,1.00")) == bad("clock")


def test_amounts_no_shop_takes_are_refused(tmp_path: Path, write: Write) -> None:
    book = make_book(tmp_path, Programme(earn_points=1_000_000))
    path = write("1,2025-01-05,1.00", "1,2025-01-05,9999999.00")
    assert refused(book, path) == bad("amount", "999999900", 2)
    book.store.close()
