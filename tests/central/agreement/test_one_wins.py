"""64 tills redeem one balance at once: whatever the order, exactly one of them can.

REGULARS_ONE_WINS sets how often (make nightly: 1,000 times in all).
"""

import os
from collections.abc import Iterator

import pytest

from central.cluster import Cluster
from central.database import Database
from central.roles import SERVICE
from central.working import asking
from regulars.agreement.till import TillSide
from regulars.ids import unspell
from sync.wire_push import PushAnswer
from sync.wire_rights import RightsAnswer, RightsRequest
from tests.central.agreement.shop import MEMBER, NOBODY, Shop
from tests.central.agreement.test_at_once import at_once, must_add_up, pushing

ROUNDS = int(os.environ.get("REGULARS_ONE_WINS", "2"))
TILLS = 64
BALANCE = 100


@pytest.fixture
def busy(cluster: Cluster, database_name: str) -> Iterator[Shop]:
    """A shop at a centre with as many connections as a process has at most."""
    with Database(cluster.address(database_name, SERVICE), size=16, wait_s=60) as many:
        yield Shop(many).open()


def wallet_of(number: int) -> str:
    return f"{number + 1:032x}"


def put_into_the_pool(shop: Shop, giver: TillSide, wallet: str) -> None:
    """Give a member points that no till has rights to."""
    first = len(giver.log) + 1
    shop.sell(giver, BALANCE, wallet=wallet)
    back = {"wallet": wallet, "points": BALANCE, "why": "recalled"}
    shop.write(giver, "rights.return", back)
    shop.results(giver, first)


def redeem_at_once(shop: Shop, tills: list[TillSide], wallet: str) -> list[str]:
    """Let every till ask for the whole balance, and who has it redeem it; gives what was wrong."""
    agreement, callers = shop.agreement, [shop.caller(till) for till in tills]
    wants = [RightsRequest(who.device, who.epoch, 1, unspell(wallet), BALANCE) for who in callers]
    answers = at_once(
        *(
            lambda who=who, want=want: agreement.rights(who, want)
            for who, want in zip(callers, wants, strict=True)
        )
    )
    winners = [
        till
        for till, one in zip(tills, answers, strict=True)
        if isinstance(one, RightsAnswer) and one.wallet.granted == BALANCE
    ]
    firsts = [len(till.log) + 1 for till in winners]
    data = {
        "member": MEMBER,
        "on": shop.day,
        "spent": [[wallet, BALANCE]],
        "pays": 0,
        "what": "tea",
        "how": "card",
        "approver": NOBODY,
    }
    for till in winners:
        shop.write(till, "redeem", data)
    pushes = [pushing(shop, till, first) for till, first in zip(winners, firsts, strict=True)]
    pushed = at_once(*pushes * 2)  # each twice, as after an answer that was lost
    wrong = [f"no answer: {one}" for one in answers if not isinstance(one, RightsAnswer)]
    wrong += [f"no answer: {one}" for one in pushed if not isinstance(one, PushAnswer)]
    return wrong if len(winners) == 1 else [*wrong, f"{len(winners)} have won"]


def rounds_that_went_wrong(shop: Shop, count: int) -> list[str]:
    """Play rounds, each about a wallet of its own; gives what was wrong."""
    giver = shop.till("giver")
    tills = [shop.till(f"till {number}") for number in range(TILLS)]
    for till in tills:
        shop.pull(till)
    wrong: list[str] = []
    for number in range(count):
        wallet = wallet_of(number)
        put_into_the_pool(shop, giver, wallet)
        wrong += redeem_at_once(shop, tills, wallet)
        if shop.balance(wallet) != (0, 0, 0):
            wrong.append(f"{shop.balance(wallet)} is left")
    try:
        must_add_up(shop)
    except AssertionError as apart:
        wrong.append(str(apart))
    return wrong


def test_of_64_redemptions_of_one_balance_at_once_exactly_one_wins(busy: Shop) -> None:
    assert rounds_that_went_wrong(busy, ROUNDS) == []
    assert busy.rows("select count(*) from operation where kind = 'redeem'") == [(ROUNDS,)]
    assert busy.rows("select lost from tenant") == [(0,)]


def test_control_without_locks_it_goes_wrong(busy: Shop, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(asking.Asking, "ask_locked", asking.Asking.ask)
    assert rounds_that_went_wrong(busy, 3) != []
