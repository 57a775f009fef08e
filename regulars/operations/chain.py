"""The chain: every operation's hash covers its bytes and everything this till did before it.

hash = SHA-256(previous ‖ SHA-256(body)); the first previous is
SHA-256("regulars-log-1" ‖ device ‖ epoch as eight bytes, big-endian). A later epoch's first
operation names the last one before it, so nothing at a seam can go missing. Personal data stands
beside the chain: the body holds only SHA-256(salt ‖ private bytes); erasing breaks nothing.
"""

import hashlib

from regulars.ids import Id

_SEED = b"regulars-log-1"
SALT_BYTES = 16


def seed(device: Id, epoch: int) -> bytes:
    """Give what stands before the first operation of a device and epoch."""
    return hashlib.sha256(_SEED + device + epoch.to_bytes(8, "big")).digest()


def link(previous: bytes, body: bytes) -> bytes:
    """Give the hash of an operation that follows `previous`."""
    return hashlib.sha256(previous + hashlib.sha256(body).digest()).digest()


def follows(place: int, hash_: bytes) -> str:
    """Give how a new epoch names the operation it goes on from: its hash, then its place."""
    return f"{hash_.hex()}{place:016x}"


def seal(salt: bytes, private: bytes) -> str:
    """Give what a body says of its personal data: a hash that tells nothing without the salt."""
    assert len(salt) == SALT_BYTES, "a salt is sixteen bytes"
    return hashlib.sha256(salt + private).hexdigest()
