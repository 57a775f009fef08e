"""A backup, a restore, a new sheet: killed at any step, nothing half counts as whole."""

import itertools
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import pytest

from desktop import trouble
from desktop.head_note import Doubt
from desktop.opening import DOUBT, OpenShop, open_shop
from desktop.paths import Folder
from desktop.restoring import by_sheet, recover, restore
from desktop.secrets import (
    FileStore,
    follow_sheet,
    new_recovery,
    open_keys,
    recover_keys,
    settle_sheet,
)
from desktop.store.backup import backups, make_backup, quick_check, thin
from desktop.store.database import open_store
from desktop.store.journal import head_of
from desktop.store.shop import local_fact
from desktop.store.verify import verify
from desktop.trouble import Trouble
from regulars.codes import read_recovery
from tests.faults.breaking import Tell, duration_s, killed_after, killed_before
from tests.faults.cutting import sold
from tests.faults.day import PIN, WORLD, found_quietly

NOON = 1_795_000_000_000
DAY_MS = 86_400_000
MOMENTS = int(os.environ.get("REGULARS_MOMENTS", "6"))
Work = Callable[[Folder, Tell], object]


@dataclass(frozen=True, slots=True)
class Kept:
    """A closed shop of five sales with three backups, the newest of four sales, and its sheet."""

    root: Path
    sheet: bytes

    def copy(self, root: Path) -> Folder:
        shutil.rmtree(root, ignore_errors=True)
        shutil.rmtree(root.with_name(root.name + ".new"), ignore_errors=True)
        shutil.rmtree(root.with_name(root.name + ".made"), ignore_errors=True)
        return Folder(Path(shutil.copytree(self.root, root)))


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Kept:
    opened, text = found_quietly(Folder(tmp_path_factory.mktemp("kept") / "shop"))
    sold(opened)
    for day in range(3):
        sold(opened)
        make_backup(opened.folder, opened.keys.database, NOON + day * DAY_MS)
    sold(opened)
    opened.close()
    sheet = read_recovery(text)
    assert isinstance(sheet, bytes)
    return Kept(opened.folder.root, sheet)


def whole_backups(folder: Folder) -> list[Path]:
    """Give the listed backups, newest first; each must be what a shop can go on from."""
    key = open_keys(folder.root).database
    for one in backups(folder):
        store = open_store(one.database, key, read_only=True)
        head = head_of(store)
        assert head is not None
        assert (head.place, quick_check(store), verify(store).findings) == (one.place, [], ())
        store.close()
    return [one.path for one in backups(folder)]


def sales(opened: OpenShop) -> int:
    counted: int = opened.book.store.value("select count(*) from operation where kind = 'sale'")
    return counted


def every_kill(kept: Kept, tmp_path: Path, work: Work) -> list[tuple[Folder, bool, bytes]]:
    """Kill a work at each of its steps and at some moments between; gives what each left."""
    left: list[tuple[Folder, bool, bytes]] = []
    for step in itertools.count():
        folder = kept.copy(tmp_path / f"step {step}" / "shop")
        ended, told = killed_before(step, partial(work, folder))
        left.append((folder, ended, told))
        if ended:
            break
    timed = kept.copy(tmp_path / "timed" / "shop")
    usual = duration_s(partial(work, timed))
    for moment in range(1, MOMENTS + 1):
        folder = kept.copy(tmp_path / f"moment {moment}" / "shop")
        seconds = usual * moment / MOMENTS
        ended, told = killed_after(seconds, partial(work, folder))
        left.append((folder, ended, told))
    assert len(left) > MOMENTS + 5, "a work of so few steps was not looked at"
    return left


def test_a_backup_killed_at_any_step_is_whole_or_no_backup(kept: Kept, tmp_path: Path) -> None:
    def work(folder: Folder, _: Tell) -> None:
        make_backup(folder, open_keys(folder.root).database, NOON + 5 * DAY_MS)

    before = [path.name for path in whole_backups(Folder(kept.root))]
    for folder, ended, _ in every_kill(kept, tmp_path, work):
        found = [path.name for path in whole_backups(folder)]
        assert found[-3:] == before
        assert len(found) == 4 or not ended
        make_backup(folder, open_keys(folder.root).database, NOON + 9 * DAY_MS)
        assert len(whole_backups(folder)) == len(found) + 1
        assert not list(folder.backups.glob("*.partial")), "what broke off is cleared away"


