"""The centre brings points to the lead till of each store, however many processes look at once."""

import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest

from central import deciding
from central.again import Again
from central.database import Database, uuid
from central.placing import Placing
from central.service.logs import Line
from central.trouble import DatabaseGone
from central.working import saving
from regulars.agreement.places import lead_key
from regulars.agreement.till import TillSide
from regulars.ids import Id, unspell
from tests.central.agreement.shop import WALLET, Shop
from tests.central.agreement.test_at_once import at_once, must_add_up
from tests.simulation.world import DAY_MS, store_of


def held(shop: Shop, till: TillSide, wallet: str = WALLET) -> int:
    """Give what a till may spend."""
    rows = shop.rows(
        "select available from holding where device = %(device)s and wallet = %(wallet)s",
        device=till.device,
        wallet=wallet,
    )
    return sum(points for (points,) in rows)


def hand_back(shop: Shop, till: TillSide, points: int, wallet: str = WALLET) -> None:
    """Let a till hand rights back, as it is asked."""
    shop.write(till, "rights.return", {"wallet": wallet, "points": points, "why": "recalled"})
    shop.results(till, first=len(till.log))


def night(shop: Shop) -> None:
    """Let a day pass, and the centre look where points should be."""
    shop.now_ms += DAY_MS
    shop.pull(shop.till("whoever is first"))
    while shop.agreement.place(shop.tenant):
        pass


@pytest.fixture
def pair(shop: Shop) -> tuple[TillSide, TillSide]:
    """A store's lead till and another one, in the order in which they lead."""
    one, other = (shop.till(name, store=0) for name in ("one", "other"))
    return (one, other) if one.device < other.device else (other, one)


Pair = tuple[TillSide, TillSide]


def test_what_is_earned_at_another_till_is_with_the_lead_till_the_next_day(
    shop: Shop, pair: Pair
) -> None:
    lead, other = pair
    shop.pull(lead)
    shop.sell(other, 95)
    shop.results(other)
    assert (held(shop, lead), held(shop, other)) == (0, 95)
    assert shop.wallet(other).keep == 95, "by day nobody is asked"
    night(shop)
    asked = 95 - shop.wallet(other).keep
    assert asked == 95
    hand_back(shop, other, asked)
    assert held(shop, lead) == 80, "two rewards of forty"
    assert shop.wallet(lead).keep == 80
    must_add_up(shop)


def test_whom_a_person_chose_leads(shop: Shop, pair: Pair) -> None:
    first, chosen = pair
    setting = {"key": lead_key(store_of(0)), "value": chosen.device}
    shop.pull(first)
    shop.write(chosen, "setting", setting)
    shop.sell(first, 95)
    shop.results(chosen)
    shop.results(first)
    night(shop)
    hand_back(shop, first, 95)
    assert (held(shop, first), held(shop, chosen)) == (0, 80)


def test_a_till_that_is_silent_for_as_long_as_the_lease_leads_nothing(
    shop: Shop, pair: Pair
) -> None:
    silent, other = pair
    shop.pull(silent)
    long_ago = shop.now_ms - 15 * DAY_MS
    shop.change(
        "update device set seen = %(at)s where device = %(d)s", at=long_ago, d=silent.device
    )
    shop.sell(other, 95)
    shop.results(other)
    night(shop)
    assert held(shop, silent) == 0
    assert shop.wallet(other).keep == 95, "it leads, and has all there is"


def test_a_till_that_was_shut_out_leads_nothing(shop: Shop, pair: Pair) -> None:
    gone, other = pair
    shop.pull(gone)
    shop.change("update device_epoch set is_revoked = true where device = %(d)s", d=gone.device)
    shop.sell(other, 95)
    shop.results(other)
    night(shop)
    assert shop.wallet(other).keep == 95, "it leads, and has all there is"


def test_somebody_who_waits_goes_first(shop: Shop, pair: Pair) -> None:
    lead, other = pair
    west = shop.till("west", store=1)
    shop.pull(lead)
    shop.sell(other, 95)
    shop.results(other)
    night(shop)
    shop.pull(west)
    shop.ask(west, 95)
    hand_back(shop, other, 95)
    assert held(shop, lead) == 0
    shop.ask(west, 95)
    assert held(shop, west) == 95
    assert shop.wallet(west).keep == 95, "nobody takes away what somebody is about to spend"


# Several at once


