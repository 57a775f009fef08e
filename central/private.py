"""Personal data as the database may keep it: sealed under keys of each shop that it cannot read.

Every shop has keys of its own, numbered, each wrapped under the centre's own key. What is sealed
names the number of its key, so that a newer one can take over; a phone number is looked up by a
mark made from it under the shop's phone key.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import LiteralString, Protocol, TypeVar

from central.database import Connection, Database, LostRace, uuid
from central.keys import Cipher, Keys
from regulars.ids import Id
from regulars.people.phone import phone_mark

A = TypeVar("A")
_KEY_BYTES = 32
_FRESH_MS = 600_000
"""How long a process trusts what it read of a shop's keys."""
_KEYS = "select key, wrapped from field_key where tenant = %(tenant)s"
_PHONE_KEY = "select wrapped from secret where tenant = %(tenant)s and name = 'phone'"
_ADD_KEY = """
insert into field_key (tenant, key, wrapped, made)
values (%(tenant)s, %(key)s, %(wrapped)s, %(now)s)
on conflict do nothing
"""
_ADD_PHONE_KEY = """
insert into secret (tenant, name, wrapped) values (%(tenant)s, 'phone', %(wrapped)s)
on conflict do nothing
"""


class KeysMissingError(Exception):
    """A shop has no keys for personal data yet: make them, then ask again."""


class Asker(Protocol):
    """Whoever asks the database for a shop; see `central.working.asking`."""

    @property
    def tenant(self) -> Id:
        """Give the shop."""

    @property
    def now_ms(self) -> int:
        """Give the time."""

    def rows(self, question: LiteralString, **values: object) -> list[tuple[object, ...]]:
        """Ask."""


@dataclass(frozen=True, slots=True, repr=False)
class Seals:
    """The keys of one shop for what is personal."""

    tenant: Id
    newest: int
    read_ms: int
    _ciphers: Mapping[int, Cipher]
    _phone: bytes
    _forget: Callable[[], None]

    def seal(self, plain: bytes, *about: bytes) -> bytes:
        """Seal bytes under the newest key, bound to what they are about."""
        return self._ciphers[self.newest].seal(plain, self._bound(about))

    def unseal(self, key: int, sealed: bytes, *about: bytes) -> bytes:
        """Give sealed bytes back; raises KeyWrong where they are about something else.

        A key that came after these were read means: run the transaction again, with fresh ones.
        """
        cipher = self._ciphers.get(key)
        if cipher is None:
            self._forget()
            raise LostRace
        return cipher.unseal(sealed, self._bound(about))

    def mark(self, phone: str) -> bytes:
        """Give what a phone number (E.164) is looked up by; 32 bytes."""
        return phone_mark(self._phone, phone)

    def _bound(self, about: Iterable[bytes]) -> bytes:
        parts = (b"regulars-personal-1", self.tenant, *about)
        return b"".join([len(part).to_bytes(2, "big") + part for part in parts])


@dataclass(frozen=True, slots=True, repr=False)
class Vault:
    """The keys of all shops for what is personal, at hand once they were read."""

    keys: Keys
    _known: dict[Id, Seals] = field(default_factory=dict)

    def seals(self, asking: Asker) -> Seals:
        """Give a shop's keys; raises KeysMissingError where there are none yet."""
        found = self._known.get(asking.tenant)
        if found is None or not 0 <= asking.now_ms - found.read_ms < _FRESH_MS:
            found = self._known[asking.tenant] = self._read(asking)
        return found

    def known(self, shop: Id) -> Seals | None:
        """Give a shop's keys if they are at hand."""
        return self._known.get(shop)

    def forget(self, shop: Id) -> None:
        """Read a shop's keys anew when they are next needed."""
        self._known.pop(shop, None)

    def make(self, database: Database, shop: Id, now_ms: int) -> None:
        """Make what keys a shop lacks; those that are there stay."""

        def work(connection: Connection) -> None:
            self.add(connection, shop, 1, now_ms)
            wrapped = self.keys.wrap(shop, "phone", self.keys.random(_KEY_BYTES))
            connection.execute(_ADD_PHONE_KEY, {"tenant": uuid(shop), "wrapped": wrapped})

        database.write(shop, work)

    def making(
        self, database: Database, shop: Id, clock: Callable[[], int], ask: Callable[[], A]
    ) -> A:
        """Ask; where the shop has no keys yet, make them and ask again."""
        try:
            return ask()
        except KeysMissingError:
            self.make(database, shop, clock())
            return ask()

    def add(self, connection: Connection, shop: Id, number: int, now_ms: int) -> None:
        """Make a key of a shop with this number, unless there is one."""
        secret = self.keys.random(_KEY_BYTES)
        values = {"tenant": uuid(shop), "key": number, "now": now_ms}
        wrapped = self.keys.wrap(shop, _name(number), secret)
        connection.execute(_ADD_KEY, {**values, "wrapped": wrapped})

    def _read(self, asking: Asker) -> Seals:
        shop, unwrap = asking.tenant, self.keys.unwrap
        found = {int(str(key)): _bytes(wrapped) for key, wrapped in asking.rows(_KEYS)}
        phone = [_bytes(wrapped) for (wrapped,) in asking.rows(_PHONE_KEY)]
        if not (found and phone):
            raise KeysMissingError
        ciphers = {
            one: Cipher(unwrap(shop, _name(one), key), self.keys.random)
            for one, key in found.items()
        }
        phone_key = unwrap(shop, "phone", phone[0])
        forget = partial(self.forget, shop)
        return Seals(shop, max(found), asking.now_ms, ciphers, phone_key, forget)


def _name(number: int) -> str:
    return f"personal-{number}"


def _bytes(found: object) -> bytes:
    assert isinstance(found, bytes | bytearray | memoryview)
    return bytes(found)
