"""A till that is given up at the moment in which another's push gives it points keeps none."""

import threading
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest

from central.working import saving
from central.working.centre import Working
from central.working.placed import has_lost
from regulars.agreement.till import TillSide
from regulars.ids import unspell
from sync.wire_pull import Page, PullRequest
from tests.central.agreement.shop import Shop
from tests.central.agreement.test_at_once import must_add_up
from tests.central.agreement.test_placing import hand_back, held, night

Threads = list[threading.Thread]
_WAITS = """
select count(*) from pg_stat_activity
where datname = current_database() and wait_event_type = 'Lock'
"""


def _behind_the_look(shop: Shop, patch: pytest.MonkeyPatch, act: Callable[[], None]) -> Threads:
    """Let something happen once a transaction that gives a till up has looked what it was given.

    It goes on as far as it can: to its end, or to a lock. Gives the thread on which it does.
    """
    right, threads = has_lost, Threads()

    def looked(asking: Any, given: Any, chains: Any) -> bool:
        found = right(asking, given, chains)
        if chains and not threads:
            threads.append(threading.Thread(target=act))
            threads[0].start()
            while threads[0].is_alive() and not shop.rows(_WAITS)[0][0]:
                threads[0].join(0.01)
        return found

    patch.setattr(saving, "has_lost", looked)
    return threads


def _store(shop: Shop) -> tuple[TillSide, TillSide]:
    """A store whose other till is asked for all it has; its lead till has nothing at all."""
    one, two = (shop.till(name, store=0) for name in ("one", "other"))
    lead, other = (one, two) if one.device < two.device else (two, one)
    shop.pull(lead)
    shop.sell(other, 95)
    shop.results(other)
    night(shop)
    assert held(shop, lead) == 0
    return lead, other


def _given_up(shop: Shop, patch: pytest.MonkeyPatch) -> int:
    """Give the lead till up while the other hands back; says what it has then."""
    lead, other = _store(shop)
    done = _behind_the_look(shop, patch, lambda: hand_back(shop, other, 95))
    shop.agreement.retire(shop.tenant, unspell(lead.device), 1)
    done[0].join()
    must_add_up(shop)
    return held(shop, lead)


def test_a_till_that_has_nothing_is_given_nothing_while_it_is_given_up(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _given_up(shop, monkeypatch) == 0


def test_control_without_holding_the_shop_s_row_points_are_stuck(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = saving._advance

    def hasty(working: Working) -> Callable[[], int]:
        is_giving_up = working.logs.turned() and not working.changed
        return (lambda: working.head.next_seq) if is_giving_up else right(working)

    monkeypatch.setattr(saving, "_advance", hasty)
    assert _given_up(shop, monkeypatch) > 0


def test_the_life_of_a_log_that_is_over_is_given_nothing_while_it_ends(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, other = _store(shop)
    done = _behind_the_look(shop, monkeypatch, lambda: hand_back(shop, other, 95))
    later = replace(lead, epoch=2, first={1: 0, 2: 0})
    shop.second().enrol(later.source)
    asked = PullRequest(ended=((1, 0),))
    assert isinstance(shop.agreement.pull(shop.caller(later), asked), Page)
    done[0].join()
    first = "select available from holding where device = %(d)s and epoch = 1 and available > 0"
    assert not shop.rows(first, d=lead.device), "what a life that is over holds is nobody's"
    must_add_up(shop)


def _given_though(shop: Shop, patch: pytest.MonkeyPatch, now: str) -> int:
    """Let the lead till be thought of otherwise just before it gets points; says what it has."""
    lead, other = _store(shop)
    right, done = saving._advance, list[bool]()

    def late(working: Working) -> Callable[[], int]:
        if not done:
            done.append(True)
            shop.change(f"update device_epoch set {now} where device = %(d)s", d=lead.device)
        return right(working)

    patch.setattr(saving, "_advance", late)
    hand_back(shop, other, 95)
    assert done
    must_add_up(shop)
    return held(shop, lead)


_OTHERWISE = ("is_revoked = true", "is_copied = true", "ends_seq = 9", "standing = 'quarantined'")


@pytest.mark.parametrize("now", _OTHERWISE)
def test_a_till_that_is_of_no_use_meanwhile_is_given_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch, now: str
) -> None:
    assert _given_though(shop, monkeypatch, now) == 0


def test_control_without_another_look_it_would_be_given_points(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "has_lost", lambda *_: False)
    assert _given_though(shop, monkeypatch, _OTHERWISE[0]) > 0
