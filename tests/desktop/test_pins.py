"""Five wrong PINs, then a pause that no trick shortens; the file alone says nothing of a PIN."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from argon2.low_level import Type

from desktop.pins import (
    LOCK_FIRST_MS,
    LOCK_MOST_MS,
    MISSES_MAX,
    NAME,
    Pins,
    is_weak,
    lock_ms,
    start_counting,
    strong_hasher,
)
from desktop.store.database import Store, open_store
from desktop.store.migrations import migrate
from desktop.store.rebuild import rebuild
from regulars.ids import Id
from regulars.refusals import PinLocked, Refusal, WeakPin, WrongPin

KEY = b"k" * 32
PEPPER = b"p" * 32
RIGHT, WRONG = "7391", "1739"
ADA, GRACE = Id(b"ada".ljust(16)), Id(b"grace".ljust(16))
LIGHT = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
DAY_MS = 86_400_000


@dataclass
class Shop:
    """A file with PINs on a computer whose clocks the test holds."""

    root: Path
    now_ms: int = 1_795_000_000_000
    steady: int = 1_000
    guesses: int = 0
    store: Store = field(init=False)
    pins: Pins = field(init=False)

    def __post_init__(self) -> None:
        self.open(create=True)
        start_counting(self.root, PEPPER)
        for who in (ADA, GRACE):
            assert self.pins.set(who, RIGHT, self.now_ms) is None

    def open(self, *, create: bool = False) -> None:
        self.store = open_store(self.root / "shop.db", KEY, create=create)
        migrate(self.store, lambda _: None)
        self.pins = Pins(self.store, PEPPER, self.root, LIGHT, lambda: self.steady)

    def restart(self) -> None:
        self.store.close()
        self.steady += 1_000
        self.open()

    def wait(self, milliseconds: int) -> None:
        self.now_ms += milliseconds
        self.steady += milliseconds

    def guess(self, pin: str = WRONG, who: Id = ADA) -> Refusal | None:
        """Try a PIN; a guess counts where the PIN was really looked at."""
        locked = self.pins.check(who, pin, self.now_ms)
        self.now_ms += 10
        self.steady += 10
        if not isinstance(locked, PinLocked):
            self.guesses += 1
        return locked

    def lock_out(self) -> None:
        for _ in range(MISSES_MAX):
            self.guess()
        self.guesses = MISSES_MAX

    def is_locked(self, who: Id = ADA) -> bool:
        return isinstance(self.guess(RIGHT, who), PinLocked)

    def files(self) -> dict[str, bytes]:
        return {name: (self.root / name).read_bytes() for name in ("shop.db", NAME)}


@pytest.fixture
def shop(tmp_path: Path) -> Iterator[Shop]:
    shop = Shop(tmp_path)
    yield shop
    shop.store.close()


def test_a_right_pin_lets_in_and_a_wrong_one_says_how_many_tries_are_left(shop: Shop) -> None:
    assert shop.guess(RIGHT) is None
    answers = [shop.guess() for _ in range(4)]
    assert answers == [WrongPin(tries_left=left) for left in (4, 3, 2, 1)]
    assert shop.guess() == PinLocked(seconds=30)
    assert shop.is_locked()
    assert shop.guess(RIGHT, GRACE) is None  # others are not locked out by it


def test_a_right_pin_forgets_the_misses(shop: Shop) -> None:
    for _ in range(3):
        for _ in range(MISSES_MAX - 1):
            shop.guess()
        assert shop.guess(RIGHT) is None


def test_after_the_pause_the_right_pin_lets_in(shop: Shop) -> None:
    shop.lock_out()
    shop.wait(LOCK_FIRST_MS - 1_000)
    assert shop.is_locked()
    shop.wait(1_000)
    assert shop.guess(RIGHT) is None


def test_a_pause_is_known_before_a_pin_is_tried(shop: Shop) -> None:
    assert shop.pins.wait_seconds(ADA) == 0
    shop.lock_out()
    assert (shop.pins.wait_seconds(ADA), shop.pins.wait_seconds(GRACE)) == (30, 0)
    shop.wait(10_000)
    assert shop.pins.wait_seconds(ADA) == 20
    guesses = shop.pins.attempts(ADA)
    shop.wait(20_000)
    assert shop.pins.wait_seconds(ADA) == 0
    assert shop.pins.attempts(ADA) == guesses  # looking is no try
    assert shop.guess(RIGHT) is None


def test_a_pause_is_known_at_once_after_a_restart_and_served_from_there(shop: Shop) -> None:
    shop.lock_out()
    shop.wait(29_000)
    shop.restart()
    assert shop.pins.wait_seconds(ADA) == 30
    shop.wait(29_000)
    assert shop.is_locked()
    shop.wait(1_000)
    assert shop.guess(RIGHT) is None


def test_each_further_miss_doubles_the_pause_up_to_half_an_hour(shop: Shop) -> None:
    shop.lock_out()
    pauses = []
    for _ in range(8):
        left = shop.guess()
        assert isinstance(left, PinLocked)
        shop.wait(LOCK_MOST_MS)
        answer = shop.guess()
        assert isinstance(answer, PinLocked)
        pauses.append(answer.seconds)
    assert pauses == [60, 120, 240, 480, 960, 1800, 1800, 1800]
    assert [lock_ms(misses) for misses in (5, 6, 500)] == [30_000, 60_000, LOCK_MOST_MS]


def test_somebody_with_the_right_to_can_let_a_person_try_again(shop: Shop) -> None:
    shop.lock_out()
    shop.pins.unlock(ADA, shop.now_ms)
    assert shop.guess(RIGHT) is None


Before = dict[str, bytes]
Trick = Callable[[Shop, Before], None]


def restart(shop: Shop, _: Before) -> None:
    shop.restart()


def copy_file_back(shop: Shop, before: Before) -> None:
    shop.store.close()
    (shop.root / "shop.db").write_bytes(before["shop.db"])
    shop.open()


def delete_count(shop: Shop, _: Before) -> None:
    (shop.root / NAME).unlink(missing_ok=True)


def empty_count(shop: Shop, _: Before) -> None:
    (shop.root / NAME).write_bytes(b"")


def copy_count_back(shop: Shop, before: Before) -> None:
    (shop.root / NAME).write_bytes(before[NAME])


def edit_count(shop: Shop, _: Before) -> None:
    document = json.loads((shop.root / NAME).read_bytes())
    document["attempts"] = {who: [0, turn + 9] for who, (_, turn) in document["attempts"].items()}
    (shop.root / NAME).write_text(json.dumps(document))


def no_count(shop: Shop, _: Before) -> None:
    (shop.root / NAME).write_text(json.dumps({"attempts": {}, "mac": ""}))


def delete_both_ways(shop: Shop, before: Before) -> None:
    copy_file_back(shop, before)
    delete_count(shop, before)


def edit_both_ways(shop: Shop, before: Before) -> None:
    copy_file_back(shop, before)
    edit_count(shop, before)


def clock_back(shop: Shop, _: Before) -> None:
    shop.now_ms -= 3_650 * DAY_MS


def clock_forward(shop: Shop, _: Before) -> None:
    shop.now_ms += 3_650 * DAY_MS


def clock_forward_and_restart(shop: Shop, _: Before) -> None:
    shop.now_ms += 3_650 * DAY_MS
    shop.restart()


def clock_back_and_copy_back(shop: Shop, before: Before) -> None:
    clock_back(shop, before)
    copy_file_back(shop, before)


def nonsense(shop: Shop, _: Before) -> None:
    for pin in ("", "\ud800", "１２３４", "9" * 100_000, "7391\0", " 7391"):
        shop.guess(pin)


TRICKS = [
    restart,
    copy_file_back,
    delete_count,
    empty_count,
    copy_count_back,
    edit_count,
    no_count,
    delete_both_ways,
    edit_both_ways,
    clock_back,
    clock_forward,
    clock_forward_and_restart,
    clock_back_and_copy_back,
    nonsense,
]


@pytest.mark.parametrize("trick", TRICKS)
def test_no_trick_wins_a_guess_while_locked_out(shop: Shop, trick: Trick) -> None:
    shop.guess(RIGHT)
    shop.store.run("pragma wal_checkpoint(truncate)")
    before = shop.files()
    shop.lock_out()
    for _ in range(3):
        trick(shop, before)
        assert shop.is_locked()
    assert shop.guesses == MISSES_MAX


@pytest.mark.parametrize("trick", TRICKS)
def test_no_trick_wins_a_guess_before_the_fifth(shop: Shop, trick: Trick) -> None:
    shop.guess(RIGHT)
    shop.guesses = 0
    shop.store.run("pragma wal_checkpoint(truncate)")
    before = shop.files()
    for _ in range(12):
        trick(shop, before)
        shop.guess()
    assert shop.guesses < MISSES_MAX


def test_with_the_clock_set_back_the_file_copied_back_still_counts(shop: Shop) -> None:
    """Two records of one moment: the one with more misses is the later one."""
    clock_back(shop, {})
    shop.guess()
    shop.store.run("pragma wal_checkpoint(truncate)")
    before = shop.files()
    while not isinstance(shop.guess(), PinLocked):
        copy_file_back(shop, before)
    assert shop.guesses == MISSES_MAX - 1


def test_a_lost_count_is_made_again_for_everybody(shop: Shop) -> None:
    shop.lock_out()
    delete_count(shop, {})
    assert shop.is_locked(GRACE)
    shop.wait(LOCK_MOST_MS)
    assert shop.guess(RIGHT, GRACE) is None
    assert shop.is_locked()
    shop.wait(LOCK_MOST_MS)
    assert shop.guess(RIGHT) is None
    assert shop.guess(RIGHT, GRACE) is None


def test_a_miss_that_cannot_be_written_down_tells_nothing(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On a full disk a right PIN and a wrong one get the same answer."""
    from desktop import pins, trouble

    def full(_path: Path, _content: bytes) -> None:
        raise trouble.DiskFull

    monkeypatch.setattr(pins, "write_private", full)
    for pin in (RIGHT, WRONG):
        with pytest.raises(trouble.DiskFull):
            shop.pins.check(ADA, pin, shop.now_ms)


