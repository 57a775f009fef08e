"""What the centre packs for new tills: the feed of an audience, signed, sealed."""

import subprocess
import threading
import zlib
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

import pytest

from central import snapshots as making
from central.callers import Caller
from central.cluster import ADMINISTRATOR, Cluster
from central.database import uuid
from central.dumping import dump
from central.keys import Cipher
from central.resealing import reseal
from central.snapshots import AGE_MS, Audience, Snapshots
from central.trouble import KeyWrong
from regulars.agreement.till import TillSide
from regulars.canonical import parse
from regulars.ids import Id
from sync import signing
from sync.enrolment import Role
from sync.wire_problem import Problem, ProblemKind
from sync.wire_pull import Page, PullRequest
from sync.wire_snapshot import SnapshotHead, SnapshotLine, read_snapshot_line, without_rights
from tests.central.agreement import spelling
from tests.central.agreement.chain_of_stores import BIRTHDAY, NAME, PHONE, Stores
from tests.central.agreement.mirror import VAULT
from tests.central.agreement.shop import MEMBER, WALLET, Shop


@pytest.fixture
def told(shop: Shop) -> tuple[Stores, TillSide]:
    """A chain with a member of the east store, who bought and said yes; and the till there."""
    stores = Stores(shop)
    east, _ = stores.till("east"), stores.till("west")
    stores.enrol(east)
    stores.answer(east, given=True)
    shop.sell(east, 120)
    assert set(shop.results(east)) == {"posted"}
    return stores, east


@pytest.fixture
def chain(told: tuple[Stores, TillSide]) -> Stores:
    """The chain."""
    return told[0]


@pytest.fixture
def east(told: tuple[Stores, TillSide]) -> TillSide:
    """The till of the east store."""
    return told[1]


def snapshots(chain: Stores, least: int = 1) -> Snapshots:
    return Snapshots(
        chain.shop.database,
        lambda: chain.shop.now_ms,
        VAULT,
        lambda _, words: signing.sign(spelling.KEY, words),
        lambda _: None,
        least=least,
    )


def newcomer(chain: Stores, store: str, role: Role = Role.COUNTER) -> Caller:
    """Give a till that has just been let in to a store."""
    return chain.caller(chain.till(f"new at {store}", store), role)


def audience(who: Caller) -> Audience:
    return Audience(who.tenant, None if who.role is Role.OFFICE else who.store)


def lines(found: Snapshots, who: Caller) -> list[SnapshotLine]:
    """Fetch all that there is for a device."""
    head = found.head(who)
    assert isinstance(head, SnapshotHead), head
    parts = [found.part(who, head.digest, part) for part in range(head.parts)]
    raw = zlib.decompress(b"".join(part for part in parts if isinstance(part, bytes)))
    read = [read_snapshot_line(line) for line in raw.splitlines()]
    assert all(isinstance(line, SnapshotLine) for line in read)
    return [line for line in read if isinstance(line, SnapshotLine)]


def made(chain: Stores, who: Caller) -> tuple[Snapshots, dict[str, list[dict[str, object]]]]:
    """Make a snapshot for a device, and give its rows by kind."""
    found = snapshots(chain)
    assert found.make(audience(who))
    rows: dict[str, list[dict[str, object]]] = {}
    for line in lines(found, who):
        for kind, some in line.rows.items():
            rows.setdefault(kind, []).extend(dict(row) for row in some)
    return found, rows


def by_page(chain: Stores, who: Caller) -> dict[str, list[dict[str, object]]]:
    """Give what the same device is told page by page."""
    page = chain.shop.agreement.pull(who, PullRequest(limit=500))
    assert isinstance(page, Page)
    said = {kind: [dict(row) for row in rows] for kind, rows in page.rows.items()}
    said["wallet"] = [dict(without_rights(row)) for row in said["wallet"]]
    return said


@pytest.mark.parametrize(
    ("store", "role"), [("east", Role.COUNTER), ("west", Role.COUNTER), ("west", Role.OFFICE)]
)
def test_each_audience_is_told_what_it_would_be_told_page_by_page(
    chain: Stores, store: str, role: Role
) -> None:
    who = newcomer(chain, store, role)
    _, rows = made(chain, who)
    assert rows.keys() == by_page(chain, who).keys()
    for kind, some in by_page(chain, who).items():
        assert sorted(rows[kind], key=str) == sorted(some, key=str), kind


def test_a_counter_elsewhere_is_told_a_name_and_the_end_of_a_number(chain: Stores) -> None:
    _, rows = made(chain, newcomer(chain, "west"))
    (member,) = rows["member"]
    assert (member["name"], member["tail"]) == (NAME, PHONE[-4:])
    assert PHONE not in str(rows)
    assert BIRTHDAY not in str(rows)
    _, there = made(chain, newcomer(chain, "east"))
    assert PHONE in str(there)


