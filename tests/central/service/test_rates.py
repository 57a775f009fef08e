"""Buckets are told the time; at the doors they say 429 and when to come again."""

import threading

import pytest

from central.database import Database
from central.service.rates import Buckets, Limits, Rate, network, networks
from regulars.ids import Id
from sync.http import HttpCentre
from sync.trouble import ServiceBusy
from sync.wire_enrol import EnrolAnswer, NonceRequest
from sync.wire_problem import Problem, ProblemKind
from sync.wire_pull import Page, PullRequest
from sync.wire_rights import RightsAnswer, RightsRequest
from tests.central.service.standing import Running, Shop, Till, ask, running


def test_a_full_bucket_gives_its_burst_and_then_its_rate() -> None:
    buckets = Buckets(Rate(burst=3, a_second=2.0))
    assert [buckets.take("a", 10.0) for _ in range(5)] == [0, 0, 0, 0.5, 0.5]
    assert buckets.take("a", 10.5) == 0
    assert buckets.take("a", 10.5) == 0.5
    assert [buckets.take("a", 99.0) for _ in range(4)] == [0, 0, 0, 0.5]


def test_everybody_has_a_bucket_of_their_own() -> None:
    buckets = Buckets(Rate(1, 1.0))
    assert [buckets.take(who, 0.0) for who in "aabb"] == [0, 1, 0, 1]


def test_looking_takes_nothing() -> None:
    buckets = Buckets(Rate(1, 1.0))
    assert [buckets.wait_s("a", 0.0) for _ in range(3)] == [0, 0, 0]
    assert buckets.take("a", 0.0) == 0
    assert buckets.wait_s("a", 0.0) == 1


def test_more_keys_than_can_be_counted_share_one_bucket_and_memory_stays() -> None:
    buckets = Buckets(Rate(2, 1.0), most=10)
    waits = [buckets.take(number, 0.0) for number in range(1_000)]
    assert waits[:12] == [0] * 12
    assert all(waits[13:])
    assert len(buckets._full_at) <= 11
    assert buckets.take("later", 1e6) == 0
    assert [buckets.take(number, 1e6 + 1) for number in range(9)] == [0] * 9


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:9::9", "2001:db8:1:2::/64"),
        ("", ""),
    ],
)
def test_what_counts_as_one_address(address: str, counted: str) -> None:
    assert network(address) == counted


def asking_twice(side: HttpCentre, token: str) -> ServiceBusy:
    assert isinstance(side.pull(token, PullRequest()), Page)
    with pytest.raises(ServiceBusy) as busy:
        side.pull(token, PullRequest())
    return busy.value


def test_a_device_that_asks_too_often_is_told_when_to_come_again(database: Database) -> None:
    limits = Limits(device=Rate(1, 0.01))
    with running(database, limits=limits) as centre, centre.till_side() as side:
        shop, till, other = Shop(centre.parts.enrolling).open(), Till(), Till()
        token, others = till.enter(side, shop.code()), other.enter(side, shop.code())
        assert 90_000 < asking_twice(side, token).retry_after_ms <= 100_000
        assert 90_000 < asking_twice(side, others).retry_after_ms <= 100_000
        headers = {"authorization": f"Bearer {token}"}
        answer = ask(centre, "GET", "/v1/sync/pull", headers=headers)
        assert (answer.status, answer.problem) == (429, "too-many")
        assert 90 < int(answer.headers["retry-after"]) <= 100


def test_one_member_is_not_asked_for_too_often_whoever_asks(database: Database) -> None:
    limits = Limits(member=Rate(2, 0.01))
    with running(database, limits=limits) as centre, centre.till_side() as side:
        shop, till, other = Shop(centre.parts.enrolling).open(), Till(), Till()
        token, others = till.enter(side, shop.code()), other.enter(side, shop.code())
        one, two = (Id(bytes([number]) * 16) for number in (7, 8))

        def wish(who: Till, wallet: Id) -> RightsRequest:
            return RightsRequest(who.device, who.epoch, 1, wallet, 10)

        assert isinstance(side.rights(token, wish(till, one)), RightsAnswer)
        assert isinstance(side.rights(others, wish(other, one)), RightsAnswer)
        with pytest.raises(ServiceBusy) as busy:
            side.rights(others, wish(other, one))
        assert 90_000 < busy.value.retry_after_ms <= 100_000
        assert isinstance(side.rights(others, wish(other, two)), RightsAnswer)
        elsewhere, stranger = Shop(centre.parts.enrolling).open(), Till()
        theirs = stranger.enter(side, elsewhere.code())
        assert isinstance(side.rights(theirs, wish(stranger, one)), RightsAnswer)


