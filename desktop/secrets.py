"""The keys of a shop: made once, wrapped twice, never lost silently and never made anew.

Database key, PIN pepper, phone key and device key are wrapped by a master key. The master key is
kept by the system's keyring or, where there is none, in a file only this user can read; and it is
wrapped a second time by the recovery key, which stands only on the printed sheet. `keys.json`
holds the wrapped keys and says which store is in use: a keyring that does not answer is "key not
found", never a reason to make a new key.

A new sheet takes the place of the old one once it was shown (`settle_sheet`); backups on this
computer follow (`follow_sheet`). A copy that was taken away goes on opening with the sheet of its
day: no program can change what it does not have.

Wrapping is AES-256-GCM, with the name of what is wrapped vouched for, so that two keys cannot be
swapped; the wrapping key of a recovery sheet is HKDF-SHA256 of its 128 bits.
"""

import base64
import json
import os
import sys
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from desktop import trouble

NAME = "keys.json"
MASTER_NAME = "master.key"
VERSION = 1
MASTER_BYTES = 32
RECOVERY_BYTES = 16
_NONCE_BYTES = 12
SEALED_MORE = _NONCE_BYTES + 16
"""By so many bytes a sealed part is longer."""
_SERVICE = "Regulars"
_WRAPPED = ("database", "pepper", "phone", "device")
_MASTER = "master"
_SHEET = "recovery"
_SHEETS_BEFORE = "recovery_before"
_STORES = ("keyring", "file")
Chance = Callable[[int], bytes]


class _Document(dict[str, object]):
    """What keys.json holds."""


@dataclass(frozen=True, slots=True, repr=False)
class Keys:
    """The unwrapped keys of a shop. `device` is an Ed25519 private key as 32 raw bytes."""

    database: bytes
    pepper: bytes
    phone: bytes
    device: bytes

    def public_device_key(self) -> bytes:
        """Give the public half of the device key, 32 raw bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.device).public_key().public_bytes_raw()

    def note_key(self) -> bytes:
        """Give the key that vouches for the note beside the file, 32 bytes of this device's own."""
        return HKDF(SHA256(), 32, None, b"regulars-head-1").derive(self.device)


class MasterStore(Protocol):
    """Keeps one secret of 32 bytes for one shop."""

    name: str

    def read(self) -> bytes | None:
        """Give the secret, or None where it is not there."""

    def write(self, secret: bytes) -> None:
        """Keep the secret; raises a Trouble where it cannot."""


@dataclass(slots=True)
class KeyringStore:
    """Keeps the master key in the system's keyring, under the shop's random name."""

    shop: str
    name: str = "keyring"

    def read(self) -> bytes | None:
        """Give the secret; None where the keyring is away or does not know it."""
        import keyring.errors  # slow, and without use where the key is in a file

        try:
            found = keyring.get_password(_SERVICE, self.shop)
            return None if found is None else base64.b64decode(found)
        except (keyring.errors.KeyringError, ValueError):
            return None

    def write(self, secret: bytes) -> None:
        """Keep the secret; raises KeyMissing where there is no keyring to keep it."""
        import keyring.errors

        try:
            keyring.set_password(_SERVICE, self.shop, base64.b64encode(secret).decode())
        except keyring.errors.KeyringError as error:
            raise trouble.KeyMissing("keyring") from error


@dataclass(slots=True)
class FileStore:
    """Keeps the master key in a file only this user can read; said on screen where it is so."""

    folder: Path
    name: str = "file"

    def read(self) -> bytes | None:
        """Give the secret, or None."""
        try:
            return (self.folder / MASTER_NAME).read_bytes()
        except OSError:
            return None

    def write(self, secret: bytes) -> None:
        """Keep the secret; raises a Trouble where the disk does not take it."""
        write_private(self.folder / MASTER_NAME, secret)


def best_store(folder: Path, shop: str) -> MasterStore:
    """Give the keyring where one keeps what it is given, else a file."""
    probe = KeyringStore("probe")  # never under the shop's name, where a key may stand already
    secret = shop.encode()
    try:
        probe.write(secret)
    except trouble.KeyMissing:
        return FileStore(folder)
    return KeyringStore(shop) if probe.read() == secret else FileStore(folder)


