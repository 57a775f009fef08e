"""What stands beside an operation, as it lies in the database: salt and bytes, sealed as one."""

from uuid import UUID

from central.private import Seals

_SALT_BYTES = 16


def seal_beside(seals: Seals, device: UUID, place: int, plain: bytes) -> bytes:
    """Seal the salt and the bytes that follow it, bound to their place in the log."""
    return seals.seal(plain, *_about(device, place))


def read_beside(
    seals: Seals, device: UUID, place: int, key: int, sealed: bytes
) -> tuple[bytes, bytes]:
    """Give salt and bytes; raises KeyWrong."""
    plain = seals.unseal(key, bytes(sealed), *_about(device, place))
    return plain[:_SALT_BYTES], plain[_SALT_BYTES:]


def _about(device: UUID, place: int) -> tuple[bytes, ...]:
    return b"beside", device.bytes, place.to_bytes(8, "big")
