"""A search is a walk along an index, whatever is typed; a scan would wait at a million members."""

from pathlib import Path
from typing import Any

import pytest

from desktop.store.search import search
from tests.desktop.book import add_member, make_book

TYPED = [
    "5678",
    "0912345678",
    "886912",
    "2912345678901",
    "zs",
    "zhangsan",
    "zhang",
    "张",
    "张三",
    "Ada",
]


class Listening:
    """Keeps the statements a store is asked."""

    def __init__(self, store: Any) -> None:
        self._store = store
        self.asked: list[tuple[str, Any]] = []

    def __getattr__(self, name: str) -> Any:
        real = getattr(self._store, name)
        if name not in {"run", "row", "rows", "value"}:
            return real

        def noted(sql: str, params: Any = ()) -> Any:
            self.asked.append((sql, params))
            return real(sql, params)

        return noted


def _plans(store: Any, sql: str, params: Any) -> list[str]:
    return [row[3] for row in store.rows("explain query plan " + sql, params)]


@pytest.mark.parametrize("typed", TYPED)
def test_no_search_scans_the_members(typed: str, tmp_path: Path) -> None:
    book = make_book(tmp_path)
    add_member(book, "张三")
    listening = Listening(book.store)
    search(listening, typed, "TW")  # type: ignore[arg-type] # it hears what a store is asked
    assert listening.asked
    for sql, params in listening.asked:
        for step in _plans(book.store, sql, params):
            is_full_text = "VIRTUAL TABLE INDEX" in step
            assert is_full_text or not step.startswith("SCAN"), (sql, step)


def test_the_control_scans(tmp_path: Path) -> None:
    """A question that forgets to leave empty phones out cannot use the index."""
    book = make_book(tmp_path)
    sql = "select key from member where phone_reversed >= :low and phone_reversed < :high"
    steps = _plans(book.store, sql, {"low": "1", "high": "2"})
    assert any(step.startswith("SCAN") for step in steps)
