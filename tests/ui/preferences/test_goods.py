"""What the shop sells, read from what people type, paste and save from spreadsheets."""

from pathlib import Path

import pytest

from desktop.store.shop import Category, Item
from desktop.trouble import FileUnreadable
from ui.preferences import goods
from ui.preferences.goods import (
    BadRow,
    read_categories,
    read_file,
    read_items,
    read_text,
    rows_of_categories,
    rows_of_items,
)

TOBACCO = Category("T", "Tobacco", earns=False)
FOOD = Category("F", "Food")


def test_what_is_shown_reads_back_as_it_was() -> None:
    assert read_categories(rows_of_categories([TOBACCO, FOOD])) == (TOBACCO, FOOD)
    bread = Item("1", "Bread", "F")
    assert read_items(rows_of_items([bread]), [FOOD]) == (bread,)


def test_empty_rows_are_left_out_and_a_name_may_be_missing() -> None:
    assert read_categories([("", "", ""), ("T", "", "no")]) == (Category("T", "T", earns=False),)
    assert read_items([("9", "", "")], []) == (Item("9", "9", ""),)


@pytest.mark.parametrize(
    ("rows", "bad"),
    [
        ([("", "Tobacco", "no")], BadRow("key-missing", 1)),
        ([("T", "", ""), ("T", "", "")], BadRow("key-twice", 2, "T")),
        ([("T", "", "perhaps")], BadRow("yes-or-no", 1, "perhaps")),
        ([("T", "x" * 121, "")], BadRow("too-long", 1)),
        ([("T", "", "")] * 20_001, BadRow("too-many", 20_001)),
    ],
)
def test_a_row_that_cannot_be_kept_says_which_and_why(
    rows: list[tuple[str, str, str]], bad: BadRow
) -> None:
    assert read_categories(rows) == bad


def test_an_item_is_of_a_kind_that_exists() -> None:
    assert read_items([("1", "Gin", "S")], [FOOD]) == BadRow("category-unknown", 1, "S")
    assert read_items([("1", "", ""), ("1", "", "")], []) == BadRow("key-twice", 2, "1")


@pytest.mark.parametrize(
    "text",
    [
        "T\tTobacco\tno\nF\tFood\tyes",
        "T,Tobacco,no\r\nF,Food,yes\r\n",
        "T;Tobacco;no\nF;Food;yes",
        "\ufeffkey,name,earns\nT,Tobacco,no\n\nF,Food,yes",
        '编号,名称,积分\nT,"Tobacco",no\n F , Food ,yes,more',
    ],
)
def test_a_list_is_read_however_it_was_copied(text: str) -> None:
    assert read_text(text) == [("T", "Tobacco", "no"), ("F", "Food", "yes")]


def test_nothing_pasted_is_no_rows() -> None:
    assert read_text("") == []


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_file_is_read_whichever_way_a_spreadsheet_wrote_it(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "goods.csv"
    path.write_bytes("T,烟草,否".encode(encoding))
    assert read_text(read_file(path)) == [("T", "烟草", "否")]


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b"\xff\xff\xff"])
def test_a_file_of_something_else_cannot_be_read(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "picture.csv"
    path.write_bytes(content)
    with pytest.raises(FileUnreadable):
        read_file(path)


def test_a_file_that_is_gone_or_far_too_large_cannot_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(FileUnreadable):
        read_file(tmp_path / "gone.csv")
    large = tmp_path / "large.csv"
    large.write_bytes(b"a" * 11)
    monkeypatch.setattr(goods, "BYTES_MAX", 10)
    with pytest.raises(FileUnreadable):
        read_file(large)
