"""Backups as they lie on a disk: sealed part by part, so that neither end holds more than one.

Each file has a key of its own, made from the centre's key and what the file begins with. A part is
bound to its place and to whether it is the last: nothing can be moved, left out or cut off.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO, BinaryIO, Final

from central import trouble
from central.keys import Cipher, derived

HEADER: Final = b"regulars-backup-1\n"
PART: Final = 1 << 20
_SALT_BYTES: Final = 16
_LENGTH_BYTES: Final = 4
_PLACE_BYTES: Final = 8


def is_sealed(path: Path) -> bool:
    """Tell whether a backup is sealed; older ones, and those made so, are PostgreSQL's own."""
    with path.open("rb") as file:
        return file.read(len(HEADER)) == HEADER


def seal(plain: IO[bytes], path: Path, key: bytes) -> None:
    """Seal all that can be read into a file, down to the disk."""
    salt = os.urandom(_SALT_BYTES)
    cipher = Cipher(derived(key, salt))
    with path.open("wb") as file:
        file.write(HEADER + salt)
        place, part = 0, _whole(plain)
        while True:
            following = _whole(plain) if len(part) == PART else b""
            sealed = cipher.seal(part, _about(place, is_last=not following))
            file.write(len(sealed).to_bytes(_LENGTH_BYTES, "big") + sealed)
            if not following:
                break
            place, part = place + 1, following
        file.flush()
        os.fsync(file.fileno())


def unsealed(path: Path, key: bytes) -> Iterator[bytes]:
    """Give what was sealed, a part at a time; raises KeyWrong, or BackupUnfit behind the first."""
    with path.open("rb") as file:
        begin = file.read(len(HEADER) + _SALT_BYTES)
        if not begin.startswith(HEADER) or len(begin) < len(HEADER) + _SALT_BYTES:
            raise trouble.BackupUnfit(str(path))
        cipher = Cipher(derived(key, begin[len(HEADER) :]))
        place, sealed = 0, _sealed_part(file, path)
        while True:
            following = _sealed_part(file, path)
            try:
                part = cipher.unseal(sealed, _about(place, is_last=not following))
            except trouble.KeyWrong as error:
                if place or not sealed or _opens(cipher, sealed, is_last=bool(following)):
                    raise trouble.BackupUnfit(str(path)) from error
                raise
            yield part
            if not following:
                return
            place, sealed = place + 1, following


def _opens(cipher: Cipher, first: bytes, *, is_last: bool) -> bool:
    """Tell whether a key opens the first part of a file that was cut off, or goes on, behind it."""
    try:
        cipher.unseal(first, _about(0, is_last=is_last))
    except trouble.KeyWrong:
        return False
    return True


def check_key(path: Path, key: bytes) -> None:
    """Make sure that a key opens a sealed backup, before anything is done; raises KeyWrong."""
    for _ in unsealed(path, key):
        return


def _whole(plain: IO[bytes]) -> bytes:
    """Read a whole part; a pipe gives less at once."""
    found = bytearray()
    while len(found) < PART and (more := plain.read(PART - len(found))):
        found += more
    return bytes(found)


def _sealed_part(file: BinaryIO, path: Path) -> bytes:
    """Read a part as it lies there; nothing at the end."""
    length = file.read(_LENGTH_BYTES)
    if not length:
        return b""
    most = int.from_bytes(length, "big")
    found = file.read(most) if len(length) == _LENGTH_BYTES and most <= 2 * PART else b""
    if not found or len(found) != most:
        raise trouble.BackupUnfit(str(path))
    return found


def _about(place: int, *, is_last: bool) -> bytes:
    return HEADER + place.to_bytes(_PLACE_BYTES, "big") + bytes([is_last])
