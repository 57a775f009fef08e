"""Stores and tills of a database from before the feed told of them are told once it is migrated."""

from uuid import UUID, uuid4

import pytest

from central.cluster import ADMINISTRATOR, Cluster
from central.database import Connection, connected
from central.migrate import Migration, migrate, read_migrations
from central.roles import OWNER, make_database

BEFORE, BEFORE_REFUNDS = 7, 11
SHOP, OTHER = UUID(int=5), UUID(int=6)
STORE, TILL, OFFICE, CENTRE = (UUID(int=number) for number in range(10, 14))


def founded(connection: Connection, shop: UUID, next_seq: int) -> None:
    """Write a shop with a store and three devices as the program of then did."""
    connection.execute(
        "insert into tenant (tenant, name, currency, exponent, zone, day_start, region,"
        " worth_points, worth_minor, next_seq, founded)"
        " values (%s, 'Shop', 'TWD', 0, 'UTC', 0, 'TW', 1, 1, %s, 0)",
        (shop, next_seq),
    )
    connection.execute(
        "insert into store (tenant, store, name) values (%s, %s, 'East')", (shop, STORE)
    )
    for device, role in ((TILL, "counter"), (OFFICE, "office"), (CENTRE, "centre")):
        connection.execute(
            "insert into device (tenant, device, store, role, enrolled) values (%s, %s, %s, %s, 0)",
            (shop, device, STORE, role),
        )


def told(connection: Connection, shop: UUID) -> list[tuple[str, UUID, int]]:
    rows = connection.execute(
        "select kind, entity, seq from entity_version where tenant = %s order by seq", (shop,)
    ).fetchall()
    return [(kind, UUID(bytes=bytes(entity)), seq) for kind, entity, seq in rows]


def next_seq(connection: Connection, shop: UUID) -> int:
    ((seq,),) = connection.execute("select next_seq from tenant where tenant = %s", (shop,))
    return int(seq)


@pytest.fixture
def older(cluster: Cluster) -> str:
    """A database as far as the seventh migration, with two shops; gives its name."""
    name = f"older_{uuid4().hex}"
    make_database(cluster, name)
    migrate(cluster.address(name, OWNER), read_migrations()[:BEFORE])
    with connected(cluster.address(name, ADMINISTRATOR)) as connection:
        founded(connection, SHOP, 4)
        founded(connection, OTHER, 1)
        connection.execute(
            "insert into entity_version (tenant, kind, entity, seq) values (%s, 'store', %s, 3)",
            (SHOP, STORE.bytes),
        )
    return name


def test_what_was_there_before_is_at_the_end_of_the_feed_once(cluster: Cluster, older: str) -> None:
    migrate(cluster.address(older, OWNER))
    with connected(cluster.address(older, ADMINISTRATOR)) as connection:
        assert told(connection, SHOP) == [
            ("store", STORE, 3),
            ("till", TILL, 4),
            ("till", OFFICE, 5),
        ]
        assert next_seq(connection, SHOP) == 6
        assert told(connection, OTHER) == [
            ("store", STORE, 1),
            ("till", TILL, 2),
            ("till", OFFICE, 3),
        ]
        assert next_seq(connection, OTHER) == 4
        (forced,) = connection.execute(
            "select bool_and(relforcerowsecurity) from pg_class where relrowsecurity"
        ).fetchone() or (False,)
        assert forced, "the owner sees one shop at a time again"


def test_control_without_that_migration_nobody_would_be_told(cluster: Cluster, older: str) -> None:
    rest = [
        one if one.name != "0012_told.sql" else Migration(one.number, one.name, "select 1;")
        for one in read_migrations()
    ]
    migrate(cluster.address(older, OWNER), rest)
    with connected(cluster.address(older, ADMINISTRATOR)) as connection:
        assert told(connection, OTHER) == []


def test_a_shop_from_before_keeps_its_pins_and_keys_and_takes_what_is_new(
    cluster: Cluster,
) -> None:
    name, staff, request = f"older_{uuid4().hex}", UUID(int=20), UUID(int=21)
    make_database(cluster, name)
    migrate(cluster.address(name, OWNER), read_migrations()[:BEFORE_REFUNDS])
    with connected(cluster.address(name, ADMINISTRATOR)) as connection:
        founded(connection, SHOP, 4)
        connection.execute(
            "insert into staff (tenant, staff, name, role, is_active, pin, pin_changed)"
            " values (%s, %s, 'Bo', 'owner', true, '$argon2id$', 7)",
            (SHOP, staff),
        )
        connection.execute("insert into secret values (%s, 'phone', 'x')", (SHOP,))
    migrate(cluster.address(name, OWNER))
    with connected(cluster.address(name, ADMINISTRATOR)) as connection:
        assert connection.execute(
            "select pin, pin_changed, pin_device from staff where staff = %s", (staff,)
        ).fetchall() == [("$argon2id$", 7, None)]
        connection.execute("insert into secret values (%s, 'alias', 'y')", (SHOP,))
        connection.execute("insert into refund_told values (%s, %s, %s, 0)", (SHOP, TILL, request))
        assert connection.execute("select count(*) from secret").fetchone() == (2,)
