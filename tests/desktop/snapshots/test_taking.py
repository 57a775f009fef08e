"""A new till takes a snapshot whole, or goes on with the file it had; whatever breaks."""

import random
import shutil
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

import pytest

from desktop import snapshots
from desktop.opening import World
from desktop.paths import Folder
from desktop.secrets import Keys
from desktop.snapshots import HEAD, NEXT, PACKED, Phase, Watch, take
from desktop.store import snapshot
from desktop.store.database import Store, open_store
from desktop.store.joining import join
from desktop.store.search import search
from desktop.store.snapshot_rows import Loading
from regulars.canonical import Json
from regulars.ids import Id
from sync import wire_snapshot
from sync.enrolment import Role, Secrets
from sync.signing import public_key, sign
from sync.trouble import AnswerLost, ServiceBusy
from sync.wire_enrol import EnrolAnswer, Nonce, NonceRequest, Token, TokenRequest
from sync.wire_problem import Problem, ProblemKind
from sync.wire_snapshot import SnapshotHead, SnapshotLine
from tests.desktop.book import KEY, FixedClock, make_store, weak_hasher
from tests.sync.samples import CENTRE_KEY, DEVICE, NOW_MS, STORE, TENANT, TILL_KEY

PART = 512
PEOPLE = 60
ANSWER = EnrolAnswer(
    TENANT, STORE, DEVICE, 1, Role.COUNTER, public_key(CENTRE_KEY), 1, 14, NOW_MS,
    Secrets(bytes(32), bytes(32)),
)  # fmt: skip


def hex_of(number: int, length: int = 16) -> str:
    return number.to_bytes(length, "big").hex()


def member(number: int, **more: Json) -> dict[str, Json]:
    row: dict[str, Json] = {"id": hex_of(number), "wallet": hex_of(1_000 + number), "seq": number}
    row |= {"number": f"29{number:011}", "joined": "2026-03-02", "name": f"Person {number}"}
    row["birthday"] = random.Random(number).randbytes(20).hex()[:5]
    return row | more


def wallet(number: int, **more: Json) -> dict[str, Json]:
    row: dict[str, Json] = {"id": hex_of(1_000 + number), "seq": 100 + number, "debt": 0}
    return row | {"balance": number, "backed": [["2027-03-31", number]]} | more


def card(number: int, holder: int) -> dict[str, Json]:
    row: dict[str, Json] = {"id": hex_of(number, 32), "seq": 300, "member": hex_of(holder)}
    return row | {"form": "token", "state": "good"}


def lines(*more: SnapshotLine) -> list[SnapshotLine]:
    """Give the lines of a shop with so many people."""
    numbers = range(1, PEOPLE + 1)
    return [
        SnapshotLine({"member": tuple(member(one) for one in numbers)}),
        SnapshotLine({"wallet": tuple(wallet(one) for one in numbers)}),
        SnapshotLine({"card": tuple(card(one, one) for one in numbers)}),
        *more,
    ]


def packed(some: list[SnapshotLine]) -> bytes:
    return zlib.compress(b"".join(line.spelled() + b"\n" for line in some))


def head_of(raw: bytes, rows: int, **changes: object) -> SnapshotHead:
    """Vouch for packed rows as the centre does."""
    head = SnapshotHead(
        TENANT, STORE.hex(), 1, "c1.400", 1, rows, len(raw), sha256(raw).digest(), NOW_MS
    )
    head = replace(head, **changes)  # type: ignore[arg-type] # fields by name
    return replace(head, signature=sign(CENTRE_KEY, head.statement()))


