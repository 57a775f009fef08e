"""Signatures: Ed25519 over what a message states. The only use of `cryptography` in this package.

Every statement begins with its purpose, so that a signature under one kind of message is worth
nothing under another. No key is made or kept here; both come from `desktop.secrets` or the centre.
"""

from functools import lru_cache

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from regulars.canonical import encode
from regulars.ids import Id, spell

_PRIME = 2**255 - 19
_SMALL = frozenset({
    0,
    1,
    _PRIME - 1,
    0x05FC536D880238B13933C6D305ACDFD5F098EFF289F4C345B027B2C28F95E826,
    0x7A03AC9277FDC74EC6CC392CFA53202A0F67100D760B3CBA4FD84D3D706A17C7,
})  # fmt: skip
"""The points whose order is at most eight: for them anybody can make signatures that fit."""
_KEYS_MAX = 10_000


def sign(private_key: bytes, statement: bytes) -> bytes:
    """Sign a statement with an Ed25519 private key of 32 raw bytes; gives 64 bytes."""
    return Ed25519PrivateKey.from_private_bytes(private_key).sign(statement)


def public_key(private_key: bytes) -> bytes:
    """Give the public half of a private key, 32 raw bytes."""
    return Ed25519PrivateKey.from_private_bytes(private_key).public_key().public_bytes_raw()


def vouches(key: bytes, statement: bytes, signature: bytes) -> bool:
    """Tell whether the holder of a public key signed exactly this statement. Never raises.

    A key that nobody holds, or that has two spellings, vouches for nothing.
    """
    try:
        found = _read(bytes(key))
        if found is None:
            return False
        found.verify(signature, statement)
    except (InvalidSignature, ValueError):
        return False
    return True


@lru_cache(_KEYS_MAX)
def _read(key: bytes) -> Ed25519PublicKey | None:
    """Read a public key; the same few sign again and again. Raises ValueError."""
    point = int.from_bytes(key, "little") & (2**255 - 1)  # without the sign
    if point in _SMALL or point >= _PRIME:
        return None
    return Ed25519PublicKey.from_public_bytes(key)


def day_statement(device: Id, epoch: int, *, number: int, on: str, head: bytes) -> bytes:
    """Give what a till signs when it closes a day: the hash its log has there."""
    return b"regulars-day-1\n" + encode(
        {"device": spell(device), "epoch": epoch, "number": number, "on": on, "head": head.hex()}
    )
