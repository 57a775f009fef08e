"""Migrations run once, in order, each whole or not at all, and never over something unknown."""

import threading
from collections.abc import Sequence
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest

from central import trouble
from central.cluster import ADMINISTRATOR, Cluster
from central.database import connected
from central.migrate import Migration, check, migrate, read_migrations
from central.roles import OWNER, SERVICE, make_database

FIRST = Migration(1, "0001_first.sql", "create table one (n int); insert into one values (1);")
SECOND = Migration(2, "0002_second.sql", "insert into one values (2);")


@pytest.fixture
def address(cluster: Cluster) -> str:
    """An empty database of the owner's."""
    name = f"empty_{uuid4().hex}"
    make_database(cluster, name)
    return cluster.address(name, OWNER)


def numbers(address: str) -> list[int]:
    with connected(address) as connection:
        return [n for (n,) in connection.execute("select n from one order by n").fetchall()]


def test_what_is_lacking_runs_in_order_and_only_once(address: str) -> None:
    assert migrate(address, [FIRST]) == 1
    assert migrate(address, [FIRST, SECOND]) == 1
    assert migrate(address, [FIRST, SECOND]) == 0
    assert numbers(address) == [1, 2]


def test_a_migration_that_fails_leaves_nothing_of_itself(address: str) -> None:
    bad = Migration(2, "0002_bad.sql", "insert into one values (2); select 1 / 0;")
    with pytest.raises(psycopg.errors.DivisionByZero):
        migrate(address, [FIRST, bad])
    assert numbers(address) == [1]
    assert migrate(address, [FIRST, SECOND]) == 1


def test_a_migration_that_was_changed_after_it_ran_is_refused(address: str) -> None:
    migrate(address, [FIRST])
    changed = Migration(1, FIRST.name, FIRST.words + " ")
    with pytest.raises(trouble.MigrationChanged, match=FIRST.name):
        migrate(address, [changed, SECOND])
    assert numbers(address) == [1]


def test_a_database_of_a_newer_program_is_left_alone(address: str) -> None:
    migrate(address, [FIRST, SECOND])
    with pytest.raises(trouble.DatabaseNewer):
        migrate(address, [FIRST])


def test_one_that_is_missing_from_the_middle_of_what_ran_is_refused(address: str) -> None:
    migrate(address, [FIRST, SECOND])
    with connected(address) as connection:
        connection.execute("delete from migration where number = 1")
    with pytest.raises(trouble.MigrationMissing):
        migrate(address, [FIRST, SECOND])


@pytest.mark.parametrize(
    "names",
    [[], ["0002_second.sql"], ["0001_a.sql", "0003_c.sql"], ["0001_a.sql", "extra.sql"]],
)
def test_a_folder_with_a_gap_or_a_stray_file_is_refused(
    tmp_path: Path, names: Sequence[str]
) -> None:
    for name in names:
        (tmp_path / name).write_text("select 1;", "utf-8")
    with pytest.raises(trouble.MigrationMissing):
        read_migrations(tmp_path)


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_a_checkout_with_other_line_ends_has_the_same_fingerprint(
    tmp_path: Path, ending: str
) -> None:
    (tmp_path / "0001_a.sql").write_bytes(f"select 1;{ending}select 2;{ending}".encode())
    (read,) = read_migrations(tmp_path)
    assert read == Migration(1, "0001_a.sql", "select 1;\nselect 2;\n")


def test_a_file_that_would_end_its_own_transaction_is_refused(tmp_path: Path) -> None:
    (tmp_path / "0001_a.sql").write_text("create table one (n int);\nCOMMIT;\n", "utf-8")
    with pytest.raises(AssertionError, match="its own transaction"):
        read_migrations(tmp_path)


def test_of_two_programs_at_once_one_waits_and_finds_nothing_to_do(address: str) -> None:
    slow = Migration(2, "0002_slow.sql", "select pg_sleep(0.2); insert into one values (2);")
    ran: list[int] = []
    both = [
        threading.Thread(target=lambda: ran.append(migrate(address, [FIRST, slow])))
        for _ in range(2)
    ]
    for one in both:
        one.start()
    for one in both:
        one.join()
    assert sorted(ran) == [0, 2]
    assert numbers(address) == [1, 2]


def test_without_the_role_of_the_service_the_administrator_is_told_what_to_run(
    address: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("central.migrate.SERVICE", "nobody_of_that_name")
    with pytest.raises(trouble.RoleMissing, match=f"create role {SERVICE} login"):
        migrate(address, [FIRST])


def test_the_service_goes_on_only_with_every_migration_it_knows(
    cluster: Cluster, database_name: str
) -> None:
    ours = read_migrations()
    with connected(cluster.address(database_name, SERVICE)) as connection:
        check(connection)
        with pytest.raises(trouble.DatabaseOlder):
            check(connection, [*ours, Migration(len(ours) + 1, "next.sql", "select 1;")])
        with pytest.raises(trouble.DatabaseNewer):
            check(connection, ours[:-1])


def test_the_service_cannot_run_a_migration_itself(cluster: Cluster, own_database: str) -> None:
    with pytest.raises(trouble.DatabaseForbidden):
        migrate(cluster.address(own_database, SERVICE))


def test_a_database_that_was_never_migrated_is_called_too_old(
    cluster: Cluster, address: str
) -> None:
    name = address.partition("dbname=")[2].split()[0]
    with (
        connected(cluster.address(name, ADMINISTRATOR)) as connection,
        pytest.raises(trouble.DatabaseOlder),
    ):
        check(connection)
