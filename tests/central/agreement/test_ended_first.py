"""What has ended comes first: nobody is given rights to it, also where a day's look broke off."""

from datetime import timedelta

import pytest

from central import deciding
from regulars.agreement import feed, planner
from regulars.agreement.places import lead_key
from regulars.agreement.till import TillSide
from sync.wire_rights import RightsAnswer
from tests.central.agreement.shop import OTHER_WALLET, WALLET, Shop
from tests.central.agreement.test_at_once import must_add_up
from tests.central.agreement.test_placing import hand_back, held
from tests.simulation.world import BEGIN, DAY_MS, store_of


@pytest.fixture
def ended(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> tuple[TillSide, TillSide]:
    """A store whose till has some of what ended, and one that leads it since and has nothing.

    The program was killed when the day had begun, before anybody looked at a wallet.
    """
    first, chosen = (shop.till(name, store=0) for name in ("first", "chosen"))
    for till in (first, chosen):
        shop.pull(till)
    shop.write(first, "setting", {"key": lead_key(store_of(0)), "value": first.device})
    shop.sell(first, 500, expires=(BEGIN + timedelta(days=1)).isoformat())
    shop.results(first)
    hand_back(shop, first, 400)
    shop.now_ms += 1_000
    shop.write(chosen, "setting", {"key": lead_key(store_of(0)), "value": chosen.device})
    shop.results(chosen)
    shop.sell(first, 30, wallet=OTHER_WALLET, expires=(BEGIN + timedelta(days=1)).isoformat())
    shop.results(first, first=len(first.log))
    hand_back(shop, first, 30, OTHER_WALLET)
    monkeypatch.setattr(deciding, "go_on", lambda *_args, **_more: None)
    shop.now_ms += 2 * DAY_MS
    shop.pull(chosen)
    balance, has, _ = shop.balance()
    assert balance == 500, "what has ended is not written so yet"
    assert has == held(shop, first) < balance
    return first, chosen


def test_what_has_ended_is_placed_nowhere(shop: Shop, ended: tuple[TillSide, TillSide]) -> None:
    first, chosen = ended
    while shop.agreement.place(shop.tenant):
        pass
    assert held(shop, chosen) == 0
    assert shop.balance() == (held(shop, first), held(shop, first), 0), "only rights are left"
    must_add_up(shop)


def test_what_has_ended_is_given_to_nobody_who_asks(
    shop: Shop, ended: tuple[TillSide, TillSide]
) -> None:
    first, chosen = ended
    answer = shop.ask(chosen, 300)
    assert isinstance(answer, RightsAnswer)
    assert (answer.wallet.granted, answer.pool) == (0, 0)
    assert shop.balance() == (held(shop, first), held(shop, first), 0)
    must_add_up(shop)


def test_control_without_a_look_what_has_ended_is_given_away(
    shop: Shop, ended: tuple[TillSide, TillSide], monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (feed, planner):
        monkeypatch.setattr(module, "settle_ended", lambda *_: None)
    _, chosen = ended
    while shop.agreement.place(shop.tenant):
        pass
    assert held(shop, chosen, WALLET) > 0
    shop.ask(chosen, 300)
    assert held(shop, chosen, WALLET) == 300


def test_a_day_that_was_broken_off_is_gone_on_with_by_who_looks_at_night(
    shop: Shop, ended: tuple[TillSide, TillSide], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, _ = ended
    assert shop.balance(OTHER_WALLET) == (30, 0, 0), "too little for a reward: it is placed nowhere"
    while shop.agreement.place(shop.tenant):
        pass
    assert shop.balance(OTHER_WALLET) == (30, 0, 0), "the control: broken off again"
    shop.change("update night set day = '2000-01-01'")
    monkeypatch.undo()
    while shop.agreement.place(shop.tenant):
        pass
    assert shop.balance(OTHER_WALLET) == (0, 0, 0)
    assert shop.balance() == (held(shop, first), held(shop, first), 0)
    must_add_up(shop)