def test_an_address_that_asks_too_often_waits_whatever_it_asks(database: Database) -> None:
    with running(database, limits=Limits(address=Rate(2, 0.01))) as centre:
        statuses = [ask(centre, "GET", "/health").status for _ in range(4)]
    assert statuses == [200, 200, 429, 429]


def test_strangers_wait_while_tills_that_are_known_do_not(database: Database) -> None:
    limits = Limits(stranger=Rate(3, 0.01))
    with running(database, limits=limits) as centre, centre.till_side() as side:
        shop, till = Shop(centre.parts.enrolling).open(), Till()
        token = till.enter(side, shop.code())
        with pytest.raises(ServiceBusy):
            side.nonce(NonceRequest(till.device, 1))
        assert isinstance(side.pull(token, PullRequest()), Page)


def guess(side: HttpCentre) -> ProblemKind | None:
    answer = side.enrol(Till().wish("ZZZZZZZZ"))
    return answer.kind if isinstance(answer, Problem) else None


@pytest.mark.parametrize(
    "limits", [Limits(wrong_code=Rate(3, 0.01)), Limits(any_wrong_code=Rate(3, 0.01))]
)
def test_wrong_codes_are_counted_and_slowed_and_right_ones_are_not(
    database: Database, limits: Limits
) -> None:
    with running(database, limits=limits) as centre, centre.till_side() as side:
        shop = Shop(centre.parts.enrolling).open()
        for _ in range(5):
            assert isinstance(side.enrol(Till().wish(shop.code())), EnrolAnswer)
        assert [guess(side) for _ in range(3)] == [ProblemKind.CODE] * 3
        with pytest.raises(ServiceBusy) as busy:
            guess(side)
        assert busy.value.retry_after_ms > 90_000
        assert "regulars_wrong_codes_total 3" in ask(centre, "GET", "/metrics").body.decode()


def test_too_much_that_waits_for_the_database_is_turned_away(
    database: Database,
) -> None:
    with running(database, most_waiting=0) as centre, centre.till_side() as side:
        with pytest.raises(ServiceBusy):
            side.nonce(NonceRequest(Till().device, 1))
        assert ask(centre, "GET", "/health").status == 200


def test_a_service_with_room_is_not_slowed(centre: Running, shop: Shop) -> None:
    till = Till()
    with centre.till_side() as side:
        token = till.enter(side, shop.code())
        assert all(isinstance(side.pull(token, PullRequest()), Page) for _ in range(50))


def test_what_was_not_used_is_given_back() -> None:
    buckets = Buckets(Rate(2, 1.0))
    assert buckets.is_full("a", 0.0)
    buckets.take("a", 0.0)
    assert not buckets.is_full("a", 0.0)
    buckets.give_back("a")
    buckets.give_back("nobody")
    assert buckets.is_full("a", 0.0)
    assert [buckets.take("a", 0.0) for _ in range(3)] == [0, 0, 1]


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", ["192.0.2.7"]),
        ("2001:db8:1:2:3::4", ["2001:db8:1:2::/64", "2001:db8:1::/48"]),
        ("", [""]),
    ],
)
def test_a_guesser_is_counted_with_all_of_a_site(address: str, counted: list[str]) -> None:
    assert networks(address) == counted


def test_wrong_codes_asked_all_at_once_are_slowed_as_one_after_the_other(
    database: Database,
) -> None:
    with running(database, limits=Limits(wrong_code=Rate(3, 0.01))) as centre:
        gate, statuses = threading.Barrier(12), list[int]()

        def guess_at_once() -> None:
            wish = Till().wish("ZZZZZZZZ").spelled()
            gate.wait()
            headers = {"content-type": "application/json"}
            statuses.append(ask(centre, "POST", "/v1/enrol", wish, headers).status)

        threads = [threading.Thread(target=guess_at_once) for _ in range(12)]
        for one in threads:
            one.start()
        for one in threads:
            one.join()
        assert sorted(statuses) == [403] * 3 + [429] * 9


def test_guesses_from_everywhere_slow_whoever_has_not_guessed_and_turn_nobody_away(
    database: Database,
) -> None:
    slowed = list[float]()

    async def pause(seconds: float) -> None:
        slowed.append(seconds)

    limits = Limits(any_wrong_code=Rate(1, 0.01))
    with running(database, limits=limits, pause=pause) as centre, centre.till_side() as side:
        shop = Shop(centre.parts.enrolling).open()
        counted = centre.service.doors.counted
        now = centre.parts.seconds()
        counted.any_wrong_code.take(None, now)  # somebody elsewhere
        assert isinstance(side.enrol(Till().wish(shop.code())), EnrolAnswer)
        assert slowed == [5.0]
        assert guess(side) is ProblemKind.CODE
        with pytest.raises(ServiceBusy):
            side.enrol(Till().wish(shop.code()))