@dataclass(slots=True)
class FakeCentre:
    """Has one snapshot. `before` may raise, or give another answer, for the n-th part asked for."""

    raw: bytes
    head: SnapshotHead
    before: Callable[[int, int], bytes | Problem | None] = lambda *_: None
    heads: list[SnapshotHead | Problem | AnswerLost | ServiceBusy] = field(default_factory=list)
    parts: list[int] = field(default_factory=list)
    tokens: int = 0

    def nonce(self, request: NonceRequest) -> Nonce | Problem:
        return Nonce(bytes(32), NOW_MS)

    def token(self, request: TokenRequest) -> Token | Problem:
        self.tokens += 1
        return Token(f"t{self.tokens}", 900, NOW_MS)

    def snapshot(self, token: str) -> SnapshotHead | Problem:
        said = self.heads.pop(0) if self.heads else self.head
        if isinstance(said, Exception):
            raise said
        return said

    def snapshot_part(self, token: str, head: SnapshotHead, part: int) -> bytes | Problem:
        self.parts.append(part)
        said = self.before(len(self.parts), part)
        return self.raw[part * PART : (part + 1) * PART] if said is None else said

    def close(self) -> None:
        pass


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a small snapshot have several parts."""
    monkeypatch.setattr(wire_snapshot, "PART_BYTES", PART)
    monkeypatch.setattr(snapshots, "PART_BYTES", PART)


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """A new till that was let in and knows nobody."""
    made = Folder(tmp_path / "shop.new")
    made.root.mkdir()
    store = make_store(made.database)
    with store.writing():
        join(store, lease_days=14, is_authority=False)
    store.hand_over()
    store.close()
    return made


@pytest.fixture
def world() -> World:
    return World(FixedClock(), bytes, weak_hasher())


def keys() -> Keys:
    return Keys(database=KEY, pepper=bytes(32), phone=bytes(32), device=TILL_KEY)


def centre(*more: SnapshotLine, **changes: object) -> FakeCentre:
    raw = packed(lines(*more))
    rows = 3 * PEOPLE + sum(len(some) for line in more for some in line.rows.values())
    return FakeCentre(raw, head_of(raw, rows, **changes))


def opened(folder: Folder) -> Iterator[Store]:
    store = open_store(folder.database, KEY)
    yield store
    store.close()


def names_found(folder: Folder) -> tuple[int, list[str], str]:
    """Give how many people a till knows, whom a search finds, and where it goes on."""
    for store in opened(folder):
        count = store.value("select count(*) from member join wallet on wallet.member = member.key")
        found = [row.name for row in search(store, "Person 17", "TW")]
        return count, found, store.value("select cursor from centre")
    raise AssertionError


KNOWN = (PEOPLE, ["Person 17"], "c1.400")
UNKNOWN: tuple[int, list[str], str] = (0, [], "")


def taken(folder: Folder, world: World, one: FakeCentre, watch: Watch | None = None) -> bool:
    """Take a snapshot; nothing is left lying about, and a file that was not taken is as it was."""
    before = folder.database.read_bytes()
    done = take(folder, world, one, ANSWER, keys(), watch or Watch())
    left = sorted(path.name for path in folder.root.iterdir())
    assert left == ["shop.db"], left
    assert names_found(folder) == (KNOWN if done else UNKNOWN)
    assert done or folder.database.read_bytes() == before
    return done


def test_a_till_takes_all_of_it_and_goes_on_from_there(folder: Folder, world: World) -> None:
    watch, one = Watch(), centre()
    assert taken(folder, world, one, watch)
    assert one.parts == list(range(one.head.parts))
    assert one.head.parts > 4
    assert watch.progress is not None
    assert (watch.progress.phase, watch.progress.of) == (Phase.BUILDING, one.head.size)


@pytest.mark.parametrize("lost_at", [1, 3, 5])
def test_a_line_that_breaks_goes_on_with_the_part_that_is_missing(
    folder: Folder, world: World, lost_at: int
) -> None:
    def breaks(asked: int, _: int) -> None:
        if asked == lost_at:
            raise AnswerLost

    one = centre()
    one.before = breaks
    assert taken(folder, world, one)
    assert one.parts == sorted([*range(one.head.parts), lost_at - 1])


def test_a_line_that_stays_broken_is_given_up(folder: Folder, world: World) -> None:
    def breaks(asked: int, _: int) -> None:
        if asked > 2:
            raise AnswerLost

    one = centre()
    one.before = breaks
    assert not taken(folder, world, one)
    assert one.parts == [0, 1, *[2] * snapshots.FAILURES_MOST]


def test_a_program_that_was_killed_goes_on_with_the_next_part(
    folder: Folder, world: World, tmp_path: Path
) -> None:
    killed = Folder(tmp_path / "killed")

    def dies(_: int, part: int) -> None:
        if part == 3:
            shutil.copytree(folder.root, killed.root)

    one = centre()
    one.before = dies
    assert taken(folder, world, one)
    assert {HEAD, PACKED} <= {path.name for path in killed.root.iterdir()}
    again = centre()
    assert take(killed, world, again, ANSWER, keys(), Watch())
    assert again.parts == list(range(3, again.head.parts))
    assert names_found(killed) == KNOWN


def test_a_program_that_was_killed_while_it_wrote_the_file_fetches_nothing_twice(
    folder: Folder, world: World, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    killed = Folder(tmp_path / "killed")
    settle = Loading.settle

    def dies(loading: Loading) -> None:
        if not killed.root.exists():
            shutil.copytree(folder.root, killed.root)
        settle(loading)

    monkeypatch.setattr(Loading, "settle", dies)
    assert taken(folder, world, centre())
    assert {HEAD, PACKED, NEXT} <= {path.name for path in killed.root.iterdir()}
    assert names_found(killed) == UNKNOWN
    again = centre()
    assert take(killed, world, again, ANSWER, keys(), Watch())
    assert again.parts == []
    assert names_found(killed) == KNOWN


def test_what_lies_there_of_another_snapshot_is_thrown_away(folder: Folder, world: World) -> None:
    (folder.root / HEAD).write_bytes(head_of(b"other", 1).spelled())
    (folder.root / PACKED).write_bytes(bytes(3 * PART))
    (folder.root / NEXT).write_bytes(b"half a file")
    assert taken(folder, world, centre())


def flipped(one: FakeCentre, part: int) -> bytes:
    raw = bytearray(one.raw[part * PART : (part + 1) * PART])
    raw[7] ^= 1
    return bytes(raw)


def test_bytes_that_were_changed_once_are_fetched_again(folder: Folder, world: World) -> None:
    one = centre()
    one.before = lambda asked, part: flipped(one, part) if asked == 2 else None
    assert taken(folder, world, one)
    assert one.parts == [*range(one.head.parts)] * 2


def test_bytes_that_stay_changed_never_count(folder: Folder, world: World) -> None:
    one = centre()
    one.before = lambda _, part: flipped(one, part) if part == 1 else None
    assert not taken(folder, world, one)


def test_a_part_of_another_length_never_counts(folder: Folder, world: World) -> None:
    one = centre()
    one.before = lambda _, part: b"short" if part == 1 else None
    assert not taken(folder, world, one)


@pytest.mark.parametrize(
    "changes",
    [
        {"tenant": Id(b"\x09" * 16)},
        {"audience": "09" * 16},
        {"audience": ""},
        {"schema": 2},
        {"size": 0},
    ],
    ids=["another shop's", "another store's", "an office's", "a newer program's", "nothing"],
)
def test_a_snapshot_that_is_not_for_this_till_is_not_fetched(
    folder: Folder, world: World, changes: dict[str, object]
) -> None:
    one = centre(**changes)
    assert not taken(folder, world, one)
    assert one.parts == []


def test_a_snapshot_the_centre_has_not_signed_is_not_fetched(folder: Folder, world: World) -> None:
    one = centre()
    one.head = replace(one.head, signature=sign(TILL_KEY, one.head.statement()))
    assert not taken(folder, world, one)
    assert one.parts == []


def test_without_looking_at_the_signature_it_would_count(
    folder: Folder, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control."""
    monkeypatch.setattr(snapshots, "vouches", lambda *_: True)
    one = centre()
    one.head = replace(one.head, signature=sign(TILL_KEY, one.head.statement()))
    assert taken(folder, world, one)


