"""Three services on a database with another that stands by: the first dies, nothing is lost."""

import os
from collections.abc import Callable

import pytest

from tests.processes.cashier import working
from tests.processes.centre import promote, stand_by
from tests.processes.town import town

FAILOVERS = int(os.environ.get("REGULARS_FAILOVERS", "1"))
EACH = 30


@pytest.mark.nightly
def test_a_database_that_stands_by_takes_over_under_load(told: Callable[[str], None]) -> None:
    with town(services=3, stands_by=True) as shop:
        shop.settle(tills=2, members=3)
        for number in range(FAILOVERS):
            if number:
                shop.stores.append(stand_by(shop.stores[0], shop.gone[-1].cluster.folder))
            with working(shop) as load:
                done = load.wish(EACH)
                shop.witness.wait_for(done - shop.chance.randrange(EACH, 2 * EACH))
                dead = shop.stores.pop(0)
                dead.kill()
                shop.gone.append(dead)
                promote(shop.stores[0])
                shop.witness.wait_for(done)
            shop.rest()
            assert shop.judge() == []
        told(f"{FAILOVERS} primaries killed, {len(shop.witness.acts)} acts, 0 lost, 0 doubled")
