"""Two tills ask for refunds of one sale: what either knew decides, also after a restore."""

from typing import Any

import pytest

from regulars.agreement import authority, exchange, healing
from regulars.agreement import till as till_side
from regulars.agreement.asked import Asked, Done, read_asked, waiting
from regulars.agreement.centre import Centre, account_of
from regulars.agreement.till import TillSide
from regulars.operations.kinds import check_data
from tests.regulars.agreement.test_agreement import AT, DAY, W, ask, close, sell, shop, sync
from tests.regulars.agreement.test_restored import restored


def wants(till: TillSide, name: str, amount: int, **other: Any) -> None:
    """Let a till ask for so much of the sale, saying what it knows."""
    data: dict[str, Any] = {
        "of": "s",
        "member": "m",
        "on": DAY.isoformat(),
        "why": "refund",
        "approver": "",
    }
    data |= {"lines": [amount], "amount": amount, "whole": False}
    data |= {"known": till_side.known_back(till, "s")}
    data |= other
    check_data("refund.request", data, {})
    till_side.write(till, "refund.request", data, identity=name, at=AT)


def sold() -> tuple[Centre, list[TillSide]]:
    """Give a centre that may give a sale of 1,000 back, and two tills that may ask."""
    centre, (east, west, north) = shop("east", "west", "north")
    sell(east, "s", 100)
    close(east)
    sync(centre, east)
    return centre, [east, west, north]


def said(till: TillSide) -> Asked:
    return read_asked(till.facts["request", "s"][1])


def given_back(centre: Centre) -> int:
    return centre.sales["s"].sold.lines[0].refunded_minor


def test_of_two_tills_that_ask_for_one_part_the_second_is_refused_and_nothing_is_lost() -> None:
    centre, (east, west, north) = sold()
    wants(west, "one", 300)
    wants(north, "two", 300)  # neither has heard of the other
    sync(centre, west)
    sync(centre, north)
    assert given_back(centre) == 300
    assert [one.code for one in centre.reviews] == ["refund-stale"]
    assert (west.told, north.told) == ({"one": 1}, {"two": 0})
    told = said(north)
    assert told == Asked("", (Done("one", west.device, 300),), ("two",), (300,), west.device)
    wants(north, "anew", 300)
    sync(centre, north, east)
    assert given_back(centre) == 600
    assert north.told == {"two": 0, "anew": 2}
    assert till_side.known_back(east, "s") == [600]


def test_who_knew_of_the_first_part_gets_the_second() -> None:
    centre, (_, west, north) = sold()
    wants(west, "one", 300)
    sync(centre, west, north)
    wants(north, "two", 300)
    sync(centre, north)
    assert given_back(centre) == 600
    assert centre.reviews == []


def test_all_of_a_sale_that_is_not_known_here_is_refused_once_a_part_went_back() -> None:
    centre, (_, west, north) = sold()
    wants(north, "all", 0, lines=[], whole=True)
    wants(west, "part", 300)
    sync(centre, west)
    sync(centre, north)
    assert given_back(centre) == 300
    assert said(north).refused == ("all",)
    wants(north, "rest", 0, lines=[], whole=True)
    sync(centre, north)
    assert given_back(centre) == 1_000
    assert said(north).dones[-1] == Done("rest", north.device, 700)
    assert said(north).is_gone
    assert account_of(centre, W).balance == account_of(centre, W).debt


def test_a_request_of_an_older_program_is_carried_out_and_shown_to_a_person() -> None:
    centre, (_, west, north) = sold()
    for till, name in ((west, "one"), (north, "two")):
        data: dict[str, Any] = {"of": "s", "member": "m", "on": DAY.isoformat()}
        data |= {"why": "refund", "approver": "", "lines": [300], "amount": 300, "whole": False}
        till_side.write(till, "refund.request", data, identity=name, at=AT)
        sync(centre, till)
    assert given_back(centre) == 600
    assert [one.code for one in centre.reviews] == ["refund-asked-twice"]


def test_lines_that_are_not_those_of_the_sale_are_refused() -> None:
    centre, (_, west, _) = sold()
    wants(west, "odd", 300, lines=[100, 200])
    sync(centre, west)
    assert (given_back(centre), said(west).refused) == (0, ("odd",))


