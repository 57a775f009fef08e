"""Refunds asked for at two tills, on PostgreSQL: what they knew, and what they were told."""

from collections.abc import Iterator
from typing import Any

import pytest

from central.cluster import ADMINISTRATOR, Cluster
from central.database import Connection, connected
from regulars.agreement import healing
from regulars.agreement.messages import Logged
from regulars.agreement.till import TillSide
from regulars.ids import unspell
from sync.wire_rights import GrantReport, ReportAnswer
from sync.wire_rows import Dealt, LinkRow, read_link_row
from tests.central.agreement.backups import Backup, put_back, take
from tests.central.agreement.shop import Shop

PART: dict[str, Any] = {"lines": [300], "amount": 300, "whole": False, "known": []}


@pytest.fixture(scope="module")
def administrator(cluster: Cluster, database_name: str) -> Iterator[Connection]:
    with connected(cluster.address(database_name, ADMINISTRATOR)) as connection:
        yield connection


@pytest.fixture
def tills(shop: Shop) -> tuple[TillSide, TillSide, TillSide]:
    return shop.till("east"), shop.till("west"), shop.till("north")


def sold(shop: Shop, east: TillSide) -> Logged:
    """Sell something for 1,000 that the centre may give back."""
    sale = shop.sell(east, 100)
    shop.close_day(east)
    shop.results(east)
    return sale


def told(shop: Shop, till: TillSide) -> Dealt:
    (row,) = shop.pull(till).rows["request"]
    said = read_link_row("request", row)
    assert isinstance(said, LinkRow)
    return said.dealt


def report(shop: Shop, till: TillSide, *told: tuple[str, int]) -> None:
    """Let a till report what it was told to a centre that was restored."""
    said = tuple((unspell(request), number) for request, number in told)
    heads = ((till.epoch, len(till.log)),)
    message = GrantReport(unspell(till.device), till.epoch, 2, (), heads, is_last=True, told=said)
    assert isinstance(shop.agreement.report(shop.caller(till), message), ReportAnswer)


def test_the_second_of_two_that_ask_for_one_part_reads_what_went_back_and_where(
    shop: Shop, tills: tuple[TillSide, TillSide, TillSide]
) -> None:
    east, west, north = tills
    sale = sold(shop, east)
    one, two = (shop.ask_refund(till, sale, **PART) for till in (west, north))
    shop.results(west)
    shop.results(north)
    wanted = Dealt(
        (unspell(one.id),), (300,), (unspell(two.id),), (300,), unspell(west.device), is_gone=False
    )
    assert told(shop, north) == wanted
    assert shop.reviews() == ["refund-stale"]
    anew = shop.ask_refund(north, sale, **PART | {"known": [300]})
    shop.results(north, first=2)
    assert told(shop, north).done == (unspell(one.id), unspell(anew.id))
    assert shop.rows("select refunded_lines from given_back") == [([600],)]


def test_what_a_till_says_it_knew_must_be_amounts(
    shop: Shop, tills: tuple[TillSide, TillSide, TillSide]
) -> None:
    east, west, _ = tills
    sale = sold(shop, east)
    for known in (["much"], [-300], [True], [[300]]):
        shop.ask_refund(west, sale, **PART | {"known": known})
    assert shop.results(west) == ["parked"] * 4
    assert shop.rows("select 1 from refund_request") == []


def two_lives(
    shop: Shop, tills: tuple[TillSide, TillSide, TillSide], administrator: Connection
) -> tuple[Logged, Logged]:
    """Let a centre forget that it gave a part back for west, and refused it to north."""
    east, west, north = tills
    sale = sold(shop, east)
    backup: Backup = take(administrator, shop.tenant)
    one, two = (shop.ask_refund(till, sale, **PART) for till in (west, north))
    shop.results(west)
    shop.results(north)
    put_back(administrator, shop.tenant, backup)
    shop.agreement.restore(shop.tenant, 2, [(unspell(till.device), 1) for till in tills])
    return one, two


@pytest.mark.parametrize("is_west_first", [True, False])
def test_a_restored_centre_does_what_it_told_tills_in_its_earlier_life(
    shop: Shop,
    tills: tuple[TillSide, TillSide, TillSide],
    administrator: Connection,
    is_west_first: bool,
) -> None:
    east, west, north = tills
    one, two = two_lives(shop, tills, administrator)
    said = [(west, (one.id, 1)), (north, (two.id, 0))]
    for till, what in said if is_west_first else said[::-1]:
        report(shop, till, what)
        shop.results(till)
    report(shop, east)
    shop.results(east)
    assert told(shop, north).done == (unspell(one.id),)
    assert told(shop, north).refused == (unspell(two.id),)
    assert shop.rows("select refunded_lines from given_back") == [([300],)]


def test_what_a_till_says_of_anothers_request_counts_for_nothing(
    shop: Shop, tills: tuple[TillSide, TillSide, TillSide], administrator: Connection
) -> None:
    east, west, north = tills
    one, two = two_lives(shop, tills, administrator)
    report(shop, east, (one.id, 0), (two.id, 1))
    report(shop, west, (one.id, 1))
    report(shop, north, (two.id, 0))
    for till in tills:
        shop.results(till)
    assert told(shop, north).done == (unspell(one.id),)


def remembered(shop: Shop) -> int:
    ((count,),) = shop.rows("select count(*) from refund_told")
    return int(count)


def tell_of_three(
    shop: Shop, tills: tuple[TillSide, TillSide, TillSide], administrator: Connection
) -> None:
    """Give up a till after a restore and let it tell of three requests one after the other."""
    two_lives(shop, tills, administrator)
    shop.agreement.retire(shop.tenant, unspell(tills[0].device), 1)
    for number, name in enumerate("abc"):
        report(shop, tills[0], (name * 32, 0), ("a" * 32, number))


def test_of_one_till_no_more_is_remembered_than_a_sound_one_says(
    shop: Shop,
    tills: tuple[TillSide, TillSide, TillSide],
    administrator: Connection,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(healing, "TOLD_MOST", 2)
    tell_of_three(shop, tills, administrator)
    assert remembered(shop) == 2
    better = shop.rows("select number_done from refund_told where request = %(one)s", one="a" * 32)
    assert better == [(1,)], (
        "what was refused may have been carried out; then the first word stands"
    )


def test_control_without_a_bound_all_is_remembered(
    shop: Shop, tills: tuple[TillSide, TillSide, TillSide], administrator: Connection
) -> None:
    tell_of_three(shop, tills, administrator)
    assert remembered(shop) == 3


def test_a_till_that_is_not_waited_for_says_nothing_of_what_it_was_told(
    shop: Shop, tills: tuple[TillSide, TillSide, TillSide], administrator: Connection
) -> None:
    two_lives(shop, tills, administrator)
    for till in tills:
        report(shop, till)
        shop.results(till)
    report(shop, tills[0], ("aa" * 16, 1))
    assert shop.rows("select 1 from refund_told where request = %(one)s", one="aa" * 16) == []
