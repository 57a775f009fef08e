"""The fact "request" of a sale: which request for its refund waits, and which were carried out.

Two tills may ask for one sale. Only whose request was carried out may hand out the money.
"""

from dataclasses import dataclass, replace

DONE_MAX = 64
"""So many requests are named; of a sale that was given back in more parts, the newest."""
_BETWEEN, _AT = ",", "@"


@dataclass(frozen=True, slots=True)
class Asked:
    """What is told of a sale: the request that waits, "" for none, and those carried out.

    `devices` are those that asked for what was carried out; only the centre knows them.
    """

    to: str = ""
    done: tuple[str, ...] = ()
    devices: tuple[str, ...] = ()

    def spelled(self) -> str:
        """Give the value of the fact."""
        done = (f"{one}{_AT}{at}" for one, at in zip(self.done, self.devices, strict=True))
        return _BETWEEN.join((self.to, *done))


def read_asked(value: str) -> Asked:
    """Read the value of the fact; "" is of a sale nobody asked for."""
    to, *done = value.split(_BETWEEN)
    parts = [one.partition(_AT) for one in done]
    return Asked(to, tuple(one for one, _, _ in parts), tuple(at for _, _, at in parts))


def waiting(value: str, request: str) -> str:
    """Give the fact once a request waits."""
    return replace(read_asked(value), to=request).spelled()


def dealt(value: str, done: str = "", device: str = "") -> str:
    """Give the fact once none waits; `done` is the request of a device that was carried out."""
    before = replace(read_asked(value), to="")
    if not done:
        return before.spelled()
    names, devices = (*before.done, done), (*before.devices, device)
    return Asked("", names[-DONE_MAX:], devices[-DONE_MAX:]).spelled()