def test_rights_are_never_in_it(chain: Stores) -> None:
    _, rows = made(chain, newcomer(chain, "east"))
    (wallet,) = rows["wallet"]
    assert wallet == {
        "id": WALLET, "seq": wallet["seq"], "balance": 120, "debt": 0, "backed": [["", 120]]
    }  # fmt: skip
    assert "granted" in str(chain.pull(chain.till("east")).rows["wallet"]), "a page has them"


def test_the_head_is_signed_and_counts(chain: Stores) -> None:
    who = newcomer(chain, "east")
    found, rows = made(chain, who)
    head = found.head(who)
    assert isinstance(head, SnapshotHead)
    assert signing.vouches(signing.public_key(spelling.KEY), head.statement(), head.signature)
    assert head.rows == sum(len(some) for some in rows.values())
    assert (head.tenant, head.audience, head.feed) == (who.tenant, who.store.hex(), 1)


def test_it_is_asked_for_until_it_is_made(chain: Stores) -> None:
    who, found = newcomer(chain, "east"), snapshots(chain)
    away = found.head(who)
    assert isinstance(away, Problem)
    assert (away.kind, away.retry_s > 0) == (ProblemKind.AWAY, True)
    done = threading.Event()
    with found:
        found._again.soon(done.set)  # behind what was asked for
        assert done.wait(30)
    assert isinstance(found.head(who), SnapshotHead)


def test_one_is_made_as_soon_as_somebody_holds_a_code(chain: Stores) -> None:
    who, found = newcomer(chain, "west"), snapshots(chain)
    found.look(chain.shop.tenant)
    assert chain.shop.rows("select 1 from snapshot") == []
    chain.shop.change(
        "insert into invitation (tenant, fingerprint, store, role, founds, made) values"
        " (%(tenant)s, sha256('code'), %(store)s, 'counter', false, %(now)s)",
        tenant=uuid(who.tenant),
        store=uuid(who.store),
        now=chain.shop.now_ms,
    )
    found.look(chain.shop.tenant)
    ((made,),) = chain.shop.rows("select making from snapshot")
    assert isinstance(found.head(who), SnapshotHead)
    found.look(chain.shop.tenant)
    assert chain.shop.rows("select making from snapshot") == [(made,)], "once is enough"


def test_a_small_shop_has_none_and_is_read_page_by_page(chain: Stores) -> None:
    head = snapshots(chain, least=1_000).head(newcomer(chain, "east"))
    assert isinstance(head, SnapshotHead)
    assert (head.size, head.rows, head.parts) == (0, 0, 0)


