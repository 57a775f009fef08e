"""Single stories of tills and centre; the simulator plays all of them at once."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from regulars.agreement import authority, exchange, feed, healing, intake
from regulars.agreement import till as till_side
from regulars.agreement.asked import read_asked
from regulars.agreement.centre import Centre, account_of, cells_of
from regulars.agreement.messages import (
    Answer,
    Gap,
    GrantReport,
    Outcome,
    Page,
    Pull,
    Push,
    Pushed,
    Request,
    RightsRequest,
    Source,
    Standing,
)
from regulars.agreement.people import People, enrol, group, merge, unmerge, who
from regulars.agreement.sales import Means, reverse_data
from regulars.agreement.till import TillSide

DAY = date(2026, 3, 2)
AT = (DAY, 1_772_400_000_000)
W = "w"


def shop(*names: str) -> tuple[Centre, list[TillSide]]:
    """Give a centre and tills that have met it."""
    centre = Centre(day=DAY)
    tills = [TillSide(name.ljust(16, "-")) for name in names]
    sync(centre, *tills)
    return centre, tills


def ask(centre: Centre, request: Request) -> Answer:
    match request:
        case Push():
            return intake.push(centre, request)
        case Pull():
            return feed.pull(centre, request)
        case RightsRequest():
            return feed.request_rights(centre, request)
        case GrantReport():
            return healing.report(centre, request)


def sync(centre: Centre, *tills: TillSide) -> None:
    """Let tills talk until nobody has anything to say."""
    for number in range(30):
        for till in tills:
            request = exchange.next_request(till)
            answer = ask(centre, request)
            exchange.heard(till, answer, AT, f"n{till.device}{len(till.log)}{number}")


def rights_for(centre: Centre, till: TillSide, points: int) -> None:
    request = exchange.ask_rights(till, W, points)
    exchange.heard(till, ask(centre, request), AT, "n")


def sell(till: TillSide, name: str, earned: int, **other: Any) -> None:
    data = {
        "member": "m",
        "wallet": W,
        "on": DAY.isoformat(),
        "receipt_key": "",
        "lines": [["", "", 1, earned * 10, earned]],
        "earned": earned,
        "repaid": 0,
        "expires": "",
        "spent": [],
        "pays": 0,
    }
    till_side.write(till, "sale", data | other, identity=name, at=AT)


def redeem(till: TillSide, name: str, points: int) -> None:
    data = {"member": "m", "on": DAY.isoformat(), "spent": [[W, points]], "pays": 0}
    till_side.write(till, "redeem", data, identity=name, at=AT)


def close(till: TillSide) -> None:
    data = {"number": 1, "on": DAY.isoformat(), "head": "", "signature": "", "totals": {}}
    till_side.write(till, "day.close", data, identity=f"close{till.device}", at=AT)


def request_refund(till: TillSide, of: str, amount: int) -> None:
    data = {"of": of, "member": "m", "on": DAY.isoformat(), "why": "refund"}
    more = {"lines": [amount], "amount": amount, "whole": True, "approver": ""}
    till_side.write(till, "refund.request", data | more, identity=f"ask {of}", at=AT)


def test_points_earned_at_one_till_are_spent_at_another_through_the_pool() -> None:
    centre, (east, west) = shop("east", "west")
    sell(east, "s", 900)
    sync(centre, east, west)
    assert till_side.shown(west, W) == (900, 0)
    rights_for(centre, west, 300)
    assert till_side.may_spend(west, W, AT[1]) == 0
    sync(centre, east, west)  # east hands back what west waits for
    rights_for(centre, west, 300)
    assert till_side.may_spend(west, W, AT[1]) == 300
    redeem(west, "r", 300)
    sync(centre, east, west)
    assert account_of(centre, W).balance == 600
    assert till_side.shown(east, W) == (600, 0)


def test_a_push_that_comes_twice_is_posted_once_and_answered_the_same() -> None:
    centre, (east,) = shop("east")
    sell(east, "s", 100)
    request = exchange.next_request(east)
    first, second = ask(centre, request), ask(centre, request)
    assert first == second
    assert account_of(centre, W).balance == 100


def test_a_push_with_a_gap_is_asked_for_again() -> None:
    centre, (east,) = shop("east")
    sell(east, "s1", 100)
    sell(east, "s2", 100)
    answer = intake.push(centre, Push(east.source, (east.log[1],)))
    assert isinstance(answer, Gap)
    assert answer.expected == 1


def test_a_copied_till_is_noticed_and_nothing_it_says_is_lost() -> None:
    centre, (east,) = shop("east")
    twin = TillSide(east.device, feed_epoch=1, must_pull=False)
    sell(east, "s1", 100)
    sell(twin, "s2", 70)
    sync(centre, east)
    answer = intake.push(centre, Push(twin.source, tuple(twin.log)))
    assert isinstance(answer, Pushed)
    assert answer.outcomes == (Outcome.KEPT,)
    assert centre.chains[east.source].standing is Standing.QUARANTINED
    sync(centre, east)
    assert east.is_frozen
    assert [op.id for op in centre.kept.values()] == ["s2"]


def test_a_kind_this_centre_does_not_know_stops_nobody() -> None:
    centre, (east,) = shop("east")
    till_side.write(east, "of.tomorrow", {}, identity="x", at=AT)
    sell(east, "s", 100)
    sync(centre, east)
    assert account_of(centre, W).balance == 100
    assert [op.id for op in centre.parked] == ["x"]
    assert [one.code for one in centre.reviews] == ["parked"], "once for each log"


def test_expiry_leaves_alone_what_a_till_holds_until_it_is_handed_back() -> None:
    centre, (east,) = shop("east")
    sell(east, "s", 100, expires=DAY.isoformat())
    sync(centre, east)
    centre.day = DAY + timedelta(days=1)
    authority.begin_day(centre)
    assert account_of(centre, W).balance == 100
    sync(centre, east)
    assert account_of(centre, W).balance == 0


def test_a_debit_that_comes_late_brings_back_what_had_ended() -> None:
    centre, (east, west) = shop("east", "west")
    sell(east, "s", 100, expires=DAY.isoformat())
    sync(centre, east, west)
    rights_for(centre, west, 100)
    sync(centre, east, west)
    rights_for(centre, west, 60)
    redeem(west, "r", 60)  # stays at west for now
    sell(east, "s2", 50, expires=(DAY + timedelta(days=30)).isoformat())
    sync(centre, east)
    centre.day = DAY + timedelta(days=1)
    authority.begin_day(centre)
    sync(centre, east)
    sync(centre, west, east)
    assert account_of(centre, W).balance == 50


def test_the_same_receipt_twice_stands_and_is_corrected_from_the_pool_or_as_debt() -> None:
    centre, (east, west) = shop("east", "west")
    sell(east, "s1", 100, receipt_key="A-1")
    sell(west, "s2", 100, receipt_key="A-1")
    sync(centre, east, west)
    assert account_of(centre, W).balance == 200
    assert account_of(centre, W).debt == 100
    assert [review.code for review in centre.reviews] == ["same-receipt"]
    assert till_side.shown(east, W) == (200, 100)


def test_a_refund_elsewhere_waits_until_the_selling_till_hands_it_over() -> None:
    centre, (east, west) = shop("east", "west")
    sell(east, "s", 100)
    sync(centre, east, west)
    request_refund(west, "s", 1_000)
    sync(centre, west)
    assert account_of(centre, W).balance == 100
    sync(centre, east, west)
    assert not till_side.may_reverse(east, "s")
    account = account_of(centre, W)
    assert account.balance - account.debt == 0


def test_of_two_requests_for_one_sale_each_till_reads_which_one_was_carried_out() -> None:
    centre, (east, west, north) = shop("east", "west", "north")
    sell(east, "s", 100)
    sync(centre, east)
    for till, name in ((west, "ask west"), (north, "ask north")):
        data = {"of": "s", "member": "m", "on": DAY.isoformat(), "why": "refund"}
        more = {"lines": [1_000], "amount": 1_000, "whole": True, "approver": ""}
        till_side.write(till, "refund.request", data | more, identity=name, at=AT)
        sync(centre, till)
    assert read_asked(centre.facts["request", "s"]).to == "ask north"
    sync(centre, east)
    sync(centre, east, west, north)
    assert [one.code for one in centre.reviews] == ["refund-refused"]
    for till in (east, west, north):
        said = read_asked(till.facts["request", "s"][1])
        assert (said.to, said.done) == ("", ("ask north",))


def test_a_request_after_the_sale_is_gone_is_told_of_anew() -> None:
    centre, (east, west) = shop("east", "west")
    sell(east, "s", 100)
    close(east)
    sync(centre, east)
    request_refund(west, "s", 1_000)
    sync(centre, west)
    before = centre.changed["request", "s"]
    data = {"of": "s", "member": "m", "on": DAY.isoformat(), "why": "refund"}
    more = {"lines": [1_000], "amount": 1_000, "whole": True, "approver": ""}
    till_side.write(west, "refund.request", data | more, identity="again", at=AT)
    sync(centre, west)
    assert centre.changed["request", "s"] > before
    assert read_asked(centre.facts["request", "s"]).done == ("ask s",)


@pytest.mark.parametrize(("second", "codes"), [("north", ["refund-asked-twice"]), ("west", [])])
def test_parts_of_one_sale_given_back_for_two_tills_are_shown_to_a_person(
    second: str, codes: list[str]
) -> None:
    centre, (east, west, north) = shop("east", "west", "north")
    sell(east, "s", 100)
    close(east)
    sync(centre, east)
    for till, name in ((west, "one"), (north if second == "north" else west, "two")):
        data = {"of": "s", "member": "m", "on": DAY.isoformat(), "why": "refund"}
        more = {"lines": [200], "amount": 200, "whole": False, "approver": ""}
        till_side.write(till, "refund.request", data | more, identity=name, at=AT)
        sync(centre, till)
    assert read_asked(centre.facts["request", "s"]).done == ("one", "two")
    assert [one.code for one in centre.reviews] == codes


def test_after_the_day_is_closed_the_centre_gives_back_by_itself() -> None:
    centre, (east, west) = shop("east", "west")
    sell(east, "s", 100)
    close(east)
    assert not till_side.may_reverse(east, "s")
    request_refund(west, "s", 1_000)
    sync(centre, east)
    sync(centre, west)
    assert [op.kind for op in centre.own if op.kind == "reverse"] == ["reverse"]


def test_a_reverse_takes_rights_first_and_the_rest_is_owed() -> None:
    _, (east,) = shop("east")
    sell(east, "s", 100)
    redeem(east, "r", 80)
    sale = east.sales["s"]
    means = Means(till_side.rights(east, W).available, 0)
    data = reverse_data(sale, [1_000], whole=True, why="refund", on=DAY, means=means)
    assert isinstance(data, dict)
    assert (data["taken"], data["debt"]) == (20, 80)


def test_a_retired_till_loses_nothing_it_sends_later() -> None:
    centre, (east, west) = shop("east", "west")
    sell(east, "s", 100)
    sync(centre, east, west)
    redeem(east, "r", 100)  # not sent yet
    assert authority.retire(centre, east.source) == 100
    rights_for(centre, west, 100)
    redeem(west, "r2", 100)
    sync(centre, west)
    sync(centre, east)
    assert account_of(centre, W).balance == 0
    assert centre.loss == 100
    assert centre.loss <= centre.reclaimed
    assert east.is_frozen


def test_a_restored_centre_grants_nothing_until_every_till_has_reported() -> None:
    centre, (east, west) = shop("east", "west")
    backup = centre.copy()
    sell(east, "s", 500)
    sync(centre, east, west)
    centre = healing.restore(backup, feed_epoch=2, enrolled=list(centre.chains))
    sync(centre, west)
    assert centre.healing
    rights_for(centre, west, 500)
    assert cells_of(centre, W, west.source).granted == 0
    sync(centre, east)
    assert not centre.healing
    sync(centre, east, west)
    assert account_of(centre, W).balance == 500
    assert till_side.shown(west, W) == (500, 0)


def test_grants_that_the_backup_did_not_know_are_kept() -> None:
    centre, (east, west) = shop("east", "west")
    sell(east, "s", 500)
    sync(centre, east, west)
    backup = centre.copy()
    rights_for(centre, west, 500)
    sync(centre, east, west)
    rights_for(centre, west, 200)
    redeem(west, "r", 150)
    centre = healing.restore(backup, feed_epoch=2, enrolled=list(centre.chains))
    sync(centre, east, west)
    assert account_of(centre, W).balance == 350
    assert cells_of(centre, W, west.source).available >= 50
    assert centre.loss == 0


def test_a_dead_till_is_given_up_by_a_person_after_a_restore() -> None:
    centre, (east, west) = shop("east", "west")
    centre = healing.restore(centre, feed_epoch=2, enrolled=())
    sync(centre, west)
    assert centre.healing
    healing.give_up_waiting(centre, east.source)
    assert not centre.healing


def test_an_old_page_changes_nothing() -> None:
    centre, (east,) = shop("east")
    sell(east, "s1", 100)
    sync(centre, east)
    old = feed.pull(centre, Pull(east.source, 1, 0))
    assert isinstance(old, Page)
    sell(east, "s2", 50)
    sync(centre, east)
    before = (dict(east.rows), east.cursor)
    exchange.heard(east, old, AT, "n")
    assert (east.rows, east.cursor) == before


def test_a_new_life_of_a_log_holds_no_rights_of_the_old_one() -> None:
    centre, (east,) = shop("east")
    sell(east, "s", 100)
    sync(centre, east)
    till_side.begin_epoch(east)
    assert till_side.may_spend(east, W, AT[1]) == 0
    sync(centre, east)
    assert account_of(centre, W) == replace(account_of(centre, W), balance=100, held=0)
    assert centre.chains[Source(east.device, 1)].standing is Standing.RETIRED


def test_merging_groups_wallets_and_unmerging_takes_it_back() -> None:
    people = People()
    enrol(people, "a", "wa", "")
    enrol(people, "b", "wb", "")
    assert merge(people, "x", "a", "b")
    assert not merge(people, "y", "b", "a")
    assert group(people, "b") == ("wa", "wb")
    assert who(people, "b") == "a"
    assert unmerge(people, "x")
    assert not unmerge(people, "x")
    assert group(people, "b") == ("wb",)


def test_a_phone_number_is_held_by_whoever_came_first() -> None:
    people = People()
    assert not enrol(people, "a", "wa", "+86130")
    assert enrol(people, "b", "wb", "+86130")
    assert people.phones == {"+86130": "a"}


@pytest.mark.parametrize("kind", ["member.changed"])
def test_a_change_of_somebody_erased_is_refused(kind: str) -> None:
    centre, (east,) = shop("east")
    till_side.write(east, "erase", {"member": "m"}, identity="e", at=AT)
    till_side.write(east, kind, {"member": "m"}, identity="c", at=AT)
    sync(centre, east)
    assert centre.chains[east.source].outcomes == [Outcome.POSTED, Outcome.REFUSED]
