"""Other systems' card numbers are short: the log alone must not give one away."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.answers import Enrolled
from desktop.book import Book, open_book
from desktop.requests import BY_NUMBER, EnrolRequest
from desktop.store.journal import open_epoch
from desktop.store.members import alias_fingerprint, alias_key
from desktop.store.rebuild import rebuild
from desktop.store.search import search
from desktop.store.verify import verify
from desktop.verbs.enrol import enrol
from desktop.verbs.identify import Scanned, scanned
from regulars.refusals import UnreadableCode
from tests.desktop.book import KEY, make_book

OLD = "77 88"


def shop(folder: Path, seed: int) -> Book:
    folder.mkdir()
    book = make_book(folder, seed=seed)
    done = enrol(book, EnrolRequest("Bo", agreed=True, alias=OLD))
    assert isinstance(done, Enrolled)
    return book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    made = shop(tmp_path / "one", 1)
    yield made
    made.store.close()


def fingerprints(book: Book) -> list[bytes]:
    return [row[0] for row in book.store.rows("select fingerprint from card where form = 'alias'")]


def name_by(book: Book, text: str) -> str:
    found = scanned(book.store, text, book.today(), 0)
    assert isinstance(found, Scanned), found
    assert found.member is not None
    assert found.member.how == BY_NUMBER
    return found.member.name


def test_two_shops_remember_one_number_differently(book: Book, tmp_path: Path) -> None:
    other = shop(tmp_path / "two", 2)
    assert len(fingerprints(book)) == len(fingerprints(other)) == 1
    assert fingerprints(book) != fingerprints(other)
    key = alias_key(book.store)
    assert key is not None
    assert len(key) == 32
    assert fingerprints(book) == [alias_fingerprint(key, "7788")]  # the control
    other.store.close()


def test_the_log_gives_no_number_away(book: Book) -> None:
    """Whoever has the log, and tries every four digits."""
    log = b"\n".join(body for (body,) in book.store.rows("select body from operation"))
    for number in range(10_000):
        plain = f"regulars-alias-1{number:04}".encode()
        assert hashlib.sha256(plain).hexdigest().encode() not in log
    assert fingerprints(book)[0].hex().encode() in log
    key = alias_key(book.store)
    assert key is not None
    assert key.hex().encode() not in log


def test_a_member_is_found_by_the_old_number_however_it_is_written(book: Book) -> None:
    assert name_by(book, "7788") == name_by(book, " 77 88 ") == "Bo"
    assert [row.name for row in search(book.store, "7788", "TW")] == ["Bo"]


def test_log_and_private_table_alone_rebuild_it(book: Book, tmp_path: Path) -> None:
    built = rebuild(book.store, tmp_path / "again.db", KEY)
    again = open_book(built, book.clock, book.chance)
    assert name_by(again, "7788") == "Bo"
    assert verify(built).is_whole
    built.close()


def test_a_new_epoch_keeps_the_secret(book: Book) -> None:
    with book.store.writing():
        book.store.run("insert into local (name, value) values ('epoch', '2')")
        open_epoch(book.store, bytes(32), clock=book.clock, chance=book.chance)
    assert name_by(book, "7788") == "Bo"
    assert verify(book.store).is_whole


def test_a_file_founded_without_a_secret_finds_nobody(book: Book) -> None:
    secret = book.store.value("select bytes from private order by place")
    assert "alias_key" in json.loads(secret)
    book.store.run("delete from private where bytes = :secret", {"secret": secret})
    assert alias_key(book.store) is None
    assert isinstance(scanned(book.store, "7788", book.today(), 0), UnreadableCode)
    assert search(book.store, "7788", "TW") == []
