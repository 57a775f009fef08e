"""What a till pushes is taken in exactly once, whatever it is, and answered the same for ever."""

from dataclasses import replace
from typing import Any

import pytest

from regulars.agreement.messages import Logged
from regulars.agreement.till import TillSide
from regulars.canonical import encode
from regulars.ids import Id, unspell
from regulars.operations.chain import link, seed
from sync.enrolment import Standing
from sync.wire_problem import Problem, ProblemKind
from sync.wire_pull import Page, PullRequest
from sync.wire_push import Outcome, Push, PushAnswer, Result
from tests.central.agreement import spelling
from tests.central.agreement.shop import MEMBER, WALLET, Shop
from tests.simulation.world import named


def test_a_sale_is_in_the_ledger_and_every_till_hears_of_it(shop: Shop) -> None:
    east, west = shop.till("east"), shop.till("west")
    shop.sell(east, 900)
    answer = shop.push(east)
    assert isinstance(answer, PushAnswer)
    assert (answer.acked, answer.head) == (1, east.log[0].hash)
    assert answer.results == (Result(1, Outcome.POSTED),)
    assert (answer.feed, answer.standing, answer.wake) == (1, Standing.LIVE, True)
    assert shop.balance() == (900, 900, 0)
    row = shop.wallet(west)
    assert (row.balance, row.granted, row.keep, row.seen) == (900, 0, 0, (0, 0))
    assert row.backed == ((None, 900),)
    row = shop.wallet(east)
    assert (row.balance, row.keep, row.seen) == (900, 900, (1, 1))


def test_a_push_that_comes_again_is_answered_as_before(shop: Shop) -> None:
    east = shop.till("east")
    shop.sell(east, 900)
    shop.sell(east, 10, spent=400)
    first, second = shop.push(east), shop.push(east)
    assert isinstance(first, PushAnswer)
    assert isinstance(second, PushAnswer)
    assert first.results == second.results
    assert first.results[1] == Result(2, Outcome.POSTED, rights=400)
    assert (second.acked, second.wake) == (2, False)
    assert shop.balance() == (510, 510, 0)


def test_operations_after_a_gap_are_asked_for_from_the_gap_on(shop: Shop) -> None:
    east = shop.till("east")
    for _ in range(3):
        shop.sell(east, 10)
    answer = shop.push(east, first=2)
    assert isinstance(answer, Problem)
    assert (answer.kind, answer.expected, answer.feed) == (ProblemKind.SEQ_GAP, 1, 1)
    assert shop.results(east) == ["posted"] * 3


def test_a_copied_till_is_noticed_and_what_it_says_is_kept(shop: Shop) -> None:
    east, twin = shop.till("east"), shop.till("east")
    shop.sell(east, 100)
    shop.sell(twin, 70)
    assert shop.results(east) == ["posted"]
    answer = shop.push(twin)
    assert isinstance(answer, PushAnswer)
    assert answer.standing is Standing.QUARANTINED
    assert (answer.acked, answer.head) == (1, twin.log[0].hash)
    assert shop.results(twin) == ["kept"]
    shop.sell(east, 5)
    assert shop.results(east) == ["posted", "kept"]
    kept = {bytes(one) for (one,) in shop.rows("select hash from kept")}
    assert kept == {twin.log[0].hash, east.log[1].hash}
    assert shop.balance() == (100, 100, 0)
    assert shop.reviews() == ["copied-till"]


def test_a_log_that_goes_on_from_another_one_is_a_copy(shop: Shop) -> None:
    east, twin = shop.till("east"), shop.till("east")
    shop.sell(east, 100)
    shop.results(east)
    shop.sell(twin, 70)
    shop.sell(twin, 7)
    assert shop.results(twin, first=2) == ["kept"]
    assert shop.balance() == (100, 100, 0)


@pytest.mark.parametrize("first", [1, 2])
def test_what_is_kept_leaves_no_trace_of_a_wallet_it_names(shop: Shop, first: int) -> None:
    east, twin = shop.till("east"), shop.till("east")
    shop.sell(east, 100)
    shop.results(east)
    shop.sell(twin, 70)
    shop.sell(twin, 7, wallet="0e" * 16)
    assert set(shop.results(twin, first)) == {"kept"}
    assert len(shop.rows("select wallet from wallet")) == 1


