"""The roles of a centre's database: one owns and migrates it, one serves, one makes backups.

The one that serves owns nothing and is bound by row-level security; the keeper reads everything and
changes nothing there. An administrator makes them and the database itself once; `make_database`
does it on a cluster of our own.
"""

from central.cluster import ADMINISTRATOR, Cluster
from central.database import connected

OWNER = "regulars_owner"
SERVICE = "regulars_service"
KEEPER = "regulars_keeper"

STATEMENTS = (
    f"create role {OWNER} login nosuperuser nobypassrls nocreaterole nocreatedb",
    f"create role {SERVICE} login nosuperuser nobypassrls nocreaterole nocreatedb",
    f"create role {KEEPER} login bypassrls nocreaterole createdb in role pg_read_all_data",
)
"""What an administrator runs before the first migration, each with a password."""


def make_database(cluster: Cluster, name: str, *, template: str = "template1") -> None:
    """Make a database of the owner's on our own cluster, as a copy of another one."""
    assert name.isidentifier()
    assert template.isidentifier()
    with connected(cluster.address("postgres", ADMINISTRATOR)) as connection:
        known = {role for (role,) in connection.execute("select rolname from pg_roles").fetchall()}
        for statement, role in zip(STATEMENTS, (OWNER, SERVICE, KEEPER), strict=True):
            if role not in known:
                connection.execute(statement.encode())
        words = f"create database {name} owner {OWNER} template {template}"
        connection.execute(words.encode())
