"""Bodies in flight: how much memory questions may take while they arrive and are answered."""

from collections import Counter
from collections.abc import Hashable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

_MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Budget:
    """Bytes of all bodies together and of one device's, unpacked; questions of it at once."""

    most: int = 64 * _MIB
    from_one: int = 16 * _MIB
    at_once: int = 4


@dataclass(slots=True)
class Flight:
    """What is in flight in one process; belongs to one event loop."""

    budget: Budget = field(default_factory=Budget)
    size: int = 0
    _sizes: Counter[Hashable] = field(default_factory=Counter)
    _questions: Counter[Hashable] = field(default_factory=Counter)

    @contextmanager
    def entering(self, who: Hashable, *, is_known: bool) -> Iterator["Load | None"]:
        """Hold a place while a question lasts; None where a device has too many under way.

        Strangers behind one address may be many tills, so theirs are not counted, only weighed.
        """
        if is_known and self._questions[who] >= self.budget.at_once:
            yield None
            return
        self._questions[who] += 1
        load = Load(self, who)
        try:
            yield load
        finally:
            self._leave(who, load.size)

    def take(self, who: Hashable, size: int) -> bool:
        """Take so many bytes, if there is room for them."""
        is_full = self.size + size > self.budget.most
        if is_full or self._sizes[who] + size > self.budget.from_one:
            return False
        self.size += size
        self._sizes[who] += size
        return True

    def _leave(self, who: Hashable, size: int) -> None:
        self.size -= size
        self._sizes[who] -= size
        self._questions[who] -= 1
        if not self._questions[who]:
            del self._questions[who], self._sizes[who]


@dataclass(slots=True)
class Load:
    """The bytes of one question."""

    flight: Flight
    who: Hashable
    size: int = 0

    def add(self, size: int) -> bool:
        """Take so many bytes more; False where there is no room for them."""
        if not self.flight.take(self.who, size):
            return False
        self.size += size
        return True
