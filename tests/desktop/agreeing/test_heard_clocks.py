"""A till whose clock is behind dates what it writes after what it has heard."""

from dataclasses import replace

from desktop.book import Book, open_book
from desktop.verbs.shop import rename_till
from tests.desktop.agreeing.conftest import Joined


def newest(book: Book) -> int:
    """Give the reading of the newest operation."""
    return int(book.store.value("select hlc from operation order by place desc limit 1"))


def test_what_is_written_comes_after_what_was_heard_also_once_it_starts_again(
    shop: Joined,
) -> None:
    now = shop.book.clock.now_ms()
    later, wild = now + 3_600_000, now + 365 * 86_400_000
    shop.file.apply_page(replace(shop.page(), hlc=wild << 16, server_ms=later))
    shop.sell(1_000)
    assert newest(shop.book) == ((later + 60_000) << 16) + 1, "a minute ahead at most"
    heard = (later + 90_000) << 16
    shop.file.apply_page(replace(shop.page(), hlc=heard, server_ms=later + 90_000))
    again = open_book(shop.book.store, shop.book.clock, shop.book.chance)
    rename_till(again, "Front")
    assert newest(again) == heard + 1


def test_an_older_page_changes_nothing_and_a_clock_that_is_right_goes_its_own_way(
    shop: Joined,
) -> None:
    now = shop.book.clock.now_ms()
    shop.file.apply_page(replace(shop.page(), hlc=(now - 5_000) << 16, server_ms=now))
    rename_till(shop.book, "Front")
    assert newest(shop.book) >> 16 == shop.book.clock.now_ms()
