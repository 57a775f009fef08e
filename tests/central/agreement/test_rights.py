"""Rights at the centre's door: asked for, wished for, reclaimed; and what the shop may lose."""

from datetime import timedelta

import pytest

from central import deciding
from regulars.agreement.centre import CENTRE
from regulars.ids import Id, unspell
from regulars.operations.chain import link, seed
from regulars.operations.operation import read_operation
from sync.enrolment import Standing
from sync.signing import vouches
from sync.wire_problem import Problem, ProblemKind
from sync.wire_push import Outcome, PushAnswer, Result
from sync.wire_rights import RightsAnswer, RightsRequest
from tests.central.agreement import spelling
from tests.central.agreement.shop import WALLET, Shop
from tests.simulation.world import BEGIN, DAY_MS


def answered(found: RightsAnswer | Problem) -> RightsAnswer:
    assert isinstance(found, RightsAnswer), found
    return found


def test_rights_are_given_as_far_as_the_pool_goes_and_the_rest_is_wished_for(shop: Shop) -> None:
    east, west = shop.till("east"), shop.till("west")
    shop.sell(east, 900)
    shop.results(east)
    shop.pull(west)
    first = answered(shop.ask(west, 300))
    assert (first.wallet.granted, first.pool) == (0, 0)
    assert first.elsewhere == ((unspell(east.device), 900),)
    assert shop.wallet(east).keep == 600
    shop.write(east, "rights.return", {"wallet": WALLET, "points": 300, "why": "recalled"})
    shop.results(east, first=2)
    second = answered(shop.ask(west, 300))
    assert (second.wallet.granted, second.pool) == (300, 0)
    assert shop.balance() == (900, 900, 0)
    assert shop.wallet(east).keep == 600
    assert vouches(spelling.PUBLIC, second.wallet.statement(), second.wallet.signature)
    assert shop.wallet(west).seq == second.wallet.seq


def test_rights_asked_for_twice_are_given_once(shop: Shop) -> None:
    east, west = shop.till("east"), shop.till("west")
    shop.sell(east, 900)
    shop.write(east, "rights.return", {"wallet": WALLET, "points": 500, "why": "recalled"})
    shop.results(east)
    shop.pull(west)
    for _ in range(3):
        assert answered(shop.ask(west, 200)).wallet.granted == 200
    assert shop.balance() == (900, 600, 0)


def test_a_wish_for_a_wallet_nobody_knows_leaves_nothing_behind(shop: Shop) -> None:
    west = shop.till("west")
    shop.pull(west)
    answer = answered(shop.ask(west, 200))
    assert (answer.wallet.granted, answer.wallet.balance, answer.pool) == (0, 0, 0)
    assert shop.rows("select 1 from wish union all select 1 from wallet") == []


def test_rights_are_asked_for_by_oneself_and_of_this_feed_only(shop: Shop) -> None:
    east, west = shop.till("east"), shop.till("west")
    shop.sell(east, 10)
    shop.results(east)
    other = shop.ask(east, 10, feed=7)
    assert isinstance(other, Problem)
    assert (other.kind, other.feed, other.acked) == (ProblemKind.RESNAPSHOT, 1, ((1, 1),))
    east.epoch = 2
    stranger = shop.agreement.rights(
        shop.caller(west),
        RightsRequest(unspell(east.device), 1, 1, unspell(WALLET), 5),
    )
    assert isinstance(stranger, Problem)
    assert stranger.kind is ProblemKind.FORBIDDEN


def test_a_retired_till_gives_its_points_back_and_the_shop_carries_what_it_spent(
    shop: Shop,
) -> None:
    east, west = shop.till("east"), shop.till("west")
    shop.sell(east, 900)
    shop.results(east)
    shop.sell(east, 0, spent=700)
    assert shop.agreement.retire(shop.tenant, unspell(east.device), 1) == 900
    assert shop.agreement.retire(shop.tenant, unspell(east.device), 1) == 0
    assert shop.balance() == (900, 0, 0)
    shop.pull(west)
    assert answered(shop.ask(west, 400)).wallet.granted == 400
    answer = shop.push(east, first=2)
    assert isinstance(answer, PushAnswer)
    assert answer.standing is Standing.RETIRED
    assert answer.results == (Result(2, Outcome.POSTED_WITH_REVIEW, pool=500, loss=200),)
    again = shop.push(east, first=2)
    assert isinstance(again, PushAnswer)
    assert again.results == answer.results
    assert shop.rows("select points from loss") == [(200,)]
    assert shop.rows("select lost, reclaimed from tenant") == [(200, 900)]
    assert shop.balance() == (400, 400, 0)


def test_a_till_that_was_never_enrolled_cannot_be_retired(shop: Shop) -> None:
    with pytest.raises(LookupError):
        shop.agreement.retire(shop.tenant, Id(bytes(16)), 1)


def test_a_till_that_was_enrolled_and_said_nothing_can_be_retired(shop: Shop) -> None:
    east = shop.till("east")
    assert shop.agreement.retire(shop.tenant, unspell(east.device), 1) == 0
    assert shop.pull(east).standing is Standing.RETIRED


def test_what_has_ended_is_written_when_the_day_has_passed(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(deciding, "STEP", 2)
    east = shop.till("east")
    ends = (BEGIN + timedelta(days=1)).isoformat()
    wallets = [f"{number:032x}" for number in range(1, 6)]
    for wallet in wallets:
        shop.sell(east, 50, wallet=wallet, expires=ends)
        shop.write(east, "rights.return", {"wallet": wallet, "points": 50, "why": "ending"})
    shop.results(east)
    shop.agreement.begin_day(shop.tenant, BEGIN + timedelta(days=1))
    assert shop.balance(wallets[0]) == (50, 0, 0)
    for _ in range(2):
        shop.agreement.begin_day(shop.tenant, BEGIN + timedelta(days=2))
        assert [shop.balance(wallet) for wallet in wallets] == [(0, 0, 0)] * 5
    assert shop.rows("select count(*) from operation where kind = 'expire'") == [(5,)]


def test_the_day_passes_by_itself_with_the_first_question(shop: Shop) -> None:
    east = shop.till("east")
    shop.sell(east, 50, expires=shop.day)
    shop.write(east, "rights.return", {"wallet": WALLET, "points": 20, "why": "ending"})
    shop.results(east)
    shop.now_ms += DAY_MS
    row = shop.wallet(east)
    assert (row.balance, row.keep, row.backed) == (30, 0, ())
    assert shop.balance() == (30, 30, 0)
    assert shop.rows("select day from tenant") == [(BEGIN + timedelta(days=1),)]


def test_the_centre_writes_a_log_of_its_own_that_can_be_followed(shop: Shop) -> None:
    east, west = shop.till("east"), shop.till("west")
    for till in (east, west):
        shop.sell(till, 100, receipt_key="|A-1")
        shop.results(till)
    for till in (east, west):
        shop.write(till, "rights.return", {"wallet": WALLET, "points": 100, "why": "recalled"})
        shop.results(till)
    rows = shop.rows(
        "select o.body, o.hash, o.id from operation o join device using (tenant, device)"
        " where role = 'centre' order by place"
    )
    head = seed(unspell(CENTRE), 1)
    assert len(rows) >= 2
    for seq, (body, hash_, identity) in enumerate(rows, 1):
        head = link(head, bytes(body))
        assert bytes(hash_) == head
        read = read_operation(bytes(body))
        assert (read.header.seq, read.header.id) == (seq, identity.bytes)
    assert shop.rows(
        "select last_seq, head from device_epoch join device using (tenant, device)"
        " where device.role = 'centre'"
    ) == [(len(rows), head)]
