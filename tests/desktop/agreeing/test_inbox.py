"""What wants a person at a till: what is listed, what a choice writes, and what a rebuild keeps."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from desktop.inbox import Inbox, Wanted, count_open, inbox, settle
from desktop.store.rebuild import rebuild
from regulars.agreement.merging import APART
from regulars.agreement.reviews import LEAVE, MERGE, NOTED
from regulars.ids import Id, spell
from regulars.operations.operation import read_operation
from regulars.refusals import AlreadySettled, MergedLongAgo, UnknownMember
from sync.wire_look import ReviewRow
from sync.wire_rows import MemberRow, StaffRow
from tests.desktop.agreeing.conftest import Joined
from tests.desktop.agreeing.rows import rows_of
from tests.desktop.book import KEY

FIRST, SECOND = Id(b"first".ljust(16)), Id(b"second".ljust(16))
LIN, LINS = Id(b"lin".ljust(16)), Id(b"lin's wallet".ljust(16))
BOSS = Id(b"boss".ljust(16))
ON = date(2026, 3, 2)


def wants(
    shop: Joined, review: Id = FIRST, code: str = "same-receipt", **more: object
) -> ReviewRow:
    """Make a row that wants a person, about the shop's own member and till."""
    usual: dict[str, object] = {
        "seq": 30,
        "about": "",
        "points": 100,
        "member": shop.member,
        "devices": (shop.file.who().device,),
        "opened": ON,
    }
    return ReviewRow(review, code=code, **(usual | more))  # type: ignore[arg-type] # by name


def told(shop: Joined, *rows: ReviewRow) -> None:
    shop.reads(review=tuple(row.row() for row in rows))


def listed(shop: Joined) -> Inbox:
    return inbox(shop.book.store, shop.file.who().device, shop.book.today())


def only(shop: Joined) -> Wanted:
    (one,) = (*listed(shop).open, *listed(shop).settled)
    return one


def written(shop: Joined) -> list[tuple[str, dict[str, object]]]:
    rows = shop.book.store.rows(
        "select body from operation where kind in ('merge', 'review.settled') order by place"
    )
    read = [read_operation(body) for (body,) in rows]
    return [(one.header.kind, dict(one.data)) for one in read]


def test_it_is_listed_with_who_how_much_and_when_the_oldest_first(shop: Joined) -> None:
    sale = shop.sell(12_000, receipt="A-7")
    told(
        shop,
        wants(shop, SECOND, opened=date(2026, 3, 9), member=None, devices=()),
        wants(shop, about=f"{spell(sale.act)} {'f7' * 16}"),
    )
    found = listed(shop).open
    assert [one.review for one in found] == [FIRST, SECOND]
    first, second = found
    assert (first.who, first.points, first.is_here) == (shop.card().name, 100, True)
    assert (first.receipt, first.amount_minor, first.opened) == ("A-7", 12_000, ON)
    assert (second.who, second.till, second.is_here) == ("", "", False)
    assert count_open(shop.book.store) == 2


def test_a_pin_that_was_changed_is_listed_with_whose_it_is_and_who_did_it(shop: Joined) -> None:
    staff = [StaffRow(LIN, 20, "Ada", "cashier", True), StaffRow(BOSS, 21, "Bo", "owner", True)]
    shop.reads(staff=tuple(row.row() for row in staff))
    about = f"{spell(LIN)} {spell(BOSS)} {'f7' * 16}"
    told(shop, wants(shop, code="pin-changed", about=about, member=None, points=0))
    one = only(shop)
    assert (one.who, one.other, one.is_here, one.choices) == ("Ada", "Bo", True, (NOTED,))
    told(shop, wants(shop, SECOND, code="pin-refused", about="", member=None))
    assert [(row.who, row.other) for row in listed(shop).open] == [("Ada", "Bo"), ("", "")]


def test_a_choice_is_written_in_a_name_and_waits_for_the_centre(shop: Joined) -> None:
    told(shop, wants(shop))
    shop.book.staff = BOSS
    assert settle(shop.book, FIRST, LEAVE) is None
    chosen = {"review": spell(FIRST), "choice": LEAVE, "by": spell(BOSS)}
    assert written(shop) == [("review.settled", chosen)]
    one = only(shop)
    assert (one.choice, one.is_sent, one.chosen_on) == (LEAVE, False, shop.book.today())
    assert count_open(shop.book.store) == 0
    told(shop, wants(shop, seq=40, choice=LEAVE, by=BOSS, on=ON))
    assert (only(shop).is_sent, only(shop).chosen_on) == (True, ON)


def test_where_somebody_else_was_first_their_choice_is_shown(shop: Joined) -> None:
    told(shop, wants(shop))
    assert settle(shop.book, FIRST, LEAVE) is None
    told(shop, wants(shop, seq=40, choice="give", by=BOSS, on=ON))
    one = only(shop)
    assert (one.choice, one.is_sent) == ("give", True)


