"""PINs: hard to guess from the file alone, and slow to guess at the till.

A verifier is Argon2id over HMAC-SHA256(pepper, staff ‖ PIN); the pepper is a key of the shop and
stands outside the file, so a stolen file says nothing about a PIN. Misses are counted in the file
and, again, beside the keys, and the larger count holds: copying an old file back, restarting or
setting the clock back wins no guesses.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from desktop.secrets import write_private
from desktop.store.database import Store
from regulars.ids import Id, spell
from regulars.refusals import PinLocked, Refusal, WeakPin, WrongPin

Hasher = PasswordHasher
MISSES_MAX = 5
LOCK_FIRST_MS = 30_000
LOCK_MOST_MS = 30 * 60_000
LENGTH_MIN, LENGTH_MAX = 4, 8
NAME = "attempts.json"
_WEAK = frozenset(
    [
        "1234",
        "2345",
        "3456",
        "4567",
        "5678",
        "6789",
        "7890",
        "0123",
        "4321",
        "5432",
        "6543",
        "7654",
        "8765",
        "9876",
        "3210",
        "1212",
        "1313",
        "1010",
        "2020",
        "1122",
        "1221",
        "2112",
        "2211",
        "1004",
        "0007",
        "0852",
        "2580",
        "1379",
        "1397",
        "6969",
        "5150",
        "1128",
        "0420",
        "0911",
        "1357",
        "2468",
        "1470",
        "1590",
        "3698",
        "7410",
        "9630",
        "8520",
        "0001",
        "1110",
        "5200",
        "5201",
        "0520",
        "1314",
        "6688",
        "8866",
        "1688",
        "5168",
        "8168",
        "123456",
        "654321",
        "121212",
        "112233",
        "123123",
        "520520",
        "521521",
        "131452",
        "201314",
        "666888",
        "168168",
        "147258",
        "159357",
        "123321",
        "101010",
        "888666",
        "147147",
        "258258",
        "123654",
        "102030",
        "010203",
    ]
)
_YEARS = range(1930, 2031)


@dataclass(frozen=True, slots=True)
class Attempts:
    """What is remembered about wrong PINs of one person; times are wall milliseconds."""

    misses: int = 0
    locked_until_ms: int = 0
    seen_ms: int = 0


@dataclass(slots=True)
class Pins:
    """Checks and sets PINs of one shop. Belongs to the writer's thread."""

    store: Store
    pepper: bytes
    folder: Path
    hasher: PasswordHasher

    def is_set(self, staff: Id) -> bool:
        """Tell whether a person has a PIN."""
        return self._verifier(staff) is not None

    def check(self, staff: Id, pin: str, now_ms: int) -> Refusal | None:
        """Check a PIN; None is right. The miss is on the disk before the answer is given."""
        attempts = self.attempts(staff)
        # A clock set back does not shorten a wait: the latest time ever seen stands.
        now = max(now_ms, attempts.seen_ms)
        if attempts.locked_until_ms > now:
            return PinLocked(seconds=-(-(attempts.locked_until_ms - now) // 1000))
        verifier = self._verifier(staff)
        if verifier is not None and self._matches(staff, pin, verifier):
            self._remember(staff, Attempts(0, 0, now))
            return None
        misses = attempts.misses + 1
        locked = now + lock_ms(misses) if misses >= MISSES_MAX else 0
        self._remember(staff, Attempts(misses, locked, now))
        if locked:
            return PinLocked(seconds=(locked - now) // 1000)
        return WrongPin(tries_left=MISSES_MAX - misses)

    def set(self, staff: Id, pin: str, now_ms: int, birth_year: int = 0) -> Refusal | None:
        """Set a PIN; refuses one that anyone would guess first."""
        if is_weak(pin, birth_year):
            return WeakPin()
        verifier = self.hasher.hash(self._peppered(staff, pin))
        with self.store.writing():
            self.store.run(
                "insert into pin (staff, verifier, seen_ms) values (:staff, :verifier, :now)"
                " on conflict (staff) do update set verifier = excluded.verifier, misses = 0,"
                " locked_until_ms = 0",
                {"staff": staff, "verifier": verifier, "now": now_ms},
            )
        self._write_beside(staff, Attempts(0, 0, now_ms))
        return None

    def attempts(self, staff: Id) -> Attempts:
        """Give what is remembered of wrong PINs: the worse of the two records."""
        row = self.store.row(
            "select misses, locked_until_ms, seen_ms from pin where staff = :staff",
            {"staff": staff},
        )
        inside = Attempts(*row) if row else Attempts()
        beside = self._read_beside().get(spell(staff), Attempts())
        newer = inside if inside.seen_ms >= beside.seen_ms else beside
        return Attempts(
            newer.misses,
            newer.locked_until_ms,
            max(inside.seen_ms, beside.seen_ms),
        )

    def unlock(self, staff: Id, now_ms: int) -> None:
        """Let a person try again at once; somebody with the right asked for it."""
        self._remember(staff, Attempts(0, 0, max(now_ms, self.attempts(staff).seen_ms) + 1))

    def _verifier(self, staff: Id) -> str | None:
        found = self.store.value("select verifier from pin where staff = :staff", {"staff": staff})
        return None if found is None else str(found)

    def _peppered(self, staff: Id, pin: str) -> bytes:
        return hmac.new(self.pepper, staff + pin.encode(), hashlib.sha256).digest()

    def _matches(self, staff: Id, pin: str, verifier: str) -> bool:
        try:
            return self.hasher.verify(verifier, self._peppered(staff, pin))
        except (VerifyMismatchError, InvalidHashError):
            return False

    def _remember(self, staff: Id, attempts: Attempts) -> None:
        with self.store.writing():
            self.store.run(
                "update pin set misses = :misses, locked_until_ms = :until, seen_ms = :seen"
                " where staff = :staff",
                {
                    "staff": staff,
                    "misses": attempts.misses,
                    "until": attempts.locked_until_ms,
                    "seen": attempts.seen_ms,
                },
            )
        self._write_beside(staff, attempts)

    def _read_beside(self) -> dict[str, Attempts]:
        try:
            read = json.loads((self.folder / NAME).read_bytes())
            rows: dict[str, Attempts] = {}
            for name, (misses, until, seen) in read["attempts"].items():
                rows[str(name)] = Attempts(int(misses), int(until), int(seen))
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return {}
        return rows if read.get("mac") == self._mac(rows) else {}

    def _write_beside(self, staff: Id, attempts: Attempts) -> None:
        rows = self._read_beside() | {spell(staff): attempts}
        document = {"attempts": _plain(rows), "mac": self._mac(rows)}
        write_private(self.folder / NAME, json.dumps(document).encode())

    def _mac(self, rows: dict[str, Attempts]) -> str:
        text = json.dumps(_plain(rows), sort_keys=True).encode()
        return hmac.new(self.pepper, text, hashlib.sha256).hexdigest()


def _plain(rows: dict[str, Attempts]) -> dict[str, list[int]]:
    return {name: [one.misses, one.locked_until_ms, one.seen_ms] for name, one in rows.items()}


def lock_ms(misses: int) -> int:
    """Give the pause after so many misses: 30 s at the fifth, doubling up to 30 minutes."""
    return int(min(LOCK_FIRST_MS << min(misses - MISSES_MAX, 16), LOCK_MOST_MS))


def is_weak(pin: str, birth_year: int = 0) -> bool:
    """Tell whether a PIN is too short, not digits, or among those everyone tries first."""
    if not (LENGTH_MIN <= len(pin) <= LENGTH_MAX and pin.isascii() and pin.isdigit()):
        return True
    steps = {int(after) - int(before) for before, after in pairwise(pin)}
    if pin in _WEAK or steps in ({1}, {-1}, {0}):
        return True
    is_year = len(pin) == LENGTH_MIN and (int(pin) in _YEARS or int(pin) == birth_year)
    return is_year or pin[: len(pin) // 2] * 2 == pin


def strong_hasher() -> PasswordHasher:
    """Give the hasher of the product: Argon2id, 64 MiB, three passes."""
    return PasswordHasher(time_cost=3, memory_cost=64 * 1024, parallelism=1)