def test_old_backups_removed_half_are_no_backups_and_the_newest_stays(
    kept: Kept, tmp_path: Path
) -> None:
    newest = whole_backups(Folder(kept.root))[0].name
    for folder, ended, _ in every_kill(kept, tmp_path, lambda folder, _: thin(folder, keep=1)):
        found = [path.name for path in whole_backups(folder)]
        assert found[0] == newest
        assert len(found) == 1 or not ended


def test_a_restore_killed_at_any_step_is_the_old_shop_or_the_new(
    kept: Kept, tmp_path: Path
) -> None:
    def work(folder: Folder, _: Tell) -> None:
        restore(backups(folder)[-1].path, folder, WORLD)

    for folder, ended, _ in every_kill(kept, tmp_path, work):
        opened = open_shop(folder, WORLD)
        is_new = opened.book.shop.identity.epoch == 2
        assert sales(opened) == (2 if is_new else 5)
        assert is_new or not ended
        assert local_fact(opened.book.store, DOUBT) == Doubt.NONE
        owner = opened.book.store.value("select id from staff")
        assert opened.pins.check(owner, PIN, WORLD.clock.now_ms()) is None
        sold(opened)
        assert verify(opened.book.store).is_whole
        opened.close()
        assert len(whole_backups(folder)) == 3


def opens(place: Path, sheet: bytes) -> bool:
    try:
        recover_keys(place, sheet, FileStore(place))
    except trouble.WrongKey:
        return False
    return True


def test_a_new_sheet_killed_at_any_step_leaves_no_backup_without_a_sheet_somebody_has(
    kept: Kept, tmp_path: Path
) -> None:
    def work(folder: Folder, tell: Tell) -> None:
        sheet = new_recovery(folder.root, os.urandom)
        (folder.root / "printed").touch()  # a step of its own: the paper is out, nobody told us
        tell(sheet)
        settle_sheet(folder.root)
        follow_sheet(folder.root, [one.path for one in backups(folder)])

    for folder, ended, told in every_kill(kept, tmp_path, work):
        sheets = [kept.sheet, *([told] if told else [])]
        open_keys(folder.root)
        places = [folder.root, *whole_backups(folder)]
        for place in places:
            copy = Path(shutil.copytree(place, tmp_path / "taken", dirs_exist_ok=True))
            assert any(opens(copy, sheet) for sheet in sheets), place
            shutil.rmtree(copy)
        if not opens(folder.root, kept.sheet):  # it is settled: what broke off goes on by itself
            follow_sheet(folder.root, whole_backups(folder))
            assert [opens(place, kept.sheet) for place in places] == [False] * 4
            assert [opens(place, told) for place in places] == [True] * 4
        else:
            assert not ended


# Parts of a backup -------------------------------------------------------------------------------


def cut_file(backup: Path) -> None:
    os.truncate(backup / "shop.db", (backup / "shop.db").stat().st_size - 4096)


def no_keys(backup: Path) -> None:
    (backup / "keys.json").unlink()


def empty_keys(backup: Path) -> None:
    (backup / "keys.json").write_bytes(b"")


def no_file(backup: Path) -> None:
    (backup / "shop.db").unlink()


def half_note(backup: Path) -> None:
    os.truncate(backup / "backup.json", 10)


