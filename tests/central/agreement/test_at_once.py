"""Several processes on one database: whatever they do at once comes out as if one after another."""

import threading
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import count
from typing import Any

import pytest

from central import trouble
from central.working import asking
from central.working.centre import Working
from central.working.points import Points
from regulars.agreement import intake
from regulars.agreement.till import TillSide
from regulars.ids import unspell
from sync.wire_problem import Problem
from sync.wire_push import PushAnswer
from sync.wire_rights import RightsAnswer
from tests.central.agreement import spelling
from tests.central.agreement.shop import NOBODY, OTHER_WALLET, WALLET, Shop

_SUMS = """
select wallet.wallet, balance, held, debt,
  (select sum(points) from entry where entry.wallet = wallet.wallet),
  (select sum(available) from holding where holding.wallet = wallet.wallet),
  (select sum(debt) from entry where entry.wallet = wallet.wallet)
from wallet
"""


def at_once(*acts: Callable[[], object]) -> list[object]:
    """Do things at the same time; gives what came of each."""
    found: list[object] = [None] * len(acts)
    start = threading.Barrier(len(acts))

    def do(number: int) -> None:
        start.wait()
        try:
            found[number] = acts[number]()
        except (AssertionError, trouble.Trouble, Exception) as wrong:  # noqa: BLE001 # looked at
            found[number] = wrong

    threads = [threading.Thread(target=do, args=(number,)) for number in range(len(acts))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def must_add_up(shop: Shop) -> None:
    """Every balance is the sum of its entries, and what is held the sum of its rights."""
    for wallet, balance, held, debt, points, available, owed in shop.rows(_SUMS):
        assert (balance, held, debt) == (points, available or 0, owed), wallet
    feed = [seq for (seq,) in shop.rows("select seq from entity_version order by seq")]
    assert len(feed) == len(set(feed))


def pushing(shop: Shop, till: TillSide, first: int = 1) -> Callable[[], object]:
    """Push a till's log as it is now."""
    who, message = shop.caller(till), shop.message(till, first)
    return lambda: shop.agreement.push(who, message)


def test_one_batch_that_comes_twice_at_once_is_posted_once(shop: Shop) -> None:
    east = shop.till("east")
    for number in range(10):
        first = len(east.log) + 1
        shop.sell(east, 10, receipt_key=f"|A-{number}")
        shop.sell(east, 0, spent=5)
        answers = at_once(*[pushing(shop, east, first)] * 3)
        assert all(isinstance(one, PushAnswer) for one in answers), answers
        assert len({one.results for one in answers if isinstance(one, PushAnswer)}) == 1
    assert shop.balance() == (50, 50, 0)
    must_add_up(shop)


def test_many_tills_write_the_same_new_wallets_at_once(shop: Shop) -> None:
    tills = [shop.till(f"till {number}") for number in range(6)]
    for number, till in enumerate(tills):
        wallets = [WALLET, OTHER_WALLET] if number % 2 else [OTHER_WALLET, WALLET]
        for wallet in wallets * 3:
            shop.sell(till, 10, wallet=wallet)
    answers = at_once(*(pushing(shop, till) for till in tills))
    assert all(isinstance(one, PushAnswer) for one in answers), answers
    assert shop.balance() == shop.balance(OTHER_WALLET) == (180, 180, 0)
    must_add_up(shop)


def test_one_receipt_at_many_tills_at_once_earns_once(shop: Shop) -> None:
    tills = [shop.till(f"till {number}") for number in range(5)]
    for till in tills:
        shop.sell(till, 10, receipt_key="|A-1")
    answers = at_once(*(pushing(shop, till) for till in tills))
    outcomes = sorted(
        result.outcome.value
        for one in answers
        if isinstance(one, PushAnswer)
        for result in one.results
    )
    assert outcomes == ["posted"] + ["posted-with-review"] * 4
    assert shop.balance() == (50, 50, 40)
    must_add_up(shop)


def test_more_is_never_granted_at_once_than_there_is(shop: Shop) -> None:
    east = shop.till("east")
    others = [shop.till(f"till {number}") for number in range(5)]
    shop.sell(east, 100)
    shop.write(east, "rights.return", {"wallet": WALLET, "points": 100, "why": "recalled"})
    shop.results(east)
    for till in others:
        shop.pull(till)
    answers = at_once(*(lambda till=till: shop.ask(till, 60) for till in others))
    granted = [one.wallet.granted for one in answers if isinstance(one, RightsAnswer)]
    assert len(granted) == 5, answers
    assert sorted(granted) == [0, 0, 0, 40, 60]
    assert shop.balance() == (100, 100, 0)
    must_add_up(shop)


def test_a_till_retired_while_it_pushes_loses_nothing_and_doubles_nothing(shop: Shop) -> None:
    for number in range(6):
        till = shop.till(f"till {number}")
        shop.sell(till, 100)
        shop.results(till)
        shop.sell(till, 0, spent=30)
        device = unspell(till.device)
        found = at_once(
            pushing(shop, till, 2),
            lambda device=device: shop.agreement.retire(shop.tenant, device, 1),  # type: ignore[misc]
        )
        assert isinstance(found[0], PushAnswer), found
        assert found[1] in {70, 100}
        must_add_up(shop)
    assert shop.balance() == (6 * 70, 0, 0)


def test_a_refund_asked_for_while_the_till_closes_its_day_is_done_once(shop: Shop) -> None:
    east, west = shop.till("east"), shop.till("west")
    for number in range(8):
        sale = shop.sell(east, 10)
        shop.results(east, first=len(east.log))
        shop.ask_refund(west, sale)
        shop.close_day(east)
        found = at_once(pushing(shop, east, len(east.log)), pushing(shop, west, len(west.log)))
        assert all(isinstance(one, PushAnswer) for one in found), found
        done = shop.rows("select count(*) from operation where kind = 'reverse'")
        assert done == [(number + 1,)]
    must_add_up(shop)


def test_days_begun_at_once_end_points_once(shop: Shop) -> None:
    east = shop.till("east")
    for number in range(5):
        wallet = f"{number + 1:032x}"
        shop.sell(east, 10, wallet=wallet, expires=shop.day)
        shop.write(east, "rights.return", {"wallet": wallet, "points": 10, "why": "ending"})
    shop.results(east)
    shop.now_ms += 86_400_000
    found = at_once(*[lambda: shop.pull(east)] * 3)
    assert not [one for one in found if isinstance(one, Problem | Exception)], found
    assert shop.rows("select sum(balance), count(*) from wallet") == [(0, 5)]
    assert shop.rows("select count(*) from operation where kind = 'expire'") == [(5,)]
    must_add_up(shop)


def test_one_act_from_two_tills_at_once_counts_once(shop: Shop) -> None:
    east, west = shop.till("east"), shop.till("west")
    for number in range(5):
        op = shop.sell(east, 10)
        west.log.append(replace(op, source=west.source))
        spelling.chain(west, number, shop.tenant)
        found = at_once(pushing(shop, east, number + 1), pushing(shop, west, number + 1))
        outcomes = {
            result.outcome.value
            for one in found
            if isinstance(one, PushAnswer)
            for result in one.results
        }
        assert outcomes == {"posted", "duplicate"}, found
    assert shop.balance() == (50, 50, 0)
    must_add_up(shop)


def test_two_members_merged_into_each_other_at_once_make_no_circle(shop: Shop) -> None:
    east, west = shop.till("east"), shop.till("west")
    more = {"why": "phone", "approver": NOBODY}
    for number in range(4):
        one, other = f"{2 * number + 1:032x}", f"{2 * number + 2:032x}"
        pair = {"member": one, "wallet": WALLET, "other": other, "other_wallet": OTHER_WALLET}
        back = {"member": other, "wallet": OTHER_WALLET, "other": one, "other_wallet": WALLET}
        shop.write(east, "merge", pair | more)
        shop.write(west, "merge", back | more)
        found = at_once(pushing(shop, east, number + 1), pushing(shop, west, number + 1))
        assert all(isinstance(answer, PushAnswer) for answer in found), found
        aliases = shop.rows("select count(*) from member where alias_of is not null")
        assert aliases == [(number + 1,)]


def test_the_last_two_reports_at_once_end_the_healing(shop: Shop) -> None:
    tills = [shop.till(f"till {number}") for number in range(4)]
    for till in tills:
        shop.sell(till, 10)
        shop.results(till)
        shop.sell(till, 5)
    shop.agreement.restore(shop.tenant, 2)

    def heal(till: TillSide) -> None:
        shop.tell(till, 0)
        shop.results(till)

    found = at_once(*(partial(heal, till) for till in tills))
    assert found == [None] * 4
    assert shop.rows("select is_healing from tenant") == [(False,)]
    assert shop.balance() == (60, 60, 0)
    must_add_up(shop)


# --- controls: what is proved above is the work of the locks -------------------------------------


def lost_updates(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> int:
    """Let two tills read a wallet before either writes it; gives how often that was noticed."""
    numbers = count()
    noticed = 0
    met = threading.Barrier(2, timeout=0.3)
    right = Working.refresh

    def together(working: Working) -> None:
        right(working)
        try:
            met.wait()
        except threading.BrokenBarrierError:
            met.reset()

    tills = [shop.till(f"till {next(numbers)}") for _ in range(2)]
    for till in tills:
        shop.sell(till, 10)
        shop.results(till)
    for till in tills:
        shop.sell(till, 10)
    monkeypatch.setattr(Working, "refresh", together)
    for one in at_once(*(pushing(shop, till, 2) for till in tills)):
        noticed += isinstance(one, Exception)
    monkeypatch.undo()
    try:
        must_add_up(shop)
        assert shop.balance() == (40, 40, 0)
    except AssertionError:
        noticed += 1
    return noticed


def test_with_locks_two_that_meet_lose_nothing(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    assert lost_updates(shop, monkeypatch) == 0


def test_without_locks_one_of_the_two_is_lost(shop: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking.Asking, "ask_locked", asking.Asking.ask)
    assert lost_updates(shop, monkeypatch) > 0


def _strangers(shop: Shop, names: str) -> list[TillSide]:
    """Let tills sell to the same new members for the first time."""
    tills = [shop.till(name) for name in names.split()]
    for till in tills:
        for wallet in (WALLET, OTHER_WALLET):
            shop.sell(till, 10, wallet=wallet)
    return tills


def test_tills_that_meet_at_new_wallets_do_no_work_in_vain(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    tills, done = _strangers(shop, "east west north south"), count()
    real = intake.push
    monkeypatch.setattr(intake, "push", lambda *said: (next(done), real(*said))[1])
    answers = at_once(*[pushing(shop, till) for till in tills])
    assert all(isinstance(one, PushAnswer) for one in answers), answers
    assert next(done) == len(tills)
    assert shop.balance() == (40, 40, 0)
    must_add_up(shop)


def test_without_a_row_to_wait_at_one_of_them_works_in_vain(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    tills, done, both = _strangers(shop, "east west"), count(), threading.Barrier(2)
    real = intake.push

    def met(*said: Any) -> object:
        if next(done) < len(tills):
            both.wait()
        return real(*said)

    monkeypatch.setattr(intake, "push", met)
    monkeypatch.setattr(Points, "make_room", lambda *_: None)
    answers = at_once(*[pushing(shop, till) for till in tills])
    assert all(isinstance(one, PushAnswer) for one in answers), answers
    assert next(done) > len(tills)
    must_add_up(shop)
