"""Tokens: how a till that was let in shows, question by question, that it is itself.

A token is signed, not stored: every process of a centre has the key, and none has to look one up or
clear one away. What a person can change meanwhile (revoking) is asked of the database every time.
"""

import base64
import binascii
import hmac
import os
import struct
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

from central.callers import Caller
from central.database import Connection, Database, identity, uuid
from central.founding import RESERVED
from regulars.ids import Id
from sync.enrolment import Role
from sync.signing import vouches
from sync.wire_enrol import NONCE_BYTES, Nonce, NonceRequest, Token, TokenRequest
from sync.wire_problem import Problem, ProblemKind

NONCE_LIVES_MS = 60_000
TOKEN_LIVES_S = 900
LEEWAY_MS = 60_000
"""By how much the clocks of two processes of one centre may differ."""
_FORM = struct.Struct(">B16s16s16sIBQ")
_VERSION = 1
_SEAL_BYTES = 32
_PURPOSE = b"regulars-bearer-1"
_ROLES = (Role.COUNTER, Role.OFFICE)
_LENGTH_MAX = 256
_NO_KEY = bytes(32)
"""Stands for a device that was only heard of; as a key it would let forged signatures pass."""

_TOKEN = Problem(ProblemKind.TOKEN, "there is no token, or it has run out")
_STALE = Problem(ProblemKind.TOKEN, "the nonce is not known, was used or is too old")
_REVOKED = Problem(ProblemKind.REVOKED, "this device is shut out")
_UNKNOWN = Problem(ProblemKind.REVOKED, "this device is not known here")
_OTHER_KEY = Problem(ProblemKind.FORBIDDEN, "the key is not the one that was enrolled")

_LIFE = """
select is_revoked, public_key, store, role from device_epoch
where tenant = %(tenant)s and device = %(device)s and epoch = %(epoch)s
  and role is not null and store is not null and public_key <> %(no_key)s
"""
_FORGET = """
delete from nonce where tenant = %(tenant)s and device = %(device)s and made < %(before)s
"""
_OFFER = """
insert into nonce (tenant, device, epoch, nonce, made)
values (%(tenant)s, %(device)s, %(epoch)s, %(nonce)s, %(now)s)
"""
_TAKE = """
delete from nonce
where tenant = %(tenant)s and device = %(device)s and epoch = %(epoch)s and nonce = %(nonce)s
returning made
"""
_SEEN = "update device set seen = %(now)s where tenant = %(tenant)s and device = %(device)s"


@dataclass(frozen=True, slots=True)
class _Life:
    """What is known of a device in one life of its log."""

    is_revoked: bool
    key: bytes
    store: Id
    role: Role


@dataclass(frozen=True, slots=True)
class Tokens:
    """Gives nonces and tokens, and reads tokens; used by many threads at once."""

    database: Database
    bearer: bytes
    now_ms: Callable[[], int]
    random: Callable[[int], bytes] = os.urandom

    def nonce(self, wish: NonceRequest) -> Nonce | Problem:
        """Make something up for a device to sign, once and within a minute."""
        nonce = self.random(NONCE_BYTES)
        offers = [
            self.database.write(shop, partial(self._offer, shop, wish, nonce))
            for shop in self._shops(wish.device)
        ]
        if None in offers:
            return Nonce(nonce, self.now_ms())
        return next((said for said in offers if said is not None), _UNKNOWN)

    def token(self, wish: TokenRequest) -> Token | Problem:
        """Give a token for a signed nonce, which is used up whatever comes of it.

        Another shop may have let in a device of the same name: the wish says which one it means.
        """
        said = self.database.write(wish.tenant, partial(self._prove, wish.tenant, wish))
        return _STALE if said is None else said

    def caller(self, text: str) -> Caller | Problem:
        """Read a token; asks nothing of the database."""
        sealed = _decoded(text)
        said, seal = sealed[:-_SEAL_BYTES], sealed[-_SEAL_BYTES:]
        if len(said) != _FORM.size or not hmac.compare_digest(seal, self._seal(said)):
            return _TOKEN
        version, shop, store, device, epoch, role, ends = _FORM.unpack(said)
        now = self.now_ms()
        if version != _VERSION or not now < ends <= now + TOKEN_LIVES_S * 1_000 + LEEWAY_MS:
            return _TOKEN
        return Caller(Id(shop), Id(store), Id(device), epoch, _ROLES[role])

    def text(self, who: Caller) -> str:
        """Spell a token for a device that has shown that it is itself."""
        ends = self.now_ms() + TOKEN_LIVES_S * 1_000
        role = _ROLES.index(who.role)
        said = _FORM.pack(_VERSION, who.tenant, who.store, who.device, who.epoch, role, ends)
        return base64.urlsafe_b64encode(said + self._seal(said)).decode("ascii").rstrip("=")

    def _seal(self, said: bytes) -> bytes:
        return hmac.digest(self.bearer, _PURPOSE + said, "sha256")

    def _shops(self, device: Id) -> list[Id]:
        if device in RESERVED:  # the centre's own name is in every shop
            return []
        rows = self.database.ask("select tenants_of_device(%s)", (uuid(device),))
        return [identity(row[0]) for row in rows]

    def _offer(
        self, shop: Id, wish: NonceRequest, nonce: bytes, connection: Connection
    ) -> Problem | None:
        life = _life(connection, shop, wish.device, wish.epoch)
        if life is None:
            return _UNKNOWN
        if life.is_revoked:
            return _REVOKED
        now = self.now_ms()
        values = {"tenant": uuid(shop), "device": uuid(wish.device), "epoch": wish.epoch}
        connection.execute(_FORGET, {**values, "before": now - NONCE_LIVES_MS})
        connection.execute(_OFFER, {**values, "nonce": nonce, "now": now})
        return None

    def _prove(
        self, shop: Id, wish: TokenRequest, connection: Connection
    ) -> Token | Problem | None:
        """Take the nonce and look at the signature; None where no such nonce was offered here."""
        values = {"tenant": uuid(shop), "device": uuid(wish.device), "epoch": wish.epoch}
        taken = connection.execute(_TAKE, {**values, "nonce": wish.nonce}).fetchone()
        if taken is None:
            return None
        now = self.now_ms()
        life = _life(connection, shop, wish.device, wish.epoch)
        if life is None or life.is_revoked:
            return _REVOKED
        if not -LEEWAY_MS <= now - taken[0] < NONCE_LIVES_MS:
            return _STALE
        if not vouches(life.key, wish.statement(), wish.signature):
            return _OTHER_KEY
        connection.execute(_SEEN, {**values, "now": now})
        who = Caller(shop, life.store, wish.device, wish.epoch, life.role)
        return Token(self.text(who), TOKEN_LIVES_S, now)


def _life(connection: Connection, shop: Id, device: Id, epoch: int) -> _Life | None:
    values = {"tenant": uuid(shop), "device": uuid(device), "epoch": epoch}
    row = connection.execute(_LIFE, {**values, "no_key": _NO_KEY}).fetchone()
    if row is None:
        return None
    is_revoked, key, store, role = row
    return _Life(is_revoked, bytes(key), identity(store), Role(role))


def _decoded(text: str) -> bytes:
    """Give a token's bytes; nothing where it has none, or has more than one spelling."""
    if len(text) > _LENGTH_MAX or not text.isascii():
        return b""
    try:
        found = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""
    is_spelled_so = base64.urlsafe_b64encode(found).decode("ascii").rstrip("=") == text
    return found if is_spelled_so else b""
