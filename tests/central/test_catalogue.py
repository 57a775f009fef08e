"""No table, key or question of the centre forgets the tenant: read from the database itself."""

from pathlib import Path

import pytest

import central
from central.cluster import ADMINISTRATOR, Cluster
from central.database import Connection, connected
from central.migrate import FOLDER
from central.roles import OWNER, SERVICE
from tests.central.conftest import copy
from tests.central.questions import tables_of, without_tenant

BELONGS_TO_NOBODY = {"migration"}  # says which files ran; the service may only read it
ACROSS_TENANTS = {
    "every_tenant",
    "tenants_of_code",
    "tenants_of_device",
}  # see the end of the first migration
ASKS_NOBODY = {"migrate.py", "roles.py", "database.py"}  # catalogue, roles, connections
SOURCES = sorted(Path(central.__file__).parent.rglob("*.py"))

_TABLES = """
select relname, relrowsecurity and relforcerowsecurity, pg_get_userbyid(relowner)
from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p', 'v', 'm', 'f')
"""
_POLICIES = """
select tablename, policyname, permissive, roles::text[], cmd, qual, with_check
from pg_policies where schemaname = 'public'
"""
_KEYS = """
select conrelid::regclass::text, conname, contype::text, confrelid::regclass::text,
  (select attname from pg_attribute where attrelid = conrelid and attnum = conkey[1]),
  (select attname from pg_attribute where attrelid = confrelid and attnum = confkey[1])
from pg_constraint where connamespace = 'public'::regnamespace and contype in ('p', 'u', 'f')
"""
_INDEXES = """
select indrelid::regclass::text, indexrelid::regclass::text, indisunique,
  pg_get_indexdef(indexrelid, 1, true)
from pg_index join pg_class on pg_class.oid = indrelid
where relnamespace = 'public'::regnamespace
"""
_TENANT = """
select attrelid::regclass::text from pg_attribute join pg_class on pg_class.oid = attrelid
where relnamespace = 'public'::regnamespace and relkind = 'r' and attname = 'tenant'
  and atttypid = 'uuid'::regtype and attnotnull
"""
_MIGHTY = "select proname from pg_proc where pronamespace = 'public'::regnamespace and prosecdef"


@pytest.fixture(scope="module")
def spoiled(cluster: Cluster) -> str:
    """A database to be spoiled by one test after another, each of which takes it back."""
    return copy(cluster)


def faults(connection: Connection) -> list[str]:
    """Name everything in a database that forgets the tenant."""
    found: list[str] = []
    has_tenant = {name for (name,) in connection.execute(_TENANT).fetchall()}
    policies = connection.execute(_POLICIES).fetchall()
    primary = set()
    for table, name, kind, other, first, others_first in connection.execute(_KEYS).fetchall():
        if table in BELONGS_TO_NOBODY:
            continue
        primary |= {table} if kind == "p" else set()
        if first != "tenant" or (kind == "f" and others_first != "tenant"):
            found.append(f"{name} of {table} ({other}) does not begin with the tenant")
    for table, is_guarded, owner in connection.execute(_TABLES).fetchall():
        if table in BELONGS_TO_NOBODY:
            continue
        own = [row for row in policies if row[0] == table and row[1] == "own_tenant"]
        is_bound = [row[2:] for row in own] == [
            ("PERMISSIVE", ["public"], "ALL", "(tenant = current_tenant())", None)
        ]
        found += [f"{table} has no tenant"] if table not in has_tenant else []
        found += [f"{table} has no key"] if table not in primary else []
        found += [f"{table} does not force its security"] if not is_guarded else []
        found += [f"{table} has not the one policy"] if not is_bound else []
        found += [f"{table} is the service's own"] if owner == SERVICE else []
    for table, name, is_unique, first in connection.execute(_INDEXES).fetchall():
        if is_unique and first != "tenant" and table not in BELONGS_TO_NOBODY:
            found.append(f"{name} of {table} compares tenants with each other")
    wide = {(row[0], row[4], *row[3]) for row in policies if row[1] != "own_tenant"}
    allowed = {(table, "SELECT", OWNER) for table in ("tenant", "invitation", "device")}
    found += [f"{table} has another policy" for table, *_ in wide - allowed]
    mighty = {name for (name,) in connection.execute(_MIGHTY).fetchall()}
    return found + [f"{name} runs as the owner" for name in mighty - ACROSS_TENANTS]