def test_the_file_alone_gives_no_pin_away(shop: Shop) -> None:
    """All four-digit PINs, by whoever has the open file but not the pepper."""
    verifier = shop.store.value("select verifier from pin where staff = :ada", {"ada": ADA})
    thief = Pins(shop.store, b"?" * 32, shop.root, LIGHT, lambda: 0)
    assert not any(thief._matches(ADA, f"{pin:04}", verifier) for pin in range(10_000))
    assert shop.pins._matches(ADA, RIGHT, verifier)  # the control: with it one fits


def test_the_pepper_is_nowhere_in_the_file(shop: Shop) -> None:
    rows = [
        row
        for (table,) in shop.store.rows(
            "select name from sqlite_master where type = 'table' and name <> 'member_words'"
        )
        for row in shop.store.rows(f"select * from {table}")
    ]
    assert rows
    for value in (value for row in rows for value in row):
        assert value != PEPPER
        assert PEPPER.hex() not in str(value)


def test_two_people_with_one_pin_have_different_verifiers(shop: Shop) -> None:
    one, two = shop.store.rows("select verifier from pin")
    assert one != two


def test_the_product_hashes_as_strongly_as_it_promises() -> None:
    hasher = strong_hasher()
    assert (hasher.time_cost, hasher.memory_cost, hasher.parallelism) == (2, 19 * 1024, 1)
    assert hasher.type is Type.ID