def test_a_push_with_a_wrong_signature_changes_nothing(shop: Shop) -> None:
    east = shop.till("east")
    shop.sell(east, 100)
    good = shop.message(east)
    for bad in (good.signature[::-1], bytes(64)):
        answer = shop.agreement.push(shop.caller(east), _with_signature(good, bad))
        assert isinstance(answer, Problem)
        assert answer.kind is ProblemKind.BAD_MESSAGE
    assert shop.rows("select 1 from operation") == []
    assert isinstance(shop.agreement.push(shop.caller(east), good), PushAnswer)


def _with_signature(push: Push, signature: bytes) -> Push:
    return replace(push, signature=signature)


def test_a_till_speaks_for_itself_alone(shop: Shop) -> None:
    east, west = shop.till("east"), shop.till("west")
    shop.sell(east, 100)
    answer = shop.agreement.push(shop.caller(west), shop.message(east))
    assert isinstance(answer, Problem)
    assert answer.kind is ProblemKind.FORBIDDEN
    assert shop.rows("select 1 from operation") == []


def test_whoever_is_not_enrolled_or_was_shut_out_is_told_so(shop: Shop) -> None:
    east = shop.till("east")
    shop.sell(east, 100)
    who, message = shop.caller(east), shop.message(east)
    shop.change("update device_epoch set is_revoked = true")
    answer = shop.agreement.push(who, message)
    assert isinstance(answer, Problem)
    assert answer.kind is ProblemKind.REVOKED
    for stranger in (Shop(shop.database).open(), shop):
        device = unspell(named("a stranger"))
        other = type(who)(stranger.tenant, who.store, device, 1, who.role)
        pulled = stranger.agreement.push(other, _of(message, device))
        assert isinstance(pulled, Problem)
        assert pulled.kind in {ProblemKind.FORBIDDEN, ProblemKind.BAD_MESSAGE}
    assert shop.rows("select 1 from operation") == []


def _of(push: Push, device: Id) -> Push:

    return replace(push, device=device, previous=seed(device, 1))


WRONG: dict[str, dict[str, Any]] = {
    "a figure that is a text": {"earned": "10"},
    "a wallet that is no id": {"wallet": "mine"},
    "points below nothing": {"earned": -10},
    "more points than there can be": {"earned": 10**15},
    "spending with a text": {"spent": [[WALLET, "x"]]},
    "spending below nothing": {"spent": [[WALLET, -5]]},
    "spending of three things": {"spent": [[WALLET, 1, 1]]},
    "a day that is none": {"on": "yesterday"},
    "a day beyond all days": {"expires": "9999-12-31"},
    "a line of two things": {"lines": [["", ""]]},
    "a receipt with a zero byte": {"receipt_key": "A\x00"},
    "a receipt as long as a book": {"receipt_key": "A" * 5_000},
    "a field too many": {"more": 1},
}


@pytest.mark.parametrize("more", WRONG.values(), ids=WRONG)
def test_an_operation_that_nobody_can_post_stops_nobody(shop: Shop, more: dict[str, Any]) -> None:
    east = shop.till("east")
    shop.sell(east, 10, wrong=more)
    shop.sell(east, 20)
    assert shop.results(east) == ["parked", "posted"]
    assert shop.results(east) == ["parked", "posted"]
    assert shop.balance() == (20, 20, 0)
    ((body,),) = shop.rows(
        "select body from operation join parked using (tenant, device, place)"
        " where parked.why = 'unknown'"
    )
    assert bytes(body) == spelling.body_of(east.log[0], shop.tenant)


@pytest.mark.parametrize(
    "body",
    [
        b"x",
        b"{}",
        b"\xff\xfe",
        b'{"kind":"sale"}',
        encode({"kind": "sale", "data": {}, "v": 1}),
    ],
)
def test_bytes_that_cannot_be_read_are_kept_whole(shop: Shop, body: bytes) -> None:
    east = shop.till("east")
    good = shop.sell(east, 10)
    behind = spelling.body_of(replace(good, seq=2), shop.tenant)
    assert shop.push_bytes(east, body, behind) == ["parked", "posted"]
    assert shop.push_bytes(east, body, behind) == ["parked", "posted"]
    assert shop.rows("select body from operation where kind = 'unreadable'") == [(body,)]
    assert shop.balance() == (10, 10, 0)


