"""What all tills of a shop share, as the database keeps it: wrapped under the centre's own key."""

from collections.abc import Callable

from central.database import Connection, uuid
from central.keys import Keys
from regulars.ids import Id
from sync.enrolment import Secrets
from sync.wire import KEY_BYTES

_KEYS = "select name, wrapped from secret where tenant = %(tenant)s"
_KEEP_KEY = """
insert into secret (tenant, name, wrapped) values (%(tenant)s, %(name)s, %(wrapped)s)
on conflict do nothing
"""
Made = Callable[[int], bytes]


def keep_secrets(
    connection: Connection, keys: Keys, made: Made, shop: Id, brought: Secrets | None
) -> None:
    """Make sure that a shop has its keys; those that are there stay.

    A shop that brings its own has remembered other systems' cards under its own key for them, or
    under none: it gets no other.
    """
    fresh = {name: made(KEY_BYTES) for name in ("phone", "pepper", "signing", "alias")}
    if brought is not None:
        fresh |= {"phone": brought.phone, "pepper": brought.pepper, "alias": brought.alias}
    if not brought and _plain(connection, keys, shop):
        del fresh["alias"]
    for name, secret in fresh.items():
        if secret:
            wrapped = keys.wrap(shop, name, secret)
            connection.execute(_KEEP_KEY, {"tenant": uuid(shop), "name": name, "wrapped": wrapped})


def secrets_of(connection: Connection, keys: Keys, shop: Id) -> tuple[Secrets, bytes]:
    """Give what a shop's tills share, and the key by which the centre vouches for what it says."""
    plain = _plain(connection, keys, shop)
    shared = Secrets(plain["phone"], plain["pepper"], plain.get("alias", b""))
    return shared, plain["signing"]


def _plain(connection: Connection, keys: Keys, shop: Id) -> dict[str, bytes]:
    rows = connection.execute(_KEYS, {"tenant": uuid(shop)}).fetchall()
    return {name: keys.unwrap(shop, name, bytes(wrapped)) for name, wrapped in rows}
