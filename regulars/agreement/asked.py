"""The fact "request" of a sale: which request for its refund waits, and which were carried out.

Two tills may ask for one sale. Only whose request was carried out may hand out the money.
"""

from dataclasses import dataclass

DONE_MAX = 64
"""So many requests are named; of a sale that was given back in more parts, the newest."""
_BETWEEN = ","


@dataclass(frozen=True, slots=True)
class Asked:
    """What is told of a sale: the request that waits, "" for none, and those carried out."""

    to: str = ""
    done: tuple[str, ...] = ()

    def spelled(self) -> str:
        """Give the value of the fact."""
        return _BETWEEN.join((self.to, *self.done))


def read_asked(value: str) -> Asked:
    """Read the value of the fact; "" is of a sale nobody asked for."""
    to, *done = value.split(_BETWEEN)
    return Asked(to, tuple(done))


def waiting(value: str, request: str) -> str:
    """Give the fact once a request waits."""
    return Asked(request, read_asked(value).done).spelled()


def dealt(value: str, done: str = "") -> str:
    """Give the fact once none waits any more; `done` is the request that was carried out."""
    before = read_asked(value).done
    return Asked("", (*before, done)[-DONE_MAX:] if done else before).spelled()
