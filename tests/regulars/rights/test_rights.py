"""Cells, funding, grants and postings: the figures of docs/sync.md, one by one."""

from datetime import date

import pytest

from regulars.points.entries import EntryKind
from regulars.points.ledger import Posting
from regulars.rights.cells import NOTHING, Cells
from regulars.rights.funding import Funding, fund
from regulars.rights.granting import grant, keep, surplus, target
from regulars.rights.posting import (
    Account,
    collectable,
    correct,
    hand_back,
    post,
    post_own,
    raise_grant,
    reclaim,
)
from regulars.rights.spending import alive_points, spendable

TODAY = date(2026, 3, 2)


def line(points: int, *, kind: EntryKind = EntryKind.EARN, debt: int = 0) -> Posting:
    return Posting("w", kind, points, "a", TODAY, debt)


def test_what_may_be_spent_is_the_sum_of_the_cells() -> None:
    assert Cells(granted=100, earned=30, used=50, returned=20, reclaimed=10).available == 50


def test_points_a_till_gives_can_be_spent_there_at_once() -> None:
    cells = NOTHING.plus([line(128), line(-100, kind=EntryKind.REDEEM)])
    assert cells == Cells(earned=128, used=100)


def test_points_that_end_are_handed_back_and_not_used() -> None:
    assert Cells(earned=10).plus([line(-4, kind=EntryKind.EXPIRE)]).returned == 4


def test_a_till_cannot_spend_more_than_its_rights() -> None:
    with pytest.raises(AssertionError):
        NOTHING.plus([line(-1, kind=EntryKind.REDEEM)])


def test_an_old_or_repeated_grant_changes_nothing() -> None:
    cells = Cells(granted=500)
    assert cells.knowing(300) is cells
    assert cells.knowing(500) is cells
    assert cells.knowing(700).granted == 700


@pytest.mark.parametrize(
    ("points", "rights", "pool", "funding"),
    [
        (100, 100, 0, Funding(100, 0, 0)),
        (100, 60, 50, Funding(60, 40, 0)),
        (100, 60, 10, Funding(60, 10, 30)),
        (100, 0, 0, Funding(0, 0, 100)),
        (0, 0, 0, Funding(0, 0, 0)),
    ],
)
def test_rights_pay_first_then_the_pool_then_the_shop(
    points: int, rights: int, pool: int, funding: Funding
) -> None:
    assert fund(points, rights=rights, pool=pool) == funding


def test_only_what_rights_alone_carry_is_plain() -> None:
    assert Funding(rights=5).is_plain
    assert not Funding(pool=1).is_plain
    assert not Funding(loss=1).is_plain


def test_a_grant_asked_for_twice_gives_nothing_twice() -> None:
    once = grant(Cells(granted=100), want=300, pool=500)
    assert once == 300
    assert grant(Cells(granted=once), want=300, pool=300) == 300


def test_a_grant_gives_no_more_than_the_pool_and_never_less_than_before() -> None:
    assert grant(Cells(granted=100), want=900, pool=50) == 150
    assert grant(Cells(granted=100), want=20, pool=50) == 100
    assert grant(Cells(granted=100), want=900, pool=-5) == 100


def test_a_till_asks_for_the_total_it_must_reach() -> None:
    cells = Cells(granted=200, earned=50, used=100)
    assert target(cells, 400) == 450
    assert target(cells, 100) == 200


def test_a_till_is_asked_to_hand_back_what_has_ended_and_what_another_waits_for() -> None:
    assert keep(100, alive=70) == 70
    assert keep(100, alive=100, wanted=30) == 70
    assert keep(10, alive=100, wanted=30) == 0
    assert surplus(Cells(granted=100), 70) == 30
    assert surplus(Cells(granted=50), 70) == 0


def test_points_whose_day_has_passed_are_not_offered() -> None:
    backed = [(date(2026, 3, 1), 40), (TODAY, 30), (None, 20)]
    alive = alive_points(backed, TODAY)
    assert alive == 50
    assert spendable(Cells(granted=90), alive=alive) == 50
    assert spendable(Cells(granted=90), alive=alive, reserved=15) == 35


def test_a_lease_that_ran_out_or_frozen_rights_stop_spending() -> None:
    assert spendable(Cells(granted=90), alive=90, lease=False) == 0
    assert spendable(Cells(granted=90), alive=90, is_frozen=True) == 0


def test_an_award_is_held_by_the_till_that_gave_it() -> None:
    posted = post(Account(), NOTHING, [line(128)])
    assert posted.account == Account(balance=128, held=128)
    assert posted.cells.earned == 128


def test_a_redemption_without_rights_takes_from_the_pool_then_from_the_shop() -> None:
    spent = line(-100, kind=EntryKind.REDEEM)
    posted = post(Account(balance=70, held=0), NOTHING, [spent])
    assert posted.account == Account(balance=0, held=0)
    assert posted.funding == Funding(0, 70, 30)


def test_a_debt_repaid_at_two_tills_gives_the_excess_to_the_pool() -> None:
    repaid = line(-30, kind=EntryKind.SETTLE, debt=-30)
    posted = post(Account(balance=100, debt=10, held=100), Cells(granted=100), [repaid])
    assert posted.account == Account(balance=90, debt=0, held=70)
    assert posted.excess == 20
    assert posted.account.pool == 20


def test_a_correction_takes_from_the_pool_then_becomes_debt() -> None:
    assert correct(Account(balance=100, held=80), 50) == (20, 30)


def test_a_debt_is_repaid_only_from_the_pool() -> None:
    assert collectable(Account(balance=100, debt=50, held=90)) == 10


def test_the_authority_cannot_take_what_a_till_holds() -> None:
    with pytest.raises(AssertionError):
        post_own(Account(balance=100, held=80), [line(-30, kind=EntryKind.EXPIRE)])


def test_rights_move_without_changing_the_balance() -> None:
    account, cells = raise_grant(Account(balance=100), NOTHING, 60)
    assert (account.held, account.pool) == (60, 40)
    account, cells = hand_back(account, cells, 20)
    assert (account.held, cells.available) == (40, 40)
    account, cells, points = reclaim(account, cells)
    assert (account.held, cells.available, points) == (0, 0, 40)


def test_a_grant_is_never_taken_back() -> None:
    with pytest.raises(AssertionError):
        raise_grant(Account(balance=100, held=60), Cells(granted=60), 50)
