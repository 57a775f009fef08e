"""What a snapshot makes of a file is what its rows make of one, taken in one by one."""

import shutil

import pytest

from desktop.opening import World
from desktop.paths import Folder
from desktop.snapshots import Watch, take
from desktop.store import feed, snapshot_rows
from desktop.store.database import open_store
from regulars.canonical import Json
from sync.wire_rights import WalletRow, read_wallet_row
from sync.wire_snapshot import SnapshotLine, for_new_till
from tests.desktop.agreeing.rows import rows_of
from tests.desktop.book import KEY
from tests.desktop.snapshots.test_taking import (
    ANSWER,
    FakeCentre,
    card,
    folder,
    head_of,
    hex_of,
    keys,
    member,
    packed,
    small_parts,
    wallet,
    world,
)
from tests.sync.samples import DEVICE, TENANT

__all__ = ["folder", "small_parts", "world"]


def odd_lines() -> list[SnapshotLine]:
    """Give rows as people make them, and as nobody should."""
    odd: dict[int, dict[str, Json]] = {
        1: {"name": 'O\'Neil "Bob" \\ 王\t😀', "phone": "+886912345678", "seen": [0, 0]},
        2: {"name": "", "tail": "5678"},
        3: {"name": "陳大文", "tail": "5678", "mark": "ab" * 16, "a_later_field": [1, {"x": True}]},
        4: {"name": "Ｌｉ　Ｎａ", "phone": "886", "language": "zh_Hans", "birthday": "--02-29"},
    }
    said = [
        {"id": f"{hex_of(one)} membership", "member": hex_of(one), "purpose": "membership",
         "seq": one, "text": "2026-11", "given": bool(one % 2), "channel": "counter", "at": one}
        for one in range(1, 9)
    ]  # fmt: skip
    cards = [card(one, one) | odd for one, odd in enumerate(_CARDS, 1)]
    people = tuple(member(one, **odd.get(one, {})) for one in range(1, 9))
    wallets = tuple(wallet(one, backed=[["2027-03-31", 1], ["", one]]) for one in range(3, 12))
    return [
        SnapshotLine({"member": people, "consent": tuple(said)}),
        SnapshotLine({"member": tuple(member(one) for one in range(9, 12))}),
        SnapshotLine({"wallet": (*wallets, wallet(2, backed=[]))}),
        SnapshotLine({"card": tuple(cards)}),
        SnapshotLine({"alias": ({"id": hex_of(1), "seq": 9, "to": hex_of(2)},)}),
        SnapshotLine({"member": (member(20, name="Late"),), "wallet": (wallet(20),)}),
    ]


_CARDS: tuple[dict[str, Json], ...] = (
    {}, {"state": "revoked"}, {"form": "alias"}, {"form": "print"}, {"member": ""},
    {"state": "worn"},
)  # fmt: skip


def differences(folder: Folder, world: World, some: list[SnapshotLine]) -> set[str]:
    """Give the tables of a till with a snapshot that are not those of one told row by row."""
    raw = packed(some)
    rows = [(kind, row) for line in some for kind, group in line.rows.items() for row in group]
    one_by_one = folder.database.with_name("other.db")
    shutil.copyfile(folder.database, one_by_one)
    assert take(folder, world, FakeCentre(raw, head_of(raw, len(rows))), ANSWER, keys(), Watch())
    other = open_store(one_by_one, KEY)
    with other.writing():
        for kind, row in rows:
            if kind == "wallet":
                said = read_wallet_row(for_new_till(row, TENANT, DEVICE, 1))
                assert isinstance(said, WalletRow)
                feed.apply_wallet(other, said)
            else:
                feed.apply_row(other, kind, row, 0)
    store = open_store(folder.database, KEY)
    mine, theirs = rows_of(store), rows_of(other)
    store.close()
    other.close()
    for found in (mine, theirs):
        found["feed_row"] = [(kind, name, body) for kind, name, _, _, body in found["feed_row"]]
    return {name for name in mine if mine[name] != theirs[name]}


@pytest.mark.parametrize("is_heard", [True, False], ids=["all", "a card of somebody unheard of"])
def test_the_file_is_what_the_same_rows_make_one_by_one(
    folder: Folder, world: World, *, is_heard: bool
) -> None:
    some = odd_lines()
    if not is_heard:
        some.insert(4, SnapshotLine({"card": (card(98, 1), card(99, 77))}))
    assert differences(folder, world, some) == {"centre"}


@pytest.mark.parametrize(
    ("name", "right", "wrong", "table"),
    [
        ("_CARDS", "'revoked')", "'good')", "card"),
        ("_MEMBERS", "iif(phone = '', tail, digits)", "digits", "member"),
        ("_MEMBERS", "found_by(key, name)", "found_by(key, number)", "member_words"),
        ("_CONSENTS", "value ->> 'given'", "1", "consent"),
        ("_ACCOUNTS", "value ->> 'debt'", "7", "wallet"),
        ("_ACCOUNTS", "', ')", "',')", "account"),
        ("_KEEP", "json(value)", "'{}'", "feed_row"),
    ],
)
def test_a_table_that_is_written_wrongly_is_noticed(
    folder: Folder, world: World, monkeypatch: pytest.MonkeyPatch,
    name: str, right: str, wrong: str, table: str,
) -> None:  # fmt: skip
    """The controls."""
    sql = getattr(snapshot_rows, name)
    assert right in sql
    monkeypatch.setattr(snapshot_rows, name, sql.replace(right, wrong))
    assert table in differences(folder, world, odd_lines())