def test_all_the_rest_is_no_more_than_what_was_asked_for() -> None:
    centre, (_, west, _) = sold()
    wants(west, "rest", 700, whole=True, known=[300])  # the centre knows of no 300
    sync(centre, west)
    assert given_back(centre) == 700
    assert not said(west).is_gone


def test_all_of_an_unknown_sale_is_no_more_than_what_a_till_knew_to_be_left() -> None:
    centre, (_, west, _) = sold()
    wants(west, "rest", 0, lines=[], whole=True, known=[300])  # the centre forgot whose 300
    sync(centre, west)
    assert given_back(centre) == 700
    assert said(west).dones == (Done("rest", west.device, 700),)
    assert not said(west).is_gone


def two_asked() -> tuple[Centre, Centre, list[TillSide]]:
    """Two tills ask for one part; of the one that was refused the name comes first."""
    centre, tills = sold()
    backup = centre.copy()
    _, west, north = tills
    wants(west, "b", 300)
    wants(north, "a", 300)
    sync(centre, west)
    sync(centre, north)
    wants(north, "c", 200)
    sync(centre, *tills)
    assert said(north).done == ("b", "c")
    return centre, backup, tills


@pytest.mark.parametrize("first", [0, 1, 2])
def test_a_restored_centre_carries_out_what_a_till_was_told(first: int) -> None:
    centre, backup, tills = two_asked()
    after = restored(backup, centre, *tills[first:], *tills[:first])
    sync(after, *tills)
    assert given_back(after) == given_back(centre) == 500
    for till in tills:
        assert said(till).done == ("b", "c")
        assert said(till).refused == ("a",)
    assert account_of(after, W) == account_of(centre, W)
    assert after.loss == 0


def test_control_without_what_tills_were_told_the_other_one_is_carried_out(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    right = exchange.grant_report
    bare = lambda till: right(till).__class__(  # noqa: E731
        till.source, till.feed_epoch, right(till).grants, right(till).heads
    )
    monkeypatch.setattr(exchange, "grant_report", bare)
    centre, backup, (east, west, north) = two_asked()
    after = restored(backup, centre, east, north, west)
    sync(after, east, west, north)
    assert "a" in said(north).done


def test_a_till_that_was_given_up_and_had_handed_out_the_money_is_shown_to_a_person() -> None:
    centre, (east, west, north) = sold()
    backup = centre.copy()
    wants(west, "one", 1_000, whole=True)
    sync(centre, west)
    assert west.told == {"one": 1}
    after = healing.restore(backup, feed_epoch=2, enrolled=list(centre.chains))
    wants(north, "two", 1_000, whole=True)
    sync(after, east, north)
    healing.give_up_waiting(after, west.source)
    sync(after, east, north)
    assert north.told == {"two": 1}
    sync(after, west)
    assert given_back(after) == 1_000
    assert [one.code for one in after.reviews] == ["refund-paid-out"]
    assert west.told == {"one": 1}
    assert "one" not in said(west).refused


def test_a_refund_in_a_centre_that_heals_waits_until_all_is_posted() -> None:
    centre, (east, west, _) = shop("east", "west", "north")
    sell(east, "s", 100)
    wants(west, "one", 300)
    after = healing.restore(centre, feed_epoch=2, enrolled=list(centre.chains))
    for till in (west, east):
        for _ in range(3):
            exchange.heard(till, ask(after, exchange.next_request(till)), AT, "n")
    assert after.healing
    assert after.requests == {}
    assert authority.in_order(after, after.asked()) == []


@pytest.mark.parametrize(
    "asked",
    [
        Asked(),
        Asked("a"),
        Asked("", (Done("a", "x", 300), Done("b", "y")), ("c", "d"), (3, 0), "x", is_gone=True),
        Asked("", (), ("c",)),
        Asked("", (), (), (), "", is_gone=True),
    ],
)
def test_a_fact_is_read_as_it_was_spelled(asked: Asked) -> None:
    assert read_asked(asked.spelled()) == asked


def test_a_fact_of_an_older_program_is_read() -> None:
    assert read_asked("r,a@x,b@y") == Asked("r", (Done("a", "x"), Done("b", "y")))
    assert waiting("r,a@x", "s") == "s,a@x@"