def test_what_changes_while_it_is_made_is_told_behind_it(
    chain: Stores, east: TillSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, found = newcomer(chain, "east"), snapshots(chain)
    keep, changed = Snapshots._keep, list[str]()

    def changing(self: Snapshots, *args: object, **more: object) -> None:
        keep(self, *args, **more)  # type: ignore[arg-type]
        if not changed:  # people are packed, wallets are not
            changed.append("now")
            chain.change(east, name="Wang Lin")
            chain.shop.sell(east, 30)
            chain.shop.results(east, len(east.log) - 1)

    monkeypatch.setattr(Snapshots, "_keep", changing)
    assert found.make(audience(who))
    head = found.head(who)
    assert isinstance(head, SnapshotHead)
    page = chain.shop.agreement.pull(who, PullRequest(head.cursor, 500))
    assert isinstance(page, Page)
    assert page.rows["member"][0]["name"] == "Wang Lin"
    assert page.rows["wallet"][0]["balance"] == 150


def test_erasing_throws_it_away(chain: Stores, east: TillSide) -> None:
    who = newcomer(chain, "east")
    found, _ = made(chain, who)
    chain.erase(east)
    chain.shop.results(east, len(east.log))
    assert chain.shop.rows("select 1 from snapshot union all select 1 from snapshot_part") == []
    assert isinstance(found.head(who), Problem)
    _, rows = made(chain, who)
    assert NAME not in str(rows)


def test_one_in_which_somebody_is_erased_meanwhile_never_counts(
    chain: Stores, east: TillSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    who, found = newcomer(chain, "east"), snapshots(chain)
    finish: Callable[..., bool] = making._finish

    def late(*args: object) -> bool:
        monkeypatch.setattr(making, "_finish", finish)
        chain.erase(east)
        chain.shop.results(east, len(east.log))
        return finish(*args)

    monkeypatch.setattr(making, "_finish", late)
    assert not found.make(audience(who))
    assert isinstance(found.head(who), Problem)
    assert found.make(audience(who))


def test_one_that_is_old_or_far_behind_or_of_another_life_is_made_anew(
    chain: Stores, east: TillSide, monkeypatch: pytest.MonkeyPatch
) -> None:
    who = newcomer(chain, "east")
    found, _ = made(chain, who)
    monkeypatch.setattr(making, "BEHIND", 1)
    assert isinstance(found.head(who), SnapshotHead)
    for _ in range(3):
        chain.change(east, name="Wang Lin")
        chain.shop.results(east, len(east.log))
    assert isinstance(found.head(who), Problem)
    monkeypatch.setattr(making, "BEHIND", 10_000)
    assert isinstance(found.head(who), SnapshotHead)
    chain.shop.now_ms += AGE_MS
    assert isinstance(found.head(who), Problem)
    found.look(chain.shop.tenant)
    assert chain.shop.rows("select 1 from snapshot union all select 1 from snapshot_part") == []
    assert found.make(audience(who))
    chain.shop.agreement.restore(chain.shop.tenant, 2)
    head = found.head(who)
    assert isinstance(head, SnapshotHead)
    assert head.size == 0, "a centre that heals has none"


def test_nobody_gets_it_who_is_not_to_be_told(chain: Stores) -> None:
    who = newcomer(chain, "east")
    found, _ = made(chain, who)
    head = found.head(who)
    assert isinstance(head, SnapshotHead)
    stranger = replace(who, device=Id(uuid4().bytes))
    assert found.head(stranger) == Problem(ProblemKind.FORBIDDEN, "this device is not enrolled")
    for other in (newcomer(chain, "west"), newcomer(chain, "east", Role.OFFICE)):
        part = found.part(other, head.digest, 0)
        assert isinstance(part, Problem)
        assert part.kind is ProblemKind.RESNAPSHOT
    assert isinstance(found.part(stranger, head.digest, 0), Problem)
    assert isinstance(found.part(who, head.digest, head.parts), Problem)
    chain.shop.agreement.retire(who.tenant, who.device, who.epoch)
    for answer in (found.head(who), found.part(who, head.digest, 0)):
        assert isinstance(answer, Problem)
        assert answer.kind is ProblemKind.FORBIDDEN


def parts(chain: Stores) -> bytes:
    return b"".join(bytes(raw) for (raw,) in chain.shop.rows("select bytes from snapshot_part"))


def test_what_lies_in_the_database_cannot_be_read_or_moved(chain: Stores) -> None:
    who = newcomer(chain, "east")
    found, _ = made(chain, who)
    head = found.head(who)
    assert isinstance(head, SnapshotHead)
    with pytest.raises(zlib.error):
        zlib.decompress(parts(chain))
    chain.shop.change(
        "insert into snapshot_part (tenant, making, part, key, bytes, made)"
        " select tenant, making, 1, key, bytes, made from snapshot_part"
    )
    with pytest.raises(KeyWrong):
        found.part(who, head.digest, 1)


def test_without_the_keys_it_could_be_read(chain: Stores, monkeypatch: pytest.MonkeyPatch) -> None:
    """The control."""
    monkeypatch.setattr(Cipher, "seal", lambda _, plain, _about: plain)
    monkeypatch.setattr(making, "_line", partial_of_names)
    assert snapshots(chain).make(audience(newcomer(chain, "east")))
    assert NAME in str(parse(zlib.decompress(parts(chain)).splitlines()[0]))
    chain.shop.change("delete from snapshot_part")


def partial_of_names(*_: object, **__: object) -> tuple[SnapshotLine, None]:
    return SnapshotLine({"member": ({"id": MEMBER, "seq": 1, "name": NAME},)}), None


def test_a_new_key_throws_it_away(chain: Stores) -> None:
    who = newcomer(chain, "east")
    found, _ = made(chain, who)
    reseal(chain.shop.database, VAULT, chain.shop.tenant, chain.shop.now_ms)
    assert isinstance(found.head(who), Problem)
    made(chain, who)


def test_no_backup_has_it(
    chain: Stores, cluster: Cluster, database_name: str, tmp_path: Path
) -> None:
    made(chain, newcomer(chain, "east"))
    dump(cluster.address(database_name, ADMINISTRATOR), tmp_path / "backup")
    program = cluster.programs.folder / "pg_restore"
    listed = listing(program, tmp_path / "backup")
    assert "TABLE DATA public member " in listed
    assert "TABLE public snapshot " in listed
    assert "TABLE DATA public snapshot" not in listed


def listing(program: Path, backup: Path) -> str:
    done = subprocess.run([program, "--list", backup], capture_output=True, check=True)
    return done.stdout.decode()


def test_a_long_shop_is_packed_a_page_at_a_time(
    chain: Stores, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(making, "ROWS", 1)
    monkeypatch.setattr(making, "PART_BYTES", 64)
    monkeypatch.setattr("sync.wire_snapshot.PART_BYTES", 64)
    who = newcomer(chain, "east")
    found, rows = made(chain, who)
    head = found.head(who)
    assert isinstance(head, SnapshotHead)
    assert head.parts > 5
    for kind, some in by_page(chain, who).items():
        assert sorted(rows[kind], key=str) == sorted(some, key=str), kind
