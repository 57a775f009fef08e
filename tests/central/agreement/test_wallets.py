"""Whoever is enrolled with the points of another is taken in without them."""

from collections.abc import Iterator

import pytest

from central import trouble
from central.cluster import ADMINISTRATOR, Cluster
from central.database import Connection, connected
from regulars.agreement import people
from regulars.agreement.till import TillSide
from sync.wire_push import PushAnswer
from tests.central.agreement.backups import put_back, take
from tests.central.agreement.shop import MEMBER, OTHER, OTHER_WALLET, WALLET, Shop
from tests.central.agreement.test_at_once import at_once, pushing
from tests.central.agreement.test_people import facts
from tests.regulars.agreement.test_wallets import last_one_wins

MORE = {"number": "2900420000189", "language": "en", "source": "counter"}
_PAIRS = "select member, wallet from enrolment order by member, position"


def enrol(shop: Shop, till: TillSide, member: str, wallet: str) -> None:
    shop.write(till, "member.enrolled", {"member": member, "wallet": wallet} | MORE, name="Lin")


def pairs(shop: Shop) -> list[tuple[str, str]]:
    return [(member.hex, wallet.hex) for member, wallet in shop.rows(_PAIRS)]


def owner(shop: Shop) -> list[str]:
    return [member.hex for (member,) in shop.rows("select member from wallet")]


def test_a_wallet_stays_with_its_first_member(shop: Shop) -> None:
    east, rogue = shop.till("east"), shop.till("rogue")
    shop.enrol_member(east)
    assert shop.results(east) == ["posted"]
    enrol(shop, rogue, OTHER, WALLET)
    shop.sell(rogue, 100, member=OTHER)
    assert shop.results(rogue) == ["posted-with-review", "posted"]
    assert shop.results(rogue) == ["posted-with-review", "posted"]
    assert pairs(shop) == [(MEMBER, WALLET)]
    assert facts(shop, "member") == {MEMBER: WALLET}
    assert shop.reviews() == ["wallet-of-two"]
    assert owner(shop) == [MEMBER], "also where a sale names them with somebody else"
    assert len(shop.rows("select 1 from member")) == 2


@pytest.mark.parametrize("is_together", [False, True])
def test_who_sells_under_another_name_before_gets_none_of_its_history(
    shop: Shop, is_together: bool
) -> None:
    rogue, east = shop.till("rogue"), shop.till("east")
    shop.sell(rogue, 100, member=OTHER)
    assert shop.results(rogue) == ["posted"]
    assert owner(shop) == [OTHER]
    shop.enrol_member(east)
    if is_together:
        shop.sell(east, 10)
    assert set(shop.results(east)) == {"posted"}
    assert owner(shop) == [MEMBER]


def test_in_one_push_it_is_the_same(shop: Shop) -> None:
    rogue = shop.till("rogue")
    enrol(shop, rogue, MEMBER, WALLET)
    enrol(shop, rogue, OTHER, WALLET)
    enrol(shop, rogue, MEMBER, OTHER_WALLET)
    shop.sell(rogue, 100, member=OTHER)
    review = "posted-with-review"
    assert shop.results(rogue) == ["posted", review, review, "posted"]
    assert pairs(shop) == [(MEMBER, WALLET)]
    assert facts(shop, "member") == {MEMBER: WALLET}
    assert shop.reviews() == ["enrolled-again", "wallet-of-two"]
    assert owner(shop) == [MEMBER]


def test_of_two_tills_at_once_one_is_first(shop: Shop) -> None:
    east, west = shop.till("east"), shop.till("west")
    enrol(shop, east, MEMBER, WALLET)
    enrol(shop, west, OTHER, WALLET)
    answers = at_once(pushing(shop, east), pushing(shop, west))
    assert all(isinstance(one, PushAnswer) for one in answers), answers
    ((member, wallet),) = pairs(shop)
    assert facts(shop, "member") == {member: wallet}
    assert shop.reviews() == ["wallet-of-two"]


def test_control_where_the_last_is_believed_the_database_refuses(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    east, rogue = shop.till("east"), shop.till("rogue")
    shop.enrol_member(east)
    shop.results(east)
    monkeypatch.setattr(people, "pair", last_one_wins)
    enrol(shop, rogue, OTHER, WALLET)
    with pytest.raises(trouble.Trouble):
        shop.results(rogue)
    assert pairs(shop) == [(MEMBER, WALLET)]
    assert facts(shop, "member") == {MEMBER: WALLET}


@pytest.fixture(scope="module")
def administrator(cluster: Cluster, database_name: str) -> Iterator[Connection]:
    with connected(cluster.address(database_name, ADMINISTRATOR)) as connection:
        yield connection


def test_after_a_restore_it_is_the_same(shop: Shop, administrator: Connection) -> None:
    tills = sorted((shop.till("east"), shop.till("west")), key=lambda till: till.device)
    rogue, honest = tills  # the logs are posted in this order
    for till in tills:
        shop.pull(till)
    backup = take(administrator, shop.tenant)
    enrol(shop, honest, MEMBER, WALLET)
    shop.results(honest)
    shop.now_ms += 1_000
    enrol(shop, rogue, OTHER, WALLET)
    shop.results(rogue)
    put_back(administrator, shop.tenant, backup)
    shop.agreement.restore(shop.tenant, 2)
    for till in tills:
        shop.tell(till, 0)
        shop.results(till)
    assert shop.results(rogue) == ["posted-with-review"]
    assert pairs(shop) == [(MEMBER, WALLET)]
    assert facts(shop, "member") == {MEMBER: WALLET}
    assert shop.reviews() == ["wallet-of-two"]
