"""A new life of a till's log: the earlier one is over when all of it is here, not before."""

from copy import deepcopy
from dataclasses import replace

import pytest

from regulars.agreement import authority, exchange, feed, healing, intake
from regulars.agreement import till as till_side
from regulars.agreement.centre import Centre, account_of
from regulars.agreement.messages import Page, Pull, Push, Source, Standing
from regulars.agreement.till import TillSide
from tests.regulars.agreement.test_agreement import (
    AT,
    W,
    ask,
    redeem,
    rights_for,
    sell,
    shop,
    sync,
)
from tests.simulation.mutants_lives import every_older_life_ends_at_a_restore


def pull_once(centre: Centre, till: TillSide) -> None:
    """Let a till ask for news before it sends anything, as one does that starts."""
    asked = replace(exchange.next_pull(till), feed_epoch=centre.feed_epoch)
    exchange.heard(till, ask(centre, asked), AT, f"p{till.device}")


def first_life(centre: Centre, till: TillSide) -> Standing:
    return centre.chains[Source(till.device, 1)].standing


def test_what_an_earlier_life_had_not_sent_is_paid_from_its_own_rights() -> None:
    centre, (east, west) = shop("east", "west")
    sell(east, "s", 100)
    sync(centre, east, west)
    redeem(east, "r", 100)  # not sent yet
    till_side.begin_epoch(east)
    pull_once(centre, east)
    assert first_life(centre, east) is Standing.LIVE
    rights_for(centre, west, 100)
    redeem_all(west)
    sync(centre, west, east)
    assert first_life(centre, east) is Standing.RETIRED
    assert (centre.loss, account_of(centre, W).balance) == (0, 0)


def redeem_all(till: TillSide) -> None:
    points = till_side.may_spend(till, W, AT[1])
    if points:
        redeem(till, f"all {till.device}", points)


def test_control_a_person_who_retires_the_till_may_cost_the_shop_points() -> None:
    centre, (east, west) = shop("east", "west")
    sell(east, "s", 100)
    sync(centre, east, west)
    redeem(east, "r", 100)
    authority.retire(centre, east.source)
    rights_for(centre, west, 100)
    redeem_all(west)
    sync(centre, west, east)
    assert centre.loss == 100


def test_what_an_earlier_life_held_comes_back_with_the_last_of_it() -> None:
    centre, (east,) = shop("east")
    sell(east, "s", 100)
    sync(centre, east)
    sell(east, "t", 40)
    till_side.begin_epoch(east)
    pull_once(centre, east)
    assert account_of(centre, W).held == 100
    sync(centre, east)
    assert (account_of(centre, W).balance, account_of(centre, W).held) == (140, 0)


def test_a_till_put_back_from_an_old_backup_gives_up_what_only_the_centre_knows() -> None:
    centre, (east, west) = shop("east", "west")
    sell(east, "s", 100)
    sync(centre, east, west)
    backup = deepcopy(east)
    redeem(east, "r", 30)
    sync(centre, east, west)  # the centre has a tail that the backup lacks
    east = backup
    till_side.begin_epoch(east)
    pull_once(centre, east)
    assert first_life(centre, east) is Standing.RETIRED
    rights_for(centre, west, 70)
    redeem_all(west)
    sync(centre, west, east)
    assert (centre.loss, account_of(centre, W).balance) == (0, 0)


def test_a_till_without_a_file_gives_its_earlier_lives_up() -> None:
    centre, (east,) = shop("east")
    sell(east, "s", 100)
    sync(centre, east)
    fresh = TillSide(east.device, 2, first={2: 0})
    pull_once(centre, fresh)
    assert first_life(centre, east) is Standing.RETIRED
    assert account_of(centre, W).held == 0


def test_only_the_newest_life_is_believed() -> None:
    centre, (east,) = shop("east")
    sell(east, "s", 100)
    till_side.begin_epoch(east)
    late = exchange.next_pull(east)
    till_side.begin_epoch(east)
    pull_once(centre, east)
    assert centre.chains[Source(east.device, 1)].ends == 1
    assert isinstance(feed.pull(centre, replace(late, feed_epoch=1, ended=((1, 9),))), Page)
    assert centre.chains[Source(east.device, 1)].ends == 1


def test_a_life_that_says_nothing_ends_nothing() -> None:
    centre, (east,) = shop("east")
    feed.pull(centre, Pull(Source(east.device, 2), 1, 0))
    assert first_life(centre, east) is Standing.LIVE


def test_an_earlier_life_that_was_copied_is_over_at_once() -> None:
    centre, (east,) = shop("east")
    twin = deepcopy(east)
    sell(east, "s", 100)
    sync(centre, east)
    sell(twin, "t", 50)
    sync(centre, twin)
    assert first_life(centre, east) is Standing.QUARANTINED
    sell(east, "u", 10)
    till_side.begin_epoch(east)
    pull_once(centre, east)
    assert first_life(centre, east) is Standing.RETIRED


def test_a_restored_centre_waits_for_an_earlier_life_as_for_all_others() -> None:
    centre, (east, west) = shop("east", "west")
    sell(east, "s", 100)
    sync(centre, east, west)
    redeem(east, "r", 60)
    till_side.begin_epoch(east)
    backup = centre.copy()
    pull_once(centre, east)
    centre = healing.restore(backup, feed_epoch=2, enrolled=list(centre.chains))
    sync(centre, west)
    assert centre.healing
    sync(centre, east, west)
    assert not centre.healing
    assert first_life(centre, east) is Standing.RETIRED
    assert (centre.loss, account_of(centre, W).balance, account_of(centre, W).held) == (0, 40, 0)


def test_a_life_begun_while_the_centre_heals_ends_no_other_before_it_has_sent() -> None:
    assert lost_by_a_life_begun_while_healing() == 0


def test_control_a_restore_that_ends_every_earlier_life_costs_points(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    every_older_life_ends_at_a_restore(monkeypatch)
    assert lost_by_a_life_begun_while_healing() == 100


def lost_by_a_life_begun_while_healing() -> int:
    """A till reports, goes on selling, begins a new life; then the last other till reports."""
    centre, (east, west) = shop("east", "west")
    sell(east, "s", 100)
    sync(centre, east, west)
    centre = healing.restore(centre, feed_epoch=2, enrolled=list(centre.chains))
    sync(centre, east)  # east has reported
    redeem(east, "r", 100)  # and this is not sent yet
    till_side.begin_epoch(east)
    sell(east, "t", 5)
    op = east.log[-1]
    intake.push(centre, Push(op.source, (op,)))  # the new life was heard of
    sync(centre, west)
    assert not centre.healing
    rights_for(centre, west, 100)
    redeem_all(west)
    sync(centre, west, east)
    assert account_of(centre, W).balance == 5
    assert first_life(centre, east) is Standing.RETIRED
    return centre.loss