def test_an_operation_that_is_not_at_its_place_is_parked(shop: Shop) -> None:
    east = shop.till("east")
    op = shop.sell(east, 10)
    body = spelling.body_of(op, shop.tenant)
    assert shop.push_bytes(east, body, body) == ["posted", "parked"]
    other = spelling.body_of(op, Id(bytes(16)))
    west = shop.till("west")
    assert shop.push_bytes(west, other) == ["parked"]
    assert shop.balance() == (10, 10, 0)


def test_a_kind_and_a_version_this_centre_does_not_know_wait(shop: Shop) -> None:
    east = shop.till("east")
    shop.write(east, "of.a.newer.till", {"points": 5})
    assert shop.results(east) == ["parked"]
    assert shop.rows("select kind from operation") == [("of.a.newer.till",)]


def test_an_act_that_comes_under_two_places_counts_once(shop: Shop) -> None:

    east, west = shop.till("east"), shop.till("west")
    op = shop.sell(east, 100)
    shop.results(east)
    west.log.append(replace(op, source=west.source))
    west.log[0] = replace(
        west.log[0],
        hash=link(TillSide(west.device).head(), spelling.body_of(west.log[0], shop.tenant)),
    )
    assert shop.results(west) == ["duplicate"]
    assert shop.results(west) == ["duplicate"]
    assert shop.balance() == (100, 100, 0)


def test_lives_of_a_log_before_it_was_enrolled_are_taken_in(shop: Shop) -> None:
    alone = shop.till("alone", epoch=3)
    before = TillSide(alone.device)
    shop.sell(before, 100)
    pushed = shop.agreement.push(shop.caller(alone), shop.message(before))
    assert isinstance(pushed, PushAnswer)
    assert [result.outcome for result in pushed.results] == [Outcome.POSTED]
    assert shop.balance()[0] == 100


def test_a_new_life_of_a_log_ends_the_one_before(shop: Shop) -> None:
    east = shop.till("east")
    shop.sell(east, 100)
    shop.results(east)
    assert shop.balance() == (100, 100, 0)
    shop.pull(shop.till("east", epoch=2))  # which has nothing of it
    assert shop.balance() == (100, 0, 0)
    assert shop.pull(east).standing is Standing.RETIRED


def test_an_earlier_life_of_a_log_backs_what_it_did_until_all_of_it_is_here(shop: Shop) -> None:
    east = shop.till("east")
    shop.sell(east, 100)
    shop.results(east)
    shop.sell(east, 5, spent=80)  # not sent yet
    again = shop.caller(TillSide(east.device, 2))
    assert isinstance(shop.agreement.pull(again, PullRequest(ended=((1, 2),))), Page)
    assert shop.balance() == (100, 100, 0)
    assert shop.pull(east).standing is Standing.LIVE
    pushed = shop.agreement.push(again, shop.message(east, 2))
    assert isinstance(pushed, PushAnswer)
    assert pushed.results == (Result(2, Outcome.POSTED, rights=80),)
    assert shop.balance() == (25, 0, 0)
    assert shop.pull(east).standing is Standing.RETIRED


def test_a_till_that_lacks_what_the_centre_has_of_an_earlier_life_ends_it(shop: Shop) -> None:
    east = shop.till("east")
    shop.sell(east, 100)
    shop.sell(east, 5, spent=80)
    shop.results(east)
    again = shop.caller(TillSide(east.device, 2))
    assert isinstance(shop.agreement.pull(again, PullRequest(ended=((1, 1),))), Page)
    assert shop.balance() == (25, 0, 0)


def test_only_the_newest_life_says_how_far_the_others_go(shop: Shop) -> None:
    east = shop.till("east")
    shop.sell(east, 100)
    shop.results(east)
    shop.agreement.pull(shop.caller(TillSide(east.device, 3)), PullRequest(ended=((1, 2),)))
    shop.agreement.pull(shop.caller(TillSide(east.device, 2)), PullRequest(ended=()))
    assert shop.balance() == (100, 100, 0)