def found_keys(folder: Path, shop: str, chance: Chance, store: MasterStore) -> tuple[Keys, bytes]:
    """Make the keys of a new shop; gives them with the recovery key to print. Never overwrites."""
    path = folder / NAME
    if path.exists():
        raise trouble.KeysDamaged(str(path))
    device = Ed25519PrivateKey.from_private_bytes(chance(32)).private_bytes_raw()
    keys = Keys(chance(32), chance(32), chance(32), device)
    master, recovery = chance(MASTER_BYTES), chance(RECOVERY_BYTES)
    store.write(master)
    sealed = {name: _wrap(master, name, getattr(keys, name), chance) for name in _WRAPPED}
    document = {
        "version": VERSION,
        "shop": shop,
        "store": store.name,
        "wrapped": sealed,
        _SHEET: _wrap(_recovery_wrapper(recovery), _MASTER, master, chance),
    }
    write_private(path, json.dumps(document, indent=1).encode())
    return keys, recovery


def open_keys(folder: Path) -> Keys:
    """Unwrap the keys of a shop; raises KeyMissing, WrongKey, KeysDamaged or NotSetUp."""
    document = _document(folder)
    return _unwrap_all(document, _master(document, folder))


def renew_device_key(folder: Path, chance: Chance) -> Keys:
    """Make a new device key, for a restored copy; the other keys stay as they are."""
    document = _document(folder)
    master = _master(document, folder)
    keys = replace(_unwrap_all(document, master), device=chance(32))
    wrapped = document["wrapped"]
    assert isinstance(wrapped, dict), "it was unwrapped just now"
    wrapped["device"] = _wrap(master, "device", keys.device, chance)
    _write(folder, document)
    return keys


def adopt_keys(folder: Path, chance: Chance, *, pepper: bytes, phone: bytes) -> Keys:
    """Take over what all tills of a shop share, at a new till that holds nothing under its own."""
    document = _document(folder)
    master = _master(document, folder)
    keys = replace(_unwrap_all(document, master), pepper=pepper, phone=phone)
    wrapped = document["wrapped"]
    assert isinstance(wrapped, dict), "it was unwrapped just now"
    for name in ("pepper", "phone"):
        wrapped[name] = _wrap(master, name, getattr(keys, name), chance)
    _write(folder, document)
    return keys


def recover_keys(folder: Path, recovery: bytes, store: MasterStore | None = None) -> Keys:
    """Open the keys with the recovery sheet and keep the master key on this computer again."""
    document = _document(folder)
    master = _master_by_sheet(document, recovery)
    keys = _unwrap_all(document, master)
    keeper = store or best_store(folder, str(document["shop"]))
    keeper.write(master)
    document["store"] = keeper.name
    _write(folder, document)
    return keys


def _master_by_sheet(document: _Document, recovery: bytes) -> bytes:
    wrapper = _recovery_wrapper(recovery)
    for before in _sheets_before(document):
        with suppress(trouble.Trouble):
            return _unwrap(wrapper, _MASTER, before)
    return _unwrap(wrapper, _MASTER, document[_SHEET])


def new_recovery(folder: Path, chance: Chance) -> bytes:
    """Make a new recovery key, for a sheet that was lost or seen by somebody.

    The sheet before it opens too until `settle_sheet`: were the program to end before anybody
    has seen the new one, no sheet would open anything.
    """
    document = _document(folder)
    master = _master(document, folder)
    _unwrap_all(document, master)  # a sheet for a key that opens nothing would be worse than none
    recovery = chance(RECOVERY_BYTES)
    document[_SHEETS_BEFORE] = [*_sheets_before(document), document[_SHEET]]
    document[_SHEET] = _wrap(_recovery_wrapper(recovery), _MASTER, master, chance)
    _write(folder, document)
    return recovery


def settle_sheet(folder: Path) -> None:
    """From now on only the newest sheet opens the keys in this folder: it was shown."""
    document = _document(folder)
    if document.pop(_SHEETS_BEFORE, None) is not None:
        _write(folder, document)


def follow_sheet(folder: Path, copies: Iterable[Path]) -> int:
    """Let copies of this shop's keys open with the newest sheet alone; gives how many changed.

    Waits while a new sheet was not shown yet. Copies of another shop, and damaged ones, stay as
    they are. Doing it again does what a break left undone.
    """
    document = _document(folder)
    if _sheets_before(document):
        return 0
    master = _master(document, folder)
    return sum(_follow(place, document, master) for place in copies)


def _follow(place: Path, newest: _Document, master: bytes) -> bool:
    try:
        copied = _document(place)
        _unwrap_all(copied, master)
    except trouble.Trouble:
        return False
    if copied[_SHEET] == newest[_SHEET] and not _sheets_before(copied):
        return False
    copied[_SHEET] = newest[_SHEET]
    copied.pop(_SHEETS_BEFORE, None)
    _write(place, copied)
    return True


