"""Copies of one tenant's rows, as a backup of the whole database would hold them."""

from central.database import Connection
from central.migrate import FOLDER
from regulars.ids import Id
from tests.central.questions import tables_of

_COLUMNS = """
select string_agg(quote_ident(attname), ', ' order by attnum) from pg_attribute
where attrelid = %s::regclass and attnum > 0 and not attisdropped and attgenerated = ''
"""

Backup = dict[str, bytes]


def take(administrator: Connection, tenant: Id) -> Backup:
    """Copy all rows of a tenant out."""
    found: Backup = {}
    for table in sorted(tables_of(FOLDER)):
        words = (
            f"copy (select {_columns(administrator, table)} from {table}"
            f" where tenant = '{tenant.hex()}') to stdout"
        )
        with administrator.cursor().copy(words.encode()) as out:
            found[table] = b"".join(bytes(part) for part in out)
    return found


def put_back(administrator: Connection, tenant: Id, backup: Backup) -> None:
    """Put all rows of a tenant back as they were, in one transaction."""
    with administrator.transaction():
        administrator.execute("set local session_replication_role = replica")
        for table, rows in backup.items():
            administrator.execute(f"delete from {table} where tenant = '{tenant.hex()}'".encode())
            words = f"copy {table} ({_columns(administrator, table)}) from stdin"
            with administrator.cursor().copy(words.encode()) as into:
                into.write(rows)


def _columns(connection: Connection, table: str) -> str:
    ((columns,),) = connection.execute(_COLUMNS, (table,)).fetchall()
    return str(columns)
