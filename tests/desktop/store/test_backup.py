"""A backup counts only once it was opened and proved; what cannot be proved is not kept."""

import os
import shutil
import stat
from dataclasses import replace
from pathlib import Path

import pytest

from desktop import trouble
from desktop.opening import OpenShop
from desktop.paths import Folder
from desktop.secrets import recover_keys
from desktop.store import backup
from desktop.store.backup import backups, make_backup, quick_check, thin
from desktop.store.database import open_store
from desktop.store.journal import Head, head_of
from desktop.store.verify import verify
from tests.faults.day import found_quietly

NOON = 1_795_000_000_000


def test_a_backup_holds_what_the_file_held_and_is_private(opened: OpenShop) -> None:
    made = make_backup(opened.folder, opened.keys.database, NOON)
    copy = open_store(made.database, opened.keys.database, read_only=True)
    here, there = head_of(opened.book.store), head_of(copy)
    assert here is not None
    assert here == there
    assert made.place == here.place
    assert verify(copy).is_whole
    copy.close()
    for path in made.path.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert stat.S_IMODE(made.path.stat().st_mode) == 0o700


def test_a_backup_is_made_while_a_sale_is_being_written(opened: OpenShop) -> None:
    store = opened.book.store
    with store.writing():
        store.run("insert into local (name, value) values ('half', 'a sale')")
        made = make_backup(opened.folder, opened.keys.database, NOON)
    copy = open_store(made.database, opened.keys.database)
    assert copy.value("select count(*) from local where name = 'half'") == 0
    copy.close()


def test_a_backup_names_no_member_in_plain_text(opened: OpenShop) -> None:
    made = make_backup(opened.folder, opened.keys.database, NOON)
    held = b"".join(path.read_bytes() for path in made.path.iterdir())
    for name in ("Ada", "张三", "Grace"):
        assert name.encode() not in held
    assert opened.keys.database.hex().encode() not in held


def test_the_recovery_sheet_opens_a_backup_on_another_computer(tmp_path: Path) -> None:
    from regulars.codes import read_recovery

    opened, sheet = found_quietly(Folder(tmp_path / "shop"))
    made = make_backup(opened.folder, opened.keys.database, NOON)
    opened.close()
    elsewhere = Path(shutil.copytree(made.path, tmp_path / "elsewhere"))
    recovery = read_recovery(sheet)
    assert isinstance(recovery, bytes)
    from desktop.secrets import FileStore

    keys = recover_keys(elsewhere, recovery, FileStore(elsewhere))
    copy = open_store(elsewhere / "shop.db", keys.database)
    assert verify(copy).is_whole
    copy.close()


@pytest.mark.parametrize("offset", [0, 100, 5_000, 20_000, 60_000, -100])
def test_a_copy_with_one_wrong_bit_is_refused_and_not_kept(
    opened: OpenShop, monkeypatch: pytest.MonkeyPatch, offset: int
) -> None:
    """Five hundred bits are flipped in the nightly run; these are enough to know it is looked."""
    real = backup._copy

    def flipping(folder: Folder, key: bytes, target: Path) -> Head | None:
        head = real(folder, key, target)
        held = bytearray(target.read_bytes())
        held[offset] ^= 0x10
        target.write_bytes(held)
        return head

    monkeypatch.setattr(backup, "_copy", flipping)
    with pytest.raises(trouble.BackupFailed):
        make_backup(opened.folder, opened.keys.database, NOON)
    assert list(opened.folder.backups.iterdir()) == []
    monkeypatch.undo()
    make_backup(opened.folder, opened.keys.database, NOON)


def test_a_copy_that_lacks_the_newest_acts_is_refused(
    opened: OpenShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = backup._copy

    def ahead(folder: Folder, key: bytes, target: Path) -> Head | None:
        head = real(folder, key, target)
        assert head is not None
        return replace(head, place=head.place + 1)

    monkeypatch.setattr(backup, "_copy", ahead)
    with pytest.raises(trouble.BackupFailed):
        make_backup(opened.folder, opened.keys.database, NOON)


def test_two_backups_in_one_second_both_stay(opened: OpenShop) -> None:
    made = [make_backup(opened.folder, opened.keys.database, NOON).path for _ in range(2)]
    assert len(set(made)) == 2 or len(backups(opened.folder)) == 2
    assert len(backups(opened.folder)) == 2


def test_what_a_broken_off_backup_left_is_not_listed_and_is_cleared_away(
    opened: OpenShop,
) -> None:
    partial = opened.folder.backups / "2026-11-18 11-06-40.partial"
    partial.mkdir(parents=True)
    (partial / "shop.db").write_bytes(b"half")
    assert backups(opened.folder) == []
    make_backup(opened.folder, opened.keys.database, NOON)
    assert [one.path.name for one in backups(opened.folder)] == ["2026-11-18 11-06-40"]
    assert not partial.exists()


def test_the_newest_backups_are_kept_and_the_only_one_always(opened: OpenShop) -> None:
    for day in range(4):
        make_backup(opened.folder, opened.keys.database, NOON + day * 86_400_000)
    assert thin(opened.folder, keep=2) == 2
    assert [one.path.name[:10] for one in backups(opened.folder)] == ["2026-11-21", "2026-11-20"]
    assert thin(opened.folder, keep=0) == 1
    assert len(backups(opened.folder)) == 1


def test_no_backup_can_be_made_where_a_file_stands(opened: OpenShop, tmp_path: Path) -> None:
    place = tmp_path / "stick"
    place.write_text("not a folder")
    with pytest.raises(trouble.BackupFailed):
        make_backup(opened.folder, opened.keys.database, NOON, place)


def test_a_whole_file_has_no_bad_pages_and_a_flipped_bit_shows(folder: Folder) -> None:
    from desktop.secrets import open_keys

    key = open_keys(folder.root).database
    store = open_store(folder.database, key)
    assert quick_check(store) == []
    store.close()
    held = bytearray(folder.database.read_bytes())
    held[len(held) // 2] ^= 1
    folder.database.write_bytes(held)
    store = open_store(folder.database, key)
    assert quick_check(store)
    store.close()


def test_flipped_bits_anywhere_are_found(folder: Folder) -> None:
    """Every page carries a check of its own; 40 bits here, 2,000 nightly (REGULARS_FLIPS)."""
    import random

    from desktop.secrets import open_keys

    key = open_keys(folder.root).database
    whole = folder.database.read_bytes()
    for _ in range(int(os.environ.get("REGULARS_FLIPS", "40"))):
        held = bytearray(whole)
        held[random.randrange(len(held))] ^= 1 << random.randrange(8)
        folder.database.write_bytes(held)
        try:
            store = open_store(folder.database, key)
        except (trouble.WrongKey, trouble.FileDamaged):
            continue
        try:
            assert quick_check(store)
        finally:
            store.close()
