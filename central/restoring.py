"""Puts a backup of the centre back: into an empty database, as a new life that its tills can heal.

Nobody but the owner may come in until all is done, so no centre ever serves a half-restored shop.
What the folder remembers is done again: who was let in since, was shut out, given up or erased.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Final
from uuid import UUID

from central import dumping, trouble
from central.agreement import Agreement, Clock
from central.backup import carry_erasures, erasures, fingerprint, read_note
from central.database import PATIENT, Connection, Database, connected, identity, uuid
from central.erasing import erase_again
from central.folder import Folder
from central.founding import open_store
from central.happened import ERASED, GIVEN_UP, LET_IN, SHUT_OUT, Happened, Journal, Note
from central.keys import backup_key
from central.migrate import migrate, read_migrations
from central.private import Vault
from central.roles import KEEPER, SERVICE
from central.sealing import check_key, is_sealed
from central.shops import shops
from regulars.ids import Id, spell, unspell
from regulars.operations.chain import seed

_BEGIN: Final = datetime(2026, 1, 1, tzinfo=UTC)
_OTHERS = """
select count(*) from pg_stat_activity
where datname = current_database() and usename is not null and pid <> pg_backend_pid()
"""
_IS_OWNER = """
select datdba = pg_roles.oid and not rolsuper from pg_database, pg_roles
where datname = current_database() and rolname = current_user
"""
_THINGS = "select count(*) from pg_class where relnamespace = 'public'::regnamespace"
_SHUT = "revoke connect, temporary on database {name} from public, {service}, {keeper}"
_OPEN = "grant connect on database {name} to {service}, {keeper}"
_FORGET = (
    "delete from nonce where tenant = %(tenant)s",
    "delete from invitation where tenant = %(tenant)s and used is null",
)
_DEVICE = """
insert into device (tenant, device, store, role, enrolled)
values (%(tenant)s, %(device)s, %(store)s, %(role)s, %(at)s)
on conflict do nothing
"""
_LIFE = """
insert into device_epoch (tenant, device, epoch, store, role, head, public_key)
values (%(tenant)s, %(device)s, %(epoch)s, %(store)s, %(role)s, %(head)s, %(key)s)
on conflict do nothing
"""
_LIVES = """
select device, epoch from device_epoch where tenant = %(tenant)s and role is not null
"""
_SHUT_OUT = """
update device_epoch set is_revoked = true
where tenant = %(tenant)s and device = %(device)s and epoch <= %(epoch)s and not is_revoked
"""


@dataclass(slots=True)
class Restored:
    """What came of it: for each shop its feed; who was let in, shut out, given up, erased again.

    `lost`: shops founded since the backup, which have to be founded again.
    """

    taken: datetime | None = None
    migrated: int = 0
    feeds: dict[str, int] = field(default_factory=dict)
    let_in: list[str] = field(default_factory=list)
    shut_out: list[str] = field(default_factory=list)
    given_up: list[str] = field(default_factory=list)
    erased: list[str] = field(default_factory=list)
    lost: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Named:
    """A till a person names because it was let in since the backup."""

    device: Id
    epoch: int


def restore(
    backup: Path, owner: str, folder: Folder, named: Iterable[tuple[Id, Named]], clock: Clock
) -> Restored:
    """Put a backup back; `named` are further tills of shops. Raises a Trouble.

    Where it breaks off, the database stays shut for the service: drop it and begin again.
    """
    done = Restored()
    note = read_note(backup)
    if note is not None:
        done.taken = note.taken
    _refuse_unfit(backup)
    key = _key_for(backup, folder)
    carry_erasures(erasures(backup.parent), folder.journal)
    with connected(owner) as connection:
        _refuse_used(connection)
        _door(connection, _SHUT)
        try:
            _refuse_used(connection)  # nor who came in between: the door turns nobody out
        except trouble.DatabaseInUse:
            _door(connection, _OPEN)
            raise
        dumping.put_back(owner, backup, key)
        done.migrated = migrate(owner)
        with Database(owner, size=2, patience=PATIENT, is_owner=True) as database:
            known = {spell(one.tenant): one.feed for one in shops(database)}
            vault = Vault(folder.keys(database)) if known else None
            happened = folder.journal.all()
            for shop, feed in known.items():
                tenant = unspell(shop)
                tills = [till for of, till in named if of == tenant]
                said = [one for one in happened if one.tenant == shop]
                new_feed = max(feed + 1, _new_feed(clock()))
                once = _unless_known(folder.journal, happened)
                agreement = Agreement(database, clock, vault=vault, note=once)
                _begin_again(database, agreement, tenant, new_feed, (said, tills), done)
            done.lost = sorted(
                {one.tenant for one in happened if one.what == LET_IN} - known.keys()
            )
        _door(connection, _OPEN)
    return done


def _unless_known(journal: Journal, happened: list[Happened]) -> Note:
    """Write down who is erased now, but not again whoever was: they are what is done again."""
    known = {(one.tenant, one.device) for one in happened if one.what == ERASED}

    def note(one: Happened) -> None:
        if (one.tenant, one.device) not in known:
            journal.add(one)

    return note


def _begin_again(
    database: Database,
    agreement: Agreement,
    tenant: Id,
    feed: int,
    since: tuple[list[Happened], list[Named]],
    done: Restored,
) -> None:
    happened, tills = since
    database.write(tenant, partial(_let_in, tenant, happened, done.let_in))
    known = database.read(tenant, partial(_all_let_in, tenant))
    named = [(till.device, till.epoch) for till in tills]
    # Before it heals, because a shop that does decides nothing. Where the backup was made while it
    # did, the service does it afterwards.
    done.erased += erase_again(database, agreement, tenant, happened)
    agreement.restore(tenant, feed, known + named)
    database.write(tenant, partial(_shut_out, tenant, happened, done.shut_out))
    for one in happened:
        if one.what == GIVEN_UP:
            with suppress(LookupError):
                agreement.retire(tenant, unspell(one.device), one.epoch)
                done.given_up.append(one.device)
    done.feeds[spell(tenant)] = feed


def _let_in(tenant: Id, happened: list[Happened], told: list[str], connection: Connection) -> None:
    """Know again who was let in since; codes and nonces of then open nothing any more."""
    for words in _FORGET:
        connection.execute(words.encode(), {"tenant": uuid(tenant)})
    for one in happened:
        if one.what != LET_IN:
            continue
        device = unspell(one.device)
        open_store(connection, tenant, unspell(one.store), "")
        values: dict[str, object] = {
            "tenant": uuid(tenant),
            "device": UUID(one.device),
            "epoch": one.epoch,
            "store": UUID(one.store),
            "role": one.role,
            "head": seed(device, one.epoch),
            "key": bytes.fromhex(one.key),
            "at": one.at_ms,
        }
        connection.execute(_DEVICE, values)
        if connection.execute(_LIFE, values).rowcount and one.device not in told:
            told.append(one.device)


def _all_let_in(tenant: Id, connection: Connection) -> list[tuple[Id, int]]:
    """List who may have sold since, also who had not said a word when the backup was made."""
    rows = connection.execute(_LIVES, {"tenant": uuid(tenant)}).fetchall()
    return [(identity(device), epoch) for device, epoch in rows]


def _shut_out(
    tenant: Id, happened: list[Happened], told: list[str], connection: Connection
) -> None:
    """Shut out again who was, in the lives of their log that there were then."""
    for one in happened:
        values = {"tenant": uuid(tenant), "device": UUID(one.device), "epoch": one.epoch}
        if one.what == SHUT_OUT and connection.execute(_SHUT_OUT, values).rowcount:
            told.append(one.device)


def _new_feed(now_ms: int) -> int:
    """Give a number for a life of the feed that no life before can have had: seconds since 2026.

    The number in the backup says nothing of lives that began and were lost since it was made.
    """
    return now_ms // 1_000 - int(_BEGIN.timestamp())


def _refuse_unfit(backup: Path) -> None:
    """Make sure that a file is what its note says; without one it is looked at while it is read."""
    note = read_note(backup)
    try:
        found = fingerprint(backup)
    except OSError as error:
        raise trouble.BackupUnfit(str(backup)) from error
    if note is None:
        return
    if found != (note.digest, note.size):
        raise trouble.BackupUnfit(f"It is not what its note says: {backup}")
    if note.migrations > len(read_migrations()):
        raise trouble.DatabaseNewer(f"({note.migrations} > {len(read_migrations())})")


def _key_for(backup: Path, folder: Folder) -> bytes | None:
    """Give the key that opens a sealed backup; raises KeyMissing, KeyExposed or KeyWrong."""
    if not is_sealed(backup):
        return None
    key = backup_key(folder.key)
    check_key(backup, key)
    return key


def _refuse_used(connection: Connection) -> None:
    ((is_owner,),) = connection.execute(_IS_OWNER).fetchall()
    if not is_owner:
        raise trouble.DatabaseForbidden("A backup is put back by the database's owner.")
    ((others,),) = connection.execute(_OTHERS).fetchall()
    ((things,),) = connection.execute(_THINGS).fetchall()
    if others:
        raise trouble.DatabaseInUse(f"Connected to it now: {others}.")
    if things:
        raise trouble.DatabaseInUse("It is not empty.")


def _door(connection: Connection, words: str) -> None:
    ((name,),) = connection.execute("select quote_ident(current_database())").fetchall()
    connection.execute(words.format(name=name, service=SERVICE, keeper=KEEPER).encode())
