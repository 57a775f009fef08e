"""A page is one write, whole or not at all, and the same however often and late it comes."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from desktop.store.database import Store
from desktop.store.till_store import News, OwnFile
from regulars.ids import Id
from sync.wire_pull import Page
from sync.wire_rows import CardRow, LinkRow, MemberRow
from tests.desktop.agreeing.conftest import Joined
from tests.desktop.agreeing.rows import rows_of
from tests.desktop.agreeing.test_many import from_now_on

LIN, WALLET = Id(b"lin".ljust(16)), Id(b"lin's wallet".ljust(16))
CARD = b"c" * 32


class Cut(Exception):
    """The power went here."""


def busy_page(shop: Joined, sale: Id, seq: int = 20) -> Page:
    """Give a page with a row of every kind, which asks for rights and a refund as well."""
    member = MemberRow(LIN, seq, WALLET, "2900000000001", shop.book.today(), "Lin", "+886912345678")
    return shop.page(
        shop.row(seq + 1, 300, granted=300, keep=100),
        shop.row(seq + 2, 50, wallet=WALLET),
        member=(member.row(),),
        card=(CardRow(CARD, seq + 3, LIN).row(),),
        alias=(LinkRow("alias", LIN, seq + 4, shop.member).row(),),
        request=(LinkRow("request", sale, seq + 5, Id(b"a" * 16)).row(),),
        erased=(LinkRow("erased", Id(b"e" * 16), seq + 6, Id(b"b" * 16)).row(),),
        a_later_kind=({"id": "x", "seq": seq + 7},),
    )


@pytest.fixture
def sale(shop: Joined) -> Id:
    """A sale of this till; the centre has heard of it."""
    done = shop.sell(30_000)
    shop.reads(shop.row(9, 300))
    return done.act


def test_the_same_page_twice_changes_nothing(shop: Joined, sale: Id) -> None:
    page = busy_page(shop, sale)
    shop.file.apply_page(page)
    assert shop.kinds() == ["sale", "rights.return", "refund.release"]
    before = rows_of(shop.book.store)
    shop.file.apply_page(page)
    assert rows_of(shop.book.store) == before


def test_an_older_page_changes_nothing(shop: Joined, sale: Id) -> None:
    older, page = busy_page(shop, sale, 10), busy_page(shop, sale, 40)
    shop.file.apply_page(page)
    before = rows_of(shop.book.store)
    shop.file.apply_page(older)
    assert rows_of(shop.book.store) == before
    assert shop.file.cursor() == page.cursor


def test_a_page_of_which_half_is_known_brings_the_other_half(shop: Joined, sale: Id) -> None:
    page = busy_page(shop, sale)
    half = {kind: page.rows[kind] for kind in ("wallet", "member")}
    shop.file.apply_page(replace(page, rows=half, cursor="c1.22"))
    shop.file.apply_page(page)
    assert shop.kinds() == ["sale", "rights.return", "refund.release"]
    assert shop.card().balance == 350, "with the wallet of who was merged"
    shop.file.apply_page(page)
    assert shop.file.cursor() == page.cursor


def test_rows_that_cannot_be_read_stop_nobody(shop: Joined) -> None:
    wallet = shop.row(3, 70).row()
    shop.file.apply_page(
        shop.page(
            wallet=(wallet, {"id": "zz", "seq": 4, "balance": "much"}),
            member=({"id": "zz", "seq": 5},),
            card=({"id": "12", "seq": 6, "member": "", "form": "print", "state": "good"},),
            alias=({"id": "zz", "seq": 7, "to": 3},),
        )
    )
    assert (shop.balance, shop.file.cursor()) == (70, "c1.7")


@pytest.mark.parametrize("few", [1, 1_000], ids=["rows together", "row by row"])
def test_a_page_broken_off_at_any_statement_was_never_read(
    shop: Joined, sale: Id, monkeypatch: pytest.MonkeyPatch, few: int
) -> None:
    from_now_on(monkeypatch, few)
    page, before = busy_page(shop, sale), rows_of(shop.book.store)
    stop_at = steps = 0

    def cut(right: Callable[..., Any]) -> Callable[..., Any]:
        def statement(*asked: Any) -> Any:
            nonlocal steps
            steps += 1
            if steps > stop_at:
                raise Cut
            return right(*asked)

        return statement

    run, together = cut(Store.run), cut(Store.many)
    while True:
        steps = 0
        with monkeypatch.context() as patch:
            patch.setattr(Store, "run", run)
            patch.setattr(Store, "many", together)
            try:
                shop.file.apply_page(page)
            except Cut:
                pass
            else:
                break
        assert rows_of(shop.book.store) == before, f"after {stop_at} statements"
        stop_at += 1
    assert stop_at > 25
    assert shop.kinds() == ["sale", "rights.return", "refund.release"]


def test_a_page_that_is_read_without_a_write_would_be_left_half_read(
    shop: Joined, sale: Id, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: without the one write half a page does stay."""
    page, before = busy_page(shop, sale), rows_of(shop.book.store)

    def broken(_: OwnFile) -> None:
        raise Cut

    monkeypatch.setattr(OwnFile, "_do_as_asked", broken)
    monkeypatch.setattr(Store, "_back_out", lambda store, _: store.connection.execute("commit"))
    with pytest.raises(Cut):
        shop.file.apply_page(page)
    assert rows_of(shop.book.store) != before


def test_listeners_hear_who_changed(shop: Joined, sale: Id, tmp_path: Path) -> None:
    del tmp_path
    heard: list[News] = []
    file = OwnFile(shop.book.journal, heard.append)
    file.apply_page(busy_page(shop, sale))
    assert [one.members for one in heard] == [frozenset({shop.member, LIN, Id(b"e" * 16)})]


def test_a_clock_that_jumped_is_not_written_into_the_log_by_a_page(shop: Joined) -> None:
    shop.reads(shop.row(3, 300, granted=300))
    shop.clock.pass_days(30)
    shop.reads(shop.row(4, 300, granted=300, keep=0))
    assert shop.kinds() == []
    shop.clock.pass_days(-29)
    shop.reads(shop.row(5, 300, granted=300, keep=0))
    assert shop.kinds() == ["rights.return"]
