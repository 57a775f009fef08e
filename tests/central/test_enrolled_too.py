"""A database in which one wallet has two members is brought up to date: the first keeps it."""

import hashlib
from datetime import date
from uuid import UUID, uuid4

import psycopg
import pytest

from central import migrate as migrating
from central import trouble
from central.cluster import ADMINISTRATOR, Cluster
from central.database import Connection, connected
from central.migrate import Migration, migrate, read_migrations
from central.roles import OWNER, make_database
from regulars.agreement.centre import Review
from regulars.canonical import Json, encode
from tests.central.test_told_before import SHOP, STORE, TILL, founded

BEFORE = 16
FIRST, SECOND, THIRD, ALONE = (UUID(int=number) for number in range(20, 24))
WALLET, OWN = UUID(int=30), UUID(int=31)
FORMER = (
    "-- A wallet has one member for good. The first enrolment that names it says who;"
    " what comes later\n-- enrols its member without it.\n"
    "create unique index enrolment_by_wallet on enrolment (tenant, wallet);\n"
)
_STATEMENTS = """
insert into member (tenant, member, store, joined)
values (%(tenant)s, %(member)s, %(store)s, '2026-01-01') on conflict do nothing;
insert into operation (tenant, device, place, id, kind, version, at, day, hlc, body, hash, outcome,
  received)
values (%(tenant)s, %(device)s, %(place)s, %(id)s, 'member.enrolled', 1, 0, '2026-01-01', 0,
  %(body)s, %(hash)s, 'posted', %(received)s);
insert into enrolment (tenant, member, position, wallet) values (%(tenant)s, %(member)s,
  (select count(*) from enrolment where member = %(member)s), %(wallet)s);
insert into fact (tenant, kind, name, value)
values (%(tenant)s, 'member', %(name)s, %(value)s) on conflict do nothing;
insert into entity_version (tenant, kind, entity, seq)
values (%(tenant)s, 'member', %(name)s, %(seq)s) on conflict do nothing
"""


def enrolled(connection: Connection, member: UUID, wallet: UUID, seq: int, received: int) -> None:
    """Write an enrolment as the program of then did."""
    said: dict[str, Json] = {
        "kind": "member.enrolled",
        "data": {"member": member.hex, "wallet": wallet.hex},
    }
    values = {
        "tenant": SHOP,
        "member": member,
        "store": STORE,
        "wallet": wallet,
        "device": TILL,
        "place": (1 << 32) + seq,
        "id": uuid4(),
        "body": encode(said),
        "hash": hashlib.sha256(member.bytes).digest(),
        "received": received,
        "value": wallet.hex,
        "name": member.bytes,
        "seq": seq,
    }
    for statement in _STATEMENTS.split(";"):
        connection.execute(statement.encode(), values)


@pytest.fixture
def older(cluster: Cluster) -> str:
    """A database as far as the sixteenth migration, with one wallet of three; gives its name."""
    name = f"twice_{uuid4().hex}"
    make_database(cluster, name)
    migrate(cluster.address(name, OWNER), read_migrations()[:BEFORE])
    with connected(cluster.address(name, ADMINISTRATOR)) as connection:
        founded(connection, SHOP, 7)
        connection.execute("update tenant set day = '2026-03-02'")
        enrolled(connection, SECOND, WALLET, 1, 5_000)
        enrolled(connection, FIRST, WALLET, 2, 1_000)
        enrolled(connection, THIRD, WALLET, 3, 9_000)
        enrolled(connection, ALONE, OWN, 4, 2_000)
        enrolled(connection, ALONE, OWN, 5, 2_500)
        connection.execute(
            "insert into wallet (tenant, wallet, member, balance) values (%s, %s, %s, 70)",
            (SHOP, WALLET, SECOND),
        )
    return name


def test_the_first_keeps_it_and_a_person_is_told_of_the_others(
    cluster: Cluster, older: str
) -> None:
    migrate(cluster.address(older, OWNER))
    reviews = [
        Review("wallet-of-two", f"{other.hex} {FIRST.hex}", 0, other.hex, (TILL.hex,))
        for other in (SECOND, THIRD)
    ]
    with connected(cluster.address(older, ADMINISTRATOR)) as connection:
        ask = connection.execute
        assert ask("select member, wallet from enrolment order by member").fetchall() == [
            (FIRST, WALLET),
            (ALONE, OWN),
        ]
        assert ask("select member, balance from wallet").fetchall() == [(FIRST, 70)]
        assert ask("select name from fact where kind = 'member' order by name").fetchall() == [
            (FIRST.bytes,),
            (ALONE.bytes,),
        ]
        told = dict(ask("select name, value from fact where kind = 'review'").fetchall())
        assert {bytes(name).hex(): value for name, value in told.items()} == {
            one.name: encode(
                {
                    "code": one.code,
                    "about": one.about,
                    "points": 0,
                    "member": one.member,
                    "devices": list(one.devices),
                    "opened": date(2026, 3, 2).isoformat(),
                }
            ).decode()
            for one in reviews
        }
        assert {one for (one,) in ask("select review from review").fetchall()} == {
            UUID(one.name) for one in reviews
        }
        feed = ask("select kind, seq from entity_version order by seq").fetchall()
        assert [one for one in feed if one[0] in {"member", "review"}] == [
            ("member", 2),
            ("member", 4),
            ("review", 7),
            ("review", 8),
        ]
        assert ask("select next_seq from tenant").fetchall() == [(9,)]
        (forced,) = ask(
            "select bool_and(relforcerowsecurity) from pg_class where relrowsecurity"
        ).fetchone() or (False,)
        assert forced, "the owner sees one shop at a time again"
        with pytest.raises(psycopg.DatabaseError, match="never deleted"):
            ask("delete from enrolment")


def test_control_as_it_once_was_the_centre_does_not_start(cluster: Cluster, older: str) -> None:
    files = read_migrations()
    before = [*files[:BEFORE], Migration(17, files[BEFORE].name, FORMER), *files[BEFORE + 1 :]]
    with pytest.raises(psycopg.errors.UniqueViolation):
        migrate(cluster.address(older, OWNER), before)


def test_where_it_ran_as_it_once_was_nothing_is_asked_again(
    cluster: Cluster, monkeypatch: pytest.MonkeyPatch
) -> None:
    name = f"once_{uuid4().hex}"
    make_database(cluster, name)
    address, files = cluster.address(name, OWNER), read_migrations()
    migrate(address, [*files[:BEFORE], Migration(17, files[BEFORE].name, FORMER)])
    assert migrate(address) == len(files) - BEFORE - 1
    monkeypatch.setattr(migrating, "_FORMERLY", {})
    with pytest.raises(trouble.MigrationChanged):
        migrate(address)
