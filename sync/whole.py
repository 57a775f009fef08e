"""Questions leave in one piece: head and body in one record, of which the centre is woken once."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any


class Whole:
    """Holds back what is written to a stream until something is read from it.

    The library writes a head and a body each by itself; over TLS that is two records, two calls of
    the system, and a centre that is woken before there is anything to do.
    """

    def __init__(self, stream: Any, broken: type[Exception]) -> None:
        """Stand before the `write` and `read` of a stream; `broken` is what a write raises."""
        self._held: list[bytes] = []
        self._seconds: float | None = None
        self._broken = broken
        self._write: Callable[..., None] = stream.write
        self._read: Callable[..., bytes] = stream.read
        vars(stream).update(write=self.write, read=self.read)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Hold bytes back; `timeout` is in seconds."""
        self._held.append(buffer)
        self._seconds = timeout

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Send what was held back, and read.

        Where nobody takes it any more, there may still be an answer that says why.
        """
        held, self._held = b"".join(self._held), []
        if held:
            with suppress(self._broken):
                self._write(held, self._seconds)
        return self._read(max_bytes, timeout)