def test_the_same_receipt_at_two_tills_earns_once_and_a_person_sees_it(shop: Shop) -> None:
    east, west = shop.till("east"), shop.till("west")
    shop.sell(east, 100, receipt_key="|A-1")
    shop.sell(west, 100, receipt_key="|A-1")
    assert shop.results(east) == ["posted"]
    assert shop.results(west) == ["posted-with-review"]
    assert shop.reviews() == ["same-receipt"]
    assert shop.balance() == (200, 200, 100)


def test_a_refund_asked_for_is_done_once_the_till_that_sold_closes_its_day(shop: Shop) -> None:
    east, west = shop.till("east"), shop.till("west")
    sale = shop.sell(east, 100)
    shop.results(east)
    shop.ask_refund(west, sale)
    assert shop.results(west) == ["posted"]
    assert shop.pull(east).rows["request"][0]["id"] == sale.id
    assert shop.balance() == (100, 100, 0)
    shop.close_day(east)
    assert shop.results(east, first=2) == ["posted"]
    assert shop.balance() == (100, 100, 100)
    (fact,) = shop.pull(west).rows["request"]
    assert (fact["id"], fact["to"], fact["done"]) == (sale.id, "", [west.log[0].id])
    assert shop.rows("select is_done from refund_request") == [(True,)]


def test_of_two_tills_that_ask_for_one_sale_the_feed_names_the_one_it_was_done_for(
    shop: Shop,
) -> None:
    east, west, north = shop.till("east"), shop.till("west"), shop.till("north")
    sale = shop.sell(east, 100)
    shop.close_day(east)
    shop.results(east)
    for one in (west, north):
        shop.ask_refund(one, sale)
        assert shop.results(one) == ["posted"]
    assert shop.reviews() == ["refund-refused"]
    said = [shop.pull(one).rows["request"][0] for one in (west, north, east)]
    assert [(one["to"], one["done"]) for one in said] == [("", [west.log[0].id])] * 3


def test_a_till_hands_over_only_sales_of_its_own(shop: Shop) -> None:
    east, west = shop.till("east"), shop.till("west")
    sale = shop.sell(east, 100)
    shop.results(east)
    shop.ask_refund(west, sale)
    shop.write(west, "refund.release", {"of": sale.id, "on": shop.day, "why": "asked"})
    assert shop.results(west) == ["posted", "posted"]
    assert shop.rows("select is_done from refund_request") == [(False,)]
    assert shop.rows("select 1 from given_back") == []


def reverse_of(shop: Shop, sale: Logged, **more: Any) -> dict[str, Any]:
    """Give the data of a reverse that gives nothing back, but for what is said."""
    data = {
        "of": sale.id,
        "member": MEMBER,
        "wallet": WALLET,
        "on": shop.day,
        "why": "refund",
        "lines": [0],
        "amount": 0,
        "earned_back": 0,
        "taken": 0,
        "debt": 0,
        "lapsed": 0,
        "restored": [],
        "repaid": 0,
        "paid_back": 0,
        "whole": False,
    }
    return data | more


def test_a_reverse_that_does_not_fit_its_sale_is_looked_at_by_a_person(shop: Shop) -> None:
    east = shop.till("east")
    sale = shop.sell(east, 100)
    more = {"lines": [1, 2, 3], "amount": 6, "earned_back": 1, "taken": 1}
    shop.write(east, "reverse", reverse_of(shop, sale, **more))
    assert shop.results(east) == ["posted", "posted-with-review"]
    assert shop.balance() == (99, 99, 0)


def test_a_till_that_gave_too_much_back_stops_no_refund(shop: Shop) -> None:
    east, west = shop.till("east"), shop.till("west")
    shop.sell(east, 100)
    sale = shop.sell(east, 0, spent=60)
    shop.write(east, "reverse", reverse_of(shop, sale, restored=[[WALLET, 50]]))
    shop.close_day(east)
    assert shop.results(east) == ["posted"] * 4
    shop.ask_refund(west, sale)
    assert shop.results(west) == ["posted"]
    assert shop.rows("select restored, is_gone from given_back") == [(60, True)]
    assert shop.balance() == (100, 90, 0)
