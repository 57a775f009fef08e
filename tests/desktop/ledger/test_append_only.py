"""What was written stays: triggers and the authorizer refuse, each without the other."""

from pathlib import Path

import pytest

from desktop.book import Book
from desktop.store.database import APPLICATION_ID, Store
from desktop.store.sqlite import Connection, EngineError, engine
from tests.desktop.book import KEY

CHANGES = [
    "update operation set kind = 'x'",
    "update operation set body = x'00' where place = (select min(place) from operation)",
    "delete from operation",
    "update entry set points = 1",
    "update entry set points = points",
    "delete from entry where key = (select max(key) from entry)",
    "replace into entry select * from entry limit 1",
    "insert or replace into operation select * from operation limit 1",
    "insert into entry select * from entry where 1 on conflict (wallet,key) do update set debt=5",
]


def raw(path: Path) -> Connection:
    """Open the file as somebody with the key and another program would."""
    connection = engine.connect(str(path), isolation_level=None)
    connection.execute(f"pragma key = \"x'{KEY.hex()}'\"")
    assert connection.execute("pragma application_id").fetchone()[0] == APPLICATION_ID
    return connection


def refused(store: Store, sql: str) -> bool:
    try:
        with store.writing():
            store.run(sql)
    except EngineError:
        return True
    return False


@pytest.mark.parametrize("sql", CHANGES)
def test_the_authorizer_refuses_to_change_the_log(busy_book: Book, sql: str) -> None:
    store = busy_book.store
    before = store.rows("select * from operation") + store.rows("select * from entry")
    with store.writing():
        for (name,) in store.rows("select name from sqlite_master where type = 'trigger'"):
            if not sql.startswith(("replace", "insert or")):  # REPLACE is the triggers' to refuse
                store.run(f"drop trigger {name}")
    assert refused(store, sql)
    assert store.rows("select * from operation") + store.rows("select * from entry") == before


@pytest.mark.parametrize("sql", CHANGES)
def test_the_triggers_refuse_it_too_in_any_program(busy_book: Book, sql: str) -> None:
    connection = raw(busy_book.store.path)
    connection.execute("pragma recursive_triggers = on")
    with pytest.raises(EngineError):
        connection.execute(sql)
    connection.close()


def test_personal_data_is_erased_or_kept_but_never_changed(busy_book: Book) -> None:
    assert refused(busy_book.store, "update private set bytes = x'7b7d'")
    assert not refused(busy_book.store, "delete from private where place = 0")


def test_no_other_file_is_attached(busy_book: Book, tmp_path: Path) -> None:
    with pytest.raises(EngineError):
        busy_book.store.run("attach database ? as other", (str(tmp_path / "other.db"),))


def test_a_plain_insert_is_allowed_so_the_tests_above_mean_something(busy_book: Book) -> None:
    place = busy_book.store.value("select max(place) from operation")
    sql = (
        "insert into operation select place + 1, randomblob(16), kind, at_ms, day, hlc, body, hash"
        f" from operation where place = {place}"
    )
    assert not refused(busy_book.store, sql)
