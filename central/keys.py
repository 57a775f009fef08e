"""The centre's own key: a file outside every database, under which tenants' secrets are wrapped.

Whoever has only the database, or only a backup of it, can read no secret, find no code and forge
no token. Whoever has the file and knows the ids of devices can forge a token for every shop, and
with it pull and ask for rights (not push: that needs the till's own key). All processes of one
centre use the same file; it belongs in a safe place, not beside the backups of the database.
"""

import hashlib
import hmac
import os
import stat
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from central import trouble
from regulars.ids import Id

_HEADER = "regulars-centre-key-1"
_BYTES = 32
_NONCE_BYTES = 12
_SIZE_MAX = 1_024


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """What follows from the centre's own key, each for one purpose."""

    wrapping: bytes
    bearer: bytes
    invitation: bytes
    random: Callable[[int], bytes] = os.urandom

    def fingerprint(self, code: str) -> bytes:
        """Give what is kept of a one-time code (twelve characters).

        A code is so short that a plain hash of it could be undone by trying all of them.
        """
        said = b"regulars-invitation-2" + code.encode("ascii")
        return hmac.new(self.invitation, said, hashlib.sha256).digest()

    def wrap(self, tenant: Id, name: str, secret: bytes) -> bytes:
        """Give a secret of a tenant as a database may keep it."""
        nonce = self.random(_NONCE_BYTES)
        return nonce + AESGCM(self.wrapping).encrypt(nonce, secret, _bound(tenant, name))

    def unwrap(self, tenant: Id, name: str, wrapped: bytes) -> bytes:
        """Give a secret back; raises KeyWrong where it was wrapped under another key."""
        nonce, sealed = wrapped[:_NONCE_BYTES], wrapped[_NONCE_BYTES:]
        try:
            return AESGCM(self.wrapping).decrypt(nonce, sealed, _bound(tenant, name))
        except (InvalidTag, ValueError) as error:
            raise trouble.KeyWrong from error


class Cipher:
    """Seals bytes under a key of its own, bound to what they are about (AES-256-GCM)."""

    def __init__(self, key: bytes, random: Callable[[int], bytes] = os.urandom) -> None:
        """Take a key of 32 bytes."""
        self._inside = AESGCM(key)
        self._random = random

    def seal(self, plain: bytes, about: bytes) -> bytes:
        """Seal bytes; the same bytes are sealed differently each time."""
        nonce = self._random(_NONCE_BYTES)
        return nonce + self._inside.encrypt(nonce, plain, about)

    def unseal(self, sealed: bytes, about: bytes) -> bytes:
        """Give sealed bytes back; raises KeyWrong where key or what they are about differs."""
        try:
            return self._inside.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], about)
        except (InvalidTag, ValueError) as error:
            raise trouble.KeyWrong from error


def signer(private_key: bytes) -> Callable[[bytes], bytes]:
    """Give what signs with an Ed25519 private key, ready to sign many times."""
    return Ed25519PrivateKey.from_private_bytes(private_key).sign


def _bound(tenant: Id, name: str) -> bytes:
    """Give what a wrapped secret is tied to: moved to another row, it opens nothing."""
    return b"regulars-wrap-1" + tenant + name.encode()


def open_keys(path: Path, *, may_make: bool, random: Callable[[int], bytes] = os.urandom) -> Keys:
    """Read the centre's key; make it where there is none and that is allowed.

    Raises KeyMissing, KeyExposed, KeyWrong or FolderUnfit.
    """
    if may_make and not path.exists():
        make_secret(path, _spelled(random(_BYTES)))
    master = _read(path)
    wrapping, bearer, invitation = (
        _derived(master, purpose) for purpose in (b"wrapping", b"bearer", b"invitation")
    )
    return Keys(wrapping, bearer, invitation, random)


def backup_key(path: Path) -> bytes:
    """Give the key that backups are sealed under, which follows from the centre's own.

    Raises KeyMissing, KeyExposed or KeyWrong.
    """
    return _derived(_read(path), b"backup")


def derived(key: bytes, salt: bytes) -> bytes:
    """Give a key for one thing alone from a key for many."""
    return hmac.new(key, b"regulars-derive-2" + salt, hashlib.sha256).digest()


def make_secret(path: Path, content: bytes) -> None:
    """Write a file that only this user can read, whole or not at all; one that is there stays.

    Raises FolderUnfit. Where another process was faster, what it wrote holds.
    """
    with _written_beside(path, content) as half:
        try:
            path.hardlink_to(half)
        except FileExistsError:
            return


def replace_secret(path: Path, content: bytes) -> None:
    """Write a file that only this user can read over what is there, whole or not at all."""
    with _written_beside(path, content) as half:
        half.replace(path)


@contextmanager
def _written_beside(path: Path, content: bytes) -> Iterator[Path]:
    """Write under a name that nobody else has, down to the disk; it is gone behind the block."""
    half = path.with_name(f"{path.name}.{os.urandom(8).hex()}")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
        with os.fdopen(os.open(half, flags, 0o600), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        yield half
        half.unlink(missing_ok=True)
        sync_folder(path.parent)
    except OSError as error:  # such as a disk that knows no second name of a file
        half.unlink(missing_ok=True)
        raise trouble.FolderUnfit(str(path.parent)) from error


def sync_folder(folder: Path) -> None:
    """Bring the names in a folder down to the disk, where the system can."""
    if sys.platform == "win32":
        return
    opened = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)


def refuse_exposed(path: Path) -> None:
    """Make sure that nobody else can read a file, or put another in its place.

    Raises KeyMissing or KeyExposed.
    """
    try:
        found, folder = path.stat(), path.parent.stat()
    except OSError as error:
        raise trouble.KeyMissing(str(path)) from error
    if sys.platform == "win32":
        return
    is_open = found.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    is_foreign = found.st_uid != os.geteuid()
    if is_open or is_foreign or folder.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
        raise trouble.KeyExposed(str(path))


def _spelled(key: bytes) -> bytes:
    return f"{_HEADER}\n{key.hex()}\n".encode()


def _read(path: Path) -> bytes:
    refuse_exposed(path)
    try:
        with path.open("rb") as file:
            words = file.read(_SIZE_MAX).decode("ascii", "replace").split()
        header, spelled = words
        key = bytes.fromhex(spelled)
    except (OSError, ValueError) as error:
        raise trouble.KeyWrong(str(path)) from error
    if header != _HEADER or len(key) != _BYTES:
        raise trouble.KeyWrong(str(path))
    return key


def _derived(master: bytes, purpose: bytes) -> bytes:
    return hmac.new(master, b"regulars-derive-1" + purpose, hashlib.sha256).digest()
