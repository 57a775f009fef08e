"""Enrolment and tokens: how a till becomes known to the centre, and shows later that it is itself.

The till makes its own ids and its own key; enrolling registers them. A one-time code says that a
manager wants this. Afterwards a short-lived token is had by signing what the centre made up.
"""

from dataclasses import dataclass, replace
from typing import Self

from regulars.canonical import Json, encode
from regulars.ids import Id, spell
from sync.enrolment import Role, Secrets
from sync.wire import (
    ANSWER_MAX,
    KEY_BYTES,
    MESSAGE_MAX,
    SIGNATURE_BYTES,
    BadMessage,
    Fields,
    WrongFieldError,
    named,
    read,
)
from sync.wire_push import EPOCH_MAX, SEQ_MAX

NONCE_BYTES = 32
_CODE_MAX = 16
CURRENCY_MAX = 8
NAME_MAX = 200
RATE_MAX = 10**9


@dataclass(frozen=True, slots=True)
class ShopFacts:
    """What a shop is told of itself when it is founded: names, money, and when its day begins."""

    name: str
    store: str
    currency: str
    exponent: int
    worth_points: int
    worth_minor: int
    zone: str
    day_start: int
    region: str

    def said(self) -> dict[str, Json]:
        """Give the facts as they stand in a message."""
        return {
            "name": self.name,
            "store": self.store,
            "currency": self.currency,
            "exponent": self.exponent,
            "worth": [self.worth_points, self.worth_minor],
            "zone": self.zone,
            "day_start": self.day_start,
            "region": self.region,
        }


def _shop_facts(said: Fields) -> ShopFacts:
    rate = named(said.things("worth", 2), ("points", "minor"), "worth")
    return ShopFacts(
        name=said.text("name", NAME_MAX),
        store=said.text("store", NAME_MAX),
        currency=said.text("currency", CURRENCY_MAX),
        exponent=said.whole("exponent", 0, 4),
        worth_points=rate.whole("points", 1, RATE_MAX),
        worth_minor=rate.whole("minor", 0, RATE_MAX),
        zone=said.text("zone", NAME_MAX),
        day_start=said.whole("day_start", 0, 23),
        region=said.text("region", CURRENCY_MAX),
    )


@dataclass(frozen=True, slots=True, repr=False)
class EnrolRequest:
    """A till asks to be let in: who it is, what its points are worth, and a code that allows it.

    `key` is its Ed25519 public key and `signature` shows that it has the private half. A shop that
    brings its own log (founding) sends its `secrets` along, so that phone look-ups and PINs go on,
    and the `shop` as it stands. A new till, which has no log, names no `currency`: it is told.
    """

    code: str
    tenant: Id
    store: Id
    device: Id
    epoch: int
    key: bytes
    schema: int
    last: int
    currency: str
    exponent: int
    worth_points: int
    worth_minor: int
    secrets: Secrets | None = None
    signature: bytes = bytes(SIGNATURE_BYTES)
    shop: ShopFacts | None = None

    @property
    def is_new(self) -> bool:
        """Tell whether this till has nothing yet, and takes the shop as it is."""
        return self.last == 0 and not self.currency

    def signed(self, signature: bytes) -> Self:
        """Give the same request with its signature."""
        return replace(self, signature=signature)

    def statement(self) -> bytes:
        """Give what the till signs: all but the key for other systems' cards.

        A centre that is older than that key would hold the signature against the fields it knows.
        """
        said = self._said()
        if self.secrets is not None:
            said["secrets"] = _spell_secrets(replace(self.secrets, alias=b""))
        return b"regulars-enrol-1\n" + encode(said)

    def spelled(self) -> bytes:
        """Give the bytes on the wire."""
        return encode(self._said() | {"signature": self.signature.hex()})

    def _said(self) -> dict[str, Json]:
        said: dict[str, Json] = {
            "code": self.code,
            "tenant": spell(self.tenant),
            "store": spell(self.store),
            "device": spell(self.device),
            "epoch": self.epoch,
            "key": self.key.hex(),
            "schema": self.schema,
            "last": self.last,
            "currency": self.currency,
            "exponent": self.exponent,
            "worth": [self.worth_points, self.worth_minor],
        }
        if self.secrets is not None:
            said["secrets"] = _spell_secrets(self.secrets)
        return said if self.shop is None else said | {"shop": self.shop.said()}


def read_enrol_request(raw: bytes) -> EnrolRequest | BadMessage:
    """Read a till's wish to be let in."""
    return read(raw, MESSAGE_MAX, _enrol_request)


def _enrol_request(said: Fields) -> EnrolRequest:
    rate = named(said.things("worth", 2), ("points", "minor"), "worth")
    return EnrolRequest(
        code=said.text("code", _CODE_MAX),
        tenant=said.identity("tenant"),
        store=said.identity("store"),
        device=said.identity("device"),
        epoch=said.whole("epoch", 1, EPOCH_MAX),
        key=said.octets("key", KEY_BYTES),
        schema=said.whole("schema", 1),
        last=said.whole("last", 0, SEQ_MAX),
        currency=said.text("currency", CURRENCY_MAX),
        exponent=said.whole("exponent", 0, 4),
        worth_points=rate.whole("points", 1, RATE_MAX),
        worth_minor=rate.whole("minor", 0, RATE_MAX),
        secrets=_secrets(said.map("secrets")) if said.has("secrets") else None,
        signature=said.octets("signature", SIGNATURE_BYTES),
        shop=_shop_facts(said.map("shop")) if said.has("shop") else None,
    )


def _spell_secrets(secrets: Secrets) -> dict[str, Json]:
    said: dict[str, Json] = {"phone": secrets.phone.hex(), "pepper": secrets.pepper.hex()}
    return said | {"alias": secrets.alias.hex()} if secrets.alias else said


