"""A search is a walk along an index, whatever is typed; a scan would wait at a million members."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.store.history import day_figures
from desktop.store.members import rows_for
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


def test_the_rows_of_all_found_are_read_with_one_statement_in_order(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    for name in ("Ada", "Bo", "Cy"):
        add_member(book, name)
    keys = [
        book.store.value("select key from member where name = :name", {"name": name})
        for name in ("Cy", "Ada", "Bo")
    ]
    listening = Listening(book.store)
    rows = rows_for(listening, [(key,) for key in keys])  # type: ignore[arg-type] # it hears what a store is asked
    assert [row.name for row in rows] == ["Cy", "Ada", "Bo"]
    assert len(listening.asked) == 1
    assert not any("wallet_of_member" in step for step in _plans(book.store, *listening.asked[0]))


def test_whose_wallet_has_another_key_is_found_with_the_others_and_nobody_is_left_out(
    tmp_path: Path,
) -> None:
    store = make_book(tmp_path)
    for name in ("Ada", "Bo", "Cy"):
        add_member(store, name)
    keys = [row[0] for row in store.store.rows("select key from member order by name")]
    with store.store.writing():  # as a log that is rebuilt or another store's members may leave it
        store.store.run("update wallet set key = key + 100 where member = ?", (keys[0],))
        store.store.run("update wallet set key = ? where member = ?", (keys[0], keys[1]))
    wanted = [(keys[2],), (max(keys) + 1,), (keys[1],), (keys[0],)]  # one of them is nobody
    listening = Listening(store.store)
    rows = rows_for(listening, wanted)  # type: ignore[arg-type] # it hears what a store is asked
    assert [row.name for row in rows] == ["Cy", "Bo", "Ada"]
    assert len(listening.asked) == 2


def test_nobody_found_asks_for_no_rows(tmp_path: Path) -> None:
    listening = Listening(make_book(tmp_path).store)
    assert rows_for(listening, []) == []  # type: ignore[arg-type] # as above
    assert listening.asked == []


def test_the_figures_of_a_day_are_not_looked_for_in_the_whole_log(tmp_path: Path) -> None:
    book = make_book(tmp_path)
    add_member(book, "Ada")
    listening = Listening(book.store)
    day_figures(listening, date(2000, 1, 1))  # type: ignore[arg-type] # as above
    for sql, params in listening.asked:
        for step in _plans(book.store, sql, params):
            assert not step.startswith("SCAN operation"), (sql, step)