@pytest.mark.parametrize("spoil", [cut_file, no_keys, empty_keys, no_file, half_note])
def test_part_of_a_backup_is_not_listed_not_restored_and_pushes_no_whole_one_out(
    kept: Kept, tmp_path: Path, spoil: Callable[[Path], None]
) -> None:
    folder = kept.copy(tmp_path / "shop")
    whole = backups(folder)[0].path
    for day in range(20):
        spoil(Path(shutil.copytree(whole, folder.backups / f"2027-01-{day + 1:02} 00-00-00")))
    assert backups(folder)[0].path == whole
    assert thin(folder, keep=2) == 1
    assert whole_backups(folder)[0] == whole
    before = folder.database.read_bytes()
    with pytest.raises(Trouble):
        restore(folder.backups / "2027-01-20 00-00-00", folder, WORLD)
    assert folder.database.read_bytes() == before


def test_a_file_cut_short_without_a_note_is_found_by_its_pages(kept: Kept, tmp_path: Path) -> None:
    folder = kept.copy(tmp_path / "shop")
    part = Path(shutil.copytree(backups(folder)[0].path, tmp_path / "part"))
    (part / "backup.json").unlink()
    cut_file(part)
    with pytest.raises(trouble.FileDamaged):
        restore(part, folder, WORLD)


def test_a_backup_made_while_the_clock_was_wrong_does_not_hide_newer_ones(
    kept: Kept, tmp_path: Path
) -> None:
    folder = kept.copy(tmp_path / "shop")
    key = open_keys(folder.root).database
    ahead = make_backup(folder, key, NOON + 3_000 * DAY_MS)
    opened = open_shop(folder, WORLD)
    sold(opened)
    opened.close()
    newest = make_backup(folder, key, NOON + 10 * DAY_MS)
    assert [one.path for one in backups(folder)][:2] == [newest.path, ahead.path]
    thin(folder, keep=1)
    assert [one.path for one in backups(folder)] == [newest.path]


# Other computers ---------------------------------------------------------------------------------


def test_files_of_a_backup_copied_into_an_empty_folder_go_on_as_a_restored_shop(
    kept: Kept, tmp_path: Path
) -> None:
    """Without the sheet it would be the same log twice, and every PIN would be paused."""
    here = Folder(Path(shutil.copytree(backups(Folder(kept.root))[0].path, tmp_path / "shop")))
    with pytest.raises(trouble.KeyMissing):
        open_shop(here, WORLD)
    recover(here, WORLD, kept.sheet)
    opened = open_shop(here, WORLD)
    assert opened.book.shop.identity.epoch == 2
    assert local_fact(opened.book.store, DOUBT) == Doubt.NONE
    owner = opened.book.store.value("select id from staff")
    assert opened.pins.check(owner, PIN, WORLD.clock.now_ms()) is None
    opened.close()
    assert not (here.root / "backup.json").exists(), "a shop's folder is not a backup"


def test_a_folder_moved_to_another_computer_goes_on_in_its_epoch(
    kept: Kept, tmp_path: Path
) -> None:
    here = kept.copy(tmp_path / "shop")
    (here.root / "master.key").unlink()
    recover(here, WORLD, kept.sheet)
    opened = open_shop(here, WORLD)
    assert opened.book.shop.identity.epoch == 1
    opened.close()


def test_the_sheet_brings_a_shop_where_another_one_was_tried_without_a_pause(
    kept: Kept, tmp_path: Path
) -> None:
    tried, _ = found_quietly(Folder(tmp_path / "shop"))
    tried.close()
    restore(
        backups(Folder(kept.root))[0].path, tried.folder, WORLD, by_sheet(kept.sheet, FileStore)
    )
    opened = open_shop(tried.folder, WORLD)
    owner = opened.book.store.value("select id from staff")
    assert opened.pins.check(owner, PIN, WORLD.clock.now_ms()) is None
    opened.close()


def test_no_epoch_is_used_twice_where_every_note_of_it_is_gone(kept: Kept, tmp_path: Path) -> None:
    folder = kept.copy(tmp_path / "shop")
    oldest = backups(folder)[-1].path
    for epoch in (2, 3, 4):
        restore(oldest, folder, WORLD)
        folder.head.unlink()
        for aside in folder.root.glob("replaced *"):
            shutil.rmtree(aside)
        opened = open_shop(folder, WORLD)
        assert opened.book.shop.identity.epoch == epoch
        opened.close()
        folder.head.unlink()