def _secrets(said: Fields) -> Secrets:
    alias = said.octets("alias", KEY_BYTES) if said.has("alias") else b""
    return Secrets(said.octets("phone", KEY_BYTES), said.octets("pepper", KEY_BYTES), alias)


@dataclass(frozen=True, slots=True, repr=False)
class EnrolAnswer:
    """The till is in: under which ids from now on, in which epoch, and whose signature to trust.

    `lease_days`: so long it may redeem without a word from the centre. `feed` as in a page.
    `shop` is for a new till, which begins its log with it.
    """

    tenant: Id
    store: Id
    device: Id
    epoch: int
    role: Role
    centre_key: bytes
    feed: int
    lease_days: int
    server_ms: int
    secrets: Secrets
    shop: ShopFacts | None = None

    def spelled(self) -> bytes:
        """Give the bytes on the wire."""
        said: dict[str, Json] = {
            "tenant": spell(self.tenant),
            "store": spell(self.store),
            "device": spell(self.device),
            "epoch": self.epoch,
            "role": self.role.value,
            "centre_key": self.centre_key.hex(),
            "feed": self.feed,
            "lease_days": self.lease_days,
            "server_ms": self.server_ms,
            "secrets": _spell_secrets(self.secrets),
        }
        return encode(said if self.shop is None else said | {"shop": self.shop.said()})


def read_enrol_answer(raw: bytes) -> EnrolAnswer | BadMessage:
    """Read the centre's welcome."""
    return read(raw, ANSWER_MAX, _enrol_answer)


def _enrol_answer(said: Fields) -> EnrolAnswer:
    role = said.text("role")
    if role not in set(Role):
        raise WrongFieldError("'role' is not one this program knows")
    return EnrolAnswer(
        tenant=said.identity("tenant"),
        store=said.identity("store"),
        device=said.identity("device"),
        epoch=said.whole("epoch", 1, EPOCH_MAX),
        role=Role(role),
        centre_key=said.octets("centre_key", KEY_BYTES),
        feed=said.whole("feed", 1),
        lease_days=said.whole("lease_days", 1, 3_650),
        server_ms=said.instant("server_ms"),
        secrets=_secrets(said.map("secrets")),
        shop=_shop_facts(said.map("shop")) if said.has("shop") else None,
    )


@dataclass(frozen=True, slots=True)
class NonceRequest:
    """A till wants something to sign."""

    device: Id
    epoch: int

    def spelled(self) -> bytes:
        """Give the bytes on the wire."""
        return encode({"device": spell(self.device), "epoch": self.epoch})


def read_nonce_request(raw: bytes) -> NonceRequest | BadMessage:
    """Read a till's wish for something to sign."""
    return read(
        raw,
        MESSAGE_MAX,
        lambda said: NonceRequest(said.identity("device"), said.whole("epoch", 1, EPOCH_MAX)),
    )


@dataclass(frozen=True, slots=True, repr=False)
class Nonce:
    """What the centre made up for a till to sign, good for a minute and once."""

    nonce: bytes
    server_ms: int

    def spelled(self) -> bytes:
        """Give the bytes on the wire."""
        return encode({"nonce": self.nonce.hex(), "server_ms": self.server_ms})


def read_nonce(raw: bytes) -> Nonce | BadMessage:
    """Read what is to be signed."""
    return read(
        raw,
        ANSWER_MAX,
        lambda said: Nonce(said.octets("nonce", NONCE_BYTES), said.instant("server_ms")),
    )


@dataclass(frozen=True, slots=True, repr=False)
class TokenRequest:
    """A till shows that it is itself: the nonce, signed with its key.

    `tenant` is the shop it means: what it signed for one centre is worth nothing at another's.
    """

    tenant: Id
    device: Id
    epoch: int
    nonce: bytes
    signature: bytes = bytes(SIGNATURE_BYTES)

    def signed(self, signature: bytes) -> Self:
        """Give the same request with its signature."""
        return replace(self, signature=signature)

    def statement(self) -> bytes:
        """Give what the till signs."""
        return b"regulars-token-2\n" + encode(self._said())

    def spelled(self) -> bytes:
        """Give the bytes on the wire."""
        return encode(self._said() | {"signature": self.signature.hex()})

    def _said(self) -> dict[str, Json]:
        return {
            "tenant": spell(self.tenant),
            "device": spell(self.device),
            "epoch": self.epoch,
            "nonce": self.nonce.hex(),
        }


def read_token_request(raw: bytes) -> TokenRequest | BadMessage:
    """Read a signed nonce."""
    return read(raw, MESSAGE_MAX, _token_request)


def _token_request(said: Fields) -> TokenRequest:
    return TokenRequest(
        said.identity("tenant"),
        said.identity("device"),
        said.whole("epoch", 1, EPOCH_MAX),
        said.octets("nonce", NONCE_BYTES),
        said.octets("signature", SIGNATURE_BYTES),
    )


@dataclass(frozen=True, slots=True, repr=False)
class Token:
    """What opens the other doors for `lives_s` seconds; bound to device and epoch."""

    text: str
    lives_s: int
    server_ms: int

    def spelled(self) -> bytes:
        """Give the bytes on the wire."""
        return encode({"token": self.text, "lives_s": self.lives_s, "server_ms": self.server_ms})


def read_token(raw: bytes) -> Token | BadMessage:
    """Read a token."""
    return read(raw, ANSWER_MAX, _token)


def _token(said: Fields) -> Token:
    text = said.text("token")
    if not text or not text.isascii() or not text.isprintable() or " " in text:
        raise WrongFieldError("'token' cannot stand in a header")
    return Token(text, said.whole("lives_s", 1, 86_400), said.instant("server_ms"))
