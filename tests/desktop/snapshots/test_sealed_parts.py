"""What a new till has fetched of a snapshot lies on its disk as nobody can read it."""

import pytest

from desktop import snapshots
from desktop.opening import World
from desktop.paths import Folder
from desktop.snapshots import PACKED
from tests.desktop.snapshots.test_taking import PART, centre, folder, small_parts, taken, world

__all__ = ["folder", "small_parts", "world"]


def test_what_was_fetched_lies_sealed_on_the_disk(folder: Folder, world: World) -> None:
    seen: list[bytes] = []

    def looks(_: int, part: int) -> None:
        if part:
            seen.append((folder.root / PACKED).read_bytes())

    one = centre()
    one.before = looks
    assert taken(folder, world, one)
    assert len(seen) > 2
    assert all(one.raw[:PART] not in raw and one.raw[100:140] not in raw for raw in seen)


def test_control_without_sealing_anybody_could_read_it(
    folder: Folder, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(snapshots, "seal_part", lambda _, __, plain, ___: bytes(28) + plain)
    monkeypatch.setattr(snapshots, "unseal_part", lambda _, __, sealed: sealed[28:])
    with pytest.raises(AssertionError):
        test_what_was_fetched_lies_sealed_on_the_disk(folder, world)


def test_what_was_changed_on_the_disk_is_fetched_again(folder: Folder, world: World) -> None:
    def spoils(_: int, part: int) -> None:
        if part == 3 and not spoiled:
            spoiled.append(part)
            raw = bytearray((folder.root / PACKED).read_bytes())
            raw[40] ^= 1
            (folder.root / PACKED).write_bytes(raw)

    one, spoiled = centre(), list[int]()
    one.before = spoils
    assert taken(folder, world, one)
    assert one.parts == [*range(one.head.parts)] * 2
