"""`verify` finds what was changed past every guard, says where, and finds nothing else."""

import pytest

from central.cluster import ADMINISTRATOR, Cluster
from central.database import Database, connected, uuid
from central.proving import Proof, prove
from central.shops import devices, look_at
from tests.central.agreement.shop import Shop


@pytest.fixture
def traded(database: Database) -> Shop:
    """A shop that has traded at two tills, has days behind it and points on both sides."""
    return trade(Shop(database).open())


def trade(shop: Shop) -> Shop:
    east, west = shop.till("east"), shop.till("west")
    shop.enrol_member(east)
    shop.sell(east, 900)
    shop.sell(east, 10, spent=400)
    shop.write(east, "a kind of a later version", {"n": 1})
    shop.close_day(east)
    shop.push(east)
    shop.sell(west, 70)
    shop.push(west)
    shop.push(west)
    shop.now_ms += 3 * 86_400_000
    shop.pull(west)
    return shop


def test_a_shop_where_all_is_well_has_no_finding(traded: Shop) -> None:
    proof = prove(traded.database, traded.tenant)
    assert proof.findings == []
    assert (proof.operations, proof.wallets, proof.points) == (6, 1, 580)
    assert proof.entries >= 3


def test_devices_are_listed_with_what_they_hold(traded: Shop) -> None:
    found = {one.arrived: one for one in devices(traded.database, traded.tenant)}
    assert {arrived: one.held for arrived, one in found.items()} == {5: 510, 1: 70}
    assert look_at(traded.database, traded.tenant).points == 580


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        ("update wallet set balance = balance + 1", "balance 581, the ledger says 580"),
        ("update wallet set debt = 7", "debt 7, the ledger says 0"),
        ("update wallet set held = held - 1", "held 579, its holdings say 580"),
        ("update holding set earned = earned + 1 where granted + used = 0", "its holdings say"),
        ("update entry set points = points + 1 where points = 70", "the ledger says 581"),
        ("delete from entry where points = 70", "the ledger says 510"),
        (
            "update operation set body = body || ' ' where place % 4294967296 = 2",
            "operation 2: does",
        ),
        (
            "update operation set hash = sha256('x') where place % 4294967296 = 3",
            "operation 3: does",
        ),
        ("delete from operation where place % 4294967296 = 3", "operation 4: operations before"),
        ("delete from operation where place % 4294967296 = 5", "ends at 4, its row says 5"),
        ("update device_epoch set head = sha256('x') where last_seq = 5", "its row says 5"),
        ("update tenant set next_seq = 1", "feed: the next number is 1"),
    ],
)
def test_what_was_changed_by_hand_is_found(
    cluster: Cluster, database_name: str, traded: Shop, spoil: str, said: str
) -> None:
    assert prove(traded.database, traded.tenant).findings == []
    statement = f"{spoil} {'and' if ' where ' in spoil else 'where'} tenant = %s"
    with connected(cluster.address(database_name, ADMINISTRATOR)) as one, one.transaction():
        one.execute("set local session_replication_role = replica")  # past all triggers
        changed = one.execute(statement.replace(" % ", " %% ").encode(), (uuid(traded.tenant),))
        assert changed.rowcount >= 1
    findings = prove(traded.database, traded.tenant).findings
    assert any(said in finding for finding in findings), findings


def test_one_shop_is_proved_at_a_time(traded: Shop, database: Database) -> None:
    other = Shop(database).open()
    assert prove(database, other.tenant) == Proof()
    assert prove(database, traded.tenant).operations > 0
