"""Mappings, sets and lists that read what is asked of them, once, and know what was changed.

The rules use them as they use a dict; nothing here knows a table. Nobody walks over a shelf: what
is on it is only what somebody asked for.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, MutableSequence
from typing import Any, Never, TypeVar, overload

K = TypeVar("K")
V = TypeVar("V")
_WALK = "a shelf holds what was asked for, not all there is"


class Shelf(dict[K, V]):
    """A dict over rows: a key that is asked for is read first, with all others of a batch."""

    def __init__(
        self, read: Callable[[list[K]], Mapping[K, V] | Callable[[], Mapping[K, V]]]
    ) -> None:
        """Read with `read`: of many keys, those that there are, or what gives them when called.

        The latter lets several questions be on their way to the database together.
        """
        super().__init__()
        self.stored: dict[K, V] = {}
        self._read = read
        self._asked: set[K] = set()
        self._due: list[Callable[[], Mapping[K, V]]] = []

    def fetch(self, keys: Iterable[K]) -> None:
        """Read keys that nobody has asked for yet, in one go."""
        self.expect(keys)
        if self._due:
            self._arrive()

    def expect(self, keys: Iterable[K]) -> None:
        """Ask for keys that nobody has asked for yet; whoever looks at the shelf waits for them."""
        todo = [key for key in dict.fromkeys(keys) if key not in self._asked]
        if todo:
            self._asked.update(todo)
            found = self._read(todo)
            if callable(found):
                self._due.append(found)
            else:
                self.take(found)

    def _arrive(self) -> None:
        due, self._due = self._due, []
        for give in due:
            self.take(give())

    def take(self, found: Mapping[K, V]) -> None:
        """Put what was read on the shelf, unless it is there; whoever read it knows that it is."""
        for key, value in found.items():
            self._asked.add(key)
            if key not in self.stored:
                self.stored[key] = value
                super().__setitem__(key, value)

    def lack(self, keys: Iterable[K]) -> None:
        """Take it that there is nothing under these keys, as whoever asked elsewhere knows."""
        self._asked.update(keys)

    def is_read(self, key: K) -> bool:
        """Tell whether somebody asked for a key, so that looking at it costs no question."""
        return key in self._asked

    def known(self) -> dict[K, V]:
        """Give what is on the shelf now."""
        self._arrive()
        return dict(super().items())

    def changed(self) -> dict[K, V]:
        """Give what is not as it was read."""
        self._arrive()
        return {
            key: value
            for key, value in super().items()
            if key not in self.stored or self.stored[key] != value
        }

    def removed(self) -> list[K]:
        """List what was read and taken away."""
        self._arrive()
        return [key for key in self.stored if not super(Shelf, self).__contains__(key)]

    def __contains__(self, key: object) -> bool:
        if self._due or key not in self._asked:  # the rules ask thousands of times
            self.fetch([key])  # type: ignore[list-item] # whoever asks has a key of this shelf
        return super().__contains__(key)

    def __getitem__(self, key: K) -> V:
        if self._due or key not in self._asked:
            self.fetch([key])
        return super().__getitem__(key)

    def __setitem__(self, key: K, value: V) -> None:
        if self._due or key not in self._asked:
            self.fetch([key])
        super().__setitem__(key, self.fitted(key, value))

    def fitted(self, key: K, value: V) -> V:
        """Give a new value as it is to stand here; for shelves whose values read by themselves."""
        del key
        return value

    def __delitem__(self, key: K) -> None:
        self.fetch([key])
        super().__delitem__(key)

    def get(self, key: K, default: Any = None) -> Any:
        """Give a value, or the default where there is none."""
        if self._due or key not in self._asked:
            self.fetch([key])
        return super().get(key, default)

    def setdefault(self, key: K, default: Any = None) -> Any:
        """Give a value; where there is none, the default becomes it."""
        if key not in self:
            self[key] = default
        return super().__getitem__(key)

    def pop(self, key: K, *default: Any) -> Any:
        """Take a value away."""
        self.fetch([key])
        return super().pop(key, *default)

    def __iter__(self) -> Iterator[K]:
        raise AssertionError(_WALK)

    def keys(self) -> Never:
        """Refuse: see the module."""
        raise AssertionError(_WALK)

    def values(self) -> Never:
        """Refuse: see the module."""
        raise AssertionError(_WALK)

    def items(self) -> Never:
        """Refuse: see the module."""
        raise AssertionError(_WALK)


class Marks(set[K]):
    """A set over rows; nothing is ever taken out of it."""

    def __init__(self, read: Callable[[list[K]], Iterable[K] | Callable[[], Iterable[K]]]) -> None:
        """Read with `read`: of many, those that are marked, or what gives them when called."""
        super().__init__()
        self.added: list[K] = []
        self._read = read
        self._asked: set[K] = set()
        self._due: list[Callable[[], Iterable[K]]] = []

    def fetch(self, keys: Iterable[K]) -> None:
        """Read marks that nobody has asked for yet, in one go."""
        self.expect(keys)
        due, self._due = self._due, []
        for give in due:
            super().update(give())

    def expect(self, keys: Iterable[K]) -> None:
        """Ask for marks that nobody has asked for yet; whoever looks waits for them."""
        todo = [key for key in dict.fromkeys(keys) if key not in self._asked]
        if todo:
            self._asked.update(todo)
            found = self._read(todo)
            if callable(found):
                self._due.append(found)
            else:
                super().update(found)

    def __contains__(self, key: object) -> bool:
        if self._due or key not in self._asked:
            self.fetch([key])  # type: ignore[list-item] # whoever asks has a key of this set
        return super().__contains__(key)

    def add(self, key: K) -> None:
        """Mark something."""
        if key not in self:
            self.added.append(key)
            super().add(key)

    def __iter__(self) -> Iterator[K]:
        raise AssertionError(_WALK)


class Long(MutableSequence[V]):
    """A list of known length of which single elements are read; it grows at its end only."""

    def __init__(self, length: int, read: Callable[[int], V]) -> None:
        """Read with `read`: the element at a place, counted from 0."""
        self.length = length
        self.changed: dict[int, V] = {}
        self._known: dict[int, V] = {}
        self._read = read

    def take(self, place: int, value: V) -> None:
        """Put in what was read."""
        self._known.setdefault(place, value)

    def known(self, place: int) -> V:
        """Give an element that has been read."""
        return self._known[place]

    def __len__(self) -> int:
        return self.length

    @overload
    def __getitem__(self, place: int) -> V: ...
    @overload
    def __getitem__(self, place: slice) -> MutableSequence[V]: ...
    def __getitem__(self, place: int | slice) -> V | MutableSequence[V]:
        assert isinstance(place, int), _WALK
        place = place + self.length if place < 0 else place
        if not 0 <= place < self.length:
            raise IndexError(place)
        if place not in self._known:
            self.take(place, self._read(place))
        return self._known[place]

    @overload
    def __setitem__(self, place: int, value: V) -> None: ...
    @overload
    def __setitem__(self, place: slice, value: Iterable[V]) -> None: ...
    def __setitem__(self, place: int | slice, value: V | Iterable[V]) -> None:
        assert isinstance(place, int), _WALK
        assert 0 <= place < self.length
        self._known[place] = self.changed[place] = value  # type: ignore[assignment] # one element

    def append(self, value: V) -> None:
        """Add an element."""
        self.length += 1
        self[self.length - 1] = value

    def __delitem__(self, place: int | slice) -> None:
        raise AssertionError(_WALK)

    def insert(self, index: int, value: V) -> None:
        """Refuse: a log grows at its end."""
        raise AssertionError(_WALK)
