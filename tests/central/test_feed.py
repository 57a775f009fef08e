"""The feed skips nothing under concurrent commits; a plain counter does, and is shown to."""

import threading
from uuid import uuid4

import psycopg
import pytest

from central.cluster import Cluster
from central.database import Connection, Database, connected, tenant, uuid
from central.feed import Change, Item, newest, page, publish
from central.roles import OWNER, SERVICE
from regulars.ids import Id
from tests.central.house import House


def read(database: Database, house: House, after: int) -> list[Item]:
    return database.read(house.tenant, lambda c: page(c, house.tenant, after, 10_000))


def write(database: Database, house: House, *changes: Change) -> None:
    database.write(house.tenant, lambda connection: publish(connection, house.tenant, changes))


def test_changes_are_numbered_without_a_gap_from_one(database: Database, house: House) -> None:
    write(database, house, Change("member", b"a"), Change("wallet", b"b"))
    write(database, house, Change("card", b"c"))
    assert read(database, house, 0) == [
        Item(1, "member", b"a", is_deleted=False),
        Item(2, "wallet", b"b", is_deleted=False),
        Item(3, "card", b"c", is_deleted=False),
    ]
    assert database.read(house.tenant, lambda c: newest(c, house.tenant)) == 3


def test_a_thing_stands_once_at_its_latest_change(database: Database, house: House) -> None:
    write(database, house, Change("member", b"a"), Change("member", b"b"))
    write(database, house, Change("member", b"a", is_deleted=True))
    assert read(database, house, 0) == [
        Item(2, "member", b"b", is_deleted=False),
        Item(3, "member", b"a", is_deleted=True),
    ]
    assert read(database, house, 2) == [Item(3, "member", b"a", is_deleted=True)]


def test_what_changes_twice_in_one_transaction_takes_one_number(
    database: Database, house: House
) -> None:
    write(database, house, Change("member", b"a"), Change("member", b"a", is_deleted=True))
    assert read(database, house, 0) == [Item(1, "member", b"a", is_deleted=True)]
    write(database, house)
    assert database.read(house.tenant, lambda c: newest(c, house.tenant)) == 1


def test_a_page_ends_where_it_is_told_to(database: Database, house: House) -> None:
    write(database, house, *(Change("member", bytes([n])) for n in range(5)))
    two = database.read(house.tenant, lambda c: page(c, house.tenant, 1, 2))
    assert [item.seq for item in two] == [2, 3]


def bound(connection: Connection, house: House) -> None:
    """Begin a transaction by hand."""
    connection.execute("begin")
    tenant(connection, house.tenant)


def test_a_counter_that_is_not_held_to_the_commit_loses_a_change(
    cluster: Cluster, own_database: str
) -> None:
    """The control: one takes 1, two takes 2 and commits, a reader moves to 2, one commits."""
    address = cluster.address(own_database, OWNER)
    with connected(address) as one, connected(address) as two, connected(address) as reader:
        reader.execute("create table naive (seq bigserial, word text)")
        one.execute("begin")
        one.execute("insert into naive (word) values ('first')")
        two.execute("insert into naive (word) values ('second')")
        seen = reader.execute("select seq, word from naive order by seq").fetchall()
        one.execute("commit")
        later = reader.execute("select word from naive where seq > %s", (seen[-1][0],)).fetchall()
    assert seen == [(2, "second")]
    assert later == []  # 'first' is there, and nobody will ever be told


def test_the_tenants_counter_makes_the_second_wait_for_the_first(
    cluster: Cluster, database_name: str, database: Database, house: House
) -> None:
    address = cluster.address(database_name, SERVICE)
    with connected(address) as one, connected(address) as two:
        bound(one, house)
        publish(one, house.tenant, [Change("member", b"first")])
        bound(two, house)
        two.execute("set local lock_timeout = '30ms'")
        with pytest.raises(psycopg.errors.LockNotAvailable):
            publish(two, house.tenant, [Change("member", b"second")])
        two.execute("rollback")
        assert read(database, house, 0) == []
        one.execute("commit")
    write(database, house, Change("member", b"second"))
    assert [item.entity for item in read(database, house, 0)] == [b"first", b"second"]


def test_a_reader_beside_six_writers_misses_nothing(database: Database, house: House) -> None:
    each = 40

    def writes(name: int) -> None:
        for number in range(each):
            write(database, house, Change("member", f"{name}.{number}".encode()))

    writers = [threading.Thread(target=writes, args=(name,)) for name in range(6)]
    for writer in writers:
        writer.start()
    seen: list[Item] = []
    while any(writer.is_alive() for writer in writers):
        seen += read(database, house, seen[-1].seq if seen else 0)
    seen += read(database, house, seen[-1].seq if seen else 0)
    assert [item.seq for item in seen] == list(range(1, 6 * each + 1))
    assert len({item.entity for item in seen}) == 6 * each


def test_a_member_named_by_another_tenant_cannot_be_published(
    database: Database, house: House
) -> None:
    stranger = Id(uuid4().bytes)
    with pytest.raises(AssertionError, match="of this transaction"):
        database.write(
            house.tenant, lambda c: publish(c, stranger, [Change("member", uuid(stranger).bytes)])
        )
