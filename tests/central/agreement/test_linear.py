"""What tills ask about one wallet at once has an order, in every history.

REGULARS_HISTORIES sets how many (make nightly: 500), REGULARS_HISTORY how long each is.
"""

import os
import threading
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from psycopg import Error

from central.cluster import Cluster
from central.database import Database
from central.roles import SERVICE
from central.trouble import Trouble
from central.working import asking
from regulars.agreement.till import TillSide
from regulars.ids import unspell
from sync.wire_push import Outcome, PushAnswer
from sync.wire_rights import RightsAnswer, RightsRequest
from tests.central.agreement.linear import Act, Clock, has_an_order
from tests.central.agreement.shop import Shop
from tests.central.agreement.test_at_once import must_add_up

HISTORIES = int(os.environ.get("REGULARS_HISTORIES", "3"))
LENGTH = int(os.environ.get("REGULARS_HISTORY", "48"))
TILLS, POOL = 6, 400


@pytest.fixture
def busy(cluster: Cluster, database_name: str) -> Iterator[Shop]:
    """A shop at a centre with a connection for each till."""
    with Database(cluster.address(database_name, SERVICE), size=TILLS, wait_s=60) as many:
        yield Shop(many).open()


class History:
    """Tills on a thread each, that ask for rights to one wallet and hand some back."""

    def __init__(self, shop: Shop, tills: list[TillSide], wallet: str, seed: int) -> None:
        self.shop, self.tills, self.wallet = shop, tills, wallet
        self.seed, self.clock, self.gate = seed, Clock.new(), threading.Barrier(TILLS)
        self.acts, self.wrong, self.guard = list[Act](), list[str](), threading.Lock()
        self.callers = [shop.caller(till) for till in tills]

    def play(self) -> None:
        """Let all of them ask until the history is long enough."""
        threads = [threading.Thread(target=self._ask, args=(who,)) for who in range(TILLS)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()

    def _ask(self, who: int) -> None:
        chance, holds, granted = Random(self.seed * TILLS + who), 0, 0
        self.gate.wait()
        for _ in range(LENGTH // TILLS):
            back = chance.randrange(1, holds + 1) if holds and chance.randrange(3) == 0 else 0
            wish = Act(self.clock.now(), 0, who, granted + chance.randrange(1, 120), back)
            try:
                act = self._give_back(wish) if back else self._wish(wish)
            except (Trouble, AssertionError, Error) as wrong:
                self.wrong.append(f"{type(wrong).__name__}: {wrong}")
                return
            act = replace(act, ended=self.clock.now())
            holds += act.granted - granted - back if not back else -back
            granted = granted if back else act.granted
            self.acts.append(act)

    def _wish(self, act: Act) -> Act:
        who = self.callers[act.who]
        asked = RightsRequest(who.device, who.epoch, 1, unspell(self.wallet), act.want)
        answer = self.shop.agreement.rights(who, asked)
        assert isinstance(answer, RightsAnswer), answer
        return replace(act, granted=answer.wallet.granted, pool=answer.pool)

    def _give_back(self, act: Act) -> Act:
        till = self.tills[act.who]
        with self.guard:  # writing is one till's own; only its sending is at once
            first = len(till.log) + 1
            data = {"wallet": self.wallet, "points": act.back, "why": "recalled"}
            self.shop.write(till, "rights.return", data)
            message = self.shop.message(till, first)
        answer = self.shop.agreement.push(self.callers[act.who], message)
        assert isinstance(answer, PushAnswer), answer
        assert [one.outcome for one in answer.results] == [Outcome.POSTED]
        return act

    def findings(self) -> list[str]:
        """Name what is wrong with it."""
        has = has_an_order(self.acts, POOL, TILLS)
        return self.wrong if has else [*self.wrong, "no order explains what was answered"]


def play(shop: Shop, count: int) -> list[str]:
    """Play histories, each about a wallet of its own; gives what was wrong with them."""
    giver, wrong = shop.till("giver"), list[str]()
    tills = [shop.till(f"till {number}") for number in range(TILLS)]
    for till in tills:
        shop.pull(till)
    for seed in range(count):
        wallet, first = f"{seed + 1:032x}", len(giver.log) + 1
        shop.sell(giver, POOL, wallet=wallet)
        data = {"wallet": wallet, "points": POOL, "why": "recalled"}
        shop.write(giver, "rights.return", data)
        shop.results(giver, first)
        history = History(shop, tills, wallet, seed)
        history.play()
        wrong += [f"{seed}: {one}" for one in history.findings()]
    try:
        must_add_up(shop)
    except AssertionError as apart:
        wrong.append(str(apart))
    return wrong


def test_what_tills_ask_of_one_wallet_at_once_has_an_order(busy: Shop) -> None:
    assert play(busy, HISTORIES) == []


def test_control_without_locks_there_is_none(busy: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking.Asking, "ask_locked", asking.Asking.ask)
    assert play(busy, 3) != []


def wish(begun: int, ended: int, who: int, want: int, granted: int, pool: int) -> Act:
    return Act(begun, ended, who, want, 0, granted, pool)


def test_an_order_is_found_where_there_is_one() -> None:
    assert has_an_order([wish(0, 3, 0, 60, 40, 0), wish(1, 2, 1, 60, 60, 0 + 40)], 100, 2)
    given = [wish(0, 1, 0, 100, 100, 0), Act(2, 5, 0, back=30), wish(3, 4, 1, 30, 30, 0)]
    assert has_an_order(given, 100, 2)


def test_no_order_is_found_where_there_is_none() -> None:
    both = [wish(0, 3, 0, 100, 100, 0), wish(1, 2, 1, 100, 100, 0)]
    assert not has_an_order(both, 100, 2)  # one balance, redeemed twice
    turned = [wish(0, 1, 0, 60, 40, 0), wish(2, 3, 1, 60, 60, 40)]
    assert not has_an_order(turned, 100, 2)  # the second would have been first
    lost = [wish(0, 1, 0, 60, 60, 40), wish(2, 3, 1, 60, 60, 40)]
    assert not has_an_order(lost, 100, 2)  # what was written is read as it was before
