"""Where a till's centre is and how it is known again: facts of this file alone, never in the log.

The file is encrypted, so they lie in it: who could change the authority could be the centre.
"""

from typing import NamedTuple

from desktop.store.centre import has_joined
from desktop.store.database import Store
from desktop.store.shop import keep_local_fact, local_fact

ADDRESS, AUTHORITY, KEY = "centre_address", "centre_authority", "centre_key"
_TRY_ADDRESS, _TRY_CODE = "joining_address", "joining_code"


class Way(NamedTuple):
    """The way to a centre.

    `authority` is the certificate (PEM) that is trusted, "" for a centre on this computer without
    TLS; `key` is the centre's Ed25519 key, by which it vouches for what it grants.
    """

    address: str
    authority: str
    key: bytes


class Attempt(NamedTuple):
    """A try to join that has not ended: asked again, the same code gets the same answer."""

    address: str
    code: str


def way_of(store: Store) -> Way | None:
    """Read the way to the centre; None for a lone till."""
    if not has_joined(store) or not local_fact(store, ADDRESS):
        return None
    key = bytes.fromhex(local_fact(store, KEY))
    return Way(local_fact(store, ADDRESS), local_fact(store, AUTHORITY), key)


def keep_way(store: Store, way: Way) -> None:
    """Write the way to the centre; a try to join has ended by that. Call it inside a write."""
    facts = {ADDRESS: way.address, AUTHORITY: way.authority, KEY: way.key.hex()}
    for name, value in {**facts, _TRY_ADDRESS: "", _TRY_CODE: ""}.items():
        keep_local_fact(store, name, value)


def attempt_of(store: Store) -> Attempt | None:
    """Read the try to join that has not ended; None where there is none."""
    address, code = local_fact(store, _TRY_ADDRESS), local_fact(store, _TRY_CODE)
    return Attempt(address, code) if address and code else None


def keep_attempt(store: Store, attempt: Attempt) -> None:
    """Write that a try to join begins. Call it inside a write."""
    keep_local_fact(store, _TRY_ADDRESS, attempt.address)
    keep_local_fact(store, _TRY_CODE, attempt.code)