def test_nothing_in_the_database_forgets_the_tenant(cluster: Cluster, database_name: str) -> None:
    with connected(cluster.address(database_name, ADMINISTRATOR)) as connection:
        assert faults(connection) == []
        known = {name for name, *_ in connection.execute(_TABLES).fetchall()}
    assert known - BELONGS_TO_NOBODY == tables_of(FOLDER)
    assert len(known) > 20


@pytest.mark.parametrize(
    ("spoil", "fault"),
    [
        ("create table t (n int primary key)", "t has no tenant"),
        ("create table t (tenant uuid not null, n int)", "t has no key"),
        (
            "create table t (n int, tenant uuid not null, primary key (n, tenant))",
            "t_pkey of t (-) does not begin with the tenant",
        ),
        ("alter table wallet no force row level security", "wallet does not force its security"),
        ("alter table wallet disable row level security", "wallet does not force its security"),
        ("drop policy own_tenant on wallet", "wallet has not the one policy"),
        ("alter policy own_tenant on wallet using (true)", "wallet has not the one policy"),
        ("create policy all_of_it on wallet using (true)", "wallet has another policy"),
        (f"alter table wallet owner to {SERVICE}", "wallet is the service's own"),
        (
            "create unique index i on wallet (wallet)",
            "i of wallet compares tenants with each other",
        ),
        ("create view v as select * from wallet", "v has no tenant"),
        (
            "create function f() returns int language sql security definer as 'select 1'",
            "f runs as the owner",
        ),
    ],
)
def test_what_would_forget_it_is_noticed(
    cluster: Cluster, spoiled: str, spoil: str, fault: str
) -> None:
    with connected(cluster.address(spoiled, ADMINISTRATOR)) as connection:
        connection.execute("begin")
        connection.execute(spoil.encode())
        seen = faults(connection)
        connection.execute("rollback")
    assert fault in seen


def test_a_foreign_key_without_the_tenant_is_noticed(cluster: Cluster, spoiled: str) -> None:
    with connected(cluster.address(spoiled, ADMINISTRATOR)) as connection:
        connection.execute("begin")
        connection.execute("alter table wallet add unique (wallet)")
        connection.execute(
            "alter table holding add foreign key (wallet) references wallet (wallet)"
        )
        seen = faults(connection)
        connection.execute("rollback")
    assert "holding_wallet_fkey of holding (wallet) does not begin with the tenant" in seen


@pytest.mark.parametrize("role", [OWNER, SERVICE])
def test_neither_role_is_more_than_it_must_be(cluster: Cluster, role: str) -> None:
    with connected(cluster.address("postgres", ADMINISTRATOR)) as connection:
        rights = connection.execute(
            "select rolsuper, rolbypassrls, rolcreaterole, rolcreatedb, rolreplication"
            " from pg_roles where rolname = %s",
            (role,),
        ).fetchone()
    assert rights == (False,) * 5


@pytest.mark.parametrize(
    "path", [path for path in SOURCES if path.name not in ASKS_NOBODY], ids=lambda path: path.name
)
def test_every_question_of_the_centre_names_the_tenant(path: Path) -> None:
    assert without_tenant(path.read_text("utf-8"), tables_of(FOLDER)) == []


@pytest.mark.parametrize(
    "source",
    [
        'q = "select * from wallet where wallet = %s"',
        'q = "select 1 from " "wallet"',
        'q = f"update wallet set {change}"',
        'q = "select * from wallet " + "where wallet = 1"',
        'q = "with x as (select 1) insert into entry select * from x"',
        'q = """\n  delete from lot"""',
        'q = "select 1 from card join member using (member)"',
    ],
)
def test_a_question_that_forgets_the_tenant_is_noticed(source: str) -> None:
    assert without_tenant(source, tables_of(FOLDER))


@pytest.mark.parametrize(
    "source",
    [
        'q = "select * from wallet where tenant = %(tenant)s"',
        'q = "select * from wallet " + "where tenant = %(tenant)s"',
        'q = "select now()"',
        '"""Update of a wallet, from a till."""',
    ],
)
def test_a_question_that_names_it_and_what_is_no_question_pass(source: str) -> None:
    assert without_tenant(source, tables_of(FOLDER)) == []