def test_nothing_is_settled_twice_nor_by_a_choice_that_is_none(shop: Joined) -> None:
    told(shop, wants(shop), wants(shop, SECOND, choice="give", by=BOSS, on=ON))
    assert settle(shop.book, FIRST, "charge") == AlreadySettled("")
    assert settle(shop.book, Id(b"unknown".ljust(16)), LEAVE) == AlreadySettled("")
    assert settle(shop.book, SECOND, LEAVE) == AlreadySettled("give")
    assert settle(shop.book, FIRST, LEAVE) is None
    assert settle(shop.book, FIRST, "give") == AlreadySettled(LEAVE)
    assert len(written(shop)) == 1


def test_two_who_are_one_are_merged_and_settled_in_one_write(shop: Joined) -> None:
    row = MemberRow(LIN, 20, LINS, "2900000000001", shop.book.today(), "Lin")
    shop.reads(member=(row.row(),))
    told(shop, wants(shop, code="same-phone", about=f"{spell(LIN)} {spell(shop.member)}"))
    one = only(shop)
    assert one.other == shop.card().name
    assert settle(shop.book, FIRST, MERGE) is None
    (merge, data), (settled, _) = written(shop)
    assert (merge, settled) == ("merge", "review.settled")
    assert (data["member"], data["other"]) == (spell(shop.member), spell(LIN))
    assert data["other_wallet"] == spell(LINS)


def test_who_is_not_known_here_is_not_merged_and_nothing_is_written(shop: Joined) -> None:
    told(shop, wants(shop, code="same-phone", about=f"{spell(LIN)} {spell(shop.member)}"))
    assert settle(shop.book, FIRST, MERGE) == UnknownMember()
    assert written(shop) == []
    assert not only(shop).choice


def test_who_was_merged_may_be_taken_apart_for_thirty_days(shop: Joined) -> None:
    today = shop.book.today()
    old, fresh = today - timedelta(days=31), today - timedelta(days=30)
    told(
        shop,
        wants(shop, code="enrolled-twice", opened=fresh),
        wants(shop, SECOND, code="same-phone", opened=ON, choice=MERGE, by=BOSS, on=old),
    )
    assert only_open(shop).choices == (LEAVE, APART)
    (settled,) = listed(shop).settled
    assert settled.choices == ()
    assert settle(shop.book, SECOND, APART) == MergedLongAgo()
    assert settle(shop.book, FIRST, LEAVE) is None
    assert settle(shop.book, FIRST, APART) is None
    assert settle(shop.book, FIRST, APART) == AlreadySettled(APART)
    first = next(one for one in listed(shop).settled if one.review == FIRST)
    assert (first.choice, first.choices, first.is_sent) == (APART, (), False)
    told(shop, wants(shop, code="enrolled-twice", seq=40, opened=fresh, choice=LEAVE, on=today))
    first = next(one for one in listed(shop).settled if one.review == FIRST)
    assert (first.choice, first.is_sent) == (APART, False), "the centre has the first choice only"


def only_open(shop: Joined) -> Wanted:
    (one,) = listed(shop).open
    return one


def test_what_the_centre_tells_no_more_of_is_gone_for_good(shop: Joined, tmp_path: Path) -> None:
    told(shop, wants(shop, choice=LEAVE, by=BOSS, on=ON))
    assert len(listed(shop).settled) == 1
    gone = {"review": ((spell(FIRST), 50),)}
    shop.file.apply_page(replace(shop.page(cursor="c1.50"), gone=gone))
    assert listed(shop) == Inbox()
    told(shop, wants(shop, seq=40))
    assert listed(shop) == Inbox(), "an older row that comes late changes nothing"
    again = rebuild(shop.book.store, tmp_path / "again.db", KEY)
    assert rows_of(again) == rows_of(shop.book.store)
    again.close()


def test_what_a_newer_centre_asks_can_be_noted(shop: Joined) -> None:
    told(shop, wants(shop, code="of-a-newer-centre"))
    assert only(shop).choices == ("noted",)
    assert settle(shop.book, FIRST, "noted") is None


def test_of_very_many_settled_ones_the_newest_are_listed_and_how_many_there_are(
    shop: Joined, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.inbox.SETTLED_SHOWN", 2)
    days = [ON + timedelta(days=at) for at in range(3)]
    rows = [
        wants(shop, Id(bytes([at]) * 16), seq=30 + at, choice=LEAVE, by=BOSS, on=day)
        for at, day in enumerate(days)
    ]
    told(shop, *rows)
    found = listed(shop)
    assert [one.chosen_on for one in found.settled] == [days[2], days[1]]
    assert found.settled_count == 3


@pytest.mark.parametrize("wrong", [{"points": "x"}, {"opened": ""}, {"devices": ["x"]}])
def test_a_row_that_cannot_be_read_is_passed_over(shop: Joined, wrong: dict[str, object]) -> None:
    row = wants(shop).row() | wrong
    shop.reads(review=({"id": "x", "seq": 3}, row))
    assert listed(shop) == Inbox()


def test_a_rebuild_has_the_same_inbox(shop: Joined, tmp_path: Path) -> None:
    told(shop, wants(shop), wants(shop, SECOND))
    settle(shop.book, FIRST, LEAVE)
    again = rebuild(shop.book.store, tmp_path / "again.db", KEY)
    assert rows_of(again) == rows_of(shop.book.store)
    assert inbox(again, shop.file.who().device, shop.book.today()) == listed(shop)
    again.close()
