"""What a restored centre decides in another order than the lost one did costs nobody a point."""

from datetime import timedelta

import pytest

from regulars.agreement import authority, healing
from regulars.agreement import till as till_side
from regulars.agreement.centre import Centre, account_of, lots_of
from regulars.agreement.till import TillSide
from tests.regulars.agreement.test_agreement import (
    DAY,
    W,
    redeem,
    request_refund,
    rights_for,
    sell,
    shop,
    sync,
)
from tests.simulation.mutants_lives import (
    due_refunds_come_after_what_is_short,
    the_shop_carries_all_that_is_short,
)


def restored(backup: Centre, centre: Centre, *tills: TillSide) -> Centre:
    """Give the centre that was put back, once all tills have told it what they know."""
    after = healing.restore(backup, feed_epoch=2, enrolled=list(centre.chains))
    sync(after, *tills)
    assert not after.healing
    return after


def figures(centre: Centre) -> tuple[int, int, int, int]:
    account = account_of(centre, W)
    return account.balance, account.debt, account.held, centre.loss


def repaid_twice() -> tuple[Centre, Centre, list[TillSide]]:
    """Two tills repay one debt, the excess is granted; the next debt comes after that."""
    centre, (east, west) = shop("east", "west")
    sell(east, "p", 60, receipt_key="0")
    sell(east, "q", 40, receipt_key="0")
    sync(centre, east, west)
    backup = centre.copy()
    assert account_of(centre, W).debt == 40
    sell(east, "e", 50, repaid=40)
    sell(west, "w", 50, repaid=40)
    sync(centre, east, west)
    rights_for(centre, west, 50)
    sell(east, "x", 40, receipt_key="1")
    sell(east, "y", 40, receipt_key="1")
    sync(centre, east, west)
    assert account_of(centre, W).debt == 40
    return centre, backup, [east, west]


def test_a_debt_that_was_repaid_in_another_order_is_owed_again() -> None:
    centre, backup, (east, west) = repaid_twice()
    assert till_side.rights(west, W).granted == 40
    before = figures(centre)
    after = restored(backup, centre, east, west)
    assert figures(after) == before
    assert after.reviews[-1].code == "same-receipt"
    ends = [lot.expires_on for lot in lots_of(after, W).lots]
    assert ends.count(DAY + timedelta(days=30)) == 1  # what was too much for the debt can end


def test_a_refund_that_is_due_comes_before_anything_is_short() -> None:
    assert after_a_refund() == (0, 0, 0, 0)


def test_control_refunds_that_come_last_cost_the_shop_points(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    due_refunds_come_after_what_is_short(monkeypatch)
    assert after_a_refund()[3] == 80


def after_a_refund() -> tuple[int, int, int, int]:
    """A refund falls to the centre, its points are spent, and the centre forgets it."""
    centre, (east, west) = shop("east", "west")
    sell(east, "s", 100)
    sell(east, "t", 0, lines=[["", "", 1, 500, 0]], spent=[[W, 80]], pays=400)
    sync(centre, east, west)
    backup = centre.copy()
    request_refund(west, "t", 500)
    till_side.begin_epoch(east)  # its sales are the centre's to give back
    sync(centre, east, west)
    assert account_of(centre, W).balance == 100
    rights_for(centre, west, 100)
    redeem(west, "r", 100)
    sync(centre, east, west)
    return figures(restored(backup, centre, east, west))


def test_what_had_ended_and_was_brought_back_comes_back_again() -> None:
    centre, (east, west) = shop("east", "west")
    sell(east, "s", 100, expires=DAY.isoformat())
    authority.credit(centre, W, 60, "by hand")
    sync(centre, east, west)
    rights_for(centre, west, 60)
    redeem(west, "late", 60)  # on the last day of what ends tomorrow, and not sent
    centre.day = DAY + timedelta(days=1)
    authority.begin_day(centre)
    sync(centre, east)
    assert figures(centre) == (60, 0, 60, 0)
    backup = centre.copy()
    sync(centre, west, east)
    rights_for(centre, west, 60)
    before = figures(centre)
    assert before == (60, 0, 60, 0)
    after = restored(backup, centre, east, west)
    assert figures(after) == before
    assert lots_of(after, W).expired_posted == 40


def test_control_a_centre_that_only_carries_costs_the_shop_points(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    the_shop_carries_all_that_is_short(monkeypatch)
    centre, backup, tills = repaid_twice()
    assert figures(restored(backup, centre, *tills))[3] == 40


def test_what_only_a_lost_decision_explains_is_carried_by_the_shop() -> None:
    centre, (east, west) = shop("east", "west")
    sell(east, "s", 30)
    sync(centre, east, west)
    backup = centre.copy()
    authority.credit(centre, W, 70, "by hand")
    rights_for(centre, west, 70)
    after = restored(backup, centre, east, west)
    assert figures(after) == (100, 0, 100, 70)
    assert [one.code for one in after.reviews] == ["short-after-restore"]