def _meeting(patch: pytest.MonkeyPatch, when: Callable[[], bool], act: Callable[[], Any]) -> None:
    """Let something happen just before a transaction holds the tenant's row, once."""
    right = saving._advance
    done: list[bool] = []

    def late(working: Any) -> Any:
        if when() and not done:
            done.append(True)
            act()
        return right(working)

    patch.setattr(saving, "_advance", late)


def _given_up_meanwhile(shop: Shop, pair: Pair, patch: pytest.MonkeyPatch) -> int:
    """Let the lead till be given up while another's push gives it points; says what it has."""
    lead, other = pair
    shop.pull(lead)
    shop.sell(other, 95)
    shop.results(other)
    night(shop)
    _meeting(
        patch, lambda: True, lambda: shop.agreement.retire(shop.tenant, unspell(lead.device), 1)
    )
    hand_back(shop, other, 95)
    return held(shop, lead)


def test_a_till_that_is_given_up_meanwhile_gets_nothing(
    shop: Shop, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _given_up_meanwhile(shop, pair, monkeypatch) == 0
    must_add_up(shop)


def test_what_a_till_gets_while_it_is_given_up_comes_back(
    shop: Shop, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead, other = pair
    shop.pull(lead)
    shop.sell(other, 95)
    shop.results(other)
    night(shop)
    _meeting(monkeypatch, lambda: True, lambda: hand_back(shop, other, 95))
    shop.agreement.retire(shop.tenant, unspell(lead.device), 1)
    assert held(shop, lead) == 0
    must_add_up(shop)


def test_control_without_another_look_points_are_stuck(
    shop: Shop, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(saving, "has_lost", lambda *_: False)
    assert _given_up_meanwhile(shop, pair, monkeypatch) > 0


def test_several_processes_share_a_night(
    shop: Shop, pair: Pair, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding, "STEP", 3)
    lead, other = pair
    wallets = [f"{number + 1:032x}" for number in range(20)]
    shop.pull(lead)
    for wallet in wallets:
        shop.sell(other, 95, wallet=wallet)
    shop.results(other)
    shop.now_ms += DAY_MS
    shop.pull(lead)

    def all_night() -> int:
        parts = 0
        while shop.agreement.place(shop.tenant):
            parts += 1
        return parts

    found = at_once(all_night, all_night, all_night)
    assert all(isinstance(one, int) for one in found), found
    levels = shop.rows("select level from wallet")
    assert levels == [(95,)] * 20
    assert shop.rows("select after from night") == [(None,)]
    assert not shop.agreement.place(shop.tenant), "once a night is enough"


# By itself


def test_the_service_looks_without_anybody_asking(
    shop: Shop, pair: Pair, database: Database
) -> None:
    lead, other = pair
    shop.pull(lead)
    shop.sell(other, 95)
    shop.results(other)
    said: list[Line] = []
    away, done = _Away(database), threading.Event()

    def looked() -> None:
        if away.is_away:
            away.is_away = False
        else:
            done.set()

    placing = Placing(away, shop.agreement)  # type: ignore[arg-type] # as much as it needs
    with Again("placing", placing.look, said.append, 0.0, looked):
        assert done.wait(30)
    assert said[0] == {"event": "trouble", "door": "placing", "trouble": DatabaseGone().code}
    assert shop.rows("select level from wallet") == [(95,)]


def test_what_one_shop_trips_over_leaves_no_other_alone() -> None:
    first, second = Id(b"\x01" * 16), Id(b"\x02" * 16)
    placed: list[Id] = []

    class Tripping:
        """An agreement in which one shop is spoiled."""

        def place(self, shop: Id) -> bool:
            if shop == first:
                raise LookupError(shop)
            placed.append(shop)
            return False

    class Two:
        """A database with two shops."""

        def ask(self, _: str) -> list[tuple[UUID]]:
            return [(uuid(first),), (uuid(second),)]

    said: list[Line] = []
    looked = threading.Event()
    placing = Placing(Two(), Tripping())  # type: ignore[arg-type] # as much as it needs
    with Again("placing", placing.look, said.append, 3_600.0, looked.set):
        assert looked.wait(30)
    assert placed == [second]
    assert [line["event"] for line in said] == ["bug"]


class _Away:
    """A database that is away until it is said to be back."""

    def __init__(self, inside: Database) -> None:
        self.inside = inside
        self.is_away = True

    def ask(self, question: str) -> list[tuple[object, ...]]:
        if self.is_away:
            raise DatabaseGone
        return self.inside.ask(question)
