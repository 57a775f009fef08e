"""Where a centre keeps what no database may hold: its key and its certificate.

The folder is small and is all that a centre has outside its database; whoever restores a centre
needs both. It also remembers what a restored database must not have forgotten.
"""

import time
from dataclasses import dataclass
from functools import partial
from ipaddress import ip_address
from pathlib import Path

from central.certificate import Certificate, certificate, own_names
from central.database import Connection, Database, uuid
from central.founding import LOBBY, open_lobby
from central.happened import Journal
from central.keys import Keys, open_keys
from central.roles import SERVICE
from central.trouble import KeyWrong

DATABASE = "centre"
"""What the database of a centre to try out is called."""
_KNOWN = b"regulars-centre-proof-1"
"""What is in the database under the centre's key, so that another key is noticed at a start."""
_PROOF = "select wrapped from secret where tenant = %(tenant)s and name = 'proof'"
_LEAVE = """
insert into secret (tenant, name, wrapped) values (%(tenant)s, 'proof', %(wrapped)s)
on conflict do nothing
"""


def now_ms() -> int:
    """Give milliseconds since 1970 (UTC), as this computer has it."""
    return time.time_ns() // 1_000_000


@dataclass(frozen=True, slots=True)
class Folder:
    """A centre's folder."""

    root: Path

    @property
    def key(self) -> Path:
        """Give the file with the centre's own key."""
        return self.root / "centre.key"

    @property
    def journal(self) -> Journal:
        """Give the file of what a restored database must not have forgotten."""
        return Journal(self.root)

    def keys(self, database: Database) -> Keys:
        """Read the centre's key; only a database that holds no shop yet may get a new one.

        Raises KeyMissing, KeyExposed or KeyWrong.
        """
        is_new = not database.ask("select every_tenant()")
        keys = open_keys(self.key, may_make=is_new)
        if database.read(LOBBY, _proof) is None:
            database.write(LOBBY, partial(_leave_proof, wrapped=keys.wrap(LOBBY, "proof", _KNOWN)))
        found = database.read(LOBBY, _proof)
        if found is None or keys.unwrap(LOBBY, "proof", found) != _KNOWN:
            raise KeyWrong(str(self.key))
        return keys

    def certificate(self, host: str) -> Certificate:
        """Give the centre's certificate for all names by which this computer is reached."""
        names = own_names() if is_anywhere(host) else [host]
        return certificate(self.root / "certificate", names)


def is_anywhere(host: str) -> bool:
    """Tell whether an address to listen at means all of this computer's."""
    try:
        return ip_address(host).is_unspecified
    except ValueError:
        return False


def trial_address(root: Path) -> str:
    """Give the database of a centre to try out in a folder, as the service reaches it."""
    return f"host={postgres_of(root)} port=5432 dbname={DATABASE} user={SERVICE}"


def postgres_of(root: Path) -> Path:
    """Give the folder of the PostgreSQL of a centre to try out."""
    return (root / "postgres").resolve()


def _proof(connection: Connection) -> bytes | None:
    row = connection.execute(_PROOF, {"tenant": uuid(LOBBY)}).fetchone()
    return None if row is None else bytes(row[0])


def _leave_proof(connection: Connection, wrapped: bytes) -> None:
    open_lobby(connection, now_ms())
    connection.execute(_LEAVE, {"tenant": uuid(LOBBY), "wrapped": wrapped})
