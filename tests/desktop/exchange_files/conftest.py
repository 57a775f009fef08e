"""A shop to import into, and a way to write a file of sales."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.book import Book
from desktop.exchange_files.columns import read_columns
from desktop.exchange_files.sales_file import Layout
from regulars.refusals import BadFile
from tests.desktop.book import make_book

COLUMNS = "member,date,amount"


def layout(columns: str = COLUMNS, **answers: object) -> Layout:
    """Give a layout of comma-separated columns."""
    found = read_columns(columns)
    assert not isinstance(found, BadFile), found
    return Layout(found, **({"separator": ","} | answers))  # type: ignore[arg-type]


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """Give a shop where points never end."""
    made = make_book(tmp_path)
    yield made
    made.store.close()


@pytest.fixture
def write(tmp_path: Path) -> Callable[..., Path]:
    """Give what writes lines into a file of sales."""

    def written(*lines: str, name: str = "sales.csv") -> Path:
        path = tmp_path / name
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return written
