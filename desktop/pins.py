"""PINs: hard to guess from the file alone, and slow to guess at the till.

A verifier is Argon2id over HMAC-SHA256(pepper, staff ‖ PIN); the pepper is a key of the shop and
stands outside the file, so a stolen file says nothing about a PIN. Misses are counted in the file
and, again, beside the keys, and the later count holds; where the second count is gone or was
written by another hand, the longest pause holds. A pause is served while the program runs, so
neither a restart nor any setting of the clock shortens it. What remains: whoever puts back the
whole folder as it was earlier has the guesses of that moment again.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
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
MISSES_LONGEST = MISSES_MAX + 6
"""From so many misses on a pause is as long as it gets."""
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
        "0147",
        "0369",
        "0741",
        "0963",
        "1470",
        "3690",
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
_LINES = ("123", "456", "789", "147", "258", "369", "80")
"""Keys that lie beside each other on a telephone, where the 0 is below the 8."""
_SIDES = ("13", "39", "97", "71", "26", "68", "84", "42")
_FIGURES = (frozenset("1379"), frozenset("2468"))


def _both_ways(steps: Iterable[str]) -> frozenset[str]:
    return frozenset(way for step in steps for way in (step, step[::-1]))


_BESIDE = _both_ways(line[at : at + 2] for line in _LINES for at in range(len(line) - 1))
_ROUND = _both_ways(_SIDES)


@dataclass(frozen=True, slots=True)
class Attempts:
    """What is remembered about wrong PINs of one person.

    `turn` grows with every change and tells which of two records is the later one; it is the
    wall clock in milliseconds where that has moved on.
    """

    misses: int = 0
    turn: int = 0


@dataclass(slots=True)
class Pins:
    """Checks and sets PINs of one shop. Belongs to the writer's thread."""

    store: Store
    pepper: bytes
    folder: Path
    hasher: PasswordHasher
    steady_ms: Callable[[], int]
    _since: dict[Id, tuple[int, int]] = field(default_factory=dict)
    """When this program first saw somebody at so many misses, by the clock that never goes back."""

    def is_set(self, staff: Id) -> bool:
        """Tell whether a person has a PIN."""
        return self._verifier(staff) is not None

    def check(self, staff: Id, pin: str, now_ms: int) -> Refusal | None:
        """Check a PIN; None is right. The miss is on the disk before the answer is given."""
        attempts = self.attempts(staff)
        wait = self._wait_ms(staff, attempts.misses)
        if wait > 0:
            return PinLocked(seconds=-(-wait // 1000))
        turn = max(now_ms, attempts.turn + 1)
        verifier = self._verifier(staff)
        if verifier is not None and self._matches(staff, pin, verifier):
            self._remember(staff, Attempts(0, turn))
            return None
        misses = attempts.misses + 1
        self._remember(staff, Attempts(misses, turn))
        if misses >= MISSES_MAX:
            return PinLocked(seconds=self._wait_ms(staff, misses) // 1000)
        return WrongPin(tries_left=MISSES_MAX - misses)

    def wait_seconds(self, staff: Id) -> int:
        """Give how long a person's pause still is, before any PIN is tried; 0 is none."""
        return -(-self._wait_ms(staff, self.attempts(staff).misses) // 1000)

    def _wait_ms(self, staff: Id, misses: int) -> int:
        """Give what is left of a pause, of which only the time since the program started counts."""
        if misses < MISSES_MAX:
            return 0
        now = self.steady_ms()
        seen, since = self._since.get(staff, (0, now))
        if seen != misses:
            since = now
        self._since[staff] = misses, since
        return max(0, since + lock_ms(misses) - now)

    def set(
        self,
        staff: Id,
        pin: str,
        now_ms: int,
        birth_year: int = 0,
        tell: Callable[[str], int] = lambda _: 0,
    ) -> Refusal | None:
        """Set a PIN; refuses one that anyone would guess first.

        `tell` writes into the log who does it, in the same write: it is told the verifier, and
        gives the place of the operation.
        """
        from desktop.store.shop_rows import note_set  # brings the words of the centre: not at start

        if is_weak(pin, birth_year):
            return WeakPin()
        verifier = self.hasher.hash(self._peppered(staff, pin))
        turn = max(now_ms, self.attempts(staff).turn + 1)
        with self.store.writing():
            self.store.run(
                "insert into pin (staff, verifier, seen_ms) values (:staff, :verifier, :turn)"
                " on conflict (staff) do update set verifier = excluded.verifier, misses = 0,"
                " seen_ms = excluded.seen_ms",
                {"staff": staff, "verifier": verifier, "turn": turn},
            )
            note_set(self.store, staff, now_ms, tell(verifier))
        self._write_beside(staff, Attempts(0, turn))
        return None

    def attempts(self, staff: Id) -> Attempts:
        """Give what is remembered of wrong PINs: the later of the two records."""
        row = self.store.row(
            "select misses, seen_ms from pin where staff = :staff", {"staff": staff}
        )
        inside = Attempts(*row) if row else Attempts()
        rows = self._read_beside()
        if rows is None:
            return Attempts(max(inside.misses, MISSES_LONGEST), inside.turn)
        beside = rows.get(spell(staff), Attempts())
        return max(inside, beside, key=lambda one: (one.turn, one.misses))

    def unlock(self, staff: Id, now_ms: int) -> None:
        """Let a person try again at once; somebody with the right asked for it."""
        self._remember(staff, Attempts(0, max(now_ms, self.attempts(staff).turn + 1)))

    def _verifier(self, staff: Id) -> str | None:
        found = self.store.value("select verifier from pin where staff = :staff", {"staff": staff})
        return None if found is None else str(found)

    def _peppered(self, staff: Id, pin: str) -> bytes:
        text = pin.encode("utf-8", "surrogatepass")  # whatever a keyboard sends is only wrong
        return hmac.new(self.pepper, staff + text, hashlib.sha256).digest()

    def _matches(self, staff: Id, pin: str, verifier: str) -> bool:
        try:
            return self.hasher.verify(verifier, self._peppered(staff, pin))
        except (VerifyMismatchError, InvalidHashError):
            return False

    def _remember(self, staff: Id, attempts: Attempts) -> None:
        with self.store.writing():
            self.store.run(
                "update pin set misses = :misses, seen_ms = :turn where staff = :staff",
                {"staff": staff, "misses": attempts.misses, "turn": attempts.turn},
            )
        self._write_beside(staff, attempts)

    def _read_beside(self) -> dict[str, Attempts] | None:
        """Give the second record; None where there is none that this shop wrote."""
        try:
            read = json.loads((self.folder / NAME).read_bytes())
            rows: dict[str, Attempts] = {}
            for name, (misses, turn) in read["attempts"].items():
                rows[str(name)] = Attempts(int(misses), int(turn))
            mac = str(read["mac"])
        except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError):
            return None
        return rows if hmac.compare_digest(mac.encode(), _mac(self.pepper, rows)) else None

    def _write_beside(self, staff: Id, attempts: Attempts) -> None:
        rows = self._read_beside()
        if rows is None:  # the others' counts are in the file still, and no later ones are known
            rows = {
                spell(Id(who)): Attempts(max(misses, MISSES_LONGEST), turn)
                for who, misses, turn in self.store.rows("select staff, misses, seen_ms from pin")
            }
        _write(self.folder, self.pepper, rows | {spell(staff): attempts})


def start_counting(folder: Path, pepper: bytes) -> None:
    """Write an empty second record, where a shop begins or comes to another computer."""
    _write(folder, pepper, {})


def _write(folder: Path, pepper: bytes, rows: dict[str, Attempts]) -> None:
    document = {"attempts": _plain(rows), "mac": _mac(pepper, rows).decode()}
    write_private(folder / NAME, json.dumps(document).encode())


def _mac(pepper: bytes, rows: dict[str, Attempts]) -> bytes:
    text = json.dumps(_plain(rows), sort_keys=True).encode()
    return hmac.new(pepper, text, hashlib.sha256).hexdigest().encode()


def _plain(rows: dict[str, Attempts]) -> dict[str, list[int]]:
    return {name: [one.misses, one.turn] for name, one in rows.items()}


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
    return is_year or _repeats(pin) or _is_drawn(pin)


def _repeats(pin: str) -> bool:
    """Tell whether a PIN says something twice or more: 4545, 123123, or pairs as in 4455."""
    is_of_pairs = pin[0::2] == pin[1::2]
    return is_of_pairs or any(
        pin == pin[:length] * (len(pin) // length) for length in range(1, len(pin) // 2 + 1)
    )


def _is_drawn(pin: str) -> bool:
    """Tell whether a finger draws a PIN on the keys without lifting, or round their corners."""
    steps = [before + after for before, after in pairwise(pin)]
    is_figure = len(pin) == LENGTH_MIN and frozenset(pin) in _FIGURES
    is_line = len(set(pin)) == len(pin) and _BESIDE.issuperset(steps)
    return is_line or (is_figure and _ROUND.issuperset((steps[0], steps[-1])))


def strong_hasher() -> PasswordHasher:
    """Give the hasher of the product: Argon2id, 19 MiB, two passes (the least that OWASP advises).

    A PIN of four digits is guessed whatever a hash costs; what keeps it is the pepper outside the
    file and the pause after five misses. So the cashier is not made to wait for more.
    """
    return PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