def keep_newest_sheet(copied: Path, current: Path) -> None:
    """Let a backup that is put back open with the sheet this computer uses for the same shop.

    Does nothing on another computer, or where what is here cannot be read.
    """
    try:
        document, newest = _document(copied), _document(current)
        master = _master(document, copied)
        _unwrap_all(newest, master)
    except trouble.Trouble:
        return
    document[_SHEET] = newest[_SHEET]
    document[_SHEETS_BEFORE] = _sheets_before(newest)
    _write(copied, document)


def store_in_use(folder: Path) -> str:
    """Tell where the master key is kept: "keyring" or "file"."""
    return str(_document(folder)["store"])


def write_private(path: Path, content: bytes) -> None:
    """Write a file that only this user can read, whole or not at all; raises a Trouble."""
    beside = path.with_name(path.name + ".new")
    try:
        handle = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
        if sys.platform != "win32":  # where a folder cannot be opened
            folder = os.open(path.parent, os.O_RDONLY)
            try:
                os.fsync(folder)
            finally:
                os.close(folder)
    except OSError as error:
        with suppress(OSError):
            beside.unlink(missing_ok=True)
        raise trouble.from_os(error, str(path)) from error


def _write(folder: Path, document: _Document) -> None:
    write_private(folder / NAME, json.dumps(document, indent=1).encode())


def _sheets_before(document: _Document) -> list[object]:
    """Give what older sheets open, while the newest one may not have been seen."""
    found = document.get(_SHEETS_BEFORE)
    return found if isinstance(found, list) else []


def _document(folder: Path) -> _Document:
    path = folder / NAME
    try:
        document = _Document(json.loads(path.read_bytes()))
    except FileNotFoundError as error:
        raise trouble.NotSetUp(str(folder)) from error
    except PermissionError as error:
        raise trouble.FolderForbidden(str(path)) from error
    except (OSError, ValueError, TypeError, RecursionError) as error:
        raise trouble.KeysDamaged(str(path)) from error
    if not {"version", "shop", "store", "wrapped", "recovery"} <= document.keys():
        raise trouble.KeysDamaged(str(path))
    version = document["version"]
    if not isinstance(version, int) or version < 1 or document["store"] not in _STORES:
        raise trouble.KeysDamaged(str(path))
    if version > VERSION:
        raise trouble.FileNewer(str(path))
    return document


def _master(document: _Document, folder: Path) -> bytes:
    store = _store_named(document, folder)
    master = store.read()
    if master is None or len(master) != MASTER_BYTES:
        raise trouble.KeyMissing(store.name)
    return master


def _store_named(document: _Document, folder: Path) -> MasterStore:
    if document["store"] == "keyring":
        return KeyringStore(str(document["shop"]))
    return FileStore(folder)


def _unwrap_all(document: _Document, master: bytes) -> Keys:
    wrapped = document["wrapped"]
    if not isinstance(wrapped, dict) or not set(_WRAPPED) <= wrapped.keys():
        raise trouble.KeysDamaged
    return Keys(*(_unwrap(master, name, wrapped[name]) for name in _WRAPPED))


def _recovery_wrapper(recovery: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, b"regulars-recovery-1").derive(recovery)


def seal_part(key: bytes, place: int, plain: bytes, chance: Chance) -> bytes:
    """Seal what lies beside the shop's file for a while, under a key from that file's own."""
    nonce = chance(_NONCE_BYTES)
    return nonce + AESGCM(_beside(key)).encrypt(nonce, plain, str(place).encode())


def unseal_part(key: bytes, place: int, sealed: bytes) -> bytes | None:
    """Give it back; None where it is not what was sealed at that place, or is another shop's."""
    try:
        inside = AESGCM(_beside(key))
        return inside.decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], str(place).encode())
    except (InvalidTag, ValueError):
        return None


def _beside(key: bytes) -> bytes:
    return HKDF(SHA256(), 32, None, b"regulars-beside-1").derive(key)


def _wrap(key: bytes, name: str, secret: bytes, chance: Chance) -> str:
    nonce = chance(_NONCE_BYTES)
    sealed = AESGCM(key).encrypt(nonce, secret, name.encode())
    return base64.b64encode(nonce + sealed).decode()


def _unwrap(key: bytes, name: str, text: object) -> bytes:
    try:
        sealed = base64.b64decode(str(text), validate=True)
        return AESGCM(key).decrypt(sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], name.encode())
    except InvalidTag as error:
        raise trouble.WrongKey from error
    except ValueError as error:
        raise trouble.KeysDamaged from error
