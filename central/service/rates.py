"""How often somebody may ask: token buckets, kept in this process and told the time.

Several processes each count for themselves, so a limit holds per process. Nothing of it is kept on
a disk; a device or address is forgotten when room is needed and its bucket is full again.
"""

import ipaddress
from collections.abc import Hashable
from dataclasses import dataclass, field
from functools import lru_cache

_KNOWN_MAX = 10_000
"""Addresses whose networks are remembered: every question asks."""
_NETWORK_BITS, _SITE_BITS = 64, 48
_NS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Rate:
    """So many at once, and then so many a second."""

    burst: int
    a_second: float


@dataclass(frozen=True, slots=True)
class Limits:
    """What a device, an address and a guesser may do, and how often one member is asked for."""

    device: Rate = Rate(200, 40.0)
    member: Rate = Rate(100, 10.0)
    """All devices of a shop together, about one member's points: nobody tries a card out so."""
    address: Rate = Rate(2_000, 400.0)
    stranger: Rate = Rate(200, 10.0)
    """An address, for what needs no token."""
    wrong_code: Rate = Rate(5, 1 / 30)
    """An address, for codes that were wrong."""
    any_wrong_code: Rate = Rate(50, 1.0)
    """All addresses together: guessing from many places is guessing too. It slows down whoever has
    not guessed; it turns away whoever has."""


@dataclass(slots=True)
class Buckets:
    """One bucket for each key. A key is worth one number: when its bucket will be full again.

    That is kept in whole nanoseconds: sums of fractions would now and then be one question short.
    """

    rate: Rate
    most: int = 20_000
    _full_at: dict[Hashable, int] = field(default_factory=dict)

    @property
    def _step(self) -> int:
        return round(_NS / self.rate.a_second)

    def wait_s(self, key: Hashable, now_s: float) -> float:
        """Tell how long to wait before the next; 0 where it may be now. Takes nothing."""
        now, room = _ns(now_s), (self.rate.burst - 1) * self._step
        return max(0, self._at(self._key(key), now) - now - room) / _NS

    def take(self, key: Hashable, now_s: float) -> float:
        """Take one if there is one; else tell how long to wait."""
        wait = self.wait_s(key, now_s)
        if not wait:
            place, now = self._key(key), _ns(now_s)
            self._full_at[place] = self._at(place, now) + self._step
            if len(self._full_at) > self.most:
                self._forget(now)
        return wait

    def give_back(self, key: Hashable) -> None:
        """Give back one that was taken and not used."""
        place = key if key in self._full_at else None
        if place in self._full_at:
            self._full_at[place] -= self._step

    def is_full(self, key: Hashable, now_s: float) -> bool:
        """Tell whether nothing was taken, or all of it has come back."""
        now = _ns(now_s)
        return self._full_at.get(self._key(key), now) <= now

    def _at(self, key: Hashable, now: int) -> int:
        return max(now, self._full_at.get(key, now))

    def _key(self, key: Hashable) -> Hashable:
        """Let all strangers share a bucket once there are more than can be counted."""
        is_room = key in self._full_at or len(self._full_at) < self.most
        return key if is_room else None

    def _forget(self, now: int) -> None:
        full = [key for key, at in self._full_at.items() if at <= now]
        for key in full:
            del self._full_at[key]


def _ns(seconds: float) -> int:
    return round(seconds * _NS)


def networks(address: str) -> list[str]:
    """Give all that stands for an address where somebody guesses: a site of IPv6 has many nets."""
    found = [network(address), _within(address, _SITE_BITS)]
    return list(dict.fromkeys(found))


def network(address: str) -> str:
    """Give what stands for an address: one customer of IPv6 has billions of them."""
    return _within(address, _NETWORK_BITS)


def is_here(address: str) -> bool:
    """Tell whether an address is this computer's own."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    mapped = found.ipv4_mapped if isinstance(found, ipaddress.IPv6Address) else None
    return (mapped or found).is_loopback


@lru_cache(_KNOWN_MAX)
def _within(address: str, bits: int) -> str:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return address
    if found.ipv4_mapped:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((found, bits), strict=False))
