"""What wants a person, as the centre keeps it: told to whom it concerns, and closed by a name."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from uuid import UUID

import pytest

from central.database import Database, uuid
from central.proving import prove
from regulars.agreement.till import TillSide
from regulars.ids import Id
from sync.enrolment import Role
from sync.wire_look import ReviewRow, read_review_row
from sync.wire_pull import Page, PullRequest
from tests.central.agreement.shop import (
    MEMBER,
    NOBODY,
    OTHER,
    OTHER_WALLET,
    WALLET,
    Shop,
)
from tests.simulation.world import DAY_MS

EAST, WEST = Id(b"\xea" * 16), Id(b"\x3e" * 16)
BY = "c3" * 16


@pytest.fixture
def shop(database: Database) -> Shop:
    return Shop(database).open()


def told(shop: Shop, till: TillSide, store: Id, role: Role = Role.COUNTER) -> list[ReviewRow]:
    """Give what a device is told that wants a person."""
    who = replace(shop.caller(till), store=store, role=role)
    page = shop.agreement.pull(who, PullRequest())
    assert isinstance(page, Page), page
    found = [read_review_row(row) for row in page.rows.get("review", ())]
    assert all(isinstance(row, ReviewRow) for row in found), found
    return [row for row in found if isinstance(row, ReviewRow)]


def twice(shop: Shop) -> tuple[TillSide, TillSide]:
    """Let one receipt earn twice, at one till of the east."""
    east, west = shop.till("east"), shop.till("west")
    for store, till in ((EAST, east), (WEST, west)):
        shop.change(
            "insert into store (tenant, store, name) values (%(t)s, %(s)s, '')",
            t=uuid(shop.tenant), s=uuid(store),
        )  # fmt: skip
        shop.change(
            "update device set store = %(s)s where device = %(d)s",
            s=uuid(store), d=UUID(hex=till.device),
        )  # fmt: skip
    for _ in range(2):
        shop.sell(east, 100, receipt="A-1", receipt_key="A-1")
    assert shop.results(east) == ["posted", "posted-with-review"]
    return east, west


def test_a_store_is_told_of_its_own_an_office_of_all(shop: Shop) -> None:
    east, west = twice(shop)
    (row,) = told(shop, east, EAST)
    assert (row.code, row.points, row.member) == ("same-receipt", 100, Id(bytes.fromhex(MEMBER)))
    assert told(shop, west, EAST) == [row], "another till of that store"
    assert told(shop, west, WEST) == []
    assert told(shop, west, WEST, Role.OFFICE) == [row]


def test_what_was_chosen_first_is_kept_with_a_name_and_told(shop: Shop) -> None:
    east, west = twice(shop)
    (row,) = told(shop, east, EAST)
    data = {"review": row.review.hex(), "by": BY}
    shop.write(west, "review.settled", data | {"choice": "give"})
    assert shop.results(west) == ["posted"]
    first = len(east.log) + 1
    shop.write(east, "review.settled", data | {"choice": "leave"})
    assert shop.results(east, first) == ["posted"]
    (row,) = told(shop, east, EAST)
    assert (row.choice, row.by) == ("give", Id(bytes.fromhex(BY)))
    balance, _, debt = shop.balance()
    assert balance - debt == 200
    closed = shop.rows("select kind, outcome, closed_by, closed is not null from review")
    assert closed == [("same-receipt", "give", UUID(hex=BY), True)]


def test_whoever_was_enrolled_twice_is_taken_apart_by_a_choice(shop: Shop) -> None:
    east, west = shop.till("east"), shop.till("west")
    shop.enrol_member(east)
    assert shop.results(east) == ["posted"]
    shop.enrol_member(west)
    op = west.log.pop()
    again = {**op.data, "member": OTHER, "wallet": OTHER_WALLET}
    shop.write(west, "member.enrolled", again, **op.private)
    assert shop.results(west) == ["posted-with-review"]
    merged = "select member, alias_of from member where alias_of is not null"
    assert shop.rows(merged) == [(UUID(hex=OTHER), UUID(hex=MEMBER))]
    (row,) = told(shop, west, WEST, Role.OFFICE)
    assert (row.code, row.about) == ("enrolled-twice", f"{OTHER} {MEMBER}")
    shop.now_ms += 30 * DAY_MS
    data = {"review": row.review.hex(), "by": BY}
    for choice in ("leave", "apart"):
        shop.write(east, "review.settled", {**data, "choice": choice})
    assert shop.results(east, 2) == ["posted", "posted"]
    assert shop.rows(merged) == []
    assert shop.rows("select outcome from review") == [("apart",)]
    assert shop.rows("select undone_by is not null from merge") == [(True,)]
    assert prove(shop.database, shop.tenant).findings == []


def test_whoever_was_merged_stays_so_after_thirty_days(shop: Shop) -> None:
    east = shop.till("east")
    shop.enrol_member(east)
    pair = {"member": MEMBER, "wallet": WALLET, "other": OTHER, "other_wallet": OTHER_WALLET}
    act = shop.write(east, "merge", pair | {"why": "phone", "approver": NOBODY})
    assert shop.results(east) == ["posted", "posted"]
    shop.now_ms += 31 * DAY_MS
    shop.write(east, "unmerge", pair | {"of": act.id, "why": "two", "approver": NOBODY})
    assert shop.results(east, 3) == ["refused"]
    assert shop.rows("select undone_by from merge") == [(None,)]


def test_what_was_settled_is_gone_after_ninety_days_for_whoever_asks(shop: Shop) -> None:
    east, west = twice(shop)
    (row,) = told(shop, east, EAST)
    data = {"review": row.review.hex(), "by": BY, "choice": "leave"}
    shop.write(east, "review.settled", data)
    assert shop.results(east, 3) == ["posted"]
    for days, gone in ((89, 0), (1, 1)):
        shop.now_ms += days * DAY_MS
        today = date.fromisoformat(shop.day)
        shop.agreement.begin_day(shop.tenant, today)
        shop.agreement.begin_day(shop.tenant, today)
        page = shop.pull(west)
        assert [name for name, _ in page.gone.get("review", ())] == [row.review.hex()] * gone
        assert len(told(shop, east, EAST)) == 1 - gone
    assert shop.rows("select outcome from review") == [("leave",)], "the centre keeps it"
    shop.write(west, "review.settled", {**data, "choice": "give"})
    assert shop.results(west)[-1] == "posted"
    assert shop.rows("select outcome from review") == [("leave",)], "who was away was not first"
    assert told(shop, east, EAST, Role.OFFICE) == []
    assert prove(shop.database, shop.tenant).findings == []


def test_of_many_who_choose_at_once_one_is_first_and_points_are_given_once(shop: Shop) -> None:
    east, west = twice(shop)
    (row,) = told(shop, east, EAST)
    others = [west, *(shop.till(f"till {number}") for number in range(5))]
    data = {"review": row.review.hex(), "by": BY, "choice": "give"}
    for till in others:
        shop.write(till, "review.settled", data)
    with ThreadPoolExecutor(len(others)) as pool:
        assert set(pool.map(lambda till: shop.results(till)[0], others)) == {"posted"}
    balance, _, debt = shop.balance()
    assert balance - debt == 200
    entries = shop.rows("select kind, points from entry where kind = 'adjust'")
    assert len(entries) <= 2, "what is repaid and what is given, once"


def test_a_choice_that_comes_before_what_it_is_about_spoils_nobody_s_page(shop: Shop) -> None:
    east, west = twice(shop)
    (row,) = told(shop, east, EAST)
    early = {"review": "5e" * 16, "choice": "leave", "by": BY}
    shop.write(west, "review.settled", early)
    assert shop.results(west) == ["posted"]
    for till, store in ((east, EAST), (west, WEST)):
        page = shop.agreement.pull(replace(shop.caller(till), store=store), PullRequest())
        assert isinstance(page, Page)
    assert told(shop, east, EAST) == [row]
