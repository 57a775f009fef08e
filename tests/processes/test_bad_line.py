"""Whatever happens to the bytes between a till and the centre: nothing lost, nothing doubled."""

import os
from collections.abc import Callable
from itertools import count
from random import Random

from tests.processes.cashier import working
from tests.processes.proxy import Calm, Kind, Storm, Sweep
from tests.processes.town import NEWEST, Town

CUT_STEP = int(os.environ.get("REGULARS_CUT_STEP", "131"))
"""After every so manieth byte of a whole exchange the line is cut; 1 is after every one."""
ROUND = int(os.environ.get("REGULARS_ROUND", "1"))
"""So many rounds as the step is long, and every byte has had its turn."""
STORM_ACTS = int(os.environ.get("REGULARS_STORM_ACTS", "30"))


def exchange(shop: Town, at: int) -> Sweep:
    """Sell, and tell the centre as after a start, on a line that is cut after so many bytes."""
    till = shop.tills[0]
    till.ask("cut_off")
    assert shop.sell(till, shop.members[0]["member"], 10_000)
    shop.proxy.plan = sweep = Sweep(at)
    till.ask("link")
    assert not till.ask("rest", place=0, seconds=60)["waiting"], f"cut at {at}"
    [(newest,)] = shop.stores[0].rows(NEWEST)
    assert till.ask("rest", place=newest, seconds=60)["cursor"] == newest, f"cut at {at}"
    return sweep


def test_a_line_cut_after_any_byte_of_an_exchange(shop: Town, told: Callable[[str], None]) -> None:
    shop.rest()
    for other in shop.tills[1:]:
        other.ask("cut_off")  # what is counted is one till's
    cuts = 0
    for at in count(ROUND - 1, CUT_STEP):
        if not exchange(shop, at).has_cut:
            break
        cuts += 1
    shop.proxy.plan = Calm()
    for other in shop.tills[1:]:
        other.ask("link")
    assert cuts > 2_000 // CUT_STEP
    told(f"{cuts} cuts in {at} bytes of an exchange, {len(shop.witness.acts)} acts, 0 lost")


def test_a_line_on_which_everything_happens(shop: Town, told: Callable[[str], None]) -> None:
    before = len(shop.witness.acts)
    shop.proxy.met.clear()
    shop.proxy.plan = Storm(Random(2 + ROUND), percent=50)
    with working(shop) as load:
        while len(shop.proxy.met) < len(Kind) - 1 or len(shop.witness.acts) < before + STORM_ACTS:
            shop.witness.wait_for(load.wish(3))
            for till in shop.tills:
                till.ask("hurry")
    told(
        f"{shop.proxy.met.total()} faults of {len(shop.proxy.met)} kinds on the line,"
        f" {len(shop.witness.acts) - before} acts, 0 lost, 0 doubled"
    )
