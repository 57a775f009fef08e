"""A list of goods is added to the shop's own, all of it or nothing."""

from collections.abc import Callable
from pathlib import Path

import pytest

from desktop.book import Book
from desktop.exchange_files.columns import bad
from desktop.exchange_files.goods_file import Goods, GoodsImported, import_goods, read_goods
from desktop.store.shop import Category, Item

Write = Callable[..., Path]


def test_items_and_categories_are_kept(book: Book, write: Write) -> None:
    path = write(
        "Code,Name,Category,Earns", "T1,綠茶,tea", "G1,Gift card,gift,no", "T2,Oolong,tea,yes"
    )
    assert import_goods(book, path) == GoodsImported(3, 2, 3, 2)
    assert book.shop.items == (
        Item("T1", "綠茶", "tea"),
        Item("G1", "Gift card", "gift"),
        Item("T2", "Oolong", "tea"),
    )
    assert book.shop.categories == (Category("tea", "tea"), Category("gift", "gift", earns=False))
    assert book.shop.programme.no_points == ("gift",)


def test_a_second_list_adds_and_changes_and_takes_nothing_away(book: Book, write: Write) -> None:
    import_goods(book, write("T1;Tea;tea", "G1;Gift card;gift;no"))
    done = import_goods(book, write("T1;Green tea;tea", "B1;Bun;bakery", "G2;Big card;gift"))
    assert done == GoodsImported(items=3, categories=1, items_now=4, categories_now=3)
    assert book.shop.programme.no_points == ("gift",)


def test_the_same_list_again_writes_nothing(book: Book, write: Write) -> None:
    path = write("T1,Tea,tea")
    import_goods(book, path)
    before = book.store.value("select count(*) from operation")
    assert import_goods(book, path) == GoodsImported(0, 0, 1, 1)
    assert book.store.value("select count(*) from operation") == before


@pytest.mark.parametrize(
    ("line", "why", "found"),
    [
        ("T2,Tea", "fields", "2 fields, not 3 or 4"),
        ("T2,Tea,", "category", ""),
        (",Tea,tea", "category", ""),
        ("T1,Tea,tea", "code", "T1"),
        ("T2,Tea,tea,maybe", "earns", "maybe"),
        ("T2," + "x" * 65 + ",tea", "text", "x" * 40 + "…"),
    ],
)
def test_a_bad_line_refuses_the_whole_list(
    line: str, why: str, found: str, book: Book, write: Write
) -> None:
    assert import_goods(book, write("T1,Green tea,tea", line)) == bad(why, found, 2)
    assert book.shop.items == ()


def test_a_category_that_earns_and_does_not_is_refused(write: Write) -> None:
    path = write("T1,Tea,tea,yes", "T2,Tea,tea,no")
    found = read_goods(path)
    assert isinstance(found, Goods)
    assert found.problems == (bad("earns", "no", 2),)


def test_a_list_of_nothing_is_empty(write: Write) -> None:
    assert read_goods(write("code,name,category")) == bad("empty")