WORST = [
    *(f"{digit}" * length for digit in range(10) for length in (4, 5, 6)),
    *("1234", "2345", "3456", "4567", "5678", "6789", "0123", "4321", "5432", "6543", "7654"),
    *("8765", "9876", "3210", "1212", "1313", "1122", "1221", "2112", "1010", "2020", "2580"),
    *("0852", "1379", "6969", "1004", "1314", "5201", "1688", "6688", "1984", "1990", "1999"),
    *("2000", "2008", "2024", "1976", "1966", "1955", "1949", "12345", "123456", "1234567"),
    *("12345678", "654321", "87654321", "121212", "123123", "112233", "123321", "520520"),
    *("521521", "131452", "201314", "666888", "168168", "147258", "159357", "101010", "232323"),
    *("474747", "1a2b", "12", "123", "123456789", "１２３４", "٣٤٥٦", "12.4", "-123", "+123"),
    *("", "    ", "12 4", "12345 "),
]


def test_the_hundred_worst_pins_are_refused(shop: Shop) -> None:
    assert len(set(WORST)) >= 100
    assert [pin for pin in WORST if not is_weak(pin)] == []
    assert shop.pins.set(ADA, "1234", shop.now_ms) == WeakPin()
    assert shop.guess(RIGHT) is None


DRAWN = [
    *("1122", "4545", "7766", "3344", "112233", "8899", "90" * 3),  # pairs
    *("1470", "7410", "2580", "3690", "0963", "1478", "9874", "1254", "7896", "3214"),  # lines
    *("1397", "1379", "7931", "3179", "9713", "2486", "8462", "2684"),  # round the corners
    *("147852", "123698", "78963214"),
]
FREE = ["7391", "8264", "7392", "1738", "5093", "6042", "83", "940271", "1324"]


def test_pairs_and_patterns_on_the_keys_are_refused() -> None:
    assert [pin for pin in DRAWN if not is_weak(pin)] == []
    assert [pin for pin in FREE if is_weak(pin)] == ["83"]  # the control; two digits are too few


def test_a_birth_year_is_refused_and_most_other_pins_are_taken() -> None:
    assert is_weak("1921", birth_year=1921)
    good = sum(not is_weak(f"{pin:04}") for pin in range(10_000))
    assert good > 9_500


def test_a_file_with_a_column_of_an_earlier_program_is_rebuilt(shop: Shop) -> None:
    shop.store.run("alter table pin add column locked_until_ms integer not null default 0")
    shop.guess()
    built = rebuild(shop.store, shop.root / "again.db", KEY)
    rows = "select staff, verifier, misses, seen_ms from pin order by staff"
    assert built.rows(rows) == shop.store.rows(rows) != []
    built.close()


def test_a_copied_folder_is_a_known_remainder(shop: Shop) -> None:
    """Put back as a whole, the folder has the guesses of that moment again: said in the manual."""
    shop.store.run("pragma wal_checkpoint(truncate)")
    before = shop.files()
    shop.lock_out()
    shop.store.close()
    for name, content in before.items():
        (shop.root / name).write_bytes(content)
    shop.open()
    assert not shop.is_locked()
