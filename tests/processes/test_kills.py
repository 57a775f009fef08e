"""`kill -9` of tills, services and the database under load: nothing is lost, nothing doubled."""

import os
from collections import Counter
from collections.abc import Callable

import pytest

from tests.processes.cashier import working
from tests.processes.town import Town

KILLS = int(os.environ.get("REGULARS_PROCESS_KILLS", "6"))
A_ROUND = 6
EACH = 10
AWAY_S, A_WHILE_S = int(os.environ.get("REGULARS_AWAY", "70")), 10
VICTIMS = ("till", "service", "database")


def kill(shop: Town, victim: str) -> None:
    """Kill one process, and start it again where nobody else does."""
    if victim == "till":
        shop.chance.choice(shop.tills).kill()  # its cashier starts it again
    elif victim == "service":
        service = shop.chance.choice(shop.services)
        service.kill()
        service.start()
    else:
        shop.stores[0].kill()
        shop.stores[0].start()


def test_killed_processes_lose_nothing_and_double_nothing(
    shop: Town, told: Callable[[str], None]
) -> None:
    before, killed = len(shop.witness.acts), Counter[str]()
    while killed.total() < KILLS:
        with working(shop) as load:
            for number in range(A_ROUND):
                done = load.wish(EACH)
                shop.witness.wait_for(done - shop.chance.randrange(1, EACH * len(shop.tills)))
                victim = VICTIMS[number % len(VICTIMS)]
                kill(shop, victim)
                killed[victim] += 1
                shop.witness.wait_for(done)
        shop.rest()
        assert shop.judge() == []
    words = ", ".join(f"{victim} {times}" for victim, times in killed.items())
    acts = len(shop.witness.acts) - before
    told(f"{killed.total()} kills ({words}), {acts} acts, 0 lost, 0 doubled")


@pytest.mark.nightly
def test_a_database_that_was_away_for_minutes_is_found_within_half_a_minute(
    shop: Town, told: Callable[[str], None]
) -> None:
    shop.rest()
    store, till = shop.stores[0], shop.tills[0]
    store.kill()
    for _ in range(AWAY_S // A_WHILE_S):
        assert shop.sell(till, shop.members[0]["member"], 10_000)
        assert till.ask("rest", place=0, seconds=A_WHILE_S)["waiting"]
    store.start()
    shop.rest(seconds=30)
    told(f"a database away for {AWAY_S} s, all agree within 30 s of its return")
