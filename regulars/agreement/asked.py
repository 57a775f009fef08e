"""The fact "request" of a sale: which request for its refund waits, and what came of the others.

Two tills may ask for one sale. Only whose request was carried out may hand out the money; the
other reads what has gone back of the sale meanwhile, and asks anew by what it knows then.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest

NAMED_MAX = 64
"""So many requests are named of each sort; of a sale with more, the newest."""
UNKNOWN = -1
"""The money of a refund that an older program carried out."""
_PARTS, _BETWEEN, _AT = ";", ",", "@"


@dataclass(frozen=True, slots=True)
class Done:
    """A request that was carried out, the device that asked, and the money it may hand out."""

    request: str
    device: str = ""
    cash_minor: int = UNKNOWN


@dataclass(frozen=True, slots=True)
class Asked:
    """What is told of a sale: the request that waits, "" for none, those carried out and refused.

    `back` is what had gone back of each line when the newest was dealt with, `at` the device that
    last gave some of it back; `is_gone` says that nothing is left.
    """

    to: str = ""
    dones: tuple[Done, ...] = ()
    refused: tuple[str, ...] = ()
    back: tuple[int, ...] = ()
    at: str = ""
    is_gone: bool = False

    @property
    def done(self) -> tuple[str, ...]:
        """Name the requests that were carried out."""
        return tuple(one.request for one in self.dones)

    @property
    def devices(self) -> tuple[str, ...]:
        """Name the devices that asked for what was carried out; only the centre knows them."""
        return tuple(one.device for one in self.dones)

    def spelled(self) -> str:
        """Give the value of the fact."""
        done = (_AT.join((one.request, one.device, _figure(one.cash_minor))) for one in self.dones)
        parts = [_BETWEEN.join((self.to, *done)), _BETWEEN.join(self.refused)]
        parts += [_BETWEEN.join(map(str, self.back)), self.at, "gone" if self.is_gone else ""]
        return _PARTS.join(parts).rstrip(_PARTS)


def _figure(cash_minor: int) -> str:
    return "" if cash_minor == UNKNOWN else str(cash_minor)


def read_asked(value: str) -> Asked:
    """Read the value of the fact; "" is of a sale nobody asked for."""
    named, refused, back, at, gone, *_ = (*value.split(_PARTS), "", "", "", "", "")
    to, *done = named.split(_BETWEEN)
    return Asked(
        to,
        tuple(_read_done(one) for one in done),
        tuple(refused.split(_BETWEEN)) if refused else (),
        tuple(int(one) for one in back.split(_BETWEEN)) if back else (),
        at,
        bool(gone),
    )


def _read_done(spelled: str) -> Done:
    request, device, cash, *_ = (*spelled.split(_AT), "", "")
    return Done(request, device, int(cash) if cash else UNKNOWN)


def waiting(value: str, request: str) -> str:
    """Give the fact once a request waits."""
    return replace(read_asked(value), to=request).spelled()


def with_done(said: Asked, done: Done) -> Asked:
    """Give what is told once a request was carried out."""
    return replace(said, to="", dones=(*said.dones, done)[-NAMED_MAX:])


def with_refused(said: Asked, request: str) -> Asked:
    """Give what is told once a request was refused."""
    return replace(said, to="", refused=(*said.refused, request)[-NAMED_MAX:])


def is_stale(known: Sequence[int], back: Sequence[int]) -> bool:
    """Tell whether more has gone back of a sale, of any line, than whoever asks knew.

    That less has is no reason to refuse: a restored centre may know less than a till.
    """
    return any(now > then for then, now in zip_longest(known, back, fillvalue=0))


def most_of(one: Sequence[int], other: Sequence[int]) -> tuple[int, ...]:
    """Give what has gone back of each line by two accounts of it: it only ever grows."""
    return tuple(max(pair) for pair in zip_longest(one, other, fillvalue=0))
