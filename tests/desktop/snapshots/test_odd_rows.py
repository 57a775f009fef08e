"""A signed snapshot with something in it that nobody could read again leaves the file of before."""

import json
import zlib
from collections.abc import Mapping

import pytest

from desktop.opening import World
from desktop.paths import Folder
from desktop.snapshots import Watch, take
from desktop.store import snapshot_rows
from desktop.store.database import open_store
from desktop.store.rights import account_of
from regulars.canonical import encode
from regulars.ids import Id
from tests.desktop.book import KEY
from tests.desktop.snapshots.test_taking import (
    ANSWER,
    FakeCentre,
    folder,
    head_of,
    hex_of,
    keys,
    member,
    small_parts,
    taken,
    wallet,
    world,
)

__all__ = ["folder", "small_parts", "world"]
_CONSENT = {"id": "a", "seq": 1, "member": hex_of(1), "purpose": "p", "text": "t", "given": True}
_CONSENT |= {"channel": "counter", "at": 1}


def spelled(**rows: Mapping[str, object]) -> bytes:
    """Spell lines with one row of each kind, as any program might."""
    first: Mapping[str, object] = rows.pop("member", member(1))
    groups = [{"member": [first]}, *({kind: [row]} for kind, row in rows.items())]
    lines = [{"gone": {}, "rows": group} for group in groups]
    return b"".join(
        json.dumps(line, sort_keys=True, separators=(",", ":")).encode() + b"\n" for line in lines
    )


def centre_saying(some: bytes) -> FakeCentre:
    """Have a centre sign these lines, with one row in each."""
    raw = zlib.compress(some)
    return FakeCentre(raw, head_of(raw, some.count(b"\n")))


_LONE = chr(0xD800)
_ODD: Mapping[str, Mapping[str, Mapping[str, object]]] = {
    "half a letter in a name": {"member": member(1, name=_LONE)},
    "half a letter in a language": {"member": member(1, language=_LONE)},
    "names": {"member": member(1, name=["a"])},
    "a month that there is not": {"member": member(1, joined="2026-99-02")},
    "a day that there is not": {"member": member(1, joined="2026-02-30")},
    "no wallet": {"member": member(1, wallet="zz")},
    "points of no day": {"wallet": wallet(1, backed=[["some day", 5]])},
    "points of a day that there is not": {"wallet": wallet(1, backed=[["2026-02-30", 5]])},
    "no points": {"wallet": wallet(1, backed=[["", "5"]])},
    "fewer points than none": {"wallet": wallet(1, backed=[["", -5]])},
    "half a point": {"wallet": wallet(1) | {"backed": [["", 0.5]]}},
    "no lots": {"wallet": wallet(1, backed="x")},
    "less than nothing": {"wallet": wallet(1, balance=-5)},
    "less than no debt": {"wallet": wallet(1, debt=-5)},
    "a sentence that is a number": {"consent": _CONSENT | {"text": 5}},
    "a moment in the year 3,000,000": {"consent": _CONSENT | {"at": 10**17}},
}


@pytest.mark.parametrize("odd", _ODD.values(), ids=_ODD.keys())
def test_what_nobody_could_read_again_ends_it(
    folder: Folder, world: World, odd: Mapping[str, Mapping[str, object]]
) -> None:
    assert not taken(folder, world, centre_saying(spelled(**odd)))


def test_a_line_that_two_programs_read_differently_ends_it(folder: Folder, world: World) -> None:
    twice = spelled().replace(b'"id":', b'"id":"' + b"05" * 16 + b'","id":')
    assert not taken(folder, world, centre_saying(twice))


def test_a_line_that_is_nested_without_end_ends_it(folder: Folder, world: World) -> None:
    deep = spelled().replace(b'"name":', b'"more":' + b"[" * 2_000 + b"]" * 2_000 + b',"name":')
    assert not taken(folder, world, centre_saying(deep))


def test_what_a_newer_centre_says_more_is_kept(folder: Folder, world: World) -> None:
    more = {"gone": {}, "rows": {"member": [member(1, later=[1, {"x": "\0"}])]}}
    one = centre_saying(encode(more) + b"\n")
    assert take(folder, world, one, ANSWER, keys(), Watch())
    store = open_store(folder.database, KEY)
    assert store.value("select body ->> '$.later[0]' from feed_row") == 1
    store.close()


def test_control_without_a_look_at_the_rows_points_cannot_be_reckoned_with(
    folder: Folder, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshot_rows, "_LOOKS", {})
    one = centre_saying(spelled(**_ODD["points of no day"]))
    assert take(folder, world, one, ANSWER, keys(), Watch())
    store = open_store(folder.database, KEY)
    with pytest.raises(ValueError, match="some day"):
        account_of(store, Id(bytes.fromhex(hex_of(1_001))))
    store.close()
