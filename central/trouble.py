"""The world got in the way of the centre: one class for every way, raised at the door it came by.

A trouble is not a refusal (the rules say no) and not a bug. `sentence` says it in English for the
log and the person who runs the centre; tills have words of their own.
"""

import re
from typing import ClassVar


class Trouble(Exception):
    """Something outside the centre's program failed; nothing that was confirmed is lost."""

    sentence: ClassVar[str] = "Something outside the program failed."
    can_retry: ClassVar[bool] = False

    def __init__(self, detail: str = "") -> None:
        """Keep a detail that helps (a path, a name, a version), never personal data."""
        super().__init__(f"{self.sentence} {detail}".strip())
        self.detail = detail

    @property
    def code(self) -> str:
        """Give the stable name of this trouble."""
        return re.sub(r"(?<!^)(?=[A-Z])", "-", type(self).__name__).lower()


class PostgresMissing(Trouble):
    """No PostgreSQL of a version we can use is on this machine."""

    sentence = "PostgreSQL 15 or newer was not found. Install it, or run the set-up again."


class ClusterFailed(Trouble):
    """The PostgreSQL we start ourselves did not start or stop; the detail is its own words."""

    sentence = "PostgreSQL could not be started."


class DatabaseGone(Trouble):
    """The database cannot be reached, or went away before anything was saved."""

    sentence = "The database cannot be reached. Nothing was saved."
    can_retry = True


class OutcomeUnknown(Trouble):
    """The database went away while it was saving: ask again, the answer will be the same."""

    sentence = "The database went away while it was saving. Ask again what was saved."
    can_retry = True


class DatabaseBusy(Trouble):
    """Others were writing the same rows, or every connection was taken, for too long."""

    sentence = "The database is busy. Nothing was saved. Try again."
    can_retry = True


class DatabaseFull(Trouble):
    """PostgreSQL has no room, or no memory, left."""

    sentence = "The database has no room left. Nothing was saved."
    can_retry = True


class DatabaseForbidden(Trouble):
    """The database does not let this role in, or not do what it must."""

    sentence = "The database does not allow this. Check the role and its password."


class DatabaseNewer(Trouble):
    """A newer program has migrated this database."""

    sentence = "A newer version of Regulars has used this database. Run that version."


class DatabaseOlder(Trouble):
    """The database lacks migrations this program needs."""

    sentence = "The database is older than this program. Migrate it first."


class MigrationChanged(Trouble):
    """A migration that already ran is not the file it was then."""

    sentence = "A migration that already ran has been changed. Restore the file."


class MigrationMissing(Trouble):
    """The folder of migrations has a gap, a stray file, or lacks one that already ran."""

    sentence = "The migrations are not one unbroken row of files."


class RoleMissing(Trouble):
    """The role the service works as does not exist."""

    sentence = "The role of the service is missing. Let an administrator run: "


class RoleTooMighty(Trouble):
    """The service would work as a role that row-level security does not bind."""

    sentence = "The service must not run as an owner, a superuser or one that bypasses security."


class KeyMissing(Trouble):
    """The file with the centre's key, or with its certificate's, is not there or cannot be read."""

    sentence = "The file with the centre's key cannot be read. Bring it back; never make a new one."


class KeyExposed(Trouble):
    """Others than the user the centre runs as may read a file with a key, or replace it."""

    sentence = (
        "Others can read or replace a file with a key. Let only the user the centre runs as read it"
        " (chmod 600) and write in its folder (chmod 700), then start."
    )


class KeyWrong(Trouble):
    """A file is no key of ours, or what is in the database was wrapped under another one."""

    sentence = "This is not the key that the database was used with. Bring back the right file."


class KeeperMissing(Trouble):
    """The role that makes backups does not exist, or is not let in."""

    sentence = "The role that makes backups cannot come in. Let an administrator run: "


class ProgramMissing(Trouble):
    """A program of PostgreSQL's is not on this computer, or is older than the server."""

    sentence = "PostgreSQL's own programs for backups were not found here, as new as the server."


class ProgramFailed(Trouble):
    """pg_dump or pg_restore ended with a fault; the detail is its own last words."""

    sentence = "PostgreSQL's own program ended with a fault. Nothing was kept."


class BackupUnfit(Trouble):
    """A file is not the backup it was when it was made, or was made by a newer program."""

    sentence = "This file is not a whole backup of a centre."


class BackupUnderWay(Trouble):
    """Another process makes a backup there, or has made one within this second."""

    sentence = "A backup is being made there already."


class DatabaseInUse(Trouble):
    """Somebody works with the database, or it holds something already."""

    sentence = "A backup is put back into an empty database that nobody uses."


class InstallFailed(Trouble):
    """A step of an installation ended with a fault; the detail is the program's own last words."""

    sentence = "This step failed. What was done before it stays; it may be done again."


class FolderUnfit(Trouble):
    """The centre's folder cannot be written, or its disk does not know two names of one file."""

    sentence = "The centre's folder cannot be used. Choose one on a disk of this computer."


class AddressTaken(Trouble):
    """Nobody can listen at this address, or another program does."""

    sentence = "The centre cannot listen there. Choose another address or port."


class NotSecure(Trouble):
    """The centre would be reached over a network without TLS."""

    sentence = "Without TLS the centre only serves this computer. Leave out --plain."


class AlreadyRunning(Trouble):
    """Another process runs a centre from this folder."""

    sentence = "A centre is already running from this folder."


class Unclear(Trouble):
    """A person wrote something that means nothing here; the detail says all of it."""

    sentence = ""
