"""Fixtures of the ledger: a small shop with a day's history."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.book import Book
from desktop.requests import AdjustRequest, ChangeRequest, RedeemRequest, RefundRequest, SaleRequest
from desktop.store.database import Store
from desktop.store.shop import Category, Item
from desktop.verbs.adjust import adjust
from desktop.verbs.enrol import change_member, replace_card, set_consent, show_phone
from desktop.verbs.expire import expire_due
from desktop.verbs.give_back import give_back
from desktop.verbs.sell import redeem, sell
from desktop.verbs.shop import hire, keep_goods, set_setting
from regulars.points.earning import Line
from regulars.programme.programme import Programme
from tests.desktop.book import FixedClock, add_member, make_book


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Book]:
    """A founded shop: 1 point for 1.00, points end after a month."""
    opened = make_book(tmp_path, Programme(redeem_min=1, expiry_months=1))
    yield opened
    opened.store.close()


def busy(book: Book) -> None:
    """Let a little of everything happen, so that every table has rows."""
    assert isinstance(book.clock, FixedClock)
    fresh = book.journal.fresh_id
    set_setting(book, "palette", "dark")
    keep_goods(book, (Category("x", "Tobacco", earns=False),), (Item("471", "Oolong", "x"),))
    hire(book, "Wen", "cashier")
    members = [
        add_member(book, f"Member {number} 陳", f"09123456{number}", "1990-02-28")
        for number in range(10, 15)
    ]
    set_consent(book, members[0], "marketing", given=True)
    change_member(book, ChangeRequest(members[1], name="Renamed"))
    replace_card(book, members[2])
    show_phone(book, members[3])
    for round_ in range(3):
        for number, member in enumerate(members[:4]):
            act = fresh()
            goods = (Line(12_850, "", "471", 2), Line(1_000 + number, "x"))
            sell(book, SaleRequest(act, member, goods, receipt=f"R{round_}-{number}"))
            sell(book, SaleRequest(fresh(), member, (Line(5_000),), spend_points=50))
            if number == 1:
                give_back(book, RefundRequest(fresh(), act, "refund", amount_minor=7_000))
            if number == 2:
                give_back(book, RefundRequest(fresh(), act, "undo"))
        redeem(book, RedeemRequest(fresh(), members[0], 20, "tea"))
        adjust(book, AdjustRequest(fresh(), members[3], 25, "goodwill", "sorry"))
        book.clock.pass_days(25)
        while expire_due(book):
            pass


@pytest.fixture
def busy_book(book: Book) -> Book:
    """The same shop after some weeks of trade."""
    busy(book)
    return book


def tables(store: Store) -> dict[str, list[tuple[object, ...]]]:
    """Read every row of every table that is not the search engine's own."""
    names = store.rows(
        "select name from sqlite_master where type = 'table' and name not like 'member_words_%'"
        " and name not like 'sqlite_%'"
    )
    found: dict[str, list[tuple[object, ...]]] = {}
    for (name,) in sorted(names):
        found[name] = sorted(store.rows(f"select * from {name}"), key=repr)
    return found