def test_without_comparing_the_digest_other_rows_would_count(
    folder: Folder, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: rows of somebody on the way, as long as the ones that were signed."""
    one = centre(digest=bytes(32))
    assert not taken(folder, world, one)
    monkeypatch.setattr(snapshots, "_digest", lambda *_: one.head.digest)
    assert taken(folder, world, one)


def test_a_snapshot_with_fewer_rows_than_it_says_does_not_count(
    folder: Folder, world: World
) -> None:
    one = centre()
    one.head = head_of(one.raw, 3 * PEOPLE + 1)
    assert not taken(folder, world, one)


@pytest.mark.parametrize(
    "spoiled",
    [
        lambda raw: raw[:-9],
        lambda raw: raw + b"more",
        lambda raw: b"never packed" + raw,
        lambda _: zlib.compress(b'{"rows":{}}\n'),
        lambda _: zlib.compress(b'{"rows":{},"gone":{}}'),
    ],
    ids=["broken off", "goes on", "not packed", "no line", "half a line"],
)
def test_bytes_that_are_no_snapshot_do_not_count(
    folder: Folder, world: World, spoiled: Callable[[bytes], bytes]
) -> None:
    raw = spoiled(packed(lines()))
    assert not taken(folder, world, FakeCentre(raw, head_of(raw, 3 * PEOPLE)))


@pytest.mark.parametrize(
    "row",
    [
        {"member": (member(99, id="zz"),)},
        {"member": (member(99, id="00"),)},
        {"member": (member(99, name=7),)},
        {"member": (member(99, joined="soon"),)},
        {"member": (member(1),)},
        {"wallet": (wallet(99, balance="much"),)},
        {"card": ({"id": "00", "seq": 1},)},
    ],
    ids=["no id", "a short id", "no name", "no day", "twice", "no number", "no card"],
)
def test_a_row_that_no_table_can_hold_ends_it(
    folder: Folder, world: World, row: dict[str, tuple[dict[str, Json], ...]]
) -> None:
    assert not taken(folder, world, centre(SnapshotLine(row)))


def test_a_full_disk_leaves_the_file_of_before(
    folder: Folder, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    hurry = snapshot.hurry

    def on_a_small_disk(store: Store) -> None:
        hurry(store)
        pages = store.value("pragma page_count") + 2
        store.value(f"pragma max_page_count = {pages}")

    monkeypatch.setattr(snapshot, "hurry", on_a_small_disk)
    assert not taken(folder, world, centre())


def test_somebody_goes_on_without_at_any_moment(folder: Folder, world: World) -> None:
    one, watch = centre(), Watch()

    def skips(_: int, part: int) -> None:
        if part == 2:
            watch.skip()

    one.before = skips
    assert not taken(folder, world, one, watch)
    assert one.parts == [0, 1, 2]


def test_somebody_goes_on_without_while_the_file_is_written(
    folder: Folder, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch = Watch()
    begin = Loading.begin

    def skips(loading: Loading) -> None:
        begin(loading)
        watch.skip()

    monkeypatch.setattr(Loading, "begin", skips)
    assert not taken(folder, world, centre(), watch)


def test_a_snapshot_that_is_being_made_is_waited_for(folder: Folder, world: World) -> None:
    one, seen = centre(), list[Phase]()
    one.heads = [ServiceBusy(), ServiceBusy(), AnswerLost(), one.head]
    watch = Watch()

    def sees(*_: int) -> None:
        assert watch.progress is not None
        seen.append(watch.progress.phase)

    one.before = sees
    assert taken(folder, world, one, watch)
    assert seen[0] is Phase.FETCHING


def test_a_snapshot_that_is_no_more_is_asked_for_again(folder: Folder, world: World) -> None:
    old, one = centre(), centre(SnapshotLine({"store": ({"id": STORE.hex(), "seq": 1},)}))
    one.heads = [old.head, one.head]
    gone = Problem(ProblemKind.RESNAPSHOT)
    one.before = lambda asked, _: gone if asked == 2 else None
    assert take(folder, world, one, ANSWER, keys(), Watch())
    assert one.parts[:3] == [0, 1, 0]


def test_a_token_that_has_run_out_is_asked_for_again(folder: Folder, world: World) -> None:
    one = centre()
    one.before = lambda asked, _: Problem(ProblemKind.TOKEN) if asked == 3 else None
    assert taken(folder, world, one)
    assert one.tokens == 2


def test_a_centre_that_shut_the_till_out_is_not_asked_again(folder: Folder, world: World) -> None:
    one = centre()
    one.heads = [Problem(ProblemKind.REVOKED)] * 2
    assert not taken(folder, world, one)
    assert len(one.heads) == 1
